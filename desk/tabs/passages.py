"""Document text as HTML: paragraphs and tables, with quotes in it marked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from desk.tabs.marking import Span, marked, tag

QUOTE_MARK = '<mark class="wz-quote">'
CELL = " | "  # between the cells of a table's row, as readers write it

LineHtml = Callable[[Span], str]  # a line of the text that is no table's row


def text_html(text: str, window: Span, quotes: Sequence[Span], line_html: LineHtml | None = None) -> str:
    """The lines of ``text`` within ``window``, rows of tables as tables, ``quotes`` marked."""
    return "".join(_blocks(text, window, quotes, line_html))


def words(text: str, span: Span, quotes: Sequence[Span]) -> str:
    """``text[span]`` escaped, what of ``quotes`` lies in it marked."""
    inside = [(max(start, span[0]) - span[0], min(end, span[1]) - span[0]) for start, end in quotes]
    return marked(text[span[0] : span[1]], inside, opening=QUOTE_MARK)


def _blocks(text: str, window: Span, quotes: Sequence[Span], line_html: LineHtml | None) -> Iterator[str]:
    rows: list[str] = []
    head: list[list[str]] = []
    for line in _lines(text, window):
        if not text[line[0] : line[1]].strip():
            continue
        if CELL in text[line[0] : line[1]]:
            cells = text[line[0] : line[1]].split(CELL)
            header = len(head) == len(rows) and _goes_on(head, cells)
            head += [cells] if header else []
            rows.append(_row(text, line, quotes, header=header))
            continue
        if rows:
            yield _table(rows)
            rows, head = [], []
        yield line_html(line) if line_html else tag("p", words(text, line, quotes))
    if rows:
        yield _table(rows)


def _goes_on(head: Sequence[Sequence[str]], cells: Sequence[str]) -> bool:
    """Whether a row is the head, or goes on with it.

    Cells that span columns and rows are read in each: 类别 | 级别 | 级别 above 类别 | 省级 | 市级.
    """
    if not head:
        return True
    divided = any(left == right != "" for left, right in pairwise(head[0]))
    again = any(above == cell != "" for above, cell in zip(head[-1], cells, strict=False))
    return divided and again and not any(map(str.isdigit, "".join(cells)))


def _lines(text: str, window: Span) -> Iterator[Span]:
    position = window[0]
    while position < window[1]:
        stop = text.find("\n", position, window[1])
        end = window[1] if stop < 0 else stop
        yield position, end
        position = end + 1


def _table(rows: Sequence[str]) -> str:
    return f'<div class="wz-scroll" tabindex="0"><table class="wz-cells">{"".join(rows)}</table></div>'


def _row(text: str, line: Span, quotes: Sequence[Span], *, header: bool) -> str:
    cells = []
    position = line[0]
    for cell in text[line[0] : line[1]].split(CELL):
        span = (position, position + len(cell))
        cells.append(tag("th" if header else "td", words(text, span, quotes)))
        position = span[1] + len(CELL)
    return tag("tr", "".join(cells))
