"""Which clause of one edition is which of the other.

Clauses whose words stand once in each edition are anchors. The longest run of anchors in the same order is
the backbone; what stands between two of its vertebrae is paired by likeness of words, number and heading,
as a maximum-weight matching; what is then left on both sides is paired over the whole document, so that a
clause that moved and changed is still one clause.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from assistant.comparing.units import Unit

Pair = tuple[int, int]  # ordinals of a unit of the first and of the second edition

# Likeness is the share of characters in common (0..1) plus these, tuned on edited sample documents; re-check
# with `python -m eval.benchmarks.diff`.
SAME_LABEL_BONUS = 0.12
SAME_OPENING_BONUS = 0.12  # both open with the same words, a clause's own heading: 5.实施研发投入补助。
OPENING_CHARS = 6
# Two clauses in the same place are one from here on; 0.5 pairs rewritten clauses, below it strangers.
LIKE_IN_PLACE = 0.5
# … and anywhere in the document: elsewhere only likeness speaks for them.
LIKE_ANYWHERE = 0.72
# A shorter clause says too little to be recognised elsewhere (牵头单位：市财政局).
MIN_TELLING_CHARS = 12


def align(first: Sequence[Unit], second: Sequence[Unit]) -> list[Pair]:
    """The pairs of units that are one clause, by the first edition's order."""
    anchors = _anchors(first, second)
    pairs = dict(anchors)
    backbone = in_order(first, anchors)
    edges = [(-1, -1), *backbone, (len(first), len(second))]
    taken = set(pairs.values())
    for (a0, b0), (a1, b1) in pairwise(edges):
        left = [unit for unit in first[a0 + 1 : a1] if unit.ordinal not in pairs]
        right = [unit for unit in second[b0 + 1 : b1] if unit.ordinal not in taken]
        found = match(left, right, LIKE_IN_PLACE)
        pairs.update(found)
        taken.update(b for _, b in found)
    left = [u for u in first if u.ordinal not in pairs and len(u.form) >= MIN_TELLING_CHARS]
    right = [u for u in second if u.ordinal not in taken and len(u.form) >= MIN_TELLING_CHARS]
    pairs.update(match(left, right, LIKE_ANYWHERE))
    return sorted(pairs.items())


def _anchors(first: Sequence[Unit], second: Sequence[Unit]) -> list[Pair]:
    counts = Counter(unit.form for unit in first), Counter(unit.form for unit in second)
    places = {unit.form: unit.ordinal for unit in second}
    return [
        (unit.ordinal, places[unit.form])
        for unit in first
        if unit.form and counts[0][unit.form] == 1 == counts[1][unit.form]
    ]


def in_order(first: Sequence[Unit], pairs: Sequence[Pair]) -> list[Pair]:
    """The heaviest subset of pairs (by characters) whose order is the same on both sides.

    ``pairs`` come by the first edition's order. Heaviest increasing subsequence, O(n log n), with the best
    weight so far for each place of the second edition kept in step.
    """
    ends: list[int] = []  # places in the second edition, increasing
    best: list[tuple[int, int]] = []  # (weight, index into pairs) of the best run that ends there
    before: list[int] = []
    for index, (a, b) in enumerate(pairs):
        at = bisect_left(ends, b)
        weight, previous = best[at - 1] if at else (0, -1)
        before.append(previous)
        weight += len(first[a].form) + 1
        stop = at
        while stop < len(ends) and best[stop][0] <= weight:
            stop += 1
        ends[at:stop] = [b]
        best[at:stop] = [(weight, index)]
    run: list[Pair] = []
    index = best[-1][1] if best else -1
    while index >= 0:
        run.append(pairs[index])
        index = before[index]
    return run[::-1]


def match(left: Sequence[Unit], right: Sequence[Unit], threshold: float) -> list[Pair]:
    """The pairs of greatest total likeness among those that reach ``threshold``."""
    if not left or not right:
        return []
    import numpy as np
    from rapidfuzz.distance import Indel
    from rapidfuzz.process import cdist
    from scipy.optimize import linear_sum_assignment

    alike = cdist(
        [unit.form for unit in left], [unit.form for unit in right], scorer=Indel.normalized_similarity
    ).astype(np.float64)
    for row, a in enumerate(left):
        for column, b in enumerate(right):
            alike[row, column] += _bonus(a, b)
    alike[alike < threshold] = 0.0
    rows, columns = linear_sum_assignment(alike, maximize=True)
    return [
        (left[row].ordinal, right[column].ordinal)
        for row, column in zip(rows, columns, strict=True)
        if alike[row, column] > 0.0
    ]


def _bonus(a: Unit, b: Unit) -> float:
    bonus = SAME_LABEL_BONUS if a.label and a.label == b.label else 0.0
    if a.form[:OPENING_CHARS] == b.form[:OPENING_CHARS]:
        bonus += SAME_OPENING_BONUS
    return bonus
