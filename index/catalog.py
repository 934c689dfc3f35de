"""The catalog: one SQLite file that holds all a shelf knows; every other structure follows from it.

Each change is one transaction that also raises ``generation``, so a killed process leaves the old or
the new state and whatever is derived can tell whether it is current.
"""

from __future__ import annotations

import json
import sqlite3
import uuid
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.codec import loads
from index.connection import connect, explained
from index.records import (
    DOCUMENT_COLUMNS,
    PART_COLUMNS,
    PASSAGE_COLUMNS,
    SECTION_COLUMNS,
    checksum,
    document_values,
    part_rows,
    read_passage,
    read_section,
)
from index.schema import APPLICATION_ID, FORMAT_VERSION, TABLES
from index.seal import SEAL_NAME, Seal, file_crc32, write_seal
from ingest import Document, Fact, Ingested, Metadata, Passage, ShelfError

CATALOG_NAME = "catalog.sqlite3"
SETTINGS_CHECKSUM = "checksum"  # the setting that holds the checksum of all others

Vectors = NDArray[np.float32]  # [n, dimension]


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document without its text and sections: what lists, filters and hits need."""

    row: int  # never used twice: a changed document gets a new one
    doc_id: str
    path: str
    sha256: str
    metadata: Metadata
    warnings: tuple[str, ...]
    chars: int
    sections: int
    passages: int


class Catalog:
    """An open catalog; use it from one thread at a time."""

    def __init__(self, folder: Path, connection: sqlite3.Connection) -> None:
        self.folder = folder
        self._connection = connection
        self.changed = False  # since it was opened

    @classmethod
    def open(cls, folder: Path) -> Catalog:
        """The catalog in ``folder``; ``ShelfError`` if there is none or it is of another format."""
        path = folder / CATALOG_NAME
        if not path.is_file():
            raise ShelfError(_missing(folder))
        with explained(folder):
            catalog = cls(folder, connect(path))
            try:
                catalog._check_format()
            except BaseException:
                catalog.close()
                raise
        return catalog

    @classmethod
    def create(cls, folder: Path) -> Catalog:
        """The catalog in ``folder``, made if it is not there; other files there are refused."""
        path = folder / CATALOG_NAME
        if not path.is_file() and folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise ShelfError(f"{folder} is not a shelf and not empty: choose a new folder with --shelf")
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ShelfError(f"Shelf {folder} cannot be made: {error.strerror}; choose another") from error
        with explained(folder):
            catalog = cls(folder, connect(path))
            try:
                if not catalog._row("SELECT 1 FROM sqlite_master"):
                    catalog._make_tables()
                catalog._check_format()
            except BaseException:
                catalog.close()
                raise
        return catalog

    def _make_tables(self) -> None:
        """Make the tables unless another process was faster."""
        with self._transaction():
            if self._row("SELECT 1 FROM sqlite_master"):
                return
            for statement in TABLES.split(";\n"):
                self._execute(statement)
            self._execute(f"PRAGMA application_id = {APPLICATION_ID}")
            self.set_setting("format", str(FORMAT_VERSION))
            self.set_setting("shelf_id", uuid.uuid4().hex)
            self.set_setting("generation", "0")
            self.set_setting(SETTINGS_CHECKSUM, self._settings_checksum())

    def _check_format(self) -> None:
        application_id = self._rows("PRAGMA application_id")[0][0]
        if application_id != APPLICATION_ID:
            raise ShelfError(f"{self.folder} holds another program's database: choose another with --shelf")
        version = self.setting("format")
        if version != str(FORMAT_VERSION):
            raise ShelfError(
                f"Shelf {self.folder} has format {version}, this program reads {FORMAT_VERSION}: "
                "use the program it was built with, or build it again"
            )

    def close(self) -> None:
        """Let go of the file, sealed if it was changed."""
        try:
            if self.changed:
                self.seal()
        finally:
            self._connection.close()

    # Settings

    def setting(self, key: str) -> str | None:
        """A setting of the shelf, None if it was never made."""
        row = self._row("SELECT value FROM settings WHERE key = ?", key)
        return None if row is None else str(row[0])

    def set_setting(self, key: str, value: str) -> None:
        """Store a setting; inside ``write``."""
        self._execute("INSERT OR REPLACE INTO settings VALUES (?, ?)", key, value)

    @property
    def generation(self) -> int:
        """How many changes were made to the shelf."""
        return int(self.setting("generation") or 0)

    # Writing

    @contextmanager
    def write(self) -> Iterator[None]:
        """One transaction: all that is written inside is kept, or nothing; raises the generation."""
        with self._transaction():
            yield
            self.set_setting("generation", str(self.generation + 1))
            self.set_setting(SETTINGS_CHECKSUM, self._settings_checksum())
        self.changed = True

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with explained(self.folder):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:  # SQLite itself rolls back when the disk is full
                    self._connection.execute("ROLLBACK")
                raise

    def put(self, ingested: Ingested, keys: Sequence[bytes]) -> bool:
        """Store a document with its passages, in place of an earlier state; inside ``write``.

        ``keys[i]`` names the stored vector of passage i. True if there was an earlier state.
        """
        document = ingested.document
        replaced = self.delete(document.doc_id, keep=frozenset(keys))
        parts = part_rows(ingested, keys)
        values = document_values(document)
        row = self._connection.execute(
            f"INSERT INTO documents ({DOCUMENT_COLUMNS}, checksum) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (*values, checksum(chain([values], *parts.values()))),
        ).lastrowid
        for table, rows in parts.items():
            self._insert(table, row, rows)
        return replaced

    def delete(self, doc_id: str, keep: frozenset[bytes] = frozenset()) -> bool:
        """Remove a document and all that hangs on it, save the vectors in ``keep``; inside ``write``.

        False if there was none.
        """
        found = self._row("SELECT id FROM documents WHERE doc_id = ?", doc_id)
        if found is None:
            return False
        keys = set(self.vector_keys(found[0])) - keep
        self._execute("DELETE FROM documents WHERE id = ?", found[0])
        self._connection.executemany(
            "DELETE FROM vectors WHERE key = ?1 AND NOT EXISTS (SELECT 1 FROM passages WHERE vector = ?1)",
            ((key,) for key in keys),
        )
        return True

    def put_vectors(self, keys: Sequence[bytes], vectors: Vectors) -> None:
        """Store ``vectors[i]`` under ``keys[i]``; inside ``write``."""
        blobs = (vector.astype("<f4").tobytes() for vector in vectors)
        self._connection.executemany(
            "INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)",
            ((key, blob, zlib.crc32(key + blob)) for key, blob in zip(keys, blobs, strict=True)),
        )

    def drop_unused_vectors(self) -> int:
        """Remove vectors that no passage names; inside ``write``; how many there were."""
        return self._connection.execute(
            "DELETE FROM vectors WHERE NOT EXISTS (SELECT 1 FROM passages WHERE vector = key)"
        ).rowcount

    # Reading

    @contextmanager
    def read(self) -> Iterator[None]:
        """Several reads of one state, whatever another process writes meanwhile."""
        with explained(self.folder):
            self._connection.execute("BEGIN")
            try:
                yield
            finally:
                self._connection.execute("ROLLBACK")

    def hashes(self) -> dict[str, str]:
        """sha256 of each document's file by path."""
        return {str(path): str(sha256) for path, sha256 in self._rows("SELECT path, sha256 FROM documents")}

    def doc_ids(self) -> dict[str, str]:
        """The doc_id of each document by path."""
        return {str(path): str(doc_id) for path, doc_id in self._rows("SELECT path, doc_id FROM documents")}

    def document_rows(self) -> list[int]:
        """Row numbers of all documents, ascending."""
        return [row for (row,) in self._rows("SELECT id FROM documents ORDER BY id")]

    def describe(self, row: int) -> DocumentRow:
        """The document in ``row`` without its text."""
        found = self._row(
            "SELECT id, doc_id, path, sha256, metadata, warnings, length(text),"
            " (SELECT count(*) FROM sections WHERE document = documents.id),"
            " (SELECT count(*) FROM passages WHERE document = documents.id)"
            " FROM documents WHERE id = ?",
            row,
        )
        if found is None:
            raise ShelfError(f"Shelf {self.folder}: document {row} is gone: try again")
        _, doc_id, path, sha256, metadata, warnings, *counts = found
        return DocumentRow(
            row, doc_id, path, sha256, loads(Metadata, metadata), tuple(json.loads(warnings)), *counts
        )

    def row_of(self, doc_id: str) -> int:
        """The row of ``doc_id``; ``ShelfError`` if there is no such document."""
        found = self._row("SELECT id FROM documents WHERE doc_id = ?", doc_id)
        if found is None:
            raise ShelfError(f"Shelf {self.folder} holds no document {doc_id}: `list` shows what it holds")
        return int(found[0])

    def document(self, row: int) -> Document:
        """The document in ``row`` as it was stored."""
        found = self._row(f"SELECT {DOCUMENT_COLUMNS} FROM documents WHERE id = ?", row)
        if found is None:
            raise ShelfError(f"Shelf {self.folder}: document {row} is gone: try again")
        doc_id, path, sha256, text, metadata, removed, warnings = found
        sections = self._rows(
            f"SELECT {SECTION_COLUMNS} FROM sections WHERE document = ? ORDER BY ordinal", row
        )
        return Document(
            doc_id,
            path,
            sha256,
            text,
            tuple(read_section(values) for values in sections),
            loads(Metadata, metadata),
            tuple(json.loads(removed)),
            tuple(json.loads(warnings)),
        )

    def passages(self, row: int, doc_id: str) -> list[Passage]:
        """The passages of the document in ``row``, in order."""
        rows = self._rows(f"SELECT {PASSAGE_COLUMNS} FROM passages WHERE document = ? ORDER BY ordinal", row)
        return [read_passage(doc_id, values) for values in rows]

    def passage(self, passage_id: int, doc_id: str) -> tuple[Passage, str]:
        """One passage and its text."""
        values = self._row(
            f"SELECT {PASSAGE_COLUMNS}, substr(text, start + 1, end - start)"
            " FROM passages JOIN documents ON documents.id = document WHERE passages.id = ?",
            passage_id,
        )
        if values is None:
            raise ShelfError(f"Shelf {self.folder}: passage {passage_id} is gone: try again")
        return read_passage(doc_id, values[:-1]), values[-1]

    def passage_ids(self, row: int) -> list[int]:
        """The ids of the passages of the document in ``row``, in order."""
        rows = self._rows("SELECT id FROM passages WHERE document = ? ORDER BY ordinal", row)
        return [passage_id for (passage_id,) in rows]

    def vector_keys(self, row: int) -> list[bytes]:
        """The names of the vectors of the passages of the document in ``row``, in order."""
        rows = self._rows("SELECT vector FROM passages WHERE document = ? ORDER BY ordinal", row)
        return [key for (key,) in rows]

    def vectors(self, row: int) -> Vectors:
        """[n, dimension]: the vectors of the passages of the document in ``row``, in order."""
        rows = self._rows(
            "SELECT vectors.vector FROM passages JOIN vectors ON key = passages.vector"
            " WHERE document = ? ORDER BY ordinal",
            row,
        )
        blob = b"".join(vector for (vector,) in rows)
        return np.frombuffer(blob, dtype="<f4").reshape(len(rows), -1) if rows else np.zeros((0, 0), "<f4")

    def stored_keys(self, keys: Iterable[bytes]) -> set[bytes]:
        """Which of ``keys`` have a stored vector."""
        return {key for key in set(keys) if self._row("SELECT 1 FROM vectors WHERE key = ?", key) is not None}

    def facts(self, row: int) -> list[Fact]:
        """The facts of the document in ``row``, in order."""
        rows = self._rows("SELECT fact FROM facts WHERE document = ? ORDER BY ordinal", row)
        return [loads(Fact, fact) for (fact,) in rows]

    # Checking and mending

    def check_database(self) -> list[str]:
        """What is wrong with the database's own structure, and with the settings."""
        found = [f"catalog: {row[0]}" for row in self._rows("PRAGMA integrity_check(20)") if row[0] != "ok"]
        orphans = {table for table, *_ in self._rows("PRAGMA foreign_key_check")}
        found += [f"catalog: a row of {table} belongs to no document" for table in sorted(orphans)]
        if self.setting(SETTINGS_CHECKSUM) != self._settings_checksum():
            found.append("catalog: the settings are not what was stored")
        return found

    def check_vectors(self) -> list[str]:
        """Which vectors are not what was stored."""
        return [f"vector {key.hex()[:12]} is damaged" for key in self._damaged_vectors()]

    def check_vectors_are_there(self) -> list[str]:
        """Which documents have passages without a vector."""
        found = self._rows(
            "SELECT doc_id, count(*) FROM passages JOIN documents ON documents.id = document"
            " WHERE NOT EXISTS (SELECT 1 FROM vectors WHERE key = passages.vector) GROUP BY doc_id"
        )
        return [f"document {doc_id}: {missing} passages have no vector" for doc_id, missing in found]

    def check_document(self, row: int) -> str | None:
        """What is wrong with what is stored of one document, None if nothing is."""
        document = self._row(f"SELECT {DOCUMENT_COLUMNS}, checksum FROM documents WHERE id = ?", row)
        if document is None:
            return f"document in row {row} is missing from its table"
        *values, stored = document
        parts = [
            self._rows(f"SELECT {columns} FROM {table} WHERE document = ? ORDER BY ordinal", row)
            for table, columns in PART_COLUMNS.items()
        ]
        if stored == checksum(chain([tuple(values)], *parts)):
            return None
        return f"document {values[0]} ({values[1]}) is not what was stored"

    def check(self) -> list[str]:
        """All of the above; nothing if all is well."""
        with self.read():
            documents = filter(None, map(self.check_document, self.document_rows()))
            return [
                *self.check_database(),
                *self.check_vectors(),
                *documents,
                *self.check_vectors_are_there(),
            ]

    def name_of(self, row: int) -> tuple[str, str]:
        """doc_id and path of the document in ``row``."""
        found = self._row("SELECT doc_id, path FROM documents WHERE id = ?", row)
        if found is None:
            raise ShelfError(f"Shelf {self.folder}: document {row} is gone: try again")
        return str(found[0]), str(found[1])

    def drop_damaged_vectors(self) -> None:
        """Remove vectors that are not what was stored; inside ``write``."""
        for key in self._damaged_vectors():
            self._execute("DELETE FROM vectors WHERE key = ?", key)

    def rewrite(self) -> None:
        """Write the file anew, without bytes that hold nothing."""
        with self.write():  # a new generation, so that an old seal does not count
            pass
        self._execute("REINDEX")
        self._execute("VACUUM")

    def seal(self) -> None:
        """Move all changes into the one file and seal it; no seal is left while others read."""
        (self.folder / SEAL_NAME).unlink(missing_ok=True)
        busy, *_ = self._rows("PRAGMA wal_checkpoint(TRUNCATE)")[0]
        self.changed = False
        if busy:
            return
        path = self.folder / CATALOG_NAME
        with self.read():
            write_seal(
                self.folder,
                Seal(
                    self.generation,
                    path.stat().st_size,
                    file_crc32(path),
                    self.setting("model"),
                    self.hashes(),
                ),
            )

    def _damaged_vectors(self) -> list[bytes]:
        size = 4 * int(self.setting("dimension") or 0)
        with explained(self.folder):
            return [
                key
                for key, blob, stored in self._connection.execute("SELECT * FROM vectors")
                if zlib.crc32(key + blob) != stored or len(blob) != size
            ]

    def _settings_checksum(self) -> str:
        rows = self._rows("SELECT key, value FROM settings WHERE key != ? ORDER BY key", SETTINGS_CHECKSUM)
        return checksum(rows).hex()

    # SQLite

    def _execute(self, statement: str, *values: Any) -> None:
        with explained(self.folder):
            self._connection.execute(statement, values)

    def _rows(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        with explained(self.folder):
            return self._connection.execute(statement, values).fetchall()

    def _row(self, statement: str, *values: Any) -> tuple[Any, ...] | None:
        with explained(self.folder):
            found: tuple[Any, ...] | None = self._connection.execute(statement, values).fetchone()
            return found

    def _insert(self, table: str, row: int | None, rows: Iterable[tuple[Any, ...]]) -> None:
        columns = PART_COLUMNS[table]
        marks = ", ".join("?" for _ in columns.split(","))
        self._connection.executemany(
            f"INSERT INTO {table} (document, {columns}) VALUES (?, {marks})",
            ((row, *values) for values in rows),
        )


def _missing(folder: Path) -> str:
    if folder.is_dir() and any(folder.iterdir()):
        return (
            f"{folder} is not a shelf: choose another folder with --shelf, or `wenzheng add` into a new one"
        )
    return f"There is no shelf at {folder}: make one with `wenzheng add PATH`"
