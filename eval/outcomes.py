"""One question's result in numbers and in words: what was measured, what went wrong, what was found."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from assistant import Answer, Citation, Verdict
from eval.datasets import Case, Gold
from eval.judging import Judgement
from eval.results import Found, QuestionResult
from index import Hit

SHOWN_HITS = 3  # of a question's hits, in lists of failures
_EXCERPT_CHARS = 120


def outcome(
    case: Case,
    hits: Sequence[Hit],
    answer: Answer | None = None,
    judgement: Judgement | None = None,
    *,
    find_ms: float | None = None,
    ask_ms: float | None = None,
) -> QuestionResult:
    """The result of one question, without its ranking scores."""
    return QuestionResult(
        id=case.id,
        question=case.question,
        category=case.category,
        half=case.half,
        expect=case.expect,
        wanted=tuple(map(_wanted, case.gold)),
        scores={},
        checks=checks(case, judgement) if judgement else {},
        verdict=answer.verdict if answer else None,
        understood=answer.understood if answer else None,
        answer=answer.text if answer else "",
        evidence=hits[0].score if hits else None,
        find_ms=find_ms,
        ask_ms=ask_ms,
        found=tuple(found_of(hit) for hit in hits[:SHOWN_HITS]),
        cited=tuple(_cited(citation) for citation in answer.citations) if answer else (),
        faults=tuple(faults(case, judgement)) if judgement else (),
    )


def failed(case: Case, error: str, *, with_answers: bool) -> QuestionResult:
    """The result of a question whose run broke off: a miss in every respect."""
    checks: dict[str, float] = {}
    if with_answers:
        checks = {"verdict_accuracy": 0.0}
        if case.expect is Verdict.ANSWERED:
            checks |= {"refused_answerable": 1.0, "answer_containment": 0.0, "cited_gold": 0.0}
        else:
            checks["refused_unanswerable"] = 0.0
    return QuestionResult(
        id=case.id,
        question=case.question,
        category=case.category,
        half=case.half,
        expect=case.expect,
        wanted=tuple(map(_wanted, case.gold)),
        scores={},
        checks=checks,
        faults=(error,),
        error=error,
    )


def checks(case: Case, judgement: Judgement) -> dict[str, float]:
    """What is put to the test by this question, by metric; ``docs/evaluation.md`` says what each means."""
    values = {"verdict_accuracy": float(judgement.verdict_right)}
    if case.expect is Verdict.ANSWERED:
        values["refused_answerable"] = float(judgement.refused)
    else:
        values["refused_unanswerable"] = float(judgement.refused)
    if judgement.containment is not None:
        values["answer_containment"] = judgement.containment
    if judgement.cited_gold is not None:
        values["cited_gold"] = judgement.cited_gold
    if judgement.headline_right is not None:
        values["headline_right"] = judgement.headline_right
    if judgement.citations:
        values["citation_exact"] = judgement.exact_citations / judgement.citations
        values["mean_quote_chars"] = float(judgement.quote_chars)
    return values


def faults(case: Case, judgement: Judgement) -> list[str]:
    """What is wrong with an answer, in words."""
    found: list[str] = []
    if case.expect is Verdict.ANSWERED and judgement.refused:
        found.append(f"verdict {judgement.verdict}, an answer was expected")
    if case.expect is not Verdict.ANSWERED and not judgement.refused:
        found.append(f"answered, {case.expect} was expected")
    if judgement.missing:
        found.append(f"the answer lacks {'、'.join(judgement.missing)}")
    if judgement.cited_gold == 0 and not judgement.refused:
        found.append("no citation lies in a gold section and holds its words")
    if judgement.headline_right == 0:
        found.append(f"states {'; '.join(judgement.headlines)}")
    inexact = judgement.citations - judgement.exact_citations
    if inexact:
        found.append(f"{inexact} quotes differ from the document at their offsets")
    return found


def _wanted(gold: Gold) -> str:
    return " ".join(part for part in (gold.document, gold.section, "/".join(gold.must)) if part)


def found_of(hit: Hit) -> Found:
    """A hit as failures are shown."""
    return Found(_file_name(hit.document.path), hit.passage.headings, _excerpt(hit.text), round(hit.score, 4))


def _cited(citation: Citation) -> Found:
    return Found(_file_name(citation.document.path), citation.headings, _excerpt(citation.quote))


def _file_name(path: str) -> str:
    return Path(path).name


def _excerpt(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _EXCERPT_CHARS else f"{line[:_EXCERPT_CHARS]}…"
