"""Rows of cells as blocks: every cell kept, one line per row, empty columns in their place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.types import CELL_MARK, Block, BlockKind

# Between the cells of a table that stands in a cell.
INNER_DIVIDER = "、"
_FIGURE = re.compile(r"[-+]?[\d,.，]+(?:[%％‰]|[万亿]?元|[个家项人年月日])?")
_DIGIT = re.compile(r"\d")
_BREAKS = re.compile(r"[ \t]*[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+[ \t]*")


def one_line(text: str) -> str:
    """The text of a cell on one line; where a line ended stands a space."""
    return _BREAKS.sub(" ", text.strip()).strip()


def cell_text(blocks: Sequence[Block]) -> str:
    """What a cell holds on one line; the rows of a table within it end in a semicolon."""
    parts = []
    for block in blocks:
        words = block.text.strip("\xa0\u3000 ")
        if block.kind is BlockKind.TABLE:
            words = words.replace(CELL_MARK, INNER_DIVIDER).replace("\n", "；")
        parts.append(words)
    return " ".join(part for part in parts if part)


def table_blocks(rows: Sequence[Sequence[str]], page: int | None = None) -> list[Block]:
    """A table, or paragraphs where the rows are one column or one row and only lay out the page.

    A cell that spans others stands once, at its first place; the places it covers are empty cells.
    """
    full = [[one_line(cell) for cell in row] for row in rows]
    full = [row for row in full if any(row)]
    if not full:
        return []
    used = [at for at in range(max(map(len, full))) if any(len(row) > at and row[at] for row in full)]
    if len(full) == 1 or len(used) == 1:
        cells = (cell for row in full for cell in row if cell)
        return [Block(cell, page=page) for cell in cells]
    return [Block("\n".join(row_line(row, used) for row in full), BlockKind.TABLE, page=page)]


def row_line(row: Sequence[str], used: Sequence[int]) -> str:
    """One row as a line: columns that are empty in every row left out, empty cells at the end too."""
    cells = [row[at] if at < len(row) else "" for at in used]
    while cells and not cells[-1]:
        cells.pop()
    return CELL_MARK.join(cells)


def header_row(table: str) -> str | None:
    """The row that names the columns: the first, if all its cells are filled and none is a figure."""
    first = table.partition("\n")[0]
    cells = first.split(CELL_MARK)
    widest = max(row.count(CELL_MARK) for row in table.split("\n")) + 1
    named = len(cells) == widest and all(
        cell.strip() and not _FIGURE.fullmatch(cell.strip()) for cell in cells
    )
    return first if named and "\n" in table else None


def with_header(table: Block, before: Block) -> Block:
    """A table that goes on from the page before, its header row repeated; others as they are."""
    header = header_row(before.text)
    if header is None:
        return table
    rows, above = _cells(table.text), _cells(before.text)
    other_width = max(map(len, rows)) != len(above[0])
    if other_width or rows[0] == above[0] or _names_columns(rows[0], above[1:]):
        return table
    return replace(table, text=f"{header}\n{table.text}")


def _cells(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in row.split(CELL_MARK)] for row in table.split("\n")]


def _names_columns(row: Sequence[str], above: Sequence[Sequence[str]]) -> bool:
    """Whether the row has words where every row of the table above has a figure: the header of another."""
    return any(
        not _DIGIT.search(cell) and all(len(other) > at and _DIGIT.search(other[at]) for other in above)
        for at, cell in enumerate(row)
    )
