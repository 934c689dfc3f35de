"""Which documents a question may be answered from, and the hits among them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from assistant.bearing import regions_meant
from assistant.hints import hints_of
from assistant.places import Gazetteer
from assistant.question import Question
from assistant.siding import years_compared
from index import SCORING, DocumentSummary, Filters, Hit, Shelf
from ingest import Kind, Level, Status

# A plan whose years are over was not ended by anyone: it is searched, and labelled where it is cited.
ENDED = (Status.REPEALED, Status.EXPIRED)
SEARCHED = tuple(status for status in Status if status is not Status.REPEALED)

# Hits read for evidence. Twenty hold the answer of all but 1 in 100 questions of the NCP set.
READ_HITS = 20
LIST_HITS = 40  # a list question gathers from many documents
# Sentences are weighed by what their passage is worth by itself, however many its document has before it.
# All of them are weighed, so the search need not look at the likeliest ones first: that would double the
# time of an answer and changes 3 of 320, in the order of their quotes.
EVIDENCE_SCORING = replace(SCORING, crowding=0, sentence_weight=0)


@dataclass(frozen=True, slots=True)
class Limits:
    """What the asker restricts an answer to."""

    region: str | None = None
    as_of: date | None = None
    kind: Kind | None = None
    all_status: bool = False
    documents: tuple[str, ...] = ()  # doc_ids
    statuses: tuple[Status, ...] = ()  # these alone; goes with ``all_status``


def has_ended(document: DocumentSummary) -> bool:
    """Whether a document was repealed or its stated validity is over."""
    return document.status is Status.REPEALED or (
        document.status is Status.EXPIRED and document.expires is not None
    )


def _order(hit: Hit, own: set[str]) -> tuple[bool, float, str, int]:
    """Documents of the regions asked about, or above them, go before those of others."""
    document = hit.document
    foreign = bool(own) and document.region is not None and document.level is not Level.NATIONAL
    foreign = foreign and not own & {document.region, document.city}
    return foreign, -hit.score, document.doc_id, hit.passage.ordinal


def asks_for_ended(question: Question) -> bool:
    """Whether what has ended is asked for: by name, or since years are compared that have passed."""
    return question.wants_ended or bool(years_compared(question))


def search_within(
    shelf: Shelf, question: Question, places: Gazetteer, limits: Limits, count: int
) -> list[Hit]:
    """Hits for a question: of its regions first, then of the whole shelf, each passage once."""
    base = Filters(
        kinds=(limits.kind,) if limits.kind else (),
        statuses=limits.statuses or (() if limits.all_status or asks_for_ended(question) else SEARCHED),
        documents=limits.documents,
    )
    regions = regions_meant(question, places)
    searches = []
    if limits.region is not None:
        searches.append(replace(base, regions=(limits.region,)))
        regions = ()
    elif regions:
        searches.append(replace(base, regions=regions))
    levels = question.levels if question.level is None else (question.level, *question.levels)
    searches += [replace(base, levels=(level,)) for level in levels]
    if limits.region is None:
        searches.append(base)
    else:
        searches.append(replace(base, levels=(Level.NATIONAL, Level.PROVINCIAL)))
    text, hints = question.searched_text, hints_of(question, places, EVIDENCE_SCORING)
    found: dict[tuple[str, int], Hit] = {}
    for filters in searches:
        for hit in shelf.search(text, k=count, filters=filters, as_of=limits.as_of, hints=hints):
            if limits.statuses or not base.statuses or not has_ended(hit.document):
                found.setdefault((hit.document.doc_id, hit.passage.ordinal), hit)
    own = {name for region in regions for name in places.family(region)}
    ordered = sorted(found.values(), key=lambda hit: _order(hit, own))
    return [replace(hit, rank=rank) for rank, hit in enumerate(ordered, start=1)]
