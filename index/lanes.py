"""The two lanes in memory, kept in step with the catalog."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.catalog import Catalog
from index.dense import DenseIndex
from index.embedded_text import embedded_texts
from index.fusion import Lane, fuse
from index.lexical import LexicalIndex

Ids = NDArray[np.int64]

# How many passages of each lane are scored in both. On NCP a hundred changes no rank in the first ten.
CANDIDATES_PER_LANE = 200
LOAD_PASSAGES = 20_000  # texts of so many passages are held at a time while an index is built


@dataclass(frozen=True, slots=True)
class Scored:
    """A passage that was found; a lane that was off has None."""

    passage_id: int
    row: int  # of its document in the catalog
    score: float
    dense: float | None
    lexical: float | None


class Lanes:
    """Dense and lexical index over the same passages, found by the row of their document."""

    def __init__(self, dimension: int) -> None:
        self._dense = DenseIndex(dimension)
        self._lexical = LexicalIndex()
        self._ids: Ids = np.zeros(0, dtype=np.int64)  # ascending
        self._rows: Ids = np.zeros(0, dtype=np.int64)  # row of the document of each id
        self._held: frozenset[int] = frozenset()  # rows, those of documents without passages too

    def __len__(self) -> int:
        return len(self._ids)

    def sync(self, catalog: Catalog, rows: Collection[int]) -> None:
        """Hold the documents in ``rows`` and no others."""
        gone = ~np.isin(self._rows, list(rows))
        if gone.any():
            self._dense.remove(self._ids[gone])
            self._lexical.remove(self._ids[gone])
            self._ids, self._rows = self._ids[~gone], self._rows[~gone]
        ids: list[int] = []
        owners: list[int] = []
        texts: list[str] = []
        vectors: list[NDArray[np.float32]] = []
        for row in sorted(set(rows) - self._held):
            document = catalog.document(row)
            passages = catalog.passages(row, document.doc_id)
            ids += catalog.passage_ids(row)
            owners += [row] * len(passages)
            texts += embedded_texts(document, passages)
            if passages:
                vectors.append(catalog.vectors(row))
            if len(ids) >= LOAD_PASSAGES:
                self._extend(ids, owners, texts, vectors)
                ids, owners, texts, vectors = [], [], [], []
        if ids:
            self._extend(ids, owners, texts, vectors)
        self._held = frozenset(rows)

    def _extend(
        self, ids: list[int], owners: list[int], texts: list[str], vectors: list[NDArray[np.float32]]
    ) -> None:
        added = np.array(ids, dtype=np.int64)
        self._dense.add(added, np.concatenate(vectors))
        self._lexical.add(added, texts)
        self._ids = np.concatenate([self._ids, added])
        self._rows = np.concatenate([self._rows, np.array(owners, dtype=np.int64)])

    def count_words(self, words: str) -> int:
        """How many passages hold all terms of ``words``."""
        return self._lexical.count(words)

    def search(
        self,
        query: str,
        vector: NDArray[np.float32] | None,
        count: int,
        lanes: Collection[Lane],
        rows: Collection[int] | None,
    ) -> list[Scored]:
        """The best passages for ``query``, best first: ``count`` of them, and those that tie with the last.

        Every candidate of either lane is scored in both. ``vector`` [dimension] is the query's, needed
        by the dense lane; ``rows`` restricts the search to the documents in these rows.
        """
        allowed = None if rows is None else np.isin(self._rows, list(rows))
        depth = max(CANDIDATES_PER_LANE, count)
        positions = np.zeros(0, dtype=np.int64)
        shares = None
        if Lane.LEXICAL in lanes:
            _, shares = self._lexical.scores(query)
            positions = _best(shares, depth, allowed)
        if Lane.DENSE in lanes and vector is not None:
            near = self._dense.top(vector, depth, None if allowed is None else self._ids[allowed])
            positions = np.union1d(positions, np.searchsorted(self._ids, near))
        cosines = None
        if Lane.DENSE in lanes and vector is not None:
            cosines = self._dense.cosines(vector, self._ids[positions])
        if len(positions) == 0:
            return []
        picked = None if shares is None else shares[positions]
        scores = fuse(cosines, picked)
        last = np.partition(scores, -count)[-count] if count < len(scores) else scores.min()
        best = np.flatnonzero(scores >= last)  # more than count where the last ones tie
        return [
            Scored(
                int(self._ids[positions[at]]),
                int(self._rows[positions[at]]),
                float(scores[at]),
                None if cosines is None else float(cosines[at]),
                None if picked is None else float(picked[at]),
            )
            for at in best[np.argsort(-scores[best], kind="stable")]
        ]


def _best(shares: NDArray[np.float32], count: int, allowed: NDArray[np.bool_] | None) -> Ids:
    """Positions of the ``count`` highest shares above 0."""
    kept = shares if allowed is None else np.where(allowed, shares, 0)
    count = min(count, len(kept))
    positions = np.argpartition(kept, -count)[-count:] if count else np.arange(0)
    best: Ids = positions[kept[positions] > 0].astype(np.int64)
    return best
