"""What a question's reading tells a search, the same for ``find`` and ``ask``."""

from __future__ import annotations

from assistant.bearing import regions_meant
from assistant.places import Gazetteer
from assistant.question import Question
from index import SCORING, DocumentSummary, Hints, Scoring
from ingest import Level


def hints_of(question: Question, places: Gazetteer, scoring: Scoring = SCORING) -> Hints:
    """Other words for what is asked, and which documents are of another place.

    The other words go to the lexical lane alone: put after the question they would move its vector away
    from what was asked.
    """
    regions = frozenset(regions_meant(question, places))
    own = frozenset(name for region in regions for name in places.family(region))

    def is_elsewhere(document: DocumentSummary) -> bool:
        return lies_elsewhere(document, regions, own)

    return Hints(" ".join(question.other_words), is_elsewhere if regions else None, scoring)


def lies_elsewhere(document: DocumentSummary, regions: frozenset[str], own: frozenset[str]) -> bool:
    """Whether a document is of a place other than ``regions``, what lies in them and, in ``own``, above.

    A document that bears no region, or is of the whole country, may be about any place.
    """
    if document.region is None or document.level is Level.NATIONAL:
        return False
    return not (own & {document.region, document.city} or document.province in regions)
