"""What an answer is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from index import DocumentSummary, Hit


class Verdict(StrEnum):
    """Whether the shelf answers the question."""

    ANSWERED = "answered"
    PARTIAL = "partial"  # the topic is there, the asked fact, city or year is not
    NOT_FOUND = "not_found"


class Language(StrEnum):
    """Language of the words around the quotes."""

    CHINESE = "zh"
    ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Citation:
    """A span of a document; the quote is read from the document, so it cannot be invented."""

    number: int  # [1], [2] … in the answer's text
    document: DocumentSummary
    headings: tuple[str, ...]
    start: int
    end: int
    quote: str  # document.text[start:end]
    passage_start: int  # of the passage it stands in, for showing what surrounds it
    passage_end: int
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said in reply to one question."""

    question: str  # as asked
    understood: str | None  # the question as completed from the dialogue; None if it stood alone
    verdict: Verdict
    text: str  # quotes and their framing, with [n] marks
    citations: tuple[Citation, ...]
    notes: tuple[str, ...]  # status, level, disagreement, what is missing
    hits: tuple[Hit, ...]  # the nearest passages, whatever the verdict
    language: Language
    took_ms: float
    as_of: date | None = None  # the day whose rules were asked for; None is today
    reworded: str | None = None  # by a language model, each sentence borne out by the quotes it cites
