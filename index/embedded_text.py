"""What of a passage is searched: its title and headings, then its words."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from ingest import Document, Passage


def embedded_texts(document: Document, passages: Sequence[Passage]) -> list[str]:
    """For each passage the text that is encoded and cut into terms."""
    title = document.metadata.title
    return [embedded_text(title.value if title else "", passage, document.text) for passage in passages]


def embedded_text(title: str, passage: Passage, text: str) -> str:
    """Title and headings that the passage does not say anyway, what it is read with, the words.

    ``title`` is "" for a document without one: a file's name says nothing about its contents.
    """
    words = text[passage.start : passage.end].strip()
    lead = [text[slice(*passage.lead)].strip()] if passage.lead else []
    above = [name for name in (title, *passage.headings) if name and not _is_said(name, words)]
    return "\n".join([*above, *lead, words])


def _is_said(heading: str, words: str) -> bool:
    """Whether ``words`` begin with a heading, or have it at the beginning of a line, however it is spaced."""
    wanted = _unspaced(heading)
    return _unspaced(words).startswith(wanted) or any(
        _unspaced(line).startswith(wanted) for line in words.split("\n")
    )


def _unspaced(text: str) -> str:
    return "".join(text.split())


def vector_key(embedded: str) -> bytes:
    """The name of the vector of ``embedded``; equal texts share one."""
    return hashlib.sha256(embedded.encode("utf-8", "surrogatepass")).digest()
