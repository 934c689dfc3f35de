"""What a shelf holds, as the questions of one sitting need it: worked out once per change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from weakref import WeakKeyDictionary

from assistant.places import Gazetteer, gazetteer
from index import DocumentSummary, Shelf


@dataclass(frozen=True, slots=True)
class Holdings:
    """The documents of a shelf with their standing on a day, and the names of their regions."""

    documents: Sequence[DocumentSummary]
    places: Gazetteer
    passages: int


_KEPT: WeakKeyDictionary[Shelf, tuple[tuple[int, date | None, date], Holdings]] = WeakKeyDictionary()


def holdings(shelf: Shelf, as_of: date | None = None) -> Holdings:
    """What ``shelf`` holds now; kept until it changes or another day is asked about."""
    key = (shelf.generation, as_of, date.today())
    kept = _KEPT.get(shelf)
    if kept is not None and kept[0] == key:
        return kept[1]
    documents = shelf.documents(as_of=as_of)
    found = Holdings(documents, gazetteer(documents), sum(document.passages for document in documents))
    _KEPT[shelf] = (key, found)
    return found
