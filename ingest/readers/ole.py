"""Old Word and WPS files (.doc, .wps): text by the piece table, tables by their marks, fields resolved."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.errors import ReadError
from ingest.readers.ole_text import Paragraph, WordFile, read_paragraphs
from ingest.readers.tables import table_blocks
from ingest.types import Block, BlockKind, RawDocument

if TYPE_CHECKING:
    from olefile import OleFileIO

MAX_STREAM_BYTES = 256 * 1024 * 1024
MAX_HEADING_CHARS = 100
# A file's own title is often that of the file it was copied from: no title of the document.
PROPERTY_NAMES = {"title": "file_title", "author": "author"}
_CELL_END = "\x07"
# A field is \x13 instruction \x14 result \x15; what a reader of the page sees is the result.
_FIELD_MARK = re.compile("[\x13\x14\x15]")
# Pictures, notes' marks, comments and drawn objects stand as one control character each.
_OBJECT = re.compile("[\x01\x02\x05\x08\x03\x04]")
_CHARACTERS = str.maketrans(
    {"\x0b": "\n", "\x0c": "\n", "\x0e": "\n", "\x1e": "-", "\x1f": None, "\xa0": " "}
)


def read(path: Path) -> RawDocument:
    """The blocks of the main text, notes and text boxes; ReadError if encrypted, damaged or no Word file."""
    import olefile

    if not olefile.isOleFile(str(path)):
        raise ReadError(f"{path}: 不是旧版 Word/WPS 文件 (not an old Word or WPS file)")
    try:
        with olefile.OleFileIO(str(path), raise_defects=olefile.DEFECT_FATAL) as container:
            word = open_word(container, path)
            properties = _properties(container)
        parts = list(read_paragraphs(word))
    except (OSError, ValueError, IndexError, struct.error) as error:
        raise ReadError(f"{path}: 文件损坏 (damaged file): {error}") from error
    blocks = [block for paragraphs in parts for block in _blocks(_without_fields(paragraphs))]
    if not blocks:
        raise ReadError(f"{path}: 文件中没有文字 (no text in the file)")
    return RawDocument(tuple(blocks), properties, tuple(word.warnings))


def open_word(container: OleFileIO[str], path: Path) -> WordFile:
    """The two streams that hold a Word document's text and its layout."""
    if container.exists("EncryptedPackage"):
        raise ReadError(f"{path}: 有密码保护,请先解除密码 (password-protected; remove the password first)")
    if not container.exists("WordDocument"):
        what = "Excel 表格" if container.exists("Workbook") or container.exists("Book") else "其他 OLE 文件"
        raise ReadError(f"{path}: 是{what},不是 Word 文件 (an OLE file, but not a Word document)")
    main = _stream(container, "WordDocument", path)
    if len(main) < 0x200:
        raise ReadError(f"{path}: 文件不完整 (the file is cut short)")
    flags = int.from_bytes(main[0x0A:0x0C], "little")
    if flags & 0x0100:
        raise ReadError(f"{path}: 有密码保护,请先解除密码 (password-protected; remove the password first)")
    table = "1Table" if flags & 0x0200 else "0Table"
    if not container.exists(table):
        raise ReadError(f"{path}: Word 95 或更早的格式,请另存为 docx (Word 95 or older; save it as docx)")
    return WordFile(str(path), main, _stream(container, table, path))


def _stream(container: OleFileIO[str], name: str, path: Path) -> bytes:
    size = container.get_size(name)
    if size > MAX_STREAM_BYTES:
        raise ReadError(f"{path}: {name} 过大 (too large): {size} bytes")
    content: bytes = container.openstream(name).read()
    return content


def _properties(container: OleFileIO[str]) -> dict[str, str]:
    """Title and author, decoded by the code page that the file names."""
    metadata = container.get_metadata()
    found = {}
    for name in ("title", "author"):
        value = getattr(metadata, name, None)
        if isinstance(value, bytes):
            codepage = getattr(metadata, "codepage", None) or 1252
            codec = "utf-8" if codepage in (65001, -535) else f"cp{codepage & 0xFFFF}"
            try:
                value = value.decode(codec, errors="replace")
            except LookupError:
                value = None
        shown = str(value or "").split("\0", 1)[0].strip()  # WPS writes lengths that run on
        if shown:
            found[PROPERTY_NAMES[name]] = shown
    return found


def _without_fields(paragraphs: list[Paragraph]) -> Iterator[Paragraph]:
    """The paragraphs with field instructions cut out, also those that run over several paragraphs."""
    stack: list[bool] = []  # per open field: whether its instruction is being read
    for paragraph in paragraphs:
        kept: list[str] = []
        at = 0
        for mark in _FIELD_MARK.finditer(paragraph.text):
            if not any(stack):
                kept.append(paragraph.text[at : mark.start()])
            at = mark.end()
            if mark[0] == "\x13":
                stack.append(True)
            elif stack and mark[0] == "\x14":
                stack[-1] = False
            elif stack:
                stack.pop()
        if not any(stack):
            kept.append(paragraph.text[at:])
        yield paragraph.with_text(_OBJECT.sub("", "".join(kept)).translate(_CHARACTERS))


def _blocks(paragraphs: Iterator[Paragraph]) -> Iterator[Block]:
    rows: list[list[str]] = []
    cells: list[str] = []
    lines: list[str] = []  # of the cell being read
    for paragraph in paragraphs:
        if not paragraph.in_table:
            yield from table_blocks(rows)
            rows, cells, lines = [], [], []
            yield from _plain(paragraph)
        elif paragraph.ends_row:
            rows.append(cells)
            cells, lines = [], []
        else:
            lines.append(paragraph.label + paragraph.text.strip())
            if paragraph.ends_cell:
                cells.append(" ".join(line for line in lines if line))
                lines = []
    yield from table_blocks([*rows, cells] if cells else rows)


def _plain(paragraph: Paragraph) -> Iterator[Block]:
    for line in paragraph.text.split("\n"):
        if not line.strip():
            continue
        text = paragraph.label + (line.strip() if paragraph.label else line)
        if paragraph.outline_level is not None and len(text) <= MAX_HEADING_CHARS:
            yield Block(text, BlockKind.HEADING, paragraph.outline_level + 1)
        else:
            yield Block(text)
