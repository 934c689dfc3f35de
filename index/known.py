"""What a process knows of a shelf's documents: their descriptions, relations and standing on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from index.filtering import keeps
from index.stored import DocumentRow, StoredDocuments
from index.types import DocumentSummary, Filters
from index.validity import Relation, find_relations, find_repeals, status_on
from ingest import Ingested, Status, StatusClause, UsageError, fold

REMEMBERED_FILTERS = 64  # with the rows they leave: 4 MB at most for 10,000 documents
REMEMBERED_DAYS = 8  # of which all summaries are kept; a sitting asks about today and a year or two


class KnownDocuments:
    """The documents of a shelf as the catalog had them at ``generation``."""

    def __init__(self) -> None:
        self.generation = -1
        self.relations: tuple[Relation, ...] = ()
        self._rows: dict[int, DocumentRow] = {}
        self.repeals: tuple[tuple[str, StatusClause], ...] = ()
        self._relations_of: dict[str, list[Relation]] = {}  # by the doc_id they are said of
        self._summaries: dict[date, dict[int, DocumentSummary]] = {}  # by row, in order of path
        self._kept: dict[tuple[Filters, date], list[int] | None] = {}

    def __len__(self) -> int:
        return len(self._rows)

    def refresh(self, catalog: StoredDocuments) -> None:
        """Know the documents as ``catalog`` has them now, whoever changed it."""
        generation = catalog.generation
        if generation == self.generation:
            return
        rows = set(catalog.document_rows())
        known = {row: described for row, described in self._rows.items() if row in rows}
        self._rows = known | catalog.describe(rows - known.keys())
        self.relations = find_relations({row.doc_id: row.metadata for row in self._rows.values()})
        self.repeals = find_repeals({row.doc_id: row.metadata for row in self._rows.values()})
        self._relations_of = {}
        for relation in self.relations:
            self._relations_of.setdefault(relation.target, []).append(relation)
        self._summaries.clear()
        self._kept.clear()
        self.generation = generation

    @property
    def passages(self) -> int:
        """How many passages they have together."""
        return sum(row.passages for row in self._rows.values())

    @property
    def stamps(self) -> dict[int, int]:
        """The stamp of each document by its row."""
        return {row: described.stamp for row, described in self._rows.items()}

    def doc_id(self, row: int) -> str:
        """The id of the document in ``row``."""
        return self._rows[row].doc_id

    def summaries(self, as_of: date | None) -> dict[int, DocumentSummary]:
        """All documents by row, in order of path, with their status on ``as_of`` (today)."""
        day = as_of or date.today()
        found = self._summaries.get(day)
        if found is None:
            if len(self._summaries) >= REMEMBERED_DAYS:
                self._summaries.clear()
            made = ((row, self._summary(described, day)) for row, described in self._rows.items())
            found = self._summaries[day] = dict(sorted(made, key=_by_path))
        return found

    def rows_kept(self, filters: Filters, as_of: date | None) -> list[int] | None:
        """Rows of the documents that pass ``filters``; None if all do."""
        key = filters, as_of or date.today()
        if key not in self._kept:
            if len(self._kept) >= REMEMBERED_FILTERS:
                self._kept.clear()
            summaries = self.summaries(as_of)
            rows = [row for row, summary in summaries.items() if keeps(filters, summary)]
            self._kept[key] = None if len(rows) == len(summaries) else rows
        return self._kept[key]

    def _summary(self, row: DocumentRow, day: date) -> DocumentSummary:
        return summarise(row, status_on(row.metadata, day, self._relations_of.get(row.doc_id, ())))


def summarise(row: DocumentRow, status: Status) -> DocumentSummary:
    """``row`` as lists and hits show it."""
    metadata = row.metadata
    region = metadata.region.value if metadata.region else None
    return DocumentSummary(
        doc_id=row.doc_id,
        path=row.path,
        title=metadata.title.value if metadata.title else Path(row.path.replace("\\", "/")).stem,
        document_number=metadata.document_number.value if metadata.document_number else None,
        issuer="、".join(issuer.value for issuer in metadata.issuers) or None,
        region=region.name if region else None,
        level=region.level if region else None,
        province=region.province if region else None,
        city=region.city if region else None,
        issued=metadata.issued.value if metadata.issued else None,
        published=metadata.published.value if metadata.published else None,
        effective=metadata.effective.value if metadata.effective else None,
        expires=metadata.expires.value if metadata.expires else None,
        kind=metadata.kind.value if metadata.kind else None,
        status=status,
        chars=row.chars,
        sections=row.sections,
        passages=row.passages,
        warnings=row.warnings,
        quality=metadata.quality,
        corrected=metadata.corrected,
    )


def summarise_ingested(ingested: Ingested, status: Status) -> DocumentSummary:
    """A document that was read and is on no shelf, as lists show those of one."""
    document = ingested.document
    row = DocumentRow(
        row=0,
        stamp=0,
        doc_id=document.doc_id,
        path=document.path,
        sha256=document.sha256,
        metadata=document.metadata,
        warnings=document.warnings,
        chars=len(document.text),
        sections=len(document.sections),
        passages=len(ingested.passages),
    )
    return summarise(row, status)


def the_one_named(doc: str, summaries: Iterable[DocumentSummary]) -> DocumentSummary:
    """The document with this doc_id, path, file name or document number; ``UsageError`` if not one."""
    found = list(summaries)
    for matches in (_has_id_or_path, _has_file_name, _has_number):
        matching = [summary for summary in found if matches(summary, doc)]
        if len(matching) == 1:
            return matching[0]
        if matching:
            choices = ", ".join(f"{summary.doc_id} ({summary.path})" for summary in matching)
            raise UsageError(f"{doc!r} means {len(matching)} documents: name one of {choices}")
    raise UsageError(f"the shelf holds no document {doc!r}: `wenzheng list` shows what it holds")


def _by_path(item: tuple[int, DocumentSummary]) -> tuple[str, str]:
    _, summary = item
    return summary.path, summary.doc_id


def _has_id_or_path(summary: DocumentSummary, doc: str) -> bool:
    return doc in (summary.doc_id, summary.path) or str(Path(doc).absolute()) == summary.path


def _has_file_name(summary: DocumentSummary, doc: str) -> bool:
    return Path(summary.path).name == doc


def _has_number(summary: DocumentSummary, doc: str) -> bool:
    return summary.document_number is not None and _plain_number(summary.document_number) == _plain_number(
        doc
    )


def _plain_number(number: str) -> str:
    """A document number without what people type differently: brackets and spaces."""
    return "".join(character for character in fold(number) if character.isalnum())
