"""How deep each section of a body lies, decided line by line from the order in which numbers appear."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.cleaning import Line, flat
from ingest.headings import find_enumeration, heading_of, opening_heading
from ingest.numbering import LEGAL, RANK, Marker, Style
from ingest.series import Key, find_markers, key_of
from ingest.types import BlockKind

ARTICLE: Key = (Style.ARTICLE, 0)
ENUMERATION: Key = (Style.IS, 0)
# 第一章 on a line of its own has its title on the next.
MAX_TITLE_BELOW_CHARS = 30

# The line that says who carries out a task; it belongs to the task above it.
DUTY_LINE = re.compile(
    r"[（(\[【]?(?:牵头|责任|配合|主管|主办|协办|承办|负责|参与|实施|完成|督导)(?:单位|部门|处室|科室|领导|主体|时限|时间|人)?[:：]"
)


@dataclass(frozen=True, slots=True)
class Opening:
    """Where a section begins, how deep it lies, and what it is called."""

    start: int
    depth: int
    label: str = ""
    heading: str = ""


@dataclass(slots=True)
class _Open:
    """A section on the stack, still open."""

    key: Key | None = None  # None for an unnumbered section
    number: int = 0
    level: int | None = None  # of a heading block
    introduces: bool = False  # an unnumbered paragraph that ends in a colon: a list under it is its own
    listed: bool = False  # a member of a list, not the heading of what follows
    tails: bool = False  # earlier members of its series had lines of their own
    lines: list[int] = field(default_factory=list)  # starts of its own lines after the first


def find_openings(lines: Sequence[Line], first: int, last: int, base: int) -> list[Opening]:
    """The sections that lines first..last-1 open, in order; ``base`` is the depth of the highest."""
    return _Leveller(lines, first, last, base).run()


class _Leveller:
    """Walks the lines once, with a stack of the sections that are open."""

    def __init__(self, lines: Sequence[Line], first: int, last: int, base: int) -> None:
        self.lines = lines
        self.first = first
        self.last = last
        self.base = base
        self.markers = find_markers(lines, first, last)
        self.next_marker = _next_markers(self.markers, first, last)
        self.opened: list[Opening] = []
        self.stack: list[_Open] = []
        self.parents: dict[Key, tuple[int, Key | None]] = {}  # last number of a series, and what it lay under

    def run(self) -> list[Opening]:
        for at in range(self.first, self.last):
            line, marker = self.lines[at], self.markers.get(at)
            if marker is not None:
                self._number(at, line, marker)
            elif line.kind is BlockKind.HEADING:
                self._heading(line)
            else:
                self._paragraph(at, line)
            if line.kind is not BlockKind.TABLE:
                self._enumeration(line, marker)
        return self.opened

    def _push(self, entry: _Open, start: int, label: str = "", heading: str = "") -> None:
        self.opened.append(Opening(start, self.base + len(self.stack), label, heading))
        self.stack.append(entry)

    # numbered lines

    def _number(self, at: int, line: Line, marker: Marker) -> None:
        key = key_of(marker)
        depth = self._depth_of(at, marker, key)
        before = self.stack[depth] if depth < len(self.stack) else None
        heading = self._heading_text(at, marker)
        entry = _Open(key, marker.number, line.level if line.kind is BlockKind.HEADING else None)
        lead_in = None
        if before is not None and before.key == key:
            restarts = marker.number == 1
            lead_in = self._lead_in(before) if restarts else None
            entry.tails = not restarts and (before.tails or bool(before.lines))
            entry.listed = not restarts and before.listed
        else:
            entry.listed = at > self.first and self.lines[at - 1].text[-1:] in "：:"
        entry.listed = (entry.listed or line.text[-1:] in "；;") and heading == marker.label
        del self.stack[depth:]
        if lead_in is not None:
            self.opened.append(Opening(lead_in, self.base + depth))
        self.parents[key] = (marker.number, self.stack[-1].key if self.stack else None)
        self._push(entry, line.start, marker.label, heading)

    def _depth_of(self, at: int, marker: Marker, key: Key) -> int:
        """How many of the open sections the new one lies under."""
        while self.stack and self.stack[-1].key == ENUMERATION:
            self.stack.pop()
        for depth in range(len(self.stack) - 1, -1, -1):
            if self.stack[depth].key == key:
                return depth
        if marker.number == 1 and self.stack and self.stack[-1].introduces:
            return len(self.stack)
        number, parent = self.parents.get(key, (0, None))
        if marker.style not in LEGAL and parent is not None and marker.number in (1, number + 1):
            # A series lies where its like lay before, and may run through: 3. under （一）, 4. under （二）.
            for depth in range(len(self.stack) - 1, -1, -1):
                if self.stack[depth].key == parent:
                    return depth + 1
        depth = len(self.stack)
        while depth and self._gives_way(at, self.stack[depth - 1], marker):
            depth -= 1
        return depth

    def _gives_way(self, at: int, entry: _Open, marker: Marker) -> bool:
        """Whether an open section ends where a kind of number begins that is new in it."""
        if entry.key is None:
            return entry.level is None and not entry.introduces
        style = entry.key[0]
        if RANK[style] < RANK[marker.style]:
            return False
        if style in LEGAL and marker.style in LEGAL:
            return True
        return marker.number != 1 or not self._continues(at, entry)

    def _continues(self, at: int, entry: _Open) -> bool:
        """Whether the next number of the open section's series is still to come."""
        following = self.next_marker[at - self.first]
        while following is not None:
            marker = self.markers[following]
            if key_of(marker) == entry.key:
                return marker.number == entry.number + 1
            if marker.style in LEGAL and entry.key is not None and RANK[marker.style] < RANK[entry.key[0]]:
                return False
            following = self.next_marker[following - self.first]
        return False

    def _lead_in(self, before: _Open) -> int | None:
        """Where the paragraph begins that introduces a series which starts anew."""
        latest = self.opened[-1].start
        own = [start for start in before.lines if start > latest]
        if not own:
            return None
        return own[-1] if before.tails else own[0]

    def _heading_text(self, at: int, marker: Marker) -> str:
        text = self.lines[at].text
        below = self.lines[at + 1] if at + 1 < self.last and at + 1 not in self.markers else None
        if not text[marker.end :] and below is not None and marker.style is not Style.ARTICLE:
            title = flat(below.text)
            if len(title) <= MAX_TITLE_BELOW_CHARS and title[-1:] not in "。；;：:，,":
                return f"{marker.label} {title}"
        in_article = any(entry.key == ARTICLE for entry in self.stack)
        followed = below is not None and not in_article and not DUTY_LINE.match(below.text)
        return heading_of(text, marker, followed=followed, in_article=in_article)

    # lines without a number

    def _heading(self, line: Line) -> None:
        level = line.level or 1
        while self.stack and (self.stack[-1].level is None or self.stack[-1].level >= level):
            self.stack.pop()
        self._push(_Open(level=level), line.start, heading=flat(line.text))

    def _paragraph(self, at: int, line: Line) -> None:
        """It continues the open section, or comes after a list that has ended."""
        depth = self._depth_after_list(at, line)
        if depth is not None:
            del self.stack[depth:]
        if depth is not None or not self.opened:
            self._push(_Open(introduces=depth is not None and line.text[-1:] in "：:"), line.start)
            return
        for entry in self.stack:
            entry.lines.append(line.start)
        if self.stack and self.stack[-1].key is None and len(self.stack) > 1:
            self.stack[-1].introduces = line.text[-1:] in "：:"

    def _depth_after_list(self, at: int, line: Line) -> int | None:
        """How many sections stay open above an unnumbered line, None if all do."""
        if not self.stack or self.stack[-1].key is None:
            return None
        if self.stack[-1].key == ENUMERATION:
            return len(self.stack) - 1
        if line.kind is BlockKind.TABLE or DUTY_LINE.match(line.text):
            return None
        keys = [entry.key for entry in self.stack]
        if ARTICLE in keys[:-1]:
            depth = keys.index(ARTICLE) + 1
            return None if self._continues(at, self.stack[depth]) else depth
        for depth, entry in enumerate(self.stack):
            if entry.listed and not entry.tails and not self._continues(at, entry):
                return depth
        return None

    def _enumeration(self, line: Line, marker: Marker | None) -> None:
        cuts = find_enumeration(line.text, marker.end if marker else 0)
        if not cuts or not self.stack:
            return
        ends = [cut for cut, _ in cuts[1:]] + [len(line.text)]
        for number, ((cut, label), end) in enumerate(zip(cuts, ends, strict=True), 1):
            if number > 1:
                self.stack.pop()
            words = opening_heading(line.text[cut + len(label) : end], followed=False)
            self._push(_Open(ENUMERATION, number), line.start + cut, label, label + words)


def _next_markers(markers: dict[int, Marker], first: int, last: int) -> list[int | None]:
    """For each line, the next line below it that has a marker."""
    below: int | None = None
    found: list[int | None] = [None] * max(last - first, 0)
    for at in range(last - 1, first - 1, -1):
        found[at - first] = below
        if at in markers:
            below = at
    return found
