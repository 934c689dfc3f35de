"""What HTTP answers, for the OpenAPI description; the values themselves are made by ``assistant``.

Fields are added, never renamed or removed, so every model lets others pass.
"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict

from assistant import Verdict
from desk.users import Role
from ingest import Kind, Level, Status


class _Reply(BaseModel):
    model_config = ConfigDict(extra="allow")


class ErrorReply(_Reply):
    """What went wrong, which value, what to do."""

    error: str


class HealthReply(_Reply):
    """The server is there."""

    status: str


class MeReply(_Reply):
    """Who is asking; ``auth`` tells whether people log in here, ``rewording`` whether a model may reword."""

    name: str
    role: Role
    auth: bool
    rewording: bool


class DocumentReply(_Reply):
    """A document as lists show it."""

    doc_id: str
    path: str
    title: str
    document_number: str | None
    issuer: str | None
    region: str | None
    level: Level | None
    issued: str | None
    published: str | None
    effective: str | None
    expires: str | None
    kind: Kind | None
    status: Status
    chars: int
    sections: int
    passages: int
    warnings: list[str]
    corrected: list[str]


class SectionReply(_Reply):
    """A section; ``start`` and ``end`` are offsets into the document's text."""

    ordinal: int
    parent: int | None
    depth: int
    label: str
    heading: str
    kind: str
    start: int
    end: int


class CorrectionReply(_Reply):
    """A field that a person corrected, or took back."""

    field: str
    value: Any
    as_read: Any
    restored: bool
    by: str
    at: str


class ShowReply(_Reply):
    """A document with its text; offsets in answers count in it."""

    doc_id: str
    path: str
    title: str
    document_number: str | None
    issuer: str | None
    region: str | None
    issued: str | None
    kind: Kind | None
    status: Status
    chars: int
    passages: int
    warnings: list[str]
    text: str
    sections: list[SectionReply]
    removed: list[str]
    corrected: list[str]
    corrections: list[CorrectionReply]


class CorrectReply(DocumentReply):
    """A document as it stands now, and all that was corrected in it, oldest first."""

    corrections: list[CorrectionReply]


class DocumentsReply(_Reply):
    """The documents on the shelf."""

    documents: list[DocumentReply]


class SkippedReply(_Reply):
    """A file that was not taken, and why."""

    path: str
    reason: str


class AddReply(_Reply):
    """What became of the files that were sent."""

    added: int
    updated: int
    unchanged: int
    skipped: list[SkippedReply]
    documents: list[DocumentReply]


class RefusedUploadReply(ErrorReply):
    """None of the files was taken."""

    skipped: list[SkippedReply] = []


class RemoveReply(_Reply):
    """The documents that were taken off."""

    removed: list[DocumentReply]


class HitReply(_Reply):
    """A passage."""

    rank: int
    score: float
    doc_id: str
    path: str
    title: str
    document_number: str | None
    headings: list[str]
    text: str
    start: int
    end: int
    page: int | None
    status: Status
    region: str | None
    issued: str | None


class FindReply(_Reply):
    """Passages, best first."""

    query: str
    hits: list[HitReply]
    took_ms: float


class CitationReply(_Reply):
    """A quote: ``quote`` is the document's text from ``start`` to ``end``."""

    number: int
    doc_id: str
    path: str
    title: str
    document_number: str | None
    headings: list[str]
    quote: str
    start: int
    end: int
    status: Status


class AskReply(_Reply):
    """An answer made of quotes, or a refusal with the nearest passages."""

    question: str
    verdict: Verdict
    text: str
    reworded: str | None
    citations: list[CitationReply]
    notes: list[str]
    hits: list[HitReply]
    took_ms: float


class EvidenceReply(_Reply):
    """A quote that shows a finding."""

    doc_id: str
    path: str
    headings: list[str]
    quote: str
    start: int
    end: int


class FindingReply(_Reply):
    """Something that does not agree."""

    kind: str
    severity: str
    summary: str
    citations: list[EvidenceReply]


class CheckReply(_Reply):
    """What does not agree on the shelf."""

    as_of: str
    findings: list[FindingReply]


class ChangeReply(_Reply):
    """A clause that differs; one side is null where it was added or removed."""

    kind: str
    a: dict[str, Any] | None
    b: dict[str, Any] | None
    figures: list[dict[str, Any]]


class DiffReply(_Reply):
    """What changed from one document to the other."""

    changes: list[ChangeReply]


class ConditionReply(_Reply):
    """A condition of a measure: met, not met or unknown."""

    text: str
    status: str
    citation: dict[str, Any] | None


class MeasureReply(_Reply):
    """A measure and whether the firm can get it."""

    title: str
    verdict: str
    conditions: list[ConditionReply]
    amount: dict[str, Any] | None
    deadline: str | None
    citation: dict[str, Any] | None


class MatchReply(_Reply):
    """The measures for a firm."""

    matches: list[MeasureReply]
