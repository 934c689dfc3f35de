"""The order of a report: true conflicts first, findings on one subject side by side."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.consistency.lexicon import telling
from assistant.consistency.types import Finding, FindingKind, Severity

_KINDS = {kind: at for at, kind in enumerate(FindingKind)}
_SEVERITIES = {severity: at for at, severity in enumerate(Severity)}


def ranked(findings: Iterable[Finding]) -> list[Finding]:
    """By kind and severity, then by subject, then by place, so that two runs print one list."""
    return sorted(findings, key=_order)


def _order(finding: Finding) -> tuple[int, int, str, tuple[tuple[str, int], ...], str]:
    places = tuple((one.doc_id, one.start) for one in finding.evidence)
    return (
        _KINDS[finding.kind],
        _SEVERITIES[finding.severity],
        telling(finding.subject),
        places,
        finding.rule,
    )
