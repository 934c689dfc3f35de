"""What a sentence inherits from where it stands: heading, lead-in dates, leading department, tense."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from ingest import fact_words as words
from ingest.phrases import Span
from ingest.types import Bound, Document, Kind, Located, Quantity, Section, SectionKind

SILENT_KINDS = frozenset({SectionKind.FRONT, SectionKind.SALUTATION, SectionKind.CLOSING})
REPORTING_KINDS = frozenset({Kind.REPLY, Kind.REPORT})
HEADING_SLACK_CHARS = 8  # a heading's lines are joined by one space, in the text by a break and indents

_LEADING, _RESPONSIBLE = words.DEPARTMENT_LABELS
_NAMES = r"[：:]\s*(?P<names>[^；;，,。）)：:\s]{2,80})"
_BODIES = r"[^（()）:：。；;，,\d\s]{1,60}?[局委办厅部院府行会署处心]"
_LED_BY = rf"[（(](?P<names>{_BODIES})(?:按照?(?:各自)?职责分工|分别|共同)?(?:牵头|负责|落实)"
# 由市工信局牵头 within a sentence, and （省科技厅、省财政厅） at the end of a paragraph.
_LED_WITHIN = rf"由(?P<names>[省市县区州国]?{_BODIES})(?:会同[^，,。；;]{{2,30}})?(?:牵头|负责|推进)(?!解释)"
_NAMED_LAST = r"[（(](?P<names>[省市县区州国][^（()）:：。；;，,\d\s]{1,60}?[局委办厅部会])[）)]\s*$"
_DEPARTMENT = tuple(
    re.compile(pattern, re.MULTILINE)
    for pattern in (
        f"(?:{_LEADING}){_NAMES}",
        _LED_BY,
        f"(?:{_RESPONSIBLE}){_NAMES}",
        _LED_WITHIN,
        _NAMED_LAST,
    )
)
_HEADING_LABEL = re.compile(
    r"(?:第[一二三四五六七八九十百零]+[编章节条款]|[一二三四五六七八九十]+[、是]|[（(][一二三四五六七八九十]+[）)]|"
    r"\d{1,2}[.．、]|[（(]\d{1,2}[）)]|[①-⑳])?[\s　]*"
)
_REPORTING_HEADING = re.compile(words.REPORTING_HEADINGS)
_PLANNING_HEADING = re.compile(words.PLANNING_HEADINGS)
BASELINE_BEFORE = re.compile(r"(?:比|较|与|相比|从|自|于)$")  # 较2020年: a yardstick, not a deadline
_AIM_OPENS = re.compile(r"(?:力争|到|至|[。\n]|^)$")


@dataclass(frozen=True, slots=True)
class Place:
    """What a section hands down to its sentences."""

    section: int
    heading: Located[str] | None  # without its number
    headings: str  # all headings above and its own, joined
    due: tuple[Located[date], ...]  # dates that open an aim (到2025年，…), in reading order
    notes: tuple[tuple[int, Located[str]], ...]  # (position, department), in reading order
    reporting: bool  # what stands here tells what was done
    aiming: bool  # … or what is aimed at

    def due_by(self, position: int) -> Located[date] | None:
        """The last lead-in date before a position."""
        earlier = [due for due in self.due if due.start is not None and due.start < position]
        return earlier[-1] if earlier else None

    def department(self, position: int) -> Located[str] | None:
        """The note that follows a position, else the last one before it."""
        later = [note for at, note in self.notes if at >= position - 1]
        if later:
            return later[0]
        return self.notes[-1][1] if self.notes else None


class Places:
    """The sections of a document with their own text and what they inherit; each is worked out once."""

    def __init__(self, document: Document, quantities: Sequence[Quantity]) -> None:
        """``quantities`` are all of the document's, in order."""
        self._document = document
        self._quantities = quantities
        self._starts = [quantity.start for quantity in quantities]
        self._first_child: dict[int, int] = {}
        for section in document.sections:
            if section.parent is not None:
                self._first_child.setdefault(section.parent, section.start)
        self._due: dict[int, tuple[Located[date], ...]] = {}
        self._notes: dict[int, tuple[tuple[int, Located[str]], ...]] = {}

    def sections(self) -> Iterator[Section]:
        """The sections that may hold facts; the whole text where there are none."""
        if not self._document.sections:
            yield Section(0, None, 0, "", "", 0, len(self._document.text))
        yield from (section for section in self._document.sections if section.kind not in SILENT_KINDS)

    def own_span(self, section: Section) -> Span:
        """The section without its subsections."""
        return section.start, self._first_child.get(section.ordinal, section.end)

    def quantities(self, span: Span) -> Sequence[Quantity]:
        """The quantities that begin in a span."""
        return self._quantities[bisect_left(self._starts, span[0]) : bisect_left(self._starts, span[1])]

    def place(self, section: Section) -> Place:
        """What the section hands down, its own and that of the sections above."""
        chain = [section]
        while chain[-1].parent is not None:
            chain.append(self._document.sections[chain[-1].parent])
        headings = " ".join(above.heading for above in chain)
        kind = self._document.metadata.kind.value if self._document.metadata.kind else Kind.OTHER
        reporting = kind in REPORTING_KINDS or bool(_REPORTING_HEADING.search(headings))
        notes = (self._own_notes(above) for above in chain)
        return Place(
            section=section.ordinal,
            heading=self._heading(section),
            headings=headings,
            due=tuple(due for above in reversed(chain) for due in self._own_due(above)),
            notes=next((found for found in notes if found), ()),
            reporting=reporting and not _PLANNING_HEADING.search(headings),
            aiming=bool(re.search(words.AIM_HEADINGS, headings)),
        )

    def _heading(self, section: Section) -> Located[str] | None:
        label = _HEADING_LABEL.match(section.heading)
        name = section.heading[label.end() if label else 0 :].rstrip("。：: ")
        if not name:
            return None
        limit = section.start + len(section.heading) + HEADING_SLACK_CHARS
        at = self._document.text.find(name, section.start, limit)
        return Located(name, at, at + len(name)) if at >= 0 else Located(name)

    def _own_due(self, section: Section) -> tuple[Located[date], ...]:
        if section.ordinal not in self._due:
            self._due[section.ordinal] = tuple(
                Located(quantity.day, quantity.start, quantity.end)
                for quantity in self.quantities(self.own_span(section))
                if quantity.day is not None and _is_due(self._document.text, quantity)
            )
        return self._due[section.ordinal]

    def _own_notes(self, section: Section) -> tuple[tuple[int, Located[str]], ...]:
        if section.ordinal not in self._notes:
            start, end = self.own_span(section)
            found = (
                tuple(
                    (match.start(), Located(match["names"], *match.span("names")))
                    for match in pattern.finditer(self._document.text, start, end)
                )
                for pattern in _DEPARTMENT
            )
            self._notes[section.ordinal] = next((notes for notes in found if notes), ())
        return self._notes[section.ordinal]


def _is_due(text: str, quantity: Quantity) -> bool:
    """Whether a date opens an aim (到2025年，…) rather than belonging to a title or a history."""
    if quantity.bound is not Bound.AT_MOST and quantity.high is None:
        return False
    before = text[max(0, quantity.start - 6) : quantity.start]
    if BASELINE_BEFORE.search(before):
        return False
    return quantity.bound is Bound.AT_MOST or bool(_AIM_OPENS.search(before))
