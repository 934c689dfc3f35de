"""Which passages hold which terms, and how much each counts: a block of postings.

A block never changes but for passages that are removed from it; blocks are joined into larger ones. Its
arrays may lie in a file that is only mapped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.terms import Terms, terms

Ids = NDArray[np.int64]
Scores = NDArray[np.float32]
Slots = NDArray[np.int32]  # positions of passages in their block
Steps = NDArray[np.uint8]  # saturation: how much a term's occurrences in a passage count

# How soon repetition stops to count, and how much long passages are held back. With the dense lane NCP
# has nDCG@10 .893 and jianwu_faq .964; .891 and .961 with the usual .9 and .4, .889 and .954 with .9 and 0.
K1 = 0.6
B = 0.4
# Terms of a passage of usual length (300 characters, title and headings). BM25 takes the collection's mean
# instead; a fixed one lets a posting keep its weight whatever is added or removed later.
USUAL_TERMS = 600
STEPS = 255  # a posting's saturation is kept in one byte, so many steps from 0 to 1
# A term that more than one in so many passages hold has a byte for every passage instead of a list: a list
# takes 5 bytes a passage and 7 ns, a row 1 byte and 0.5 ns.
COMMON_ONE_IN = 8
JOINED_AT_ONCE = 1 << 23  # postings that are moved together: 200 MB of working memory


class Lists(NamedTuple):
    """Postings of ``vocabulary[i]`` are ``offsets[i]:offsets[i+1]`` of the others, by ascending slot."""

    vocabulary: Terms  # ascending
    offsets: NDArray[np.int64]
    slots: Slots
    steps: Steps


@dataclass
class Block:
    """Postings of passages with ascending ids; a term is in ``rare`` or in ``common``."""

    ids: Ids
    rare: Lists
    common: Terms  # ascending
    rows: Steps  # [len(common), len(ids)]; 0 where the passage does not hold the term
    alive: NDArray[np.bool_] = field(init=False)  # False for removed passages
    whole: bool = True  # nothing was removed
    _frequencies: dict[int, int] = field(default_factory=dict)  # of terms asked for, while alive stays

    def __post_init__(self) -> None:
        self.alive = np.ones(len(self.ids), dtype=np.bool_)

    def remove(self, gone: NDArray[np.bool_]) -> None:
        """Count the passages where ``gone`` [len(ids)] is True as removed."""
        self.alive &= ~gone
        self.whole = bool(self.alive.all())
        self._frequencies.clear()

    def frequencies(self, wanted: Terms) -> NDArray[np.int64]:
        """How many passages hold each of ``wanted``."""
        return np.array([self._frequency(term) for term in wanted], dtype=np.int64)

    def add_shares(self, shares: Scores, wanted: Terms, weights: NDArray[np.float64]) -> None:
        """Add Σ weight · saturation of ``wanted`` to ``shares`` [len(ids)], removed passages included."""
        rows, lists = _places(self.common, wanted), _places(self.rare.vocabulary, wanted)
        factors = (weights / STEPS).astype(np.float32)
        for row, at, factor in zip(rows.tolist(), lists.tolist(), factors, strict=True):
            if row >= 0:
                shares += self.rows[row] * factor
            elif at >= 0:
                span = slice(self.rare.offsets[at], self.rare.offsets[at + 1])
                shares[self.rare.slots[span]] += self.rare.steps[span] * factor

    def holders(self, wanted: Terms) -> Slots:
        """Slots of the passages that hold all of ``wanted``, which must not be empty."""
        ordered = sorted(wanted, key=self._frequency)
        held, _ = self.postings(ordered[0])
        for term in ordered[1:]:
            row = _place(self.common, term)
            if row is not None:
                held = held[self.rows[row][held] > 0]
            else:
                slots, _ = self._list(term)
                at = np.searchsorted(slots, held)
                at[at == len(slots)] = 0
                held = held[slots[at] == held] if len(slots) else held[:0]
        return held

    def postings(self, term: np.uint64) -> tuple[Slots, Steps]:
        """Slots of the passages that hold ``term``, ascending, and its saturation in each."""
        row = _place(self.common, term)
        if row is not None:
            slots = np.flatnonzero(self.rows[row]).astype(np.int32)
            steps = self.rows[row][slots]
        else:
            slots, steps = self._list(term)
        if self.whole:
            return slots, steps
        kept = self.alive[slots]
        return slots[kept], steps[kept]

    def _list(self, term: np.uint64) -> tuple[Slots, Steps]:
        at = _place(self.rare.vocabulary, term)
        if at is None:
            return self.rare.slots[:0], self.rare.steps[:0]
        span = slice(self.rare.offsets[at], self.rare.offsets[at + 1])
        return self.rare.slots[span], self.rare.steps[span]

    def _frequency(self, term: np.uint64) -> int:
        found = self._frequencies.get(int(term))
        if found is None:
            row = _place(self.common, term)
            if row is not None:
                held = self.rows[row] if self.whole else self.rows[row][self.alive]
                found = int(np.count_nonzero(held))
            else:
                slots, _ = self._list(term)
                found = len(slots) if self.whole else int(np.count_nonzero(self.alive[slots]))
            self._frequencies[int(term)] = found
        return found


def build_block(ids: Ids, texts: Sequence[str]) -> Block:
    """The block of ``texts``; ``texts[i]`` has ``ids[i]``, and ids ascend."""
    keys, steps, sizes = [np.zeros(0, np.uint64)], [np.zeros(0, np.uint8)], []
    for text in texts:
        found, counts = np.unique(terms(text), return_counts=True)
        damper = K1 * (1 - B + B * counts.sum() / USUAL_TERMS)
        keys.append(found)
        # never 0, which says in a row that the term is not there
        steps.append(np.maximum(1, np.rint(STEPS * counts / (counts + damper))).astype(np.uint8))
        sizes.append(len(found))
    all_keys, all_steps = np.concatenate(keys), np.concatenate(steps)
    slots = np.repeat(np.arange(len(ids), dtype=np.int32), sizes)
    order = np.argsort(all_keys, kind="stable")
    vocabulary, starts = np.unique(all_keys[order], return_index=True)
    offsets = np.append(starts, len(all_keys)).astype(np.int64)
    return _block_of(ids, [Lists(vocabulary, offsets, slots[order], all_steps[order])])


def join_blocks(blocks: Sequence[Block]) -> Block:
    """The passages of ``blocks`` that were not removed, as one block; their ids must ascend throughout."""
    sources: list[Lists] = []
    moved = 0
    for block in blocks:
        position = (np.cumsum(block.alive) - 1 + moved).astype(np.int32)
        for lists in (block.rare, _as_lists(block)):
            kept = lists if block.whole else _without_removed(lists, block.alive)
            sources.append(kept._replace(slots=position[kept.slots]))
        moved += int(block.alive.sum())
    return _block_of(np.concatenate([block.ids[block.alive] for block in blocks]), sources)


def _places(vocabulary: Terms, wanted: Terms) -> NDArray[np.int64]:
    """Where each of ``wanted`` is in ``vocabulary``, -1 where it is not."""
    if not len(vocabulary):
        return np.full(len(wanted), -1, dtype=np.int64)
    at = vocabulary.searchsorted(wanted)
    at[at == len(vocabulary)] = 0
    return np.where(vocabulary[at] == wanted, at, -1)


def _place(vocabulary: Terms, term: np.uint64) -> int | None:
    at = int(vocabulary.searchsorted(term))
    return at if at < len(vocabulary) and vocabulary[at] == term else None


def _as_lists(block: Block) -> Lists:
    """The common terms of ``block`` as lists."""
    rows, slots = np.nonzero(block.rows)
    offsets = np.searchsorted(rows, np.arange(len(block.common) + 1)).astype(np.int64)
    return Lists(block.common, offsets, slots.astype(np.int32), block.rows[rows, slots])


def _without_removed(lists: Lists, alive: NDArray[np.bool_]) -> Lists:
    kept = alive[lists.slots]
    offsets = np.concatenate([[0], np.cumsum(kept)])[lists.offsets].astype(np.int64)
    return Lists(lists.vocabulary, offsets, lists.slots[kept], lists.steps[kept])


def _block_of(ids: Ids, sources: Sequence[Lists]) -> Block:
    """A block of the postings of all ``sources``, whose slots ascend from one to the next."""
    vocabulary = np.unique(np.concatenate([source.vocabulary for source in sources]))
    places = [np.searchsorted(vocabulary, source.vocabulary) for source in sources]
    counts = np.zeros(len(vocabulary), dtype=np.int64)
    for source, place in zip(sources, places, strict=True):
        counts[place] += np.diff(source.offsets)
    is_common = counts * COMMON_ONE_IN > len(ids)
    is_rare = ~is_common & (counts > 0)
    row_of = np.cumsum(is_common) - 1
    rows = np.zeros((int(is_common.sum()), len(ids)), dtype=np.uint8)
    offsets = np.concatenate([[0], np.cumsum(np.where(is_rare, counts, 0))]).astype(np.int64)
    slots, steps = np.empty(offsets[-1], np.int32), np.empty(offsets[-1], np.uint8)
    free = offsets[:-1].copy()  # where the next posting of each term goes
    for source, place in zip(sources, places, strict=True):
        for at in np.flatnonzero(is_common[place]):
            span = slice(source.offsets[at], source.offsets[at + 1])
            rows[row_of[place[at]], source.slots[span]] = source.steps[span]
        sizes = np.where(is_rare[place], np.diff(source.offsets), 0)
        for part in _portions(sizes):
            taken, target = _moves(source.offsets[part], sizes[part], free[place[part]])
            slots[target] = source.slots[taken]
            steps[target] = source.steps[taken]
        free[place] += sizes
    kept = np.append(offsets[:-1][is_rare], offsets[-1])
    return Block(ids, Lists(vocabulary[is_rare], kept, slots, steps), vocabulary[is_common], rows)


def _portions(sizes: NDArray[np.int64]) -> Iterator[NDArray[np.int64]]:
    """Terms with anything to move, as many at a time as hold ``JOINED_AT_ONCE`` postings."""
    filled = np.flatnonzero(sizes)
    batch = np.cumsum(sizes[filled]) // JOINED_AT_ONCE
    yield from np.split(filled, np.flatnonzero(np.diff(batch)) + 1)


def _moves(
    starts: NDArray[np.int64], sizes: NDArray[np.int64], targets: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Positions of all members of runs that start at ``starts`` and go to ``targets``."""
    before = np.cumsum(sizes) - sizes
    running = np.arange(int(sizes.sum()), dtype=np.int64)
    return running + np.repeat(starts - before, sizes), running + np.repeat(targets - before, sizes)


def shares_of(blocks: Iterable[Block], wanted: Terms, weights: NDArray[np.float64], total: int) -> Scores:
    """Σ weight · saturation for each of the ``total`` passages of ``blocks`` that were not removed."""
    shares = np.zeros(total, dtype=np.float32)
    start = 0
    for block in blocks:
        part = shares[start : start + len(block.ids)] if block.whole else np.zeros(len(block.ids), np.float32)
        block.add_shares(part, wanted, weights)
        if block.whole:
            start += len(block.ids)
        else:
            kept = part[block.alive]
            shares[start : start + len(kept)] = kept
            start += len(kept)
    return shares
