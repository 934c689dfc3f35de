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
    counts = Counter(pair for unit in everything for pair in set(pairs_of(unit.form)))
    total = len(everything)
    vectors_a = [vector_of(unit.form, counts, total) for unit in left]
    vectors_b = [vector_of(unit.form, counts, total) for unit in right]
    alike = [[cosine(a, b) for b in vectors_b] for a in vectors_a]
    columns = [[row[j] for row in alike] for j in range(len(right))]
    found: list[tuple[int, int]] = []
    for i, row in enumerate(alike):
        j = _clear_winner(row)
        if j is not None and _clear_winner(columns[j]) == i:
            found.append((left[i].ordinal, right[j].ordinal))
    return found


def pairs_of(form: str) -> list[str]:
    """Adjacent characters; figures say nothing of the subject."""
    return [form[i : i + 2] for i in range(len(form) - 1) if not form[i].isdigit()]


def vector_of(form: str, counts: Counter[str], total: int) -> Vector:
    """The weights of a form's pairs, of length 1; each is in ``counts`` of ``total`` clauses."""
    weighed = {
        pair: (1 + math.log(times)) * math.log(total / counts[pair])
        for pair, times in Counter(pairs_of(form)).items()
        if counts[pair]
    }
    length = math.sqrt(sum(weight * weight for weight in weighed.values())) or 1.0
    return {pair: weight / length for pair, weight in weighed.items()}


def cosine(a: Vector, b: Vector) -> float:
    """How alike two are: 0 to 1."""
    if len(b) < len(a):
        a, b = b, a
    return sum(weight * b[pair] for pair, weight in a.items() if pair in b)


def _clear_winner(likenesses: Sequence[float]) -> int | None:
    best = max(range(len(likenesses)), key=likenesses.__getitem__)
    others = [likeness for i, likeness in enumerate(likenesses) if i != best]
    if likenesses[best] < SAME_SUBJECT or max(others, default=0.0) > NEXT_BEST * likenesses[best]:
        return None
    return best
