"""Documents that no longer hold, and documents that rest on such ones."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta

from assistant.consistency.types import Evidence, Finding, FindingKind, Severity
from index import DocumentSummary, Mention, Relation, ends_on
from ingest import (
    Bound,
    ClauseKind,
    Document,
    Kind,
    Metadata,
    Quantity,
    Status,
    StatusClause,
    find_quantities,
    split_sentences,
)

# A sentence that says until when one may apply; dates of taxes, of force and of rules to come are others.
_APPLICATION = re.compile(
    r"申报|申请|报名|报送|填报|受理|推荐材料|提交(?:材料|申请)|截止(?:时间|日期)|逾期不予"
)
_NO_APPLICATION = re.compile(
    r"纳税|缴费|缴纳|施行|实施之日|另行|取消|适用|公示|拨付|审核|初审|验收|兑付|有效期"
)
# Papers that call for applications, by kind and by title; others only mention dates.
_CALLS = frozenset({Kind.GUIDE, Kind.NOTICE})
_CALLING_TITLE = re.compile(r"申报|申请|申领|征集|遴选|评选|评审|报名|推荐|认定|受理|选拔|招募|揭榜|指南")
_STANDS_IN = frozenset({Status.IN_FORCE, Status.NOT_YET, Status.UNKNOWN})
# A sentence that tells what was, or sees to the change: 本规定施行前，根据《…》受理的案件，适用本规定.
_SPEAKS_OF_THE_PAST = re.compile(
    r"施行前|实施前|废止|失效|不再|代替|取代|原(?:《|办法|规定|政策)|曾|修订|修改|为准"
)
WordsAround = Callable[[str, int, int], str]  # the sentence in which a span of a document stands
_WITHOUT_FORCE = frozenset({Kind.INTERPRETATION, Kind.REPLY, Kind.REPORT, Kind.DRAFT})
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
    words_around: WordsAround,
) -> Iterator[Finding]:
    """A document in force that rests on a repealed one; to end or amend it is no such thing."""
    said = {(relation.source, relation.target) for relation in relations}
    seen: set[tuple[str, str]] = set()
    for mention in mentions:
        pair = (mention.source, mention.target)
        if pair in said or pair in seen:
            continue
        if _SPEAKS_OF_THE_PAST.search(words_around(mention.source, mention.start, mention.end)):
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


def citing_absent_findings(
    metadata: Mapping[str, Metadata],
    documents: Mapping[str, DocumentSummary],
    mentions: tuple[Mention, ...],
    words_around: WordsAround,
    as_of: date,
) -> Iterator[Finding]:
    """A document in force that cites, by number, one that is not here but that a document here has ended."""
    ended = _ended_numbers(metadata, documents, as_of)
    here = {(mention.source, mention.start) for mention in mentions}
    for doc_id, fields in metadata.items():
        summary = documents[doc_id]
        if summary.status not in _STANDS_IN or summary.kind in _SPEAKS_OF:
            continue
        own = {(clause.target.start, clause.target.end) for clause in fields.clauses if clause.target}
        told: set[str] = set()
        for reference in fields.references:
            number = reference.document_number or ""
            by = ended.get(number)
            known = (doc_id, reference.start) in here or (reference.start, reference.end) in own
            if by is None or by[0] == doc_id or known or number in told:
                continue
            if _SPEAKS_OF_THE_PAST.search(words_around(doc_id, reference.start, reference.end)):
                continue
            told.add(number)
            yield Finding(
                kind=FindingKind.CITES_REPEALED,
                severity=Severity.WARNING,
                rule="cites_repealed_absent",
                subject=summary.title,
                evidence=(
                    Evidence(doc_id, reference.start, reference.end),
                    Evidence(by[0], by[1].start, by[1].end),
                ),
                slots=(("by", documents[by[0]].title), ("number", number)),
            )


def _ended_numbers(
    metadata: Mapping[str, Metadata], documents: Mapping[str, DocumentSummary], as_of: date
) -> dict[str, tuple[str, StatusClause]]:
    """The numbers that documents here have ended by the day, each with who did and where."""
    ended: dict[str, tuple[str, StatusClause]] = {}
    for doc_id, fields in metadata.items():
        source = documents[doc_id]
        since = source.effective or source.dated
        if source.kind in _WITHOUT_FORCE or since is None or since > as_of:
            continue
        for clause in fields.clauses:
            if clause.kind is ClauseKind.REPEALS and clause.target and clause.target.document_number:
                ended.setdefault(clause.target.document_number, (doc_id, clause))
    return ended


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
    calls = summary.kind in _CALLS and _CALLING_TITLE.search(summary.title)
    if not calls or summary.status in (Status.EXPIRED, Status.REPEALED):
        return None
    year = summary.dated.year if summary.dated else None
    last: tuple[date, tuple[int, int], tuple[int, int]] | None = None
    for span in split_sentences(document.text):
        words = document.text[slice(*span)]
        if not _APPLICATION.search(words) or _NO_APPLICATION.search(words):
            continue
        for quantity in find_quantities(document.text, *span, year=year):
            if quantity.day is None or not _is_last_day(document.text, quantity):
                continue
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


def _is_last_day(text: str, quantity: Quantity) -> bool:
    """Whether a date is one by which a thing is due: 4月20日前, or the end of 3月1日至4月15日."""
    written = text[quantity.start : quantity.end]
    to_the_day = written.endswith(("日", "号", "底", "末"))
    return to_the_day and (quantity.bound is Bound.AT_MOST or quantity.high is not None)
