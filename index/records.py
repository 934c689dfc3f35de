"""Our types as rows of the catalog and back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any

from index.codec import dumps
from ingest import Document, Ingested, Passage, Section, SectionKind, reader_digest

DOCUMENT_COLUMNS = "doc_id, path, sha256, text, metadata, removed, warnings"
DOCUMENT_TABLES = "documents JOIN texts ON texts.document = documents.id"  # that hold these columns
SECTION_COLUMNS = "ordinal, parent, depth, label, heading, start, end, kind"
PASSAGE_COLUMNS = "ordinal, section, headings, start, end, lead_start, lead_end, page"
CORRECTION_COLUMNS = "doc_id, field, value, by, at"
# Columns of the tables that hang on a document, in order.
PART_COLUMNS = {
    "sections": SECTION_COLUMNS,
    "passages": f"{PASSAGE_COLUMNS}, vector",
    "facts": "ordinal, fact",
    "as_read": "ordinal, metadata, warnings",
    "read_by": "ordinal, reader",
}


def document_values(document: Document) -> tuple[Any, ...]:
    """``DOCUMENT_COLUMNS`` of a document."""
    return (
        document.doc_id,
        document.path,
        document.sha256,
        document.text,
        dumps(document.metadata),
        dumps(document.removed),
        dumps(document.warnings),
    )


def section_values(section: Section) -> tuple[Any, ...]:
    """``SECTION_COLUMNS`` of a section."""
    return (
        section.ordinal,
        section.parent,
        section.depth,
        section.label,
        section.heading,
        section.start,
        section.end,
        str(section.kind),
    )


def read_section(values: tuple[Any, ...]) -> Section:
    """A section from its ``SECTION_COLUMNS``."""
    ordinal, parent, depth, label, heading, start, end, kind = values
    return Section(ordinal, parent, depth, label, heading, start, end, SectionKind(kind))


def passage_values(passage: Passage) -> tuple[Any, ...]:
    """``PASSAGE_COLUMNS`` of a passage."""
    lead = passage.lead or (None, None)
    headings = dumps(passage.headings)
    return (
        passage.ordinal,
        passage.section,
        headings,
        passage.start,
        passage.end,
        *lead,
        passage.page,
    )


def read_passage(doc_id: str, values: tuple[Any, ...]) -> Passage:
    """A passage of ``doc_id`` from its ``PASSAGE_COLUMNS``."""
    ordinal, section, headings, start, end, lead_start, lead_end, page = values
    lead = None if lead_start is None else (lead_start, lead_end)
    return Passage(doc_id, ordinal, section, tuple(json.loads(headings)), start, end, lead, page)


def part_rows(
    ingested: Ingested, keys: Sequence[bytes], as_read: Document | None = None
) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of each table in ``PART_COLUMNS``; ``keys[i]`` names the vector of passage i."""
    return {
        "sections": [section_values(section) for section in ingested.document.sections],
        "passages": [
            (*passage_values(passage), key) for passage, key in zip(ingested.passages, keys, strict=True)
        ],
        "facts": [(fact.ordinal, dumps(fact)) for fact in ingested.facts],
        "as_read": [(0, dumps(as_read.metadata), dumps(as_read.warnings))] if as_read else [],
        "read_by": [(0, reader_digest())],
    }


def checksum(rows: Iterable[tuple[Any, ...]]) -> bytes:
    """sha256 over rows as the catalog stores them."""
    digest = hashlib.sha256()
    for row in rows:
        digest.update(repr(row).encode("utf-8", "surrogatepass") + b"\n")
    return digest.digest()
