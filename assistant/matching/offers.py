"""The measures of a shelf's documents, and which documents are looked at for a company."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.citations import cite
from assistant.matching.supports import Supports
from assistant.matching.types import LeftOut
from assistant.types import Citation
from index import DocumentSummary, Shelf
from ingest import Document, Kind, Level, Measure, Status, Support, Window, fold

# Papers that repeat other documents' measures, or only propose them.
REPEATING = frozenset({Kind.INTERPRETATION, Kind.REPLY, Kind.DRAFT, Kind.REPORT})
OTHER_REGION = "other_region"


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


def offers_of(supports: Supports, summary: DocumentSummary, rounds: Sequence[Round] = ()) -> list[Offer]:
    """The measures of a document, each with its other rates; ``rounds`` are the guides that apply it."""
    read = supports.of(summary.doc_id)
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


def rounds_of(
    shelf: Shelf, supports: Supports, summaries: Sequence[DocumentSummary]
) -> dict[str, list[Round]]:
    """The guides among the documents by the doc_id of the policy, also on the shelf, that each applies."""
    numbered = {fold(one.document_number): one.doc_id for one in summaries if one.document_number}
    found: dict[str, list[Round]] = {}
    for summary in summaries:
        if summary.kind is not Kind.GUIDE or summary.status is Status.NOT_YET:
            continue
        document = shelf.load_document(summary.doc_id)
        windows = supports.windows(document)
        numbers = {fold(one.document_number) for one in document.metadata.references if one.document_number}
        for number in sorted(numbers):
            policy = numbered.get(number)
            if policy is not None and policy != summary.doc_id:
                found.setdefault(policy, []).append(Round(document, summary, windows))
    return found


def left_out_why(summary: DocumentSummary, family: Sequence[str]) -> str | None:
    """Why a document's measures are not for the company; None if they may be."""
    if summary.level is not Level.NATIONAL and summary.region is not None and summary.region not in family:
        return OTHER_REGION
    if summary.kind in REPEATING:
        return str(summary.kind)
    return None if summary.status in (Status.IN_FORCE, Status.UNKNOWN) else str(summary.status)


def has_measures(left: LeftOut, supports: Supports) -> bool:
    """Whether a document that was left out has measures, so that leaving it out is worth telling."""
    found = supports.of(left.document.doc_id)
    return found is not None and bool(found[1].measures)
