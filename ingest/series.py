"""Which numbers at the start of a line open a section: those that continue a series."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.cleaning import Line
from ingest.numbering import LEGAL, Marker, Style, is_reference, read_marker
from ingest.types import BlockKind

# A number may follow after one or two that a bad copy lost.
MAX_LOST_NUMBERS = 2
# How far to look for the number that confirms one: an item of a list rarely has more lines than this.
LOOK_AHEAD_MARKERS = 40

# A style, and for 1.1 how many numbers stand before its last: what makes two numbers one series.
Key = tuple[Style, int]

# Styles that also open sentences (第一，…), names (A.), figures (1.1) or rows (1 张三): only a series
# proves them.
_WEAK = frozenset(
    {
        *(Style.ORDINAL, Style.LETTER, Style.DECIMAL, Style.HALF_PAREN),
        *(Style.TASK, Style.FORMAL, Style.SPACED),
    }
)
_STRONG = frozenset({Style.CHINESE, Style.CHINESE_PAREN, Style.ARABIC_PAREN, Style.CIRCLED})


def key_of(marker: Marker) -> Key:
    """The series a number belongs to."""
    return marker.style, len(marker.prefix)


def find_markers(lines: Sequence[Line], first: int, last: int) -> dict[int, Marker]:
    """The numbers that open sections among lines first..last-1, by line; references are left out."""
    read = []
    for at in range(first, last):
        if lines[at].kind is not BlockKind.TABLE:
            marker = read_marker(lines[at].text)
            if marker is not None:
                read.append((at, marker))
    kept: dict[int, Marker] = {}
    latest: dict[Key, int] = {}
    for index, (at, marker) in enumerate(read):
        ahead = read[index + 1 : index + 1 + LOOK_AHEAD_MARKERS]
        if _opens_section(lines[at].text, marker, latest.get(key_of(marker), 0), ahead):
            kept[at] = marker
            latest[key_of(marker)] = marker.number
    return kept


def _opens_section(text: str, marker: Marker, previous: int, ahead: Sequence[tuple[int, Marker]]) -> bool:
    key = key_of(marker)
    follows = marker.number == previous + 1
    confirmed = any(key_of(other) == key and other.number == marker.number + 1 for _, other in ahead)
    if marker.style in LEGAL:
        # 第八条 规定… may open article 8, 第八条规定的… never does.
        return not is_reference(text, marker) or (follows and marker.spaced)
    if marker.style in _WEAK:
        return (follows and previous > 0) or (marker.number == 1 and confirmed)
    if marker.number <= 1 or follows or marker.number == previous or marker.style in _STRONG:
        return True
    return 0 < marker.number - previous - 1 <= MAX_LOST_NUMBERS or confirmed
