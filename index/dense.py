"""The dense lane: passages by the cosine of their vectors, in FAISS."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Ids = NDArray[np.int64]
Scores = NDArray[np.float32]


class DenseIndex:
    """Normalised vectors by passage id; exact inner products."""

    def __init__(self, dimension: int) -> None:
        import faiss

        self.dimension = dimension
        self._index: Any = faiss.IndexIDMap2(faiss.IndexFlatIP(dimension))

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def add(self, ids: Ids, vectors: NDArray[np.float32]) -> None:
        """Add ``vectors[i]`` [n, dimension] under ``ids[i]``."""
        self._index.add_with_ids(np.ascontiguousarray(vectors, dtype=np.float32), ids)

    def remove(self, ids: Ids) -> None:
        """Forget the vectors of ``ids``."""
        self._index.remove_ids(ids)

    def top(self, query: NDArray[np.float32], count: int, allowed: Ids | None = None) -> Ids:
        """Ids of the ``count`` passages nearest to ``query`` [dimension], among ``allowed`` if given."""
        import faiss

        count = min(count, len(self) if allowed is None else len(allowed))
        if count == 0:
            return np.zeros(0, dtype=np.int64)
        settings: Any = faiss.SearchParameters  # takes its fields as keywords, which its stub leaves out
        parameters = None if allowed is None else settings(sel=faiss.IDSelectorBatch(allowed))
        _, ids = self._index.search(query[None, :], count, params=parameters)
        found: Ids = ids[0][ids[0] >= 0]
        return found

    def cosines(self, query: NDArray[np.float32], ids: Ids) -> Scores:
        """Cosine between ``query`` and each of ``ids``."""
        if len(ids) == 0:
            return np.zeros(0, dtype=np.float32)
        vectors = self._index.reconstruct_batch(ids)
        scores: Scores = vectors @ query
        return scores
