"""A seal over the catalog's file, so that a flipped byte is found even where nothing is stored.

It is written when a shelf that was changed is closed, and holds for one generation: after a crash it is
older than the catalog and says nothing, and the checksums of documents and vectors stand alone. It
also lists the documents, and what people corrected in them, so that a shelf whose catalog is lost can
be filled again from their files.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from index.checked_json import read_checked_json, write_checked_json

SEAL_NAME = "seal.json"
_CHUNK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Seal:
    """What the catalog's file was when it was last closed after a change."""

    generation: int
    size: int  # bytes of the file
    crc32: int  # of all of them
    model: str | None  # as the settings name it
    documents: dict[str, str]  # sha256 of the file by path
    corrections: Sequence[Sequence[str | None]] = ()  # the one thing that no file says; none in old seals


def write_seal(folder: Path, seal: Seal) -> None:
    """Replace the seal of the shelf in ``folder`` in one step."""
    write_checked_json(folder / SEAL_NAME, asdict(seal))


def read_seal(folder: Path) -> Seal | None:
    """The seal of the shelf in ``folder``, None if there is none; ``ValueError`` if it is damaged."""
    found = read_checked_json(folder / SEAL_NAME)
    return None if found is None else Seal(**found)


def file_crc32(path: Path) -> int:
    """crc32 of all bytes of a file."""
    checksum = 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            checksum = zlib.crc32(chunk, checksum)
    return checksum
