"""Money, ratios, counts, lengths of time and dates in a text, as values with unit, bound and span.

The span is the figure with its unit and with 余/多 (``500余万元``); a bound (最高, 不低于, 以上, 左右), a
``per`` (每家, 一次性) and the ``/平方米`` of a rate stand outside it. 达到 and 力争 name an aim and bound
nothing. In ``10、20和30万元`` the first two quantities span their digits only; a range is one quantity.

Units: money ``yuan`` (or the currency's code), ratio ``1`` (30% is 0.3, 两倍 is 2) or ``point`` (个百分点,
also 0.01), duration ``month``, ``day``, ``workday``, ``hour`` or ``minute``, count its classifier. A date has
the unit ``date``, as value its first day as yyyymmdd, as ``high`` its last day if it is a period, and as
``day`` the last day, by which a thing due in that period must be done.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from datetime import date
from decimal import Decimal

from ingest import vocabulary as words
from ingest.measures import CONNECTOR, CONTEXT_CHARS, alternatives, read_measures
from ingest.numerals import ASCII_DIGITS, FIGURE_START, SPACE, figure_run_end
from ingest.periods import Period, read_period
from ingest.types import Bound, Quantity, QuantityKind

YEAR_MEMORY_CHARS = 200  # 2020年2月1日…3月31日: a later month takes the year of a date this near before it

_IDIOM = re.compile(words.IDIOMS)
# What a figure may not follow: 第十条, A10, 0376-63…, the middle of 1.5, 周三, 初一, 数千 (人数50人 is one).
_BARRED_BEFORE = re.compile(
    r"(?:[第A-Za-z_#*×№初周几]|(?<![人户家总次件个项台])数|星期|礼拜|[A-Za-z0-9]-|\d[.．,/时点]|\d)$"
)
_NUMBERED_LINE = re.compile(r"(?:^|[\n\s。；;])$")
_LINE_NUMBER = re.compile(r"\d{1,2}[.．](?=\d)")
_TITLE = re.compile(r"《[^《》\n]{1,120}》")
_BOUND_BEFORE = re.compile(
    rf"(?P<word>{alternatives(words.BOUNDS_BEFORE)})(?:{words.BOUND_FILLERS}){{0,4}}{SPACE}$"
)
# 不超过项目总投入的30%: a share stands behind what it is a share of.
_SHARE_BOUND_BEFORE = re.compile(
    rf"(?P<word>不超过|不得超过|不高于|不低于|不得低于|不少于|最高|最多)[^，,。；;\d]{{1,14}}{SPACE}$"
)
_INCLUSIVE = r"(?:[（(]含[^（）()]{0,4}[）)])?"
_BOUND_AFTER = re.compile(rf"{_INCLUSIVE}{SPACE}(?P<word>{alternatives(words.BOUNDS_AFTER)})")
_DURATION_BOUND_AFTER = re.compile(rf"{SPACE}(?P<word>{alternatives(words.DURATION_BOUNDS_AFTER)})")
_DATE_BOUND_AFTER = re.compile(
    rf"{_INCLUSIVE}{SPACE}(?P<word>{alternatives(words.DATE_BOUNDS_AFTER)})(?![一二三四五六七八九十\d])"
)
_DATE_BOUND_BEFORE = re.compile(rf"(?P<word>{alternatives(words.DATE_BOUNDS_BEFORE)}){SPACE}$")
_PER_BEFORE = re.compile(words.PER_BEFORE)
_PER_AFTER = re.compile(rf"(?:[、和及与或][\d.]{{1,12}}万?亿?元){{0,6}}(?P<word>{words.PER_AFTER})")
_CLAUSE_BREAK = re.compile(r"[，,。；;：:！？\n]")


def find_quantities(
    text: str, start: int = 0, end: int | None = None, *, year: int | None = None
) -> list[Quantity]:
    """The quantities of ``text[start:end]`` in order, without overlap; spans are offsets into ``text``.

    ``year`` completes dates without one (3月31日) where no date shortly before has a year; without it
    they are left out.

    Names in 《》, numbers of documents, clauses and telephones, and fixed phrases (一企一策) give none.
    """
    base = max(0, start - CONTEXT_CHARS)  # bounds stand before their figure, at most so far
    view = text[base : len(text) if end is None else end].translate(ASCII_DIGITS)
    found = _find(view, start - base, year)
    return [replace(quantity, start=quantity.start + base, end=quantity.end + base) for quantity in found]


def _find(view: str, at: int, year: int | None) -> list[Quantity]:
    titles = [match.span() for match in _TITLE.finditer(view, at)]
    title_starts = [first for first, _ in titles]
    found: list[Quantity] = []
    while (begin := FIGURE_START.search(view, at)) is not None:
        i = begin.start()
        nearest = bisect_right(title_starts, i) - 1
        if nearest >= 0 and i < titles[nearest][1]:
            at = titles[nearest][1]
            continue
        read = _read(view, i, found, year)
        found += read
        at = read[-1].end if read else max(i + 1, figure_run_end(view, i))
    return found


def _read(text: str, i: int, found: list[Quantity], year: int | None) -> list[Quantity]:
    before = text[max(0, i - 2) : i]
    if _IDIOM.match(text, i):
        return []
    numbered = _LINE_NUMBER.match(text, i) if _NUMBERED_LINE.search(before) else None
    if numbered is not None:  # 1.20家企业, 3.2025年底前
        after = _date(text, numbered.end(), found, year) or read_measures(text, numbered.end())
        if after and _starts_an_item(text, after[0]):
            return [_finish(text, quantity, found) for quantity in after]
    dated = _date(text, i, found, year)
    if dated:
        return [_finish(text, quantity, found) for quantity in dated]
    if _BARRED_BEFORE.search(before):
        return []
    return [_finish(text, quantity, found) for quantity in read_measures(text, i)]


def _starts_an_item(text: str, quantity: Quantity) -> bool:
    """Whether 1.20家 is item 1 with 20家; 1.1万家 is a decimal."""
    if quantity.kind is QuantityKind.COUNT:
        return text[quantity.start : quantity.end].rstrip(quantity.unit).isdigit()
    return quantity.kind is QuantityKind.DATE


def _date(text: str, i: int, found: list[Quantity], year: int | None) -> list[Quantity]:
    if re.search(r"[第A-Za-z]$|[A-Za-z0-9]-$", text[max(0, i - 2) : i]):
        return []
    year = _remembered_year(i, found) or year
    quoted = i > 0 and text[i - 1] in '“"「‘'  # “十四五” begins at its quotation mark
    period = (read_period(text, i - 1) if quoted else None) or read_period(text, i, year=year)
    if period is None:
        return []
    connector = CONNECTOR.match(text, period.end)
    later = read_period(text, connector.end(), year=period.last.year) if connector else None
    if later is not None and later.last > period.first:
        period = Period(period.start, later.end, period.first, later.last)
    return [_date_quantity(period)]


def _date_quantity(period: Period) -> Quantity:
    high = _as_number(period.last) if period.last > period.first else None
    return Quantity(
        QuantityKind.DATE,
        _as_number(period.first),
        "date",
        period.start,
        period.end,
        high=high,
        day=period.last,
    )


def _as_number(day: date) -> Decimal:
    return Decimal(day.year * 10000 + day.month * 100 + day.day)


def _remembered_year(i: int, found: list[Quantity]) -> int | None:
    for quantity in reversed(found):
        if i - quantity.end > YEAR_MEMORY_CHARS:
            return None
        if quantity.day is not None:
            return quantity.day.year
    return None


def _finish(text: str, quantity: Quantity, found: list[Quantity]) -> Quantity:
    """The quantity with its bound and ``per``, read from the words around it."""
    bound = _bound(text, quantity) or quantity.bound
    if quantity.kind in (QuantityKind.DATE, QuantityKind.DURATION):
        return replace(quantity, bound=bound)
    floor = max(found[-1].end if found else 0, quantity.start - CONTEXT_CHARS)
    return replace(quantity, bound=bound, per=_per(text, quantity, floor))


def _bound(text: str, quantity: Quantity) -> Bound | None:
    before = text[max(0, quantity.start - CONTEXT_CHARS) : quantity.start]
    if quantity.kind is QuantityKind.DATE:
        if match := _DATE_BOUND_AFTER.match(text, quantity.end):
            return words.DATE_BOUNDS_AFTER[match["word"]]
        match = _DATE_BOUND_BEFORE.search(before)
        return words.DATE_BOUNDS_BEFORE[match["word"]] if match else None
    if match := _BOUND_AFTER.match(text, quantity.end):
        return words.BOUNDS_AFTER[match["word"]]
    if quantity.kind is QuantityKind.DURATION:
        if match := _DURATION_BOUND_AFTER.match(text, quantity.end):
            return words.DURATION_BOUNDS_AFTER[match["word"]]
        if before.endswith("近"):  # 近三年 is the last three years
            return None
    match = _BOUND_BEFORE.search(before)
    if match is None and quantity.kind is QuantityKind.RATIO:
        match = _SHARE_BOUND_BEFORE.search(before)
    return words.BOUNDS_BEFORE[match["word"]] if match else None


def _per(text: str, quantity: Quantity, floor: int) -> str | None:
    after = _PER_AFTER.match(text, quantity.end)
    if after is not None:
        return after["word"].lstrip("的")
    clause = floor
    for mark in _CLAUSE_BREAK.finditer(text, floor, quantity.start):
        clause = mark.end()
    words_before = [match[0] for match in _PER_BEFORE.finditer(text, clause, quantity.start)]
    return words_before[-1] if words_before else None
