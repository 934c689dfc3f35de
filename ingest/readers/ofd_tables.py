"""Tables that an OFD page draws with lines: the grid from its paths, as for PDF."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from ingest.readers.pdf_tables import Box, Grid

# Millimetres. Lines this near to straight, or to each other, are drawn so by hand or by rounding.
TOLERANCE = 0.8
# A table needs a grid: with fewer lines there is none, with more the page is a drawing.
MIN_LINES = 4
MAX_LINES = 4000
_COMMAND = re.compile(r"([A-Za-z])|([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)")
# How many numbers follow each command of a path.
_OPERANDS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}

Point = tuple[float, float]
Line = tuple[Point, Point]


def path_lines(data: str, boundary: Sequence[float], matrix: Sequence[float]) -> list[Line]:
    """The straight strokes of one path in the page's millimetres; curves are passed over."""
    a, b, c, d, e, f = matrix

    def placed(x: float, y: float) -> Point:
        return boundary[0] + a * x + c * y + e, boundary[1] + b * x + d * y + f

    lines: list[Line] = []
    start = here = placed(0.0, 0.0)
    for command, numbers in _commands(data):
        if command == "C":
            lines.append((here, start))
            here = start
        elif len(numbers) >= 2:
            there = placed(numbers[-2], numbers[-1])
            if command in "SM":
                start = there
            elif command == "L":
                lines.append((here, there))
            here = there
    return lines


def _commands(data: str) -> Iterable[tuple[str, list[float]]]:
    command, numbers = "", list[float]()
    for match in _COMMAND.finditer(data):
        if match[1]:
            if command:
                yield command, numbers
            command, numbers = match[1].upper(), []
        else:
            numbers.append(float(match[2]))
            wanted = _OPERANDS.get(command, 0)
            if wanted and len(numbers) == wanted:
                yield command, numbers
                numbers = []
    if command == "C":
        yield command, numbers


def grids_of(lines: Sequence[Line]) -> list[Grid]:
    """The grids of cells that the lines of a page make; [] where they make none."""
    edges = [edge for line in lines if (edge := _edge(line)) is not None]
    if not MIN_LINES <= len(edges) <= MAX_LINES:
        return []
    from pdfplumber import table

    merged = table.merge_edges(
        edges,
        snap_x_tolerance=TOLERANCE,
        snap_y_tolerance=TOLERANCE,
        join_x_tolerance=TOLERANCE,
        join_y_tolerance=TOLERANCE,
    )
    crossings = table.edges_to_intersections(merged, TOLERANCE, TOLERANCE)
    cells = table.intersections_to_cells(crossings)
    return [_grid(found) for found in table.cells_to_tables(cells)]


def _grid(cells: Sequence[Box]) -> Grid:
    """Cells by row and column, None where no cell begins."""
    begins = {(cell[0], cell[1]): cell for cell in cells}
    lefts = sorted({cell[0] for cell in cells})
    return [[begins.get((left, top)) for left in lefts] for top in sorted({cell[1] for cell in cells})]


def _edge(line: Line) -> dict[str, Any] | None:
    """A horizontal or vertical line as pdfplumber writes it, None for any other."""
    (x0, y0), (x1, y1) = line
    left, right, top, bottom = min(x0, x1), max(x0, x1), min(y0, y1), max(y0, y1)
    across, down = right - left, bottom - top
    if max(across, down) <= TOLERANCE or min(across, down) > TOLERANCE:
        return None
    shape = {"x0": left, "x1": right, "top": top, "bottom": bottom, "width": across, "height": down}
    if across > down:
        return {**shape, "bottom": top, "orientation": "h", "object_type": "line"}
    return {**shape, "x1": left, "orientation": "v", "object_type": "line"}
