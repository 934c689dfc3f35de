"""Rows of cells as blocks: every cell kept, one line per row, empty columns in their place."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.types import Block, BlockKind

CELL_DIVIDER = " | "
_BREAKS = re.compile(r"[ \t]*[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+[ \t]*")


def one_line(text: str) -> str:
    """The text of a cell on one line; where a line ended stands a space."""
    return _BREAKS.sub(" ", text.strip()).strip()


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
    return CELL_DIVIDER.join(cells)
