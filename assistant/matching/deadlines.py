"""Until when one may apply for a measure."""

from __future__ import annotations

import re
from datetime import date

from assistant.citations import cite
from assistant.matching.offers import Offer
from assistant.matching.types import Deadline
from ingest import Measure, Window


def deadline_of(offer: Offer, measure: Measure, as_of: date) -> Deadline | None:
    """The next last day on or after ``as_of``.

    Where this year's window has passed, its last day is told too. The window of the measure's own section
    goes first, then the document's that are not for other measures alone, then those of guides that take
    applications under it. A rule that has ended by then takes none.
    """
    own = [one for one in offer.support.windows if one.section == measure.section]
    general = [one for one in offer.support.windows if not _for_others(offer, measure, one)]
    windows = [(one, offer.cite(one.start, one.end)) for one in own or general]
    windows += [
        (one, cite(0, guide.document, guide.summary, (one.start, one.end), None))
        for guide in offer.rounds
        for one in guide.windows
    ]
    if not windows:
        return None
    ends = offer.summary.expires
    upcoming = [
        (day, cited)
        for one, cited in windows
        if (day := next_close(one, as_of)) is not None and (ends is None or day < ends)
    ]
    if upcoming:
        day, cited = min(upcoming, key=lambda found: found[0])
        closed = [_last_close(one, as_of) for one, _ in windows if one.yearly]
        since = offer.summary.dated or date.min
        missed = [last for last in closed if last.year == as_of.year < day.year and last >= since]
        return Deadline(day, max(missed, default=None), cited)
    until = as_of if ends is None else min(as_of, ends)
    passed, cited = max(((_last_close(one, until), cited) for one, cited in windows), key=lambda one: one[0])
    return Deadline(None, passed, cited)


# 第三条薪酬补贴由企业于…申报: a window for what it names.
_GIFT = re.compile(r"[一-鿿]{2}(?:补贴|补助|津贴|贴息|奖励|奖补|资助)")


def _for_others(offer: Offer, measure: Measure, window: Window) -> bool:
    """Whether the clauses that a window stands in name gifts of other measures, and none of this one's."""
    text = offer.document.text
    line = text.rfind("\n", 0, window.start) + 1
    since = max(line, *(text.rfind(mark, 0, window.start) + 1 for mark in "。；;"))
    named = {found[0] for found in _GIFT.finditer(text, since, window.end)}

    def gives(one: Measure) -> bool:
        return any(gift in text[one.start : one.end] for gift in named)

    return not gives(measure) and any(gives(one) for one in offer.support.measures)


def next_close(window: Window, as_of: date) -> date | None:
    """When a window closes next; None for one that has closed for good."""
    if not window.yearly:
        return window.closes if window.closes >= as_of else None
    return next(day for year in (as_of.year, as_of.year + 1) if (day := _in_year(window, year)) >= as_of)


def _last_close(window: Window, until: date) -> date:
    """When a window closed last before ``until``."""
    if not window.yearly:
        return window.closes
    return next(day for year in (until.year, until.year - 1) if (day := _in_year(window, year)) < until)


def _in_year(window: Window, year: int) -> date:
    day = window.closes
    return date(year, day.month, min(day.day, 28 if day.month == 2 else day.day))
