"""Documents that no longer hold, and documents that rest on such ones."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from assistant.consistency.types import Evidence, Finding, FindingKind, Severity
from index import DocumentSummary, Mention, Relation, ends_on
from ingest import (
    ClauseKind,
    Document,
    Kind,
    Metadata,
    QuantityKind,
    Status,
    find_quantities,
    split_sentences,
)

_APPLICATION = re.compile(
    r"申报(?:截止|时间|期限|日期)|申请(?:截止|时间|期限|日期)|(?:申报|申请|受理|报送|报名|推荐)[^，。；\n]{0,12}截[止至]|截止(?:时间|日期)|"
    r"(?:于|在)[^，。；\n]{4,30}(?:前|至[^，。；\n]{2,12})[^，。；\n]{0,16}(?:申报|报名|填报|提交申请|申请)|逾期(?:不予|未)"
)
# Papers that call for applications within a time; others only mention dates.
_CALLS = frozenset({Kind.GUIDE, Kind.NOTICE})
_STANDS_IN = frozenset({Status.IN_FORCE, Status.NOT_YET, Status.UNKNOWN})
_SPEAKS_OF = frozenset({Kind.INTERPRETATION, Kind.REPLY, Kind.REPORT, Kind.DRAFT, Kind.DECISION})


def repealed_findings(
    relations: tuple[Relation, ...], documents: Mapping[str, DocumentSummary], as_of: date
) -> Iterator[Finding]:
    """One finding for each document that another one has ended by the day."""
    for relation in relations:
        if (
            relation.kind is not ClauseKind.REPEALS
            or documents[relation.target].status is not Status.REPEALED
        ):
            continue
        if relation.day is not None and relation.day > as_of:
            continue
        yield Finding(
            kind=FindingKind.REPEALED,
            severity=Severity.WARNING,
            rule="repealed",
            subject=documents[relation.target].title,
            evidence=(
                Evidence(relation.target, 0, 0),
                Evidence(relation.source, relation.start, relation.end),
            ),
            slots=(("by", documents[relation.source].title),),
        )


def citing_findings(
    mentions: tuple[Mention, ...],
    documents: Mapping[str, DocumentSummary],
    relations: tuple[Relation, ...],
) -> Iterator[Finding]:
    """A document in force that rests on a repealed one; to end or amend it is no such thing."""
    said = {(relation.source, relation.target) for relation in relations}
    seen: set[tuple[str, str]] = set()
    for mention in mentions:
        pair = (mention.source, mention.target)
        if pair in said or pair in seen:
            continue
        seen.add(pair)
        source, target = documents[mention.source], documents[mention.target]
        if (
            source.status not in _STANDS_IN
            or source.kind in _SPEAKS_OF
            or target.status is not Status.REPEALED
        ):
            continue
        yield Finding(
            kind=FindingKind.CITES_REPEALED,
            severity=Severity.WARNING,
            rule="cites_repealed",
            subject=source.title,
            evidence=(Evidence(mention.source, mention.start, mention.end), Evidence(mention.target, 0, 0)),
            slots=(("cited", target.title),),
        )


def expired_finding(
    document: Document, summary: DocumentSummary, relations: tuple[Relation, ...]
) -> Finding | None:
    """A document whose validity has run out, with the clause or the title that says so."""
    if summary.status is not Status.EXPIRED:
        return None
    later = [one.until for one in relations if one.target == summary.doc_id and one.until is not None]
    first_day_out = max(later) + timedelta(days=1) if later else ends_on(document.metadata)
    return Finding(
        kind=FindingKind.EXPIRED,
        severity=Severity.WARNING,
        rule="expired",
        subject=summary.title,
        evidence=(Evidence(summary.doc_id, *_validity_span(document.metadata)),),
        slots=(("day", first_day_out.isoformat() if first_day_out else "?"),),
    )


def _validity_span(metadata: Metadata) -> tuple[int, int]:
    for kind in (ClauseKind.VALID_UNTIL, ClauseKind.VALID_FOR):
        for clause in metadata.clauses:
            if clause.kind is kind and clause.target is None:
                return clause.start, clause.end
    return 0, 0


def deadline_finding(document: Document, summary: DocumentSummary, as_of: date) -> Finding | None:
    """A call for applications whose last day has passed."""
    if summary.kind not in _CALLS or summary.status in (Status.EXPIRED, Status.REPEALED):
        return None
    year = summary.dated.year if summary.dated else None
    last: tuple[date, tuple[int, int], tuple[int, int]] | None = None
    for span in split_sentences(document.text):
        if not _APPLICATION.search(document.text, *span):
            continue
        for quantity in find_quantities(document.text, *span, year=year):
            if quantity.kind is QuantityKind.DATE and quantity.day is not None:
                found = quantity.day, span, (quantity.start, quantity.end)
                last = found if last is None or found[0] > last[0] else last
    if last is None or last[0] >= as_of:
        return None
    return Finding(
        kind=FindingKind.EXPIRED,
        severity=Severity.INFO,
        rule="deadline_passed",
        subject=summary.title,
        evidence=(Evidence(summary.doc_id, *last[1], (last[2],)),),
        slots=(("day", last[0].isoformat()),),
    )
