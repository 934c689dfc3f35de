"""The JSON of a match: fields are added, never renamed or removed."""

from __future__ import annotations

from decimal import Decimal

from assistant.contracts import Json, citation_json
from assistant.matching.types import Judged, Match, MatchReport, MatchVerdict, Missing, Worth


def matches_json(report: MatchReport) -> Json:
    """The result of ``match``."""
    return {
        "name": report.name,
        "region": report.region,
        "as_of": report.as_of.isoformat(),
        "matches": [_match(match) for match in report.matches],
        "missing": [missing_json(missing) for missing in report.missing],
        "summary": {
            **{verdict.value: report.count(verdict) for verdict in MatchVerdict},
            "total_value_yuan": number(report.total_yuan),
        },
        "left_out": [
            {
                "doc_id": one.document.doc_id,
                "title": one.document.title,
                "region": one.document.region,
                "why": one.why,
            }
            for one in report.left_out
        ],
        "other_regions": report.other_regions,
        "took_ms": round(report.took_ms, 1),
    }


def _match(match: Match) -> Json:
    deadline = match.deadline
    return {
        "title": match.title,
        "recipient": match.recipient,
        "verdict": match.verdict.value,
        "conditions": [_judged(one) for one in match.conditions],
        "amount": _worth(match.worth) if match.worth is not None else None,
        "deadline": deadline.day.isoformat() if deadline is not None and deadline.day else None,
        "deadline_passed": deadline.passed.isoformat() if deadline is not None and deadline.passed else None,
        "deadline_citation": citation_json(deadline.citation) if deadline is not None else None,
        "citation": citation_json(match.citation),
        "document": match.document.title,
        "document_number": match.document.document_number,
        "region": match.document.region,
        "level": match.document.level,
        "status": match.document.status,
        "expires": match.document.expires.isoformat() if match.document.expires else None,
        "matter": match.matter,
        "rules": [citation_json(rule) for rule in match.rules],
        "notes": [*match.notes_zh],
        "notes_en": [*match.notes_en],
    }


def _judged(one: Judged) -> Json:
    condition = one.condition
    return {
        "text": condition.words,
        "status": one.status.value,
        "kind": condition.kind.value,
        "why": one.why_zh,
        "why_en": one.why_en,
        "missing": one.missing,
        "alternative": condition.alternative,
        "general": condition.general,
        "wanted": condition.wanted,
        "citation": citation_json(one.citation),
    }


def _worth(worth: Worth) -> Json:
    return {
        "text": worth.text,
        "value_yuan": number(worth.value_yuan),
        "at_most_yuan": number(worth.at_most_yuan),
        "working": worth.working,
        "per": worth.per,
        "missing": worth.missing,
        "base": worth.base,
        "citation": citation_json(worth.citation),
    }


def missing_json(missing: Missing) -> Json:
    """A field that is asked for."""
    return {
        "field": missing.name,
        "type": missing.type,
        "question": missing.question_zh,
        "question_en": missing.question_en,
        "measures": missing.measures,
        "words": missing.words,
    }


def number(value: Decimal | None) -> int | float | None:
    """A whole number where it is one."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
