"""Bringing a catalog of an earlier format to today's, in one transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping

from index.schema import (
    AS_READ,
    CORRECTIONS,
    CORRECTIONS_BY_DOCUMENT,
    DOCUMENTS,
    DOCUMENTS_BY_PATH,
    FORMAT_VERSION,
    READ_BY,
    TEXTS,
    VECTORS,
)

Statements = tuple[str, ...]


def _with_new_name(table: str) -> str:
    return table.replace("CREATE TABLE ", "CREATE TABLE new_", 1)


DOCUMENTS_2 = DOCUMENTS.replace("passages INTEGER NOT NULL", "passages INTEGER NOT NULL, text TEXT NOT NULL")

# 1 → 2: counts and a stamp beside each document, its text last; vectors in the order they were made.
FROM_1: Statements = (
    _with_new_name(DOCUMENTS_2),
    "INSERT INTO new_documents"
    " SELECT id, random(), doc_id, path, sha256, metadata, removed, warnings, checksum, length(text),"
    " (SELECT count(*) FROM sections WHERE document = documents.id),"
    " (SELECT count(*) FROM passages WHERE document = documents.id), text"
    " FROM documents ORDER BY id",
    # the highest row ever given stays known, even where its document is gone
    "DELETE FROM sqlite_sequence WHERE name = 'new_documents'",
    "UPDATE sqlite_sequence SET name = 'new_documents' WHERE name = 'documents'",
    "DROP TABLE documents",
    "ALTER TABLE new_documents RENAME TO documents",
    DOCUMENTS_BY_PATH,
    _with_new_name(VECTORS),
    "INSERT INTO new_vectors SELECT key, vector, checksum FROM vectors",
    "DROP TABLE vectors",
    "ALTER TABLE new_vectors RENAME TO vectors",
)
# 2 → 3: the texts in a table of their own.
FROM_2: Statements = (
    TEXTS,
    "INSERT INTO texts SELECT id, text FROM documents",
    "ALTER TABLE documents DROP COLUMN text",
)
# 3 → 4: what people correct. An earlier program would read a file again and lose it.
FROM_3: Statements = (AS_READ, CORRECTIONS, CORRECTIONS_BY_DOCUMENT)
# 4 → 5: by which rules each document was read.
FROM_4: Statements = (READ_BY,)
MIGRATIONS: Mapping[int, Statements] = {  # by the format they start from
    1: FROM_1,
    2: FROM_2,
    3: FROM_3,
    4: FROM_4,
}

OLDEST_FORMAT = min(MIGRATIONS)


def migrate(connection: sqlite3.Connection, version: int, finish: Callable[[], None]) -> None:
    """Bring the catalog from ``version`` to ``FORMAT_VERSION``; ``finish`` ends the transaction's work.

    The old format is there until the new one is complete. Another process that is at it makes this one
    wait, and then there is nothing left to do. Raises ``sqlite3.Error``, and nothing has changed.
    """
    connection.execute(
        "PRAGMA foreign_keys = OFF"
    )  # else dropping a table would empty those that refer to it
    try:
        connection.execute("BEGIN IMMEDIATE")
        try:
            now = connection.execute("SELECT value FROM settings WHERE key = 'format'").fetchone()[0]
            if now == str(version):
                for step in range(version, FORMAT_VERSION):
                    for statement in MIGRATIONS[step]:
                        connection.execute(statement)
                connection.execute(
                    "UPDATE settings SET value = ? WHERE key = 'format'", (str(FORMAT_VERSION),)
                )
                finish()
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
    finally:
        connection.execute("PRAGMA foreign_keys = ON")
