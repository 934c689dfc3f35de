"""From paths to files, and from a file to everything the index stores about it."""

from __future__ import annotations

import hashlib
import os
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from ingest.chunking import make_passages
from ingest.cleaning import clean
from ingest.errors import ReadError
from ingest.facts import find_facts
from ingest.metadata import read_metadata
from ingest.quality import is_garbled, measure, quality_warnings
from ingest.readers import SUFFIXES
from ingest.readers.text import blocks_of
from ingest.sandbox import read_guarded
from ingest.structure import build_sections
from ingest.types import Document, Ingested, RawDocument, Section, Skipped

# 64 bits: two of a million documents share an id with a chance of one in thirty million.
DOC_ID_CHARS = 16
OFFICE_LOCK_PREFIX = "~$"
# Of garbled text, as much as shows a person what is wrong.
GARBLED_SHOWN_CHARS = 20
ARCHIVE_SUFFIX = ".zip"  # its members are files of their own


def discover(paths: Iterable[str | Path]) -> tuple[list[Path], list[Skipped]]:
    """The files to read under ``paths``, sorted, each once, and what is left out with its reason.

    Hidden entries, Office lock files, unknown suffixes and missing paths are skipped by name.
    """
    files: dict[Path, None] = {}
    skipped: list[Skipped] = []
    for given in paths:
        path = Path(os.path.abspath(Path(given).expanduser()))  # noqa: PTH100 - resolve() would follow links
        if path.is_dir():
            for found in _walk(path, skipped):
                _sort_out(found, files, skipped)
        elif path.exists():
            _sort_out(path, files, skipped)
        else:
            skipped.append(Skipped(str(path), "没有这个文件或目录 (no such file or folder)"))
    return list(files), skipped


def ingest_file(path: str | Path) -> Ingested:
    """Read one file; raise ReadError with a one-line message if that is not possible.

    1. read its blocks  2. clean them into one text  3. build the section tree
    4. read the header fields  5. cut passages  6. find facts
    """
    file = Path(os.path.abspath(path))  # noqa: PTH100 - the id belongs to the path as given, links and all
    digest = sha256_of(file)
    return build_ingested(str(file), digest, read_guarded(file))


def ingest_text(name: str, text: str, *, title: str | None = None) -> Ingested:
    """Take a text that is in no file as a document whose path is ``name``; ReadError if it has no words.

    The steps are those of ``ingest_file``; ``sha256`` is that of title and text.
    """
    raw = RawDocument(tuple(blocks_of(text)), {"title": title} if title else {})
    digest = hashlib.sha256(f"{title or ''}\n{text}".encode("utf-8", "surrogatepass")).hexdigest()
    return _ingested(
        name, hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:DOC_ID_CHARS], digest, raw
    )


def outline(text: str, *, markdown: bool = False) -> tuple[str, tuple[Section, ...]]:
    """The clean text and the section tree of a text that is at hand, without a file."""
    cleaned = clean(RawDocument(tuple(blocks_of(text, markdown=markdown))))
    return cleaned.text, build_sections(cleaned.text, cleaned.blocks)


def doc_id_of(path: str | Path) -> str:
    """The id of the document at ``path``: a changed file keeps it, a moved one does not."""
    name = unicodedata.normalize("NFC", os.path.abspath(path))  # noqa: PTH100
    return hashlib.sha256(name.encode("utf-8", "surrogateescape")).hexdigest()[:DOC_ID_CHARS]


def sha256_of(path: Path) -> str:
    """Hex digest of the file's bytes."""
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise ReadError(f"{path}: 无法读取 (cannot be read): {error.strerror or error}") from error


def build_ingested(name: str, digest: str, raw: RawDocument) -> Ingested:
    """Steps 2 to 6 for what a reader found; ``name`` is a path, or a zip's with its member's after !/."""
    return _ingested(name, doc_id_of(name), digest, raw)


def _ingested(path: str, doc_id: str, digest: str, raw: RawDocument) -> Ingested:
    cleaned = clean(raw)
    if not cleaned.text:
        raise ReadError(
            f"{path}: 没有正文,只有 {len(cleaned.removed)} 行网页框架 "
            "(no text in it, only lines of page furniture)"
        )
    if is_garbled(cleaned.text):
        raise ReadError(
            f"{path}: 文字是乱码,可能是编码错误或专用字体,请另存为 UTF-8 或 docx "
            f"(garbled text, wrong encoding or fonts; save it anew): {cleaned.text[:GARBLED_SHOWN_CHARS]!r}"
        )
    sections = build_sections(cleaned.text, cleaned.blocks)
    metadata = read_metadata(cleaned.text, sections, removed=cleaned.removed, properties=raw.properties)
    quality = measure(cleaned.text, (block.kind for block in cleaned.blocks), raw.coverage)
    document = Document(
        doc_id=doc_id,
        path=path,
        sha256=digest,
        text=cleaned.text,
        sections=sections,
        metadata=replace(metadata, quality=quality),
        removed=cleaned.removed,
        warnings=(*cleaned.warnings, *quality_warnings(cleaned.text, quality)),
    )
    return Ingested(document, make_passages(document, cleaned.blocks), find_facts(document))


def _walk(folder: Path, skipped: list[Skipped]) -> Iterator[Path]:
    """Files below ``folder`` in a stable order; links to folders are not followed, so no loop."""
    try:
        entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
    except OSError as error:
        skipped.append(Skipped(str(folder), f"无法打开目录 (cannot open folder): {error.strerror or error}"))
        return
    for entry in entries:
        if entry.name.startswith("."):
            skipped.append(Skipped(str(entry), "隐藏文件 (hidden)"))
        elif entry.is_symlink() and entry.is_dir():
            skipped.append(Skipped(str(entry), "指向目录的链接 (link to a folder, not followed)"))
        elif entry.is_dir():
            yield from _walk(entry, skipped)
        else:
            yield entry


def _sort_out(path: Path, files: dict[Path, None], skipped: list[Skipped]) -> None:
    if path.name.startswith(OFFICE_LOCK_PREFIX):
        skipped.append(Skipped(str(path), "Office 临时锁文件 (lock file of an open document)"))
    elif not path.is_file():
        skipped.append(Skipped(str(path), "不是普通文件,或链接已失效 (not a regular file, or a broken link)"))
    elif path.suffix.lower() not in SUFFIXES and path.suffix.lower() != ARCHIVE_SUFFIX:
        shown = path.suffix or "(无)"
        skipped.append(Skipped(str(path), f"不支持的文件类型 (unknown suffix) {shown}"))
    else:
        files.setdefault(path)
