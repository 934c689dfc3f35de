"""Files that people send: counted, measured, given names of ours and kept beside the shelf.

The words of a file name come from a stranger, so a kept file lies in a folder named after its content
and its own name keeps letters, digits and a few marks only. What the bytes are is found out when the
file is read, in a child process with limits, zips included; nothing is fetched from an address.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest import SUFFIXES, Skipped, UsageError

UPLOADS_FOLDER = "uploads"  # below the shelf
ARCHIVE_SUFFIX = ".zip"  # opened by the reader, with its own limits
MEMBER_MARK = "!/"  # between a zip's path and its member's name
MAX_FILE_BYTES = 200 * 2**20  # larger ones go in through the command line
MAX_FILES = 200  # of one request; a zip is one file
MAX_TOTAL_BYTES = 500 * 2**20  # of one request
DIGEST_CHARS = 32  # 128 bits of sha256: no two contents ever share a folder
MAX_STEM_BYTES = 180  # file systems end at 255 bytes, and a temporary ending comes on top
MAX_SUFFIX_BYTES = 20
NAME_MARKS = frozenset(" -_.,()[]（）〔〕〈〉《》【】、，。·—“”+")
_CHUNK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was received: what its sender calls it, and where its bytes lie for now."""

    name: str
    path: Path


def safe_name(name: str) -> str:
    """A file name of ours after that of a stranger: no folders, no markup, no control characters."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(c if c.isalnum() or c in NAME_MARKS else "_" for c in last)
    stem, dot, suffix = kept.rpartition(".")
    if not dot:
        stem, suffix = kept, ""
    stem = stem.strip(" .") or "document"
    stem = _at_most(stem, MAX_STEM_BYTES)
    suffix = _at_most(suffix.strip().lower(), MAX_SUFFIX_BYTES)
    return f"{stem}.{suffix}" if suffix else stem


def _at_most(words: str, count: int) -> str:
    """As much of ``words`` as fits into ``count`` bytes."""
    return words.encode()[:count].decode(errors="ignore").strip(" .")


def keep_uploads(shelf: Path, uploads: Sequence[Upload]) -> tuple[list[Path], list[Skipped]]:
    """Where the uploads are kept in the folder ``shelf`` from now on, and which ones are refused.

    ``UsageError`` if there are too many of them.
    """
    if len(uploads) > MAX_FILES:
        raise UsageError(
            f"{len(uploads)} files at once, at most {MAX_FILES}: send a zip. "
            f"一次最多 {MAX_FILES} 个文件,可打包上传"
        )
    kept: list[Path] = []
    refused: list[Skipped] = []
    total = 0
    for upload in uploads:
        size = upload.path.stat().st_size
        total += size
        reason = _refusal(safe_name(upload.name), size, total)
        if reason:
            refused.append(Skipped(safe_name(upload.name), reason))
        else:
            kept.append(_keep(shelf / UPLOADS_FOLDER, upload))
    return kept, refused


def _refusal(name: str, size: int, total: int) -> str | None:
    suffix = Path(name).suffix.lower()
    if suffix not in SUFFIXES and suffix != ARCHIVE_SUFFIX:
        return f"不支持的文件类型 (unknown suffix) {suffix or '(无)'}"
    if size == 0:
        return "文件是空的 (the file is empty)"
    if size > MAX_FILE_BYTES:
        return f"文件大于 {MAX_FILE_BYTES >> 20} MB (file too large)"
    if total > MAX_TOTAL_BYTES:
        return f"一次上传合计大于 {MAX_TOTAL_BYTES >> 20} MB (too much at once)"
    return None


def _keep(folder: Path, upload: Upload) -> Path:
    """Copy the bytes to their place in one step; the same bytes under the same name are kept once."""
    with upload.path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()[:DIGEST_CHARS]
    place = folder / digest / safe_name(upload.name)
    if place.exists():
        return place
    place.parent.mkdir(parents=True, exist_ok=True)
    temporary = place.with_name(f"{place.name}.{os.getpid()}.part")
    try:
        shutil.copyfile(upload.path, temporary)
        temporary.replace(place)
    finally:
        temporary.unlink(missing_ok=True)
    return place


def kept_file(path: str) -> str:
    """The file that a document was read from: itself, or the zip that holds it."""
    return path.split(MEMBER_MARK, maxsplit=1)[0]


def drop_upload(shelf: Path, path: str) -> bool:
    """Delete the kept file of a document that was taken off; False if it is not one of ours."""
    file = Path(kept_file(path))
    if file.parent.parent != (shelf / UPLOADS_FOLDER).absolute():
        return False
    file.unlink(missing_ok=True)
    if file.parent.is_dir() and not any(file.parent.iterdir()):
        file.parent.rmdir()
    return True
