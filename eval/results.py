"""What a run of a question set found, and the JSON that is saved of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from assistant import Verdict
from eval.metrics import Estimate, estimate, percentile
from eval.tasks import Task
from ingest import UsageError

Json = dict[str, Any]
# The system whose ranking metrics stand first in a result: what `wenzheng find` gives.
MAIN_SYSTEM = "fused"
BENCHMARK_CATEGORY = "benchmark"  # of questions that are in no category
SAVED_FORMAT = 1  # raise when a field of a saved run changes its meaning


@dataclass(frozen=True, slots=True)
class Found:
    """A hit or citation, as failures are shown."""

    document: str  # file name
    headings: tuple[str, ...]
    text: str  # shortened
    score: float | None = None


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """Everything measured on one question; ``None`` where it is not put to the test."""

    id: str
    question: str
    category: str
    half: str | None
    expect: Verdict | None  # None for benchmarks, which only rank, and for tasks that are no questions
    wanted: tuple[str, ...]  # gold places in words
    scores: dict[str, dict[str, float]]  # system → ranking metric → value; {} without gold
    checks: dict[str, float]  # answer metric → value
    verdict: Verdict | None = None
    understood: str | None = None
    answer: str = ""
    evidence: float | None = None  # score of the first hit, for the reliability plot
    find_ms: float | None = None
    ask_ms: float | None = None
    found: tuple[Found, ...] = ()  # first hits
    cited: tuple[Found, ...] = ()
    faults: tuple[str, ...] = ()  # what went wrong, in words
    error: str | None = None
    task: str = Task.ASK
    task_ms: float | None = None  # of a check, comparison or match


@dataclass(frozen=True, slots=True)
class EvalResult:
    """A run: estimates over all questions, and each question's own values."""

    set: str
    digest: str  # of the questions, hex
    systems: tuple[str, ...]  # columns of the ranking table
    metric_names: tuple[str, ...]  # its rows
    questions: tuple[QuestionResult, ...]
    environment: dict[str, str] = field(default_factory=dict)  # model, format, code
    problems: tuple[str, ...] = ()  # faults of the gold that were met, in words
    answers: dict[str, float] = field(default_factory=dict)  # of a benchmark with gold answers

    @property
    def main_system(self) -> str:
        """The system whose numbers are the result's own."""
        return next(iter(self.systems), MAIN_SYSTEM) if MAIN_SYSTEM not in self.systems else MAIN_SYSTEM

    def ranking(self, system: str) -> dict[str, Estimate]:
        """The ranking metrics of one system."""
        return _estimates(self.metric_names, (result.scores.get(system) for result in self.questions))

    def checks(self) -> dict[str, Estimate]:
        """The answer metrics."""
        names = dict.fromkeys(name for result in self.questions for name in result.checks)
        return _estimates(tuple(names), (result.checks for result in self.questions))

    def metrics(self) -> dict[str, Estimate]:
        """Ranking metrics of the main system, then answer metrics."""
        return {**self.ranking(self.main_system), **self.checks()}

    def grouped(self, key: Callable[[QuestionResult], str | None]) -> dict[str, EvalResult]:
        """The result split by a property of the questions, those without it left out."""
        names = dict.fromkeys(key(result) for result in self.questions)
        return {
            name: EvalResult(
                set=self.set,
                digest=self.digest,
                systems=self.systems,
                metric_names=self.metric_names,
                questions=tuple(result for result in self.questions if key(result) == name),
            )
            for name in names
            if name is not None
        }

    def categories(self) -> dict[str, EvalResult]:
        """The result split by category; a benchmark has none."""
        return self.grouped(lambda one: one.category if one.category != BENCHMARK_CATEGORY else None)

    def of_task(self, task: Task) -> EvalResult:
        """The part of the result that puts ``task`` to the test."""
        return replace(self, questions=tuple(one for one in self.questions if one.task == task))

    def latency(self) -> dict[str, float | None]:
        """Milliseconds per question: p50 and p95 of asking, and of finding alone; else of the tasks."""
        ask = [result.ask_ms for result in self.questions if result.ask_ms is not None]
        find = [result.find_ms for result in self.questions if result.find_ms is not None]
        main = ask or find or [one.task_ms for one in self.questions if one.task_ms is not None]
        return {
            "p50": percentile(main, 50),
            "p95": percentile(main, 95),
            "find_p50": percentile(find, 50),
            "find_p95": percentile(find, 95),
        }

    def confusion(self) -> dict[str, dict[str, int]]:
        """Questions by expected verdict and verdict given."""
        table: dict[str, dict[str, int]] = {}
        for result in self.questions:
            if result.expect is not None and result.verdict is not None:
                row = table.setdefault(str(result.expect), {str(verdict): 0 for verdict in Verdict})
                row[str(result.verdict)] += 1
        return table

    def failures(self) -> tuple[QuestionResult, ...]:
        """The questions on which something went wrong."""
        return tuple(result for result in self.questions if result.faults)


def _estimates(names: Sequence[str], rows: Iterable[Mapping[str, float] | None]) -> dict[str, Estimate]:
    given = [row for row in rows if row]
    estimates = {name: estimate(row[name] for row in given if name in row) for name in names}
    return {name: value for name, value in estimates.items() if value is not None}


def to_json(result: EvalResult) -> Json:
    """The contract of ``wenzheng eval --json``; complete enough to be compared later."""
    metrics = result.metrics()
    halves = result.grouped(lambda question: question.half)
    tasks = {task.value: result.of_task(task) for task in Task}
    return {
        "set": result.set,
        "questions": len(result.questions),
        "metrics": _means(metrics),
        "intervals": {name: [round(value.low, 4), round(value.high, 4)] for name, value in metrics.items()},
        "lanes": {system: _means(result.ranking(system)) for system in result.systems},
        "by_category": {name: _group(group) for name, group in result.categories().items()},
        "by_half": {name: _group(group) for name, group in halves.items()},
        "by_task": {name: _group(group) for name, group in tasks.items() if group.questions},
        "verdicts": result.confusion(),
        "latency_ms": {
            name: None if value is None else round(value, 1) for name, value in result.latency().items()
        },
        **({"answers": _rounded(result.answers)} if result.answers else {}),
        "digest": result.digest,
        "environment": result.environment,
        "problems": list(result.problems),
        "format": SAVED_FORMAT,
        "results": [_question_json(question) for question in result.questions],
    }


def _means(estimates: dict[str, Estimate]) -> Json:
    return {name: round(value.mean, 4) for name, value in estimates.items()}


def _rounded(values: dict[str, float]) -> Json:
    return {name: round(value, 4) for name, value in values.items()}


def _group(group: EvalResult) -> Json:
    return {"questions": len(group.questions), **_means(group.metrics())}


def _found_json(found: Found) -> Json:
    return {
        "document": found.document,
        "headings": list(found.headings),
        "text": found.text,
        "score": found.score,
    }


def _question_json(result: QuestionResult) -> Json:
    return {
        "id": result.id,
        "question": result.question,
        "category": result.category,
        "half": result.half,
        "expect": result.expect,
        "wanted": list(result.wanted),
        "scores": result.scores,
        "checks": result.checks,
        "verdict": result.verdict,
        "understood": result.understood,
        "answer": result.answer,
        "evidence": result.evidence,
        "find_ms": result.find_ms,
        "ask_ms": result.ask_ms,
        "task": result.task,
        "task_ms": result.task_ms,
        "found": [_found_json(found) for found in result.found],
        "cited": [_found_json(found) for found in result.cited],
        "faults": list(result.faults),
        "error": result.error,
    }


def from_json(saved: Json) -> EvalResult:
    """A run as it was saved by ``to_json``; ``UsageError`` if it is not one."""
    try:
        if saved["format"] != SAVED_FORMAT:
            raise UsageError(
                f"The saved run has format {saved['format']}, {SAVED_FORMAT} is read: run it again."
            )
        questions = tuple(_question_from(item) for item in saved["results"])
        systems = tuple(saved["lanes"])
        names = dict.fromkeys(
            name for question in questions for values in question.scores.values() for name in values
        )
        return EvalResult(
            set=saved["set"],
            digest=saved["digest"],
            systems=systems,
            metric_names=tuple(names),
            questions=questions,
            environment=saved["environment"],
            problems=tuple(saved["problems"]),
            answers=saved.get("answers", {}),
        )
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        reason = f"{type(error).__name__}: {error}"
        raise UsageError(f"This is not a run saved by `wenzheng eval --json` ({reason}).") from error


def _question_from(item: Json) -> QuestionResult:
    values = {
        **item,
        "expect": Verdict(item["expect"]) if item["expect"] else None,
        "verdict": Verdict(item["verdict"]) if item["verdict"] else None,
        "wanted": tuple(item["wanted"]),
        "faults": tuple(item["faults"]),
        "found": tuple(_found_from(found) for found in item["found"]),
        "cited": tuple(_found_from(found) for found in item["cited"]),
    }
    return QuestionResult(**values)


def _found_from(item: Json) -> Found:
    return Found(item["document"], tuple(item["headings"]), item["text"], item["score"])


def read_saved(path: Path) -> EvalResult:
    """A run saved as a JSON file."""
    try:
        saved = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"The saved run '{path}' cannot be read: {error.strerror}.") from error
    except ValueError as error:
        raise UsageError(f"The saved run '{path}' is not JSON: {error}.") from error
    if not isinstance(saved, dict):
        raise UsageError(f"The saved run '{path}' is not a JSON object.")
    return from_json(saved)
