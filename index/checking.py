"""What is wrong with what the catalog holds, and clearing away what cannot be kept."""

from __future__ import annotations

import zlib
from itertools import chain

from index.catalog import SETTINGS_CHECKSUM, Catalog
from index.connection import explained
from index.correcting import check_corrections
from index.records import DOCUMENT_COLUMNS, DOCUMENT_TABLES, PART_COLUMNS, checksum


def check_catalog(catalog: Catalog) -> list[str]:
    """All that is checked below; nothing if all is well."""
    with catalog.read():
        documents = (check_document(catalog, row) for row in catalog.document_rows())
        return [
            *check_database(catalog),
            *check_vectors(catalog),
            *filter(None, documents),
            *check_vectors_are_there(catalog),
            *check_corrections(catalog),
        ]


def check_database(catalog: Catalog) -> list[str]:
    """What is wrong with the database's own structure, and with the settings."""
    found = [f"catalog: {row[0]}" for row in catalog.rows("PRAGMA integrity_check(20)") if row[0] != "ok"]
    orphans = {table for table, *_ in catalog.rows("PRAGMA foreign_key_check")}
    found += [f"catalog: a row of {table} belongs to no document" for table in sorted(orphans)]
    if catalog.setting(SETTINGS_CHECKSUM) != catalog.settings_checksum():
        found.append("catalog: the settings are not what was stored")
    return found


def check_vectors(catalog: Catalog) -> list[str]:
    """Which vectors are not what was stored."""
    return [f"vector {key.hex()[:12]} is damaged" for key in _damaged_vectors(catalog)]


def check_vectors_are_there(catalog: Catalog) -> list[str]:
    """Which documents have passages without a vector."""
    found = catalog.rows(
        "SELECT doc_id, count(*) FROM passages JOIN documents ON documents.id = document"
        " WHERE NOT EXISTS (SELECT 1 FROM vectors WHERE key = passages.vector) GROUP BY doc_id"
    )
    return [f"document {doc_id}: {missing} passages have no vector" for doc_id, missing in found]


def check_document(catalog: Catalog, row: int) -> str | None:
    """What is wrong with what is stored of one document, None if nothing is."""
    document = catalog.row(
        f"SELECT {DOCUMENT_COLUMNS}, checksum, chars, sections, passages FROM {DOCUMENT_TABLES} WHERE id = ?",
        row,
    )
    if document is None:
        return f"document in row {row} has lost its text"
    *values, stored, chars, sections, passages = document
    parts = {
        table: catalog.rows(f"SELECT {columns} FROM {table} WHERE document = ? ORDER BY ordinal", row)
        for table, columns in PART_COLUMNS.items()
    }
    counted = len(values[3]), len(parts["sections"]), len(parts["passages"])
    if (chars, sections, passages) == counted and stored == checksum(chain([tuple(values)], *parts.values())):
        return None
    return f"document {values[0]} ({values[1]}) is not what was stored"


def drop_damaged_vectors(catalog: Catalog) -> None:
    """Remove vectors that are not what was stored; inside ``write``."""
    for key in _damaged_vectors(catalog):
        catalog.execute("DELETE FROM vectors WHERE key = ?", key)


def _damaged_vectors(catalog: Catalog) -> list[bytes]:
    size = 4 * int(catalog.setting("dimension") or 0)
    with explained(catalog.folder):
        return [
            key
            for key, blob, stored in catalog.execute("SELECT key, vector, checksum FROM vectors")
            if zlib.crc32(key + blob) != stored or len(blob) != size
        ]
