"""The measures of a shelf's documents, and which documents are looked at for a company."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.citations import cite
from assistant.matching.types import LeftOut
from assistant.types import Citation
from index import DocumentSummary, Shelf
from ingest import Document, Kind, Level, Measure, Status, Support, Window, find_support, fold, gives

# Papers that repeat other documents' measures, or only propose them.
REPEATING = frozenset({Kind.INTERPRETATION, Kind.REPLY, Kind.DRAFT, Kind.REPORT})
OTHER_REGION = "other_region"
SUPPORTS_KEPT = 4096  # documents kept at hand; one with measures takes some 50 kB, and few have any


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


_KEPT: OrderedDict[tuple[str, int, str], tuple[Document, Support] | None] = OrderedDict()


def offers_of(shelf: Shelf, summary: DocumentSummary, rounds: Sequence[Round] = ()) -> list[Offer]:
    """The measures of a document, each with its other rates; ``rounds`` are the guides that apply it."""
    read = support_of(shelf, summary.doc_id)
    if read is None:
        return []
    document, support = read
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
        document = shelf.load_document(summary.doc_id)
        windows = find_support(document, ()).windows
        numbers = {fold(one.document_number) for one in document.metadata.references if one.document_number}
        for number in sorted(numbers):
            policy = numbered.get(number)
            if policy is not None and policy != summary.doc_id:
                found.setdefault(policy, []).append(Round(document, summary, windows))
    return found


def support_of(shelf: Shelf, doc_id: str) -> tuple[Document, Support] | None:
    """A document with its measures; None if none of its facts gives anything.

    Kept until the shelf changes, since reading measures takes longer than judging them.
    """
    key = (str(shelf.directory), shelf.generation, doc_id)
    if key in _KEPT:
        _KEPT.move_to_end(key)
        return _KEPT[key]
    facts = shelf.facts(doc_id)
    found = None
    if any(gives(fact) for fact in facts):
        document = shelf.load_document(doc_id)
        found = document, find_support(document, facts)
    _KEPT[key] = found
    while len(_KEPT) > SUPPORTS_KEPT:
        _KEPT.popitem(last=False)
    return found


def left_out_why(summary: DocumentSummary, family: Sequence[str]) -> str | None:
    """Why a document's measures are not for the company; None if they may be."""
    if summary.level is not Level.NATIONAL and summary.region is not None and summary.region not in family:
        return OTHER_REGION
    if summary.kind in REPEATING:
        return str(summary.kind)
    return None if summary.status in (Status.IN_FORCE, Status.UNKNOWN) else str(summary.status)


def has_measures(left: LeftOut, shelf: Shelf) -> bool:
    """Whether a document that was left out has measures, so that leaving it out is worth telling."""
    found = support_of(shelf, left.document.doc_id)
    return found is not None and bool(found[1].measures)
