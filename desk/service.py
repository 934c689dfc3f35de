"""One shelf for many people: what pages, HTTP and MCP all call."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any

from assistant import (
    Answer,
    CheckProgress,
    Comparison,
    ConsistencyReport,
    MatchReport,
    ModelSettings,
    Profile,
    ask as ask_shelf,
    check_shelf_consistency,
    diff_documents,
    find_passages,
    match_profile,
    profile_of,
    reword as reword_answer,
)
from desk.errors import MissingError
from desk.pool import ShelfPool
from desk.uploads import Upload, drop_upload, keep_uploads, kept_file
from index import AddReport, Correction, DocumentSummary, Filters, Hit, Shelf
from ingest import Document, Kind, Passage, Status, UsageError

NO_FILTERS = Filters()
# Asked before anybody asks: one that is answered or refused, and one in English.
_WARMING = ("高新技术企业认定奖励多少?", "What support is there for high-tech enterprises?")
ShelfProgress = Callable[[str, int, int], None]  # (phase, done, total)


@dataclass(frozen=True, slots=True)
class Found:
    """The passages found for a query, best first."""

    query: str
    hits: tuple[Hit, ...]
    took_ms: float


@dataclass(frozen=True, slots=True)
class Shown:
    """A document as lists show it, and the whole of it."""

    summary: DocumentSummary
    document: Document
    corrections: tuple[Correction, ...] = ()  # oldest first
    as_read: Mapping[str, Any] = field(default_factory=dict)  # of the fields that can be corrected


class Desk:
    """One shelf that many people use at once; every method may be called from any thread.

    Reading (``ask``, ``find``, ``check``, ``diff``, ``match``, ``documents``, ``show`` …) runs in
    parallel on readers of its own and sees a change as soon as it is made; writing (``add``,
    ``add_uploads``, ``remove``) takes turns and holds up no reader. All values are the typed ones of
    ``assistant`` and ``index``; ``WenzhengError`` is raised with one line for the person:
    ``UsageError`` what was asked cannot be done so, ``MissingError`` there is no such document,
    ``BusyError`` later it will work.

    Who needs several reads of the same shelf takes ``with desk.reading() as shelf:`` (a
    ``index.Shelf``; other methods called inside use the same one). Roles are not checked here.
    """

    def __init__(
        self,
        directory: Path,
        *,
        model: str | None = None,
        readers: int | None = None,
        rewording: ModelSettings | None = None,
    ) -> None:
        """Open the shelf in ``directory``, an empty one if there is none; ``ShelfError`` if it cannot be.

        ``rewording`` is a language model that may reword answers where somebody asks for it.
        """
        self.directory = directory
        self._rewording = rewording
        self._pool = ShelfPool(directory, model=model, readers=readers)
        self._counting = threading.Lock()
        self._verdicts: Counter[str] = Counter()

    def __enter__(self) -> Desk:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the shelf when no work is left."""
        self._pool.close()

    @contextmanager
    def reading(self) -> Iterator[Shelf]:
        """A shelf to read from, this thread's own for a while."""
        with self._pool.reading() as shelf:
            yield shelf

    @property
    def generation(self) -> int:
        """How many changes were made to the shelf; a page that shows another one is out of date."""
        with self.reading() as shelf:
            return shelf.generation

    def warm_up(self) -> None:
        """Load the model, the index and all that answering needs, so that the first person does not wait."""
        if self.documents():
            with self.reading() as shelf:
                for question in _WARMING:
                    ask_shelf(shelf, question)

    # Questions

    def ask(
        self,
        question: str,
        *,
        after: Sequence[str] = (),
        region: str | None = None,
        as_of: date | None = None,
        kind: Kind | None = None,
        all_status: bool = False,
        statuses: Sequence[Status] = (),
        k: int = 10,
        reword: bool = False,
    ) -> Answer:
        """The answer to ``question``, as ``assistant.ask`` gives it; ``after``: earlier questions."""
        with self.reading() as shelf:
            answer = ask_shelf(
                shelf,
                question,
                after=after,
                region=region,
                as_of=as_of,
                kind=kind,
                all_status=all_status,
                statuses=statuses,
                k=k,
            )
        with self._counting:
            self._verdicts[answer.verdict.value] += 1
        return self.reword(answer) if reword else answer

    @property
    def rewords(self) -> bool:
        """True if there is a language model that may reword answers."""
        return self._rewording is not None

    def check_rewording(self) -> ModelSettings:
        """The language model; ``UsageError`` if there is none."""
        if self._rewording is None:
            raise UsageError(
                "this server has no language model: start it with --llm-url and --llm-model. 未配置语言模型"
            )
        return self._rewording

    def reword(self, answer: Answer, on_sentence: Callable[[str], None] | None = None) -> Answer:
        """``answer`` reworded by the language model, or with a note that says why not; holds no reader.

        ``on_sentence`` is called with each sentence as soon as it has passed its check.
        """
        return reword_answer(answer, self.check_rewording(), on_sentence)

    def verdicts(self) -> dict[str, int]:
        """How many answers of each verdict were given since the start."""
        with self._counting:
            return dict(self._verdicts)

    def find(
        self, query: str, *, k: int = 10, filters: Filters = NO_FILTERS, as_of: date | None = None
    ) -> Found:
        """The ``k`` best passages for a sentence, words or a question."""
        with self.reading() as shelf:
            hits, took_ms = find_passages(shelf, query, k=k, filters=filters, as_of=as_of)
        return Found(query, tuple(hits), took_ms)

    # Comparisons

    def check(self, *, as_of: date | None = None, progress: CheckProgress | None = None) -> ConsistencyReport:
        """What contradicts what on the shelf, what is wrong and what has ended."""
        with self.reading() as shelf:
            return check_shelf_consistency(shelf, as_of=as_of, progress=progress)

    def diff(self, doc_a: str, doc_b: str) -> Comparison:
        """The changes from one document to another, each named by doc_id, path or number."""
        with self.reading() as shelf:
            return diff_documents(shelf, self.summary(doc_a).doc_id, self.summary(doc_b).doc_id)

    def match(self, profile: Profile | Mapping[str, Any], *, as_of: date | None = None) -> MatchReport:
        """Which measures a firm can get, condition by condition; a mapping has the fields of a profile."""
        asked = profile if isinstance(profile, Profile) else profile_of(profile)
        with self.reading() as shelf:
            return match_profile(shelf, asked, as_of=as_of)

    # Documents

    def documents(self, filters: Filters = NO_FILTERS, as_of: date | None = None) -> list[DocumentSummary]:
        """The documents that pass ``filters``, by path, with their standing on ``as_of`` (today)."""
        with self.reading() as shelf:
            return shelf.documents(filters, as_of)

    def summary(self, name: str) -> DocumentSummary:
        """The document with this doc_id, path, file name or number; ``MissingError`` if not one."""
        with self.reading() as shelf:
            try:
                return shelf.find_document(name)
            except UsageError as error:
                raise MissingError(f"{error} 没有这份文件,或不止一份") from error

    def show(self, name: str) -> Shown:
        """The whole document with this doc_id, path, file name or number."""
        with self.reading() as shelf:
            summary = self.summary(name)
            document = shelf.load_document(summary.doc_id)
            corrections = tuple(shelf.corrections(summary.doc_id))
            return Shown(summary, document, corrections, shelf.fields_as_read(summary.doc_id))

    def passages(self, doc_id: str) -> list[Passage]:
        """The passages of a document, in order."""
        with self.reading() as shelf:
            return shelf.passages(doc_id)

    # Changes

    def add(self, paths: Sequence[Path | str], progress: ShelfProgress | None = None) -> AddReport:
        """Put files and folders of this computer on the shelf; never paths that came over the network."""
        with self._pool.writing() as shelf:
            return shelf.add(paths, progress)

    def add_uploads(self, uploads: Sequence[Upload], progress: ShelfProgress | None = None) -> AddReport:
        """Keep files that a person sent, zips too, and put them on the shelf.

        What cannot be taken is in ``skipped`` with its reason, under a name without the server's folders.
        """
        kept, refused = keep_uploads(self.directory.absolute(), uploads)
        report = self.add(kept, progress) if kept else AddReport(0, 0, 0, (), ())
        skipped = [replace(found, path=Path(found.path).name) for found in report.skipped]
        for path in kept:
            if any(found.path == str(path) for found in report.skipped):
                drop_upload(self.directory.absolute(), str(path))
        return replace(report, skipped=(*refused, *skipped))

    def correct(
        self, name: str, values: Mapping[str, Any], *, restore: Sequence[str] = (), by: str
    ) -> DocumentSummary:
        """Set header fields of a document as a person knows them, or take corrections back."""
        with self._pool.writing() as shelf:
            return shelf.correct(self.summary(name).doc_id, values, restore=restore, by=by)

    def remove(self, names: Sequence[str]) -> list[DocumentSummary]:
        """Take documents off the shelf, all of them or none; files kept from uploads are deleted."""
        with self._pool.writing() as shelf:
            wanted = [self.summary(name).doc_id for name in names]
            removed = shelf.remove(wanted)
            still_needed = {kept_file(summary.path) for summary in shelf.documents()}
        for summary in removed:
            if kept_file(summary.path) not in still_needed:  # a zip may hold other documents
                drop_upload(self.directory.absolute(), summary.path)
        return removed
