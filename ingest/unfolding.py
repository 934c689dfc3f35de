"""Paragraphs that a copy has run together into one line, taken apart again where spaces show it."""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.cleaning import Line
from ingest.numbering import Style, read_marker
from ingest.types import BlockKind
from ingest.zone_patterns import TITLE_END

# A paragraph below this is no burden, whatever it holds.
MIN_RUN_TOGETHER_CHARS = 200
# Numbers after a space that show that the spaces were line ends.
MIN_NUMBERS = 3
# A title is looked for in so many characters of a document that is one line.
MAX_TITLE_CHARS = 100

_GAP = re.compile(r"[ \u3000]+")
_SENTENCE_ENDS = "。；;：:！!？?"
_HEADING = re.compile(r"[^。；;：:！!？?]{3,40}")
_SURE = frozenset(
    {Style.CHAPTER, Style.SECTION, Style.ARTICLE, Style.CHINESE, Style.CHINESE_PAREN, Style.ARABIC}
)


def unfold(line: Line) -> list[Line]:
    """The paragraphs in a line that is several; ``[line]`` for any other. Spans stay those of the text."""
    if line.kind is not BlockKind.PARAGRAPH or len(line.text) < MIN_RUN_TOGETHER_CHARS:
        return [line]
    gaps = list(_GAP.finditer(line.text))
    numbered = {gap.end() for gap in gaps if _is_numbered(line.text[gap.end() : gap.end() + 40])}
    if len(numbered) < MIN_NUMBERS:
        return [line]
    starts = [0]
    for gap in gaps:
        before = line.text[starts[-1] : gap.start()]
        titled = gap.start() <= MAX_TITLE_CHARS and TITLE_END.search(before)
        headed = starts[-1] in numbered and _HEADING.fullmatch(before)
        if gap.end() in numbered or before[-1:] in tuple(_SENTENCE_ENDS) or titled or headed:
            starts.append(gap.end())
    ends = [*starts[1:], len(line.text)]
    return [_part(line, start, end) for start, end in zip(starts, ends, strict=True) if start < end]


def _is_numbered(words: str) -> bool:
    marker = read_marker(words)
    return marker is not None and marker.style in _SURE


def _part(line: Line, start: int, end: int) -> Line:
    text = line.text[start:end].rstrip()
    return replace(line, start=line.start + start, end=line.start + start + len(text), text=text)
