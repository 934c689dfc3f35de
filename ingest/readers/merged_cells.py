"""Merged cells of a table: what they say, repeated where a row or column would be without it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# A longer cell is a measure written once for several rows; a shorter one is their label.
MAX_LABEL_CHARS = 40
# 300, 300万元: a sum over several rows holds for them together and must not be read as each one's.
_FIGURE = re.compile(r"[-+]?[\d,.，]+(?:[%％‰]|[万亿]?元|[个家项人年月日])?")


@dataclass(frozen=True, slots=True)
class Merged:
    """A cell over several places: its first one, 0-based, and how many rows and columns it takes."""

    row: int
    column: int
    height: int
    width: int


def spread(rows: Sequence[Sequence[str]], merged: Iterable[Merged]) -> list[list[str]]:
    """The rows with labels in all rows that they are merged over, and group heads in all their columns.

    A head is repeated across only in a header of two levels, which its own columns' heads show: every
    cell of its row is either such a group or reaches down to the row below.
    """
    full = [list(row) for row in rows]
    merged = list(merged)
    places = len(full) * max((len(row) for row in full), default=0)
    if sum(min(one.height, len(full)) * one.width for one in merged) > places + len(merged):
        return full  # cells that overlap: no program writes such a table, and repeating them has no end
    by_row: dict[int, list[Merged]] = defaultdict(list)
    for one in merged:
        if 0 <= one.row < len(full) and (one.height > 1 or one.width > 1):
            by_row[one.row].append(one)
    for at, cells in by_row.items():
        if _is_grouped(full[at], cells):
            for one in cells:
                _across(full, one)
        for one in cells:
            _down(full, one)
    return full


def _is_grouped(row: Sequence[str], cells: Sequence[Merged]) -> bool:
    covered = {one.column + step for one in cells for step in range(one.width)}
    plain = [at for at, cell in enumerate(row) if cell and at not in covered]
    deep = [one.height for one in cells if one.width == 1]
    groups = [one for one in cells if one.width > 1]
    return bool(groups) and bool(deep) and not plain and min(deep) > 1


def _across(rows: list[list[str]], one: Merged) -> None:
    words = _text(rows, one.row, one.column)
    for column in range(one.column + 1, one.column + one.width):
        _put(rows[one.row], column, words)


def _down(rows: list[list[str]], one: Merged) -> None:
    words = _text(rows, one.row, one.column)
    if len(words) > MAX_LABEL_CHARS or _FIGURE.fullmatch(words.strip()):
        return
    for row in rows[one.row + 1 : one.row + one.height]:
        _put(row, one.column, words)


def _text(rows: Sequence[Sequence[str]], row: int, column: int) -> str:
    return rows[row][column] if column < len(rows[row]) else ""


def _put(row: list[str], column: int, words: str) -> None:
    row += [""] * (column + 1 - len(row))
    row[column] = row[column] or words
