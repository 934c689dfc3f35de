"""Many files into documents: zips opened, children reading ahead, results in the order of the files."""

from __future__ import annotations

import os
import tempfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from ingest.errors import ReadError
from ingest.pipeline import ARCHIVE_SUFFIX, build_ingested, sha256_of
from ingest.readers import SUFFIXES
from ingest.readers.archive import extract
from ingest.sandbox import Sandbox, is_direct
from ingest.types import Ingested, RawDocument, Skipped

# Children at most: each takes 0.1 to 1 GB, and encoding, not reading, is what takes long.
MAX_CHILDREN = 4
# Files read ahead per child, so that none waits while the document before is stored.
AHEAD = 3
FileProgress = Callable[[str, int, int], None]  # (file, page, pages) while a file is read by OCR


@dataclass(frozen=True, slots=True)
class Unchanged:
    """A file whose bytes are known already."""

    path: str


Result = Ingested | Skipped | Unchanged


@dataclass(frozen=True, slots=True)
class _Job:
    name: str  # the path, or the zip's path with the member's name after !/
    path: Path  # where its bytes are
    is_member: bool = False  # its bytes are a copy of ours, removed when it has been read

    def done(self) -> None:
        """Free what was unpacked for it."""
        if self.is_member:
            self.path.unlink(missing_ok=True)


def ingest_files(
    files: Iterable[Path],
    known: Mapping[str, str] | None = None,
    progress: FileProgress | None = None,
    *,
    kept_pages: Path | None = None,
) -> Iterator[Result]:
    """A document, or the reason why there is none, for each file and each member of a zip, in order.

    ``known`` gives the sha256 of files that need not be read again, by path. What OCR reads is kept below
    ``kept_pages``, if that is given, for the caller to remove when the documents are safe. Closing the
    iterator, or Ctrl-C in the loop over it, ends the children.
    """
    children = min(os.cpu_count() or 1, MAX_CHILDREN)
    waiting: deque[tuple[_Job, str, Future[RawDocument]] | Skipped | Unchanged] = deque()
    with (
        tempfile.TemporaryDirectory(prefix="wenzheng-", ignore_cleanup_errors=True) as folder,
        Sandbox(children, kept_pages=kept_pages) as sandbox,
        ThreadPoolExecutor(children) as threads,
    ):
        try:
            for job in _jobs(files, Path(folder)):
                waiting.append(_begun(job, known or {}, sandbox, threads, progress))
                while len(waiting) > children * AHEAD:
                    yield _finished(waiting.popleft())
            while waiting:
                yield _finished(waiting.popleft())
        finally:
            threads.shutdown(wait=False, cancel_futures=True)
            sandbox.close()


def _begun(
    job: _Job | Skipped,
    known: Mapping[str, str],
    sandbox: Sandbox,
    threads: ThreadPoolExecutor,
    progress: FileProgress | None,
) -> tuple[_Job, str, Future[RawDocument]] | Skipped | Unchanged:
    if isinstance(job, Skipped):
        return job
    try:
        digest = sha256_of(job.path)
        if known.get(job.name) == digest:
            job.done()
            return Unchanged(job.name)
        is_direct(job.path)  # too large a file is refused before it waits for a child
    except ReadError as error:
        job.done()
        return _skipped(job, error)
    name = job.name

    def tell(page: int, pages: int) -> None:
        if progress is not None:
            progress(name, page, pages)

    return job, digest, threads.submit(sandbox.read, job.path, tell)


def _finished(waiting: tuple[_Job, str, Future[RawDocument]] | Skipped | Unchanged) -> Result:
    if not isinstance(waiting, tuple):
        return waiting
    job, digest, future = waiting
    try:
        return build_ingested(job.name, digest, future.result())
    except ReadError as error:
        return _skipped(job, error)
    finally:
        job.done()


def _skipped(job: _Job, error: ReadError) -> Skipped:
    reason = str(error).replace(str(job.path), job.name).removeprefix(f"{job.name}: ")
    return Skipped(job.name, reason)


def _jobs(files: Iterable[Path], folder: Path) -> Iterator[_Job | Skipped]:
    """The files; in a zip's place its members, unpacked below ``folder``, one zip at a time."""
    for number, path in enumerate(files):
        if path.suffix.lower() != ARCHIVE_SUFFIX:
            yield _Job(str(path), path)
            continue
        place = folder / str(number)
        place.mkdir()
        try:
            members, skipped = extract(path, place, SUFFIXES)
        except (ReadError, OSError) as error:
            yield Skipped(str(path), str(error).removeprefix(f"{path}: "))
            continue
        yield from skipped
        if not members and not skipped:
            yield Skipped(str(path), "压缩包是空的 (the zip is empty)")
        for member in members:
            yield _Job(member.name, member.path, is_member=True)
