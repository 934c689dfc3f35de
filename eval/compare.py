"""Two runs of the same questions: which metrics differ, how surely, and on which questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from eval.metrics import LOWER_IS_BETTER, PairedTest, compare
from eval.report import WIDTH, number
from eval.results import EvalResult, QuestionResult
from ingest import UsageError

# Differences rarer than this by chance are marked.
SIGNIFICANT = 0.05
# Metrics whose change on one question is worth showing.
_SHOWN_PER_QUESTION = (
    "RR@10",
    "answer_containment",
    "refused_answerable",
    "refused_unanswerable",
    "containment",
    "findings_found",
    "no_false_finding",
    "changes_found",
    "no_false_change",
    "measures_found",
    "match_verdict",
    "match_amount",
    "match_deadline",
    "match_condition",
    "no_false_measure",
)
SHOWN_CHANGES = 40


@dataclass(frozen=True, slots=True)
class MetricChange:
    """One metric over the questions that both runs measured."""

    metric: str
    first: float
    second: float
    questions: int
    test: PairedTest


@dataclass(frozen=True, slots=True)
class QuestionChange:
    """One question on which the runs differ."""

    id: str
    question: str
    changes: tuple[tuple[str, float, float], ...]  # metric, first, second
    first: QuestionResult
    second: QuestionResult


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed from the first run to the second."""

    set: str
    names: tuple[str, str]
    metrics: tuple[MetricChange, ...]
    questions: tuple[QuestionChange, ...]
    only_first: tuple[str, ...]  # ids
    only_second: tuple[str, ...]


def compare_runs(
    first: EvalResult,
    second: EvalResult,
    *,
    names: tuple[str, str] = ("A", "B"),
    systems: tuple[str, str] | None = None,
) -> Comparison:
    """Compare two runs question by question; ``systems`` picks the ranking of each, else its main one.

    ``UsageError`` if they share no question.
    """
    columns = systems or (first.main_system, second.main_system)
    before = {result.id: result for result in first.questions}
    after = {result.id: result for result in second.questions}
    shared = [name for name in before if name in after and before[name].question == after[name].question]
    if not shared:
        raise UsageError(
            f"The runs of '{first.set}' and '{second.set}' share no question: compare runs of one set."
        )
    pairs = [(_values(before[name], columns[0]), _values(after[name], columns[1])) for name in shared]
    metrics = dict.fromkeys(metric for values, others in pairs for metric in values if metric in others)
    return Comparison(
        set=first.set,
        names=names,
        metrics=tuple(_metric_change(metric, pairs) for metric in metrics),
        questions=tuple(
            change
            for name, (values, others) in zip(shared, pairs, strict=True)
            if (change := _question_change(before[name], after[name], values, others)) is not None
        ),
        only_first=tuple(name for name in before if name not in shared),
        only_second=tuple(name for name in after if name not in shared),
    )


def _values(result: QuestionResult, system: str) -> dict[str, float]:
    return {**result.scores.get(system, {}), **result.checks}


def _metric_change(metric: str, pairs: Sequence[tuple[dict[str, float], dict[str, float]]]) -> MetricChange:
    both = [
        (values[metric], others[metric]) for values, others in pairs if metric in values and metric in others
    ]
    first, second = [value for value, _ in both], [value for _, value in both]
    test = compare(first, second, lower_is_better=metric in LOWER_IS_BETTER)
    return MetricChange(metric, sum(first) / len(first), sum(second) / len(second), len(both), test)


def _question_change(
    first: QuestionResult, second: QuestionResult, values: dict[str, float], others: dict[str, float]
) -> QuestionChange | None:
    changes = tuple(
        (metric, values[metric], others[metric])
        for metric in _SHOWN_PER_QUESTION
        if metric in values and metric in others and values[metric] != others[metric]
    )
    if not changes and first.verdict == second.verdict:
        return None
    return QuestionChange(first.id, first.question, changes, first, second)


def comparison_text(comparison: Comparison, *, shown: int = SHOWN_CHANGES) -> str:
    """The comparison as a table and a list of changed questions."""
    buffer = StringIO()
    console = Console(file=buffer, width=WIDTH, force_terminal=False, highlight=False, emoji=False)
    console.print(Text(f"{comparison.set}: {comparison.names[0]} → {comparison.names[1]}"))
    table = Table(box=None, pad_edge=False, padding=(0, 2))
    for place, column in enumerate(("", *comparison.names, "change", "p", "better", "worse", "questions")):
        table.add_column(Text(column), justify="right" if place else "left")
    for change in comparison.metrics:
        mark = " *" if change.test.p_value < SIGNIFICANT else ""
        table.add_row(
            change.metric,
            number(change.first),
            number(change.second),
            f"{change.test.difference:+.3f}",
            f"{change.test.p_value:.3f}{mark}",
            str(change.test.better),
            str(change.test.worse),
            str(change.questions),
        )
    console.print(table)
    console.print(Text(f"* p < {SIGNIFICANT} in a paired randomisation test"))
    for label, ids in zip(comparison.names, (comparison.only_first, comparison.only_second), strict=True):
        if ids:
            console.print(Text(f"only in {label}: {len(ids)} questions, left out"))
    console.print(Text(f"\n{len(comparison.questions)} questions changed:"))
    for question in comparison.questions[:shown]:
        for line in change_lines(question):
            console.print(Text(line), soft_wrap=True)
    if len(comparison.questions) > shown:
        console.print(Text(f"… and {len(comparison.questions) - shown} more"))
    return buffer.getvalue()


def change_lines(change: QuestionChange) -> list[str]:
    """One changed question: its metrics, and verdict and first hit where they differ."""
    lines = [f"~ {change.id}  {change.question}"]
    lines += [f"    {metric}: {number(first)} → {number(second)}" for metric, first, second in change.changes]
    if change.first.verdict != change.second.verdict:
        lines.append(f"    verdict: {change.first.verdict} → {change.second.verdict}")
    hits = [_first_hit(result) for result in (change.first, change.second)]
    if hits[0] != hits[1]:
        lines.append(f"    first hit: {hits[0]} → {hits[1]}")
    return lines


def _first_hit(result: QuestionResult) -> str:
    if not result.found:
        return "none"
    return " › ".join((result.found[0].document, *result.found[0].headings))


def comparison_json(comparison: Comparison) -> dict[str, Any]:
    """The comparison as ``wenzheng eval --compare --json`` prints it."""
    return {
        "set": comparison.set,
        "runs": list(comparison.names),
        "metrics": {
            change.metric: {
                "first": round(change.first, 4),
                "second": round(change.second, 4),
                "difference": round(change.test.difference, 4),
                "p_value": round(change.test.p_value, 4),
                "better": change.test.better,
                "worse": change.test.worse,
                "questions": change.questions,
            }
            for change in comparison.metrics
        },
        "changed": [
            {
                "id": change.id,
                "question": change.question,
                "metrics": {metric: [first, second] for metric, first, second in change.changes},
                "verdicts": [change.first.verdict, change.second.verdict],
            }
            for change in comparison.questions
        ],
        "only_first": list(comparison.only_first),
        "only_second": list(comparison.only_second),
    }
