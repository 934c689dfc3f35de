"""Put a set of questions to a shelf and measure what comes back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from time import perf_counter
from typing import TypeVar

from assistant import Answer, Verdict, ask, find_passages
from eval.datasets import Case, GoldSet, find_documents, load_set, only_half
from eval.judging import Judgement, Place, find_place, holds_any, judge, ranking
from eval.metrics import GOLD_METRICS, ranking_scores
from eval.outcomes import failed, outcome
from eval.results import MAIN_SYSTEM, EvalResult, QuestionResult
from eval.shelves import BUILTIN, Progress, folder_shelf
from eval.task_runs import Bench, make_bench, run_task
from eval.tasks import Task
from index import Filters, Hit, Lane, Shelf
from ingest import Document, UsageError, WenzhengError

T = TypeVar("T")

# Columns of the ranking table: which lanes a search may use.
LANES: dict[str, tuple[Lane, ...]] = {
    "lexical": (Lane.LEXICAL,),
    "dense": (Lane.DENSE,),
    MAIN_SYSTEM: (Lane.DENSE, Lane.LEXICAL),
}
ASK = "ask"  # the column of the hits that come with an answer: filters and follow-ups included
DEPTH = 10  # hits per question: all that the metrics look at
# A gold place that is not among so many hits is listed as a failure: a reader looks no further.
SEEN_HITS = 5
_PHASE = "questions"
_TASK_PHASE = "cases"
_DOCUMENTS_HELD = 64  # of those that gold and citations are checked against


@dataclass(slots=True)
class _Run:
    """What is needed for one question."""

    shelf: Shelf
    lanes: tuple[str, ...]
    as_of: date | None
    with_answers: bool
    load: Callable[[str], Document]
    places: dict[str, list[Place]]  # by question id
    problems: list[str] = field(default_factory=list)


def run_set(
    name_or_path: str | Path,
    *,
    documents_dir: Path | None = None,
    shelf: Shelf | None = None,
    lanes: Sequence[str] = tuple(LANES),
    model: str | None = None,
    as_of: date | None = None,
    half: str | None = None,
    with_answers: bool = True,
    progress: Progress | None = None,
) -> EvalResult:
    """Run a named set or a user's own file on ``shelf``, or on one built from ``documents_dir``.

    1. read and lint the questions  2. open the shelf, built if need be  3. find the gold places in it
    4. search and ask each question  5. measure the rankings together  6. run checks, comparisons, matches.

    ``lanes`` are columns of the ranking table; ``with_answers=False`` measures the ranking alone;
    ``as_of`` is the day of questions that name none; ``half`` restricts the run to 'dev' or 'held'.
    Without a shelf and a folder, a named set's documents are taken from where they usually lie.
    """
    check_lanes(lanes)
    gold_set = only_half(load_set(name_or_path), half)
    documents = find_documents(gold_set.name, documents_dir)
    with ExitStack() as stack:
        problems: list[str] = []
        if shelf is None and _needs_shelf(gold_set):
            if documents is None:
                raise UsageError(
                    f"The documents that {gold_set.path.name} asks about are not known: give --documents DIR."
                )
            shelf, skipped = stack.enter_context(folder_shelf(documents, model=model, progress=progress))
            problems += [f"{item.path} was not read: {item.reason}" for item in skipped]
        questions: tuple[QuestionResult, ...] = ()
        systems: tuple[str, ...] = ()
        if shelf is not None and gold_set.cases:
            load = lru_cache(maxsize=_DOCUMENTS_HELD)(shelf.load_document)
            run = _Run(shelf, tuple(lanes), as_of, with_answers, load, {}, problems)
            _find_places(run, gold_set)
            systems = run.lanes + ((ASK,) if run.with_answers else ())
            questions = _measure(run, gold_set, systems, progress)
        environment: dict[str, str] = {}
        if shelf is not None:
            environment = {"model": model or BUILTIN, "documents": str(len(shelf.documents()))}
        return EvalResult(
            set=gold_set.name,
            digest=gold_set.digest,
            systems=systems,
            metric_names=GOLD_METRICS if questions else (),
            questions=(*questions, *_run_tasks(gold_set, make_bench(documents, shelf), as_of, progress)),
            environment=environment,
            problems=tuple(problems),
        )


def _needs_shelf(gold_set: GoldSet) -> bool:
    return bool(gold_set.cases) or any(case.task is Task.MATCH for case in gold_set.tasks)


def _run_tasks(
    gold_set: GoldSet, bench: Bench, as_of: date | None, progress: Progress | None
) -> Iterator[QuestionResult]:
    for number, case in enumerate(gold_set.tasks, start=1):
        yield run_task(case if case.as_of else replace(case, as_of=as_of), bench)
        if progress is not None:
            progress(_TASK_PHASE, number, len(gold_set.tasks))


def check_lanes(lanes: Sequence[str]) -> None:
    """``UsageError`` if one of ``lanes`` is not known, or there is none."""
    unknown = [lane for lane in lanes if lane not in LANES]
    if unknown or not lanes:
        raise UsageError(f"There is no lane {', '.join(unknown) or 'given'}: choose from {', '.join(LANES)}.")


def _find_places(run: _Run, gold_set: GoldSet) -> None:
    """Find the gold places; what is not there is a problem, and its question counts as a miss."""
    by_name = {Path(summary.path).name: summary.doc_id for summary in run.shelf.documents()}
    for case in gold_set.cases:
        places = run.places[case.id] = []
        for number, gold in enumerate(case.gold):
            where = f"line {case.line}, gold[{number}]"
            doc_id = by_name.get(gold.document)
            place = find_place(gold, run.load(doc_id), f"gold {number}") if doc_id else None
            if doc_id is None:
                run.problems.append(
                    f"{where}.document: no document {gold.document} is on the shelf; check the name"
                )
            elif place is None:
                run.problems.append(
                    f"{where}.section: {gold.document} has no section {gold.section}; "
                    "`wenzheng show` prints its labels"
                )
            elif not any(holds_any(_text(run, place, span), place.must) for span in place.spans):
                run.problems.append(
                    f"{where}.must: {gold.document} {gold.section} holds none of {'、'.join(gold.must)}; "
                    "copy the words from the section"
                )
            if place is not None:
                places.append(place)
    if gold_set.cases and run.problems and not any(run.places.values()):
        raise UsageError(f"No gold document of {gold_set.path.name} is on the shelf: {run.problems[0]}")


def _text(run: _Run, place: Place, span: tuple[int, int]) -> str:
    return run.load(place.doc_id).text[slice(*span)]


def _measure(
    run: _Run, gold_set: GoldSet, systems: tuple[str, ...], progress: Progress | None
) -> tuple[QuestionResult, ...]:
    run.shelf.search(gold_set.cases[0].question, k=1)  # the model is loaded outside of what is timed
    asked: list[tuple[QuestionResult, dict[str, list[str]]]] = []
    for number, case in enumerate(gold_set.cases, start=1):
        asked.append(_put(run, case))
        if progress is not None:
            progress(_PHASE, number, len(gold_set.cases))
    # Rankings are measured on questions that the documents answer. A gold entry that is not on the shelf
    # stays in the judgements, as something that was not found.
    qrels = {
        case.id: {f"gold {number}": 1 for number in range(len(case.gold))}
        for case in gold_set.cases
        if case.expect is Verdict.ANSWERED
    }
    scores = {
        system: ranking_scores(qrels, {result.id: items.get(system, []) for result, items in asked})
        for system in systems
    }
    return tuple(
        _scored(result, {system: scores[system][result.id] for system in systems if result.id in qrels})
        for result, _ in asked
    )


def _scored(result: QuestionResult, scores: dict[str, dict[str, float]]) -> QuestionResult:
    main = scores.get(MAIN_SYSTEM) or next(iter(scores.values()), None)
    faults = result.faults
    if main is not None and main[f"Success@{SEEN_HITS}"] == 0:
        faults = (*faults, f"no gold place among the first {SEEN_HITS} hits")
    return replace(result, scores=scores, faults=faults)


def _put(run: _Run, case: Case) -> tuple[QuestionResult, dict[str, list[str]]]:
    """One question's result, still without ranking scores, and its rankings by system."""
    try:
        return _answered(run, case)
    except WenzhengError as error:
        failure = f"failed: {error}"
    except Exception as error:  # a crash is a miss of its question, not the end of the run
        failure = f"crashed: {type(error).__name__}: {error}"
    return failed(case, failure, with_answers=run.with_answers), {}


def _answered(run: _Run, case: Case) -> tuple[QuestionResult, dict[str, list[str]]]:
    places = run.places[case.id]
    answer: Answer | None = None
    judgement: Judgement | None = None
    ask_ms = None
    if run.with_answers:
        started = perf_counter()
        answer = ask(
            run.shelf,
            case.question,
            after=case.after,
            region=case.region,
            as_of=case.as_of or run.as_of,
            k=DEPTH,
        )
        ask_ms = (perf_counter() - started) * 1000
        judgement = judge(case, answer, places, run.load)
    hits, find_ms = _search_lanes(run, case, (answer.understood if answer else None) or case.question)
    if answer is not None:
        hits[ASK] = list(answer.hits)
    items = {system: ranking(found, places) for system, found in hits.items()}
    result = outcome(case, _main(hits), answer, judgement, find_ms=find_ms, ask_ms=ask_ms)
    return result, items


def _search_lanes(run: _Run, case: Case, query: str) -> tuple[dict[str, list[Hit]], float]:
    """The hits of each lane, and the milliseconds of the main one."""
    filters = Filters(regions=(case.region,) if case.region else ())
    hits: dict[str, list[Hit]] = {}
    took_ms: dict[str, float] = {}
    day = case.as_of or run.as_of
    for lane in run.lanes:
        if lane == MAIN_SYSTEM:  # as people get it, abbreviations and English spelled out
            hits[lane], took_ms[lane] = find_passages(run.shelf, query, k=DEPTH, filters=filters, as_of=day)
            continue
        started = perf_counter()
        hits[lane] = run.shelf.search(query, k=DEPTH, filters=filters, as_of=day, lanes=LANES[lane])
        took_ms[lane] = (perf_counter() - started) * 1000
    return hits, _main(took_ms)


def _main(by_system: Mapping[str, T]) -> T:
    return by_system[MAIN_SYSTEM] if MAIN_SYSTEM in by_system else next(iter(by_system.values()))
