"""The lexical lane: BM25 over terms, exact for every passage and every filter.

Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond (2009). Scores are given
as a share of the most a passage could reach, so they mean the same for every question.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from index.terms import Terms, terms

Ids = NDArray[np.int64]
Scores = NDArray[np.float32]

# Anserini's defaults for passages. On NCP nDCG@10 .883 against .881 for 1.2 and .75; on jianwu_faq .903
# against .894.
K1 = 0.9  # how soon repetition stops to count
B = 0.4  # how much long passages are held back
MERGE_RATIO = 4  # a block is merged into the one before it once that is less than so many times larger


@dataclass
class Block:
    """Postings of passages with ascending ids: those of ``vocabulary[i]`` are ``offsets[i]:offsets[i+1]``."""

    ids: Ids
    lengths: NDArray[np.int32]  # terms in each passage
    vocabulary: Terms  # ascending
    offsets: NDArray[np.int64]
    slots: NDArray[np.int32]  # position in ids
    counts: NDArray[np.uint16]  # occurrences in that passage
    alive: NDArray[np.bool_] = field(init=False)  # False for removed passages

    def __post_init__(self) -> None:
        self.alive = np.ones(len(self.ids), dtype=np.bool_)

    def postings(self, term: np.uint64) -> tuple[NDArray[np.int32], NDArray[np.uint16]]:
        """Positions of the passages that hold ``term``, and how often each does."""
        at = int(np.searchsorted(self.vocabulary, term))
        if at == len(self.vocabulary) or self.vocabulary[at] != term:
            return self.slots[:0], self.counts[:0]
        span = slice(self.offsets[at], self.offsets[at + 1])
        slots, counts = self.slots[span], self.counts[span]
        if self.alive.all():
            return slots, counts
        kept = self.alive[slots]
        return slots[kept], counts[kept]


class LexicalIndex:
    """Passages by their terms; ids must be added in ascending order."""

    def __init__(self) -> None:
        self._blocks: list[Block] = []

    def __len__(self) -> int:
        return sum(int(block.alive.sum()) for block in self._blocks)

    def add(self, ids: Ids, texts: Sequence[str]) -> None:
        """Add ``texts[i]`` under ``ids[i]``."""
        if len(ids) == 0:
            return
        self._blocks.append(_build(ids, texts))
        while len(self._blocks) > 1 and len(self._blocks[-2].ids) < MERGE_RATIO * len(self._blocks[-1].ids):
            last = self._blocks.pop()
            self._blocks[-1] = _merge(self._blocks[-1], last)

    def remove(self, ids: Ids) -> None:
        """Forget the passages ``ids``."""
        for block in self._blocks:
            block.alive &= ~np.isin(block.ids, ids)
        self._blocks = [block for block in self._blocks if block.alive.any()]

    def scores(self, query: str) -> tuple[Ids, Scores]:
        """Ids of all passages, ascending, and for each the share of the most that ``query`` could score."""
        distinct = np.unique(terms(query))
        ids = self._ids()
        if len(distinct) == 0 or len(ids) == 0:
            return ids, np.zeros(len(ids), dtype=np.float32)
        found = [[block.postings(term) for block in self._blocks] for term in distinct]
        frequencies = np.array([sum(len(slots) for slots, _ in postings) for postings in found])
        weights = np.log(1 + (len(ids) - frequencies + 0.5) / (frequencies + 0.5))
        total = float(weights.sum())  # BM25 / ((K1 + 1) Σ idf) = Σ idf · saturation / Σ idf
        mean = self._mean_length()
        parts = []
        for number, block in enumerate(self._blocks):
            dampers = (K1 * (1 - B + B * block.lengths / mean)).astype(np.float32)
            shares = np.zeros(len(block.ids), dtype=np.float32)
            for weight, postings in zip(weights, found, strict=True):
                slots, counts = postings[number]
                shares[slots] += np.float32(weight / total) * (counts / (counts + dampers[slots]))
            parts.append(shares[block.alive])
        return ids, np.concatenate(parts)

    def count(self, words: str) -> int:
        """How many passages hold all terms of ``words``: at least as many as hold it as it is written."""
        distinct = np.unique(terms(words))
        if len(distinct) == 0:
            return 0
        total = 0
        for block in self._blocks:
            postings = sorted((block.postings(term)[0] for term in distinct), key=len)
            held = postings[0]
            for slots in postings[1:]:
                held = held[np.isin(held, slots, assume_unique=True)] if len(held) else held
            total += len(held)
        return total

    def _ids(self) -> Ids:
        blocks = [block.ids[block.alive] for block in self._blocks]
        return np.concatenate(blocks) if blocks else np.zeros(0, dtype=np.int64)

    def _mean_length(self) -> float:
        lengths = sum(int(block.lengths[block.alive].sum()) for block in self._blocks)
        return max(1.0, lengths / max(1, len(self)))


def _build(ids: Ids, texts: Sequence[str]) -> Block:
    """A block of ``texts``."""
    counted = [np.unique(terms(text), return_counts=True) for text in texts]
    lengths = np.array([counts.sum() for _, counts in counted], dtype=np.int32)
    slots = np.repeat(np.arange(len(ids), dtype=np.int32), [len(found) for found, _ in counted])
    return _sorted_block(
        ids,
        lengths,
        np.concatenate([found for found, _ in counted]),
        slots,
        np.concatenate([counts for _, counts in counted]),
    )


def _merge(first: Block, second: Block) -> Block:
    """The passages of both that are alive, as one block."""
    keys, slots, counts = [], [], []
    moved = 0
    for block in (first, second):
        position = np.cumsum(block.alive, dtype=np.int32) - 1 + np.int32(moved)
        kept = block.alive[block.slots]
        keys.append(np.repeat(block.vocabulary, np.diff(block.offsets))[kept])
        slots.append(position[block.slots[kept]])
        counts.append(block.counts[kept])
        moved += int(block.alive.sum())
    return _sorted_block(
        np.concatenate([first.ids[first.alive], second.ids[second.alive]]),
        np.concatenate([first.lengths[first.alive], second.lengths[second.alive]]),
        np.concatenate(keys),
        np.concatenate(slots),
        np.concatenate(counts),
    )


def _sorted_block(
    ids: Ids,
    lengths: NDArray[np.int32],
    keys: Terms,
    slots: NDArray[np.int32],
    counts: NDArray[np.integer],
) -> Block:
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    vocabulary, starts = np.unique(keys, return_index=True)
    offsets = np.append(starts, len(keys)).astype(np.int64)
    limit = np.iinfo(np.uint16).max
    return Block(
        ids, lengths, vocabulary, offsets, slots[order], np.minimum(counts[order], limit).astype(np.uint16)
    )
