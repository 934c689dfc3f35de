"""The catalog: one SQLite file that holds all a shelf knows; every other structure follows from it.

Each change is one transaction that also raises ``generation``, so a killed process leaves the old or
the new state and whatever is derived can tell whether it is current.
"""

from __future__ import annotations

import secrets
import sqlite3
import uuid
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import chain
from pathlib import Path
from typing import Any

from index.catalog_file import CATALOG_NAME
from index.connection import connect, explained
from index.migrating import OLDEST_FORMAT, migrate
from index.records import DOCUMENT_COLUMNS, PART_COLUMNS, checksum, document_values, part_rows
from index.schema import APPLICATION_ID, FORMAT_VERSION, PAGE_BYTES, TABLES
from index.seal import SEAL_NAME, Seal, file_crc32, write_seal
from index.stored import StoredDocuments, Vectors
from ingest import Document, Ingested, ShelfError

SETTINGS_CHECKSUM = "checksum"  # the setting that holds the checksum of all others
STAMP_BITS = 63  # what SQLite's integers and numpy's hold without a sign


class Catalog(StoredDocuments):
    """An open catalog; use it from one thread at a time."""

    def __init__(self, folder: Path, connection: sqlite3.Connection) -> None:
        super().__init__(folder, connection)
        self.changed = False  # since it was opened

    @classmethod
    def open(cls, folder: Path) -> Catalog:
        """The catalog in ``folder``, brought to today's format if it is older.

        ``ShelfError`` if there is none, or one of a newer format.
        """
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
            catalog = cls(folder, connect(path, PAGE_BYTES))
            try:
                if not catalog.row("SELECT 1 FROM sqlite_master"):
                    catalog._make_tables()
                catalog._check_format()
            except BaseException:
                catalog.close()
                raise
        return catalog

    def _make_tables(self) -> None:
        """Make the tables unless another process was faster."""
        with self._transaction():
            if self.row("SELECT 1 FROM sqlite_master"):
                return
            for statement in TABLES:
                self.execute(statement)
            self.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            self.set_setting("format", str(FORMAT_VERSION))
            self.set_setting("shelf_id", uuid.uuid4().hex)
            self.set_setting("generation", "0")
            self.set_setting(SETTINGS_CHECKSUM, self.settings_checksum())

    def _check_format(self) -> None:
        application_id = self.rows("PRAGMA application_id")[0][0]
        if application_id != APPLICATION_ID:
            raise ShelfError(f"{self.folder} holds another program's database: choose another with --shelf")
        version = self.setting("format") or ""
        if version.isdecimal() and OLDEST_FORMAT <= int(version) < FORMAT_VERSION:
            self._migrate(int(version))
            version = self.setting("format") or ""
        if version != str(FORMAT_VERSION):
            raise ShelfError(
                f"Shelf {self.folder} has format {version}, this program reads up to {FORMAT_VERSION}: "
                "use a newer version of the program, or build the shelf again. "
                f"此资料架的格式为 {version},本程序只能读到 {FORMAT_VERSION}:请升级程序,或重新建立资料架"
            )

    def _migrate(self, version: int) -> None:
        try:
            migrate(self._connection, version, self._count_change)
        except sqlite3.Error as error:
            raise ShelfError(
                f"Shelf {self.folder} has format {version} and cannot be brought to {FORMAT_VERSION} "
                f"({error}): nothing was changed; see that it can be written and that the disk has room "
                "for it twice. 资料架未改动:请确认可以写入且磁盘空间充足"
            ) from error
        self.changed = True
        with suppress(
            ShelfError
        ):  # while others read, or without room, the free pages wait for new documents
            self.execute("VACUUM")

    def close(self) -> None:
        """Let go of the file, sealed if it was changed."""
        try:
            if self.changed:
                self.seal()
        finally:
            self._connection.close()

    # Writing

    def set_setting(self, key: str, value: str) -> None:
        """Store a setting; inside ``write``."""
        self.execute("INSERT OR REPLACE INTO settings VALUES (?, ?)", key, value)

    @contextmanager
    def write(self) -> Iterator[None]:
        """One transaction: all that is written inside is kept, or nothing; raises the generation."""
        with self._transaction():
            yield
            self._count_change()
        self.changed = True

    def _count_change(self) -> None:
        self.set_setting("generation", str(self.generation + 1))
        self.set_setting(SETTINGS_CHECKSUM, self.settings_checksum())

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

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Nobody else writes meanwhile, to the catalog or to what lies beside it."""
        with self._transaction():
            yield

    def put(self, ingested: Ingested, keys: Sequence[bytes], as_read: Document | None = None) -> bool:
        """Store a document with its passages, in place of an earlier state; inside ``write``.

        ``keys[i]`` names the stored vector of passage i; ``as_read`` is the document before a person
        corrected it. True if there was an earlier state.
        """
        document = ingested.document
        replaced = self.delete(document.doc_id, keep=frozenset(keys))
        parts = part_rows(ingested, keys, as_read)
        values = document_values(document)
        counts = len(document.text), len(document.sections), len(ingested.passages)
        described = dict(zip(DOCUMENT_COLUMNS.split(", "), values, strict=True))
        text = described.pop("text")
        row = self.execute(
            f"INSERT INTO documents ({', '.join(described)}, checksum, chars, sections, passages, stamp)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            *described.values(),
            checksum(chain([values], *parts.values())),
            *counts,
            secrets.randbits(STAMP_BITS),
        ).lastrowid
        self.execute("INSERT INTO texts VALUES (?, ?)", row, text)
        for table, rows in parts.items():
            self._insert(table, row, rows)
        return replaced

    def delete(self, doc_id: str, keep: frozenset[bytes] = frozenset()) -> bool:
        """Remove a document and all that hangs on it, save the vectors in ``keep``; inside ``write``.

        False if there was none.
        """
        found = self.row("SELECT id FROM documents WHERE doc_id = ?", doc_id)
        if found is None:
            return False
        keys = set(self.vector_keys(found[0])) - keep
        self.execute("DELETE FROM documents WHERE id = ?", found[0])
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
        return self.execute(
            "DELETE FROM vectors WHERE NOT EXISTS (SELECT 1 FROM passages WHERE vector = key)"
        ).rowcount

    def _insert(self, table: str, row: int | None, rows: Iterable[tuple[Any, ...]]) -> None:
        columns = PART_COLUMNS[table]
        marks = ", ".join("?" for _ in columns.split(","))
        self._connection.executemany(
            f"INSERT INTO {table} (document, {columns}) VALUES (?, {marks})",
            ((row, *values) for values in rows),
        )

    # The file

    def rewrite(self) -> None:
        """Write the file anew, without bytes that hold nothing."""
        with self.write():  # a new generation, so that an old seal does not count
            pass
        self.execute("REINDEX")
        self.execute("VACUUM")

    def seal(self) -> None:
        """Move all changes into the one file and seal it; no seal is left while others read."""
        (self.folder / SEAL_NAME).unlink(missing_ok=True)
        busy, *_ = self.rows("PRAGMA wal_checkpoint(TRUNCATE)")[0]
        self.changed = False
        if busy:
            return
        path = self.folder / CATALOG_NAME
        with self.read():
            size, crc32 = path.stat().st_size, file_crc32(path)
            log = self.correction_log()
            seal = Seal(self.generation, size, crc32, self.setting("model"), self.hashes(), log)
            write_seal(self.folder, seal)

    def settings_checksum(self) -> str:
        """Checksum of all settings but itself."""
        rows = self.rows("SELECT key, value FROM settings WHERE key != ? ORDER BY key", SETTINGS_CHECKSUM)
        return checksum(rows).hex()


def _missing(folder: Path) -> str:
    if folder.is_dir() and any(folder.iterdir()):
        return (
            f"{folder} is not a shelf: choose another folder with --shelf, or `wenzheng add` into a new one"
        )
    return f"There is no shelf at {folder}: make one with `wenzheng add PATH`"
