"""Calendar dates as official documents write them, with their spans."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ingest.normalise import DIGITS, chinese_number, fold

# Typists write the zero of 二〇二四 in many ways: circles, letters of three alphabets, the digit.
_ZEROS = "〇○◯零0OＯoоО０"
_CHINESE_YEAR = rf"(?P<cyear>[一二][{_ZEROS}一二三四五六七八九]{{3}})\s*年"
_YEAR = r"(?P<year>(?:1[89]|20|２０|１９)\d{2})"
_WRITTEN = rf"{_YEAR}\s*年\s*(?P<month>\d{{1,2}})\s*月\s*(?P<day>\d{{1,2}})\s*[日号]"
_NUMERIC = (
    rf"{_YEAR.replace('year', 'syear')}(?P<mark>[-/.．－])(?P<smonth>\d{{1,2}})(?P=mark)"
    r"(?P<sday>\d{1,2})(?![\d.])日?"
)
_CHINESE = (
    rf"{_CHINESE_YEAR}\s*(?P<cmonth>[元一二三四五六七八九十]{{1,2}})\s*月"
    r"\s*(?P<cday>[一二三四五六七八九十]{1,3})\s*日"
)
_DATE = re.compile(rf"(?<!\d)(?:{_WRITTEN}|{_NUMERIC}|{_CHINESE})")
# 2025年12月底, 2025年底, 2025年: the last day of what is named.
_PERIOD_END = re.compile(rf"(?<!\d){_YEAR}\s*年\s*(?:(?P<month>\d{{1,2}})\s*月)?\s*(?:底|末)?")


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A day and where it is written."""

    day: date
    start: int
    end: int


def find_dates(text: str, start: int = 0, end: int | None = None) -> Iterator[FoundDate]:
    """Full dates (year, month, day) in ``text[start:end]``; impossible ones (2月30日) are left out."""
    for match in _DATE.finditer(text, start, len(text) if end is None else end):
        day = _day(match)
        if day is not None:
            yield FoundDate(day, match.start(), match.end())


def find_period_end(text: str, start: int, end: int) -> FoundDate | None:
    """The last day of the first period named: 2025年12月31日, else of 2025年12月, else of 2025年."""
    first = next(find_dates(text, start, end), None)
    match = _PERIOD_END.search(text, start, end)
    if match is None or (first is not None and first.start <= match.start()):
        return first
    year, month = int(match["year"]), int(match["month"] or 12)
    if not 1 <= month <= 12:
        return None
    return FoundDate(date(year, month, calendar.monthrange(year, month)[1]), match.start(), match.end())


def whole_date(line: str) -> date | None:
    """The date that is all there is on ``line`` (brackets aside), else None."""
    stripped = line.strip().strip("（()）[]【】 　")
    match = _DATE.fullmatch(stripped)
    return _day(match) if match else None


def add_months(day: date, months: int) -> date:
    """The same day ``months`` later, or the last one of a shorter month."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _day(match: re.Match[str]) -> date | None:
    if match["cyear"]:
        year = _digit_year(match["cyear"])
        month = 1 if match["cmonth"] == "元" else chinese_number(match["cmonth"])
        day = chinese_number(match["cday"])
    else:
        year = int(match["year"] or match["syear"])
        month, day = int(match["month"] or match["smonth"]), int(match["day"] or match["sday"])
    if month is None or day is None:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _digit_year(numeral: str) -> int:
    return int("".join("0" if c in _ZEROS else str(DIGITS[c]) for c in fold(numeral)))
