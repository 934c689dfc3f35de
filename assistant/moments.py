"""Years and days in questions: what is asked about, and the day on which it is asked as of."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

_YEAR = r"(?P<year>(?:19|20)\d\d)"
_MONTH = r"(?:(?P<month>1[0-2]|0?[1-9])月)"
_DAY = r"(?:(?P<day>3[01]|[12]\d|0?[1-9])[日号])"
_EDGE = r"(?P<edge>年?底|年?末|年?初|以前|之前|前|的时候|时|当时|那时)+"
# In order of preference: 2022年底前…, 截至2023年6月, 2023年6月能领….
_AS_OF = (
    re.compile(rf"(?:截至|截止到?|在)?{_YEAR}年{_MONTH}?{_DAY}?{_EDGE}"),
    re.compile(rf"(?:截至|截止到?){_YEAR}年{_MONTH}?{_DAY}?"),
    re.compile(rf"{_YEAR}年{_MONTH}{_DAY}?(?:份)?(?=.{{0,12}}(?:能|可以|有效|适用|执行|给|奖|补|领|拿))"),
)
_ENGLISH_AS_OF = re.compile(
    rf"\b(?:as of|as at|by the end of|at the end of|before|in force in|valid in)\s+"
    rf"(?:(?P<name>[a-z]+)\s+)?{_YEAR}\b"
)
_YEARS = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:\s*[-~至到—]\s*((?:19|20)\d\d))?(?!\d)\s*(年度?|年代)?")
_SPAN = re.compile(r"十([一二三四五])五(末|时期末|规划末)?")
FIVE_YEAR_PLANS = {"一": 2010, "二": 2015, "三": 2020, "四": 2025, "五": 2030}  # last year of each
_RELATIVE = (
    ("今年", 0),
    ("本年度", 0),
    ("去年", -1),
    ("前年", -2),
    ("明年", 1),
    ("this year", 0),
    ("last year", -1),
)
_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}


@dataclass(frozen=True, slots=True)
class Moments:
    """The times that a question names."""

    years: tuple[int, ...] = ()  # that the answer must be about
    as_of: date | None = None  # the day on which rules are asked for
    relative: bool = False  # the year was given as 去年, 今年: what the asker takes for current
    spans: tuple[tuple[int, int], ...] = ()  # of all of them, in the folded question


def read_moments(folded: str, today: date) -> Moments:
    """Years asked about and the as-of day; a year that is part of an as-of day is not asked about."""
    as_of, spans = _read_as_of(folded)
    years: list[int] = []
    for match in _YEARS.finditer(folded):
        if _overlaps(match.span(), spans) or _is_part_of_a_number(folded, match):
            continue
        years.append(int(match[2] or match[1]))
        spans.append(match.span())
    relative = False
    for word, shift in _RELATIVE:
        at = folded.find(word)
        if at >= 0:
            relative = not years
            years.append((as_of or today).year + shift)
            spans.append((at, at + len(word)))
    for match in _SPAN.finditer(folded):
        spans.append(match.span())
        if match[2]:
            years.append(FIVE_YEAR_PLANS[match[1]])
    return Moments(tuple(dict.fromkeys(years)), as_of, relative, tuple(sorted(spans)))


def _overlaps(span: tuple[int, int], others: list[tuple[int, int]]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in others)


def _is_part_of_a_number(folded: str, match: re.Match[str]) -> bool:
    """The year of 驻政[2018]25号, or a bare number such as 2000家."""
    before, after = folded[: match.start()], folded[match.end() :]
    if before.endswith("[") and after.startswith("]"):
        return True
    return not match[3] and bool(re.match(r"\s*(?:家|个|万|元|亿|人|项|号|名|户|吨)", after))


def _read_as_of(folded: str) -> tuple[date | None, list[tuple[int, int]]]:
    match = next((found for pattern in _AS_OF if (found := pattern.search(folded))), None)
    if match is not None:
        # "到2020年底达到多少" names a target, not the day of asking.
        if folded[: match.start()].endswith(("到", "至")) and not match[0].startswith("截"):
            return None, []
        groups = match.groupdict()
        first = "初" in (groups.get("edge") or "")
        return _day(int(groups["year"]), groups["month"], groups["day"], first=first), [match.span()]
    match = _ENGLISH_AS_OF.search(folded)
    if match and (match["name"] is None or match["name"] in _MONTHS):
        month = str(_MONTHS[match["name"]]) if match["name"] else None
        return _day(int(match["year"]), month, None, first=match[0].startswith("before")), [match.span()]
    return None, []


def _day(year: int, month: str | None, day: str | None, *, first: bool) -> date:
    """The named day, or the last (``first``: the first) of the named month or year."""
    month_number = int(month) if month else (1 if first else 12)
    last = calendar.monthrange(year, month_number)[1]
    day_number = min(int(day), last) if day else (1 if first else last)
    return date(year, month_number, day_number)
