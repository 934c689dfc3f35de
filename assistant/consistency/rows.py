"""What else a table's row says of its figures: all its names, and the words beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.consistency.frames import Span
from ingest import CELL_MARK, Document, Fact, Table, TableRow, read_tables

# Columns that tell nothing of the matter: who sees to it, what is counted in, where it is laid down.
_BESIDE = re.compile(r"牵头|责任|主管|部门|单位$|依据|来源|文号|序号|编号|联系")
_YEAR = re.compile(r"\d{4}|年|现状|基期")


@dataclass(frozen=True, slots=True)
class RowWords:
    """A row's words: two rows with other words are on two matters."""

    names: tuple[str, ...]  # widest first: 市科学技术进步奖, 一等奖
    spans: tuple[Span, ...] = ()  # of its names, and of its cells in columns of words
    figures: str = ""  # its cells in columns of bare figures before the sums: 50-100 under 人数


def read_rows(document: Document, facts: Sequence[Fact]) -> Mapping[int, RowWords]:
    """The words of the rows that facts stand in, by the offset of the row."""
    rows = {fact.start for fact in facts if CELL_MARK in document.text[fact.start : fact.end]}
    if not rows:
        return {}
    amounts = sorted(fact.amount.start for fact in facts if fact.amount is not None)
    found: dict[int, RowWords] = {}
    for table in read_tables(document.text):
        told = _telling_columns(table, amounts)
        for row in table.rows:
            spans = tuple(_spans(document.text, row, told))
            found[row.start] = RowWords(row.labels, spans, _scale(row, amounts))
    return {start: words for start, words in found.items() if start in rows}


def _scale(row: TableRow, amounts: Sequence[int]) -> str:
    """The bare figures that stand before a row's first sum, but those of years past: a step of a scale."""
    first = min((at for at in amounts if row.start <= at < row.end), default=row.start)
    steps = (cell for cell in row.cells if cell.start < first and cell.is_figure)
    return ",".join(cell.value for cell in steps if not _YEAR.search(cell.column))


def _telling_columns(table: Table, amounts: Sequence[int]) -> frozenset[tuple[str, str]]:
    """The columns of words: 条件, 备注; not those with figures in any row, nor those of departments."""
    given = {
        (cell.upper, cell.column)
        for row in table.rows
        for cell in row.cells
        if cell.is_figure or any(cell.start <= at < cell.start + len(cell.value) for at in amounts)
    }
    return frozenset(one for one in table.columns if one not in given and not _BESIDE.search(one[1]))


def _spans(text: str, row: TableRow, told: frozenset[tuple[str, str]]) -> Iterator[Span]:
    beside = {cell.start: (cell.upper, cell.column) for cell in row.cells}
    names = set(row.labels)
    at = row.start
    for written in text[row.start : row.end].split(CELL_MARK):
        start = at + len(written) - len(written.lstrip())
        end = start + len(written.strip())
        at += len(written) + len(CELL_MARK)
        if start < end and (beside[start] in told if start in beside else text[start:end] in names):
            yield start, end
