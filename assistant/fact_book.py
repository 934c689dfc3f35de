"""The facts of a shelf's documents, by where they stand: who gets what, read once per change of the shelf."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from index import Shelf
from ingest import Fact, Instrument

# What somebody is given, as against aims and results.
GIVEN = frozenset(Instrument) - {Instrument.TARGET, Instrument.RESULT, Instrument.OTHER}


_Kept = dict[str, tuple[list[int], Sequence[Fact]]]  # by doc_id: where each amount stands, and the facts


@dataclass(frozen=True, slots=True)
class FactBook:
    """Facts by document, sorted by where their amount stands; filled as documents are asked about."""

    shelf: Shelf
    kept: _Kept

    def within(self, doc_id: str, start: int, end: int) -> tuple[Fact, ...]:
        """The facts whose amount, or else whose sentence, begins in ``start:end`` of the document."""
        if doc_id not in self.kept:
            sorted_facts = sorted(self.shelf.facts(doc_id), key=_place)
            self.kept[doc_id] = ([_place(fact) for fact in sorted_facts], sorted_facts)
        places, facts = self.kept[doc_id]
        return tuple(facts[bisect_left(places, start) : bisect_left(places, end)])


_KEPT: WeakKeyDictionary[Shelf, tuple[int, _Kept]] = WeakKeyDictionary()


def fact_book(shelf: Shelf) -> FactBook:
    """The facts of ``shelf`` as it is now."""
    kept = _KEPT.get(shelf)
    if kept is None or kept[0] != shelf.generation:
        kept = _KEPT[shelf] = (shelf.generation, {})
    return FactBook(shelf, kept[1])


def no_facts(doc_id: str, start: int, end: int) -> tuple[Fact, ...]:
    """For text that is on no shelf."""
    return ()


def _place(fact: Fact) -> int:
    return fact.amount.start if fact.amount is not None else fact.start
