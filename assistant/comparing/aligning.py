"""Which clause of one edition is which of the other.

Clauses whose words stand once in each edition are anchors. The longest run of anchors in the same order is
the backbone; what stands between two of its vertebrae is paired by likeness of words, number and heading,
as a maximum-weight matching; what is then left on both sides is paired over the whole document, so that a
clause that moved and changed is still one clause; last come clauses written anew on one subject.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from assistant.comparing.topics import same_subject
from assistant.comparing.units import Unit

Pair = tuple[int, int]  # ordinals of a unit of the first and of the second edition

# Likeness is the share of characters in common (0..1) plus these, tuned on edited sample documents; re-check
# with `python -m eval.benchmarks.diff`.
SAME_LABEL_BONUS = 0.12
SAME_HEADING_BONUS = 0.25  # 5.实施研发投入补助。…
SAME_OPENING_BONUS = 0.02  # for each character that both open with
OPENING_CHARS = 15
# Two clauses in the same place are one from here on; 0.5 pairs rewritten clauses, below it strangers.
LIKE_IN_PLACE = 0.5
# … and anywhere in the document: elsewhere only likeness speaks for them.
LIKE_ANYWHERE = 0.72
# A clause is part of a longer one if this much of it (0..100) stands there in one stretch.
PART_LIKENESS = 85.0
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
        found = _no_parts(match(left, right, LIKE_IN_PLACE, in_place=True), first, second)
        pairs.update(found)
        taken.update(b for _, b in found)
    left = [u for u in first if u.ordinal not in pairs and len(u.form) >= MIN_TELLING_CHARS]
    right = [u for u in second if u.ordinal not in taken and len(u.form) >= MIN_TELLING_CHARS]
    pairs.update(match(left, right, LIKE_ANYWHERE, in_place=False))
    return _with_rewritten(first, second, sorted(pairs.items()))


def _with_rewritten(first: Sequence[Unit], second: Sequence[Unit], pairs: Sequence[Pair]) -> list[Pair]:
    """The pairs with those of clauses written anew on one subject, where they keep the order."""
    forward, taken = dict(pairs), {b for _, b in pairs}
    left = [u for u in first if u.ordinal not in forward and len(u.form) >= MIN_TELLING_CHARS]
    right = [u for u in second if u.ordinal not in taken and len(u.form) >= MIN_TELLING_CHARS]
    found = same_subject(left, right, [*first, *second])
    kept = set(in_order(first, sorted([*pairs, *found])))
    return sorted([*pairs, *(pair for pair in found if pair in kept)])


def _no_parts(pairs: Sequence[Pair], first: Sequence[Unit], second: Sequence[Unit]) -> list[Pair]:
    """The pairs without those where one side is rather a part of the clause beside the other."""
    from rapidfuzz.distance import Indel

    kept: list[Pair] = []
    for a, b in pairs:
        likeness = Indel.normalized_similarity(first[a].form, second[b].form)
        stolen = likeness < LIKE_ANYWHERE and (
            _part_of_neighbour(second[b], first, a) or _part_of_neighbour(first[a], second, b)
        )
        if not stolen:
            kept.append((a, b))
    return kept


def _part_of_neighbour(unit: Unit, others: Sequence[Unit], at: int) -> bool:
    from rapidfuzz.fuzz import partial_ratio

    if len(unit.form) < MIN_TELLING_CHARS:
        return False
    beside = [others[place] for place in (at - 1, at + 1) if 0 <= place < len(others)]
    return any(
        len(other.form) > len(unit.form) and partial_ratio(unit.form, other.form) >= PART_LIKENESS
        for other in beside
    )


def _anchors(first: Sequence[Unit], second: Sequence[Unit]) -> list[Pair]:
    counts = Counter(unit.form for unit in first), Counter(unit.form for unit in second)
    places = {unit.form: unit.ordinal for unit in second}
    return [
        (unit.ordinal, places[unit.form])
        for unit in first
        if unit.form and counts[0][unit.form] == 1 == counts[1][unit.form]
    ]


def in_order(first: Sequence[Unit], pairs: Sequence[Pair]) -> list[Pair]:
    """The heaviest subset of pairs whose order is the same on both sides.

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
        weight += first[a].weight
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


def match(left: Sequence[Unit], right: Sequence[Unit], threshold: float, *, in_place: bool) -> list[Pair]:
    """The pairs of greatest total likeness among those that reach ``threshold``.

    Number, heading and opening words speak for a pair only ``in_place``: elsewhere they are chance.
    """
    if not left or not right:
        return []
    import numpy as np
    from rapidfuzz.distance import Indel
    from rapidfuzz.process import cdist
    from scipy.optimize import linear_sum_assignment

    alike = cdist(
        [unit.form for unit in left], [unit.form for unit in right], scorer=Indel.normalized_similarity
    ).astype(np.float64)
    for row, a in enumerate(left if in_place else ()):
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
    if a.heading and a.heading == b.heading:
        bonus += SAME_HEADING_BONUS
    return bonus + SAME_OPENING_BONUS * _shared_opening(a.form, b.form)


def _shared_opening(a: str, b: str) -> int:
    """How many characters both begin with, up to OPENING_CHARS."""
    pairs = zip(a[:OPENING_CHARS], b[:OPENING_CHARS], strict=False)
    return next((i for i, (x, y) in enumerate(pairs) if x != y), min(len(a), len(b), OPENING_CHARS))
