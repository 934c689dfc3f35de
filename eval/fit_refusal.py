"""Fits the weights by which the assistant decides whether a shelf answers a question.

``python -m eval.fit_refusal SET DOCUMENTS [SET DOCUMENTS …] [--write]`` asks the questions of each set's dev
half of its own shelf, and its answerable questions of the other sets' shelves, where nothing answers them.
A logistic model with an L2 penalty is fitted by Newton's method; the table printed is of five-fold
cross-validation, so no question is judged by weights that saw it.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import asdict, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant import Features, Verdict, refusal_features
from eval.datasets import Case, load_set
from eval.shelves import folder_shelf
from index import Shelf

Numbers = NDArray[np.float64]

WEIGHTS_PATH = Path(__file__).resolve().parent.parent / "assistant" / "data" / "refusal.json"
NAMES = tuple(field.name for field in fields(Features))
FOLDS = 5
L2_PENALTY = 1.0  # on standardised features; from .3 to 3 the cross-validated error hardly moves
NEWTON_STEPS = 30
# A refused answerable question costs the user more than a shown quote beside the point, which is marked.
MAX_REFUSED_SHARE = 0.03
BINS = 5  # of the reliability table


def collect(sets: Sequence[tuple[str, Path]]) -> tuple[Numbers, Numbers]:
    """Features (n, f) and labels (n,): 1 for a question that its shelf answers, 0 for one that it cannot.

    ``partial`` questions are left out: whether their subject is there is not in doubt.
    """
    rows: list[list[float]] = []
    labels: list[float] = []
    with ExitStack() as stack:
        shelves = [stack.enter_context(folder_shelf(folder))[0] for _, folder in sets]
        for own, (name, _) in enumerate(sets):
            for case in load_set(name).cases:
                if case.half == "held" or case.expect is Verdict.PARTIAL:
                    continue
                answerable = case.expect is Verdict.ANSWERED
                for number, shelf in enumerate(shelves):
                    if number == own or (answerable and _is_local(case, shelves[own])):
                        _add(case, shelf, float(answerable and number == own), rows, labels)
    return np.array(rows), np.array(labels)


def _is_local(case: Case, shelf: Shelf) -> bool:
    """Whether a question stands alone and names a region of its own shelf: no other shelf answers it."""
    stems = {document.region[:-1] for document in shelf.documents() if document.region}
    return not case.after and any(stem in case.question for stem in stems)


def _add(case: Case, shelf: Shelf, label: float, rows: list[list[float]], labels: list[float]) -> None:
    found = refusal_features(shelf, case.question, after=case.after, region=case.region, as_of=case.as_of)
    if found is not None:
        rows.append([float(value) for value in asdict(found).values()])
        labels.append(label)


def fit(rows: Numbers, labels: Numbers) -> tuple[float, Numbers]:
    """Bias and weights (f,) of a logistic model; both classes weigh the same."""
    mean, scale = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    inputs = np.hstack([np.ones((len(rows), 1)), (rows - mean) / scale])
    share = labels.mean()
    balance = np.where(labels == 1, 0.5 / share, 0.5 / (1 - share))
    penalty = np.diag([0.0, *[L2_PENALTY] * rows.shape[1]])
    beta = np.zeros(inputs.shape[1])
    for _ in range(NEWTON_STEPS):
        likely = 1 / (1 + np.exp(-inputs @ beta))
        gradient = inputs.T @ (balance * (likely - labels)) + penalty @ beta
        curvature = inputs.T @ (inputs * (balance * likely * (1 - likely))[:, None]) + penalty
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


def threshold_for(likely: Numbers, labels: Numbers) -> float:
    """The highest probability that refuses at most ``MAX_REFUSED_SHARE`` of the answerable questions."""
    return float(np.quantile(likely[labels == 1], MAX_REFUSED_SHARE))


def report(likely: Numbers, labels: Numbers, threshold: float) -> str:
    """Refusals both ways at the threshold, and how often questions of each probability are answerable."""
    answerable, unanswerable = likely[labels == 1], likely[labels == 0]
    lines = [
        f"answerable {len(answerable)}, refused {np.mean(answerable < threshold):.3f}",
        f"unanswerable {len(unanswerable)}, refused {np.mean(unanswerable < threshold):.3f}",
        "probability  questions  answerable",
    ]
    for low in np.linspace(0, 1, BINS + 1)[:-1]:
        inside = (likely >= low) & (likely < low + 1 / BINS)
        share = labels[inside].mean() if inside.any() else float("nan")
        lines.append(f"{low:.1f}-{low + 1 / BINS:.1f}      {inside.sum():9d}  {share:10.2f}")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Fit, print the report and, with ``--write``, keep the weights."""
    parser = argparse.ArgumentParser(prog="python -m eval.fit_refusal", description=__doc__)
    parser.add_argument("sets", nargs="+", help="name of a set, then the folder of its documents")
    parser.add_argument("--write", action="store_true", help="keep the weights in assistant/data")
    given = parser.parse_args(arguments)
    if len(given.sets) % 2:
        parser.error("each set needs the folder of its documents")
    pairs = [(name, Path(folder)) for name, folder in zip(given.sets[::2], given.sets[1::2], strict=True)]
    rows, labels = collect(pairs)
    likely = cross_validate(rows, labels)
    threshold = threshold_for(likely, labels)
    bias, weights = fit(rows, labels)
    sys.stdout.write(report(likely, labels, threshold) + "\n")
    kept = {
        "comment": "Fitted by eval/fit_refusal.py; answered, or in part, from these probabilities.",
        "bias": round(bias, 4),
        "weights": {name: round(float(value), 4) for name, value in zip(NAMES, weights, strict=True)},
        "answer_from": round(threshold, 3),
        "partial_from": round(threshold / 2, 3),
    }
    text = json.dumps(kept, ensure_ascii=False, indent=2) + "\n"
    sys.stdout.write(text)
    if given.write:
        WEIGHTS_PATH.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
