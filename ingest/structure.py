"""The section tree of a document with mixed numbering; the sections tile the text.

Levels follow the order in which the kinds of numbers appear, not a fixed rank: 1. may stand under
（一） or directly under 一、. That a number continues its series is the evidence that it is one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.cleaning import Line
from ingest.numbering import LEGAL, RANK, Marker, Style, is_reference, read_marker
from ingest.types import BlockKind, Section, SectionKind
from ingest.zones import Zone, flat, lay_out

# A heading that runs on in its line ends at its first full stop; a longer first sentence is text.
MAX_INLINE_HEADING_CHARS = 45
MAX_HEADING_CHARS = 70
# A number may follow after one or two that a bad copy lost.
MAX_LOST_NUMBERS = 2

Key = tuple[Style, int]  # a style, and for 1.1 how many numbers stand before its last


@dataclass(frozen=True, slots=True)
class Opening:
    """Where a section begins, how deep it lies, and what it is called."""

    start: int
    depth: int
    label: str = ""
    heading: str = ""
    kind: SectionKind = SectionKind.BODY


@dataclass(slots=True)
class _Open:
    """An entry of the stack of sections that are still open."""

    key: Key | None  # None for an unnumbered section
    number: int
    level: int | None = None  # of a heading block
    inline: bool = False  # 一是 within a paragraph
    lead_in: bool = False  # an unnumbered paragraph that ends in a colon
    tails: bool = False  # whether a finished member of the series had lines after its first
    lines: list[int] = field(default_factory=list)  # starts of the lines after its first
    listed: bool = False  # its line ends in ；, so it is a member of a list and not a heading


def build_sections(text: str, blocks: Sequence[Line] = ()) -> tuple[Section, ...]:
    """The sections in document order; top-level ones tile the text, children the rest of their parent."""
    lines = [line for line in (blocks or split_lines(text)) if line.text.strip()]
    openings: list[Opening] = []
    for zone in lay_out(lines):
        openings += _zone_openings(lines, zone)
    return _to_sections(openings, len(text))


def split_lines(text: str) -> list[Line]:
    """The lines of a text as paragraphs, for callers that have no blocks."""
    lines, offset = [], 0
    for row in text.split("\n"):
        lines.append(Line(offset, offset + len(row), row))
        offset += len(row) + 1
    return lines


def _zone_openings(lines: Sequence[Line], zone: Zone) -> list[Opening]:
    start = lines[zone.first].start
    if zone.kind in (SectionKind.FRONT, SectionKind.SALUTATION, SectionKind.CLOSING):
        return [Opening(start, 0, zone.label, zone.heading, zone.kind)]
    if zone.heading:
        top = Opening(start, 0, zone.label, zone.heading, zone.kind)
        return [top, *_Outline(lines, zone, base=1).openings()]
    return _Outline(lines, zone, base=0).openings()


def _to_sections(openings: Sequence[Opening], length: int) -> tuple[Section, ...]:
    sections: list[Section] = []
    path: list[int] = []
    ends = [length] * len(openings)
    for at, opening in enumerate(openings):
        while path and openings[path[-1]].depth >= opening.depth:
            ends[path.pop()] = opening.start
        path.append(at)
    path = []
    for at, opening in enumerate(openings):
        while path and openings[path[-1]].depth >= opening.depth:
            path.pop()
        start = 0 if at == 0 else opening.start
        parent = path[-1] if path else None
        sections.append(
            Section(at, parent, len(path), opening.label, opening.heading, start, ends[at], opening.kind)
        )
        path.append(at)
    return tuple(sections)


class _Outline:
    """Walks the lines of one body or annex and opens sections."""

    def __init__(self, lines: Sequence[Line], zone: Zone, base: int) -> None:
        self.lines = lines
        self.zone = zone
        self.base = base
        self.found: list[Opening] = []
        self.stack: list[_Open] = []
        self.seen: dict[Key, tuple[int, Key | None]] = {}  # last number, and the key it lay under
        self.markers = _plausible_markers(lines, zone)
        self.ahead = [(at, marker) for at, marker in sorted(self.markers.items())]

    def openings(self) -> list[Opening]:
        for at in range(self.zone.body, self.zone.last):
            line = self.lines[at]
            marker = self.markers.get(at)
            if marker is not None:
                self._open_numbered(at, line, marker)
            elif line.kind is BlockKind.HEADING:
                self._open_heading(line)
            else:
                self._go_on(at, line)
            if line.kind is not BlockKind.TABLE:
                self._open_enumeration(line, marker)
        return self.found

    def _add(self, start: int, label: str = "", heading: str = "") -> None:
        depth = self.base + len(self.stack) - 1
        self.found.append(
            Opening(start, depth, label, heading, self.zone.kind if self.base else SectionKind.BODY)
        )

    def _open_numbered(self, at: int, line: Line, marker: Marker) -> None:
        key = key_of(marker)
        depth = self._depth_for(at, marker, key)
        sibling = self.stack[depth] if depth < len(self.stack) else None
        lead_in = None
        tails = False
        if sibling is not None and sibling.key == key:
            if marker.number == 1 and sibling.number >= 1:
                lead_in = self._lead_in(sibling)
            tails = sibling.tails or bool(sibling.lines)
        del self.stack[depth:]
        if lead_in is not None:
            self.stack.append(_Open(None, 0))
            self._add(lead_in)
            self.stack.pop()
            tails = False
        parent = self.stack[-1].key if self.stack else None
        level = line.level if line.kind is BlockKind.HEADING else None
        listed = line.text[-1:] in "；;"
        self.stack.append(_Open(key, marker.number, level, tails=tails, listed=listed))
        self.seen[key] = (marker.number, parent)
        self._add(line.start, marker.label, self._heading(at, marker))

    def _depth_for(self, at: int, marker: Marker, key: Key) -> int:
        """How many entries of the stack stay open above the new section."""
        while self.stack and self.stack[-1].inline:
            self.stack.pop()
        for depth in range(len(self.stack) - 1, -1, -1):
            if self.stack[depth].key == key:
                return depth
        keep = len(self.stack)
        if marker.style in LEGAL:
            while keep and self._gives_way(at, self.stack[keep - 1], marker):
                keep -= 1
            return keep
        number, parent = self.seen.get(key, (0, None))
        if marker.number == number + 1 and number:
            for depth in range(len(self.stack) - 1, -1, -1):
                if self.stack[depth].key == parent:
                    return depth + 1
        while keep and self._gives_way(at, self.stack[keep - 1], marker):
            keep -= 1
        return keep

    def _gives_way(self, at: int, entry: _Open, marker: Marker) -> bool:
        """Whether an open section ends where the new one begins, its kind of number being new here."""
        if entry.key is None:
            return not entry.lead_in and entry.level is None
        style = entry.key[0]
        if style in LEGAL and marker.style in LEGAL:
            return RANK[style] >= RANK[marker.style]
        if RANK[style] <= RANK[marker.style]:
            return False
        return not (marker.number == 1 and self._continues(at, entry))

    def _continues(self, at: int, entry: _Open) -> bool:
        return any(
            key_of(marker) == entry.key and marker.number == entry.number + 1
            for later, marker in self.ahead
            if later > at
        )

    def _lead_in(self, sibling: _Open) -> int | None:
        """Where the paragraph begins that introduces a series starting anew."""
        if not sibling.lines:
            return None
        return sibling.lines[-1] if sibling.tails else sibling.lines[0]

    def _open_heading(self, line: Line) -> None:
        level = line.level or 1
        while self.stack and (self.stack[-1].level is None or (self.stack[-1].level or 0) >= level):
            self.stack.pop()
        self.stack.append(_Open(None, 0, level))
        self._add(line.start, heading=flat(line.text))

    def _go_on(self, at: int, line: Line) -> None:
        """An unnumbered line: it continues the open section, or follows a finished list."""
        if self.stack and self.stack[-1].inline:
            self.stack.pop()
            self._open_plain(line)
            return
        depth = self._finished_list(at)
        if depth is not None:
            del self.stack[depth:]
            self._open_plain(line)
            return
        if not self.stack:
            if not self.found or self.found[-1].start < 0:
                self.stack.append(_Open(None, 0, lead_in=False))
                self._add(line.start)
            return
        top = self.stack[-1]
        top.lead_in = (
            top.key is None and top.level is None and line.text[-1:] in "：:" and bool(self.base + 1)
        )
        for entry in self.stack:
            entry.lines.append(line.start)

    def _open_plain(self, line: Line) -> None:
        in_article = any(entry.key == (Style.ARTICLE, 0) for entry in self.stack)
        self.stack.append(_Open(None, 0, lead_in=in_article and line.text[-1:] in "：:"))
        self._add(line.start)

    def _finished_list(self, at: int) -> int | None:
        """Depth at which a list has ended: items of an article, or items that end in ；."""
        keys = [entry.key for entry in self.stack]
        if not keys or keys[-1] is None:
            return None
        if (Style.ARTICLE, 0) in keys and keys[-1] != (Style.ARTICLE, 0):
            depth = keys.index((Style.ARTICLE, 0)) + 1
            entry = self.stack[depth]
            if entry.key is not None and not self._goes_on_in_article(at, entry):
                return depth
        return None

    def _goes_on_in_article(self, at: int, entry: _Open) -> bool:
        for later, marker in self.ahead:
            if later <= at:
                continue
            if marker.style in LEGAL:
                return False
            if key_of(marker) == entry.key:
                return marker.number == entry.number + 1
        return False

    def _heading(self, at: int, marker: Marker) -> str:
        text = self.lines[at].text
        if not text[marker.end :] and at + 1 < self.zone.last and at + 1 not in self.markers:
            following = flat(self.lines[at + 1].text)
            if (
                len(following) <= 30
                and following[-1:] not in "。；;：:，,"
                and marker.style is not Style.ARTICLE
            ):
                return f"{marker.label} {following}"
        return heading_of(text, marker)

    def _open_enumeration(self, line: Line, marker: Marker | None) -> None:
        cuts = find_enumeration(line.text, marker.end if marker else 0)
        if not cuts:
            return
        if not self.stack or (self.stack[-1].key is None and self.stack[-1].inline):
            return
        for number, (cut, label) in enumerate(cuts, 1):
            if number > 1:
                self.stack.pop()
            self.stack.append(_Open((Style.IS, 0), number, inline=True))
            end = cuts[number][0] if number < len(cuts) else len(line.text)
            self._add(line.start + cut, label, first_sentence(line.text[cut:end], label))


def key_of(marker: Marker) -> Key:
    """What makes two numbers members of one series."""
    return marker.style, len(marker.prefix)


def _plausible_markers(lines: Sequence[Line], zone: Zone) -> dict[int, Marker]:
    """The numbers that open sections, by line: references and stray figures left out."""
    found = []
    for at in range(zone.body, zone.last):
        line = lines[at]
        marker = read_marker(line.text) if line.kind is not BlockKind.TABLE else None
        if marker is not None:
            found.append((at, marker))
    kept: dict[int, Marker] = {}
    last: dict[Key, int] = {}
    for index, (at, marker) in enumerate(found):
        if not _is_plausible(lines[at].text, marker, last, found[index + 1 :]):
            continue
        kept[at] = marker
        last[key_of(marker)] = marker.number
    return kept


def _is_plausible(
    text: str, marker: Marker, last: dict[Key, int], later: Sequence[tuple[int, Marker]]
) -> bool:
    key = key_of(marker)
    previous = last.get(key, 0)
    follows = marker.number == previous + 1 or (marker.minor > 0 and marker.number == previous)
    if marker.style in LEGAL:
        return not is_reference(text, marker) or (follows and marker.spaced)
    if marker.style in (Style.ORDINAL, Style.LETTER, Style.DECIMAL, Style.HALF_PAREN):
        leads = any(key_of(other) == key and other.number == 2 for _, other in later[:40])
        return follows or (marker.number == 1 and leads)
    if marker.number == 1 or follows or marker.number == previous:
        return True
    if marker.style in (Style.CHINESE, Style.CHINESE_PAREN, Style.ARABIC_PAREN, Style.CIRCLED):
        return True
    if 0 < marker.number - previous - 1 <= MAX_LOST_NUMBERS:
        return True
    return any(key_of(other) == key and other.number == marker.number + 1 for _, other in later[:10])


_ARTICLE_TITLE = re.compile(r"[【\[（(〔][^】\]）)〕]{1,30}[】\]）)〕]")


def heading_of(text: str, marker: Marker) -> str:
    """The heading that a numbered line carries: all of a short line, else its first short sentence."""
    rest = text[marker.end :]
    label = marker.label
    glue = " " if marker.spaced and rest and marker.style in LEGAL else ""
    if marker.style is Style.ARTICLE:
        title = _ARTICLE_TITLE.match(rest)
        if title:
            return label + glue + title[0]
        whole = bool(rest) and len(rest) <= 20 and not re.search("[。；;，,：:]", rest)
        return label + glue + flat(rest) if whole else label
    if text[-1:] in "；;":
        return label
    return label + glue + first_sentence(rest, "")


def first_sentence(text: str, label: str) -> str:
    """Text up to its first full stop (or colon) if that is short, else the label."""
    if len(text) <= MAX_HEADING_CHARS and not re.search("[。；;！!？?]", text[:-1]) and text[-1:] != "。":
        return flat(text.rstrip("：:；;"))
    stop = re.search("[。；;！!？?：:]", text)
    if stop and stop.start() <= MAX_INLINE_HEADING_CHARS and stop[0] in "。：:":
        return flat(text[: stop.start()])
    return label


_ENUMERATION = re.compile(r"(?:^|(?<=[。；;：:，,！!]))([一二三四五六七八九十]{1,3})([是要])(?!否|不是)")
_CIRCLED_INLINE = re.compile(r"[\u2460-\u2473]")


def find_enumeration(text: str, start: int = 0) -> list[tuple[int, str]]:
    """Offsets and labels of 一是…二是… within a paragraph; [] unless the series has two members."""
    for word in "是要":
        cuts: list[tuple[int, str]] = []
        for match in _ENUMERATION.finditer(text, start):
            expected = "一二三四五六七八九十"[len(cuts)] if len(cuts) < 10 else ""
            if match[2] == word and match[1] == expected:
                cuts.append((match.start(), match[0]))
        if len(cuts) >= 2:
            return cuts
    return []
