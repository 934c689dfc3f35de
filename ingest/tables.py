"""The tables of a text as rows of named cells, figures or words."""

from __future__ import annotations

import re
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

# 4.8/年 in a column of 万元
_WITHOUT_UNIT = re.compile(rf"{BARE_FIGURE.pattern}(?:/[年月季日天人户家])?")
# 高标准农田（万亩）: what the columns below it are counted in
_UNIT_AT_END = re.compile(
    r"[（(](?:单位[：:])?([万亿千]?(?:元|亩|吨|人|家|户|个|项|件|台|辆|座|所|张|[％%]|公里|公顷|平方米|千瓦)(?:[/／][^）)]{1,4})?)[）)]$"
)
MAX_LABEL_CHARS = 30  # of a cell that names a row; a longer one describes it


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell with what its row and column are called, all as written."""

    row: str
    column: str
    value: str
    unit: str  # 单位：万元, 万元: where neither row nor column names it and what stands above does; else ""
    start: int  # of the value, in the text
    upper: str = ""  # what the columns of a two-level header share: 高标准农田 over 新建; else ""

    @property
    def is_figure(self) -> bool:
        """Whether it is a bare figure, whose unit stands elsewhere."""
        return BARE_FIGURE.fullmatch(self.value) is not None


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row below a header."""

    label: str  # the narrowest of its names
    labels: tuple[str, ...]  # all of them, widest first: 栖河市, 松亭县
    cells: tuple[TableCell, ...]  # but the names and the row's number; none is empty
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Table:
    """A table, from its header on."""

    start: int
    end: int
    above: str  # the end of what stands right above it: its caption, its unit
    rows: tuple[TableRow, ...]
    columns: tuple[tuple[str, str], ...]  # upper ('' if none) and own name of each but those of the names

    def cell(self, row: TableRow, column: tuple[str, str]) -> TableCell | None:
        """The cell of a row in a column; None if it is empty."""
        return next((cell for cell in row.cells if (cell.upper, cell.column) == column), None)


@dataclass(frozen=True, slots=True)
class _Heads:
    """A table's header."""

    own: Sequence[Cell]
    upper: Sequence[str]  # '' where the header has one level, or both say the same
    names: tuple[int, ...]  # of the columns that name the rows
    unit: str  # of all bare figures, as the line above writes it


def read_tables(text: str, start: int = 0, end: int | None = None) -> list[Table]:
    """The tables of ``text[start:end]`` whose rows begin with a name, in order."""
    found = []
    for span in table_spans(text, start, len(text) if end is None else end):
        levels, below = levels_and_rows(text, span)
        own, above = levels[-1], above_table(text, span)
        rows = [row for row in below if len(row) <= len(own) and row_label(own, row) is not None]
        if not rows:
            continue
        named = unit_line(above)
        upper = [
            one.text if one.text != lower.text else "" for one, lower in zip(levels[0], own, strict=True)
        ]
        if len(levels) == 1:
            upper = [""] * len(own)
        heads = _Heads(own, upper, _naming_columns(own, rows), named[0] if named else "")
        columns = [(above_it, head.text) for above_it, head in zip(upper, own, strict=True)]
        kept = [c for i, c in enumerate(columns) if i not in heads.names and not NUMBER_COLUMN.match(c[1])]
        found.append(Table(*span, above, tuple(_row(heads, row) for row in rows), tuple(dict.fromkeys(kept))))
    return found


def _naming_columns(heads: Sequence[Cell], rows: Sequence[Sequence[Cell]]) -> tuple[int, ...]:
    """The columns that name the rows: the first that names something, and the next while names repeat.

    市 | 县 names a row by both; 事项 | 牵头单位 by the first alone.
    """
    labels = [row_label(heads, row) for row in rows]
    first = next(i for i, cell in enumerate(rows[0]) if cell is labels[0])
    chosen = [first]
    for i in range(first + 1, len(heads)):
        names = [tuple(row[j].text for j in chosen if j < len(row)) for row in rows]
        if len(set(names)) == len(names) or not all(_is_name(row[i].text) for row in rows if i < len(row)):
            break
        chosen.append(i)
    return tuple(chosen)


def _is_name(text: str) -> bool:
    return len(text) <= MAX_LABEL_CHARS and not any(character.isdigit() for character in text)


def _row(heads: _Heads, row: Sequence[Cell]) -> TableRow:
    labels = tuple(dict.fromkeys(row[i].text for i in heads.names if i < len(row) and row[i].text))
    label = labels[-1] if labels else ""
    own_unit = any(unit_of(row[i]) for i in heads.names if i < len(row))
    cells = []
    for i, (cell, head) in enumerate(zip(row, heads.own, strict=False)):
        if i in heads.names or not cell.text or NUMBER_COLUMN.match(head.text):
            continue
        upper = heads.upper[i]
        shared = _UNIT_AT_END.search(upper)
        headed = unit_of(head) or _UNIT_AT_END.search(head.text)
        bare = _WITHOUT_UNIT.fullmatch(cell.text) and not own_unit and not headed
        unit = (shared[1] if shared else heads.unit) if bare else ""
        cells.append(TableCell(label, head.text, cell.text, unit, cell.start, upper))
    return TableRow(label, labels, tuple(cells), row[0].start, row[-1].end)
