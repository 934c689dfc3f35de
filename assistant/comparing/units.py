"""The clauses of a document: the lines of each section, with label, heading and comparable words."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.comparing.types import Span
from ingest import Document, Section, fold


@dataclass(frozen=True, slots=True)
class Unit:
    """One paragraph, item or table row."""

    ordinal: int  # position among the document's units
    section: int  # ordinal of the section it stands in
    opens: bool  # whether it is the first line of its section
    label: str  # of a unit that opens a numbered section, else ''
    start: int
    end: int
    body: Span  # without the label
    form: str  # the body folded, without white space: what is compared
    heading: str  # of a numbered section its own heading, folded, where the unit opens it; else ''
    weight: int  # characters that move with it: of a heading all that stands under it

    @property
    def span(self) -> Span:
        """Where it stands."""
        return self.start, self.end


def units_of(document: Document) -> list[Unit]:
    """The units of a document in reading order; together they hold every character but white space."""
    sections = document.sections or (Section(0, None, 0, "", "", 0, len(document.text)),)
    first_child: dict[int, int] = {}
    for section in sections:
        if section.parent is not None:
            first_child.setdefault(section.parent, section.start)
    found: list[Unit] = []
    for section in sections:
        end = first_child.get(section.ordinal, section.end)
        for start, stop in _lines(document.text, section.start, end):
            opens = not found or found[-1].section != section.ordinal
            found.append(_unit(document, section, (start, stop), len(found), opens=opens))
    return found


def _lines(text: str, start: int, end: int) -> list[Span]:
    spans: list[Span] = []
    at = start
    while at < end:
        stop = text.find("\n", at, end)
        stop = end if stop < 0 else stop
        first, last = at, stop
        while first < last and text[first].isspace():
            first += 1
        while last > first and text[last - 1].isspace():
            last -= 1
        if first < last:
            spans.append((first, last))
        at = stop + 1
    return spans


def _unit(document: Document, section: Section, span: Span, ordinal: int, *, opens: bool) -> Unit:
    start, end = span
    label = section.label if opens and document.text.startswith(section.label, start) else ""
    begin = start + len(label)
    while begin < end and document.text[begin].isspace():
        begin += 1
    form = "".join(fold(document.text[begin:end]).split())
    heading = "".join(fold(section.heading.removeprefix(section.label)).split()) if label else ""
    weight = section.end - section.start if opens else len(form) + 1
    body = (begin, end)
    return Unit(ordinal, section.ordinal, opens, label.strip(), start, end, body, form, heading, weight)
