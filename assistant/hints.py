"""What a question's reading tells a search, the same for ``find`` and ``ask``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from assistant.bearing import regions_meant
from assistant.places import Gazetteer, short_name
from assistant.question import Question
from index import SCORING, DocumentSummary, Hints, Scoring
from ingest import Level, fold

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def hints_of(question: Question, places: Gazetteer, scoring: Scoring = SCORING) -> Hints:
    """Other words for what is asked, and which documents are of the place and year asked about or of others.

    The other words go to the lexical lane alone: put after the question they would move its vector away
    from what was asked.
    """
    words = " ".join(question.other_words)
    regions, years = frozenset(regions_meant(question, places)), question.moments.years
    if not regions and not years:
        return Hints(words, scoring=scoring)
    own = frozenset(name for region in regions for name in places.family(region))

    def is_of_another(document: DocumentSummary) -> bool:
        return lies_elsewhere(document, regions, own) or is_of_other_years(document.title, years)

    def is_of_place(document: DocumentSummary) -> bool:
        return not regions.isdisjoint((document.region, document.city, document.province))

    names = " ".join(short_name(region) for region in regions)
    return Hints(words, is_of_another, is_of_place if regions else None, names, scoring)


def lies_elsewhere(document: DocumentSummary, regions: frozenset[str], own: frozenset[str]) -> bool:
    """Whether a document is of a place other than ``regions``, what lies in them and, in ``own``, above.

    A document that bears no region, or is of the whole country, may be about any place.
    """
    if not regions or document.region is None or document.level is Level.NATIONAL:
        return False
    return not own & {document.region, document.city} and document.province not in regions


def is_of_other_years(title: str, years: Sequence[int]) -> bool:
    """Whether a title names years and none of ``years`` is among or between them: 2023年度申报通知."""
    stated = _years_in(title) if years else ()
    return bool(stated) and not any(min(stated) <= year <= max(stated) for year in years)


@lru_cache(maxsize=100_000)
def _years_in(title: str) -> tuple[int, ...]:
    return tuple(int(year) for year in _YEAR.findall(fold(title)))
