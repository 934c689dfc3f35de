"""The dense lane: passages by the cosine of their vectors, in FAISS.

A small part of a shelf is searched vector by vector. A large one is cut into lists of like vectors, held
in a byte a number, of which the likeliest are searched; what that finds is measured with the whole
vectors, which may lie in a file that is only mapped.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Positions = NDArray[np.int64]
Vectors = NDArray[np.float32]
Mask = NDArray[np.bool_]

# From so many vectors on a part has lists: 4 ms of searching one by one (12 for 150,000).
LISTS_FROM = 50_000
VECTORS_PER_LIST = 250
# Lists that are searched. On vectors of Chinese laws 32 find .99 of the ten nearest, 16 find .98.
PROBES = 32
TRAINING_VECTORS_PER_LIST = 64
TRAINING_ROUNDS = 10
TRAINING_SEED = 20


class ListedVectors(NamedTuple):
    """Vectors in lists around centroids; ``members[starts[i]:starts[i+1]]`` are the positions in list i."""

    centroids: Vectors  # [lists, dimension]
    scales: Vectors  # [2, dimension]: least value and range of each number
    codes: NDArray[np.uint8]  # [vectors, dimension], list by list
    members: NDArray[np.int32]  # [vectors]
    starts: NDArray[np.int64]  # [lists + 1]


class DensePart:
    """Normalised vectors by position; inner products, exact ones for what is returned."""

    def __init__(self, vectors: Vectors, lists: ListedVectors | None = None) -> None:
        self.vectors = vectors  # [n, dimension]
        self._lists = lists
        self._index: Any = None  # FAISS's, made when first asked for

    def __len__(self) -> int:
        return len(self.vectors)

    @property
    def lists(self) -> ListedVectors | None:
        """The lists of a large part, made if need be; None for a small one."""
        if self._lists is None and len(self) >= LISTS_FROM:
            self._lists = make_lists(self.vectors)
        return self._lists

    def top(self, query: Vectors, count: int, allowed: Mask | None = None) -> Positions:
        """Positions of the ``count`` vectors nearest to ``query`` [dimension], among ``allowed`` [n]."""
        import faiss

        kept = len(self) if allowed is None else int(np.count_nonzero(allowed))
        count = min(count, kept)
        if count == 0:
            return np.zeros(0, dtype=np.int64)
        if self._index is None:
            lists = self.lists
            self._index = _flat(self.vectors) if lists is None else _listed(lists)
        selector = None
        if allowed is not None:
            bits = np.packbits(allowed, bitorder="little")
            selector = faiss.IDSelectorBitmap(len(self), faiss.swig_ptr(bits))
        settings = _settings(self._lists, selector, kept / len(self))
        _, found = self._index.search(query[None, :], count, params=settings)
        positions: Positions = found[0][found[0] >= 0]
        return positions


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
        found = [np.zeros(0, dtype=np.int64)]
        for number, (part, alive) in enumerate(self._parts):
            start, end = self._starts[number : number + 2]
            slots = self._slots[number]
            mask = None if allowed is None else allowed[start:end]
            if slots is not None:
                kept, mask = mask, alive.copy()
                if kept is not None:
                    mask[slots] = kept
            near = part.top(query, count, mask)
            found.append(start + (near if slots is None else np.searchsorted(slots, near)))
        positions = np.concatenate(found)
        if len(self._parts) < 2:
            return positions
        best = np.argsort(-self.cosines(query, positions), kind="stable")[:count]
        return positions[best]

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


def make_lists(vectors: Vectors) -> ListedVectors:
    """``vectors`` [n, dimension] in lists; takes about a second for 10,000 vectors of 384 numbers."""
    import faiss

    count = max(1, len(vectors) // VECTORS_PER_LIST)
    rng = np.random.default_rng(TRAINING_SEED)
    chosen = rng.choice(len(vectors), min(len(vectors), count * TRAINING_VECTORS_PER_LIST), replace=False)
    sample = np.ascontiguousarray(vectors[np.sort(chosen)])
    dimension = vectors.shape[1]
    kmeans: Any = faiss.Kmeans(
        dimension,
        count,
        niter=TRAINING_ROUNDS,
        spherical=True,
        seed=TRAINING_SEED,
        min_points_per_centroid=1,  # says nothing about small samples
    )
    kmeans.train(sample)
    quantiser: Any = faiss.IndexScalarQuantizer(
        dimension, faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT
    )
    quantiser.train(sample)
    owners = np.concatenate([kmeans.index.search(some, 1)[1][:, 0] for some in _batches(vectors)])
    order = np.argsort(owners, kind="stable")
    codes = np.concatenate([quantiser.sa_encode(vectors[some]) for some in _batches(order)])
    return ListedVectors(
        np.ascontiguousarray(kmeans.centroids, dtype=np.float32),
        faiss.vector_to_array(quantiser.sq.trained).reshape(2, dimension),
        codes,
        order.astype(np.int32),
        np.searchsorted(owners[order], np.arange(count + 1)).astype(np.int64),
    )


def _batches(rows: NDArray[Any], size: int = 10_000) -> list[NDArray[Any]]:
    """``rows`` a few at a time, so that the whole is never copied."""
    return [np.ascontiguousarray(rows[start : start + size]) for start in range(0, len(rows), size)]


def _flat(vectors: Vectors) -> Any:
    import faiss

    index: Any = faiss.IndexFlatIP(vectors.shape[1])
    index.add(np.ascontiguousarray(vectors, dtype=np.float32))
    return index


def _listed(lists: ListedVectors) -> Any:
    """FAISS's index over ``lists``: the codes are copied, nothing is computed."""
    import faiss

    count, dimension = lists.centroids.shape
    centroids = _flat(lists.centroids)
    index: Any = faiss.IndexIVFScalarQuantizer(
        centroids,
        dimension,
        count,
        faiss.ScalarQuantizer.QT_8bit,
        faiss.METRIC_INNER_PRODUCT,
        False,  # codes are of the vectors themselves, not of their distance to the centroid
    )
    faiss.copy_array_to_vector(np.ascontiguousarray(lists.scales.reshape(-1)), index.sq.trained)
    index.is_trained = True
    members = lists.members.astype(np.int64)
    for number in range(count):
        start, end = int(lists.starts[number]), int(lists.starts[number + 1])
        if start < end:
            codes = np.ascontiguousarray(lists.codes[start:end])
            index.invlists.add_entries(
                number, end - start, faiss.swig_ptr(members[start:end]), faiss.swig_ptr(codes)
            )
    index.ntotal = len(members)
    return index


def _settings(lists: ListedVectors | None, selector: Any, share: float) -> Any:
    """How to search; the smaller the ``share`` of vectors allowed, the more lists hold enough of them."""
    import faiss

    settings: Any = faiss.SearchParameters if lists is None else faiss.SearchParametersIVF
    chosen: dict[str, Any] = {} if selector is None else {"sel": selector}
    if lists is not None:
        chosen["nprobe"] = min(len(lists.centroids), int(np.ceil(PROBES / share)))
    return settings(**chosen) if chosen else None
