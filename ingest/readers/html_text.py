"""The visible text of an HTML tree as blocks: lines, headings, lists with their numbers, tables in place."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ingest.readers.merged_cells import Merged, spread
from ingest.readers.tables import cell_text, table_blocks
from ingest.types import Block, BlockKind

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# Elements that a reader of the page does not see as text.
UNSEEN = frozenset(
    {
        *("script", "style", "noscript", "template", "head", "title", "meta", "link"),
        *("iframe", "object", "embed", "svg", "canvas", "audio", "video", "map"),
        *("select", "option", "datalist", "button", "input", "textarea"),
    }
)
# Elements that begin and end a line.
BLOCK_TAGS = frozenset(
    {
        *("html", "body", "address", "article", "aside", "center", "details", "div", "footer", "form"),
        *("header", "main", "nav", "section", "summary", "fieldset", "legend", "figure", "figcaption"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "hr", "p", "pre", "blockquote"),
        *("ul", "ol", "li", "dl", "dt", "dd"),
        *("table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"),
        *("ucapcontent", "ucaptitle"),  # gov.cn
    }
)
HEADING_LEVELS = {f"h{level}": level for level in range(1, 7)}
# A longer heading element is a paragraph that the site's style made bold.
MAX_HEADING_CHARS = 100
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SOURCE_SPACE = re.compile(r"[ \t\r\n\f]+")
_WIDE = r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]"
# A line end in the source between two Chinese characters is no space.
_WRAP = re.compile(rf"(?<={_WIDE})[ \t\r\n\f]*\n[ \t\r\n\f]*(?={_WIDE})")
# Deeper nesting than any page has; what lies deeper is read as the text of its ancestor.
MAX_DEPTH = 200
# A table of data has a header and a row; a longer cell than this holds a page's text.
MIN_DATA_ROWS = 2
MAX_CELL_CHARS = 300


@dataclass
class Walk:
    """What has been read of a tree so far."""

    skip: frozenset[int] = frozenset()  # id() of elements that are left out
    blocks: list[Block] = field(default_factory=list)
    line: list[str] = field(default_factory=list)
    hidden: int = 0  # characters in elements that the page hides


def tag_of(element: HtmlElement) -> str:
    """The lower-case tag; '' for comments and processing instructions."""
    return element.tag.lower().rsplit(":", 1)[-1] if isinstance(element.tag, str) else ""


def is_hidden(element: HtmlElement) -> bool:
    """Whether the page's own marks keep the element from being shown."""
    return element.get("hidden") is not None or bool(_HIDDEN_STYLE.search(element.get("style") or ""))


def blocks_of_tree(root: HtmlElement, skip: frozenset[int] = frozenset()) -> tuple[list[Block], int]:
    """The blocks under ``root`` in page order, and how many characters of it are hidden."""
    walk = Walk(skip)
    if tag_of(root) == "table":
        _table(root, walk, 0)
    else:
        _children(root, walk, 0)
    _end_line(walk)
    return walk.blocks, walk.hidden


def plain_text(root: HtmlElement) -> str:
    """All text under ``root`` that is not a script or the like, hidden or not."""
    return "".join(
        text
        for element in root.iter()
        for text in (
            (element.text or "") if tag_of(element) not in UNSEEN and tag_of(element) else "",
            (element.tail or "") if element is not root else "",
        )
    )


def _children(element: HtmlElement, walk: Walk, depth: int) -> None:
    _add(element.text, walk)
    for number, child in enumerate(element, start=1):
        _visit(child, walk, depth + 1, number)
        _add(child.tail, walk)


def _visit(element: HtmlElement, walk: Walk, depth: int, number: int) -> None:
    tag = tag_of(element)
    if not tag or tag in UNSEEN or id(element) in walk.skip:
        return
    if is_hidden(element):
        walk.hidden += len("".join(plain_text(element).split()))
        return
    if depth > MAX_DEPTH:
        _add(plain_text(element), walk)
    elif tag == "br":
        _end_line(walk)
    elif tag == "table":
        _end_line(walk)
        _table(element, walk, depth)
    elif tag in BLOCK_TAGS:
        _end_line(walk)
        if tag == "li":
            _add(_list_label(element), walk)
        _children(element, walk, depth)
        _end_line(walk, HEADING_LEVELS.get(tag))
    else:
        _children(element, walk, depth)


def _add(text: str | None, walk: Walk) -> None:
    if text:
        walk.line.append(_SOURCE_SPACE.sub(" ", _WRAP.sub("", text)))


def _end_line(walk: Walk, level: int | None = None) -> None:
    text = _SOURCE_SPACE.sub(" ", "".join(walk.line)).strip(" ")
    walk.line.clear()
    if not text.strip("\xa0\u3000 \u200b\ufeff"):
        return
    if level is not None and len(text) <= MAX_HEADING_CHARS:
        walk.blocks.append(Block(text, BlockKind.HEADING, level))
    else:
        walk.blocks.append(Block(text))


def _list_label(item: HtmlElement) -> str:
    """The number that a browser shows before the item of an ordered list."""
    parent = item.getparent()
    if parent is None or tag_of(parent) != "ol" or "none" in (parent.get("style") or ""):
        return ""
    start = parent.get("start") or "1"
    first = int(start) if start.isdecimal() and len(start) < 6 else 1
    at = first + sum(1 for other in item.itersiblings(preceding=True) if tag_of(other) == "li")
    return {"a": f"{chr(96 + at)}. ", "A": f"{chr(64 + at)}. "}.get(parent.get("type") or "1", f"{at}. ")


def _table(table: HtmlElement, walk: Walk, depth: int) -> None:
    """A table of cells, or, where it holds other tables or only one cell in use, what its cells hold."""
    rows = [row for row in table.iter("tr") if next(row.iterancestors("table"), None) is table]
    cells = [[cell for cell in row if tag_of(cell) in ("td", "th")] for row in rows]
    widest = max(map(len, cells), default=0)
    skipped = any(id(element) in walk.skip for element in table.iter()) if walk.skip else False
    if widest <= 1 or skipped or _lays_out(table, cells):
        _children(table, walk, depth)
        _end_line(walk)
        return
    for caption in table.iter("caption"):
        _children(caption, walk, depth)
        _end_line(walk)
    grid = _grid(cells, walk, depth)
    walk.blocks += table_blocks(grid) if len(rows) > 1 else _single_row(cells, walk, depth)


def _lays_out(table: HtmlElement, cells: list[list[HtmlElement]]) -> bool:
    """Whether a table that holds tables only arranges them on the page, as sites of old did.

    One with data has short cells in every row, and tables in the fewer of them.
    """
    inner = [found for found in table.iter("table") if found is not table]
    if not inner:
        return False
    holders = {id(cell) for found in inner for cell in found.iterancestors("td", "th")}
    every = [cell for row in cells for cell in row]
    holding = sum(id(cell) in holders for cell in every)
    lengths = [len("".join(plain_text(cell).split())) for cell in every]
    rows_in_use = sum(sum(bool(plain_text(cell).strip()) for cell in row) > 1 for row in cells)
    return (
        len(cells) < MIN_DATA_ROWS
        or rows_in_use < len(cells)
        or holding * 2 > len(every)
        or max(lengths) > MAX_CELL_CHARS
    )


def _single_row(cells: list[list[HtmlElement]], walk: Walk, depth: int) -> list[Block]:
    """One row lays out the page: each cell's own lines."""
    inner = Walk(walk.skip)
    for cell in (cell for row in cells for cell in row):
        _children(cell, inner, depth)
        _end_line(inner)
    return inner.blocks


def _grid(cells: list[list[HtmlElement]], walk: Walk, depth: int) -> list[list[str]]:
    """Cell texts by row and column; labels over several rows stand in each of them."""
    rows: list[dict[int, str]] = [{} for _ in cells]
    merged: list[Merged] = []
    for at, row in enumerate(cells):
        column = 0
        for cell in row:
            while column in rows[at]:
                column += 1
            inner = Walk(walk.skip)
            _children(cell, inner, depth)
            _end_line(inner)
            walk.hidden += inner.hidden
            wide, high = _span(cell, "colspan", 100), _span(cell, "rowspan", 1000)
            for down in range(min(high, len(cells) - at)):
                for across in range(wide):
                    rows[at + down].setdefault(column + across, "")
            rows[at][column] = cell_text(inner.blocks)
            merged.append(Merged(at, column, min(high, len(cells) - at), wide))
            column += wide
    grid = [[row.get(column, "") for column in range(max(row, default=-1) + 1)] for row in rows]
    return spread(grid, merged)


def _span(cell: HtmlElement, name: str, most: int) -> int:
    value = (cell.get(name) or "1").strip()
    return min(max(int(value), 1), most) if value.isdecimal() and len(value) < 6 else 1
