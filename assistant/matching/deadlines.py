"""Until when one may apply for a measure."""

from __future__ import annotations

from datetime import date

from assistant.citations import cite
from assistant.matching.offers import Offer
from assistant.matching.types import Deadline
from ingest import Measure, Window


def deadline_of(offer: Offer, measure: Measure, as_of: date) -> Deadline | None:
    """The next last day on or after ``as_of``.

    The window of the measure's own section goes first, then the document's, then those of guides that
    take applications under it.
    """
    own = [one for one in offer.support.windows if one.section == measure.section]
    windows = [(one, offer.cite(one.start, one.end)) for one in own or offer.support.windows]
    windows += [
        (one, cite(0, guide.document, guide.summary, (one.start, one.end), None))
        for guide in offer.rounds
        for one in guide.windows
    ]
    if not windows:
        return None
    upcoming = [(day, cited) for one, cited in windows if (day := next_close(one, as_of)) is not None]
    if upcoming:
        day, cited = min(upcoming, key=lambda found: found[0])
        return Deadline(day, None, cited)
    last, cited = max(windows, key=lambda found: found[0].closes)
    return Deadline(None, last.closes, cited)


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
