"""The shelf: put documents on it, take them off, find passages, check that all is well."""

from __future__ import annotations

import threading
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from index.adding import AddOutcome, add_files, add_ingested, encode_new
from index.catalog import Catalog
from index.closer_look import LOOKED_AT, Looked, Question, closer_order, standing_close
from index.common_part import question_means, without_common_part
from index.correcting import correct_document, corrections_of, forget_corrections
from index.corrections import FIELDS, Correction, Plain, plain_value
from index.filtering import keeps
from index.fusion import BOTH_LANES, Lane
from index.keeping import KeptIndex
from index.known import KnownDocuments, the_one_named
from index.lanes import Lanes, Scored, Sought
from index.types import AddReport, DocumentSummary, Filters, Hints, Hit
from index.validity import Relation
from index.verifying import VerifyReport, rebuild_shelf, verify_shelf
from ingest import Document, Fact, Ingested, Passage, ShelfError, StatusClause

if TYPE_CHECKING:
    from index.encoder import Encoder

ShelfProgress = Callable[[str, int, int], None]  # (phase, done, total)

NO_FILTERS = Filters()
NO_HINTS = Hints()
INDEXING = "index"  # a phase of ShelfProgress, of large shelves
PREPARING = "preparing the model 准备模型"  # a phase of ShelfProgress
BUILTIN = ""  # how the settings name the built-in model


class Shelf:
    """An open shelf; its methods may be called from several threads."""

    def __init__(
        self, directory: Path, catalog: Catalog, *, model: str | None, encoder: Encoder | None
    ) -> None:
        self.directory = directory
        self._catalog = catalog
        self._lock = threading.RLock()
        self._known = KnownDocuments()
        self._index = KeptIndex(catalog)
        self._encoder: Encoder | None = None
        self._model = self._agreed_model(model)
        if encoder is not None:
            self._use(encoder)

    def __enter__(self) -> Shelf:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the files."""
        with self._lock:
            self._catalog.close()

    @property
    def generation(self) -> int:
        """How many changes were made to the shelf."""
        with self._lock:
            return self._catalog.generation

    # Documents

    def add(
        self, paths: Sequence[Path | str], progress: ShelfProgress | None = None, *, again: bool = False
    ) -> AddReport:
        """Put files and folders on the shelf; unchanged files cost nothing, changed ones are replaced.

        ``again`` reads unchanged files too, for when reading has changed; their vectors stay.

        Each document is there whole or not at all, whenever the work is stopped; a second run goes on
        where it ended. Files that cannot be read are reported as skipped; documents whose files have
        gone from a folder given here are taken off and reported as removed.
        """
        with self._lock:
            before = {summary.doc_id: summary for summary in self.documents()}
            outcome = add_files(
                self._catalog,
                [Path(path) for path in paths],
                lambda: self._load_encoder(progress),
                progress or (lambda *_: None),
                again=again,
            )
            report = self._report(outcome)
            self._save_index(progress)
            return replace(
                report, removed=tuple(before[doc_id] for doc_id in outcome.gone if doc_id in before)
            )

    def add_ingested(
        self, documents: Iterable[Ingested], progress: ShelfProgress | None = None, *, again: bool = False
    ) -> AddReport:
        """Put documents on the shelf that were read elsewhere (``ingest_text``), as ``add`` does with files.

        One whose sha256 is there already is left alone unless ``again``, for when reading has changed.
        """
        with self._lock:
            outcome = add_ingested(
                self._catalog, documents, lambda: self.encoder, progress or (lambda *_: None), again=again
            )
            self._save_index(progress)
            return self._report(outcome)

    def _report(self, outcome: AddOutcome) -> AddReport:
        summaries = {summary.doc_id: summary for summary in self.documents()}
        return AddReport(
            outcome.added,
            outcome.updated,
            outcome.unchanged,
            tuple(outcome.skipped),
            tuple(summaries[doc_id] for doc_id in outcome.doc_ids if doc_id in summaries),
            outdated=self.outdated(),
        )

    def remove(self, documents: Sequence[str]) -> list[DocumentSummary]:
        """Take documents (doc_id, path or document number) off the shelf: all of them, or none."""
        with self._lock:
            found = {(summary := self.find_document(name)).doc_id: summary for name in documents}
            with self._catalog.write():
                for doc_id in found:
                    self._catalog.delete(doc_id)
                forget_corrections(self._catalog, found)
            return list(found.values())

    def correct(
        self, doc: str, values: Mapping[str, Plain], *, restore: Sequence[str] = (), by: str
    ) -> DocumentSummary:
        """Set header fields of a document as a person knows them; ``restore`` takes corrections back.

        They count everywhere at once, are kept when the file is read again, and are removed with the
        document. ``by`` is who says so. Fields are ``index.CORRECTABLE``.
        """

        def encode(texts: dict[bytes, str]) -> None:
            encode_new(self._catalog, self.encoder, texts, lambda *_: None)

        with self._lock:
            doc_id = self.find_document(doc).doc_id
            correct_document(self._catalog, doc_id, values, restore=restore, by=by, encode=encode)
            self._save_index()
            return self.find_document(doc_id)

    def corrections(self, doc_id: str) -> list[Correction]:
        """What was corrected in ``doc_id`` and taken back, oldest first."""
        with self._lock, self._catalog.read():
            return corrections_of(self._catalog, doc_id)

    def fields_as_read(self, doc_id: str) -> dict[str, Plain]:
        """What reading found for each field that can be corrected, as a person would give it."""
        with self._lock, self._catalog.read():
            document = self._catalog.document_as_read(self._catalog.row_of(doc_id))
        return {name: plain_value(document.metadata, name, document.text) for name in FIELDS}

    def documents(self, filters: Filters = NO_FILTERS, as_of: date | None = None) -> list[DocumentSummary]:
        """The documents that pass ``filters``, by path, with their status on ``as_of`` (today)."""
        with self._lock:
            self._known.refresh(self._catalog)
            summaries = self._known.summaries(as_of).values()
            return [found for found in summaries if keeps(filters, found)]

    def stamps(self) -> dict[str, int]:
        """By doc_id what a document got when it was stored, and gets anew whenever anything of it changes."""
        with self._lock:
            self._known.refresh(self._catalog)
            return {self._known.doc_id(row): stamp for row, stamp in self._known.stamps.items()}

    def find_document(self, doc: str) -> DocumentSummary:
        """The document with this doc_id, path, file name or document number; ``UsageError`` if not one."""
        return the_one_named(doc, self.documents())

    def load_document(self, doc_id: str) -> Document:
        """The whole document ``doc_id``."""
        with self._lock, self._catalog.read():
            return self._catalog.document(self._catalog.row_of(doc_id))

    def passages(self, doc_id: str) -> list[Passage]:
        """The passages of ``doc_id``, in order."""
        with self._lock, self._catalog.read():
            return self._catalog.passages(self._catalog.row_of(doc_id), doc_id)

    def facts(self, doc_id: str | None = None) -> list[Fact]:
        """The facts of ``doc_id``, or of all documents."""
        with self._lock, self._catalog.read():
            rows = [self._catalog.row_of(doc_id)] if doc_id else self._catalog.document_rows()
            return [fact for row in rows for fact in self._catalog.facts(row)]

    def outdated(self) -> int:
        """How many documents were read by another version of the program: ``add`` with ``again`` helps."""
        with self._lock:
            return self._catalog.read_by_others()

    def relations(self) -> tuple[Relation, ...]:
        """Which documents of the shelf repeal or amend which others, and in which clause."""
        with self._lock:
            self._known.refresh(self._catalog)
            return self._known.relations

    def repeals(self) -> tuple[tuple[str, StatusClause], ...]:
        """The clauses by which documents end others, with the doc_id they stand in, on the shelf or not."""
        with self._lock:
            self._known.refresh(self._catalog)
            return self._known.repeals

    # Search

    def search(
        self,
        query: str,
        k: int = 10,
        filters: Filters = NO_FILTERS,
        as_of: date | None = None,
        *,
        lanes: Collection[Lane] = BOTH_LANES,
        hints: Hints = NO_HINTS,
    ) -> list[Hit]:
        """The ``k`` best passages for ``query`` in the documents that pass ``filters``, best first."""
        query = unicodedata.normalize("NFC", query)
        with self._lock:
            self._known.refresh(self._catalog)
            if not self._known or self._known.rows_kept(filters, as_of) == []:
                return []
            encoder = self.encoder if Lane.DENSE in lanes else None
        sought = _sought(query, encoder, hints)  # others may search meanwhile
        with self._lock, self._catalog.read():
            index = self._current_lanes()
            rows = self._known.rows_kept(filters, as_of)
            summaries = self._known.summaries(as_of)
            sought = replace(
                sought, likely=_by_row(hints.likely, summaries), unlikely=_by_row(hints.unlikely, summaries)
            )
            try:
                found = index.search(sought, max(k, LOOKED_AT), lanes, rows)
            except IndexError as error:  # a posting of a passage that is not there
                raise ShelfError(
                    f"Shelf {self.directory}: its saved search index is damaged: run `wenzheng verify "
                    "--repair`. 已保存的索引已损坏,请运行 wenzheng verify --repair"
                ) from error
            found.sort(key=lambda hit: (-hit.score, self._known.doc_id(hit.row), hit.passage_id))
            hits = self._hits(found[: max(k, LOOKED_AT)], summaries)
            close = standing_close([hit.score for hit in hits], len(index)) if Lane.LEXICAL in lanes else 0
            weights = index.term_weights(f"{query} {sought.other_words}") if close else {}
        if close and encoder is not None:  # outside of the lock, since it encodes
            hits = _looked_closer(hits[:close], found, sought, weights, encoder) + hits[close:]
        with self._lock:
            self._index.read_ahead()
            self._index.save_if_due()
        return hits[:k]

    def _hits(self, found: Sequence[Scored], summaries: Mapping[int, DocumentSummary]) -> list[Hit]:
        """``found`` with what stands there; inside ``read``."""
        stored = self._catalog.passages_by_id({one.passage_id: self._known.doc_id(one.row) for one in found})
        return [
            Hit(rank, one.score, one.dense, one.lexical, passage, text, summaries[one.row], before)
            for rank, one in enumerate(found, start=1)
            for passage, text, before in [stored[one.passage_id]]
        ]

    def passage_counts(self, words: Sequence[str]) -> list[int]:
        """How many passages hold each of ``words``, counted by its terms, headings and titles included."""
        with self._lock, self._catalog.read():
            index = self._current_lanes()
            return [index.count_words(unicodedata.normalize("NFC", word)) for word in words]

    # Self-check

    def verify(self, repair: bool = False) -> VerifyReport:
        """What is wrong with the shelf's files, if anything; ``repair`` mends what can be rebuilt."""
        with self._lock:
            report = verify_shelf(self._catalog, lambda: self.encoder, repair=repair)
            if repair:
                self._index.forget()
                self._save_index()
            return report

    def rebuild(self, aside: Path) -> VerifyReport:
        """Fill this new shelf with the documents of the lost one, whose catalog lies in ``aside``."""
        with self._lock:
            report = rebuild_shelf(self._catalog, aside, lambda: self.encoder)
            self._save_index()
            return report

    # The model

    @property
    def encoder(self) -> Encoder:
        """The shelf's encoder, loaded when first needed."""
        return self._load_encoder(None)

    def _load_encoder(self, progress: ShelfProgress | None) -> Encoder:
        """The encoder; ``progress`` follows the one-time preparation of the built-in model."""
        if self._encoder is None:
            from index.embedding import load_encoder

            following = partial(progress, PREPARING) if progress else None
            self._use(load_encoder(self._model or None, following))
        assert self._encoder is not None
        return self._encoder

    def _agreed_model(self, wanted: str | None) -> str:
        built_with = self._catalog.setting("model")
        if built_with is None:
            return wanted or BUILTIN
        if wanted is not None and wanted != built_with and wanted != self._catalog.setting("model_name"):
            raise ShelfError(
                f"Shelf {self.directory} was built with the model {self._catalog.setting('model_name')}, "
                f"not with {wanted}: leave out --model, or build another shelf with --shelf"
            )
        return built_with

    def _use(self, encoder: Encoder) -> None:
        identity = self._catalog.setting("model_identity")
        if identity is None:
            with self._catalog.write():
                self._catalog.set_setting("model", self._model)
                self._catalog.set_setting("model_name", encoder.name)
                self._catalog.set_setting("model_identity", encoder.identity)
                self._catalog.set_setting("dimension", str(encoder.dimension))
        elif identity != encoder.identity:
            raise ShelfError(
                f"Shelf {self.directory} was built with the model {identity}, but {encoder.identity} was "
                "loaded: use the model it was built with, or build another shelf with --shelf"
            )
        self._encoder = encoder

    # What is held in memory

    def _current_lanes(self) -> Lanes:
        """The lanes as the catalog is now; inside ``read``."""
        self._known.refresh(self._catalog)
        return self._index.lanes(self._known)

    def _save_index(self, progress: ShelfProgress | None = None) -> None:
        """Leave an index beside the catalog that the next search opens."""
        with self._catalog.read():
            self._known.refresh(self._catalog)
            self._index.prepare(self._known, partial(progress, INDEXING) if progress else None)
        self._index.save_if_due()


def _sought(query: str, encoder: Encoder | None, hints: Hints) -> Sought:
    """What is looked for; without ``encoder`` by its words alone."""
    words = unicodedata.normalize("NFC", hints.other_words)
    granted = unicodedata.normalize("NFC", hints.granted_words)
    sought = Sought(query, other_words=words, granted_words=granted, scoring=hints.scoring)
    if encoder is None:
        return sought
    vector = encoder.encode_queries([query])[0]
    means = question_means(encoder.identity)
    ranking = without_common_part(vector, query, means, hints.scoring.common_share)
    return replace(sought, vector=vector, ranking_vector=ranking)


def _looked_closer(
    hits: list[Hit],
    found: Sequence[Scored],
    sought: Sought,
    weights: Mapping[int, float],
    encoder: Encoder,
) -> list[Hit]:
    """``hits``, the first of ``found``, in the order that a closer look gives them, exchanging scores."""
    weight, vector = sought.scoring.sentence_weight, sought.ranking_vector
    if not weight or vector is None:
        return hits
    looked = [
        Looked(hit.text, hit.score, scored.nearness or 0.0) for hit, scored in zip(hits, found, strict=False)
    ]
    order = closer_order(looked, Question(vector, weights, weight), encoder.encode_sentences)
    return [
        replace(hits[position], rank=hit.rank, score=hit.score)
        for position, hit in zip(order, hits, strict=True)
    ]


def _by_row(
    of_document: Callable[[DocumentSummary], bool] | None, summaries: Mapping[int, DocumentSummary]
) -> Callable[[int], bool] | None:
    return None if of_document is None else lambda row: of_document(summaries[row])
