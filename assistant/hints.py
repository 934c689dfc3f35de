"""What a question's reading tells a search, the same for ``find`` and ``ask``."""

from __future__ import annotations

from assistant.bearing import regions_meant
from assistant.places import Gazetteer, short_name
from assistant.question import Question
from index import SCORING, DocumentSummary, Hints, Scoring
from ingest import Level


def hints_of(question: Question, places: Gazetteer, scoring: Scoring = SCORING) -> Hints:
    """Other words for what is asked, and which documents are of the place asked about, or of another.

    The other words go to the lexical lane alone: put after the question they would move its vector away
    from what was asked.
    """
    words = " ".join(question.other_words)
    regions = frozenset(regions_meant(question, places))
    if not regions:
        return Hints(words, scoring=scoring)
    own = frozenset(name for region in regions for name in places.family(region))

    def is_elsewhere(document: DocumentSummary) -> bool:
        bound = document.region is not None and document.level is not Level.NATIONAL
        return bound and not own & {document.region, document.city} and document.province not in regions

    def is_of_place(document: DocumentSummary) -> bool:
        return not regions.isdisjoint((document.region, document.city, document.province))

    names = " ".join(short_name(region) for region in regions)
    return Hints(words, is_elsewhere, is_of_place, names, scoring)
