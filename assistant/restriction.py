"""Which documents a question may be answered from, and the hits among them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from assistant.places import Gazetteer
from assistant.question import Question
from index import Filters, Hit, Shelf
from ingest import Kind, Level, Status

ENDED = (Status.REPEALED, Status.EXPIRED)
STANDING = tuple(status for status in Status if status not in ENDED)

# Hits read for evidence. Twenty hold the answer of all but 1 in 100 questions of the NCP set.
READ_HITS = 20
LIST_HITS = 40  # a list question gathers from many documents


@dataclass(frozen=True, slots=True)
class Limits:
    """What the asker restricts an answer to."""

    region: str | None = None
    as_of: date | None = None
    kind: Kind | None = None
    all_status: bool = False
    documents: tuple[str, ...] = ()  # doc_ids


def regions_meant(question: Question, places: Gazetteer) -> tuple[str, ...]:
    """The regions whose rules are asked for.

    Beside a region of the shelf, one that is not on it is a circumstance (在北京设立研究院,驻马店给多少),
    unless regions are compared.
    """
    on_shelf = tuple(name for name in question.regions if name in places.by_name.values())
    return on_shelf or question.regions


def search_within(
    shelf: Shelf, question: Question, places: Gazetteer, limits: Limits, count: int
) -> list[Hit]:
    """Hits for a question: of its regions first, then of the whole shelf, each passage once."""
    base = Filters(
        kinds=(limits.kind,) if limits.kind else (),
        statuses=() if limits.all_status or question.wants_ended else STANDING,
        documents=limits.documents,
    )
    regions = regions_meant(question, places)
    searches = []
    if limits.region is not None:
        searches.append(replace(base, regions=(limits.region,)))
        regions = ()
    elif regions:
        searches.append(replace(base, regions=regions))
    if question.level is not None:
        searches.append(replace(base, levels=(question.level,)))
    if limits.region is None:
        searches.append(base)
    else:
        searches.append(replace(base, levels=(Level.NATIONAL, Level.PROVINCIAL)))
    found: dict[tuple[str, int], Hit] = {}
    for filters in searches:
        for hit in shelf.search(question.query, k=count, filters=filters, as_of=limits.as_of):
            found.setdefault((hit.document.doc_id, hit.passage.ordinal), hit)
    ordered = sorted(found.values(), key=lambda hit: (-hit.score, hit.document.doc_id, hit.passage.ordinal))
    return [replace(hit, rank=rank) for rank, hit in enumerate(ordered, start=1)]
