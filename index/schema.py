"""The tables of a shelf's catalog.

Raise ``FORMAT_VERSION`` with every change and say in ``index.migrating`` how the format before becomes
the new one.
"""

from __future__ import annotations

APPLICATION_ID = 0x57454E5A  # "WENZ": tells our databases from others
FORMAT_VERSION = 5
# Five vectors of 384 numbers to a page; in SQLite's own 4096 bytes only two would fit, half a page lost.
PAGE_BYTES = 8192

SETTINGS = "CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID"

DOCUMENTS = """
CREATE TABLE documents (
    id INTEGER PRIMARY KEY AUTOINCREMENT,  -- never used again: a changed document gets a new one
    stamp INTEGER NOT NULL,         -- drawn when it was stored; what is derived from it bears it too
    doc_id TEXT NOT NULL UNIQUE,
    path TEXT NOT NULL,
    sha256 TEXT NOT NULL,           -- of the file's bytes
    metadata TEXT NOT NULL,         -- JSON of ingest.Metadata
    removed TEXT NOT NULL,          -- JSON list
    warnings TEXT NOT NULL,         -- JSON list
    checksum BLOB NOT NULL,         -- of everything the catalog holds of this document
    chars INTEGER NOT NULL,         -- of the text
    sections INTEGER NOT NULL,      -- how many
    passages INTEGER NOT NULL       -- how many
)"""
DOCUMENTS_BY_PATH = "CREATE INDEX documents_by_path ON documents (path)"

# Apart from the documents, so that a list of them does not read their texts.
TEXTS = """
CREATE TABLE texts (
    document INTEGER PRIMARY KEY REFERENCES documents (id) ON DELETE CASCADE,
    text TEXT NOT NULL
)"""

SECTIONS = """
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
) WITHOUT ROWID"""

PASSAGES = """
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
)"""
PASSAGES_BY_VECTOR = "CREATE INDEX passages_by_vector ON passages (vector)"

VECTORS = """
CREATE TABLE vectors (
    key BLOB NOT NULL UNIQUE,       -- sha256 of the text that was encoded
    vector BLOB NOT NULL,           -- float32, little-endian, L2-normalised
    checksum INTEGER NOT NULL       -- crc32 of key and vector
)"""

FACTS = """
CREATE TABLE facts (
    document INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    fact TEXT NOT NULL,             -- JSON of ingest.Fact
    PRIMARY KEY (document, ordinal)
) WITHOUT ROWID"""

# What was read of a document that a person has corrected; ``documents`` holds what counts.
AS_READ = """
CREATE TABLE as_read (
    document INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,       -- always 0
    metadata TEXT NOT NULL,         -- JSON of ingest.Metadata
    warnings TEXT NOT NULL,         -- JSON list
    PRIMARY KEY (document, ordinal)
) WITHOUT ROWID"""

# By which rules a document was read; those from before format 5 have no row.
READ_BY = """
CREATE TABLE read_by (
    document INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,       -- always 0
    reader TEXT NOT NULL,           -- ingest.reader_digest
    PRIMARY KEY (document, ordinal)
) WITHOUT ROWID"""

# Every correction that was ever made, and every one that was taken back. It names documents by doc_id,
# since it outlives their rows: a file that is read again is corrected again.
CORRECTIONS = """
CREATE TABLE corrections (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    doc_id TEXT NOT NULL,
    field TEXT NOT NULL,
    value TEXT,                     -- JSON; NULL: what was read counts again
    by TEXT NOT NULL,               -- who
    at TEXT NOT NULL,               -- when, UTC
    checksum BLOB NOT NULL
)"""
CORRECTIONS_BY_DOCUMENT = "CREATE INDEX corrections_by_document ON corrections (doc_id)"

TABLES = (
    SETTINGS,
    DOCUMENTS,
    DOCUMENTS_BY_PATH,
    TEXTS,
    SECTIONS,
    PASSAGES,
    PASSAGES_BY_VECTOR,
    VECTORS,
    FACTS,
    AS_READ,
    READ_BY,
    CORRECTIONS,
    CORRECTIONS_BY_DOCUMENT,
)
