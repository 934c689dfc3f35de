"""What was read of each document, kept beside the shelf: after an ``add`` only what is new is read again.

The cache is a file of its own. It holds nothing that cannot be worked out again, so a missing, damaged or
unwritable one costs time and is no error.
"""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import suppress
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from types import TracebackType

from assistant.consistency.types import Reading
from index import from_json, to_json
from ingest import Document

FILE_NAME = "consistency.sqlite3"
KEPT_AT_ONCE = 500  # readings written in one transaction: a broken run loses at most these


class ReadingCache:
    """Readings by the words they were read from and the rules that read them."""

    def __init__(self, folder: Path) -> None:
        self._waiting: dict[str, Reading] = {}
        self._used: set[str] = set()
        self._database: sqlite3.Connection | None = None
        with suppress(sqlite3.Error):
            database = sqlite3.connect(folder / FILE_NAME, timeout=1)
            database.execute("CREATE TABLE IF NOT EXISTS readings (key TEXT PRIMARY KEY, reading TEXT)")
            self._database = database

    def __enter__(self) -> ReadingCache:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._write()
        if self._database is not None:
            self._database.close()

    def get(self, key: str) -> Reading | None:
        """The reading kept under ``key``, if there is one that can be read."""
        if self._database is None:
            return None
        with suppress(sqlite3.Error, ValueError, KeyError, TypeError):
            row = self._database.execute("SELECT reading FROM readings WHERE key = ?", (key,)).fetchone()
            if row is not None:
                self._used.add(key)
                return from_json(Reading, row[0])
        return None

    def keep(self, key: str, reading: Reading) -> None:
        """Keep a reading for the next check."""
        self._used.add(key)
        self._waiting[key] = reading
        if len(self._waiting) >= KEPT_AT_ONCE:
            self._write()

    def forget_others(self) -> None:
        """Drop what this check did not use: documents that are gone, rules that have changed."""
        self._write()
        if self._database is None:
            return
        with suppress(sqlite3.Error), self._database:
            known = {row[0] for row in self._database.execute("SELECT key FROM readings")}
            gone = [(key,) for key in known - self._used]
            self._database.executemany("DELETE FROM readings WHERE key = ?", gone)

    def _write(self) -> None:
        if self._database is not None and self._waiting:
            rows = [(key, to_json(reading)) for key, reading in self._waiting.items()]
            with suppress(sqlite3.Error), self._database:
                self._database.executemany("INSERT OR REPLACE INTO readings VALUES (?, ?)", rows)
        self._waiting.clear()


def reading_key(document: Document) -> str:
    """Names what a document's reading depends on: its words, its header fields, the rules."""
    digest = hashlib.sha256(rules_digest())
    for part in (document.doc_id, document.text, to_json(document.metadata)):
        digest.update(part.encode("utf-8", "surrogatepass"))
        digest.update(b"\0")
    return digest.hexdigest()


@lru_cache(maxsize=1)
def rules_digest() -> bytes:
    """Changes whenever a rule, a word list or the reader of facts does."""
    digest = hashlib.sha256()
    folders = (files("assistant.consistency"), files("assistant") / "data", files("ingest"))
    for folder in folders:
        for source in sorted(folder.iterdir(), key=lambda entry: entry.name):
            if source.name.endswith((".py", "consistency.toml")):
                digest.update(source.name.encode() + b"\0" + source.read_bytes())
    return digest.digest()
