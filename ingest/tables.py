"""The tables of a text as rows of named cells, figures or words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.fact_tables import (
    BARE_FIGURE,
    NUMBER_COLUMN,
    Cell,
    above_table,
    levels_and_rows,
    row_label,
    table_spans,
    unit_line,
    unit_of,
)


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell with what its row and column are called, all as written."""

    row: str
    column: str
    value: str
    unit: str  # 单位：万元, where neither row nor column names it and the line above the table does; else ""
    start: int  # of the value, in the text

    @property
    def is_figure(self) -> bool:
        """Whether it is a bare figure, whose unit stands elsewhere."""
        return BARE_FIGURE.fullmatch(self.value) is not None


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row below a header."""

    label: str
    cells: tuple[TableCell, ...]  # but the label and the row's number; none is empty
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Table:
    """A table, from its header on."""

    start: int
    end: int
    above: str  # the end of what stands right above it: its caption, its unit
    rows: tuple[TableRow, ...]
    columns: tuple[str, ...]  # what they are called, but that of the rows' names

    def cell(self, row: TableRow, column: str) -> TableCell | None:
        """The cell of a row in a column; None if it is empty."""
        return next((cell for cell in row.cells if cell.column == column), None)


def read_tables(text: str, start: int = 0, end: int | None = None) -> list[Table]:
    """The tables of ``text[start:end]`` whose rows begin with a name, in order."""
    found = []
    for span in table_spans(text, start, len(text) if end is None else end):
        levels, below = levels_and_rows(text, span)
        heads, above = levels[-1], above_table(text, span)
        unit = unit_line(above)
        named = [(row, label) for row in below if (label := row_label(heads, row)) and len(row) <= len(heads)]
        rows = tuple(_row(heads, row, label, unit[0] if unit else "") for row, label in named)
        if rows:
            row, label = max(named, key=lambda one: len(one[0]))
            others = (head.text for head, cell in zip(heads, row, strict=False) if cell is not label)
            columns = dict.fromkeys(name for name in others if not NUMBER_COLUMN.match(name))
            found.append(Table(*span, above, rows, tuple(columns)))
    return found


def _row(heads: Sequence[Cell], row: Sequence[Cell], label: Cell, unit: str) -> TableRow:
    cells = []
    for cell, head in zip(row, heads, strict=False):
        if cell is label or not cell.text or NUMBER_COLUMN.match(head.text):
            continue
        bare = BARE_FIGURE.fullmatch(cell.text) and not (unit_of(head) or unit_of(label))
        cells.append(TableCell(label.text, head.text, cell.text, unit if bare else "", cell.start))
    return TableRow(label.text, tuple(cells), row[0].start, row[-1].end)
