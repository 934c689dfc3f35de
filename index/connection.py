"""SQLite as the catalog uses it: one file, a write-ahead log, errors in our words."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ingest import ShelfError

WRITER_WAIT_S = 5.0  # a write takes milliseconds; who waits longer meets a process that hangs or copies


def connect(path: Path, page_bytes: int | None = None) -> sqlite3.Connection:
    """A connection to the database at ``path``, which is made if it is not there, of such pages."""
    # Without a log there is nothing unfinished, so a folder nobody may write to can be read as it is.
    log = path.with_name(path.name + "-wal")
    frozen = not os.access(path.parent, os.W_OK) and not log.exists()
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}{'?mode=ro&immutable=1' if frozen else ''}",
        uri=True,
        timeout=WRITER_WAIT_S,
        isolation_level=None,
        check_same_thread=False,
    )
    connection.execute("PRAGMA foreign_keys = ON")
    if not frozen:
        if page_bytes is not None:
            connection.execute(f"PRAGMA page_size = {page_bytes}")  # an existing file keeps its own
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")  # what was reported as added survives a power cut
    return connection


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """SQLite's errors as ours: what happened, where, what to do."""
    try:
        yield
    except sqlite3.Error as error:
        raise ShelfError(_explanation(path, error)) from error


def is_nonsense(error: sqlite3.Error) -> bool:
    """True if SQLite could read the file but not make sense of it."""
    return any(part in str(error) for part in ("no such table", "malformed", "unsupported", "not a database"))


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
