"""A mapped index brought into memory while nobody waits for it.

A file that is only mapped is read where a question first touches it, some thousands of times a question in
a large shelf. One thread that goes through it once, beside the first questions, spares the others that.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

PAGE_BYTES = 4096  # the smallest page of any system that we know; a larger one is touched twice
TOUCHED_AT_ONCE_BYTES = 1 << 26  # some milliseconds, in which other threads go on
# A smaller index is in memory after a few questions.
WORTHWHILE_BYTES = 1 << 26
# What lies beyond is read when it is asked for: a shelf may be larger than the memory. A million passages
# have 2.8 GB.
MOST_BYTES = 3 << 30

Mapped = NDArray[Any]


def read_ahead(arrays: Iterable[Mapped]) -> threading.Thread | None:
    """Start to bring ``arrays`` into memory, one after the other; None if that is not worth a thread."""
    chosen = worth_reading(arrays)
    if not chosen:
        return None
    thread = threading.Thread(target=touch, args=(chosen,), name="read-ahead", daemon=True)
    thread.start()
    return thread


def worth_reading(arrays: Iterable[Mapped]) -> list[Mapped]:
    """``arrays`` until they are ``MOST_BYTES``; none if they are less than ``WORTHWHILE_BYTES``."""
    chosen: list[Mapped] = []
    size = 0
    for array in arrays:
        if size + array.nbytes > MOST_BYTES:
            break
        chosen.append(array)
        size += array.nbytes
    return chosen if size >= WORTHWHILE_BYTES else []


def touch(arrays: Sequence[Mapped]) -> int:
    """Read a byte of each page of ``arrays``; how many were read."""
    pages = 0
    for array in arrays:
        content = array.reshape(-1).view(np.uint8)
        for start in range(0, len(content), TOUCHED_AT_ONCE_BYTES):
            touched = content[start : start + TOUCHED_AT_ONCE_BYTES : PAGE_BYTES]
            touched.max()  # numpy lets other threads run meanwhile
            pages += len(touched)
    return pages
