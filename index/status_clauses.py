"""The clauses that settle a document's standing, as people write them down and correct them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from ingest import (
    ClauseKind,
    Located,
    Metadata,
    Reference,
    Source,
    StatusClause,
    UsageError,
    add_months,
    find_clauses,
    normalise_number,
)

Plain = Any
KEYS = ("kind", "quote", "day", "months", "target")
MAX_CLAUSES = 500  # a decision that clears away old papers names some three hundred
MAX_MONTHS = 1200
_OF_OTHERS = (ClauseKind.REPEALS, ClauseKind.AMENDS)


def parse_clauses(given: Plain, text: str) -> list[dict[str, Plain]]:
    """Clauses as they are kept; ``UsageError`` if one is not in ``text`` or says nothing.

    Each is ``{"kind", "quote", "day", "months", "target"}``: ``quote`` its exact words, ``target`` the
    number or title of the document that it ends or changes; the last three only where the kind has them.
    """
    if given is None or given == "":
        return []
    if not isinstance(given, list) or len(given) > MAX_CLAUSES:
        raise UsageError(f"clauses are a list of at most {MAX_CLAUSES}. 条款应为列表,最多 {MAX_CLAUSES} 条")
    return [_parse_clause(clause, number, text) for number, clause in enumerate(given, start=1)]


def _parse_clause(given: Plain, number: int, text: str) -> dict[str, Plain]:
    if not isinstance(given, dict) or not set(given) <= set(KEYS):
        raise UsageError(f"clause {number} has the keys {', '.join(KEYS)}. 第 {number} 条的字段不对")
    kind, quote = given.get("kind"), given.get("quote")
    if kind not in set(ClauseKind):
        raise UsageError(
            f"clause {number}: its kind is one of {', '.join(ClauseKind)}, not {kind!r}. 没有这种条款"
        )
    if not isinstance(quote, str) or not quote.strip() or quote.strip() not in text:
        raise UsageError(
            f"clause {number}: its quote stands nowhere in the document. 第 {number} 条的引文不在文中"
        )
    kept: dict[str, Plain] = {"kind": str(ClauseKind(kind)), "quote": quote.strip()}
    if given.get("day"):
        kept["day"] = _day(given["day"], number)
    if given.get("months") is not None:
        kept["months"] = _months(given["months"], number)
    if given.get("target"):
        kept["target"] = _target(given["target"], number)
    if kind in _OF_OTHERS and "target" not in kept:
        raise UsageError(f"clause {number}: {kind} needs a target. 第 {number} 条须写明所指文件")
    return kept


def _day(given: Plain, number: int) -> str:
    try:
        return date.fromisoformat(given).isoformat()
    except (TypeError, ValueError):
        raise UsageError(
            f"clause {number}: {given!r} is no day like 2026-01-31. 第 {number} 条的日期不对"
        ) from None


def _months(given: Plain, number: int) -> int:
    if isinstance(given, bool) or not isinstance(given, int) or not 0 < given <= MAX_MONTHS:
        raise UsageError(
            f"clause {number}: months are 1 to {MAX_MONTHS}, not {given!r}. 第 {number} 条的月数不对"
        )
    return given


def _target(given: Plain, number: int) -> str:
    if not isinstance(given, str) or not given.strip(" 《》") or not given.isprintable():
        raise UsageError(f"clause {number}: its target is a number or a title. 第 {number} 条的所指文件不对")
    return given.strip()


def clauses_of(
    values: Sequence[Mapping[str, Plain]], text: str
) -> tuple[tuple[StatusClause, ...], list[str]]:
    """The clauses in the order of ``text``, and the quotes that are not in it."""
    found, lost = [], []
    for value in values:
        start = text.find(value["quote"])
        if start < 0:
            lost.append(value["quote"])
            continue
        end = start + len(value["quote"])
        day = date.fromisoformat(value["day"]) if "day" in value else None
        target = _reference(value["target"], start, end, text) if "target" in value else None
        found.append(StatusClause(ClauseKind(value["kind"]), start, end, day, value.get("months"), target))
    return tuple(sorted(found, key=lambda clause: (clause.start, clause.end))), lost


def _reference(target: str, start: int, end: int, text: str) -> Reference:
    """The document meant, located where the clause names it, else at the clause."""
    named = text.find(target, start, end)
    span = (named, named + len(target)) if named >= 0 else (start, end)
    number = normalise_number(target)
    return (
        Reference(*span, document_number=number) if number else Reference(*span, title=target.strip("《》"))
    )


def clause_values(clauses: Sequence[StatusClause], text: str) -> list[dict[str, Plain]]:
    """Clauses as ``parse_clauses`` takes them."""
    values = []
    for clause in clauses:
        value: dict[str, Plain] = {"kind": str(clause.kind), "quote": text[clause.start : clause.end].strip()}
        if clause.day is not None:
            value["day"] = clause.day.isoformat()
        if clause.months is not None:
            value["months"] = clause.months
        if clause.target is not None:
            title = f"《{clause.target.title}》" if clause.target.title else None
            value["target"] = clause.target.document_number or title
        values.append(value)
    return values


# Days that follow from others


def redated(as_read: Metadata, metadata: Metadata, text: str, *, fixed: frozenset[str]) -> Metadata:
    """``metadata`` with the days that follow from its day of issue or effect: 自印发之日起, 有效期三年.

    ``fixed`` are the fields that a person gave; ``as_read`` tells which days followed from which.
    """
    if not fixed & {"issued", "effective"}:
        return metadata
    if "issued" in fixed:
        metadata = _counted_from_issue(as_read, metadata, text, fixed)
    length = next((c.months for c in as_read.clauses if c.months is not None and c.target is None), None)
    before, after = as_read.effective or as_read.issued, metadata.effective or metadata.issued
    if length is None or before is None or after is None or as_read.expires is None or "expires" in fixed:
        return metadata
    if as_read.expires.value != add_months(before.value, length):
        return metadata
    return replace(metadata, expires=replace(as_read.expires, value=add_months(after.value, length)))


def _counted_from_issue(as_read: Metadata, metadata: Metadata, text: str, fixed: frozenset[str]) -> Metadata:
    title = as_read.title
    at = (title.start, title.end) if title and title.start is not None and title.end is not None else None
    old, new = (_days(text, found.issued, at) for found in (as_read, metadata))
    moved = {span: new.get(span) for span, day in old.items() if new.get(span) != day}
    clauses = tuple(
        replace(clause, day=moved[key])
        if (key := (clause.kind, clause.start, clause.end)) in moved and clause.day == old[key]
        else clause
        for clause in metadata.clauses
    )
    effective = as_read.effective
    if effective is not None and "effective" not in fixed and effective.source is Source.TEXT:
        key = (ClauseKind.EFFECTIVE_FROM, effective.start or 0, effective.end or 0)
        day = moved.get(key)
        if key in moved and old[key] == effective.value:
            metadata = replace(metadata, effective=replace(effective, value=day) if day else None)
    return replace(metadata, clauses=clauses)


def _days(
    text: str, issued: Located[date] | None, title: tuple[int, int] | None
) -> dict[tuple[ClauseKind, int, int], date | None]:
    found = find_clauses(text, issued.value if issued else None, title)
    return {(clause.kind, clause.start, clause.end): clause.day for clause in found}
