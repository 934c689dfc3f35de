"""The measures of a shelf's documents, each read once: what was read is kept beside the shelf."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from types import TracebackType
from typing import Self

from assistant.kept_readings import KeptReadings
from index import Shelf
from ingest import Document, ShelfError, Support, Window, find_support, gives, reader_digest

FILE_NAME = "matching.sqlite3"
AT_HAND = 4096  # documents kept in memory; one with measures takes some 50 kB, and few have any


@dataclass(frozen=True, slots=True)
class Read:
    """What was read of a document; None if none of its facts gives anything."""

    support: Support | None


Found = tuple[Document, Support]
_AT_HAND: OrderedDict[str, Found | None] = OrderedDict()  # by the key of the reading
_LOCK = Lock()  # of what is at hand: several people may ask at once


class Supports:
    """The measures of the documents of ``shelf``; use it with ``with``."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._keys = {doc_id: _key(stamp) for doc_id, stamp in shelf.stamps().items()}
        self._kept = KeptReadings(shelf.directory / FILE_NAME, Read)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            self._kept.forget_others(but=self._windows_too())
        self._kept.__exit__(kind, error, trace)

    def of(self, doc_id: str) -> Found | None:
        """A document with its measures; None if it has none."""
        key = self._key(doc_id)
        with _LOCK:
            if key in _AT_HAND:
                _AT_HAND.move_to_end(key)
                return _AT_HAND[key]
        kept = self._kept.get(key)
        if kept is None:
            kept = Read(self._read(doc_id))
            self._kept.keep(key, kept)
        found = None if kept.support is None else (self._shelf.load_document(doc_id), kept.support)
        with _LOCK:
            _AT_HAND[key] = found
            while len(_AT_HAND) > AT_HAND:
                _AT_HAND.popitem(last=False)
        return found

    def windows(self, document: Document) -> tuple[Window, ...]:
        """When ``document`` says to apply, whether it gives anything or not."""
        key = _of_windows(self._key(document.doc_id))
        kept = self._kept.get(key)
        if kept is None or kept.support is None:
            kept = Read(find_support(document, ()))
            self._kept.keep(key, kept)
        assert kept.support is not None
        return kept.support.windows

    def _key(self, doc_id: str) -> str:
        key = self._keys.get(doc_id)
        if key is None:
            raise ShelfError(f"Shelf {self._shelf.directory}: document {doc_id} is gone: try again")
        return key

    def _read(self, doc_id: str) -> Support | None:
        facts = self._shelf.facts(doc_id)
        if not any(gives(fact) for fact in facts):
            return None
        return find_support(self._shelf.load_document(doc_id), facts)

    def _windows_too(self) -> list[str]:
        keys = self._keys.values()
        return [*keys, *map(_of_windows, keys)]


def _key(stamp: int) -> str:
    """Names what is read of a document: the state of it that was stored, and the rules of reading."""
    return f"{reader_digest()}:{stamp:x}"


def _of_windows(key: str) -> str:
    return f"{key}:windows"
