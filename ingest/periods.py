"""Dates and periods as figures: 2022年底, 2018年5月7日, 2023—2025年, “十四五”末, 3月31日."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

from ingest.numerals import SPACE, parse_chinese

_DIGIT_OF = {mark: str(i) for i, mark in enumerate("〇一二三四五六七八九")} | {"零": "0", "○": "0", "Ｏ": "0"}
_YEAR = "(?:(?:18|19|20|21)[0-9]{2}|[一二][〇○零Ｏ一二三四五六七八九]{3})"
_MONTH = r"(?:1[0-2]|0?[1-9](?!\d)|十[一二]?|[一二三四五六七八九])"
_DAY = r"(?:3[01]|[12]\d|0?[1-9](?!\d)|三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])"
_JOIN = r"(?:-{1,2}|—{1,2}|–|－|~|～|至|到)"
_PART = "(?:中旬|上旬|下旬|份?底|份?末|份?初|份)"
_S = SPACE

_DAY_OF_YEAR = re.compile(
    rf"(?P<year>{_YEAR}){_S}年{_S}(?P<month>{_MONTH}){_S}月{_S}(?P<day>{_DAY}){_S}[日号]"
)
_MARKED = re.compile(
    r"(?P<year>(?:19|20)\d\d)(?P<mark>[-/.])(?P<month>1[0-2]|0?[1-9])(?P=mark)(?P<day>3[01]|[12]\d|0?[1-9])"
    r"(?![\d.%％])"
)
_MONTH_OF_YEAR = re.compile(rf"(?P<year>{_YEAR}){_S}年{_S}(?P<month>{_MONTH}){_S}月(?P<part>{_PART})?")
_YEARS = re.compile(rf"(?P<year>{_YEAR}){_S}年?{_JOIN}{_S}(?P<last>{_YEAR}){_S}年度?")
_ONE_YEAR = re.compile(
    rf"(?P<year>{_YEAR}){_S}年"
    r"(?:第?(?P<quarter>[一二三四1-4])季度|(?P<part>年底|年末|年初|度|底|末|初|上半年|下半年))?"
)
_DAY_ONLY = re.compile(rf"(?P<month>{_MONTH}){_S}月{_S}(?P<day>{_DAY}){_S}[日号]")
_MONTH_ONLY = re.compile(rf"(?P<month>{_MONTH}){_S}月(?P<part>{_PART})?")
_PLAN = re.compile(
    r"[“\"「‘]?(?P<plan>十[一二三四五六])五(?:[”\"」’]|(?=期间|时期|末|以来|初|规划|开局))(?P<part>末|初)?"
)
# 十一五 ran from 2006; every plan has five years.
FIRST_PLAN_YEAR = {"十一": 2006, "十二": 2011, "十三": 2016, "十四": 2021, "十五": 2026, "十六": 2031}


@dataclass(frozen=True, slots=True)
class Period:
    """A date or a stretch of time as written; ``first == last`` for a single day."""

    start: int
    end: int
    first: date
    last: date


def read_period(text: str, at: int, *, year: int | None = None) -> Period | None:
    """The date or period that begins at ``at``; ``year`` completes 3月31日, which is none without it.

    An impossible day (2月30日) is no date.
    """
    try:
        return _with_year(text, at) or (None if year is None else _without_year(text, at, year))
    except ValueError:
        return None


def _with_year(text: str, at: int) -> Period | None:
    if match := _DAY_OF_YEAR.match(text, at) or _MARKED.match(text, at):
        day = date(_number(match["year"]), _number(match["month"]), _number(match["day"]))
        return Period(*match.span(), day, day)
    if match := _MONTH_OF_YEAR.match(text, at):
        return _month(match, _number(match["year"]))
    if match := _YEARS.match(text, at):
        first, last = date(_number(match["year"]), 1, 1), date(_number(match["last"]), 12, 31)
        if first < last:
            return Period(*match.span(), first, last)
    if match := _ONE_YEAR.match(text, at):
        return _year(match)
    match = _PLAN.match(text, at)
    if match is None:
        return None
    begin = FIRST_PLAN_YEAR[match["plan"]]
    return Period(*match.span(), *_narrow(date(begin, 1, 1), date(begin + 4, 12, 31), match["part"] or ""))


def _without_year(text: str, at: int, year: int) -> Period | None:
    if match := _DAY_ONLY.match(text, at):
        day = date(year, _number(match["month"]), _number(match["day"]))
        return Period(*match.span(), day, day)
    if at > 0 and text[at - 1] in "年每个":  # 今年3月 is another year's, 每年3月 any year's
        return None
    match = _MONTH_ONLY.match(text, at)
    return _month(match, year) if match else None


def _number(written: str) -> int:
    if written.isdigit():
        return int(written)
    if len(written) == 4:
        return int("".join(_DIGIT_OF[mark] for mark in written))
    value = parse_chinese(written)
    if value is None:
        raise ValueError(written)
    return int(value)


def _month(match: re.Match[str], year: int) -> Period:
    month, part = _number(match["month"]), match["part"] or ""
    length = calendar.monthrange(year, month)[1]
    first, last = {"上旬": (1, 10), "中旬": (11, 20), "下旬": (21, length)}.get(part, (1, length))
    return Period(*match.span(), *_narrow(date(year, month, first), date(year, month, last), part))


def _year(match: re.Match[str]) -> Period:
    year, part = _number(match["year"]), match["part"] or ""
    if match["quarter"]:
        month = 3 * _number(match["quarter"])
        last = date(year, month, calendar.monthrange(year, month)[1])
        return Period(*match.span(), date(year, month - 2, 1), last)
    if part == "上半年":
        return Period(*match.span(), date(year, 1, 1), date(year, 6, 30))
    if part == "下半年":
        return Period(*match.span(), date(year, 7, 1), date(year, 12, 31))
    return Period(*match.span(), *_narrow(date(year, 1, 1), date(year, 12, 31), part))


def _narrow(first: date, last: date, part: str) -> tuple[date, date]:
    """A period cut down to its last or first day by 底, 末 or 初."""
    if part.endswith(("底", "末")):
        return last, last
    return (first, first) if part.endswith("初") else (first, last)
