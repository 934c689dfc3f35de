"""What goes into a search of the shelf and what comes out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from index.fusion import SCORING, Scoring
from ingest import Kind, Level, Passage, Quality, Skipped, Status


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """A document as lists and hits show it; status is that on the day that was asked for."""

    doc_id: str
    path: str
    title: str
    document_number: str | None
    issuer: str | None  # joint issuers joined by '、'
    region: str | None  # official name
    level: Level | None
    province: str | None
    city: str | None
    issued: date | None
    published: date | None
    effective: date | None
    expires: date | None
    kind: Kind | None
    status: Status
    chars: int
    sections: int
    passages: int
    warnings: tuple[str, ...] = ()
    quality: Quality | None = None  # of the reading
    corrected: tuple[str, ...] = ()  # fields that a person corrected

    @property
    def dated(self) -> date | None:
        """The day that orders editions: issued, else effective, else published."""
        return self.issued or self.effective or self.published


@dataclass(frozen=True, slots=True)
class Filters:
    """Exact restrictions, applied inside the search; an empty tuple restricts nothing."""

    regions: tuple[str, ...] = ()  # official or short names; a city also keeps what lies in it
    levels: tuple[Level, ...] = ()
    kinds: tuple[Kind, ...] = ()
    statuses: tuple[Status, ...] = ()
    documents: tuple[str, ...] = ()  # doc_ids
    issued_from: date | None = None
    issued_to: date | None = None


@dataclass(frozen=True, slots=True)
class Hints:
    """What is known of a question beside its text."""

    other_words: str = ""  # the same in other words, for the lexical lane alone
    unlikely: Callable[[DocumentSummary], bool] | None = None  # documents that are about something else
    likely: Callable[[DocumentSummary], bool] | None = (
        None  # documents that need not repeat ``granted_words``
    )
    granted_words: str = ""
    scoring: Scoring = SCORING


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that a search found; higher scores are better, ties break on (doc_id, ordinal)."""

    rank: int  # from 1
    score: float
    dense: float | None  # cosine; None if that lane was off
    lexical: float | None  # share of the question's term weight that the passage holds; None likewise
    passage: Passage
    text: str  # document.text[passage.start:passage.end]
    document: DocumentSummary
    before: str = ""  # what stands before it in its paragraph, '' where it begins one


@dataclass(frozen=True, slots=True)
class AddReport:
    """What an add did; every file given is counted in exactly one of the four."""

    added: int
    updated: int
    unchanged: int
    skipped: tuple[Skipped, ...]
    documents: tuple[DocumentSummary, ...]  # added and updated ones
    removed: tuple[DocumentSummary, ...] = ()  # their files have gone from a folder that was given
    outdated: int = 0  # documents on the whole shelf that were read by another version of the program
