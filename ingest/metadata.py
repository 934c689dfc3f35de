"""Header fields of a document, each with the place where it is written; absent rather than guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from ingest.clauses import find_clauses
from ingest.dates import add_months, find_dates
from ingest.fields import Fields, read_fields
from ingest.head import ORGAN, Head, Role, is_complete, read_head, squeeze
from ingest.issuers import Signature, find_issuers, find_signature
from ingest.jurisdiction import find_jurisdiction
from ingest.kinds import find_kind
from ingest.notes import (
    NoteEvent,
    decree_number,
    edition_day,
    note_events,
    promulgation_day,
    stated_start,
)
from ingest.references import find_numbers, find_references, normalise_number
from ingest.types import ClauseKind, Located, Metadata, Reference, Section, Source, StatusClause

_ATTACHED = re.compile(r"^附[\s　]*件[\s　]*[:：][\s　]*(?P<first>.*)$")
_ITEM = re.compile(r"^\d{1,2}[\s　]*[.．、][\s　]*(?=\S)")
_CONTACT = re.compile(
    r"(?:联[\s　]*系[\s　]*人|联系电话|咨询电话|联系方式|联系部门及电话|联系单位|电[\s　]*话|邮箱|传真)"
    r"[^:：。]{0,8}[:：]"
)
# 市科技局 names a body only where the city is known; 市场监管局 begins otherwise.
_ABBREVIATED = re.compile(r"^(?:市(?!场)|省|县|区(?!块))")
MAX_CONTACT_CHARS = 160  # a contact line is a line of labels and values, not a paragraph
_PRINTED = re.compile(r"印发[\s　]*$")

# 时间：2024年5月16日下午: when a meeting was held, not when a paper came out.
_MEETING_TIME = re.compile(r"[\s　]*[（(]?(?:上午|下午|晚|星期|周[一二三四五六日]|全天)")


def read_metadata(
    text: str,
    sections: Sequence[Section] = (),
    *,
    removed: Iterable[str] = (),
    properties: Mapping[str, str] | None = None,
) -> Metadata:
    """All header fields of one document.

    1. Head lines and labelled fields. 2. Signature, number, issuers, region, kind.
    3. Days, with the status clauses that give them. 4. Addressee, attachments, contacts, citations.

    ``removed`` are page lines left out of the text, ``properties`` those of the file; values from
    them have no span. ``sections`` may be empty.
    """
    head = read_head(text)
    fields = read_fields(head, removed, properties or {})
    signature = find_signature(head)
    events = note_events(text, head)
    number = _number(head, fields) or decree_number(text, events)
    issuers = find_issuers(text, head, fields, signature, number)
    issued = _issued(head, fields, signature, events)
    kind = find_kind(text, head, number.value if number else None)
    published = _day_field(fields, "published") or _day_under_title(head, in_words=False)
    begun = issued or published
    public = promulgation_day(events) or (begun.value if begun else None)
    clauses = (*_stated_start(events), *find_clauses(text, public, head.title))
    effective = _effective(clauses, fields)
    region = find_jurisdiction(text, head.title, issuers)
    return Metadata(
        title=_title(text, head, fields),
        document_number=number,
        issuers=issuers if region or not _all_abbreviated(issuers) else (),
        region=region,
        kind=kind,
        issued=issued,
        published=published,
        effective=effective,
        expires=_expires(clauses, fields, effective or begun),
        recipients=_recipients(head),
        attachments=_attachments(head),
        contacts=_contacts(head),
        clauses=clauses,
        references=_references(text, head, number),
    )


def _title(text: str, head: Head, fields: Fields) -> Located[str] | None:
    field = fields.get("title")
    labelled = field is not None and field.source is Source.TEXT and is_complete(field.value)
    written = squeeze(text[slice(*head.title)]) if head.title is not None else ""
    fuller = field is not None and labelled and len(field.value) > len(written)
    if head.title is not None and not fuller:
        return Located(written, *head.title)
    if field is None:
        return None
    value = re.split(r"[_|]|\s[-–—]\s", field.value)[0].strip()
    return Located(value, field.start, field.end, field.source) if is_complete(value) else None


def _number(head: Head, fields: Fields) -> Located[str] | None:
    """The document's own number: labelled, or alone on a line of the head (a decree's over two lines)."""
    field = fields.get("number")
    if field is not None:
        value = normalise_number(field.value)
        if value is not None:
            return Located(value, field.start, field.end, field.source)
    for at, (line, role) in enumerate(zip(head.lines, head.roles, strict=False)):
        if role is Role.NUMBER and not re.fullmatch(r"[（(]?第\S+号[）)]?", line.text):
            found = find_numbers(line.text)[0]
            return _with_joint_issuers(
                head, at, Located(found.value, line.start + found.start, line.start + found.end)
            )
        if head.title is not None and line.start < head.title[0] < line.end:
            found = find_numbers(line.text)[0]
            return Located(found.value, line.start + found.start, line.start + found.end)
        if role is Role.DECREE and at + 1 < len(head.lines):
            following = head.lines[at + 1]
            value = normalise_number("".join((line.text + following.text).split()))
            if value is not None:
                return Located(value, line.start, following.end)
    return None


def _with_joint_issuers(head: Head, at: int, number: Located[str]) -> Located[str]:
    """With the other issuers of a joint announcement, named on the lines before: 财政部 / 税务总局公告…"""
    if not re.search(r"公告|通告", number.value):
        return number
    first = at
    while first > head.title_lines[1] and ORGAN.match(head.lines[first - 1].text):
        first -= 1
    names = "".join("".join(line.text.split()) for line in head.lines[first:at])
    return Located(names + number.value, head.lines[first].start if first < at else number.start, number.end)


def _all_abbreviated(issuers: Sequence[Located[str]]) -> bool:
    """市财政局 and the like, which without a region may be anybody's."""
    return all(_ABBREVIATED.match(issuer.value) for issuer in issuers)


def _day_field(fields: Fields, name: str) -> Located[date] | None:
    field = fields.get(name)
    if field is None:
        return None
    found = next(find_dates(field.value), None)
    if found is None or _MEETING_TIME.match(field.value, found.end):
        return None
    if field.start is None:
        return Located(found.day, None, None, field.source)
    return Located(found.day, field.start + found.start, field.start + found.end)


def _issued(
    head: Head, fields: Fields, signature: Signature | None, events: list[NoteEvent]
) -> Located[date] | None:
    """A labelled 成文日期, else the signature's, the notes' last, that under the title, the print line's."""
    labelled = _day_field(fields, "issued")
    if labelled is not None and labelled.source is Source.TEXT:
        return labelled
    if signature is not None:
        return signature.day
    return labelled or edition_day(events) or _day_under_title(head, in_words=True) or _printed(head)


def _day_under_title(head: Head, *, in_words: bool) -> Located[date] | None:
    """The day on a line of its own under the title.

    2020年2月5日, ``in_words``, is that of the paper; 2020-02-05 the one on which a page showed it.
    """
    begin = head.title_lines[1]
    for line, role in zip(head.lines[begin:], head.roles[begin:], strict=False):
        if role is Role.DATE and ("年" in line.text) is in_words:
            found = next(find_dates(line.text))
            return Located(found.day, line.start + found.start, line.start + found.end)
        if role is Role.BODY:
            return None
    return None


def _printed(head: Head) -> Located[date] | None:
    for line in reversed(head.lines[-10:]):
        if _PRINTED.search(line.text):
            for found in find_dates(line.text):
                return Located(found.day, line.start + found.start, line.start + found.end)
    return None


def _stated_start(events: list[NoteEvent]) -> tuple[StatusClause, ...]:
    event = stated_start(events)
    if event is None:
        return ()
    return (StatusClause(ClauseKind.EFFECTIVE_FROM, event.start, event.end, day=event.day.value),)


def _effective(clauses: Sequence[StatusClause], fields: Fields) -> Located[date] | None:
    for clause in clauses:
        if clause.kind is ClauseKind.EFFECTIVE_FROM and clause.day is not None:
            return Located(clause.day, clause.start, clause.end)
    return _day_field(fields, "effective")


def _expires(
    clauses: Sequence[StatusClause], fields: Fields, begins: Located[date] | None
) -> Located[date] | None:
    """The first day on which the document no longer holds."""
    for clause in clauses:
        if clause.target is not None:
            continue
        if clause.kind is ClauseKind.VALID_UNTIL and clause.day is not None:
            return Located(clause.day + timedelta(days=1), clause.start, clause.end)
        if clause.kind is ClauseKind.VALID_FOR and clause.months is not None and begins is not None:
            return Located(add_months(begins.value, clause.months), clause.start, clause.end)
    return _day_field(fields, "expires")


def _recipients(head: Head) -> Located[str] | None:
    for line, role in zip(head.lines, head.roles, strict=False):
        if role is Role.ADDRESSEE:
            value = line.text.rstrip("：:").rstrip()
            return Located(value, line.start, line.start + len(value))
        if role is Role.BODY:
            return None
    return None


def _attachments(head: Head) -> tuple[Located[str], ...]:
    """The items of 附件：1.… 2.…, numbering left out."""
    for at, line in enumerate(head.lines):
        match = _ATTACHED.match(line.text)
        if match is None:
            continue
        items: list[Located[str]] = []
        if match["first"]:
            items.append(_item(line.text, line.start, match.start("first")))
        for following in head.lines[at + 1 :]:
            if not _ITEM.match(following.text):
                break
            items.append(_item(following.text, following.start, 0))
        if items:
            return tuple(items)
    return ()


def _item(text: str, offset: int, begin: int) -> Located[str]:
    number = _ITEM.match(text[begin:])
    start = begin + (number.end() if number else 0)
    return Located(text[start:], offset + start, offset + len(text))


def _contacts(head: Head) -> tuple[Located[str], ...]:
    return tuple(
        Located(line.text, line.start, line.end)
        for line in head.lines
        if len(line.text) <= MAX_CONTACT_CHARS and _CONTACT.search(line.text)
    )


def _references(text: str, head: Head, number: Located[str] | None) -> tuple[Reference, ...]:
    """Citations of other documents; the own number in the head is none."""
    own = number.value if number else None
    return tuple(
        reference
        for reference in find_references(text)
        if not (reference.title is None and reference.document_number == own)
    )
