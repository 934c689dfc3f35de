"""Fits the weights by which the assistant decides whether a shelf answers a question.

``python -m eval.fit_refusal SET DOCUMENTS [SET DOCUMENTS …] [--write]`` asks the questions of each set's dev
half of its own shelf, and its answerable questions of the other folders' shelves, where nothing answers them;
``--beir DIR`` adds questions of a benchmark. Two logistic models with an L2 penalty are fitted by Newton's
method, whether the topic is there and whether the answer is: between them lies ``partial``. The tables
printed are of five-fold cross-validation, so no question is judged by weights that saw it.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant import Features, Verdict, refusal_features
from eval.beir import load_benchmark
from eval.datasets import Case, load_set
from eval.shelves import benchmark_shelf, folder_shelf
from index import Shelf

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]

WEIGHTS_PATH = Path(__file__).resolve().parent.parent / "assistant" / "data" / "refusal.json"
# Without a complete selection nothing is given out as an answer, so that nothing is left to be weighed.
DECIDED = "complete"
NAMES = tuple(field.name for field in fields(Features) if field.name != DECIDED)
FOLDS = 5
L2_PENALTY = 1.0  # on standardised features; from .3 to 3 the cross-validated error hardly moves
NEWTON_STEPS = 30
# A refused answerable question costs the user more than a shown quote beside the point, which is marked.
REFUSAL_COST = 1.5  # a refused answerable question, against 1 for an answered unanswerable one
MAX_TURNED_AWAY = 0.02  # of the questions whose topic is there
BENCHMARK_STEP = 8  # every so many questions of a benchmark are asked: more would outweigh the sets
BINS = 5  # of the reliability table


@dataclass
class Collected:
    """Features and classes of the questions put to the shelves, in the order of asking."""

    rows: list[list[float]]
    classes: list[str]
    at_home: list[bool]  # whether put to the shelf that it was written for
    open: list[bool]  # whether there is something to give out, so that the weights decide

    def add(self, shelf: Shelf, case: Case, expected: Verdict, *, at_home: bool) -> None:
        """Ask ``case`` of ``shelf``; ``expected`` is the right verdict. Look-ups have no features."""
        found = refusal_features(shelf, case.question, after=case.after, region=case.region, as_of=case.as_of)
        if found is not None:
            values = asdict(found)
            self.rows.append([float(values[name]) for name in NAMES])
            self.open.append(bool(values[DECIDED]))
            self.classes.append(str(expected))
            self.at_home.append(at_home)


def collect(sets: Sequence[tuple[str, Path]], benchmark: Path | None) -> Collected:
    """Features and the right verdict of each question.

    A question about a region of its own shelf, and one of the benchmark, is put to the other shelves too,
    where nothing answers it.
    """
    found = Collected([], [], [], [])
    with ExitStack() as stack:
        folders = dict.fromkeys(folder.resolve() for _, folder in sets)
        shelves = {folder: stack.enter_context(folder_shelf(folder))[0] for folder in folders}
        for name, folder in sets:
            own = shelves[folder.resolve()]
            for case in load_set(name).cases:
                if case.half == "held":
                    continue
                found.add(own, case, case.expect, at_home=True)
                if case.expect is Verdict.ANSWERED and _is_local(case, own):
                    for shelf in shelves.values():
                        if shelf is not own:
                            found.add(shelf, case, Verdict.NOT_FOUND, at_home=False)
        if benchmark is not None:
            asked = load_benchmark(benchmark)
            answering = stack.enter_context(benchmark_shelf(asked))[0]
            for line, question in enumerate(list(asked.queries.values())[::BENCHMARK_STEP]):
                case = Case(line, str(line), question, Verdict.ANSWERED)
                found.add(answering, case, Verdict.ANSWERED, at_home=True)
                other = list(shelves.values())[line % len(shelves)]
                found.add(other, case, Verdict.NOT_FOUND, at_home=False)
    return found


def _is_local(case: Case, shelf: Shelf) -> bool:
    """Whether a question stands alone and names a region of its own shelf: no other shelf answers it."""
    stems = {document.region[:-1] for document in shelf.documents() if document.region}
    return not case.after and any(stem in case.question for stem in stems)


def fit(rows: Numbers, labels: Numbers) -> tuple[float, Numbers]:
    """Bias and weights (f,) of a logistic model."""
    mean, scale = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    inputs = np.hstack([np.ones((len(rows), 1)), (rows - mean) / scale])
    penalty = np.diag([0.0, *[L2_PENALTY] * rows.shape[1]])
    beta = np.zeros(inputs.shape[1])
    for _ in range(NEWTON_STEPS):
        likely = 1 / (1 + np.exp(-inputs @ beta))
        gradient = inputs.T @ (likely - labels) + penalty @ beta
        curvature = inputs.T @ (inputs * (likely * (1 - likely))[:, None]) + penalty
        beta -= np.linalg.solve(curvature, gradient)
    weights = beta[1:] / scale
    return float(beta[0] - weights @ mean), weights


def cross_validate(rows: Numbers, labels: Numbers) -> Numbers:
    """Probability (n,) of each question by weights fitted without its fold."""
    fold = np.random.default_rng(0).permutation(len(labels)) % FOLDS
    likely = np.zeros(len(labels))
    for held in range(FOLDS):
        bias, weights = fit(rows[fold != held], labels[fold != held])
        likely[fold == held] = 1 / (1 + np.exp(-(bias + rows[fold == held] @ weights)))
    return likely


def threshold_for(likely: Numbers, labels: Numbers, most_refused: float) -> float:
    """The highest probability that turns away at most this share of the questions labelled 1."""
    return float(np.quantile(likely[labels == 1], most_refused))


def cheapest_threshold(likely: Numbers, labels: Numbers) -> float:
    """The middle of the probabilities from which answering costs least, by the shares of both mistakes."""
    limits = np.unique(np.concatenate([[0.0], likely, [1.0]]))
    middles = (limits[:-1] + limits[1:]) / 2
    refused = (likely[labels == 1][None, :] < middles[:, None]).mean(axis=1)
    answered = (likely[labels == 0][None, :] >= middles[:, None]).mean(axis=1)
    cost = REFUSAL_COST * refused + answered
    cheapest = np.flatnonzero(np.isclose(cost, cost.min()))
    return float(limits[cheapest[0]] + limits[cheapest[-1] + 1]) / 2


def reliability(likely: Numbers, labels: Numbers) -> str:
    """How often questions of each probability are what the model says, and its Brier score."""
    lines = ["probability  questions  mean said  share true"]
    for low in np.linspace(0, 1, BINS + 1)[:-1]:
        inside = (likely >= low) & ((likely < low + 1 / BINS) | (low + 1 / BINS >= 1))
        said = likely[inside].mean() if inside.any() else float("nan")
        share = labels[inside].mean() if inside.any() else float("nan")
        lines.append(f"{low:.1f}-{low + 1 / BINS:.1f}      {inside.sum():9d}  {said:9.2f}  {share:10.2f}")
    return "\n".join([*lines, f"Brier score {np.mean((likely - labels) ** 2):.3f}"])


def verdict_table(topic: Flags, answer: Flags, classes: Sequence[str]) -> str:
    """Right verdicts down, given ones across."""
    names = [str(verdict) for verdict in Verdict]
    given = np.where(answer, "answered", np.where(topic, "partial", "not_found"))
    counts = Counter(zip(classes, given.tolist(), strict=True))
    lines = [f"{'right / given':<14}" + "".join(f"{name:>11}" for name in names)]
    for right in names:
        lines.append(f"{right:<14}" + "".join(f"{counts[right, name]:>11}" for name in names))
    return "\n".join(lines)


def fit_part(
    rows: Numbers, labels: Numbers, threshold: Callable[[Numbers], float]
) -> tuple[dict[str, object], Numbers]:
    """One logistic model as it is kept, and its cross-validated probabilities."""
    likely = cross_validate(rows, labels)
    bias, weights = fit(rows, labels)
    kept = {
        "bias": round(bias, 4),
        "weights": {name: round(float(value), 4) for name, value in zip(NAMES, weights, strict=True)},
        "threshold": round(threshold(likely), 3),
    }
    return kept, likely


def main(arguments: Sequence[str] | None = None) -> int:
    """Fit, print the report and, with ``--write``, keep the weights."""
    parser = argparse.ArgumentParser(prog="python -m eval.fit_refusal", description=__doc__)
    parser.add_argument("sets", nargs="+", help="name of a set, then the folder of its documents")
    parser.add_argument("--beir", type=Path, help="folder of a benchmark whose questions are asked too")
    parser.add_argument("--write", action="store_true", help="keep the weights in assistant/data")
    given = parser.parse_args(arguments)
    if len(given.sets) % 2:
        parser.error("each set needs the folder of its documents")
    pairs = [(name, Path(folder)) for name, folder in zip(given.sets[::2], given.sets[1::2], strict=True)]
    found = collect(pairs, given.beir)
    rows, classes, home = np.array(found.rows), found.classes, np.array(found.at_home)
    undecided = np.array(found.open)
    there = np.array([name != Verdict.NOT_FOUND for name in classes], dtype=float)
    answered = np.array([name == Verdict.ANSWERED for name in classes], dtype=float)
    topic, likely_topic = fit_part(rows, there, lambda likely: threshold_for(likely, there, MAX_TURNED_AWAY))
    # Another shelf's question is turned away easily: the threshold is set by those of the shelf's own field.
    likely_answer = np.zeros(len(rows))

    def threshold(likely: Numbers) -> float:
        likely_answer[undecided] = likely
        return cheapest_threshold(likely_answer[home], answered[home])

    answer, likely = fit_part(rows[undecided], answered[undecided], threshold)
    accepted = likely_answer >= float(str(answer["threshold"]))
    on_topic = likely_topic >= float(str(topic["threshold"]))
    sys.stdout.write(f"Is the topic there?\n{reliability(likely_topic, there)}\n\n")
    sys.stdout.write(f"Is the answer there?\n{reliability(likely, answered[undecided])}\n\n")
    sys.stdout.write(verdict_table(on_topic, accepted, classes) + "\n")
    comment = "Fitted by eval/fit_refusal.py; a question is on topic, or answered, from the thresholds."
    text = json.dumps({"comment": comment, "topic": topic, "answer": answer}, ensure_ascii=False, indent=2)
    sys.stdout.write(text + "\n")
    if given.write:
        WEIGHTS_PATH.write_text(text + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
