"""Where the check takes its documents from: a shelf, or documents that were only read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Protocol

from index import DocumentSummary, Relation, Shelf, find_relations, status_on, summarise_ingested
from ingest import Document, Fact, Ingested


class Source(Protocol):
    """Documents with their facts and their standing on a day."""

    summaries: Sequence[DocumentSummary]
    relations: tuple[Relation, ...]

    def document(self, doc_id: str) -> Document:
        """The whole document."""

    def facts(self, doc_id: str) -> Sequence[Fact]:
        """What it states."""


class ShelfSource:
    """The documents of a shelf; each is loaded when it is needed."""

    def __init__(self, shelf: Shelf, as_of: date) -> None:
        self._shelf = shelf
        self.summaries: Sequence[DocumentSummary] = shelf.documents(as_of=as_of)
        self.relations = shelf.relations()

    def document(self, doc_id: str) -> Document:
        """From the catalogue."""
        return self._shelf.load_document(doc_id)

    def facts(self, doc_id: str) -> Sequence[Fact]:
        """From the catalogue."""
        return self._shelf.facts(doc_id)


class IngestedSource:
    """Documents that are on no shelf: for checking drafts and for measuring."""

    def __init__(self, documents: Iterable[Ingested], as_of: date) -> None:
        self._ingested = {one.document.doc_id: one for one in documents}
        self.relations = find_relations(
            {doc_id: one.document.metadata for doc_id, one in self._ingested.items()}
        )
        said: dict[str, list[Relation]] = defaultdict(list)
        for relation in self.relations:
            said[relation.target].append(relation)
        self.summaries: Sequence[DocumentSummary] = [
            summarise_ingested(one, status_on(one.document.metadata, as_of, said[doc_id]))
            for doc_id, one in self._ingested.items()
        ]

    def document(self, doc_id: str) -> Document:
        """As it was read."""
        return self._ingested[doc_id].document

    def facts(self, doc_id: str) -> Sequence[Fact]:
        """As they were read."""
        return self._ingested[doc_id].facts
