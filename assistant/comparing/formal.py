"""What a paper says of itself: title, number, days, headings of chapters. Their change is none of content."""

from __future__ import annotations

import re

from assistant.comparing.units import Unit
from ingest import Document, SectionKind

_FRAME = frozenset({SectionKind.FRONT, SectionKind.SALUTATION, SectionKind.CLOSING})
_ENDS_SENTENCE = re.compile(r"[。；;：:，,]")
_PART = re.compile(r"^第[一二三四五六七八九十百\d]+[编章节]")


def is_formal(document: Document, unit: Unit) -> bool:
    """Whether a unit is a heading over others, or belongs to the head or the signature of the paper."""
    if not document.sections:
        return False
    section = document.sections[unit.section]
    if unit.opens and unit.label:
        over = any(one.parent == section.ordinal for one in document.sections[section.ordinal + 1 :])
        return bool(_PART.match(unit.label) or over) and not _ENDS_SENTENCE.search(unit.form)
    if unit.label or _ENDS_SENTENCE.search(unit.form):
        return False
    return section.kind in _FRAME or not section.label
