"""The JSON that scripts outside the program rely on: fields are added, never renamed or removed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from assistant.types import Answer, Citation
from index import AddReport, Correction, DocumentSummary, Hit

Json = dict[str, Any]


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def document_json(document: DocumentSummary) -> Json:
    """A document as ``list``, ``add`` and ``GET /api/documents`` print it."""
    return {
        "doc_id": document.doc_id,
        "path": document.path,
        "title": document.title,
        "document_number": document.document_number,
        "issuer": document.issuer,
        "region": document.region,
        "level": document.level,
        "issued": _day(document.issued),
        "published": _day(document.published),
        "effective": _day(document.effective),
        "expires": _day(document.expires),
        "kind": document.kind,
        "status": document.status,
        "chars": document.chars,
        "sections": document.sections,
        "passages": document.passages,
        "warnings": list(document.warnings),
        "quality": asdict(document.quality) if document.quality else None,
        "corrected": list(document.corrected),
    }


def add_json(report: AddReport) -> Json:
    """The report of ``add``."""
    return {
        "added": report.added,
        "updated": report.updated,
        "unchanged": report.unchanged,
        "skipped": [{"path": skipped.path, "reason": skipped.reason} for skipped in report.skipped],
        "documents": [document_json(document) for document in report.documents],
        "removed": [document_json(document) for document in report.removed],
        "outdated": report.outdated,
    }


def corrections_json(log: Sequence[Correction], as_read: Mapping[str, Any]) -> list[Json]:
    """What people corrected in a document, oldest first; ``as_read`` are the values before them all."""
    return [
        {
            "field": made.field,
            "value": as_read[made.field] if made.restored else made.value,
            "as_read": as_read[made.field],
            "restored": made.restored,
            "by": made.by,
            "at": made.at,
        }
        for made in log
    ]


def hit_json(hit: Hit) -> Json:
    """A hit as ``find`` and ``ask`` print it."""
    return {
        "rank": hit.rank,
        "score": round(hit.score, 6),
        "doc_id": hit.document.doc_id,
        "path": hit.document.path,
        "title": hit.document.title,
        "document_number": hit.document.document_number,
        "headings": list(hit.passage.headings),
        "text": hit.text,
        "start": hit.passage.start,
        "end": hit.passage.end,
        "page": hit.passage.page,
        "status": hit.document.status,
        "region": hit.document.region,
        "issued": _day(hit.document.issued),
        "corrected": list(hit.document.corrected),
    }


def find_json(query: str, hits: Sequence[Hit], took_ms: float) -> Json:
    """The result of ``find``."""
    return {"query": query, "hits": [hit_json(hit) for hit in hits], "took_ms": round(took_ms, 1)}


def source_json(document: DocumentSummary) -> Json:
    """Where a quote stands, as everything that cites prints it."""
    return {
        "doc_id": document.doc_id,
        "path": document.path,
        "title": document.title,
        "document_number": document.document_number,
        "issuer": document.issuer,
        "region": document.region,
        "issued": _day(document.issued),
        "status": document.status,
        "corrected": list(document.corrected),
    }


def citation_json(citation: Citation) -> Json:
    """A citation as ``ask`` prints it."""
    return {
        "number": citation.number,
        **source_json(citation.document),
        "headings": list(citation.headings),
        "quote": citation.quote,
        "start": citation.start,
        "end": citation.end,
        "page": citation.page,
    }


def answer_json(answer: Answer) -> Json:
    """The result of ``ask``."""
    return {
        "question": answer.question,
        "understood": answer.understood,
        "verdict": answer.verdict,
        "text": answer.text,
        "reworded": answer.reworded,
        "citations": [citation_json(citation) for citation in answer.citations],
        "notes": list(answer.notes),
        "hits": [hit_json(hit) for hit in answer.hits],
        "as_of": _day(answer.as_of),
        "took_ms": round(answer.took_ms, 1),
    }
