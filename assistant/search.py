"""Finding passages for a person's words."""

from __future__ import annotations

from datetime import date
from time import perf_counter

from index import Filters, Hit, Shelf
from ingest import UsageError

# Longer than any question; a pasted page should be added as a document instead.
MAX_QUESTION_CHARS = 4000


def check_question(text: str) -> str:
    """``text`` without surrounding space; UsageError if it is empty or longer than MAX_QUESTION_CHARS."""
    question = text.strip()
    if not question:
        raise UsageError("the question is empty: type a few words. 问题是空的,请输入文字")
    if len(question) > MAX_QUESTION_CHARS:
        raise UsageError(
            f"the question has {len(question)} characters, more than {MAX_QUESTION_CHARS}: "
            "shorten it, or add a long text as a document. 问题过长,请缩短"
        )
    return question


def find_passages(
    shelf: Shelf, text: str, *, k: int = 10, filters: Filters | None = None, as_of: date | None = None
) -> tuple[list[Hit], float]:
    """The ``k`` best passages for ``text`` and the milliseconds it took; UsageError for an unusable text."""
    query = check_question(text)
    started = perf_counter()
    hits = shelf.search(query, k=k, filters=filters or Filters(), as_of=as_of)
    return hits, (perf_counter() - started) * 1000
