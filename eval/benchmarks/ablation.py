"""What each part of the ranking brings: one row a switch, one column a set, all in one run.

    python -m eval.benchmarks.ablation --beir DIR --beir DIR …

The samples are always measured, the policies where their files are found. Public sets rank documents by
their best passage, gold sets rank places; questions that follow up on others are left out, since they are
asked of ``ask``. The first row is the sum of cosine and BM25 share that the others are held against.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter

import numpy as np

from assistant import Verdict, find_passages
from eval.beir import document_ranking, load_benchmark
from eval.benchmark_runner import ranked_passages
from eval.datasets import Case, find_documents, load_set
from eval.judging import Place, find_place, ranking
from eval.metrics import ranking_scores
from eval.results import MAIN_SYSTEM
from eval.runner import DEPTH
from eval.shelves import benchmark_shelf, folder_shelf
from index import PLAIN_SUM, SCORING, Scoring, Shelf

METRICS = ("nDCG@10", "R@1", "R@5")
GOLD_SETS = ("samples", "policies")
ONLY_WORDS = 1000.0  # a lexical weight beside which cosines only break ties
ROWS: dict[str, Scoring] = {
    "cosine + .4 BM25": PLAIN_SUM,
    "all": SCORING,
    "- common part": replace(SCORING, common_share=0),
    "- other words": replace(SCORING, other_words_weight=0),
    "- other places": replace(SCORING, unlikely_penalty=0),
    "- names of places": replace(SCORING, granted_saturation=0),
    "- length": replace(SCORING, length_penalty=0),
    "- crowding": replace(SCORING, crowding=0),
    "- closer look": replace(SCORING, sentence_weight=0),
    "meaning alone": replace(SCORING, lexical_weight=0),
    "words alone": replace(SCORING, lexical_weight=ONLY_WORDS),
}
NAME_CHARS = 18
Results = dict[str, dict[str, dict[str, float]]]  # by set, row and metric


@dataclass(frozen=True, slots=True)
class Questions:
    """A set on its shelf: what is asked, what is right, and how what is found becomes a ranking."""

    name: str
    texts: dict[str, str]
    qrels: dict[str, dict[str, int]]
    rank: Callable[[str, str, Scoring], list[str]]  # (question id, text, scoring)


@contextmanager
def public_questions(folder: Path) -> Iterator[Questions]:
    """The questions of a set in the BEIR layout."""
    benchmark = load_benchmark(folder)
    with benchmark_shelf(benchmark) as (shelf, _):

        def rank(_: str, text: str, scoring: Scoring) -> list[str]:
            return document_ranking(ranked_passages(shelf, text, MAIN_SYSTEM, scoring))

        yield Questions(benchmark.name, benchmark.queries, benchmark.qrels, rank)


@contextmanager
def gold_questions(name: str, documents: Path) -> Iterator[Questions]:
    """The questions of a gold set that its documents answer and that stand alone."""
    cases = [case for case in load_set(name).cases if case.expect is Verdict.ANSWERED and not case.after]
    with folder_shelf(documents) as (shelf, _):
        places = {case.id: _places(shelf, case) for case in cases}

        def rank(question_id: str, text: str, scoring: Scoring) -> list[str]:
            hits, _ = find_passages(shelf, text, k=DEPTH, scoring=scoring)
            return ranking(hits, places[question_id])

        qrels = {case.id: {f"gold {number}": 1 for number in range(len(case.gold))} for case in cases}
        yield Questions(name, {case.id: case.question for case in cases}, qrels, rank)


def _places(shelf: Shelf, case: Case) -> list[Place]:
    by_name = {Path(summary.path).name: summary.doc_id for summary in shelf.documents()}
    found = (
        find_place(gold, shelf.load_document(by_name[gold.document]), f"gold {number}")
        for number, gold in enumerate(case.gold)
        if gold.document in by_name
    )
    return [place for place in found if place is not None]


def measure(questions: Questions, scoring: Scoring) -> dict[str, float]:
    """The means of ``METRICS`` over the questions, and the median time of one in milliseconds."""
    rankings: dict[str, list[str]] = {}
    times: list[float] = []
    for question_id, text in questions.texts.items():
        started = perf_counter()
        rankings[question_id] = questions.rank(question_id, text, scoring)
        times.append((perf_counter() - started) * 1000)
    scores = ranking_scores(questions.qrels, rankings, METRICS)
    means = {name: float(np.mean([score[name] for score in scores.values()])) for name in METRICS}
    return means | {"p50_ms": float(np.median(times))}


def table(results: Results) -> str:
    """``results`` by set and row, as lines: nDCG@10, R@1 and R@5 of each set, and the mean over sets."""
    head = [
        f"{'nDCG@10  R@1  R@5':{NAME_CHARS}}",
        *(f"{name[:NAME_CHARS]:>{NAME_CHARS}}" for name in results),
    ]
    lines = [" ".join([*head, f"{'mean of sets':>{NAME_CHARS}}"])]
    for row in ROWS:
        of_sets = [[means[row][metric] for metric in METRICS] for means in results.values()]
        cells = [*of_sets, np.mean(of_sets, axis=0).tolist()]
        shown = ("  ".join(f"{value:.3f}".removeprefix("0") for value in cell) for cell in cells)
        lines.append(" ".join([f"{row:{NAME_CHARS}}", *(f"{cell:>{NAME_CHARS}}" for cell in shown)]))
    return "\n".join(lines)


def run(sets: Iterable[AbstractContextManager[Questions]]) -> Results:
    """Each row of each set."""
    results: Results = {}
    for opened in sets:
        with opened as questions:
            results[questions.name] = {row: measure(questions, scoring) for row, scoring in ROWS.items()}
            sys.stderr.write(f"{questions.name}: {len(questions.texts)} questions\n")
    return results


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the table, or with --json everything measured."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--beir", action="append", default=[], type=Path, help="a public set; may be repeated"
    )
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    places = {name: find_documents(name, None) for name in GOLD_SETS}
    gold = [gold_questions(name, folder) for name, folder in places.items() if folder is not None]
    results = run([*gold, *(public_questions(folder) for folder in options.beir)])
    sys.stdout.write((json.dumps(results) if options.json else table(results)) + "\n")


if __name__ == "__main__":
    main()
