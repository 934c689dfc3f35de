"""The measures of a shelf's documents, and which documents are looked at for a company."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.citations import cite
from assistant.matching.types import LeftOut
from assistant.types import Citation
from index import DocumentSummary, Shelf
from ingest import Document, Kind, Level, Measure, Status, Support, Window, find_support, fold

# Papers that repeat other documents' measures, or only propose them.
REPEATING = frozenset({Kind.INTERPRETATION, Kind.REPLY, Kind.DRAFT, Kind.REPORT})
SUPPORTS_KEPT = 512  # documents whose measures are kept at hand; the largest takes about 50 kB


@dataclass(frozen=True, slots=True)
class Round:
    """A guide that takes applications under a policy."""

    document: Document
    summary: DocumentSummary
    windows: tuple[Window, ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """A measure with its document, and the measures that change its rate."""

    measure: Measure
    tiers: tuple[Measure, ...]
    document: Document
    summary: DocumentSummary
    support: Support
    rounds: tuple[Round, ...] = ()

    def cite(self, start: int, end: int) -> Citation:
        """A citation of the document's words."""
        return cite(0, self.document, self.summary, (start, end), None)


_KEPT: OrderedDict[tuple[str, str], tuple[Document, Support]] = OrderedDict()


def offers_of(shelf: Shelf, summary: DocumentSummary, rounds: Sequence[Round] = ()) -> list[Offer]:
    """The measures of a document, each with its other rates; ``rounds`` are the guides that apply it."""
    document, support = support_of(shelf, summary.doc_id)
    tiers: dict[int, list[Measure]] = {}
    for measure in support.measures:
        if measure.tier_of is not None:
            tiers.setdefault(measure.tier_of, []).append(measure)
    return [
        Offer(measure, tuple(tiers.get(measure.ordinal, ())), document, summary, support, tuple(rounds))
        for measure in support.measures
        if measure.tier_of is None
    ]


def rounds_of(shelf: Shelf, summaries: Sequence[DocumentSummary]) -> dict[str, list[Round]]:
    """The guides among the documents by the doc_id of the policy, also on the shelf, that each applies."""
    numbered = {fold(one.document_number): one.doc_id for one in summaries if one.document_number}
    found: dict[str, list[Round]] = {}
    for summary in summaries:
        if summary.kind is not Kind.GUIDE or summary.status is Status.NOT_YET:
            continue
        document, support = support_of(shelf, summary.doc_id)
        numbers = {fold(one.document_number) for one in document.metadata.references if one.document_number}
        for number in sorted(numbers):
            policy = numbered.get(number)
            if policy is not None and policy != summary.doc_id:
                found.setdefault(policy, []).append(Round(document, summary, support.windows))
    return found


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
    if summary.status not in (Status.IN_FORCE, Status.UNKNOWN):
        return str(summary.status)
    if summary.level is Level.NATIONAL:
        return None
    if summary.region is None:
        return None
    return None if summary.region in family else "other_region"


def applies(left: LeftOut, shelf: Shelf) -> bool:
    """Whether a document that was left out has measures at all, so that leaving it out is worth telling."""
    return bool(support_of(shelf, left.document.doc_id)[1].measures)
