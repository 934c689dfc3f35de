"""One clean text from a reader's blocks: page furniture out, NFC, a line per paragraph.

What is left out is kept, line by line, in ``Cleaned.removed``.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from ingest.furniture import furniture_of, split_glued
from ingest.types import BlockKind, RawDocument

# Spaces of every width, line-end remains and invisible marks at the edges of a line.
EDGE_SPACE = " \t\xa0\u1680\u2000-\u200f\u2028-\u202f\u205f\u2060\u3000\ufeff"
EDGES = re.compile(f"^[{EDGE_SPACE}]+|[{EDGE_SPACE}]+$")
# Invisible inside a line: control characters, zero-width marks, soft hyphen, byte order mark.
INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
# Spaces that only typesetting tells from a plain one; the full-width space stays, it is written.
PLAIN_SPACE = str.maketrans(dict.fromkeys("\t\xa0\u2002\u2003\u2009\u202f", " "))


_SET_APART = re.compile("(?<=[^\x00-\x7f])[ \u3000]+(?=[^\x00-\x7f])")


@dataclass(frozen=True, slots=True)
class Line:
    """A line (or a whole table) of the clean text; text[start:end] has no line end at its edges."""

    start: int
    end: int
    text: str
    kind: BlockKind = BlockKind.PARAGRAPH
    level: int | None = None  # of a HEADING, 1 = highest
    page: int | None = None  # 1-based


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A document's words, where each line of them stands, and what was left out."""

    text: str
    blocks: tuple[Line, ...]
    removed: tuple[str, ...]
    warnings: tuple[str, ...]


def clean(raw: RawDocument) -> Cleaned:
    """Join the blocks' lines by a newline, furniture and blank lines left out."""
    lines: list[Line] = []
    removed: list[str] = list(raw.removed)
    offset = 0
    for block in raw.blocks:
        rows = [tidy_line(row) for row in unicodedata.normalize("NFC", block.text).split("\n")]
        kept = [row for row in rows if row]
        if block.kind is BlockKind.TABLE:
            pieces = ["\n".join(kept)] if kept else []
        else:
            pieces = _without_furniture(kept, removed)
        for piece in pieces:
            lines.append(Line(offset, offset + len(piece), piece, block.kind, block.level, block.page))
            offset += len(piece) + 1
    text = "\n".join(line.text for line in lines)
    return Cleaned(text, tuple(lines), tuple(removed), raw.warnings)


def tidy_line(line: str) -> str:
    """The line without indentation and invisible marks; spaces within it stay as written."""
    return EDGES.sub("", INVISIBLE.sub("", line.translate(PLAIN_SPACE)))


def flat(line: str) -> str:
    """A line for comparison and as a heading: the spaces that set 通      知 apart taken out."""
    return _SET_APART.sub("", line.strip())


def _without_furniture(rows: list[str], removed: list[str]) -> list[str]:
    kept = []
    for row in rows:
        if furniture_of(row) is not None:
            removed.append(row)
            continue
        body, glued = split_glued(row)
        removed += glued
        if glued and furniture_of(body) is not None:
            removed.append(body)
        elif body:
            kept.append(body)
    return kept
