"""Reading documents, passages, vectors and facts from the catalog."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.catalog_file import CatalogFile
from index.codec import loads
from index.records import (
    CORRECTION_COLUMNS,
    DOCUMENT_COLUMNS,
    DOCUMENT_TABLES,
    PASSAGE_COLUMNS,
    SECTION_COLUMNS,
    read_passage,
    read_section,
)
from ingest import Document, Fact, Metadata, Passage, ShelfError, reader_digest

Vectors = NDArray[np.float32]  # [n, dimension]

DESCRIPTION_COLUMNS = "id, stamp, doc_id, path, sha256, metadata, warnings, chars, sections, passages"
# Up to so many documents are described one by one; more are read in one go.
FEW_DOCUMENTS = 50
# As far as a year that a paragraph opens with (到2025年，…) is looked for before a passage within it.
BEFORE_CHARS = 600
NO_WARNINGS = "[]"  # as most documents have them: nothing to decode


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document without its text and sections: what lists, filters and hits need."""

    row: int  # never used twice: a changed document gets a new one
    stamp: int  # drawn when it was stored: no other document has it, in no copy of the shelf
    doc_id: str
    path: str
    sha256: str
    metadata: Metadata
    warnings: tuple[str, ...]
    chars: int
    sections: int
    passages: int


class StoredDocuments(CatalogFile):
    """What the catalog holds, by the row of its document."""

    def hashes(self) -> dict[str, str]:
        """sha256 of each document's file by path."""
        return {str(path): str(sha256) for path, sha256 in self.rows("SELECT path, sha256 FROM documents")}

    def doc_ids(self) -> dict[str, str]:
        """The doc_id of each document by path."""
        return {str(path): str(doc_id) for path, doc_id in self.rows("SELECT path, doc_id FROM documents")}

    def read_by_others(self) -> int:
        """How many documents were read by rules that are not this program's."""
        statement = (
            "SELECT count(*) FROM documents WHERE id NOT IN (SELECT document FROM read_by WHERE reader = ?)"
        )
        return int(self.rows(statement, reader_digest())[0][0])

    def document_rows(self) -> list[int]:
        """Row numbers of all documents, ascending."""
        # sorted here: an index that holds the numbers is smaller than the table that has them in order
        return sorted(row for (row,) in self.rows("SELECT id FROM documents"))

    def describe(self, rows: Collection[int]) -> dict[int, DocumentRow]:
        """The documents in ``rows`` without their text, by row."""
        statement = f"SELECT {DESCRIPTION_COLUMNS} FROM documents"
        if len(rows) > FEW_DOCUMENTS:
            found = [values for values in self.rows(statement) if values[0] in rows]
        else:
            found = [values for row in rows for values in self.rows(f"{statement} WHERE id = ?", row)]
        if len(found) < len(rows):
            raise self._gone("a document")
        return {values[0]: _described(values) for values in found}

    def row_of(self, doc_id: str) -> int:
        """The row of ``doc_id``; ``ShelfError`` if there is no such document."""
        found = self.row("SELECT id FROM documents WHERE doc_id = ?", doc_id)
        if found is None:
            raise ShelfError(f"Shelf {self.folder} holds no document {doc_id}: `list` shows what it holds")
        return int(found[0])

    def name_of(self, row: int) -> tuple[str, str]:
        """doc_id and path of the document in ``row``."""
        found = self.row("SELECT doc_id, path FROM documents WHERE id = ?", row)
        if found is None:
            raise self._gone(f"document {row}")
        return str(found[0]), str(found[1])

    def document(self, row: int) -> Document:
        """The document in ``row`` as it was stored."""
        found = self.row(f"SELECT {DOCUMENT_COLUMNS} FROM {DOCUMENT_TABLES} WHERE id = ?", row)
        if found is None:
            raise self._gone(f"document {row}")
        doc_id, path, sha256, text, metadata, removed, warnings = found
        sections = self.rows(
            f"SELECT {SECTION_COLUMNS} FROM sections WHERE document = ? ORDER BY ordinal", row
        )
        return Document(
            doc_id,
            path,
            sha256,
            text,
            tuple(read_section(values) for values in sections),
            loads(Metadata, metadata),
            tuple(json.loads(removed)),
            tuple(json.loads(warnings)),
        )

    def document_as_read(self, row: int) -> Document:
        """The document in ``row`` as it was before a person corrected it."""
        document = self.document(row)
        read = self.row("SELECT metadata, warnings FROM as_read WHERE document = ?", row)
        if read is None:
            return document
        return replace(document, metadata=loads(Metadata, read[0]), warnings=tuple(json.loads(read[1])))

    def correction_log(self) -> list[tuple[Any, ...]]:
        """``CORRECTION_COLUMNS`` of all that was corrected, oldest first."""
        return self.rows(f"SELECT {CORRECTION_COLUMNS} FROM corrections ORDER BY id")

    def passages(self, row: int, doc_id: str) -> list[Passage]:
        """The passages of the document in ``row``, in order."""
        rows = self.rows(f"SELECT {PASSAGE_COLUMNS} FROM passages WHERE document = ? ORDER BY ordinal", row)
        return [read_passage(doc_id, values) for values in rows]

    def passages_by_id(self, doc_ids: Mapping[int, str]) -> dict[int, tuple[Passage, str, str]]:
        """Passages by their ids, with their texts and what stands before them in their paragraphs.

        ``doc_ids`` names the document of each. Of a long paragraph the ``BEFORE_CHARS`` nearest are given.
        """
        marks = ", ".join("?" * len(doc_ids))
        found = self.rows(
            "SELECT passages.id,"
            f" substr(text, max(start - {BEFORE_CHARS}, 0) + 1, min(start, {BEFORE_CHARS})),"
            f" substr(text, start + 1, end - start), {PASSAGE_COLUMNS}"
            f" FROM passages JOIN texts USING (document) WHERE passages.id IN ({marks})",
            *doc_ids,
        )
        if len(found) < len(doc_ids):
            raise self._gone("a passage")
        return {
            id_: (read_passage(doc_ids[id_], tuple(values)), text, above.rpartition("\n")[2])
            for id_, above, text, *values in found
        }

    def passage_ids(self, row: int) -> list[int]:
        """The ids of the passages of the document in ``row``, in order."""
        rows = self.rows("SELECT id FROM passages WHERE document = ? ORDER BY ordinal", row)
        return [passage_id for (passage_id,) in rows]

    def vector_keys(self, row: int) -> list[bytes]:
        """The names of the vectors of the passages of the document in ``row``, in order."""
        rows = self.rows("SELECT vector FROM passages WHERE document = ? ORDER BY ordinal", row)
        return [key for (key,) in rows]

    def vectors(self, row: int) -> Vectors:
        """[n, dimension]: the vectors of the passages of the document in ``row``, in order."""
        rows = self.rows(
            "SELECT vectors.vector FROM passages JOIN vectors ON key = passages.vector"
            " WHERE document = ? ORDER BY ordinal",
            row,
        )
        blob = b"".join(vector for (vector,) in rows)
        return np.frombuffer(blob, dtype="<f4").reshape(len(rows), -1) if rows else np.zeros((0, 0), "<f4")

    def stored_keys(self, keys: Iterable[bytes]) -> set[bytes]:
        """Which of ``keys`` have a stored vector."""
        return {key for key in set(keys) if self.row("SELECT 1 FROM vectors WHERE key = ?", key) is not None}

    def facts(self, row: int) -> list[Fact]:
        """The facts of the document in ``row``, in order."""
        rows = self.rows("SELECT fact FROM facts WHERE document = ? ORDER BY ordinal", row)
        return [loads(Fact, fact) for (fact,) in rows]

    def _gone(self, what: str) -> ShelfError:
        return ShelfError(f"Shelf {self.folder}: {what} is gone: try again")


def _described(values: tuple[Any, ...]) -> DocumentRow:
    row, stamp, doc_id, path, sha256, metadata, warnings, *counts = values
    told = tuple(json.loads(warnings)) if warnings != NO_WARNINGS else ()
    return DocumentRow(row, stamp, doc_id, path, sha256, loads(Metadata, metadata), told, *counts)
