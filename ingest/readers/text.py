"""Plain text and Markdown, in the encodings that Chinese offices use."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from ingest.errors import ReadError
from ingest.readers.wrapping import rejoin
from ingest.types import Block, BlockKind, RawDocument

# The order matters: UTF-32-LE begins with UTF-16-LE's mark.
BYTE_ORDER_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Openings of files that are something else, whatever their suffix says.
MAGIC_NUMBERS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a zip, docx, xlsx or OFD file"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office file (doc, wps, xls)"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"{\\rtf", "an RTF file"),
    (b"\x1f\x8b", "a gzip file"),
    (b"Rar!", "a RAR file"),
    (b"7z\xbc\xaf", "a 7z file"),
)
# Text has tabs, line ends and form feeds; a file with more than one other control character in 500
# is not text. (A stray one is seen in copies from old word processors.)
MAX_CONTROL_SHARE = 1 / 500
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
# U+0080–U+009F are control characters that no document has: GB18030 read from bytes that are not.
MOJIBAKE = re.compile(r"[\x80-\x9f\ue000-\uf8ff\ufff0-\ufffb]")
MAX_MOJIBAKE_SHARE = 1 / 50
# In the wrong byte order Chinese becomes letters of many scripts: 第 (7B2C) is read as U+2C7B.
PLAIN = re.compile(r"[\t\n\r -~\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
MIN_PLAIN_SHARE = 0.8
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
MARKDOWN_SUFFIXES = frozenset({".md", ".markdown"})

LINE_ENDS = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
# How tables look in plain text: bars with spaces, or tabs. One such line alone is no table.
PLAIN_DIVIDERS = (" | ", "\t")
MIN_TABLE_ROWS = 2
MARKDOWN_HEADING = re.compile(r"(#{1,6})[ \t]+(.*?)[ \t]*#*$")
MARKDOWN_RULE = re.compile(r"[ \t]*(?:-[ \t]*){3,}$|[ \t]*(?:\*[ \t]*){3,}$|[ \t]*(?:_[ \t]*){3,}$")
MARKDOWN_COMMENT = re.compile(r"<!--.*?-->")
MARKDOWN_TABLE_RULE = re.compile(r"\|?(?:[ \t]*:?-+:?[ \t]*\|)+(?:[ \t]*:?-+:?[ \t]*)?$")
MARKDOWN_STRONG = re.compile(r"(\*\*|__)(?=\S)([^*_]+)(?<=\S)\1")


def read(path: Path, *, encoding: str | None = None) -> RawDocument:
    """The file's lines as blocks, blank ones left out; ``encoding`` overrides detection (e.g. big5)."""
    text, used = decode(path.read_bytes(), str(path), encoding=encoding)
    if not text.strip("\ufeff \t\r\n\v\f\u3000\xa0"):
        raise ReadError(f"{path}: 文件是空的 (the file is empty)")
    blocks = blocks_of(text, markdown=path.suffix.lower() in MARKDOWN_SUFFIXES)
    return RawDocument(tuple(blocks), {"encoding": used})


def blocks_of(text: str, *, markdown: bool = False) -> list[Block]:
    """The lines that are not blank; in Markdown, headings with their level and tables as one block."""
    lines = LINE_ENDS.split(text)
    if markdown:
        return _markdown_blocks([line for line in lines if line.strip()])
    return _plain_blocks([line for line in rejoin(lines) if line.strip()])


def decode(content: bytes, name: str, *, encoding: str | None = None) -> tuple[str, str]:
    """The text and the encoding it was in: mark, then strict UTF-8, UTF-16 if plain, strict GB18030.

    Raise ReadError if the bytes are no text, or text in none of these.
    """
    if not content:
        raise ReadError(f"{name}: 文件是空的 (the file is empty)")
    for magic, what in MAGIC_NUMBERS:
        if content.startswith(magic):
            raise ReadError(
                f"{name}: 不是文本文件,后缀有误 (not a text file but {what}; give it its own suffix)"
            )
    if encoding is not None:
        return _decode_strictly(content, encoding, name), encoding
    for mark, marked in BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return _decode_strictly(content[len(mark) :], marked, name), marked
    guess = "utf-8" if b"\x00" not in content else _utf16_without_mark(content)
    if guess is not None:
        try:
            return _checked(content.decode(guess), guess, name), guess
        except UnicodeDecodeError:
            pass
    return _decode_strictly(content, "gb18030", name), "gb18030"


def _decode_strictly(content: bytes, encoding: str, name: str) -> str:
    try:
        return _checked(content.decode(encoding), encoding, name)
    except LookupError as error:
        raise ReadError(f"{name}: 未知的编码 (unknown encoding) {encoding!r}") from error
    except UnicodeDecodeError as error:
        raise ReadError(
            f"{name}: 文件损坏或编码不明,请另存为 UTF-8 (damaged or in another encoding, save it as UTF-8: "
            f"byte {error.start} is not {encoding})"
        ) from error


def _checked(text: str, encoding: str, name: str) -> str:
    if len(CONTROL.findall(text)) > len(text) * MAX_CONTROL_SHARE:
        raise ReadError(f"{name}: 是二进制文件,不是文本 (a binary file, not text)")
    if encoding == "gb18030" and len(MOJIBAKE.findall(text)) > len(text) * MAX_MOJIBAKE_SHARE:
        raise ReadError(
            f"{name}: 不是 UTF-8 或 GB18030 文本,请另存为 UTF-8 "
            "(neither UTF-8 nor GB18030 text; save it as UTF-8)"
        )
    return text


def _utf16_without_mark(content: bytes) -> str | None:
    """UTF-16 in the byte order that makes nearly all of it plain Chinese and ASCII, if one does."""
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if len(PLAIN.findall(text)) >= len(text) * MIN_PLAIN_SHARE:
            return encoding
    return None


def _plain_blocks(lines: list[str]) -> list[Block]:
    """Paragraphs, and tables where lines next to each other have their cells apart in the same way."""
    blocks: list[Block] = []
    rows: list[list[str]] = []
    shape: tuple[str, int] | None = None
    for line in [*lines, ""]:
        divider, cells = _cells(line)
        if rows and (divider, len(cells)) != shape:
            blocks += _cell_blocks(rows)
            rows = []
        if divider:
            rows.append(cells)
            shape = divider, len(cells)
        elif line:
            blocks.append(Block(line))
    return blocks


def _cells(line: str) -> tuple[str, list[str]]:
    """What divides the cells of a line, '' if nothing does, and the cells."""
    bare = line.strip(" |\u3000")
    for divider in PLAIN_DIVIDERS:
        cells = [cell.strip() for cell in bare.split(divider)]
        if len(cells) > 1:
            return divider, cells
    return "", []


def _cell_blocks(rows: list[list[str]]) -> list[Block]:
    lines = [" | ".join(cells) for cells in rows]
    if len(rows) >= MIN_TABLE_ROWS:
        return [Block("\n".join(lines), BlockKind.TABLE)]
    return [Block(line) for line in lines]


def _markdown_blocks(lines: list[str]) -> list[Block]:
    blocks: list[Block] = []
    rows: list[str] = []
    for line in lines:
        row = _table_row(line)
        if row is not None:
            rows.append(row)
            continue
        blocks += _table_blocks(rows)
        rows = []
        blocks.append(_markdown_block(line))
    return blocks + _table_blocks(rows)


def _table_row(line: str) -> str | None:
    """The row's cells joined by ' | ', '' for the rule under the header, None if it is no row."""
    bare = line.strip()
    if not bare.startswith("|") or bare.count("|") < 2:
        return None
    if MARKDOWN_TABLE_RULE.match(bare):
        return ""
    return " | ".join(cell.strip() for cell in bare.strip("|").split("|"))


def _table_blocks(rows: list[str]) -> list[Block]:
    kept = [row for row in rows if row]
    return [Block("\n".join(kept), BlockKind.TABLE)] if kept else []


def _markdown_block(line: str) -> Block:
    heading = MARKDOWN_HEADING.match(line.strip())
    if heading:
        return Block(MARKDOWN_STRONG.sub(r"\2", heading[2]), BlockKind.HEADING, len(heading[1]))
    return Block(MARKDOWN_STRONG.sub(r"\2", line))
