"""One module per file format; each offers ``read(path) -> RawDocument``."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import cast

from ingest.errors import ReadError
from ingest.readers.sniffing import content_module
from ingest.types import RawDocument

# Suffix → module of this package. A module is imported when its first file is read, so that a
# library that one format needs costs nothing to the others.
READERS: dict[str, str] = {
    ".txt": "text",
    ".text": "text",
    ".md": "text",
    ".markdown": "text",
    ".html": "html",
    ".htm": "html",
    ".shtml": "html",
    ".xhtml": "html",
    ".docx": "docx",
    ".doc": "ole",
    ".wps": "ole",
    ".pdf": "pdf",
    ".ofd": "ofd",
    ".xlsx": "sheets",
    ".xls": "sheets",
    ".et": "sheets",
    ".csv": "sheets",
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".bmp", ".tif", ".tiff", ".webp"), "ocr"),
}

SUFFIXES: frozenset[str] = frozenset(READERS)

__all__ = ["READERS", "SUFFIXES", "read_file"]


def read_file(path: Path) -> RawDocument:
    """What is in the file, block by block; raise ReadError if it cannot be read as what it is.

    A file whose bytes are of another format than its suffix says is read as what it is, with a warning.
    """
    named = READERS.get(path.suffix.lower())
    if named is None:
        raise ReadError(
            f"{path}: 不支持的文件类型 (unknown suffix) {path.suffix!r}; known: {' '.join(sorted(SUFFIXES))}"
        )
    try:
        found = content_module(path, named)
        module = importlib.import_module(f"{__name__}.{found}")
        read = cast("Callable[[Path], RawDocument]", module.read)
        raw = read(path)
    except OSError as error:
        raise ReadError(f"{path}: 无法读取 (cannot be read): {error.strerror or error}") from error
    except (MemoryError, RecursionError, ReadError):
        raise
    except Exception as error:  # parsers raise what they like on a broken file; the folder goes on
        raise ReadError(
            f"{path}: 文件损坏或不规范,无法读取 (damaged or irregular file): {type(error).__name__}: {error}"
        ) from error
    if found == named:
        return raw
    said = f"后缀是 {path.suffix},内容却是 {found} · the suffix says {path.suffix}, the content is {found}"
    return replace(raw, warnings=(said, *raw.warnings))
