"""Shelves built for a run, kept in the user's cache and used again while nothing they depend on changed."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import platformdirs

from eval.beir import Benchmark, read_corpus
from eval.datasets import CHECKOUT
from index import Shelf, open_shelf
from ingest import (
    Ingested,
    ShelfError,
    Skipped,
    UsageError,
    WenzhengError,
    discover,
    ingest_file,
    ingest_text,
)

Progress = Callable[[str, int, int], None]  # (phase, done, total); total 0 where it is not known
# A large corpus may need another disk than the models.
CACHE_VARIABLE = "WENZHENG_EVAL_CACHE"
_MODEL_CACHE_VARIABLE = "WENZHENG_CACHE"
BUILTIN = "built-in"
# The code that decides what a shelf holds; the search code works on what is held and is not among it.
_READING_CODE = ("ingest", "index/adding.py", "index/embedded_text.py", "index/schema.py", "index/codec.py")
_CODE_SUFFIXES = {".py", ".json", ".jsonl", ".tsv", ".csv", ".txt", ".toml"}
# Written last: a folder without it was left by a run that was stopped, and is gone on with.
_COMPLETE = "complete"
_NAME_CHARS = 12  # of a digest in a folder's name
_PHASE_CORPUS = "corpus"


def code_digest() -> str:
    """SHA-256 over the code and tables that turn a file into what a shelf holds, hex."""
    digest = hashlib.sha256()
    for path in sorted(_code_files()):
        digest.update(path.relative_to(CHECKOUT).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _code_files() -> Iterator[Path]:
    for name in _READING_CODE:
        place = CHECKOUT / name
        files = place.rglob("*") if place.is_dir() else [place]
        yield from (path for path in files if path.suffix in _CODE_SUFFIXES and path.is_file())


def cache_folder() -> Path:
    """Where the shelves of runs are kept: $WENZHENG_EVAL_CACHE, else in the cache where models are."""
    chosen = os.environ.get(CACHE_VARIABLE)
    if chosen:
        return Path(chosen)
    models = os.environ.get(_MODEL_CACHE_VARIABLE)
    root = Path(models) if models else Path(platformdirs.user_cache_dir("wenzheng", appauthor=False))
    return root / "eval"


@dataclass(slots=True)
class _Kept:
    """A kept shelf and what must be done to it before use."""

    shelf: Shelf
    marker: Path
    stamp: dict[str, Any]  # what the marker says; {} if the shelf is new or unfinished
    code: str

    @property
    def ready(self) -> bool:
        return self.stamp.get("code") == self.code

    @property
    def read_otherwise(self) -> bool:
        """Whether it was filled by other reading code, so that its vectors are worth keeping."""
        return bool(self.stamp) and not self.ready

    @property
    def skipped(self) -> tuple[Skipped, ...]:
        return tuple(Skipped(path, reason) for path, reason in self.stamp.get("skipped", []))

    def finish(self, skipped: Iterable[Skipped]) -> None:
        """Note that the shelf is complete, and what could not be read."""
        self.stamp = {"code": self.code, "skipped": [(item.path, item.reason) for item in skipped]}
        self.marker.write_text(json.dumps(self.stamp), encoding="utf-8")


@contextmanager
def folder_shelf(
    documents: Path, *, model: str | None = None, progress: Progress | None = None
) -> Iterator[tuple[Shelf, tuple[Skipped, ...]]]:
    """A shelf of the files under ``documents``, and those that could not be read."""
    with _kept_shelf(documents.name, _folder_digest(documents), model) as kept:
        if kept.read_otherwise:
            again: list[Skipped] = []
            kept.shelf.add_ingested(_ingest_files(documents, again), progress, again=True)
            kept.finish(again)
        elif not kept.ready:
            kept.finish(kept.shelf.add([documents], progress).skipped)
        if not kept.shelf.documents():
            raise UsageError(f"'{documents}' holds no document that can be read: check --documents.")
        yield kept.shelf, kept.skipped


@contextmanager
def benchmark_shelf(
    benchmark: Benchmark, *, model: str | None = None, progress: Progress | None = None
) -> Iterator[tuple[Shelf, tuple[Skipped, ...]]]:
    """A shelf with one document per corpus entry, its path the entry's id, and entries without words.

    The corpus is read entry by entry; vectors stay where only the reading code has changed, and a
    build that was stopped is gone on with.
    """
    with _kept_shelf(benchmark.name, benchmark.corpus_digest, model) as kept:
        if not kept.ready:
            skipped: list[Skipped] = []
            total = sum(1 for _ in read_corpus(benchmark.folder))
            texts = _ingest_corpus(benchmark, skipped, total, progress)
            kept.shelf.add_ingested(texts, progress, again=kept.read_otherwise)
            kept.finish(skipped)
        yield kept.shelf, kept.skipped


def _ingest_files(documents: Path, skipped: list[Skipped]) -> Iterator[Ingested]:
    """Read files again whose bytes are known; their vectors stay where the passages did."""
    files, unread = discover([documents])
    skipped.extend(unread)
    for path in files:
        try:
            yield ingest_file(path)
        except WenzhengError as error:
            skipped.append(Skipped(str(path), str(error)))


def _ingest_corpus(
    benchmark: Benchmark, skipped: list[Skipped], total: int, progress: Progress | None
) -> Iterator[Ingested]:
    for number, entry in enumerate(read_corpus(benchmark.folder), start=1):
        try:
            yield ingest_text(entry.id, entry.text, title=entry.title)
        except WenzhengError as error:
            skipped.append(Skipped(entry.id, str(error)))
        if progress is not None:
            progress(_PHASE_CORPUS, number, total)


@contextmanager
def _kept_shelf(name: str, content_digest: str, model: str | None) -> Iterator[_Kept]:
    """The shelf that is kept for this content and model."""
    model_key = hashlib.sha256((model or BUILTIN).encode()).hexdigest()[:_NAME_CHARS]
    folder = cache_folder() / f"{name}-{content_digest[:_NAME_CHARS]}-{model_key}"
    marker = folder.with_name(f"{folder.name}.{_COMPLETE}.json")
    with _opened(folder, marker, model) as shelf:
        stamp = json.loads(marker.read_text(encoding="utf-8")) if marker.is_file() else {}
        yield _Kept(shelf, marker, stamp, code_digest())


@contextmanager
def _opened(folder: Path, marker: Path, model: str | None) -> Iterator[Shelf]:
    """The shelf in ``folder``; one that no longer opens is built again."""
    if not folder.exists():
        marker.unlink(missing_ok=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    try:
        shelf = open_shelf(folder, create=True, model=model)
        _ = shelf.encoder  # refuses a shelf whose model has changed under the same name
    except ShelfError:
        if not marker.is_file():
            raise
        marker.unlink()
        shutil.rmtree(folder)
        shelf = open_shelf(folder, create=True, model=model)
    with shelf:
        yield shelf


def _folder_digest(documents: Path) -> str:
    """SHA-256 over the names and bytes of the files under ``documents``, and where they lie, hex."""
    digest = hashlib.sha256(os.fspath(documents.absolute()).encode("utf-8", "surrogateescape"))
    files = sorted(documents.rglob("*")) if documents.is_dir() else [documents]
    for path in files:
        if path.is_file():
            digest.update(os.fspath(path).encode("utf-8", "surrogateescape"))
            with path.open("rb") as file:
                digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()
