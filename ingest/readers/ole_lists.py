"""The numbers that old Word files put before paragraphs by themselves ([MS-DOC] 2.9.131, 2.9.147)."""

from __future__ import annotations

import struct

from ingest.readers.docx_numbers import LEVELS, ListLevel, Numbering

_LIST_BYTES, _LEVEL_HEAD_BYTES, _OVERRIDE_BYTES = 28, 28, 16
# Number format codes of the file, under the names that docx gives them.
FORMATS = {
    **{0: "decimal", 1: "upperRoman", 2: "lowerRoman", 3: "upperLetter", 4: "lowerLetter"},
    **{10: "chineseCounting", 11: "chineseCounting", 12: "decimalFullWidth", 14: "decimalFullWidth"},
    **{18: "decimalEnclosedCircle", 19: "decimalFullWidth", 22: "decimalZero", 23: "bullet"},
    **{30: "ideographTraditional", 31: "ideographZodiac", 255: "none"},
    **dict.fromkeys((33, 35, 36, 37, 38, 39), "chineseCounting"),
}
MAX_LISTS = 4096


class Lists:
    """A file's lists, by the 1-based number that paragraphs use."""

    def __init__(self, numbering: Numbering) -> None:
        self._numbering = numbering

    def next_label(self, list_number: int, level: int) -> str:
        """The number of the next paragraph in the list; '' for bullets and lists that are not there."""
        return self._numbering.next_label(str(list_number), level)


def read_lists(heads: bytes, levels: bytes, overrides: bytes) -> Lists:
    """The lists from their heads, the levels that follow them, and the list that paragraphs refer to."""
    numbering = Numbering()
    try:
        by_id = _definitions(heads, levels)
        _references(overrides, by_id, numbering)
    except (struct.error, IndexError):
        return Lists(Numbering())
    return Lists(numbering)


def _definitions(heads: bytes, levels: bytes) -> dict[int, dict[int, ListLevel]]:
    if len(heads) < 2:
        return {}
    (count,) = struct.unpack_from("<h", heads)
    found: dict[int, dict[int, ListLevel]] = {}
    at = 0
    for number in range(min(count, MAX_LISTS)):
        place = 2 + number * _LIST_BYTES
        (list_id,) = struct.unpack_from("<i", heads, place)
        simple = heads[place + 26] & 1
        found[list_id] = {}
        for level in range(1 if simple else LEVELS):
            found[list_id][level], at = _level(levels, at)
    return found


def _level(levels: bytes, at: int) -> tuple[ListLevel, int]:
    start, form, flags = struct.unpack_from("<iBB", levels, at)
    character_bytes, paragraph_bytes = levels[at + 24], levels[at + 25]
    at += _LEVEL_HEAD_BYTES + character_bytes + paragraph_bytes
    (length,) = struct.unpack_from("<H", levels, at)
    text = levels[at + 2 : at + 2 + 2 * length].decode("utf-16-le", errors="replace")
    pattern = "".join(f"%{ord(sign) + 1}" if ord(sign) < LEVELS else sign for sign in text)
    level = ListLevel(pattern, FORMATS.get(form, "decimal"), max(start, 0), not flags & 0x08)
    return level, at + 2 + 2 * length


def _references(overrides: bytes, by_id: dict[int, dict[int, ListLevel]], numbering: Numbering) -> None:
    if len(overrides) < 4:
        return
    (count,) = struct.unpack_from("<I", overrides)
    for number in range(min(count, MAX_LISTS)):
        (list_id,) = struct.unpack_from("<i", overrides, 4 + number * _OVERRIDE_BYTES)
        if list_id in by_id:
            numbering.levels[str(number + 1)] = by_id[list_id]
            numbering.counters[str(number + 1)] = str(list_id)
