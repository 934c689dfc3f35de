"""Who issued a document, joint issuers in order, each where it is written; and the day they signed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ingest.dates import find_dates, whole_date
from ingest.fields import Fields
from ingest.head import ORGAN, ORGAN_ENDINGS, Head, Line, Role
from ingest.notes import makers, note_events
from ingest.types import Located

# Codes that name their issuer all over the country; local codes (驻政, 云政办) do not.
NATIONAL_CODES = {
    "国发": "国务院",
    "国函": "国务院",
    "国令": "国务院",
    "国发明电": "国务院",
    "国办发": "国务院办公厅",
    "国办函": "国务院办公厅",
    "国办发明电": "国务院办公厅",
    "中发": "中共中央",
    "中办发": "中共中央办公厅",
    "主席令": "中华人民共和国主席",
}
_TITLE_SPLIT = re.compile(
    r"关于|印发|转发|批转|公布|发布|颁布|对(?=全国|省|市|县|区|政协|人大|第|十|\S{0,12}(?:提案|建议))|等[一二三四五六七八九十]{1,2}(?:部门|单位)|(?=令$|公告|通告)"
)
_SIGNED = re.compile(
    r"^(?P<organs>[\u4e00-\u9fff（）()\s　、]{4,}?)[\s　]+(?P<date>\S*\d{1,2}日|\S*[一二三四五六七八九十]日)$"
)
_PRINTED = re.compile(r"印发$")
# … 特此通知。 云川市财政局 云川市税务局 2020年2月14日 （此件公开发布）, where line breaks were lost.
_RUN_ON = re.compile(
    rf"(?<=[。！\s　])(?P<organs>(?:[\u4e00-\u9fff（）()·]{{2,30}}?(?:{ORGAN_ENDINGS})[\s　]+){{1,12}})"
    r"(?P<date>(?:19|20)\d{2}年\d{1,2}月\d{1,2}日)(?![\u4e00-\u9fff\d，,。、])"
)
MAX_SIGNATURE_CHARS = 80
MAX_SIGNATURE_LINES = 8  # joint documents of more bodies list them in two columns


@dataclass(frozen=True, slots=True)
class Signature:
    """The closing block of a document: its bodies (maybe none) and its date."""

    organs: tuple[Located[str], ...]
    day: Located[date]


def find_signature(head: Head) -> Signature | None:
    """The first closing date after the title, with the bodies named above it or on its line.

    A date right under the title is not one: it is told by what stands above it.
    """
    begin = head.title_lines[1]
    dated: Signature | None = None
    for at in range(begin, len(head.lines)):
        line = head.lines[at]
        if len(line.text) > MAX_SIGNATURE_CHARS:
            continue
        signed = _SIGNED.match(line.text)
        if signed and not _PRINTED.search(line.text):
            found = next(find_dates(line.text, *signed.span("date")), None)
            organs = _organs_in(line.text, line.start, 0, signed.end("organs"))
            if found and organs:
                day = Located(found.day, line.start + found.start, line.start + found.end)
                return Signature(organs, day)
        if not _DAY_CHARACTER.search(line.text[-3:]):
            continue
        closing = whole_date(line.text)
        if closing is None:
            continue
        organs = _organs_above(head.lines, at, begin)
        signature = Signature(organs, _located_day(line, closing))
        if organs:
            return signature
        in_head = at < len(head.roles) and Role.BODY not in head.roles[begin:at]
        if dated is None and not in_head:
            dated = signature
    return dated or _run_on_signature(head.lines[begin:]) or _above_title(head)


def _run_on_signature(lines: Sequence[Line]) -> Signature | None:
    """The signature within a paragraph that holds the rest of the document."""
    for line in lines:
        for signed in _RUN_ON.finditer(line.text):
            organs = _organs_in(line.text, line.start, *signed.span("organs"))
            found = next(find_dates(line.text, *signed.span("date")), None)
            if organs and found is not None:
                day = Located(found.day, line.start + found.start, line.start + found.end)
                return Signature(organs, day)
    return None


def _above_title(head: Head) -> Signature | None:
    """The date of a decree, which stands before the title of what it publishes."""
    before = list(zip(head.lines[: head.title_lines[0]], head.roles, strict=False))
    if not any(role is Role.DECREE for _, role in before):
        return None
    dates = [line for line, role in before if role is Role.DATE]
    return Signature((), _located_day(dates[-1], next(find_dates(dates[-1].text)).day)) if dates else None


_DAY_CHARACTER = re.compile(r"[日号\d][）)\]】]?$")


def _located_day(line: Line, day: date) -> Located[date]:
    found = next(find_dates(line.text))
    return Located(day, line.start + found.start, line.start + found.end)


def _organs_above(lines: Sequence[Line], at: int, begin: int) -> tuple[Located[str], ...]:
    organs: tuple[Located[str], ...] = ()
    for line in reversed(lines[max(begin, at - MAX_SIGNATURE_LINES) : at]):
        named = _organs_in(line.text, line.start, 0, len(line.text))
        if not named:
            break
        organs = named + organs
    return organs


def _organs_in(text: str, offset: int, start: int, end: int) -> tuple[Located[str], ...]:
    """All bodies of a line that names nothing else, () otherwise. ``国 务 院`` is one body."""
    parts = [match.span() for match in re.compile(r"[^\s　、]+").finditer(text, start, end)]
    if not parts:
        return ()
    if all(high - low == 1 for low, high in parts):
        parts = [(parts[0][0], parts[-1][1])]
    organs: list[Located[str]] = []
    for low, high in parts:
        name = "".join(text[low:high].split())
        if len(name) < 3 or not ORGAN.match(name) or name.startswith(("各", "有关", "市直")):
            return ()
        organs.append(Located(name, offset + low, offset + high))
    return tuple(organs)


def find_issuers(
    text: str, head: Head, fields: Fields, signature: Signature | None, number: Located[str] | None
) -> tuple[Located[str], ...]:
    """Issuers from the first place that names them.

    1. A field 发文机关. 2. The title (XX人民政府关于…). 3. The signature. 4. The letterhead, or a body
    on a line of its own above the title. 5. The congress that passed it. 6. A national agency code.
    """
    labelled, titled = _from_field(fields), _from_title(text, head, signature)
    signed = signature.organs if signature else ()
    if titled and {issuer.value for issuer in titled} < {issuer.value for issuer in signed}:
        return signed  # the title names one of those who signed together
    if {issuer.value for issuer in labelled} < {issuer.value for issuer in titled}:
        return titled  # a page names the first of several
    return (
        labelled
        or titled
        or signed
        or _from_head_lines(head, 0, head.title_lines[0])
        or makers(note_events(text, head))
        or _from_code(number)
        or _from_head_lines(head, head.title_lines[1], len(head.roles))
    )


def _from_field(fields: Fields) -> tuple[Located[str], ...]:
    field = fields.get("issuer")
    if field is None:
        return ()
    names = [name for name in re.split(r"[\s　、,，;；]+", field.value) if name]
    if not names or not all(ORGAN.match(name) and len(name) > 2 for name in names):
        return ()
    organs: list[Located[str]] = []
    at = 0
    for name in names:
        at = field.value.index(name, at)
        start = None if field.start is None else field.start + at
        organs.append(Located(name, start, None if start is None else start + len(name), field.source))
        at += len(name)
    return tuple(organs)


def _from_title(text: str, head: Head, signature: Signature | None) -> tuple[Located[str], ...]:
    if head.title is None:
        return ()
    start, end = head.title
    split = _TITLE_SPLIT.search(text, start, end)
    if split is None:
        return ()
    organs = _organs_in(text, 0, start, split.start())
    if split[0].startswith("等") and signature and len(signature.organs) > len(organs):
        return signature.organs
    return organs


def _from_head_lines(head: Head, first: int, stop: int) -> tuple[Located[str], ...]:
    """A letterhead, a decree's head line or a body on a line of its own, before any text."""
    for line, role in zip(head.lines[first:stop], head.roles[first:], strict=False):
        if role in (Role.BODY, Role.ADDRESSEE):
            break
        if role in (Role.LETTERHEAD, Role.DECREE):
            bare = re.sub(r"[\s　]*(?:文件|公文|公报|令)$", "", line.text)
            organs = _organs_in(line.text, line.start, 0, len(bare))
            if organs:
                return tuple(Located(_full_name(o.value), o.start, o.end) for o in organs)
        if role is Role.ORGAN:
            return _organs_in(line.text, line.start, 0, len(line.text))
    return ()


def _full_name(organ: str) -> str:
    return "国务院" if organ == "中华人民共和国国务院" else organ


def _from_code(number: Located[str] | None) -> tuple[Located[str], ...]:
    if number is None:
        return ()
    name = NATIONAL_CODES.get(re.split("〔|第", number.value)[0])
    return (Located(name, number.start, number.end, number.source),) if name else ()
