"""Tables whose last row says 合计: the column above must add up to it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from assistant.consistency.lines import plain_number
from assistant.consistency.types import Evidence, Finding, FindingKind, Severity
from ingest import CELL_MARK, Document

_TOTAL_ROW = re.compile(r"^(?:合\s*计|总\s*计|共\s*计|小\s*计)$")
_NUMBER = re.compile(r"^-?\d{1,3}(?:,\d{3})+(?:\.\d+)?$|^-?\d+(?:\.\d+)?$")
# Columns whose figures are not added: shares, ranks, years, averages.
_NO_SUM = re.compile("率|比例|占比|比重|[%％]|序号|编号|年份|排名|均|单价|标准|面积比")
MIN_ROWS = 2


@dataclass(frozen=True, slots=True)
class _Cell:
    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def table_slips(document: Document) -> Iterator[Finding]:
    """Totals of columns that are wrong."""
    for rows in _tables(document.text):
        width = len(rows[0])
        body: list[list[_Cell]] = []
        for row in rows[1:]:
            if not any(_TOTAL_ROW.match(cell.text) for cell in row[:2]):
                body.append(row)
                continue
            if len(row) == width and len(body) >= MIN_ROWS and not _is_subtotal(row):
                yield from _columns(document, rows[0], body, row)
            body = []


def _is_subtotal(row: Sequence[_Cell]) -> bool:
    return "小" in row[0].text


def _columns(
    document: Document, header: Sequence[_Cell], body: Sequence[Sequence[_Cell]], total: Sequence[_Cell]
) -> Iterator[Finding]:
    for at in range(1, len(header)):
        cells = [row[at] for row in body if len(row) == len(header)]
        if len(cells) != len(body) or _NO_SUM.search(header[at].text):
            continue
        values = [_number(cell.text) for cell in cells]
        given = _number(total[at].text)
        known = [value for value in values if value is not None]
        if given is None or len(known) != len(values) or len(known) < MIN_ROWS:
            continue
        added = sum(known, start=Decimal(0))
        if abs(added - given) <= _slack([*known, given]):
            continue
        evidence = (
            Evidence(document.doc_id, header[0].start, header[-1].end, ((header[at].start, header[at].end),)),
            Evidence(document.doc_id, total[0].start, total[-1].end, ((total[at].start, total[at].end),)),
        )
        slots = (("column", header[at].text), ("right", plain_number(added)), ("total", total[at].text))
        yield Finding(FindingKind.ARITHMETIC, Severity.ERROR, "table_total", header[at].text, evidence, slots)


def _slack(values: Sequence[Decimal]) -> Decimal:
    """Half of the last place for each figure, nothing for whole ones."""
    places = max(-int(value.as_tuple().exponent) for value in values)
    return Decimal(0) if places <= 0 else Decimal(10) ** -places * len(values) / 2


def _number(text: str) -> Decimal | None:
    if not _NUMBER.match(text):
        return None
    try:
        return Decimal(text.replace(",", ""))
    except InvalidOperation:
        return None


def _tables(text: str) -> Iterator[list[list[_Cell]]]:
    """Runs of two or more lines with cell marks, as rows of cells."""
    rows: list[list[_Cell]] = []
    at = 0
    for line in text.split("\n"):
        if CELL_MARK in line:
            rows.append(_cells(line, at))
        else:
            if len(rows) > 1:
                yield rows
            rows = []
        at += len(line) + 1
    if len(rows) > 1:
        yield rows


def _cells(line: str, start: int) -> list[_Cell]:
    cells: list[_Cell] = []
    at = start
    for part in line.split(CELL_MARK):
        lead = len(part) - len(part.lstrip())
        cells.append(_Cell(part.strip(), at + lead))
        at += len(part) + len(CELL_MARK)
    return cells
