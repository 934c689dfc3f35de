"""The tables of a shelf's catalog."""

from __future__ import annotations

APPLICATION_ID = 0x57454E5A  # "WENZ": tells our databases from others
FORMAT_VERSION = 1  # raise with every change of the tables, and add a migration

TABLES = """
CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE documents (
    id INTEGER PRIMARY KEY AUTOINCREMENT,  -- never used again: a changed document gets a new one
    doc_id TEXT NOT NULL UNIQUE,
    path TEXT NOT NULL,
    sha256 TEXT NOT NULL,           -- of the file's bytes
    text TEXT NOT NULL,
    metadata TEXT NOT NULL,         -- JSON of ingest.Metadata
    removed TEXT NOT NULL,          -- JSON list
    warnings TEXT NOT NULL,         -- JSON list
    checksum BLOB NOT NULL          -- of everything the catalog holds of this document
);
CREATE INDEX documents_by_path ON documents (path);

CREATE TABLE sections (
    document INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    parent INTEGER,
    depth INTEGER NOT NULL,
    label TEXT NOT NULL,
    heading TEXT NOT NULL,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL,
    kind TEXT NOT NULL,
    PRIMARY KEY (document, ordinal)
) WITHOUT ROWID;

CREATE TABLE passages (
    id INTEGER PRIMARY KEY AUTOINCREMENT,  -- never used again, so derived indexes may hold it
    document INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    section INTEGER NOT NULL,
    headings TEXT NOT NULL,         -- JSON list
    start INTEGER NOT NULL,
    end INTEGER NOT NULL,
    lead_start INTEGER,
    lead_end INTEGER,
    page INTEGER,
    vector BLOB NOT NULL,           -- key into vectors
    UNIQUE (document, ordinal)
);
CREATE INDEX passages_by_vector ON passages (vector);

CREATE TABLE vectors (
    key BLOB PRIMARY KEY,           -- sha256 of the text that was encoded
    vector BLOB NOT NULL,           -- float32, little-endian, L2-normalised
    checksum INTEGER NOT NULL       -- crc32 of key and vector
) WITHOUT ROWID;

CREATE TABLE facts (
    document INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    fact TEXT NOT NULL,             -- JSON of ingest.Fact
    PRIMARY KEY (document, ordinal)
) WITHOUT ROWID;
"""
