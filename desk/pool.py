"""Several open copies of one shelf, so that people do not wait for one another, and one that writes.

Readers share the encoder and see a change as soon as it is committed; adding a folder holds up nobody
who asks. A thread that holds a reader gets the same one again.
"""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from desk.errors import BusyError
from index import Shelf, open_shelf

# More readers than cores only share the time; each holds the vectors and the word index in memory.
MAX_READERS = 2
# Twenty people who ask at once are all answered within two seconds; who waits longer meets an overload.
READER_WAIT_S = 30.0
# A folder that is being added can take minutes; a person who removes a document waits for so long.
WRITER_WAIT_S = 60.0


class _Place:
    """A place in the queue for a reader."""

    def __init__(self) -> None:
        self.ready = threading.Event()
        self.shelf: Shelf | None = None


class ShelfPool:
    """Readers and the one writer of the shelf in a folder; opened when first needed."""

    def __init__(self, directory: Path, *, model: str | None = None, readers: int | None = None) -> None:
        self.directory = directory
        self._model = model
        self._lock = threading.Lock()
        self._free: list[Shelf] = []
        self._waiting: deque[_Place] = deque()  # whoever came first is served first
        self._opened: list[Shelf] = []
        self._opening = threading.Lock()
        self._limit = readers or min(MAX_READERS, os.cpu_count() or 1)
        self._writer: Shelf | None = None
        self._writing = threading.RLock()
        self._held = threading.local()
        self._opened.append(open_shelf(directory, create=True, model=model))
        self._free.append(self._opened[0])

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
            self._give_back(shelf)

    def _take(self) -> Shelf:
        place = _Place()
        with self._lock:
            if self._free and not self._waiting:
                return self._free.pop()
            self._waiting.append(place)
        self._grow()
        place.ready.wait(READER_WAIT_S)
        with self._lock:
            if place.shelf is None:
                self._waiting.remove(place)
                raise BusyError(
                    "too many questions at once: try again in a minute. 同时提问的人太多,请稍后再试"
                )
            return place.shelf

    def _give_back(self, shelf: Shelf) -> None:
        with self._lock:
            if self._waiting:
                place = self._waiting.popleft()
                place.shelf = shelf
                place.ready.set()
            else:
                self._free.append(shelf)

    def _grow(self) -> None:
        """Open one more reader while there may be more."""
        if len(self._opened) < self._limit and self._opening.acquire(blocking=False):
            try:
                if len(self._opened) < self._limit:
                    self._opened.append(self._open_another())
                    self._give_back(self._opened[-1])
            finally:
                self._opening.release()

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
