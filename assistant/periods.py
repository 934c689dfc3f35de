"""The period that a question names: 2026年底前, 明年, 半年内, by 31 December 2026."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Period:
    """First and last day; None where it is open."""

    first: date | None = None
    last: date | None = None

    def holds(self, day: date) -> bool:
        """Whether a day lies within."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


ALWAYS = Period()

_NUMERALS = {"一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "九": 9, "十": 10}
_WITHIN = re.compile(
    r"(?:未来)?(?P<n>\d{1,3}|[一两二三四五六九十半])(?:个)?(?P<unit>年|月|天)(?:之|以)?内"
    r"|\bwithin (?:the next )?(?P<en>\d{1,3}|a|one|two|three|six|twelve) (?P<eu>year|month|day)s?\b"
)
_ENGLISH_NUMERALS = {"a": 1, "one": 1, "two": 2, "three": 3, "six": 6, "twelve": 12}
_MONTH_NAMES = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
_NAMED = "|".join(_MONTH_NAMES)
_DATE = re.compile(
    r"(?P<en>\b(?:before|by|until|till|in|within|on|during|after|since)?\s*(?:the )?(?:end of )?"
    rf"(?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th)? )?(?:(?P<name>{_NAMED})\s*"
    r"(?:(?P<d2>\d{1,2})(?:st|nd|rd|th)?,? )?)?"
    r"(?P<year2>(?:19|20)\d\d)\b(?![年\-./〕\]]))"
    r"|(?P<year>(?:19|20)\d\d)(?:年|[-./](?=\d))(?:(?P<month>1[0-2]|0?[1-9])(?:月|[-./](?=\d)|份|$)?)?"
    r"(?:(?P<day>3[01]|[12]\d|0?[1-9])[日号]?)?(?P<edge>年?底之?前|年?末之?前|以前|之前|前|年?底|年?末|以后|之后|后|起|以来|年?内|份)*"
)
_RELATIVE_YEARS = (
    ("前年", -2),
    ("去年", -1),
    ("今年", 0),
    ("本年度", 0),
    ("明年", 1),
    ("last year", -1),
    ("this year", 0),
    ("next year", 1),
)
_ONWARDS = ("后", "起", "以来")
_TAIL = re.compile(r"(?:年底|底|末)?(?:之?前|内|之后|以后|以来|起|后)?")
_RELATIVE_MONTHS = (
    ("本月", 0),
    ("这个月", 0),
    ("下个月", 1),
    ("下月", 1),
    ("this month", 0),
    ("next month", 1),
)


def read_period(form: str, today: date) -> tuple[Period | None, list[tuple[int, int]]]:
    """The period that a question names, None if it names none, and where it does."""
    within = _WITHIN.search(form)
    if within is not None:
        return Period(today, _ahead(within, today)), [within.span()]
    relative = _relative(form, today)
    if relative is not None:
        return relative[0], [relative[1]]
    found = [(match, period) for match in _DATE.finditer(form) if (period := _period_of(match)) is not None]
    if not found:
        return None, []
    spans = [match.span() for match, _ in found]
    if len(found) > 1:  # 2024年至2026年
        return Period(found[0][1].first, found[-1][1].last), [(spans[0][0], spans[-1][1])]
    return found[0][1], spans


def _relative(form: str, today: date) -> tuple[Period, tuple[int, int]] | None:
    """去年, 明年底前, 下个月 with where it stands."""
    for word, shift in (*_RELATIVE_YEARS, *_RELATIVE_MONTHS):
        at = form.find(word)
        if at < 0:
            continue
        if (word, shift) in _RELATIVE_YEARS:
            first, last = date(today.year + shift, 1, 1), date(today.year + shift, 12, 31)
        else:
            first = _month(today, shift)
            last = _last_of_month(first)
        tail = _TAIL.match(form, at + len(word))
        edge = tail[0] if tail else ""
        span = at, at + len(word) + len(edge)
        return Period(first, None if edge.endswith(_ONWARDS) else last), span
    return None


def _ahead(within: re.Match[str], today: date) -> date:
    written, unit = within["n"] or within["en"], within["unit"] or within["eu"]
    if written == "半":
        return _shifted(today, 6)
    count = int(written) if written.isdigit() else (_NUMERALS | _ENGLISH_NUMERALS)[written]
    if unit in ("天", "day"):
        return today + timedelta(days=count)
    return _shifted(today, count * (12 if unit in ("年", "year") else 1))


def _period_of(match: re.Match[str]) -> Period | None:
    """The period that one date with its preposition means: 前 ends before it, 底前 and a day with it."""
    english = match["year2"] is not None
    month = _MONTH_NAMES.get(match["name"] or "") if english else _number(match["month"])
    day = _number(match["d1"] or match["d2"]) if english else _number(match["day"])
    year = int(match["year2"] or match["year"])
    first = date(year, month or 1, 1)
    last = _last_of_month(first) if month else date(year, 12, 31)
    if day is not None:
        if day > _last_of_month(first).day:
            return None
        first = last = date(year, month or 1, day)
    words = match["en"] if english else match[0]
    if re.search(r"^after|^since|后$|起$|以来$", words.strip()):
        return Period(first if day or not re.search("after|后", words) else last + timedelta(days=1), None)
    if re.search(r"^(?:by|until|till)\b|底之?前$|末之?前$", words.strip()):
        return Period(None, last)
    if re.search(r"^before\b|前$", words.strip()):
        whole = day is not None or "end of" in words
        return Period(None, last if whole else first - timedelta(days=1))
    return Period(first, last)


def _number(written: str | None) -> int | None:
    return int(written) if written else None


def _month(day: date, shift: int) -> date:
    months = day.year * 12 + day.month - 1 + shift
    return date(months // 12, months % 12 + 1, 1)


def _shifted(day: date, months: int) -> date:
    first = _month(day, months)
    return first.replace(day=min(day.day, _last_of_month(first).day))


def _last_of_month(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])
