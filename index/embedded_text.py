"""What of a passage is searched: its title and headings, then its words."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from ingest import Document, Passage


def embedded_texts(document: Document, passages: Sequence[Passage]) -> list[str]:
    """For each passage the text that is encoded and cut into terms."""
    return [embedded_text(document.title, passage, document.text) for passage in passages]


def embedded_text(title: str, passage: Passage, text: str) -> str:
    """Title, headings that the passage does not begin with anyway, header row of a cut table, the words."""
    words = text[passage.start : passage.end].strip()
    headings = [heading for heading in passage.headings if heading and not words.startswith(heading)]
    lead = [text[slice(*passage.lead)].strip()] if passage.lead else []
    return "\n".join([title, *headings, *lead, words])


def vector_key(embedded: str) -> bytes:
    """The name of the vector of ``embedded``; equal texts share one."""
    return hashlib.sha256(embedded.encode("utf-8", "surrogatepass")).digest()
