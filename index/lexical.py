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

# How soon repetition stops to count, and how much long passages are held back. With the dense lane NCP
# has nDCG@10 .893 and jianwu_faq .964; .891 and .961 with the usual .9 and .4, .889 and .954 with .9 and 0.
K1 = 0.6
B = 0.4
# Terms of a passage of usual length (300 characters, title and headings). BM25 takes the collection's mean
# instead; a fixed one lets a posting keep its weight whatever is added or removed later.
USUAL_TERMS = 600
STEPS = 255  # a posting's saturation is kept in one byte, so many steps from 0 to 1
SATURATIONS = (np.arange(STEPS + 1) / STEPS).astype(np.float32)
MERGE_RATIO = 4  # a block is merged into the one before it once that is less than so many times larger


@dataclass
class Block:
    """Postings of passages with ascending ids: those of ``vocabulary[i]`` are ``offsets[i]:offsets[i+1]``."""

    ids: Ids
    vocabulary: Terms  # ascending
    offsets: NDArray[np.int64]
    slots: NDArray[np.int32]  # position in ids
    steps: NDArray[np.uint8]  # saturation: how much a term's occurrences in that passage count
    alive: NDArray[np.bool_] = field(init=False)  # False for removed passages
    whole: bool = True  # nothing was removed

    def __post_init__(self) -> None:
        self.alive = np.ones(len(self.ids), dtype=np.bool_)

    def remove(self, ids: Ids) -> None:
        """Count the passages ``ids`` as removed."""
        self.alive &= ~np.isin(self.ids, ids)
        self.whole = bool(self.alive.all())

    def postings(self, term: np.uint64) -> tuple[NDArray[np.int32], NDArray[np.uint8]]:
        """Positions of the passages that hold ``term``, and its saturation in each."""
        at = int(np.searchsorted(self.vocabulary, term))
        if at == len(self.vocabulary) or self.vocabulary[at] != term:
            return self.slots[:0], self.steps[:0]
        span = slice(self.offsets[at], self.offsets[at + 1])
        slots, steps = self.slots[span], self.steps[span]
        if self.whole:
            return slots, steps
        kept = self.alive[slots]
        return slots[kept], steps[kept]


class LexicalIndex:
    """Passages by their terms; ids must be added in ascending order."""

    def __init__(self) -> None:
        self._blocks: list[Block] = []
        self._ids: Ids = np.zeros(0, dtype=np.int64)  # of all passages that were not removed

    def __len__(self) -> int:
        return len(self._ids)

    def add(self, ids: Ids, texts: Sequence[str]) -> None:
        """Add ``texts[i]`` under ``ids[i]``."""
        if len(ids) == 0:
            return
        self._blocks.append(_build(ids, texts))
        while len(self._blocks) > 1 and len(self._blocks[-2].ids) < MERGE_RATIO * len(self._blocks[-1].ids):
            last = self._blocks.pop()
            self._blocks[-1] = _merge(self._blocks[-1], last)
        self._settle()

    def remove(self, ids: Ids) -> None:
        """Forget the passages ``ids``."""
        for block in self._blocks:
            block.remove(ids)
        self._blocks = [block for block in self._blocks if block.alive.any()]
        self._settle()

    def scores(self, query: str) -> tuple[Ids, Scores]:
        """Ids of all passages, ascending, and for each the share of the most that ``query`` could score."""
        distinct = np.unique(terms(query))
        ids = self._ids
        if len(distinct) == 0 or len(ids) == 0:
            return ids, np.zeros(len(ids), dtype=np.float32)
        found = [[block.postings(term) for block in self._blocks] for term in distinct]
        frequencies = np.array([sum(len(slots) for slots, _ in postings) for postings in found])
        weights = np.log(1 + (len(ids) - frequencies + 0.5) / (frequencies + 0.5))
        weights /= weights.sum()  # BM25 / ((K1 + 1) Σ idf) = Σ idf · saturation / Σ idf
        parts = []
        for number, block in enumerate(self._blocks):
            shares = np.zeros(len(block.ids), dtype=np.float32)
            for weight, postings in zip(weights, found, strict=True):
                slots, steps = postings[number]
                shares[slots] += (np.float32(weight) * SATURATIONS)[steps]
            parts.append(shares if block.whole else shares[block.alive])
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

    def _settle(self) -> None:
        blocks = [block.ids[block.alive] for block in self._blocks]
        self._ids = np.concatenate(blocks) if blocks else np.zeros(0, dtype=np.int64)


def _build(ids: Ids, texts: Sequence[str]) -> Block:
    """A block of ``texts``."""
    keys, steps, sizes = [], [], []
    for text in texts:
        found, counts = np.unique(terms(text), return_counts=True)
        damper = K1 * (1 - B + B * counts.sum() / USUAL_TERMS)
        keys.append(found)
        steps.append(np.rint(STEPS * counts / (counts + damper)).astype(np.uint8))
        sizes.append(len(found))
    slots = np.repeat(np.arange(len(ids), dtype=np.int32), sizes)
    return _sorted_block(ids, np.concatenate(keys), slots, np.concatenate(steps))


def _merge(first: Block, second: Block) -> Block:
    """The passages of both that are alive, as one block."""
    keys, slots, steps = [], [], []
    moved = 0
    for block in (first, second):
        position = np.cumsum(block.alive, dtype=np.int32) - 1 + np.int32(moved)
        kept = block.alive[block.slots]
        keys.append(np.repeat(block.vocabulary, np.diff(block.offsets))[kept])
        slots.append(position[block.slots[kept]])
        steps.append(block.steps[kept])
        moved += int(block.alive.sum())
    ids = np.concatenate([first.ids[first.alive], second.ids[second.alive]])
    return _sorted_block(ids, np.concatenate(keys), np.concatenate(slots), np.concatenate(steps))


def _sorted_block(ids: Ids, keys: Terms, slots: NDArray[np.int32], steps: NDArray[np.uint8]) -> Block:
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    vocabulary, starts = np.unique(keys, return_index=True)
    offsets = np.append(starts, len(keys)).astype(np.int64)
    return Block(ids, vocabulary, offsets, slots[order], steps[order])
