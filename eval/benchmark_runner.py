"""Run a public benchmark: rank documents by their best passage, hold quotes against gold answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from time import perf_counter

from assistant import ask, find_passages
from eval.beir import Benchmark, document_ranking, load_benchmark
from eval.judging import comparable
from eval.metrics import GOLD_METRICS, ranking_scores
from eval.outcomes import SHOWN_HITS, found_of
from eval.results import BENCHMARK_CATEGORY, MAIN_SYSTEM, EvalResult, QuestionResult
from eval.runner import DEPTH, LANES, check_lanes
from eval.shelves import BUILTIN, Progress, benchmark_shelf
from index import SCORING, Hit, Scoring, Shelf
from ingest import WenzhengError

# Passages asked for at first; doubled while they come from fewer documents than the metrics look at.
_FIRST_PASSAGES = 40
_MOST_PASSAGES = 640
_PHASE = "questions"


def run_beir(
    folder: Path | str,
    *,
    lanes: Sequence[str] = (MAIN_SYSTEM,),
    model: str | None = None,
    with_answers: bool = True,
    progress: Progress | None = None,
) -> EvalResult:
    """Run the benchmark in ``folder``; its shelf is built once per content and model.

    1. read questions and judgements  2. open the shelf, built if need be  3. rank documents for each
    question  4. where gold answers are given, ask those questions too  5. measure.
    """
    check_lanes(lanes)
    benchmark = load_benchmark(Path(folder))
    with ExitStack() as stack:
        shelf, skipped = stack.enter_context(benchmark_shelf(benchmark, model=model, progress=progress))
        shelf.search(next(iter(benchmark.queries.values())), k=1)  # loads the model, outside of what is timed
        results, rankings = _rank_all(shelf, benchmark, lanes, with_answers, progress)
        scores = {lane: ranking_scores(benchmark.qrels, rankings[lane]) for lane in lanes}
        problems = [f"corpus entry {item.path} was left out: {item.reason}" for item in skipped]
        if benchmark.unjudged:
            problems.append(f"{benchmark.unjudged} questions have no judgement and were left out")
        return EvalResult(
            set=benchmark.name,
            digest=benchmark.corpus_digest,
            systems=tuple(lanes),
            metric_names=GOLD_METRICS,
            questions=tuple(_scored(result, scores) for result in results),
            environment={"model": model or BUILTIN, "documents": str(len(shelf.documents()))},
            problems=tuple(problems),
            answers=_answer_metrics(results),
        )


def _rank_all(
    shelf: Shelf,
    benchmark: Benchmark,
    lanes: Sequence[str],
    with_answers: bool,
    progress: Progress | None,
) -> tuple[list[QuestionResult], dict[str, dict[str, list[str]]]]:
    rankings: dict[str, dict[str, list[str]]] = {lane: {} for lane in lanes}
    main = MAIN_SYSTEM if MAIN_SYSTEM in lanes else lanes[0]
    results: list[QuestionResult] = []
    for number, (question_id, question) in enumerate(benchmark.queries.items(), start=1):
        hits: list[Hit] = []
        find_ms = 0.0
        for lane in lanes:
            started = perf_counter()
            found = ranked_passages(shelf, question, lane)
            if lane == main:
                hits, find_ms = found, (perf_counter() - started) * 1000
            rankings[lane][question_id] = document_ranking(found)
        accepted = benchmark.answers.get(question_id, ()) if with_answers else ()
        wanted = tuple(name for name, value in benchmark.qrels[question_id].items() if value)
        result = _result(question_id, question, wanted, hits, find_ms)
        results.append(_with_answer(result, shelf, accepted) if accepted else result)
        if progress is not None:
            progress(_PHASE, number, len(benchmark.queries))
    return results, rankings


def ranked_passages(shelf: Shelf, question: str, lane: str, scoring: Scoring = SCORING) -> list[Hit]:
    """Passages from at least ``DEPTH`` documents, or as many as there are."""
    count = _FIRST_PASSAGES
    while True:
        if lane == MAIN_SYSTEM:  # as people get it
            hits, _ = find_passages(shelf, question, k=count, scoring=scoring)
        else:
            hits = shelf.search(question, k=count, lanes=LANES[lane])
        enough = len({hit.passage.doc_id for hit in hits}) >= DEPTH
        if enough or len(hits) < count or count >= _MOST_PASSAGES:
            return hits
        count *= 2


def _result(
    question_id: str,
    question: str,
    wanted: tuple[str, ...],
    hits: Sequence[Hit],
    find_ms: float,
) -> QuestionResult:
    return QuestionResult(
        id=question_id,
        question=question,
        category=BENCHMARK_CATEGORY,
        half=None,
        expect=None,
        wanted=wanted,
        scores={},
        checks={},
        evidence=hits[0].score if hits else None,
        find_ms=find_ms,
        found=tuple(found_of(hit) for hit in hits[:SHOWN_HITS]),
    )


def _with_answer(result: QuestionResult, shelf: Shelf, accepted: Sequence[str]) -> QuestionResult:
    """The result with the answer's quotes held against the accepted answers; a failure holds none."""
    error = None
    quotes: list[str] = []
    text = ""
    started = perf_counter()
    try:
        answer = ask(shelf, result.question, k=DEPTH)
        quotes, text = [citation.quote for citation in answer.citations], answer.text
    except WenzhengError as failure:
        error = str(failure)
    checks = {
        "containment": float(contains_answer(quotes, accepted)),
        "mean_quote_chars": float(sum(map(len, quotes))),
    }
    ask_ms = (perf_counter() - started) * 1000
    return replace(result, checks=checks, answer=text, ask_ms=ask_ms, error=error)


def contains_answer(quotes: Sequence[str], accepted: Sequence[str]) -> bool:
    """Whether the quotes, in order, hold one of the accepted answers; widths and numerals do not matter."""
    quoted = comparable("\n".join(quotes))
    return any(comparable(answer) in quoted for answer in accepted)


def _scored(result: QuestionResult, scores: Mapping[str, Mapping[str, dict[str, float]]]) -> QuestionResult:
    own = {lane: values[result.id] for lane, values in scores.items()}
    main = own[MAIN_SYSTEM] if MAIN_SYSTEM in own else next(iter(own.values()))
    faults = [] if main["Success@1"] else ["first document is not relevant"]
    if result.checks.get("containment") == 0:
        faults.append("the quotes do not hold the gold answer")
    if result.error:
        faults.append(result.error)
    return replace(result, scores=own, faults=tuple(faults))


def _answer_metrics(results: Sequence[QuestionResult]) -> dict[str, float]:
    checked = [result.checks for result in results if result.checks]
    if not checked:
        return {}
    return {name: sum(checks[name] for checks in checked) / len(checked) for name in checked[0]}
