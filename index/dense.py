"""The dense lane: passages by the cosine of their vectors, in FAISS.

A small part of a shelf is searched vector by vector. A large one is searched by codes of a bit a number,
all of them, so that filters stay exact; the best of what they find is measured with the whole vectors,
which may lie in a file that is only mapped.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Positions = NDArray[np.int64]
Vectors = NDArray[np.float32]
Mask = NDArray[np.bool_]

# From so many vectors on a part has codes: searching 20,000 one by one takes 2 ms.
CODED_FROM = 20_000
# How many that the codes find are measured with the whole vectors. On 150,000 vectors varied from those of
# Chinese laws the ten nearest are among the first 200 in .97 of cases, among the first 500 in .995.
MEASURED = 500
QUESTION_BITS = 4  # of each number of a question's vector; 8 find no more of the ten nearest
TRAINING_VECTORS = 20_000
CODED_AT_ONCE = 20_000
# Large parts are searched side by side: of a million vectors, five parts of 5 ms of processor time each.
PART_THREADS = 2


class Codes(NamedTuple):
    """Vectors in a bit a number (RaBitQ, Gao and Long 2024), from which inner products are estimated."""

    centre: Vectors  # [dimension]
    codes: NDArray[np.uint8]  # [vectors, bytes of a code]


class DensePart:
    """Normalised vectors by position; inner products, exact ones for what is returned."""

    def __init__(self, vectors: Vectors, codes: Codes | None = None) -> None:
        self.vectors = vectors  # [n, dimension]
        self._codes = codes
        self._index: Any = None  # FAISS's, made when first asked for

    def __len__(self) -> int:
        return len(self.vectors)

    @property
    def codes(self) -> Codes | None:
        """The codes of a large part, made if need be; None for a small one."""
        if self._codes is None and len(self) >= CODED_FROM:
            self._codes = make_codes(self.vectors)
        return self._codes

    def top(self, query: Vectors, count: int, allowed: Mask | None = None) -> Positions:
        """Positions of the ``count`` vectors nearest to ``query`` [dimension], among ``allowed`` [n]."""
        kept = len(self) if allowed is None else int(np.count_nonzero(allowed))
        count = min(count, kept)
        if count == 0:
            return np.zeros(0, dtype=np.int64)
        if self._index is None:
            codes = self.codes
            self._index = _flat(self.vectors) if codes is None else _coded(codes)
        if self._codes is None:
            return _search(self._index, query, count, allowed)
        likely = np.sort(_search(self._index, query, min(kept, max(count, MEASURED)), allowed))
        order = np.argsort(-(self.vectors[likely] @ query), kind="stable")
        nearest: Positions = likely[order[:count]]
        return nearest


class DenseIndex:
    """Parts of a shelf one after the other; positions count the vectors that were not removed."""

    def __init__(self, parts: Sequence[tuple[DensePart, Mask]]) -> None:
        """``parts``: vectors, and which of them were not removed."""
        self._parts = tuple(parts)
        self._starts = np.cumsum([0, *(int(np.count_nonzero(alive)) for _, alive in parts)])
        self._slots = [None if alive.all() else np.flatnonzero(alive) for _, alive in parts]

    def __len__(self) -> int:
        return int(self._starts[-1])

    def top(self, query: Vectors, count: int, allowed: Mask | None = None) -> Positions:
        """Positions of the ``count`` passages nearest to ``query`` [dimension], if ``allowed``."""
        look = partial(self._top_of_part, query, count, allowed)
        numbers = range(len(self._parts))
        if sum(len(part) >= CODED_FROM for part, _ in self._parts) > 1:
            found = list(_threads().map(look, numbers))
        else:
            found = [look(number) for number in numbers]
        positions = np.concatenate([np.zeros(0, dtype=np.int64), *found])
        if len(self._parts) < 2:
            return positions
        best = np.argsort(-self.cosines(query, positions), kind="stable")[:count]
        return positions[best]

    def _top_of_part(self, query: Vectors, count: int, allowed: Mask | None, number: int) -> Positions:
        part, alive = self._parts[number]
        start, end = self._starts[number : number + 2]
        slots = self._slots[number]
        mask = None if allowed is None else allowed[start:end]
        if slots is not None:
            kept, mask = mask, alive.copy()
            if kept is not None:
                mask[slots] = kept
        near = part.top(query, count, mask)
        positions: Positions = start + (near if slots is None else np.searchsorted(slots, near))
        return positions

    def cosines(self, query: Vectors, positions: Positions) -> Vectors:
        """Cosine between ``query`` and the vector at each of ``positions``."""
        cosines = np.empty(len(positions), dtype=np.float32)
        owners = np.searchsorted(self._starts, positions, side="right") - 1
        for number in np.unique(owners):
            here = owners == number
            slots = positions[here] - self._starts[number]
            kept = self._slots[number]
            cosines[here] = self._parts[number][0].vectors[slots if kept is None else kept[slots]] @ query
        return cosines


def make_codes(vectors: Vectors) -> Codes:
    """The codes of ``vectors`` [n, dimension]; takes about a second for 100,000 of 384 numbers."""
    step = max(1, len(vectors) // TRAINING_VECTORS)
    centre = vectors[::step].mean(axis=0, dtype=np.float64).astype(np.float32)
    index = _coded(Codes(centre, np.zeros((0, 0), np.uint8)))
    starts = range(0, len(vectors), CODED_AT_ONCE)
    parts = [np.ascontiguousarray(vectors[start : start + CODED_AT_ONCE]) for start in starts]
    return Codes(centre, np.concatenate([index.sa_encode(part) for part in parts]))


@cache
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(PART_THREADS, thread_name_prefix="dense")


def _flat(vectors: Vectors) -> Any:
    import faiss

    index: Any = faiss.IndexFlatIP(vectors.shape[1])
    index.add(np.ascontiguousarray(vectors, dtype=np.float32))
    return index


def _coded(codes: Codes) -> Any:
    """FAISS's index over ``codes``: they are copied, nothing is computed."""
    import faiss

    index: Any = faiss.IndexRaBitQ(len(codes.centre), faiss.METRIC_INNER_PRODUCT)
    faiss.copy_array_to_vector(np.ascontiguousarray(codes.centre), index.center)
    index.is_trained = True
    index.qb = QUESTION_BITS
    if len(codes.codes):
        index.add_sa_codes(np.ascontiguousarray(codes.codes))
    return index


def _search(index: Any, query: Vectors, count: int, allowed: Mask | None) -> Positions:
    import faiss

    settings: Any = None
    if allowed is not None:
        bits = np.packbits(allowed, bitorder="little")
        selector = faiss.IDSelectorBitmap(len(allowed), faiss.swig_ptr(bits))
        kind: Any = faiss.SearchParameters  # takes its fields as keywords, which its stub leaves out
        settings = kind(sel=selector)
    faiss.omp_set_num_threads(1)  # of this thread: for one question a second one only spins
    _, found = index.search(query[None, :], count, params=settings)
    positions: Positions = found[0][found[0] >= 0]
    return positions
