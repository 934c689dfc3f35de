"""The characters of a Word 97 file in order, and what each paragraph is ([MS-DOC] 2.4, 2.8, 2.9)."""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from ingest.errors import ReadError
from ingest.readers.ole_lists import Lists, read_lists

# Offsets in the file information block of a Word 97 file.
_FC_STYLES, _FC_PARAGRAPHS, _FC_CHARACTERS, _FC_PIECES = 0x00A2, 0x0102, 0x00FA, 0x01A2
_FC_LISTS, _FC_LIST_OVERRIDES = 0x02E2, 0x02EA
_COUNTS = 0x004C  # characters of: main text, footnotes, headers, macros, comments, endnotes, boxes
_PAGE = 512  # a formatted disk page
_COMPRESSED = 0x40000000
# Properties of a paragraph or a run that a reader needs, by their operation code.
IN_TABLE, ENDS_ROW, OUTLINE, LIST_LEVEL, LIST_ID = 0x2416, 0x2417, 0x2640, 0x260A, 0x460B
INNER_ROW, INNER_CELL, DELETED, HIDDEN = 0x244C, 0x244B, 0x0800, 0x083C
_OPERAND_BYTES = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}
_TABLE_DEFINITION, _TABS = 0xD608, 0xC615
_BODY_LEVEL = 9
Properties = dict[int, int]


@dataclass
class WordFile:
    """The two streams of a file, and what has to be said about it."""

    name: str
    main: bytes
    table: bytes
    warnings: list[str] = field(default_factory=list)

    def block(self, offset: int) -> bytes:
        """A structure of the table stream whose place and length stand at ``offset``."""
        start, length = struct.unpack_from("<II", self.main, offset)
        if start + length > len(self.table):
            raise ReadError(f"{self.name}: 文件不完整 (the file is cut short)")
        return self.table[start : start + length]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph's characters, without the mark that ends it."""

    text: str
    in_table: bool = False
    ends_cell: bool = False
    ends_row: bool = False
    outline_level: int | None = None  # 0 = highest
    label: str = ""  # its automatic number

    def with_text(self, text: str) -> Paragraph:
        """The same paragraph with other words."""
        return replace(self, text=text)


@dataclass(frozen=True, slots=True)
class _Piece:
    start: int  # first character
    end: int
    offset: int  # of its bytes in the main stream
    wide: bool  # two bytes a character

    def byte_at(self, character: int) -> int:
        return self.offset + (character - self.start) * (2 if self.wide else 1)


@dataclass(frozen=True, slots=True)
class _Runs:
    """Properties by byte offset: starts[i] <= offset < ends[i]."""

    starts: list[int]
    ends: list[int]
    properties: list[tuple[int, Properties]]  # style, own properties

    def at(self, offset: int) -> tuple[int, Properties]:
        place = bisect_right(self.starts, offset) - 1
        if place >= 0 and offset < self.ends[place]:
            return self.properties[place]
        return 0, {}


def read_paragraphs(word: WordFile) -> Iterator[list[Paragraph]]:
    """The paragraphs of the main text, then of footnotes, endnotes and text boxes, a list for each."""
    pieces = list(_pieces(word))
    text = _kept_text(word, pieces)
    paragraph_runs = _runs(word, _FC_PARAGRAPHS, has_style=True)
    styles = _styles(word)
    lists = read_lists(word.block(_FC_LISTS), _rest(word, _FC_LISTS), word.block(_FC_LIST_OVERRIDES))
    layout = _Layout(pieces, paragraph_runs, styles, lists)
    counts = struct.unpack_from("<8i", word.main, _COUNTS)
    if any(count < 0 for count in counts) or sum(counts) > len(text) + 2:
        raise ReadError(f"{word.name}: 文件损坏 (damaged file): wrong character counts")
    at = 0
    for part, count in enumerate(counts):
        if count and part in (0, 1, 5, 6):  # headers, macros and comments are no text of the document
            yield list(_part(text[at : at + count], at, layout))
        at += count


@dataclass(frozen=True, slots=True)
class _Layout:
    """What the file says about its paragraphs."""

    pieces: list[_Piece]
    runs: _Runs
    styles: list[Properties]
    lists: Lists


def _part(text: str, offset: int, layout: _Layout) -> Iterator[Paragraph]:
    pieces, styles = layout.pieces, layout.styles
    starts = [piece.start for piece in pieces]
    begin = 0
    for end in (at for at, character in enumerate(text) if character in "\r\x07\x0c"):
        words, mark = text[begin:end], text[end]
        piece = pieces[max(bisect_right(starts, offset + end) - 1, 0)]
        style, own = layout.runs.at(piece.byte_at(offset + end))
        found = {**(styles[style] if style < len(styles) else {}), **own}
        begin = end + 1
        in_table = bool(found.get(IN_TABLE))
        visible = words.replace("\0", "")
        level = found.get(OUTLINE, _BODY_LEVEL)
        label = ""
        if found.get(LIST_ID) and visible.strip():
            label = layout.lists.next_label(found[LIST_ID], found.get(LIST_LEVEL, 0))
        yield Paragraph(
            visible,
            in_table or (mark == "\x07"),
            ends_cell=mark == "\x07" or bool(found.get(INNER_CELL)),
            ends_row=bool(found.get(ENDS_ROW)) or bool(found.get(INNER_ROW)),
            outline_level=level if level < _BODY_LEVEL else None,
            label=label,
        )
    if text[begin:].replace("\0", ""):
        yield Paragraph(text[begin:].replace("\0", ""))


def _kept_text(word: WordFile, pieces: list[_Piece]) -> str:
    """All characters; those deleted by tracked changes or hidden become NUL, so that places stay."""
    runs = _runs(word, _FC_CHARACTERS, has_style=False)
    unread = [
        (start, end, bool(properties.get(DELETED)))
        for start, end, (_, properties) in zip(runs.starts, runs.ends, runs.properties, strict=True)
        if properties.get(DELETED) or properties.get(HIDDEN)
    ]
    text = []
    deleted = hidden = 0
    for piece in pieces:
        raw = word.main[piece.offset : piece.byte_at(piece.end)]
        part = raw.decode("utf-16-le" if piece.wide else "cp1252", errors="replace")
        if len(part) != piece.end - piece.start:  # characters beyond U+FFFF keep their two places
            part = _by_units(raw, piece)
        letters = list(part)
        for start, end, is_deleted in unread:
            size = 2 if piece.wide else 1
            first = max((start - piece.offset) // size, 0)
            last = min((end - piece.offset) // size, len(letters))
            for at in range(first, last):
                if letters[at] not in "\r\x07\x0c":
                    letters[at] = "\0"
                    deleted += is_deleted
                    hidden += not is_deleted
        text += letters
    if deleted:
        word.warnings.append(
            f"修订中已删除的 {deleted} 字未读 · {deleted} characters deleted in tracked changes were not read"
        )
    if hidden:
        word.warnings.append(f"隐藏文字 {hidden} 字未读 · {hidden} hidden characters were not read")
    return "".join(text)


def _by_units(raw: bytes, piece: _Piece) -> str:
    """One place per 16-bit unit: a pair of surrogates becomes its character and a NUL."""
    units = [raw[at : at + 2] for at in range(0, 2 * (piece.end - piece.start), 2)]
    letters: list[str] = []
    for at, unit in enumerate(units):
        high = unit[1:] and 0xD8 <= unit[1] <= 0xDB and at + 1 < len(units)
        low = unit[1:] and 0xDC <= unit[1] <= 0xDF
        if high:
            letters.append((unit + units[at + 1]).decode("utf-16-le", errors="replace")[:1])
        else:
            letters.append("\0" if low else unit.decode("utf-16-le", errors="replace")[:1] or "\0")
    return "".join(letters)


def _pieces(word: WordFile) -> Iterator[_Piece]:
    """Where in the main stream each stretch of characters lies."""
    block = word.block(_FC_PIECES)
    at = 0
    while at < len(block) and block[at] == 1:  # properties shared by pieces
        at += 3 + struct.unpack_from("<H", block, at + 1)[0]
    if at >= len(block) or block[at] != 2:
        raise ReadError(f"{word.name}: 文件损坏 (damaged file): no piece table")
    (length,) = struct.unpack_from("<I", block, at + 1)
    table = block[at + 5 : at + 5 + length]
    count = (len(table) - 4) // 12
    characters = struct.unpack_from(f"<{count + 1}I", table)
    for number in range(count):
        (place,) = struct.unpack_from("<I", table, 4 * (count + 1) + 8 * number + 2)
        wide = not place & _COMPRESSED
        offset = place if wide else (place & ~_COMPRESSED) // 2
        start, end = characters[number], characters[number + 1]
        if end < start or offset + (end - start) * (2 if wide else 1) > len(word.main):
            raise ReadError(f"{word.name}: 文件不完整 (the file is cut short)")
        yield _Piece(start, end, offset, wide)


def _runs(word: WordFile, where: int, *, has_style: bool) -> _Runs:
    """Paragraph (or character) properties from the pages of 512 bytes that hold them."""
    table = word.block(where)
    count = max((len(table) - 4) // 8, 0)
    runs = _Runs([], [], [])
    for number in range(count):
        (page_number,) = struct.unpack_from("<I", table, 4 * (count + 1) + 4 * number)
        page = word.main[(page_number & 0x3FFFFF) * _PAGE :][:_PAGE]
        if len(page) < _PAGE:
            continue
        entries = page[-1]
        width = 13 if has_style else 1
        if 4 * (entries + 1) + width * entries > _PAGE:
            continue
        edges = struct.unpack_from(f"<{entries + 1}I", page)
        for entry in range(entries):
            place = page[4 * (entries + 1) + width * entry] * 2
            runs.starts.append(edges[entry])
            runs.ends.append(edges[entry + 1])
            runs.properties.append(_entry(page, place, has_style=has_style))
    order = sorted(range(len(runs.starts)), key=runs.starts.__getitem__)
    return _Runs(
        [runs.starts[at] for at in order],
        [runs.ends[at] for at in order],
        [runs.properties[at] for at in order],
    )


def _entry(page: bytes, place: int, *, has_style: bool) -> tuple[int, Properties]:
    if not place:
        return 0, {}
    size = page[place]
    if not has_style:
        return 0, read_properties(page[place + 1 : place + 1 + size])
    start, length = (place + 1, size * 2 - 1) if size else (place + 2, page[place + 1] * 2)
    record = page[start : start + length]
    if len(record) < 2:
        return 0, {}
    return int.from_bytes(record[:2], "little"), read_properties(record[2:])


def read_properties(record: bytes) -> Properties:
    """The one- and two-byte properties of a list of changes, by operation code."""
    found: Properties = {}
    at = 0
    while at + 2 <= len(record):
        code = int.from_bytes(record[at : at + 2], "little")
        at += 2
        size = _OPERAND_BYTES.get(code >> 13)
        if size is None and code == _TABLE_DEFINITION:
            size = 1 + int.from_bytes(record[at : at + 2], "little")
        elif size is None:
            if at >= len(record) or (code == _TABS and record[at] == 255):
                break
            size = 1 + record[at]
        if size <= 4:
            found[code] = int.from_bytes(record[at : at + size], "little")
        at += size
    return found


def _styles(word: WordFile) -> list[Properties]:
    """Paragraph properties of each style, with those of the style that it is based on."""
    block = word.block(_FC_STYLES)
    if len(block) < 20:
        return []
    header = int.from_bytes(block[:2], "little")
    count, base_size = struct.unpack_from("<HH", block, 2)
    own: list[tuple[int, Properties]] = []
    at = 2 + header
    for _ in range(count):
        size = int.from_bytes(block[at : at + 2], "little")
        own.append(_style(block[at + 2 : at + 2 + size], base_size))
        at += 2 + size + size % 2
    return [_inherited(number, own) for number in range(len(own))]


def _style(record: bytes, base_size: int) -> tuple[int, Properties]:
    """The number of the style that this one is based on, and its own paragraph properties."""
    none = 0xFFF
    if len(record) < base_size + 2:
        return none, {}
    identity, kind_and_base = struct.unpack_from("<HH", record)
    base = kind_and_base >> 4
    if kind_and_base & 0xF != 1:
        return base, {}
    name_length = int.from_bytes(record[base_size : base_size + 2], "little")
    at = base_size + 2 + 2 * (name_length + 1)
    size = int.from_bytes(record[at : at + 2], "little")
    properties = read_properties(record[at + 4 : at + 2 + size])
    built_in = identity & 0xFFF
    if 1 <= built_in <= 9:  # Heading 1 to Heading 9
        properties.setdefault(OUTLINE, built_in - 1)
    return base, properties


def _inherited(number: int, own: list[tuple[int, Properties]]) -> Properties:
    found: Properties = {}
    seen: set[int] = set()
    while number < len(own) and number not in seen:
        seen.add(number)
        base, properties = own[number]
        found = {**properties, **found}
        number = base
    return found


def _rest(word: WordFile, offset: int) -> bytes:
    """What follows a structure in the table stream: the levels of the lists follow their heads."""
    start, length = struct.unpack_from("<II", word.main, offset)
    return word.table[start + length :] if length else b""
