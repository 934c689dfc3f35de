"""The section tree of a document with mixed numbering; the sections tile the text.

Levels follow the order in which the kinds of numbers appear, not a fixed rank: 1. may stand under
（一） or directly under 一、. That a number continues its series is the evidence that it is one.
"""

from __future__ import annotations

from collections.abc import Sequence

from ingest.cleaning import Line
from ingest.levels import Opening, find_openings
from ingest.types import Section, SectionKind
from ingest.unfolding import unfold
from ingest.zones import Zone, lay_out


def build_sections(text: str, blocks: Sequence[Line] = ()) -> tuple[Section, ...]:
    """The sections in document order; () for an empty text.

    Top-level sections tile the text, children tile the rest of their parent after its own part.
    ``blocks`` are the lines of the text as ``clean`` gives them; without them each line is a paragraph.
    """
    whole = [line for line in (blocks or split_lines(text)) if line.text.strip()]
    lines = [part for line in whole for part in unfold(line)]
    openings: list[tuple[Opening, SectionKind]] = []
    for zone in lay_out(lines):
        openings += [(opening, zone.kind) for opening in _zone_openings(lines, zone)]
    if text and not openings:
        openings = [(Opening(0, 0), SectionKind.BODY)]
    return _to_sections(openings, len(text))


def split_lines(text: str) -> list[Line]:
    """The lines of a text as paragraphs, for callers that have no blocks."""
    lines, offset = [], 0
    for row in text.split("\n"):
        lines.append(Line(offset, offset + len(row), row))
        offset += len(row) + 1
    return lines


def _zone_openings(lines: Sequence[Line], zone: Zone) -> list[Opening]:
    top = Opening(lines[zone.first].start, 0, zone.label, zone.heading)
    if zone.kind in (SectionKind.FRONT, SectionKind.SALUTATION, SectionKind.CLOSING):
        return [top]
    if zone.heading:
        return [top, *find_openings(lines, zone.first + zone.heading_lines, zone.last, base=1)]
    return find_openings(lines, zone.first, zone.last, base=0)


def _to_sections(openings: Sequence[tuple[Opening, SectionKind]], length: int) -> tuple[Section, ...]:
    """A section ends where the next one begins that is not deeper."""
    ends = [length] * len(openings)
    parents: list[int | None] = []
    path: list[int] = []
    for at, (opening, _) in enumerate(openings):
        while path and openings[path[-1]][0].depth >= opening.depth:
            ends[path.pop()] = opening.start
        parents.append(path[-1] if path else None)
        path.append(at)
    sections: list[Section] = []
    for at, (opening, kind) in enumerate(openings):
        parent = parents[at]
        depth = 0 if parent is None else sections[parent].depth + 1
        start = 0 if at == 0 else opening.start
        sections.append(Section(at, parent, depth, opening.label, opening.heading, start, ends[at], kind))
    return tuple(sections)
