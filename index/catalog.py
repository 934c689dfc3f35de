"""The catalog: one SQLite file that holds all a shelf knows; every other structure follows from it.

Each change is one transaction that also raises ``generation``, so a killed process leaves the old or
the new state and whatever is derived can tell whether it is current.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.codec import dumps, loads
from index.schema import FORMAT_VERSION, TABLES
from ingest import (
    ClauseKind,
    Document,
    Fact,
    Ingested,
    Metadata,
    Passage,
    Section,
    SectionKind,
    ShelfError,
)

CATALOG_NAME = "catalog.sqlite3"
WRITER_WAIT_S = 5.0  # a write takes milliseconds; who waits longer meets a process that hangs or copies

Vectors = NDArray[np.float32]  # [n, dimension]

_DOCUMENT_COLUMNS = "doc_id, path, sha256, text, metadata, removed, warnings"
_SECTION_COLUMNS = "ordinal, parent, depth, label, heading, start, end, kind"
_PASSAGE_COLUMNS = "ordinal, section, headings, start, end, lead_start, lead_end, page"
_RELATION_KINDS = (ClauseKind.REPEALS, ClauseKind.AMENDS)


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


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    """SQLite's errors as ours: what happened, where, what to do."""
    try:
        yield
    except sqlite3.Error as error:
        raise ShelfError(_explanation(path, error)) from error


def _explanation(path: Path, error: sqlite3.Error) -> str:
    reason = str(error)
    for part, explanation in (
        ("locked", "another process is writing to it: wait until it is done and try again"),
        ("readonly", "it is read-only: give yourself write permission, or choose another with --shelf"),
        ("disk is full", "the disk is full: nothing was changed; free some space and try again"),
        ("unable to open", "its catalog cannot be opened: check that the folder exists and is yours"),
        ("not a database", "its catalog is not a database: run verify --repair, or build it again"),
        ("malformed", "its catalog is damaged: run verify --repair"),
    ):
        if part in reason:
            return f"Shelf {path}: {explanation}"
    return f"Shelf {path}: {reason}"


class Catalog:
    """An open catalog; use it from one thread at a time."""

    def __init__(self, folder: Path, connection: sqlite3.Connection) -> None:
        self.folder = folder
        self._connection = connection

    @classmethod
    def open(cls, folder: Path) -> Catalog:
        """The catalog in ``folder``; ``ShelfError`` if there is none or it is of another format."""
        path = folder / CATALOG_NAME
        if not path.is_file():
            raise ShelfError(_missing(folder))
        with _explained(folder):
            catalog = cls(folder, _connect(path))
            try:
                version = catalog.setting("format")
                if version != str(FORMAT_VERSION):
                    raise ShelfError(
                        f"Shelf {folder} has format {version}, this program reads {FORMAT_VERSION}: "
                        "use the program it was built with, or build it again"
                    )
            except BaseException:
                catalog.close()
                raise
        return catalog

    @classmethod
    def create(cls, folder: Path) -> Catalog:
        """The catalog in ``folder``, made if it is not there; other files there are refused."""
        path = folder / CATALOG_NAME
        if path.exists():
            return cls.open(folder)
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise ShelfError(f"{folder} is not a shelf and not empty: choose a new folder with --shelf")
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ShelfError(f"Shelf {folder} cannot be made: {error.strerror}; choose another") from error
        with _explained(folder):
            connection = _connect(path)
            catalog = cls(folder, connection)
            connection.execute("BEGIN IMMEDIATE")
            for statement in TABLES.split(";\n"):
                connection.execute(statement)
            catalog.set_setting("format", str(FORMAT_VERSION))
            catalog.set_setting("generation", "0")
            connection.execute("COMMIT")
        return catalog

    def close(self) -> None:
        """Let go of the file."""
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
        with _explained(self.folder):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self.set_setting("generation", str(self.generation + 1))
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
        row = self._connection.execute(
            f"INSERT INTO documents ({_DOCUMENT_COLUMNS}, checksum) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (*_document_values(document), _checksum(ingested, keys)),
        ).lastrowid
        self._insert("sections", _SECTION_COLUMNS, row, map(_section_values, document.sections))
        self._insert(
            "passages",
            f"{_PASSAGE_COLUMNS}, vector",
            row,
            ((*_passage_values(passage), key) for passage, key in zip(ingested.passages, keys, strict=True)),
        )
        self._insert("facts", "ordinal, fact", row, ((fact.ordinal, dumps(fact)) for fact in ingested.facts))
        self._insert(
            "relations", "ordinal, kind, target_title, target_number, day", row, _relations(document.metadata)
        )
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
        with _explained(self.folder):
            self._connection.execute("BEGIN")
            try:
                yield
            finally:
                self._connection.execute("ROLLBACK")

    def hashes(self) -> dict[str, str]:
        """sha256 of each document's file by path."""
        return {str(path): str(sha256) for path, sha256 in self._rows("SELECT path, sha256 FROM documents")}

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
        found = self._row(f"SELECT {_DOCUMENT_COLUMNS} FROM documents WHERE id = ?", row)
        if found is None:
            raise ShelfError(f"Shelf {self.folder}: document {row} is gone: try again")
        doc_id, path, sha256, text, metadata, removed, warnings = found
        sections = self._rows(
            f"SELECT {_SECTION_COLUMNS} FROM sections WHERE document = ? ORDER BY ordinal", row
        )
        return Document(
            doc_id,
            path,
            sha256,
            text,
            tuple(_section(values) for values in sections),
            loads(Metadata, metadata),
            tuple(json.loads(removed)),
            tuple(json.loads(warnings)),
        )

    def passages(self, row: int, doc_id: str) -> list[Passage]:
        """The passages of the document in ``row``, in order."""
        rows = self._rows(f"SELECT {_PASSAGE_COLUMNS} FROM passages WHERE document = ? ORDER BY ordinal", row)
        return [_passage(doc_id, values) for values in rows]

    def passage(self, passage_id: int, doc_id: str) -> tuple[Passage, str]:
        """One passage and its text."""
        values = self._row(
            f"SELECT {_PASSAGE_COLUMNS}, substr(text, start + 1, end - start)"
            " FROM passages JOIN documents ON documents.id = document WHERE passages.id = ?",
            passage_id,
        )
        if values is None:
            raise ShelfError(f"Shelf {self.folder}: passage {passage_id} is gone: try again")
        return _passage(doc_id, values[:-1]), values[-1]

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

    def check(self) -> list[str]:
        """What is wrong with the database or what it holds, in words; nothing if all is well."""
        with self.read():
            found = [row[0] for row in self._rows("PRAGMA integrity_check(20)") if row[0] != "ok"]
            problems = [f"catalog: {problem}" for problem in found]
            problems += [
                f"catalog: {table} row without its document"
                for table, *_ in self._rows("PRAGMA foreign_key_check")
            ]
            dimension = int(self.setting("dimension") or 0)
            for key, blob, checksum in self._connection.execute("SELECT * FROM vectors"):
                if zlib.crc32(key + blob) != checksum or len(blob) != 4 * dimension:
                    problems.append(f"vector {key.hex()[:12]} is damaged")
            for row in self.document_rows():
                problems += self._check_document(row)
        return problems

    def _check_document(self, row: int) -> list[str]:
        try:
            document = self.document(row)
            ingested = Ingested(document, tuple(self.passages(row, document.doc_id)), tuple(self.facts(row)))
            keys = self.vector_keys(row)
        except (ValueError, TypeError, KeyError) as error:
            return [f"document in row {row} cannot be read: {error}"]
        stored = self._row("SELECT checksum FROM documents WHERE id = ?", row)
        name = f"document {document.doc_id} ({document.path})"
        if stored is None or stored[0] != _checksum(ingested, keys):
            return [f"{name} is not what was stored"]
        missing = len(keys) - sum(key in self.stored_keys([key]) for key in keys)
        outside = [
            passage.ordinal
            for passage in ingested.passages
            if not 0 <= passage.start <= passage.end <= len(document.text)
        ]
        return [f"{name}: {missing} passages have no vector"] * bool(missing) + [
            f"{name}: passages {outside} end outside the text"
        ] * bool(outside)

    # SQLite

    def _execute(self, statement: str, *values: Any) -> None:
        with _explained(self.folder):
            self._connection.execute(statement, values)

    def _rows(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        with _explained(self.folder):
            return self._connection.execute(statement, values).fetchall()

    def _row(self, statement: str, *values: Any) -> tuple[Any, ...] | None:
        with _explained(self.folder):
            found: tuple[Any, ...] | None = self._connection.execute(statement, values).fetchone()
            return found

    def _insert(self, table: str, columns: str, row: int | None, values: Iterable[tuple[Any, ...]]) -> None:
        marks = ", ".join("?" for _ in columns.split(","))
        self._connection.executemany(
            f"INSERT INTO {table} (document, {columns}) VALUES (?, {marks})",
            ((row, *value) for value in values),
        )


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=WRITER_WAIT_S, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")  # what was reported as added survives a power cut
    return connection


def _missing(folder: Path) -> str:
    if folder.is_dir() and any(folder.iterdir()):
        return (
            f"{folder} is not a shelf: choose another folder with --shelf, or `wenzheng add` into a new one"
        )
    return f"There is no shelf at {folder}: make one with `wenzheng add PATH`"


def _document_values(document: Document) -> tuple[Any, ...]:
    return (
        document.doc_id,
        document.path,
        document.sha256,
        document.text,
        dumps(document.metadata),
        dumps(document.removed),
        dumps(document.warnings),
    )


def _section_values(section: Section) -> tuple[Any, ...]:
    return (
        section.ordinal,
        section.parent,
        section.depth,
        section.label,
        section.heading,
        section.start,
        section.end,
        str(section.kind),
    )


def _section(values: tuple[Any, ...]) -> Section:
    ordinal, parent, depth, label, heading, start, end, kind = values
    return Section(ordinal, parent, depth, label, heading, start, end, SectionKind(kind))


def _passage_values(passage: Passage) -> tuple[Any, ...]:
    lead = passage.lead or (None, None)
    headings = dumps(passage.headings)
    return (
        passage.ordinal,
        passage.section,
        headings,
        passage.start,
        passage.end,
        *lead,
        passage.page,
    )


def _passage(doc_id: str, values: tuple[Any, ...]) -> Passage:
    ordinal, section, headings, start, end, lead_start, lead_end, page = values
    lead = None if lead_start is None else (lead_start, lead_end)
    return Passage(doc_id, ordinal, section, tuple(json.loads(headings)), start, end, lead, page)


def _relations(metadata: Metadata) -> list[tuple[Any, ...]]:
    """Which documents this one repeals or amends."""
    clauses = (clause for clause in metadata.clauses if clause.kind in _RELATION_KINDS and clause.target)
    return [
        (
            ordinal,
            str(clause.kind),
            clause.target and clause.target.title,
            clause.target and clause.target.document_number,
            clause.day and clause.day.isoformat(),
        )
        for ordinal, clause in enumerate(clauses)
    ]


def _checksum(ingested: Ingested, keys: Sequence[bytes]) -> bytes:
    """sha256 over everything the catalog stores about one document."""
    digest = hashlib.sha256()
    for value in (
        _document_values(ingested.document),
        *map(_section_values, ingested.document.sections),
        *map(_passage_values, ingested.passages),
        *((fact.ordinal, dumps(fact)) for fact in ingested.facts),
        *_relations(ingested.document.metadata),
        *((key.hex(),) for key in keys),
    ):
        digest.update(repr(value).encode() + b"\n")
    return digest.digest()
