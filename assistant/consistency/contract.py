"""The report as JSON: fields are added, never renamed or removed."""

from __future__ import annotations

from collections import Counter

from assistant.consistency.types import ConsistencyReport, Quoted, Reported
from assistant.contracts import Json, source_json


def report_json(report: ConsistencyReport) -> Json:
    """What ``wenzheng check --json`` and ``POST /api/check`` answer."""
    counts = Counter(one.finding.kind.value for one in report.findings)
    return {
        "as_of": report.as_of.isoformat(),
        "documents": report.documents,
        "counts": dict(counts),
        "findings": [finding_json(one) for one in report.findings],
        "took_ms": round(report.took_ms, 1),
    }


def finding_json(reported: Reported) -> Json:
    """One finding; ``summary`` holds both languages."""
    finding = reported.finding
    return {
        "kind": finding.kind,
        "severity": finding.severity,
        "summary": f"{reported.summary_zh} {reported.summary_en}",
        "summary_zh": reported.summary_zh,
        "summary_en": reported.summary_en,
        "subject": finding.subject,
        "rule": finding.rule,
        "scope": reported.scope,
        "citations": [_citation_json(citation) for citation in reported.citations],
    }


def _citation_json(citation: Quoted) -> Json:
    return {
        **source_json(citation.document),
        "headings": list(citation.headings),
        "quote": citation.quote,
        "start": citation.start,
        "end": citation.end,
        "figures": [citation.quote[slice(*mark)] for mark in citation.marks],
        "marks": [list(mark) for mark in citation.marks],
    }
