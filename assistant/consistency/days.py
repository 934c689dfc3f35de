"""Dates that do not exist, periods that run backwards, validities that contradict their dates."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date

from assistant.consistency.lines import Line, slip_at
from assistant.consistency.types import Finding
from ingest import Document, QuantityKind

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
_IN_FORCE = re.compile("施行|执行|实施|生效|试行")
_UNTIL = re.compile("[至到]|截[至止]$")
# A validity may end a day early or late, and 五年 may be counted to the month.
VALIDITY_SLACK_DAYS = 31


def day_slips(document: Document) -> Iterator[Finding]:
    """Slips of dates, in order of the text within each rule."""
    yield from _impossible(document)
    yield from _backwards(document)
    yield from _programmes(document)


def _impossible(document: Document) -> Iterator[Finding]:
    for match in _DATE.finditer(document.text):
        month, day = int(match["month"]), int(match["day"])
        year = int(match["year"]) if match["year"] else 2024  # a leap year where none is named
        if not 1 <= month <= 12 or not 1 <= day <= calendar.monthrange(year, month)[1]:
            yield slip_at(document, "no_such_day", match.span(), day=match[0])


def _backwards(document: Document) -> Iterator[Finding]:
    for match in _RANGE.finditer(document.text):
        first, last = _day(match["first"], end=False), _day(match["last"], end=True)
        if first is not None and last is not None and last < first:
            yield slip_at(document, "backwards", match.span(), first=match["first"], last=match["last"])


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
            yield slip_at(
                document,
                "programme",
                match.span(),
                length=f"{match['count']}年",
                first=match["first"],
                last=match["last"],
            )


def validity_slips(line: Line) -> Iterator[Finding]:
    """自2024年1月1日起施行，有效期三年，至2028年12月31日止."""
    words = line.between(line.start, line.end)
    if "有效期" not in words or not _IN_FORCE.search(words):
        return
    dates = [q for q in line.quantities if q.kind is QuantityKind.DATE]
    days = [q for q in dates if q.day is not None and q.high is None]
    months = [q for q in line.quantities if q.unit == "month" and q.kind is QuantityKind.DURATION]
    if len(days) != 2 or len(months) != 1 or not _UNTIL.search(line.before(days[1], 8)):
        return
    begin, until = days[0].day, days[1].day
    assert begin is not None
    assert until is not None
    index = begin.year * 12 + begin.month - 1 + int(months[0].value)
    due = date(index // 12, index % 12 + 1, min(begin.day, 28))
    if abs((due - until).days) > VALIDITY_SLACK_DAYS:
        yield line.finding(
            "validity",
            (days[0], months[0], days[1]),
            line.written(months[0]),
            first=line.written(days[0]),
            length=line.written(months[0]),
            last=line.written(days[1]),
        )
