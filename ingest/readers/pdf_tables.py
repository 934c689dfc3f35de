"""Tables that a PDF page draws with lines: their cells by pdfplumber, their words by the page's letters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.readers.layout import Piece, join_lines
from ingest.readers.merged_cells import Merged, spread
from ingest.readers.tables import table_blocks
from ingest.types import Block, BlockKind

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

# A path this thin, in points, is a drawn line.
MAX_RULE_THICKNESS = 3.0
# A grid needs two lines in both directions; a box drawn as one rectangle counts for both.
MIN_RULES = 2
# Corners that lie this near are one, in points or millimetres.
CORNER_SLACK = 0.8
# A page with more paths is a drawing, and looking for tables in it takes minutes.
MAX_PATHS = 8000

Box = tuple[float, float, float, float]  # left, top, right, bottom
Grid = list[list[Box | None]]  # by row and column; None where a cell above or to the left reaches over


@dataclass(frozen=True, slots=True)
class RuledTable:
    """A table and its place on the page."""

    box: Box
    block: Block

    @property
    def top(self) -> float:
        """Its upper edge, from the top of the page."""
        return self.box[1]

    def holds(self, piece: Piece) -> bool:
        """Whether the middle of the piece lies in the table."""
        return _inside(piece, self.box)


def has_ruled_lines(page: PdfPage) -> bool:
    """Whether the page draws lines enough for a table."""
    from pypdfium2 import raw

    across = down = 0
    paths = page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=3)
    for count, item in enumerate(paths, start=1):
        left, bottom, right, top = item.get_bounds()
        wide, high = right - left, top - bottom
        across += high <= MAX_RULE_THICKNESS < wide or (wide > 10 and high > 10)
        down += wide <= MAX_RULE_THICKNESS < high or (wide > 10 and high > 10)
        if count > MAX_PATHS:
            return False
    return across >= MIN_RULES and down >= MIN_RULES


def find_grids(path: Path, number: int) -> list[Grid]:
    """The grids of cells on page ``number``, whatever stands in them; None where no cell begins."""
    import pdfplumber

    with pdfplumber.open(path, pages=[number]) as document:
        page = document.pages[0]
        left, top = page.bbox[0], page.bbox[1]
        return [
            [[_shifted(cell, left, top) for cell in row.cells] for row in table.rows]
            for table in page.find_tables()
        ]


def cells_of(grids: Sequence[Grid]) -> list[Box]:
    """All cells of the page."""
    return [cell for grid in grids for row in grid for cell in row if cell is not None]


def filled(grids: Sequence[Grid], pieces: Sequence[Piece]) -> list[RuledTable]:
    """The grids with two rows and columns or more in use, filled with ``pieces``."""
    tables = []
    for grid in grids:
        cells = cells_of([grid])
        text = [["" if cell is None else _cell_text(cell, pieces) for cell in row] for row in grid]
        blocks = table_blocks(spread(text, _merged(grid)))
        if len(blocks) == 1 and blocks[0].kind is BlockKind.TABLE:
            box = (
                *(min(cell[at] for cell in cells) for at in (0, 1)),
                *(max(cell[at] for cell in cells) for at in (2, 3)),
            )
            tables.append(RuledTable((box[0], box[1], box[2], box[3]), blocks[0]))
    return tables


def _merged(grid: Grid) -> list[Merged]:
    """The cells over several places: those whose box holds the corners where rows and columns begin."""
    lefts = [min((row[at][0] for row in grid if row[at]), default=0.0) for at in range(len(grid[0]))]  # type: ignore[index]
    tops = [min((cell[1] for cell in row if cell), default=0.0) for row in grid]
    found = []
    for at, row in enumerate(grid):
        for column, cell in enumerate(row):
            if cell is not None:
                high = sum(cell[1] - CORNER_SLACK <= top < cell[3] - CORNER_SLACK for top in tops[at:])
                wide = sum(cell[0] - CORNER_SLACK <= left < cell[2] - CORNER_SLACK for left in lefts[column:])
                found.append(Merged(at, column, max(high, 1), max(wide, 1)))
    return found


def _shifted(cell: Box | None, left: float, top: float) -> Box | None:
    return None if cell is None else (cell[0] - left, cell[1] - top, cell[2] - left, cell[3] - top)


def _cell_text(cell: Box, pieces: Sequence[Piece]) -> str:
    """The words in a cell; lines that its width has broken are put together."""
    inside = [piece for piece in pieces if _inside(piece, cell)]
    text = ""
    for line in join_lines(inside):
        added = line.text.strip()
        ascii_both = text[-1:].isascii() and added[:1].isascii()
        text += (" " if text and ascii_both else "") + added
    return text


def _inside(piece: Piece, box: Box) -> bool:
    across, down = (piece.left + piece.right) / 2, (piece.top + piece.bottom) / 2
    return box[0] <= across <= box[2] and box[1] <= down <= box[3]
