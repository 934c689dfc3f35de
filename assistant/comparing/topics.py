"""Clauses that were written anew on the same subject, known by the rare words that both use."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from assistant.comparing.units import Unit

Vector = dict[str, float]

# Two clauses of likeness this great (cosine of weighted character pairs) are on one subject …
SAME_SUBJECT = 0.2
# … if no other clause comes nearer than this part of it, on either side.
NEXT_BEST = 0.72


def same_subject(
    left: Sequence[Unit], right: Sequence[Unit], everything: Sequence[Unit]
) -> list[tuple[int, int]]:
    """The ordinals of clauses that are each other's nearest by far; ``everything`` weighs the words."""
    if not left or not right:
        return []
    counts = Counter(pair for unit in everything for pair in set(_pairs(unit)))
    total = len(everything)
    vectors_a = [_vector(unit, counts, total) for unit in left]
    vectors_b = [_vector(unit, counts, total) for unit in right]
    alike = [[_cosine(a, b) for b in vectors_b] for a in vectors_a]
    columns = [[row[j] for row in alike] for j in range(len(right))]
    found: list[tuple[int, int]] = []
    for i, row in enumerate(alike):
        j = _clear_winner(row)
        if j is not None and _clear_winner(columns[j]) == i:
            found.append((left[i].ordinal, right[j].ordinal))
    return found


def _pairs(unit: Unit) -> list[str]:
    """Adjacent characters; figures say nothing of the subject."""
    form = unit.form
    return [form[i : i + 2] for i in range(len(form) - 1) if not form[i].isdigit()]


def _vector(unit: Unit, counts: Counter[str], total: int) -> Vector:
    weighed = {
        pair: (1 + math.log(times)) * math.log(total / counts[pair])
        for pair, times in Counter(_pairs(unit)).items()
    }
    length = math.sqrt(sum(weight * weight for weight in weighed.values())) or 1.0
    return {pair: weight / length for pair, weight in weighed.items()}


def _cosine(a: Vector, b: Vector) -> float:
    if len(b) < len(a):
        a, b = b, a
    return sum(weight * b[pair] for pair, weight in a.items() if pair in b)


def _clear_winner(likenesses: Sequence[float]) -> int | None:
    best = max(range(len(likenesses)), key=likenesses.__getitem__)
    others = [likeness for i, likeness in enumerate(likenesses) if i != best]
    if likenesses[best] < SAME_SUBJECT or max(others, default=0.0) > NEXT_BEST * likenesses[best]:
        return None
    return best
