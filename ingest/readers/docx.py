"""Word files (.docx): paragraphs with their automatic numbers, tables in place, notes, text boxes."""

from __future__ import annotations

import posixpath
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.errors import ReadError
from ingest.readers.containers import open_zip, parse_xml
from ingest.readers.docx_numbers import Numbering, read_numbering, w
from ingest.readers.docx_pictures import blocks_of_pictures, read_pictures, unread_warning
from ingest.readers.docx_styles import Style, read_styles
from ingest.readers.merged_cells import Merged, spread
from ingest.readers.tables import cell_text, table_blocks
from ingest.types import Block, BlockKind, Coverage, RawDocument

if TYPE_CHECKING:
    from lxml.etree import _Element

    Cells = list[list[str]]

RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
MAIN_TYPE = "/officeDocument"
COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
# The file's own title is often that of the file it was copied from.
CORE_NAMES = {"title": "file_title", "creator": "author", "created": "created", "lastModifiedBy": "editor"}
# Content that is not part of the text as it stands: deletions, field codes, comments, section settings.
LEFT_OUT = frozenset(
    map(w, ("del", "moveFrom", "instrText", "delText", "pPr", "rPr", "sectPr", "tblPr", "tblGrid", "trPr"))
) | {w("commentRangeStart"), w("commentReference"), COMPATIBLE + "Fallback", w("sdtPr"), w("tcPr")}
SYMBOLS = {
    w("tab"): "\t",
    w("br"): "\n",
    w("cr"): "\n",
    w("noBreakHyphen"): "-",
    w("softHyphen"): "",
    w("ptab"): "\t",
}
OFFICE_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
# A picture of today's Word and one of old Word, with the attribute that names its part.
RELATION_ID = {
    "{http://schemas.openxmlformats.org/drawingml/2006/main}blip": OFFICE_RELATION + "embed",
    "{urn:schemas-microsoft-com:vml}imagedata": OFFICE_RELATION + "id",
}
PICTURE_TAGS = frozenset(RELATION_ID)
# With fewer characters written, the pictures are the document: scanned pages put into a Word file.
MIN_WRITTEN_CHARS = 50
# A longer paragraph in a heading style is text that somebody styled by mistake.
MAX_HEADING_CHARS = 100
# Nested deeper, a file is made to exhaust the reader.
MAX_DEPTH = 60


@dataclass
class Body:
    """What is known of a Word file while its body is read."""

    name: str
    styles: dict[str, Style]
    numbering: Numbering
    blocks: list[Block] = field(default_factory=list)
    boxes: list[Block] = field(default_factory=list)  # text boxes met in the paragraph being read
    removed: list[str] = field(default_factory=list)  # lines of a table of contents
    pictures: list[str] = field(default_factory=list)  # relation ids in reading order
    deleted: int = 0  # characters in tracked deletions
    depth: int = 0

    def part(self, *, deeper: int = 0) -> Body:
        """An empty body for a part of this one, whose pictures count with the whole."""
        inner = Body(self.name, self.styles, self.numbering, depth=self.depth + deeper)
        inner.pictures = self.pictures
        return inner


def read(path: Path) -> RawDocument:
    """The blocks of the main text, then footnotes and endnotes; ReadError if it is no sound docx."""
    with open_zip(path, "Word .docx") as archive:
        main = main_part(archive, path)
        root = part(archive, main, path)
        folder = posixpath.dirname(main)
        styles = read_styles(_optional(archive, f"{folder}/styles.xml", path))
        numbering = read_numbering(_optional(archive, f"{folder}/numbering.xml", path))
        body = Body(str(path), styles, numbering)
        content = root.find(w("body"))
        if content is None:
            raise ReadError(f"{path}: Word 文件没有正文 (the Word file has no body)")
        _contents(content, body)
        for notes in ("footnotes", "endnotes"):
            _notes(_optional(archive, f"{folder}/{notes}.xml", path), body)
        properties = _core_properties(_optional(archive, "docProps/core.xml", path))
        pictures = list(read_pictures(archive, main, body.pictures))
    written = sum(len(block.text.strip()) for block in body.blocks)
    coverage = Coverage()
    warnings: list[str] = []
    if pictures and written < MIN_WRITTEN_CHARS:
        blocks, coverage, warnings = blocks_of_pictures(pictures, path)
        body.blocks += blocks
    elif pictures:
        coverage = Coverage(unread_pictures=len(pictures))
        warnings.append(unread_warning(len(pictures)))
    if not body.blocks:
        raise ReadError(f"{path}: Word 文件中没有文字 (no text in the Word file)")
    if body.deleted:
        warnings.append(
            f"修订中已删除的 {body.deleted} 字未读 · "
            f"{body.deleted} characters deleted in tracked changes were not read"
        )
    return RawDocument(tuple(body.blocks), properties, tuple(warnings), tuple(body.removed), coverage)


def main_part(archive: zipfile.ZipFile, path: Path) -> str:
    """The name of the main text's part, as the package's relations say."""
    names = set(archive.namelist())
    if "_rels/.rels" in names:
        for relation in part(archive, "_rels/.rels", path).iter(RELATIONS + "Relationship"):
            target = (relation.get("Target") or "").lstrip("/")
            if (relation.get("Type") or "").endswith(MAIN_TYPE) and target in names:
                return target
    if "word/document.xml" in names:
        return "word/document.xml"
    raise ReadError(f"{path}: 不是 Word 文件 (a zip, but not a Word file)")


def part(archive: zipfile.ZipFile, name: str, path: Path) -> _Element:
    """The root of one XML part."""
    return parse_xml(archive.read(name), f"{path}: {name}")


def _optional(archive: zipfile.ZipFile, name: str, path: Path) -> _Element | None:
    return part(archive, name, path) if name in archive.namelist() else None


def _core_properties(root: _Element | None) -> dict[str, str]:
    if root is None:
        return {}
    found = {}
    for element in root:
        name = CORE_NAMES.get(str(element.tag).rsplit("}", 1)[-1])
        if name and (element.text or "").strip():
            found[name] = (element.text or "").strip()
    return found


def _contents(element: _Element, body: Body) -> None:
    """Paragraphs and tables below ``element``, whatever wraps them (controls, insertions, custom XML)."""
    body.depth += 1
    if body.depth > MAX_DEPTH:
        raise ReadError(f"{body.name}: Word 文件嵌套过深 (nested too deeply)")
    for child in element:
        if child.tag == w("p"):
            _paragraph(child, body)
        elif child.tag == w("tbl"):
            body.blocks += _table(child, body)
        elif child.tag == w("sdt") and _is_contents_list(child):
            listed = body.part()
            _contents(child, listed)
            body.removed += [block.text for block in listed.blocks] + listed.removed
        elif child.tag not in LEFT_OUT:
            _contents(child, body)
    body.depth -= 1


def _is_contents_list(control: _Element) -> bool:
    gallery = control.find(f"{w('sdtPr')}/{w('docPartObj')}/{w('docPartGallery')}")
    return gallery is not None and "Contents" in (gallery.get(w("val")) or "")


def _paragraph(element: _Element, body: Body) -> None:
    style = body.styles.get(_style_id(element), Style())
    text = _text(element, body)
    boxes, body.boxes = body.boxes, []
    if text.strip():
        number = _number(element, style, body)
        line = number + (text.lstrip(" \t") if number else text)
        if style.is_contents_entry:
            body.removed.append(line)
        else:
            body.blocks.append(_block(line, _outline_level(element, style)))
    body.blocks += boxes


def _block(text: str, level: int | None) -> Block:
    if level is not None and len(text) <= MAX_HEADING_CHARS:
        return Block(text, BlockKind.HEADING, level)
    return Block(text)


def _style_id(paragraph: _Element) -> str:
    style = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
    return (style.get(w("val")) or "") if style is not None else ""


def _outline_level(paragraph: _Element, style: Style) -> int | None:
    """1 to 9 for a heading; 9 in the file means body text."""
    own = paragraph.find(f"{w('pPr')}/{w('outlineLvl')}")
    value = own.get(w("val")) if own is not None else None
    level = int(value) if value and value.isdecimal() else style.outline_level
    return level + 1 if level is not None and level < 9 else None


def _number(paragraph: _Element, style: Style, body: Body) -> str:
    own = paragraph.find(f"{w('pPr')}/{w('numPr')}")
    list_id, level = style.list_id, style.list_level
    if own is not None:
        for child in own:
            value = child.get(w("val")) or ""
            if child.tag == w("numId"):
                list_id = value
            elif child.tag == w("ilvl") and value.isdecimal():
                level = int(value)
    return body.numbering.next_label(list_id, level) if list_id else ""


def _text(paragraph: _Element, body: Body) -> str:
    """The paragraph's words as they stand after all changes are accepted."""
    pieces: list[str] = []
    _collect(paragraph, body, pieces)
    return "".join(pieces)


def _collect(element: _Element, body: Body, pieces: list[str]) -> None:
    for child in element:
        tag = child.tag
        if tag == w("t"):
            pieces.append(child.text or "")
        elif tag in SYMBOLS:
            pieces.append("" if child.get(w("type")) in ("page", "column") else SYMBOLS[tag])
        elif tag == w("sym"):
            pieces.append(_symbol(child))
        elif tag in (w("del"), w("moveFrom")):
            body.deleted += sum(len(text.text or "") for text in child.iter(w("delText"), w("t")))
        elif tag == w("txbxContent"):
            box = body.part()
            _contents(child, box)
            body.boxes += box.blocks
        elif tag == w("r") and _is_hidden(child):
            continue
        elif tag in PICTURE_TAGS:
            body.pictures.append(child.get(RELATION_ID[tag]) or "")
        elif tag not in LEFT_OUT:
            _collect(child, body, pieces)


def _is_hidden(run: _Element) -> bool:
    mark = run.find(f"{w('rPr')}/{w('vanish')}")
    return mark is not None and mark.get(w("val")) not in ("0", "false", "off")


def _symbol(element: _Element) -> str:
    """A character of a symbol font; those in the private range have no meaning without the font."""
    code = int(element.get(w("char")) or "0", 16)
    return chr(code) if 0x20 <= code < 0xE000 and not 0xD800 <= code < 0xE000 else ""


def _table(table: _Element, body: Body) -> list[Block]:
    """A table; what a table of one column or one row holds, block by block."""
    rows = list(_rows(table))
    if len(rows) == 1 or all(len(row) == 1 for row in rows):
        return [block for row in rows for cell, _ in row for block in _cell_blocks(cell, body)]
    grid: Cells = []
    merged: dict[tuple[int, int], Merged] = {}
    begun: dict[int, int] = {}  # by column, the row in which the cell that reaches furthest down begins
    for row in rows:
        cells: list[str] = []
        for cell, width in row:
            mark = cell.find(f"{w('tcPr')}/{w('vMerge')}")
            covered = mark is not None and mark.get(w("val")) != "restart"
            inner = _cell_blocks(cell, body)
            column = len(cells)
            first = begun.get(column, len(grid)) if covered else len(grid)
            begun[column] = first
            merged[first, column] = Merged(first, column, len(grid) - first + 1, width)
            cells += ["" if covered else cell_text(inner), *[""] * (width - 1)]
        grid.append(cells)
    return table_blocks(spread(grid, merged.values()))


def _rows(table: _Element) -> list[list[tuple[_Element, int]]]:
    """Each row's cells with the columns they take; rows that a tracked change deletes left out."""
    rows = []
    for row in _within(table, w("tr")):
        if row.find(f"{w('trPr')}/{w('del')}") is not None:
            continue
        cells = []
        for cell in _within(row, w("tc")):
            span = cell.find(f"{w('tcPr')}/{w('gridSpan')}")
            value = (span.get(w("val")) or "1") if span is not None else "1"
            cells.append((cell, min(int(value), 64) if value.isdecimal() else 1))
        before = row.find(f"{w('trPr')}/{w('gridBefore')}")
        skipped = (before.get(w("val")) or "0") if before is not None else "0"
        if skipped.isdecimal() and 0 < int(skipped) < 64 and cells:
            from lxml import etree

            cells.insert(0, (etree.Element(w("tc")), int(skipped)))
        rows.append(cells)
    return rows


def _within(element: _Element, tag: str) -> list[_Element]:
    """Children with ``tag``, also inside content controls and custom XML."""
    found: list[_Element] = []
    for child in element:
        if child.tag == tag:
            found.append(child)
        elif child.tag in (w("sdt"), w("sdtContent"), w("customXml"), w("ins")):
            found += _within(child, tag)
    return found


def _cell_blocks(cell: _Element, body: Body) -> list[Block]:
    inner = body.part(deeper=1)
    _contents(cell, inner)
    body.deleted += inner.deleted
    return inner.blocks


def _notes(root: _Element | None, body: Body) -> None:
    """Footnotes or endnotes as lines after the text: [1] …"""
    if root is None:
        return
    number = 0
    for note in root:
        if note.get(w("type")) in ("separator", "continuationSeparator", "continuationNotice"):
            continue
        inner = body.part()
        _contents(note, inner)
        number += 1
        text = " ".join(block.text.strip() for block in inner.blocks)
        if text:
            body.blocks.append(Block(f"[{number}] {text}"))
