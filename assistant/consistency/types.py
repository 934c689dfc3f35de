"""What a check of consistency finds, and how it is shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from index import DocumentSummary
from ingest import Bound

CheckProgress = Callable[[str, int, int], None]  # (phase, done, total)


class FindingKind(StrEnum):
    """What is wrong, the gravest first: also the order of a report."""

    CONFLICT = "conflict"  # two documents in force give the same thing different values
    INTERNAL = "internal"  # one document does
    ARITHMETIC = "arithmetic"  # figures that cannot all be right
    CITES_REPEALED = "cites_repealed"  # rests on a document that no longer holds
    REPEALED = "repealed"
    EXPIRED = "expired"  # out of its validity, or its last day for applications has passed
    DUPLICATE = "duplicate"  # the same text twice, or two editions of it
    INFO = "info"  # allowed differences worth knowing, such as a stricter rule of a lower level


class Severity(StrEnum):
    """How much it matters."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A stretch of a document that shows the finding; ``marks`` are the figures in it that matter."""

    doc_id: str
    start: int
    end: int
    marks: tuple[tuple[int, int], ...] = ()  # spans into the document's text


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding; its sentence is made from the rule's template once its quotes are at hand."""

    kind: FindingKind
    severity: Severity
    rule: str  # its name in data/consistency_rules.toml
    subject: str  # what it is about, as a document says it: findings are grouped by it
    evidence: tuple[Evidence, ...]
    slots: tuple[tuple[str, str], ...] = ()  # what the rule worked out, for its sentence


@dataclass(frozen=True, slots=True)
class Quoted:
    """A citation of a finding: the quote is the document's text from ``start`` to ``end``."""

    document: DocumentSummary
    headings: tuple[str, ...]
    start: int
    end: int
    quote: str
    marks: tuple[tuple[int, int], ...]  # spans into the quote


@dataclass(frozen=True, slots=True)
class Reported:
    """A finding with its quotes."""

    finding: Finding
    summary_zh: str
    summary_en: str
    scope: str  # region it holds for; '' if unknown
    citations: tuple[Quoted, ...]


@dataclass(frozen=True, slots=True)
class ConsistencyReport:
    """What a check found, the gravest first, findings on one subject side by side."""

    as_of: date
    documents: int
    findings: tuple[Reported, ...]
    took_ms: float

    def of_kind(self, kind: FindingKind) -> tuple[Reported, ...]:
        """The findings of one kind, in order."""
        return tuple(one for one in self.findings if one.finding.kind is kind)


@dataclass(frozen=True, slots=True)
class Value:
    """A figure in comparable form."""

    low: Decimal  # in the unit's base
    high: Decimal | None  # of a range
    unit: str
    bound: Bound
    places: int = 0  # digits after the point, as written: 73.9% has 1


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement of a document in comparable form: two with one ``key`` speak of the same thing."""

    key: str
    subject: str  # as written
    value: Value
    start: int  # of the sentence
    end: int
    figure: tuple[int, int]  # span of the figure
    section: int
    year: str = ""  # the period it holds for; '' if none is named
    shared: bool = True  # may be compared with other documents
    per: str = ""  # what the figure is counted by; '' fits any


@dataclass(frozen=True, slots=True)
class Reading:
    """What one document says, as far as the check needs it; it does not depend on other documents."""

    claims: tuple[Claim, ...]
    findings: tuple[Finding, ...]  # those that need no other document and no date
    digest: str  # of the words alone: equal for equal texts
    shingles: tuple[int, ...]  # hashes of its sentences, ordered
