"""What a comparison of two editions is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from assistant.types import Citation
from index import DocumentSummary
from ingest import Quantity, fold

Span = tuple[int, int]  # half-open, into the document's text


class ChangeKind(StrEnum):
    """What became of a clause."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


class How(StrEnum):
    """What a reader wants to know beside the kind."""

    REWORDED = "reworded"  # other words in the same place
    RENUMBERED = "renumbered"  # the same words in the same place under another number
    RELOCATED = "relocated"  # in another place, the words the same or nearly so
    SPLIT = "split"  # one clause became several; each has the part it came from
    MERGED = "merged"  # several clauses became one
    NEW = "new"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Figure:
    """A typed quantity that one edition has and the other has not, or has with another value."""

    kind: str  # as in QuantityKind
    a: Quantity | None
    b: Quantity | None

    @property
    def same_value(self) -> bool:
        """5万元 became 50000元: other words, the same value and bound."""
        if self.a is None or self.b is None:
            return False
        first = (self.a.value, self.a.unit, self.a.high, self.a.bound)
        return first == (self.b.value, self.b.unit, self.b.high, self.b.bound)


@dataclass(frozen=True, slots=True)
class Change:
    """One clause that differs, with the words on both sides."""

    kind: ChangeKind
    how: How
    a: Citation | None  # None for what was added
    b: Citation | None  # None for what was removed
    label_a: str = ""  # number of the clause, '第五条'; '' if it has none
    label_b: str = ""
    marks_a: tuple[Span, ...] = ()  # words that only the first edition has, spans into its text
    marks_b: tuple[Span, ...] = ()
    figures: tuple[Figure, ...] = ()
    departments_gone: tuple[Span, ...] = ()  # departments that only the first edition names here
    departments_new: tuple[Span, ...] = ()
    formal: bool = False  # title, number, days or heading of a chapter: no change of content

    @property
    def renumbered(self) -> bool:
        """Whether the clause bears another number than before."""
        return self.a is not None and self.b is not None and fold(self.label_a) != fold(self.label_b)

    @property
    def reworded(self) -> bool:
        """Whether its words differ."""
        return bool(self.marks_a or self.marks_b)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two editions compared, clause by clause, in the order of the second."""

    a: DocumentSummary
    b: DocumentSummary
    changes: tuple[Change, ...]
    unchanged: int  # clauses that stand in both, word for word, in their place
    took_ms: float

    def count(self, kind: ChangeKind) -> int:
        """How many changes of content of a kind."""
        return sum(change.kind is kind for change in self.changes if not change.formal)

    @property
    def formal(self) -> int:
        """How many changes of title, number, days and headings, which are none of content."""
        return sum(change.formal for change in self.changes)
