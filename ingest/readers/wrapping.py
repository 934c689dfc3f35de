"""Lines that a program broke at a fixed width, put together as the paragraphs they were."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.numbering import is_reference, read_marker
from ingest.readers.layout import run_on

# Widths count in half-width columns, as a terminal does: a Chinese character takes two.
# Below this a line is a heading or a verse; above it nobody breaks by hand or by program.
MIN_WIDTH, MAX_WIDTH = 40, 140
# A break comes before the character that no longer fits, so full lines differ by a character or two,
# and by a mark that must not begin a line.
SLACK = 4
# English is broken before a word that no longer fits.
WORD_SLACK = 12
# In a text with one paragraph a line the longest line is alone; in a broken one a third are as long.
MIN_FULL_LINES = 6
MIN_FULL_SHARE = 0.25
# Most broken lines end within a sentence.
MIN_OPEN_SHARE = 0.5
# Lines longer than the width the others were broken at: a web address, a row of a table.
MAX_LONGER_SHARE = 0.02

_SENTENCE_END = re.compile(r"[。！？；：.!?;:][”’」』）)》]*$")
_LATIN_END = re.compile(r"[A-Za-z][,]?$")
_INDENT = re.compile(r"(?:\u3000|[ \t]{2}|\xa0{2})")
_TABLE_SIGNS = (" | ", "\t", "|")
_BULLET = re.compile(r"[●•■◆▪·*-][ \u3000]?|附件[\s\d：:]|[（(]?注[)）]?[：:]")


@dataclass(frozen=True, slots=True)
class Wrapping:
    """How a text was broken."""

    width: int  # columns of a full line
    indents: bool  # whether its paragraphs begin with an indent


def rejoin(lines: Sequence[str]) -> list[str]:
    """The paragraphs of a text broken at a fixed width; ``lines`` as they are for any other text.

    Blank lines end a paragraph; so do a short line, an indent where the text has indents, a number that
    opens a heading or an item, and the row of a table.
    """
    wrapping = find_wrapping(lines)
    if wrapping is None:
        return list(lines)
    paragraphs: list[list[str]] = []
    is_open = False  # whether the last line may go on in the next
    for line in lines:
        if is_open and _goes_on(paragraphs[-1][-1], line, wrapping):
            joined, words = run_on(paragraphs[-1][-1], line), line.strip()
            paragraphs[-1][-1] = joined[: len(joined) - len(words)]  # with the space between, if any
            paragraphs[-1].append(words)
        else:
            paragraphs.append([line])
        is_open = _is_full(line, wrapping.width) and not _is_row(line)
    return ["".join(parts) for parts in paragraphs]


def find_wrapping(lines: Sequence[str]) -> Wrapping | None:
    """The width at which the text was broken, None if it was not."""
    shown = [line.rstrip() for line in lines if line.strip() and not _is_row(line)]
    widths = sorted(map(columns, shown))
    if len(widths) < MIN_FULL_LINES:
        return None
    width = widths[-1 - int(len(widths) * MAX_LONGER_SHARE)]
    if not MIN_WIDTH <= width <= MAX_WIDTH:
        return None
    full = [line for line in shown if _is_full(line, width)]
    if len(full) < max(MIN_FULL_LINES, MIN_FULL_SHARE * len(shown)):
        return None
    if sum(1 for line in full if not _SENTENCE_END.search(line)) < MIN_OPEN_SHARE * len(full):
        return None
    indented = sum(1 for line in shown if _INDENT.match(line))
    return Wrapping(width, indented >= len(shown) / 20 and indented < len(shown) * 0.8)


def columns(line: str) -> int:
    """The width of a line in half-width columns."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in line)


def _is_full(line: str, width: int) -> bool:
    bare = line.rstrip()
    slack = WORD_SLACK if _LATIN_END.search(bare) else SLACK
    return width - slack <= columns(bare) <= width + SLACK


def _is_row(line: str) -> bool:
    return any(sign in line.strip() for sign in _TABLE_SIGNS)


def _goes_on(paragraph: str, line: str, wrapping: Wrapping) -> bool:
    words = line.strip()
    if not words or _is_row(line) or _BULLET.match(words):
        return False
    if wrapping.indents and _INDENT.match(line):
        return False
    marker = read_marker(words)
    if marker is None:
        return True
    ended = bool(_SENTENCE_END.search(paragraph.rstrip()))
    return not ended and is_reference(words, marker)
