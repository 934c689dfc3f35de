"""What was read of documents, kept beside the shelf: after an ``add`` only what is new is read again.

Each kind of reading has a file of its own. It holds nothing that cannot be worked out again, so a missing,
damaged or unwritable one costs time and is no error.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Generic, Self, TypeVar

from index import from_json, to_json

T = TypeVar("T")

KEPT_AT_ONCE = 500  # readings written in one transaction: a broken run loses at most these


class KeptReadings(Generic[T]):
    """Readings by the words they were read from and the rules that read them; use it with ``with``."""

    def __init__(self, file: Path, kind: type[T]) -> None:
        self._kind = kind
        self._waiting: dict[str, T] = {}
        self._used: set[str] = set()
        self._database: sqlite3.Connection | None = None
        with suppress(sqlite3.Error):
            database = sqlite3.connect(file, timeout=1)
            database.execute("CREATE TABLE IF NOT EXISTS readings (key TEXT PRIMARY KEY, reading TEXT)")
            self._database = database

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._write()
        if self._database is not None:
            self._database.close()

    def get(self, key: str) -> T | None:
        """The reading kept under ``key``, if there is one that can be read."""
        if self._database is None:
            return None
        with suppress(sqlite3.Error, ValueError, KeyError, TypeError):
            row = self._database.execute("SELECT reading FROM readings WHERE key = ?", (key,)).fetchone()
            if row is not None:
                self._used.add(key)
                return from_json(self._kind, row[0])
        return None

    def keep(self, key: str, reading: T) -> None:
        """Keep a reading for the next time."""
        self._used.add(key)
        self._waiting[key] = reading
        if len(self._waiting) >= KEPT_AT_ONCE:
            self._write()

    def forget_others(self, but: Iterable[str] = ()) -> None:
        """Drop what was neither used nor is among ``but``: documents that are gone, rules that changed."""
        self._write()
        if self._database is None:
            return
        with suppress(sqlite3.Error), self._database:
            known = {row[0] for row in self._database.execute("SELECT key FROM readings")}
            gone = [(key,) for key in known - self._used - set(but)]
            self._database.executemany("DELETE FROM readings WHERE key = ?", gone)

    def _write(self) -> None:
        if self._database is not None and self._waiting:
            rows = [(key, to_json(reading)) for key, reading in self._waiting.items()]
            with suppress(sqlite3.Error), self._database:
                self._database.executemany("INSERT OR REPLACE INTO readings VALUES (?, ?)", rows)
        self._waiting.clear()
