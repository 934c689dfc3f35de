"""Pieces of text with places on a page (PDF, OFD, OCR) put into lines, and lines into paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from ingest.readers.tables import with_header
from ingest.types import Block, BlockKind

# Shares of a line's height, by which the parts of one line are told from two lines.
MIN_LINE_OVERLAP = 0.5
# A gap wider than this (in heights) between parts of a line is written as a space.
MIN_WORD_GAP = 0.45
# A line that ends within so many heights of the right margin was broken by the margin, not the writer.
FULL_LINE_SLACK = 1.6
# Chinese paragraphs are indented by two characters; half of that tells one from a full line.
MIN_INDENT = 1.0
# A quotation or an item is set in by less; what stands further in is a title or a signature.
MAX_HANGING_INDENT = 5.0
# Lines further apart than this, in pitches of the page, are not of one paragraph.
MAX_PITCH = 1.45
# Heights of one paragraph's lines differ no more than this.
MAX_HEIGHT_RATIO = 1.25
# Header and footer lie in these parts of the page; official papers leave 35 mm of 297 free at the foot.
TOP_ZONE, BOTTOM_ZONE = 0.1, 0.88
MIN_RUNNING_PAGES = 3
_PAGE_NUMBER = re.compile(
    r"[-—–―－·\s]*(?:第\s*)?(?:[\divxIVX]{1,4}|[〇一二三四五六七八九十百]{1,5})(?:\s*页)?"
    r"(?:\s*[/／,，共]+\s*\d{1,4}\s*页?)?[-—–―－·\s]*|Page \d+(?: of \d+)?",
)
_LABEL = re.compile(
    r"[一二三四五六七八九十百]+、|[（(][一二三四五六七八九十百\d]+[）)]|\d{1,2}[.．、](?!\d)|[①-⑳]"
    r"|第[〇零一二三四五六七八九十百千\d]+[编章节条款][\s\u3000]|附件[\s\d：:]|[●•■◆▪]"
)
_SENTENCE_END = re.compile(r"[。！？；：.!?;:][”’」』）)]*$")
WIDE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f“”‘’…—·]")
# In a paragraph with more Chinese than this, a figure cut by the line's end is one figure.
MIN_WIDE_SHARE = 0.3
# Of the paragraph so far, as much as shows what it is written in: a paragraph may have thousands of lines.
RUN_ON_CHARS = 200
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Piece:
    """Text in a box; x grows to the right and y downwards, in any unit that is the same for a page."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def height(self) -> float:
        """Of the box, which is about the size of the letters."""
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Page:
    """A page's lines and finished blocks (tables) in reading order."""

    number: int  # 1-based
    width: float
    height: float
    lines: tuple[Piece, ...]
    tables: tuple[tuple[float, Block], ...] = ()  # top edge, block


def join_lines(pieces: Iterable[Piece]) -> list[Piece]:
    """Pieces as lines from top to bottom; those on one height are one line, from left to right."""
    rows: list[list[Piece]] = []
    for piece in sorted((piece for piece in pieces if piece.text.strip()), key=_middle):
        if rows and _same_line(rows[-1], piece):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [_joined(sorted(row, key=lambda piece: piece.left)) for row in rows]


def _middle(piece: Piece) -> float:
    return (piece.top + piece.bottom) / 2


def _same_line(row: Sequence[Piece], piece: Piece) -> bool:
    top, bottom = min(part.top for part in row), max(part.bottom for part in row)
    shared = min(bottom, piece.bottom) - max(top, piece.top)
    return shared > MIN_LINE_OVERLAP * min(max(part.height for part in row), piece.height)


def _joined(row: Sequence[Piece]) -> Piece:
    text = row[0].text
    for before, piece in pairwise(row):
        gap = piece.left - before.right
        wide = gap > MIN_WORD_GAP * max(piece.height, before.height)
        spaced = text[-1:].isspace() or piece.text[:1].isspace()
        text += (" " if wide and not spaced else "") + piece.text
    return Piece(
        text,
        min(piece.left for piece in row),
        min(piece.top for piece in row),
        max(piece.right for piece in row),
        max(piece.bottom for piece in row),
    )


def without_running_lines(pages: Sequence[Page]) -> tuple[list[Page], list[str]]:
    """The pages without page numbers and lines that run along the top or bottom of most; and those lines."""
    seen: Counter[str] = Counter()
    for page in pages:
        seen.update({_running_key(line) for line in page.lines if _in_margin(line, page)})
    needed = max(MIN_RUNNING_PAGES, len(pages) // 3)
    kept, removed = [], []
    for page in pages:
        lines = []
        for at, line in enumerate(page.lines):
            edge = at in (0, len(page.lines) - 1)
            is_number = edge and _in_margin(line, page) and _PAGE_NUMBER.fullmatch(line.text.strip())
            running = _in_margin(line, page) and seen[_running_key(line)] >= needed
            if is_number or running:
                removed.append(line.text.strip())
            else:
                lines.append(line)
        kept.append(replace(page, lines=tuple(lines)))
    return kept, removed


def _in_margin(line: Piece, page: Page) -> bool:
    return _middle(line) < page.height * TOP_ZONE or _middle(line) > page.height * BOTTOM_ZONE


def _running_key(line: Piece) -> str:
    return _DIGITS.sub("0", "".join(line.text.split()))


def blocks_of_pages(pages: Sequence[Page]) -> list[Block]:
    """Paragraphs and tables in reading order; a paragraph bears the page that it begins on."""
    blocks: list[Block] = []
    open_line: tuple[Piece, Page] | None = None  # last line of the paragraph that ends ``blocks``
    for page in pages:
        left, right, pitch = _margins(page)
        tables = list(page.tables)
        for line in page.lines:
            while tables and tables[0][0] <= line.top:
                _add_table(blocks, tables.pop(0)[1], first=line is page.lines[0])
                open_line = None
            if open_line is not None and _continues(open_line, line, page, (left, right, pitch)):
                last = blocks[-1]
                blocks[-1] = replace(last, text=run_on(last.text, line.text))
            else:
                blocks.append(Block(line.text.strip(), page=page.number))
            open_line = (line, page)
        for _, table in tables:
            _add_table(blocks, table, first=not page.lines)
            open_line = None
    return blocks


def _add_table(blocks: list[Block], table: Block, *, first: bool) -> None:
    """Add a table; the ``first`` thing on a page may go on with the table that the page before ended in."""
    goes_on = first and blocks and blocks[-1].kind is BlockKind.TABLE and blocks[-1].page != table.page
    blocks.append(with_header(table, blocks[-1]) if goes_on else table)


def _margins(page: Page) -> tuple[float, float, float]:
    """Left and right edge of the text, and the usual distance from line to line."""
    lines = page.lines
    if not lines:
        return 0.0, page.width, 0.0
    wide = [line for line in lines if line.right - line.left > page.width * 0.4] or list(lines)
    size = median(line.height for line in wide)
    left = min(_common_edges([line.left for line in wide], size))
    right = max(_common_edges([line.right for line in wide], size))
    steps = [
        below.top - above.top
        for above, below in pairwise(lines)
        if above.height < below.top - above.top + above.height / 2 < 4 * above.height
    ]
    return left, right, median(steps) if steps else 0.0


def _common_edges(edges: list[float], size: float) -> list[float]:
    """Edges that two lines or more share within half a letter; all of them where none do."""
    buckets: dict[int, list[float]] = {}
    for edge in edges:
        buckets.setdefault(round(edge / max(size, 0.1)), []).append(edge)
    return [median(bucket) for bucket in buckets.values() if len(bucket) > 1] or edges


def _continues(
    open_line: tuple[Piece, Page], line: Piece, page: Page, margins: tuple[float, float, float]
) -> bool:
    """Whether ``line`` goes on with the paragraph of the line before it."""
    before, its_page = open_line
    left, right, pitch = margins
    same_page = its_page.number == page.number
    before_left, before_right = (left, right) if same_page else _margins(its_page)[:2]
    size = max(before.height, line.height)
    if size > MAX_HEIGHT_RATIO * min(before.height, line.height) and len(line.text.strip()) > 2:
        return False
    full = before.right >= before_right - FULL_LINE_SLACK * before.height
    if not full or line.left > left + MIN_INDENT * line.height:
        set_in = line.left <= left + MAX_HANGING_INDENT * line.height
        return set_in and _is_hanging(before, line, full=full)
    if same_page and pitch and line.top - before.top > MAX_PITCH * pitch:
        return False
    ended = bool(_SENTENCE_END.search(before.text.strip()))
    indented = before.left > before_left + MIN_INDENT * before.height
    if _LABEL.match(line.text.strip()):
        return not ended and not _LABEL.match(before.text.strip())
    return not ended or indented or not _page_indents(page, left)


def _is_hanging(before: Piece, line: Piece, *, full: bool) -> bool:
    """A full line whose next one stands under it exactly: a quotation or an item set in from both sides."""
    return (
        full
        and abs(before.left - line.left) < MIN_LINE_OVERLAP * line.height
        and not _SENTENCE_END.search(before.text.strip())
        and not _LABEL.match(line.text.strip())
    )


def _page_indents(page: Page, left: float) -> bool:
    """Whether the page's paragraphs begin with an indent, so that a line without one goes on."""
    return not any(left + MIN_INDENT * line.height < line.left < page.width * 0.4 for line in page.lines)


def run_on(text: str, following: str) -> str:
    """Two lines as one: no space where either side is Chinese, a hyphen at the end taken with its word."""
    text, following = text.rstrip(), following.strip()
    if not text or not following or WIDE.match(text[-1]) or WIDE.match(following[0]):
        return text + following
    if text.endswith("-") and text[-2:-1].isalpha() and following[0].islower():
        return text[:-1] + following
    around = text[-RUN_ON_CHARS:] + following
    is_chinese = len(WIDE.findall(around)) > MIN_WIDE_SHARE * len(around)
    if is_chinese and not (text[-1].isalpha() and following[0].isalpha()):
        return text + following  # 10|%, 20|24年
    return f"{text} {following}"
