"""Several open copies of one shelf, so that people do not wait for one another, and one that writes.

Readers share the encoder and see a change as soon as it is committed; adding a folder holds up nobody
who asks. A thread that holds a reader gets the same one again.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, LifoQueue

from desk.errors import BusyError
from index import Shelf, open_shelf

# More readers than cores only share the time; each holds the vectors and the word index in memory.
MAX_READERS = 2
# Twenty people who ask at once are all answered within two seconds; who waits longer meets an overload.
READER_WAIT_S = 30.0
# A folder that is being added can take minutes; a person who removes a document waits for so long.
WRITER_WAIT_S = 60.0


class ShelfPool:
    """Readers and the one writer of the shelf in a folder; opened when first needed."""

    def __init__(self, directory: Path, *, model: str | None = None, readers: int | None = None) -> None:
        self.directory = directory
        self._model = model
        self._free: LifoQueue[Shelf] = LifoQueue()  # the last one used has its pages in the cache
        self._opened: list[Shelf] = []
        self._opening = threading.Lock()
        self._limit = readers or min(MAX_READERS, os.cpu_count() or 1)
        self._writer: Shelf | None = None
        self._writing = threading.RLock()
        self._held = threading.local()
        self._free.put(self._open_first())

    def _open_first(self) -> Shelf:
        shelf = open_shelf(self.directory, create=True, model=self._model)
        self._opened.append(shelf)
        return shelf

    def _open_another(self) -> Shelf:
        return open_shelf(self.directory, model=self._model, encoder=self._opened[0].encoder)

    @contextmanager
    def reading(self) -> Iterator[Shelf]:
        """A shelf of one's own for a while; ``BusyError`` if none becomes free in time."""
        held: Shelf | None = getattr(self._held, "shelf", None)
        if held is not None:
            yield held
            return
        shelf = self._take()
        self._held.shelf = shelf
        try:
            yield shelf
        finally:
            self._held.shelf = None
            self._free.put(shelf)

    def _take(self) -> Shelf:
        try:
            return self._free.get_nowait()
        except Empty:
            pass
        with self._opening:
            if len(self._opened) < self._limit:
                self._opened.append(self._open_another())
                return self._opened[-1]
        try:
            return self._free.get(timeout=READER_WAIT_S)
        except Empty:
            raise BusyError(
                "too many questions at once: try again in a minute. 同时提问的人太多,请稍后再试"
            ) from None

    @contextmanager
    def writing(self) -> Iterator[Shelf]:
        """The shelf that changes things, for one thread at a time; ``BusyError`` if another is long at it."""
        if not self._writing.acquire(timeout=WRITER_WAIT_S):
            raise BusyError(
                "documents are being added by somebody else: try again when that is done. "
                "有人正在添加文件,请稍后再试"
            )
        try:
            if self._writer is None:
                self._writer = self._open_another()
            yield self._writer
        finally:
            self._writing.release()

    def close(self) -> None:
        """Let go of the files, when all work is done."""
        with self._writing, self._opening:
            if self._writer is not None:
                self._writer.close()
                self._writer = None
            for shelf in self._opened:
                shelf.close()
            self._opened.clear()
