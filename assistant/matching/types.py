"""What a match of a company against the shelf's measures is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from assistant.types import Citation
from index import DocumentSummary
from ingest import Condition


class ConditionStatus(StrEnum):
    """How a condition stands for a company."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"


class MatchVerdict(StrEnum):
    """Whether a company may get a measure."""

    ELIGIBLE = "eligible"
    UNKNOWN = "unknown"
    NOT_ELIGIBLE = "not_eligible"


@dataclass(frozen=True, slots=True)
class Judged:
    """A condition with how it stands and why."""

    condition: Condition
    status: ConditionStatus
    why_zh: str
    why_en: str
    missing: str | None  # profile field that would settle it; 'answers' where only its words can be answered
    citation: Citation


@dataclass(frozen=True, slots=True)
class Worth:
    """What a measure comes to for a company."""

    text: str  # the document's words
    value_yuan: Decimal | None  # None where it cannot be worked out
    at_most_yuan: Decimal | None  # the cap, or the sum, whatever the company's figures
    working: str  # 6000000 × 8% = 480000, ≤ 1000000
    per: str | None  # 每项, 每人每月: the value is for one
    missing: str | None  # profile field that would give the value
    base: str  # what a share is of, as written; the words by which 'answers' gives it
    citation: Citation


@dataclass(frozen=True, slots=True)
class Deadline:
    """Until when one may apply."""

    day: date | None  # the next last day; None where the last known one has passed
    passed: date | None  # the last day that has passed, of a window that was once or of this year's
    citation: Citation


@dataclass(frozen=True, slots=True)
class Match:
    """One measure and how a company stands to it."""

    title: str
    recipient: str | None  # as written; None if the words name nobody
    verdict: MatchVerdict
    conditions: tuple[Judged, ...]
    worth: Worth | None
    deadline: Deadline | None
    citation: Citation
    document: DocumentSummary
    matter: str  # measures of one region with the same matter are not paid twice
    rules: tuple[Citation, ...]  # the document's words on stacking and repaying
    notes_zh: tuple[str, ...] = ()
    notes_en: tuple[str, ...] = ()

    @property
    def sort_value(self) -> Decimal:
        """By which matches of one verdict are ordered, the highest first."""
        if self.worth is None:
            return Decimal(-1)
        return (
            self.worth.value_yuan
            if self.worth.value_yuan is not None
            else self.worth.at_most_yuan or Decimal(-1)
        )


@dataclass(frozen=True, slots=True)
class Missing:
    """A field that the profile lacks, and how many measures wait for it."""

    name: str
    question_zh: str
    question_en: str
    type: str
    measures: int  # matches of unknown verdict that it would bring nearer
    words: str = ""  # of a condition that only its own words name (field 'answers')


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A document whose measures were not looked at, and why."""

    document: DocumentSummary
    why: str  # the document's status or kind; 'guide' for one whose policy is on the shelf


@dataclass(frozen=True, slots=True)
class MatchReport:
    """Every measure of the company's region and above, best first."""

    region: str
    as_of: date
    name: str | None
    matches: tuple[Match, ...]
    missing: tuple[Missing, ...]
    left_out: tuple[LeftOut, ...]  # of the company's region and above
    other_regions: int  # documents of other regions, which were not looked at
    total_yuan: Decimal  # of eligible matches with a value, each matter of a region once, the highest
    took_ms: float

    def count(self, verdict: MatchVerdict) -> int:
        """How many matches of a verdict."""
        return sum(match.verdict is verdict for match in self.matches)
