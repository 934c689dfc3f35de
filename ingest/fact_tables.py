"""Facts in tables: a row names the beneficiary or indicator, a column what its figures are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from ingest import fact_words as words
from ingest.measures import alternatives
from ingest.phrases import Span
from ingest.quantities import find_quantities
from ingest.types import Instrument, Located, Quantity, QuantityKind

CELL_MARK = " | "  # readers put one table row on a line, with this between its cells

_UNIT = re.compile(
    r"[（(]\s*(?:单位[：:])?\s*(?P<unit>[万亿千]?(?:美元|元)|[%％]|家|个|人|项|件|台|名|亩)(?P<per>[/／][^）)]{1,6})?\s*[）)]"
)
_UNIT_LINE = re.compile(r"单位\s*[：:]\s*(?P<unit>[万亿千]?元)")
_BARE_FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?(?:\s*[-—~～至]\s*\d[\d,]*(?:\.\d+)?)?")
_INSTRUMENT = re.compile(alternatives(words.INSTRUMENT_OF))
_DEPARTMENT_COLUMN = re.compile("牵头|责任|主管|部门|单位$")
_NUMBER_COLUMN = re.compile("^(?:序号|编号|No.?)$")
_AIM_COLUMN = re.compile("目标|计划|指标值|预期")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell and where it stands."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class TableFact:
    """A figure of a table with what its row and column say about it."""

    row: Span
    instrument: Instrument
    subject: Located[str]
    amount: Quantity
    column: Located[str]
    deadline: Located[date] | None
    department: Located[str] | None


def table_spans(text: str, start: int, end: int) -> list[Span]:
    """Spans of the tables in ``text[start:end]``: two or more lines in a row with cell marks."""
    spans: list[Span] = []
    lines: list[Span] = []
    for line in [*_lines(text, start, end), (end, end)]:
        if CELL_MARK in text[slice(*line)]:
            lines.append(line)
            continue
        if len(lines) > 1:
            spans.append((lines[0][0], lines[-1][1]))
        lines = []
    return spans


def find_table_facts(text: str, table: Span, *, topic: str, issued: date | None) -> list[TableFact]:
    """The figures of a table whose column, or else ``topic``, says what is given, aimed at or reported."""
    rows = [_cells(text, line) for line in _lines(text, *table)]
    above = text[max(0, table[0] - 40) : table[0]]
    unit_line = _UNIT_LINE.search(above)
    found: list[TableFact] = []
    header, roles = rows[0], [_role(column, topic, issued) for column in rows[0]]
    two_levels = len(rows) > 2 and _goes_deeper(header, rows[1])
    if two_levels:  # 奖励标准 over 国家级 and 省级: the upper head says what is given, the lower one to whom
        roles = [_role(below, topic, issued) or role for below, role in zip(rows[1], roles, strict=True)]
        header = rows[1]
    for row in rows[1 + two_levels :]:
        subject = _subject(header, row)
        if subject is None or len(row) > len(header):  # empty cells at the end of a row are not written
            continue
        department = next(
            (c for c, h in zip(row, header, strict=False) if _DEPARTMENT_COLUMN.search(h.text)), None
        )
        for cell, column, role in zip(row, header, roles, strict=False):
            if cell is subject or cell is department or role is None:
                continue
            amount = _amount(text, cell, column, unit_line["unit"] if unit_line else "")
            if amount is None:
                continue
            found.append(
                TableFact(
                    row=(row[0].start, row[-1].end),
                    instrument=role[0],
                    subject=Located(subject.text, subject.start, subject.end),
                    amount=amount,
                    column=Located(column.text, column.start, column.end),
                    deadline=role[1],
                    department=_named(department),
                )
            )
    return found


def _goes_deeper(first: Sequence[Cell], second: Sequence[Cell]) -> bool:
    """Whether the second row is the lower level of a header: labels repeated from above beside new ones."""
    if len(first) != len(second) or any(_BARE_FIGURE.fullmatch(cell.text) for cell in second):
        return False
    same = [a.text == b.text for a, b in zip(first, second, strict=True)]
    repeated = [cell.text for cell in first]
    return any(same) and not all(same) and any(repeated.count(text) > 1 for text in repeated)


def _lines(text: str, start: int, end: int) -> Iterator[Span]:
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        yield start, stop
        start = stop + 1


def _cells(text: str, line: Span) -> list[Cell]:
    cells: list[Cell] = []
    at = line[0]
    for written in text[slice(*line)].split(CELL_MARK):
        lead = len(written) - len(written.lstrip())
        stripped = written.strip()
        cells.append(Cell(stripped, at + lead, at + lead + len(stripped)))
        at += len(written) + len(CELL_MARK)
    return cells


def _subject(header: Sequence[Cell], row: Sequence[Cell]) -> Cell | None:
    """The first cell that names something."""
    for cell, column in zip(row, header, strict=False):
        if cell.text and not _NUMBER_COLUMN.match(column.text) and not _BARE_FIGURE.fullmatch(cell.text):
            return cell
    return None


def _role(column: Cell, topic: str, issued: date | None) -> tuple[Instrument, Located[date] | None] | None:
    """What a column's figures are, and by when."""
    days = [q for q in find_quantities(column.text) if q.day is not None]
    due = days[-1].day if days else None
    named = _INSTRUMENT.findall(column.text)
    if named:
        return words.INSTRUMENT_OF[named[-1]], None
    if _AIM_COLUMN.search(column.text) or (due and issued and due > issued):
        place = (column.start + days[-1].start, column.start + days[-1].end) if days else None
        return Instrument.TARGET, Located(due, *place) if due and place else None
    if due is not None:
        return Instrument.RESULT, None
    named = _INSTRUMENT.findall(topic)
    return (words.INSTRUMENT_OF[named[-1]], None) if named and "标准" in column.text else None


def _amount(text: str, cell: Cell, column: Cell, table_unit: str) -> Quantity | None:
    """The figure of a cell, with the unit of its own, its column or the table."""
    unit = _UNIT.search(column.text)
    name = unit["unit"] if unit else table_unit
    if _BARE_FIGURE.fullmatch(cell.text) and name:
        read = find_quantities(cell.text + name)
        if len(read) != 1:
            return None
        per = unit["per"] if unit else None
        return replace(read[0], start=cell.start, end=cell.end, per=per)
    own = [q for q in find_quantities(text, cell.start, cell.end) if q.kind is not QuantityKind.DATE]
    return own[0] if len(own) == 1 else None


def _named(cell: Cell | None) -> Located[str] | None:
    if cell is None or not re.search(r"[一-鿿]", cell.text):
        return None
    return Located(cell.text, cell.start, cell.end)
