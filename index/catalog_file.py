"""The catalog's file as SQLite sees it: rows, settings, one state for several reads."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from index.connection import explained

CATALOG_NAME = "catalog.sqlite3"

Row = tuple[Any, ...]


class CatalogFile:
    """An open connection; use it from one thread at a time. SQLite's errors come as ``ShelfError``."""

    def __init__(self, folder: Path, connection: sqlite3.Connection) -> None:
        self.folder = folder
        self._connection = connection

    def setting(self, key: str) -> str | None:
        """A setting of the shelf, None if it was never made."""
        found = self.row("SELECT value FROM settings WHERE key = ?", key)
        return None if found is None else str(found[0])

    @property
    def generation(self) -> int:
        """How many changes were made to the shelf."""
        return int(self.setting("generation") or 0)

    @contextmanager
    def read(self) -> Iterator[None]:
        """Several reads of one state, whatever another process writes meanwhile."""
        with explained(self.folder):
            self._connection.execute("BEGIN")
            try:
                yield
            finally:
                self._connection.execute("ROLLBACK")

    def execute(self, statement: str, *values: Any) -> sqlite3.Cursor:
        """Run one statement."""
        with explained(self.folder):
            return self._connection.execute(statement, values)

    def rows(self, statement: str, *values: Any) -> list[Row]:
        """All rows that ``statement`` gives."""
        with explained(self.folder):
            return self._connection.execute(statement, values).fetchall()

    def row(self, statement: str, *values: Any) -> Row | None:
        """The first row that ``statement`` gives, None if there is none."""
        with explained(self.folder):
            found: Row | None = self._connection.execute(statement, values).fetchone()
            return found
