"""Words that OCR found, kept until their file is stored: an interrupted reading goes on where it stopped.

A picture is known by its dots, so that the pages of a PDF, the frames of a TIFF and the pictures in a docx or
OFD are kept alike, and a file that moved or was unpacked anew finds its pages again.
"""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest.readers.layout import Piece

if TYPE_CHECKING:
    import numpy as np

_folders: list[Path] = []  # none, or the one in use


def keep_in(folder: Path | None) -> None:
    """Keep and look for pages below ``folder`` from now on; None for not at all."""
    _folders[:] = [folder] if folder is not None else []


def name_of(picture: np.ndarray[Any, Any]) -> str:
    """The name under which a picture's words are kept; another version of the OCR keeps its own."""
    import numpy as np

    made = f"{version('rapidocr')} {picture.shape} {picture.dtype}".encode()
    return hashlib.blake2b(np.ascontiguousarray(picture).data, digest_size=16, key=made[:64]).hexdigest()


def kept(name: str) -> list[Piece] | None:
    """The words kept under ``name``; None if there are none, or their file was cut short."""
    for folder in _folders:
        with suppress(OSError, ValueError, TypeError):
            return [Piece(*row) for row in json.loads((folder / f"{name}.json").read_text("utf-8"))]
    return None


def keep(name: str, pieces: list[Piece]) -> None:
    """Keep the words; a disk that is full or read-only costs the keeping, not the reading."""
    rows = [(piece.text, piece.left, piece.top, piece.right, piece.bottom) for piece in pieces]
    for folder in _folders:
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            half = folder / f"{name}.{os.getpid()}"
            half.write_text(json.dumps(rows, ensure_ascii=False), "utf-8")
            half.replace(folder / f"{name}.json")


def is_keeping() -> bool:
    """Whether pages are kept at all."""
    return bool(_folders)
