"""A run as tables for the terminal: lanes side by side, categories, verdicts, failures."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from io import StringIO
from typing import TextIO

from rich.console import Console
from rich.table import Table
from rich.text import Text

from eval.metrics import Estimate
from eval.results import EvalResult, QuestionResult
from eval.tasks import Task

# Wide enough for four lanes with intervals; narrower terminals wrap.
WIDTH = 112
# Of the failures, unless all are asked for; the rest is counted.
SHOWN_FAILURES = 20
_ANSWER_CHARS = 160

# Columns of the table by category: heading, metric.
_CATEGORY_COLUMNS = (
    ("R@1", "R@1"),
    ("R@5", "R@5"),
    ("nDCG@10", "nDCG@10"),
    ("contains", "answer_containment"),
    ("figure", "headline_right"),
    ("cites gold", "cited_gold"),
    ("exact", "citation_exact"),
    ("refused ↓", "refused_answerable"),
    ("refused ↑", "refused_unanswerable"),
)
# The same of cases that are no questions.
_TASK_COLUMNS = {
    Task.CHECK: (("found", "findings_found"), ("nothing else", "no_false_finding")),
    Task.DIFF: (("found", "changes_found"), ("nothing else", "no_false_change")),
    Task.MATCH: (
        ("found", "measures_found"),
        ("verdict", "match_verdict"),
        ("amount", "match_amount"),
        ("deadline", "match_deadline"),
        ("condition", "match_condition"),
        ("nothing else", "no_false_measure"),
    ),
}
# What the answer metrics are called in the report.
CHECK_LABELS = {
    "answer_containment": "answer holds the gold words",
    "headline_right": "figure stated above the quotes is right",
    "cited_gold": "a citation lies in a gold section",
    "citation_exact": "quotes equal the document's text",
    "refused_unanswerable": "refused what the documents do not answer ↑",
    "refused_answerable": "refused what they do answer ↓",
    "verdict_accuracy": "verdict as expected",
    "mean_quote_chars": "characters quoted per answer",
    "containment": "quotes hold the gold answer",
    "findings_found": "check: findings that should be made were made",
    "no_false_finding": "check: nothing was found that should not be",
    "changes_found": "diff: changes that were made were found",
    "no_false_change": "diff: no change was found that was not made",
    "measures_found": "match: measures found, each once",
    "match_verdict": "match: verdict right",
    "match_amount": "match: amount right",
    "match_deadline": "match: deadline right",
    "match_condition": "match: condition right",
    "no_false_measure": "match: nothing offered that should not be",
}


def print_report(result: EvalResult, *, failures: int = SHOWN_FAILURES, stream: TextIO | None = None) -> None:
    """Write the report to ``stream``, by default standard output."""
    (stream or sys.stdout).write(report_text(result, failures=failures))


def report_text(result: EvalResult, *, failures: int = SHOWN_FAILURES) -> str:
    """The report; ``failures`` limits the questions that are listed as failed."""
    buffer = StringIO()
    console = Console(file=buffer, width=WIDTH, force_terminal=False, highlight=False, emoji=False)
    facts = "  ".join(f"{name} {value}" for name, value in result.environment.items())
    console.print(Text(f"{result.set}: {counted(result)}  {facts}"))
    for problem in result.problems:
        console.print(Text(f"! {problem}"))
    if result.systems:
        console.print(_ranking_table(result))
    if result.checks():
        console.print(_checks_table(result))
    for task in Task:
        part = result.of_task(task)
        columns = _CATEGORY_COLUMNS if task is Task.ASK else _TASK_COLUMNS[task]
        for heading, groups in (
            ("category", part.categories()),
            ("half", part.grouped(lambda question: question.half)),
        ):
            if groups:
                of_what = heading if task is Task.ASK else f"{heading}, {task}"
                console.print(_group_table(of_what, groups.items(), columns))
    if result.confusion():
        console.print(_verdict_table(result))
    console.print(Text(_latency_line(result)))
    _print_failures(console, result.failures(), failures)
    return buffer.getvalue()


def number(value: float | None) -> str:
    """A share as .873, a larger number with one decimal, nothing as –."""
    if value is None:
        return "–"
    if value > 1:
        return f"{value:.1f}"
    text = f"{value:.3f}"
    return text[1:] if text.startswith("0") else text


def interval(value: Estimate) -> str:
    """A mean with its interval: .873 [.821 .914]."""
    return f"{number(value.mean)} [{number(value.low)} {number(value.high)}]"


def _table(title: str, columns: Sequence[str]) -> Table:
    table = Table(title=Text(title), title_justify="left", box=None, pad_edge=False, padding=(0, 1))
    for place, column in enumerate(columns):
        table.add_column(Text(column), justify="right" if place else "left", no_wrap=place == 0)
    return table


def _ranking_table(result: EvalResult) -> Table:
    by_system = {system: result.ranking(system) for system in result.systems}
    counts = {value.questions for estimates in by_system.values() for value in estimates.values()}
    over = f" over {max(counts)} questions" if counts else ""
    table = _table(f"\nRanking{over}, mean and 95 % interval", ("", *result.systems))
    for metric in result.metric_names:
        cells = (estimates.get(metric) for estimates in by_system.values())
        table.add_row(metric, *(interval(cell) if cell else "–" for cell in cells))
    return table


def _checks_table(result: EvalResult) -> Table:
    table = _table("\nAnswers", ("", "mean", "95 % interval", "questions"))
    for name, value in result.checks().items():
        ends = f"{number(value.low)} {number(value.high)}"
        label = CHECK_LABELS.get(name, name)
        table.add_row(Text(label), number(value.mean), ends, str(value.questions))
    return table


def counted(result: EvalResult) -> str:
    """How many of what: 164 questions, 12 check cases."""
    counts = {task: len(result.of_task(task).questions) for task in Task}
    return ", ".join(
        f"{count} {'questions' if task is Task.ASK else f'{task} cases'}"
        for task, count in counts.items()
        if count
    )


def _group_table(
    heading: str, groups: Iterable[tuple[str, EvalResult]], columns: Sequence[tuple[str, str]]
) -> Table:
    table = _table(f"\nBy {heading}", ("", "number", *(column for column, _ in columns)))
    for name, group in groups:
        metrics = group.metrics()
        cells = (metrics.get(metric) for _, metric in columns)
        values = (number(cell.mean) if cell else "–" for cell in cells)
        table.add_row(Text(name), str(len(group.questions)), *values)
    return table


def _verdict_table(result: EvalResult) -> Table:
    confusion = result.confusion()
    verdicts = list(next(iter(confusion.values())))
    table = _table("\nVerdicts: expected in rows, given in columns", ("", *verdicts))
    for expected, row in confusion.items():
        table.add_row(expected, *(str(row[verdict]) for verdict in verdicts))
    return table


def _latency_line(result: EvalResult) -> str:
    latency = result.latency()
    parts = [
        f"{name.replace('_', ' ')} {value:.0f} ms" for name, value in latency.items() if value is not None
    ]
    return "\nLatency: " + (" · ".join(parts) or "not measured")


def _print_failures(console: Console, failures: Sequence[QuestionResult], shown: int) -> None:
    if not failures:
        console.print(Text("\nNo failures."))
        return
    console.print(Text(f"\n{len(failures)} with faults:"))
    for result in failures[:shown]:
        for line in failure_lines(result):
            console.print(Text(line), soft_wrap=True)
    if len(failures) > shown:
        console.print(Text(f"… and {len(failures) - shown} more; --failures N lists more, --json has all."))


def failure_lines(result: QuestionResult) -> list[str]:
    """What was asked, wanted and found instead."""
    lines = [f"× {result.id}  {result.question}"]
    if result.understood:
        lines.append(f"    understood: {result.understood}")
    lines += [f"    fault:  {fault}" for fault in result.faults]
    lines += [f"    wanted: {wanted}" for wanted in result.wanted]
    if result.answer:
        answer = " ".join(result.answer.split())
        lines.append(f"    answer: {answer[:_ANSWER_CHARS]}{'…' if len(answer) > _ANSWER_CHARS else ''}")
    for place, found in enumerate(result.found, start=1):
        where = " › ".join((found.document, *found.headings))
        score = "" if found.score is None else f" ({found.score:.3f})"
        label = f"hit {place}:  " if result.task == Task.ASK else "instead: "
        lines.append(f"    {label}{where}{score}: {found.text}")
    return lines
