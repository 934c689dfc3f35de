"""Named arrays in one file: written whole or not at all, opened without being read.

Layout: magic, length and crc32 of a JSON header, the header (type, shape and place of each array, and
``facts`` of the writer), then the arrays at multiples of 64 bytes. Nothing in it is ever executed.
"""

from __future__ import annotations

import json
import os
import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

MAGIC = b"WZARRAY1"
PREFIX = struct.Struct("<8sII")  # magic, bytes of the header, crc32 of the header
ALIGNMENT = 64  # a cache line, and more than any type needs
MAX_HEADER_BYTES = 1 << 20  # a header has a line per array; more means that the length itself is damaged
KINDS = frozenset({"<i4", "<i8", "<u8", "|u1", "<f4"})
WRITTEN_AT_ONCE_BYTES = 1 << 24  # so that a checksum is made of what is still in the cache

Bytes = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Written:
    """What a file was when it was written."""

    size: int  # bytes
    crc32: int  # of all of them


def write_arrays(path: Path, arrays: Mapping[str, NDArray[Any]], facts: Mapping[str, Any]) -> Written:
    """Write ``path`` in one step: until it is complete and on the disk, it is not there. ``OSError``."""
    plain = {name: _plain(array) for name, array in arrays.items()}
    head = _head(plain, facts)
    temporary = path.with_name(f"{path.name}.new")
    try:
        with temporary.open("wb") as file:
            checksum = _put(file, _bytes(head), 0)
            for array in plain.values():
                checksum = _put(file, _bytes(b"\0" * (-file.tell() % ALIGNMENT)), checksum)
                checksum = _put(file, array.reshape(-1).view(np.uint8), checksum)
            size = file.tell()
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return Written(size, checksum)


def open_arrays(path: Path) -> tuple[dict[str, NDArray[Any]], dict[str, Any]]:
    """The arrays of ``path``, mapped and read only, and the facts; ``ValueError`` if it is damaged.

    The header is checked, the arrays are not: that takes ``file_crc32``.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        prefix = file.read(PREFIX.size)
        if len(prefix) < PREFIX.size:
            raise ValueError(f"{path.name} is cut off")
        magic, length, checksum = PREFIX.unpack(prefix)
        header = file.read(length) if length <= MAX_HEADER_BYTES else b""
    if magic != MAGIC or zlib.crc32(header) != checksum:
        raise ValueError(f"{path.name} is damaged")
    described = json.loads(header)
    mapped = np.memmap(path, dtype=np.uint8, mode="r").view(np.ndarray)
    start = _aligned(PREFIX.size + length)
    arrays = {}
    for name, kind, shape, offset in described["arrays"]:
        count = int(np.prod(shape, dtype=np.int64))
        first = start + offset
        if kind not in KINDS or first + count * np.dtype(kind).itemsize > size:
            raise ValueError(f"{path.name} is cut off")
        data = mapped[first : first + count * np.dtype(kind).itemsize]
        arrays[name] = data.view(kind).reshape(shape)
    return arrays, described["facts"]


def sync_folder(folder: Path) -> None:
    """Have the names in ``folder`` survive a power cut, where the system can do that."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _plain(array: NDArray[Any]) -> NDArray[Any]:
    """``array`` in one piece and little-endian."""
    kind = np.dtype(array.dtype).newbyteorder("<")
    if kind.str not in KINDS:
        raise TypeError(f"arrays of {array.dtype} are not kept in files")
    return np.ascontiguousarray(array, dtype=kind)


def _head(arrays: Mapping[str, NDArray[Any]], facts: Mapping[str, Any]) -> bytes:
    described, offset = [], 0
    for name, array in arrays.items():
        offset = _aligned(offset)
        described.append([name, array.dtype.str, list(array.shape), offset])
        offset += array.nbytes
    header = json.dumps({"arrays": described, "facts": dict(facts)}).encode()
    prefix = PREFIX.pack(MAGIC, len(header), zlib.crc32(header))
    return (prefix + header).ljust(_aligned(PREFIX.size + len(header)), b"\0")


def _aligned(position: int) -> int:
    return -(-position // ALIGNMENT) * ALIGNMENT


def _bytes(content: bytes) -> Bytes:
    return np.frombuffer(content, dtype=np.uint8)


def _put(file: BinaryIO, content: Bytes, checksum: int) -> int:
    """Write ``content``; the checksum of all so far."""
    for start in range(0, len(content), WRITTEN_AT_ONCE_BYTES):
        piece = content[start : start + WRITTEN_AT_ONCE_BYTES]
        file.write(piece.data)
        checksum = zlib.crc32(piece.data, checksum)
    return checksum
