"""Who leads a task: the departments in brackets after it, or on the line of departments that closes it."""

from __future__ import annotations

import re

from assistant.asking import Asked
from assistant.bearing import MIN_PLACE
from assistant.citations import check_evidence, cite, quote_line
from assistant.evidence import Sentence
from assistant.inquiry import Inquiry, Seen
from assistant.quotations import Lookup
from assistant.refusal import load_model
from assistant.types import Citation, Verdict
from index import Hit
from ingest import Document

MAX_SENTENCES = 12  # of the best that are tried as the task
MIN_TASK_HELD = 0.8  # of the subject's weight, by the sentence that names the task itself
MAX_SPAN_CHARS = 240  # of the task quoted together with its departments
MAX_REACH_CHARS = 600  # from a task to the departments that close its paragraph
_DUTY = re.compile(
    r"[（(][^（）()\n]{2,80}(?:负责|牵头)[^（）()\n]{0,40}[）)]|(?:牵头|责任)(?:单位|部门)[：:][^\n。]{2,80}"
)


def answer_of_duty(inquiry: Inquiry, seen: Seen) -> Lookup | None:
    """The departments that close the paragraph of the task asked about; None where search answers."""
    if inquiry.question.asked is not Asked.DEPARTMENT or _answered(seen):
        return None
    for sentence in seen.sentences[:MAX_SENTENCES]:
        if sentence.place < MIN_PLACE or _held(seen, sentence) < MIN_TASK_HELD:
            continue
        document = inquiry.shelf.load_document(sentence.hit.document.doc_id)
        duty = _duty_after(document, sentence)
        if duty is not None:
            return _told(document, sentence.hit, (sentence.start, sentence.end), duty)
    return None


def _answered(seen: Seen) -> bool:
    return seen.selection.complete and load_model().answer.accepts(seen.features)


def _held(seen: Seen, sentence: Sentence) -> float:
    """The share of the subject's weight that a sentence itself holds."""
    weights = seen.measure.weights
    terms = [term for term in seen.measure.question.terms if term.text in weights.core]
    held = (t for t in terms if t.found_in(sentence.form) or t.spread_in(sentence.form))
    return sum(map(weights.of, held)) / (sum(map(weights.of, terms)) or 1.0)


def _duty_after(document: Document, sentence: Sentence) -> tuple[int, int] | None:
    """The first departments named after a sentence in its paragraph, or on a line of their own below it."""
    text = document.text
    end = text.find("\n", sentence.end)
    end = len(text) if end < 0 else end
    found = _DUTY.search(text, sentence.start, min(end, sentence.end + MAX_REACH_CHARS))
    if found is None:
        found = _DUTY.match(text, end + 1)
    return found.span() if found is not None else None


def _told(document: Document, hit: Hit, task: tuple[int, int], duty: tuple[int, int]) -> Lookup | None:
    near = duty[1] - task[0] <= MAX_SPAN_CHARS
    spans = [(task[0], max(task[1], duty[1]))] if near else [task, duty]
    citations: list[Citation] = [
        cite(number, document, hit.document, span, hit) for number, span in enumerate(spans, start=1)
    ]
    text = "\n\n".join(map(quote_line, citations))
    if check_evidence(text, citations):
        return None
    return Lookup(Verdict.ANSWERED, text, tuple(citations))
