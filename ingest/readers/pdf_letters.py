"""The letters of a PDF page as runs with their places, the way they are read: sideways pages turned."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ingest.errors import ReadError
from ingest.readers.layout import WIDE, Piece
from ingest.readers.pdf_tables import Box

if TYPE_CHECKING:
    from pypdfium2 import PdfPage, PdfTextPage

# A page with more letters than this is made to exhaust the reader.
MAX_PAGE_LETTERS = 100_000
# Of the letters' height; a written space is a half, the one that is only typeset a quarter.
THIN_SPACE = 0.4
# So many letters, spread over the page, show which way it is read.
TURN_SAMPLES = 200


def text_turn(text_page: PdfTextPage) -> int:
    """Quarter turns, against the clock, in which most letters of the page lie; 0 for upright text."""
    from pypdfium2 import raw

    count = text_page.count_chars()
    turns: Counter[int] = Counter()
    for at in range(0, count, max(count // TURN_SAMPLES, 1)):
        if not chr(raw.FPDFText_GetUnicode(text_page.raw, at)).isspace():
            turns[-round(raw.FPDFText_GetCharAngle(text_page.raw, at) / (math.pi / 2)) % 4] += 1
    return turns.most_common(1)[0][0] if turns else 0


def turned_size(page: PdfPage, turn: int) -> tuple[float, float]:
    """Width and height of the page as its text is read."""
    width, height = unturned_size(page)
    return (height, width) if turn % 2 else (width, height)


def unturned_size(page: PdfPage) -> tuple[float, float]:
    """Width and height in the page's own space, before it is turned to be shown."""
    width, height = page.get_size()
    return (height, width) if page.get_rotation() in (90, 270) else (width, height)


def _turned(box: Sequence[float], turn: int, width: float, height: float) -> list[float]:
    """Left, top, right, bottom as read, of a box in the page's own space (y upwards)."""
    left, bottom, right, top = box
    if turn == 1:
        return [bottom, left, top, right]
    if turn == 2:
        return [width - right, bottom, width - left, top]
    if turn == 3:
        return [height - top, width - right, height - bottom, width - left]
    return [left, height - top, right, height - bottom]


def text_pieces(page: PdfPage, text_page: PdfTextPage, cells: Sequence[Box] = ()) -> Iterator[Piece]:
    """Runs of letters on one line without a gap, with their boxes; y from the top of the page.

    A run ends also where one of the ``cells`` ends: narrow columns leave no gap between their words.
    """
    from pypdfium2 import raw

    count = text_page.count_chars()
    if count > MAX_PAGE_LETTERS:
        raise ReadError(f"一页有 {count} 个字符,超过上限 (a page with {count} characters is refused)")
    run: list[str] = []
    box: list[float] = []
    spaces = 0  # before the next letter
    run_cell: int | None = None
    handle = text_page.raw
    turn = text_turn(text_page)
    width, height = unturned_size(page)
    for at in range(count):
        letter = chr(raw.FPDFText_GetUnicode(handle, at))
        if letter in "\r\n\0":
            if run:
                yield Piece("".join(run), *box)
            run, spaces = [], 0
            continue
        if letter in " \xa0":
            spaces += bool(run)
            continue
        new = _turned(text_page.get_charbox(at, loose=True), turn, width, height)
        cell = _cell_of(cells, new)
        if run and (_breaks(box, new) or cell != run_cell):
            yield Piece("".join(run), *box)
            run = []
        if run and spaces and not _is_thin(run[-1], letter, (new[0] - box[2]) / max(new[3] - new[1], 1.0)):
            run.append(" " * spaces)
        spaces = 0
        if run:
            box = [min(box[0], new[0]), min(box[1], new[1]), max(box[2], new[2]), max(box[3], new[3])]
        elif letter.isspace():
            continue
        else:
            box, run_cell = new, cell
        run.append(letter)
    if run:
        yield Piece("".join(run), *box)


def _cell_of(cells: Sequence[Box], box: Sequence[float]) -> int | None:
    """The cell in which the middle of a box lies."""
    across, down = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    for at, (left, top, right, bottom) in enumerate(cells):
        if left <= across <= right and top <= down <= bottom:
            return at
    return None


def _is_thin(before: str, after: str, gap: float) -> bool:
    """Whether a space is the sliver that word processors set between Chinese and Latin letters."""
    return gap < THIN_SPACE and bool(WIDE.match(before) or WIDE.match(after))


def _breaks(box: Sequence[float], new: Sequence[float]) -> bool:
    """Whether a letter starts a new run: on another line, or far from the last one."""
    size = max(new[3] - new[1], 1.0)
    shared = min(box[3], new[3]) - max(box[1], new[1])
    return shared < size * 0.3 or new[0] - box[2] > size or new[0] < box[2] - size
