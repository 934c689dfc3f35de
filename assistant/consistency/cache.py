"""What was read of each document, kept beside the shelf between checks."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from assistant.consistency.types import Reading
from assistant.kept_readings import KeptReadings
from index import to_json
from ingest import Document, digest_of

FILE_NAME = "consistency.sqlite3"


class ReadingCache(KeptReadings[Reading]):
    """Readings of the shelf in ``folder``."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder / FILE_NAME, Reading)


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
    folders = (files("assistant.consistency"), files("assistant") / "data", files("ingest"))
    return digest_of(folders, (".py", "consistency.toml"))
