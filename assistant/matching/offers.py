"""The measures of a shelf's documents, and which documents are looked at for a company."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.citations import cite
from assistant.matching.types import LeftOut
from assistant.types import Citation
from index import DocumentSummary, Shelf
from ingest import Document, Kind, Level, Measure, Status, Support, find_support

# Papers that repeat other documents' measures, or only propose them.
REPEATING = frozenset({Kind.INTERPRETATION, Kind.REPLY, Kind.DRAFT, Kind.REPORT})
# A guide announces a round of applications; its table repeats the policy's sums.
GUIDES = frozenset({Kind.GUIDE})
SUPPORTS_KEPT = 512  # documents whose measures are kept at hand; the largest takes about 50 kB


@dataclass(frozen=True, slots=True)
class Offer:
    """A measure with its document, and the measures that change its rate."""

    measure: Measure
    tiers: tuple[Measure, ...]
    document: Document
    summary: DocumentSummary
    support: Support

    def cite(self, start: int, end: int) -> Citation:
        """A citation of the document's words."""
        return cite(0, self.document, self.summary, (start, end), None)


_KEPT: OrderedDict[tuple[str, str], tuple[Document, Support]] = OrderedDict()


def offers_of(shelf: Shelf, summary: DocumentSummary) -> list[Offer]:
    """The measures of a document, each with its other rates."""
    document, support = support_of(shelf, summary.doc_id)
    tiers: dict[int, list[Measure]] = {}
    for measure in support.measures:
        if measure.tier_of is not None:
            tiers.setdefault(measure.tier_of, []).append(measure)
    return [
        Offer(measure, tuple(tiers.get(measure.ordinal, ())), document, summary, support)
        for measure in support.measures
        if measure.tier_of is None
    ]


def support_of(shelf: Shelf, doc_id: str) -> tuple[Document, Support]:
    """A document with its measures; kept, since reading them takes longer than judging them."""
    document = shelf.load_document(doc_id)
    key = (doc_id, document.sha256)
    found = _KEPT.pop(key, None)
    if found is None:
        found = document, find_support(document, shelf.facts(doc_id))
    _KEPT[key] = found
    while len(_KEPT) > SUPPORTS_KEPT:
        _KEPT.popitem(last=False)
    return found


def left_out_why(summary: DocumentSummary, family: Sequence[str]) -> str | None:
    """Why a document's measures are not for the company; None if they may be."""
    if summary.kind in REPEATING:
        return str(summary.kind)
    if summary.kind in GUIDES:
        return "guide"
    if summary.status is not Status.IN_FORCE:
        return str(summary.status)
    if summary.level is Level.NATIONAL:
        return None
    if summary.region is None:
        return None
    return None if summary.region in family else "other_region"


def applies(left: LeftOut, shelf: Shelf) -> bool:
    """Whether a document that was left out has measures at all, so that leaving it out is worth telling."""
    return bool(support_of(shelf, left.document.doc_id)[1].measures)
