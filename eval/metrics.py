"""Numbers about rankings, and how far they can be trusted.

Ranking metrics are computed by ir-measures; this module prepares its input, gives values per question,
and adds bootstrap intervals and a paired randomisation test.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

# Printed for question sets: a person reads ten hits, rarely more.
GOLD_METRICS = ("R@1", "R@3", "R@5", "R@10", "RR@10", "nDCG@10", "Success@1", "Success@5")
# What a metric's smaller value is better for; all others are better larger, or neither.
LOWER_IS_BETTER = ("refused_answerable",)
# Document rankings of public collections go deeper.
BEIR_METRICS = (*GOLD_METRICS, "R@100")

# Resamples of the bootstrap and sign flips of the randomisation test: the third decimal of an interval's
# end settles from about 2,000 on, that of a p-value near .05 from about 10,000.
RESAMPLES = 2_000
FLIPS = 10_000
_SEED = 20_260  # any fixed number: two runs print the same
_CONFIDENCE = 0.95
# Rows of random numbers drawn at once, so that a large set does not need RESAMPLES × questions of memory.
_BATCH_CELLS = 4_000_000

Qrels = Mapping[str, Mapping[str, int]]  # question id → item → relevance, 0 is not relevant
Ranking = Sequence[str]  # items, best first, each once


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean over questions with its 95 % bootstrap interval."""

    mean: float
    low: float
    high: float
    questions: int


@dataclass(frozen=True, slots=True)
class PairedTest:
    """How B differs from A on the same questions."""

    difference: float  # mean of B − A
    p_value: float  # two-sided, of a paired randomisation test
    better: int  # questions on which B is higher, or lower where that is better
    worse: int


def ranking_scores(
    qrels: Qrels, rankings: Mapping[str, Ranking], names: Sequence[str] = GOLD_METRICS
) -> dict[str, dict[str, float]]:
    """Each metric of ``names`` per question of ``qrels``: {question: {metric: value}}.

    A question without a ranking, or with an empty one, scores 0.
    """
    import ir_measures

    measures = {ir_measures.parse_measure(name): name for name in names}
    judged = [
        ir_measures.Qrel(question, item, relevance)
        for question, items in qrels.items()
        for item, relevance in items.items()
    ]
    # The library orders by score; the rank is turned into one that falls by one from place to place.
    ranked = [
        ir_measures.ScoredDoc(question, item, float(len(items) - place))
        for question, items in rankings.items()
        if question in qrels
        for place, item in enumerate(items)
    ]
    scores = {question: dict.fromkeys(names, 0.0) for question in qrels}
    if ranked:
        for metric in ir_measures.iter_calc(list(measures), judged, ranked):
            scores[metric.query_id][measures[metric.measure]] = float(metric.value)
    return scores


def estimate(values: Iterable[float]) -> Estimate | None:
    """Mean and percentile bootstrap interval of per-question ``values``; None if there are none."""
    sample = np.asarray(list(values), dtype=np.float64)
    if not sample.size:
        return None
    generator = np.random.default_rng(_SEED)
    means = np.concatenate(
        [
            sample[generator.integers(0, sample.size, size=(rows, sample.size))].mean(axis=1)
            for rows in _batches(RESAMPLES, sample.size)
        ]
    )
    tail = (1 - _CONFIDENCE) / 2
    low, high = np.quantile(means, [tail, 1 - tail])
    return Estimate(float(sample.mean()), float(low), float(high), int(sample.size))


def compare(first: Sequence[float], second: Sequence[float], *, lower_is_better: bool = False) -> PairedTest:
    """Paired randomisation test of two runs over the same questions, values in the same order.

    Each question's difference keeps its size and takes a random sign; p is the share of such draws whose
    mean is at least as far from 0 (Smucker, Allan and Carterette, CIKM 2007), the observed one included.
    """
    difference = np.asarray(second, dtype=np.float64) - np.asarray(first, dtype=np.float64)
    if not difference.size or not difference.any():
        return PairedTest(0.0, 1.0, 0, 0)
    observed = abs(difference.mean())
    generator = np.random.default_rng(_SEED)
    extreme = 0
    for rows in _batches(FLIPS, difference.size):
        signs = generator.integers(0, 2, size=(rows, difference.size), dtype=np.int8) * 2 - 1
        means = np.abs((signs * difference).mean(axis=1))
        extreme += int(np.count_nonzero(means >= observed - 1e-12))
    higher, lower = int(np.count_nonzero(difference > 0)), int(np.count_nonzero(difference < 0))
    better, worse = (lower, higher) if lower_is_better else (higher, lower)
    return PairedTest(float(difference.mean()), (extreme + 1) / (FLIPS + 1), better, worse)


def percentile(values: Sequence[float], percent: float) -> float | None:
    """The ``percent``-th percentile, or None of nothing."""
    return float(np.percentile(values, percent)) if len(values) else None


def _batches(rows: int, width: int) -> list[int]:
    size = max(1, _BATCH_CELLS // width)
    return [min(size, rows - start) for start in range(0, rows, size)]
