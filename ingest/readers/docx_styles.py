"""What a Word file's styles say about a paragraph: heading level, list, table of contents."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.readers.docx_numbers import w

if TYPE_CHECKING:
    from lxml.etree import _Element

_HEADING = re.compile(r"(?:heading|标题) ?([1-9])$", re.IGNORECASE)
_CONTENTS_ENTRY = re.compile(r"(?:toc|目录) ?[1-9]$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Style:
    """The parts of a paragraph style that matter to a reader."""

    outline_level: int | None = None  # 0 = highest, as in the file
    list_id: str = ""
    list_level: int = 0
    is_contents_entry: bool = False


def read_styles(root: _Element | None) -> dict[str, Style]:
    """Paragraph styles by id, what they inherit included."""
    if root is None:
        return {}
    raw = {style.get(w("styleId")) or "": style for style in root.iter(w("style"))}
    return {name: _resolved(name, raw) for name in raw}


def _resolved(name: str, raw: dict[str, _Element]) -> Style:
    level: int | None = None
    list_id, list_level, contents = "", None, False
    seen: set[str] = set()
    while name in raw and name not in seen:
        seen.add(name)
        style = raw[name]
        shown = _value(style, "name") or ""
        heading = _HEADING.match(shown)
        outline = _value(style, "pPr", "outlineLvl")
        if level is None and outline and outline.isdecimal():
            level = int(outline)
        elif level is None and heading:
            level = int(heading[1]) - 1
        contents = contents or bool(_CONTENTS_ENTRY.match(shown))
        list_id = list_id or _value(style, "pPr", "numPr", "numId") or ""
        depth = _value(style, "pPr", "numPr", "ilvl")
        if list_level is None and depth and depth.isdecimal():
            list_level = int(depth)
        name = _value(style, "basedOn") or ""
    return Style(level, list_id, list_level or 0, contents)


def _value(style: _Element, *names: str) -> str | None:
    element = style.find("/".join(map(w, names)))
    return element.get(w("val")) if element is not None else None
