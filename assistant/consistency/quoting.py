"""Findings with their quotes, each the exact words of a document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from assistant.citations import headings_at
from assistant.consistency.sources import Source
from assistant.consistency.types import Evidence, Finding, Quoted, Reported
from assistant.consistency.wording import summary
from index import DocumentSummary
from ingest import Document

MAX_OPENING_CHARS = 80  # of a document that has no title to quote


def quoted(findings: Iterable[Finding], source: Source) -> Iterator[Reported]:
    """Each finding with its citations and its sentence in both languages."""
    summaries = {found.doc_id: found for found in source.summaries}
    documents: dict[str, Document] = {}
    for finding in findings:
        citations = []
        for evidence in finding.evidence:
            if evidence.doc_id not in documents:
                documents[evidence.doc_id] = source.document(evidence.doc_id)
            citations.append(_cite(documents[evidence.doc_id], summaries[evidence.doc_id], evidence))
        cited = tuple(citations)
        yield Reported(
            finding=finding,
            summary_zh=summary(finding, cited, "zh"),
            summary_en=summary(finding, cited, "en"),
            scope=cited[0].document.region or "",
            citations=cited,
        )


def _cite(document: Document, described: DocumentSummary, evidence: Evidence) -> Quoted:
    start, end = evidence.start, evidence.end
    if start == end:  # the document as a whole: its title stands for it
        start, end = title_span(document)
    return Quoted(
        document=described,
        headings=headings_at(document.sections, start),
        start=start,
        end=end,
        quote=document.text[start:end],
        marks=tuple((mark[0] - start, mark[1] - start) for mark in evidence.marks),
    )


def title_span(document: Document) -> tuple[int, int]:
    """Where the title stands, else the document's first line."""
    title = document.metadata.title
    if title is not None and title.start is not None and title.end is not None:
        return title.start, title.end
    start = len(document.text) - len(document.text.lstrip())
    line = document.text.find("\n", start)
    end = line if line >= 0 else len(document.text)
    return start, min(end, start + MAX_OPENING_CHARS)
