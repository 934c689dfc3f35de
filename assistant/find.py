"""Passages for a text, with abbreviations and English spelled out as documents write them."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date

from assistant.hints import hints_of
from assistant.holdings import holdings
from assistant.own_glossary import with_own_words
from assistant.question import check_question, understand
from index import SCORING, Filters, Hit, Scoring, Shelf
from ingest import Status

NO_FILTERS = Filters()
BEGUN = tuple(status for status in Status if status is not Status.NOT_YET)


@with_own_words
def find_passages(
    shelf: Shelf,
    query: str,
    *,
    k: int = 10,
    filters: Filters = NO_FILTERS,
    as_of: date | None = None,
    scoring: Scoring = SCORING,
) -> tuple[list[Hit], float]:
    """The ``k`` best passages and the milliseconds it took; UsageError for an empty or endless query.

    As of a day, rules that did not hold yet are left out, unless ``filters`` asks for them.
    """
    begun = time.perf_counter()
    text = check_question(query)
    places = holdings(shelf).places
    hints = hints_of(understand(text, places, as_of or date.today()), places, scoring)
    if as_of is not None and not filters.statuses:
        filters = replace(filters, statuses=BEGUN)
    hits = shelf.search(text, k=k, filters=filters, as_of=as_of, hints=hints)
    return hits, (time.perf_counter() - begun) * 1000
