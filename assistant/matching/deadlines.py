"""Until when one may apply for a measure."""

from __future__ import annotations

from datetime import date

from assistant.matching.offers import Offer
from assistant.matching.types import Deadline
from ingest import Measure, Window


def deadline_of(offer: Offer, measure: Measure, as_of: date) -> Deadline | None:
    """The next last day on or after ``as_of``; the window of the measure's own section goes first."""
    windows = [one for one in offer.support.windows if one.section == measure.section]
    windows = windows or list(offer.support.windows)
    if not windows:
        return None
    upcoming = [(day, one) for one in windows if (day := next_close(one, as_of)) is not None]
    if upcoming:
        day, window = min(upcoming, key=lambda found: found[0])
        return Deadline(day, None, offer.cite(window.start, window.end))
    last = max(windows, key=lambda one: one.closes)
    return Deadline(None, last.closes, offer.cite(last.start, last.end))


def next_close(window: Window, as_of: date) -> date | None:
    """When a window closes next; None for one that has closed for good."""
    if not window.yearly:
        return window.closes if window.closes >= as_of else None
    day = window.closes
    for year in (as_of.year, as_of.year + 1):
        closes = date(year, day.month, min(day.day, 28 if day.month == 2 else day.day))
        if closes >= as_of:
            return closes
    return None
