"""The lexical lane: BM25 over terms, exact for every passage and every filter.

Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond (2009). Scores are given
as a share of the most a passage could reach, so they mean the same for every question.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.postings import Block, Ids, Scores, shares_of
from index.terms import Terms, distinct_terms

REMEMBERED_COUNTS = 8_192  # words with how many passages hold them: 1 MB


class LexicalIndex:
    """Passages by their terms, over blocks whose ids ascend from one to the next."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._blocks = tuple(blocks)
        alive = [block.ids[block.alive] for block in blocks]
        self._ids: Ids = np.concatenate(alive) if alive else np.zeros(0, dtype=np.int64)
        self._last: tuple[tuple[str, str, float], Scores] | None = None
        self._counts: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self._ids)

    def scores(self, query: str, other_words: str = "", other_weight: float = 1.0) -> tuple[Ids, Scores]:
        """Ids of all passages, ascending, and for each the share of the most that ``query`` could score.

        Terms that only ``other_words`` hold, which say the question otherwise, add ``other_weight`` times
        their share of the terms of both: little where they are few beside a long question.
        """
        key = query, other_words, other_weight
        last = self._last  # a question is asked of several sets of documents, one after the other
        if last is None or last[0] != key:
            scores = self._scores(*key)
            scores.setflags(write=False)
            self._last = last = key, scores
        return self._ids, last[1]

    def _scores(self, query: str, other_words: str, other_weight: float) -> Scores:
        asked = distinct_terms(query)
        added = asked[:0]
        if other_words and other_weight:
            added = np.setdiff1d(distinct_terms(other_words), asked, assume_unique=True)
        distinct = np.concatenate([asked, added])
        if len(distinct) == 0 or len(self._ids) == 0:
            return np.zeros(len(self._ids), dtype=np.float32)
        weights = self._idf(distinct)
        whole, own = weights.sum(), weights[: len(asked)].sum()
        weights[: len(asked)] /= own or 1.0  # BM25 / ((K1 + 1) Σ idf) = Σ idf · saturation / Σ idf
        weights[len(asked) :] *= other_weight / whole
        return shares_of(self._blocks, distinct, weights, len(self._ids))

    def part(self, query: str, words: str) -> tuple[Scores, float]:
        """What the terms of ``words`` bring to each passage's share for ``query``, and the most they can."""
        asked = distinct_terms(query)
        some = np.isin(asked, distinct_terms(words), assume_unique=True)
        if not some.any() or not len(self._ids):
            return np.zeros(len(self._ids), dtype=np.float32), 0.0
        weights = self._idf(asked)
        weights /= weights.sum()
        shares = shares_of(self._blocks, asked[some], weights[some], len(self._ids))
        return shares, float(weights[some].sum())

    def weights(self, text: str) -> dict[int, float]:
        """The weight of each term of ``text``."""
        distinct = distinct_terms(text)
        return dict(zip(distinct.tolist(), self._idf(distinct).tolist(), strict=True))

    def _idf(self, wanted: Terms) -> NDArray[np.float64]:
        frequencies = sum(block.frequencies(wanted) for block in self._blocks)
        weights: NDArray[np.float64] = np.log(1 + (len(self._ids) - frequencies + 0.5) / (frequencies + 0.5))
        return weights

    def count(self, words: str) -> int:
        """How many passages hold all terms of ``words``: at least as many as hold it as it is written."""
        found = self._counts.get(words)  # of the same names of the same things in question after question
        if found is None:
            distinct = distinct_terms(words)
            found = sum(len(block.holders(distinct)) for block in self._blocks) if len(distinct) else 0
            if len(self._counts) >= REMEMBERED_COUNTS:
                self._counts.clear()
            self._counts[words] = found
        return found
