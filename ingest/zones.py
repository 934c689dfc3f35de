"""The parts of an official paper: title block, salutation, body, closing block, annexes.

A notice that carries a plan has two bodies: its own few lines, closed by signature and date, and the
plan under its title.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest import zone_patterns as patterns
from ingest.annexes import annex_heading, annex_starts, list_start
from ingest.cleaning import Line, flat
from ingest.numbering import read_marker
from ingest.types import BlockKind, SectionKind

# Longer than any title line seen in 1,700 laws and 30 State Council pages.
MAX_TITLE_CHARS = 80
# Notes under a title (who passed it, when, in which version) are longer.
MAX_NOTE_CHARS = 400
# A document without salutation and numbering must not become a title block as a whole.
MAX_FRONT_LINES = 40
MAX_SALUTATION_CHARS = 200
# A covering notice is short; a date further down ends the whole document.
MAX_COVER_LINES = 20
MAX_COVERED_TITLE_LINES = 8
MAX_SIGNATURE_CHARS = 60
# Signatures of joint issuers, contacts, copies.
MAX_CLOSING_LINES = 60

_STOPS = "。；;！!？?:：，,"


@dataclass(frozen=True, slots=True)
class Zone:
    """Lines first..last-1 and the part they play."""

    kind: SectionKind
    first: int
    last: int
    label: str = ""
    heading: str = ""
    heading_lines: int = 0


def lay_out(lines: Sequence[Line]) -> list[Zone]:
    """The zones of a document, in order, every line in exactly one."""
    annexes = [at for at in annex_starts(lines) if at > 0]
    zones = _main_zones(lines, annexes[0] if annexes else len(lines))
    for at, last in zip(annexes, [*annexes[1:], len(lines)], strict=False):
        label, heading, taken = annex_heading(lines, at, last)
        zones.append(Zone(SectionKind.ANNEX, at, last, label, heading, taken))
    return [zone for zone in zones if zone.first < zone.last]


def _main_zones(lines: Sequence[Line], last: int) -> list[Zone]:
    front = _front_end(lines, last)
    body = front + 1 if front < last and is_salutation(lines[front]) else front
    zones = [Zone(SectionKind.FRONT, 0, front), Zone(SectionKind.SALUTATION, front, body)]
    cover = _cover(lines, body, last)
    if cover is None:
        end = _closing_start(lines, body, last)
        zones.append(Zone(SectionKind.BODY, body, end))
    else:
        closing, title, covered = cover
        end = _closing_start(lines, covered, last)
        heading = "".join(flat(line.text) for line in lines[title:covered])
        zones += [
            Zone(SectionKind.BODY, body, closing),
            Zone(SectionKind.CLOSING, closing, title),
            Zone(SectionKind.BODY, title, end, heading=heading, heading_lines=covered - title),
        ]
    return zones + _closing_zones(lines, end, last)


def _front_end(lines: Sequence[Line], last: int) -> int:
    """The first line that is neither title, number, date, note nor table of contents."""
    at = 0
    while at < min(last, MAX_FRONT_LINES):
        if patterns.CONTENTS.fullmatch(lines[at].text):
            return _contents_end(lines, at, last)
        if not is_front(lines[at], is_first=at == 0):
            break
        at += 1
    return at


def is_front(line: Line, *, is_first: bool) -> bool:
    """Whether a line could stand in a title block."""
    text = flat(line.text)
    if line.kind is BlockKind.TABLE or is_salutation(line) or patterns.LIST_OPENING.fullmatch(text):
        return False
    if patterns.NOTE.fullmatch(text):
        return len(text) <= MAX_NOTE_CHARS
    if line.kind is BlockKind.HEADING:
        return is_first
    if read_marker(line.text) is not None or text[-1:] in _STOPS:
        return bool(patterns.INDEX_FIELD.fullmatch(text))
    if len(text) <= MAX_TITLE_CHARS and "。" not in text:
        return True
    return bool(patterns.NUMBER_LINE.fullmatch(text) or patterns.INDEX_FIELD.fullmatch(text))


def _contents_end(lines: Sequence[Line], at: int, last: int) -> int:
    """After a table of contents: where its first entry comes again."""
    if at + 1 >= last:
        return last
    entry = _entry(lines[at + 1].text)
    for i in range(at + 2, last):
        if _entry(lines[i].text) == entry:
            return i
    return at + 1


def _entry(text: str) -> str:
    """A line of a table of contents without leaders, page number and spaces."""
    return "".join(text.rstrip("0123456789.…·- \u3000\t").split())


def is_salutation(line: Line) -> bool:
    """Whether a line names whom the paper is addressed to."""
    text = flat(line.text)
    if len(text) > MAX_SALUTATION_CHARS or line.kind is BlockKind.TABLE or "。" in text:
        return False
    if not patterns.ADDRESSEE.search(text) or patterns.NOT_ADDRESSEE.search(text):
        return False
    return read_marker(line.text) is None


def _cover(lines: Sequence[Line], first: int, last: int) -> tuple[int, int, int] | None:
    """Of a notice on another paper: where its closing begins, that paper's title, and its body."""
    for at in range(first, min(last - 2, first + MAX_COVER_LINES)):
        if not patterns.DATE_LINE.fullmatch(flat(lines[at].text)):
            continue
        closing = at
        while closing > first and (_is_signature(lines[closing - 1]) or _closes(lines[closing - 1])):
            closing -= 1
        body = title = _after_closing(lines, at + 1, last)
        while body < min(last, title + MAX_COVERED_TITLE_LINES):
            if not is_front(lines[body], is_first=body == title):
                break
            body += 1
        return (closing, title, body) if title < body < last else None
    return None


def _after_closing(lines: Sequence[Line], at: int, last: int) -> int:
    """Past the remarks and the list of attachments that may follow a date."""
    while at < last and (_closes(lines[at]) or patterns.LIST_OPENING.fullmatch(lines[at].text)):
        listing = bool(patterns.LIST_OPENING.fullmatch(lines[at].text))
        at += 1
        while listing and at < last and patterns.LIST_ITEM.fullmatch(lines[at].text):
            at += 1
    return at


def _is_signature(line: Line) -> bool:
    if len(line.text) > MAX_SIGNATURE_CHARS or line.kind is BlockKind.TABLE:
        return False
    return bool(patterns.SIGNATURE.fullmatch(line.text)) and read_marker(line.text) is None


def _closes(line: Line) -> bool:
    """Whether a line is one that only closing blocks have."""
    text = flat(line.text)
    if text[:1] in tuple("（(") and text[-1:] in tuple("）)") and ("：" in text or ":" in text):
        text = text[1:-1]
    return any(pattern.fullmatch(text) for pattern in patterns.CLOSINGS)


def _closing_start(lines: Sequence[Line], first: int, last: int) -> int:
    """Where thanks, signature, date, contacts and copies begin, looking back from the end."""
    at = last
    while at > max(first, last - MAX_CLOSING_LINES):
        line = lines[at - 1]
        listed = list_start(lines, first, at)
        if listed is not None:
            at = listed
        elif line.kind is not BlockKind.TABLE and (
            _closes(line) or patterns.DATE_LINE.fullmatch(flat(line.text)) or _is_signature(line)
        ):
            at -= 1
        else:
            break
    return _after_contact_section(lines, first, at, last)


def _after_contact_section(lines: Sequence[Line], first: int, at: int, last: int) -> int:
    """Contacts right under a numbered heading (七、联系方式) are the text of that section."""
    if not first < at < last:
        return at
    heading = lines[at - 1].text
    if read_marker(heading) is None or heading[-1:] in _STOPS:
        return at
    while at < last and patterns.CONTACT.fullmatch(flat(lines[at].text)):
        at += 1
    return at


def _closing_zones(lines: Sequence[Line], first: int, last: int) -> list[Zone]:
    """One zone, or up to three where a list of attachments stands in it."""
    for at in range(first, last):
        if patterns.LIST_OPENING.fullmatch(lines[at].text):
            end = at + 1
            while end < last and patterns.LIST_ITEM.fullmatch(lines[end].text) and not _closes(lines[end]):
                end += 1
            return [
                Zone(SectionKind.CLOSING, first, at),
                Zone(SectionKind.CLOSING, at, end, label="附件", heading="附件"),
                Zone(SectionKind.CLOSING, end, last),
            ]
    return [Zone(SectionKind.CLOSING, first, last)]
