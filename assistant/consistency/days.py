"""Dates that do not exist, periods that run backwards, validities that contradict their dates."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date

from assistant.consistency.types import Evidence, Finding, FindingKind, Severity
from ingest import ClauseKind, Document, split_sentences

_DATE = re.compile(
    r"(?<![\d.．])(?:(?P<year>(?:19|20)\d\d)\s?年\s?)?(?P<month>\d{1,2})\s?月\s?(?P<day>\d{1,2})\s?[日号](?![期\d])"
)
_RANGE = re.compile(
    r"(?P<first>(?:19|20)\d\d\s?年(?:\s?\d{1,2}\s?月(?:\s?\d{1,2}\s?日)?)?)\s?(?:起)?(?:至|到|—{1,2}|-{1,2}|–|～|~)\s?"
    r"(?P<last>(?:19|20)\d\d\s?年(?:\s?\d{1,2}\s?月(?:\s?\d{1,2}\s?日)?)?)(?!\s?\d)"
)
_PARTS = re.compile(r"(\d{4})\s?年(?:\s?(\d{1,2})\s?月)?(?:\s?(\d{1,2})\s?日)?")
_PROGRAMME = re.compile(
    r"(?P<count>[二两三四五六])年(?:行动)?(?:计划|方案|规划|行动|攻坚)[^。；;，,\n]{0,12}?[（(](?P<first>20\d\d)年?\s?[—–\-~～至]{1,2}\s?(?P<last>20\d\d)年?[）)]"
)
_NUMBERS = {"二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6}
# A validity may end a day early or late, and 五年 may be counted to the month.
VALIDITY_SLACK_DAYS = 31


def day_slips(document: Document) -> Iterator[Finding]:
    """Slips of dates, in order of the text within each rule."""
    yield from _impossible(document)
    yield from _backwards(document)
    yield from _programmes(document)
    yield from _validity(document)


def _finding(document: Document, rule: str, mark: tuple[int, int], **slots: str) -> Finding:
    sentence = next(
        (span for span in split_sentences(document.text, *_around(document.text, mark)) if span[1] > mark[0]),
        mark,
    )
    evidence = Evidence(document.doc_id, min(sentence[0], mark[0]), max(sentence[1], mark[1]), (mark,))
    subject = document.text[slice(*mark)]
    return Finding(
        FindingKind.ARITHMETIC, Severity.ERROR, rule, subject, (evidence,), tuple(sorted(slots.items()))
    )


def _around(text: str, mark: tuple[int, int]) -> tuple[int, int]:
    """The line a mark stands in."""
    start = text.rfind("\n", 0, mark[0]) + 1
    end = text.find("\n", mark[1])
    return start, end if end >= 0 else len(text)


def _impossible(document: Document) -> Iterator[Finding]:
    for match in _DATE.finditer(document.text):
        month, day = int(match["month"]), int(match["day"])
        year = int(match["year"]) if match["year"] else 2024  # a leap year where none is named
        if not 1 <= month <= 12 or not 1 <= day <= calendar.monthrange(year, month)[1]:
            yield _finding(document, "no_such_day", match.span(), day=match[0])


def _backwards(document: Document) -> Iterator[Finding]:
    for match in _RANGE.finditer(document.text):
        first, last = _day(match["first"], end=False), _day(match["last"], end=True)
        if first is not None and last is not None and last < first:
            yield _finding(document, "backwards", match.span(), first=match["first"], last=match["last"])


def _day(written: str, *, end: bool) -> date | None:
    match = _PARTS.match(written)
    if match is None:
        return None
    year = int(match[1])
    month = int(match[2] or (12 if end else 1))
    if not 1 <= month <= 12:
        return None
    length = calendar.monthrange(year, month)[1]
    day = int(match[3] or (length if end else 1))
    return date(year, month, day) if 1 <= day <= length else None


def _programmes(document: Document) -> Iterator[Finding]:
    """三年行动方案（2023—2024年）; 2023—2026 for three years counts from one year's end to another's."""
    for match in _PROGRAMME.finditer(document.text):
        length, years = _NUMBERS[match["count"]], int(match["last"]) - int(match["first"])
        if years + 1 != length and years != length:
            yield _finding(
                document,
                "programme",
                match.span(),
                length=f"{match['count']}年",
                first=match["first"],
                last=match["last"],
            )


def _validity(document: Document) -> Iterator[Finding]:
    """自2024年1月1日起施行，有效期三年，至2028年12月31日止."""
    own = [clause for clause in document.metadata.clauses if clause.target is None]
    starts = [c for c in own if c.kind is ClauseKind.EFFECTIVE_FROM and c.day is not None]
    lengths = [c for c in own if c.kind is ClauseKind.VALID_FOR and c.months]
    ends = [c for c in own if c.kind is ClauseKind.VALID_UNTIL and c.day is not None]
    if not (len(starts) == len(lengths) == len(ends) == 1):
        return
    begin, months, until = starts[0].day, lengths[0].months, ends[0].day
    assert begin is not None
    assert months is not None
    assert until is not None
    index = begin.year * 12 + begin.month - 1 + months
    due = date(index // 12, index % 12 + 1, min(begin.day, 28))
    if abs((due - until).days) > VALIDITY_SLACK_DAYS:
        yield _finding(
            document,
            "validity",
            (ends[0].start, ends[0].end),
            first=begin.isoformat(),
            months=str(months),
            last=until.isoformat(),
        )
