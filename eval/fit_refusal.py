"""Fits the weights by which the assistant decides whether a shelf answers a question.

``python -m eval.fit_refusal SET DOCUMENTS [SET DOCUMENTS …] [--left-out] [--beir DIR …] [--write]`` asks the
questions of each set of its own shelf, and those that name a region of the other folders' shelves, where
nothing answers them. ``--left-out`` asks the dev halves again without the documents, then without the
sentences, that answer them, and the questions of benchmarks (``--beir``) of each half of their collections.
Two logistic models with an L2 penalty are fitted by Newton's method, whether the topic is there and whether
the answer is: between them lies ``partial``. The tables printed are of five-fold cross-validation by
document, so no question is judged by weights that saw its document; held halves are fitted to by none.
"""

from __future__ import annotations

import argparse
import json
import sys
import zlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant import Verdict
from eval.refusal_cases import CUT, HOME, NAMES, REFUSED, Collected, collect

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]

WEIGHTS_PATH = Path(__file__).resolve().parent.parent / "assistant" / "data" / "refusal.json"
FOLDS = 5
L2_PENALTY = 3.0  # on standardised features; from 1 to 5 the cross-validated error hardly moves
NEWTON_STEPS = 40
# A refused answerable question costs the user more than a shown quote beside the point, which is marked.
REFUSAL_COST = 1.5  # a refused answerable question, against 1 for an answered unanswerable one
MAX_TURNED_AWAY = 0.02  # of the questions whose topic is there
BINS = 5  # of the reliability table
# Of the operating curve: what is refused rightly where so much is refused wrongly.
SHARES_REFUSED = (0.03, 0.05, 0.08)


@dataclass(frozen=True, slots=True)
class Cases:
    """What a model is fitted to: features ``rows`` (n, f), what is so, what each counts, and its fold."""

    rows: Numbers
    labels: Numbers
    weights: Numbers  # 0: judged, not fitted to
    folds: NDArray[np.int64]


def fit(rows: Numbers, labels: Numbers, weights: Numbers) -> tuple[float, Numbers]:
    """Bias and weights (f,) of a logistic model."""
    mean, scale = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    inputs = np.hstack([np.ones((len(rows), 1)), (rows - mean) / scale])
    penalty = np.diag([0.0, *[L2_PENALTY] * rows.shape[1]])
    beta = np.zeros(inputs.shape[1])
    for _ in range(NEWTON_STEPS):
        likely = 1 / (1 + np.exp(-inputs @ beta))
        gradient = inputs.T @ (weights * (likely - labels)) + penalty @ beta
        curvature = inputs.T @ (inputs * (weights * likely * (1 - likely))[:, None]) + penalty
        beta -= np.linalg.solve(curvature, gradient)
    slopes = beta[1:] / scale
    return float(beta[0] - slopes @ mean), slopes


def cross_validate(cases: Cases) -> Numbers:
    """Probability (n,) of each question by weights fitted without its fold."""
    likely = np.zeros(len(cases.labels))
    for fold in range(FOLDS):
        seen, judged = (cases.folds != fold) & (cases.weights > 0), cases.folds == fold
        bias, slopes = fit(cases.rows[seen], cases.labels[seen], cases.weights[seen])
        likely[judged] = 1 / (1 + np.exp(-(bias + cases.rows[judged] @ slopes)))
    return likely


def fold_of(theme: str) -> int:
    """The fold of a theme, the same in every run."""
    return zlib.crc32(theme.encode()) % FOLDS


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


def operating_curve(likely: Numbers, answerable: Flags) -> list[float]:
    """Share of the others below the probability that SHARES_REFUSED of the answerable lie below."""
    limits = np.quantile(likely[answerable], SHARES_REFUSED)
    return [float((likely[~answerable] < limit).mean()) for limit in limits]


def curve_table(found: Collected, likely: Numbers, threshold: float) -> str:
    """The operating curve and what the threshold gives, by where the questions come from."""
    answerable = np.array([name == Verdict.ANSWERED for name in found.classes])
    origins, held = np.array(found.origins), np.array(found.held)
    at = "".join(f"{share:>6.0%}" for share in SHARES_REFUSED)
    lines = [f"{'refused rightly at … refused wrongly':<40}{at}   wrongly  rightly"]
    for name in dict.fromkeys(found.origins):
        for half in (False, True):
            # What was left out is held against the answerable questions it was made from.
            mine = origins == name
            if name == CUT:
                mine = mine | ((origins == HOME) & answerable)
            own = mine & (held == half)
            if not answerable[own].any() or answerable[own].all():
                continue
            curve = "".join(f"{share:>6.2f}" for share in operating_curve(likely[own], answerable[own]))
            refused = likely < threshold
            wrongly, rightly = refused[own & answerable].mean(), refused[own & ~answerable].mean()
            label = (
                f"{name}{', held' if half else ''} ({(own & answerable).sum()} + {(own & ~answerable).sum()})"
            )
            lines.append(f"{label:<40}{curve}   {wrongly:7.3f}  {rightly:7.3f}")
    return "\n".join(lines)


def fit_part(cases: Cases, threshold: Callable[[Numbers], float]) -> tuple[dict[str, object], Numbers]:
    """One logistic model as it is kept, and its cross-validated probabilities."""
    likely = cross_validate(cases)
    seen = cases.weights > 0
    bias, slopes = fit(cases.rows[seen], cases.labels[seen], cases.weights[seen])
    kept = {
        "bias": round(bias, 4),
        "weights": {name: round(float(value), 4) for name, value in zip(NAMES, slopes, strict=True)},
        "threshold": round(threshold(likely), 3),
    }
    return kept, likely


def fit_both(found: Collected) -> tuple[dict[str, object], str]:
    """The two models as they are kept, and the report."""
    classes = np.array(found.classes)
    folds = np.array([fold_of(theme) for theme in found.themes])
    fitted = np.where(found.held, 0.0, found.case_weights)
    rows = np.array(found.rows)
    there = (classes != Verdict.NOT_FOUND).astype(float)
    # Of a question whose answer was taken away nobody knows whether its topic is still there.
    known = classes != REFUSED
    topics = Cases(rows, there, np.where(known, fitted, 0.0), folds)
    judged = known & (fitted > 0)
    topic, on_topic = fit_part(
        topics, lambda likely: threshold_for(likely[judged], there[judged], MAX_TURNED_AWAY)
    )
    answered = (classes == Verdict.ANSWERED).astype(float)
    open_ = np.array(found.open)
    answers = Cases(rows[open_], answered[open_], fitted[open_], folds[open_])
    # Another shelf's question is turned away easily: the threshold is set by those written for the shelf.
    home = (np.array(found.origins) == HOME) & (fitted > 0)
    likely_answer = np.zeros(len(rows))

    def threshold(likely: Numbers) -> float:
        likely_answer[open_] = likely
        return cheapest_threshold(likely_answer[home], answered[home])

    answer, likely = fit_part(answers, threshold)
    limit = float(str(answer["threshold"]))
    accepted, there_said = likely_answer >= limit, on_topic >= float(str(topic["threshold"]))
    report = [
        f"Is the topic there?\n{reliability(on_topic[judged], there[judged])}",
        f"Is the answer there?\n{reliability(likely, answered[open_])}",
        curve_table(found, likely_answer, limit),
        verdict_table(there_said[judged], accepted[judged], [str(name) for name in classes[judged]]),
    ]
    comment = "Fitted by eval/fit_refusal.py; a question is on topic, or answered, from the thresholds."
    return {"comment": comment, "topic": topic, "answer": answer}, "\n\n".join(report)


def main(arguments: Sequence[str] | None = None) -> int:
    """Fit, print the report and, with ``--write``, keep the weights."""
    parser = argparse.ArgumentParser(prog="python -m eval.fit_refusal", description=__doc__)
    parser.add_argument("sets", nargs="+", help="name of a set, then the folder of its documents")
    parser.add_argument("--beir", type=Path, action="append", default=[], help="folder of a benchmark")
    parser.add_argument("--left-out", action="store_true", help="ask again without what answers")
    parser.add_argument("--write", action="store_true", help="keep the weights in assistant/data")
    given = parser.parse_args(arguments)
    if len(given.sets) % 2:
        parser.error("each set needs the folder of its documents")
    pairs = [(name, Path(folder)) for name, folder in zip(given.sets[::2], given.sets[1::2], strict=True)]
    kept, report = fit_both(collect(pairs, given.beir, left_out=given.left_out))
    text = json.dumps(kept, ensure_ascii=False, indent=2)
    sys.stdout.write(f"{report}\n{text}\n")
    if given.write:
        WEIGHTS_PATH.write_text(text + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
