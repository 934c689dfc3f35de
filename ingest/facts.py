"""Who gets or does what, how much, on what condition, by when and led by whom, as records with spans.

Every fact of a sentence has the sentence as its span, so that ``按投资额的10%给予补助，最高300万元`` is two
facts that a reader can join: one ratio, and one amount bounded by ``<=``, with the same span, subject and
instrument. A subject that the sentence leaves out is carried over from the sentence before in the same
section, else it is the section's heading.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from ingest import fact_words as words
from ingest.aims import Aim, find_aims, tense
from ingest.benefits import Benefit, find_benefits
from ingest.quantities import find_quantities
from ingest.sentences import split_clauses, split_sentences
from ingest.types import (
    Bound,
    Document,
    Fact,
    Instrument,
    Kind,
    Located,
    Quantity,
    QuantityKind,
    Section,
    SectionKind,
)

SILENT_KINDS = frozenset({SectionKind.FRONT, SectionKind.SALUTATION, SectionKind.CLOSING})
REPORTING_KINDS = frozenset({Kind.REPLY, Kind.REPORT})

_DEPARTMENT = tuple(
    re.compile(rf"(?:{'|'.join(labels)})[：:]\s*(?P<names>[^；;，,。）)：:\s]{{2,80}})")
    for labels in words.DEPARTMENT_LABELS
)
_DEPARTMENT_LINE = re.compile(
    rf"^[（(]?(?:{'|'.join(label for labels in words.DEPARTMENT_LABELS for label in labels)})[：:]"
)
_HEADING_LABEL = re.compile(
    r"^(?:第[一二三四五六七八九十百零]+[编章节条款]|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]|"
    r"\d{1,2}[.．、]|[（(]\d{1,2}[）)]|[①-⑳])?[\s　]*"
)
_GIVING = re.compile(r"给予|予以|可享受|最高|按照?[^，,。；;]{0,24}(?:标准|比例|[%％])")
_LED_BY = re.compile(
    r"[（(](?P<names>[^（()）：:。；;，,\d\s]{1,60}?[局委办厅部院府行会署处心])(?:牵头|负责)"
)
_NEW_ITEM = re.compile(
    r"^(?:第[一二三四五六七八九十百]+条|[一二三四五六七八九十]+[、是]|[（(][一二三四五六七八九十\d]+[）)]|\d{1,2}[.．、])"
)
_BASELINE = re.compile(r"(?:比|较|与|相比|从|自|于)$")
_REPORTING_HEADING = re.compile("工作开展|开展情况|完成情况|工作情况|主要做法|成效|进展|办理情况|现状|基础")
_PLANNING_HEADING = re.compile("下一步|下步|打算|计划|目标")


@dataclass(frozen=True, slots=True)
class _Place:
    """What a sentence inherits from where it stands."""

    section: int
    heading: Located[str] | None
    headings: str  # all headings above, joined
    due: tuple[Located[date], ...]  # dates that open an aim, in order
    notes: tuple[tuple[int, Located[str]], ...]  # (position, department), in order
    reporting: bool


def find_facts(document: Document) -> tuple[Fact, ...]:
    """The facts of a document, in order.

    1. Read all quantities once. 2. Section by section, sentence by sentence, find what is given, and in
    sentences that give nothing, what is aimed at or reported. 3. Add deadline and leading department.
    """
    issued = document.metadata.issued.value if document.metadata.issued else None
    quantities = find_quantities(document.text, year=issued.year if issued else None)
    starts = [quantity.start for quantity in quantities]
    found: list[Fact] = []
    for section in _sections(document):
        own = _own_span(document, section)
        within = quantities[bisect_left(starts, own[0]) : bisect_left(starts, own[1])]
        place = _place(document, section, own, within)
        for fact in _section_facts(document, own, within, place, issued):
            found.append(_numbered(document, len(found), fact))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Draft:
    sentence: tuple[int, int]
    section: int
    instrument: Instrument
    subject: Located[str] | None
    amount: Quantity | None
    condition: Located[str] | None
    deadline: Located[date] | None
    department: Located[str] | None


def _numbered(document: Document, ordinal: int, draft: _Draft) -> Fact:
    return Fact(
        doc_id=document.doc_id,
        ordinal=ordinal,
        section=draft.section,
        start=draft.sentence[0],
        end=draft.sentence[1],
        instrument=draft.instrument,
        subject=draft.subject,
        amount=draft.amount,
        condition=draft.condition,
        deadline=draft.deadline,
        department=draft.department,
    )


def _sections(document: Document) -> Iterable[Section]:
    if document.sections:
        return (section for section in document.sections if section.kind not in SILENT_KINDS)
    return (Section(0, None, 0, "", "", 0, len(document.text)),)


def _own_span(document: Document, section: Section) -> tuple[int, int]:
    """The section without its subsections."""
    children = [other.start for other in document.sections if other.parent == section.ordinal]
    return section.start, min(children, default=section.end)


def _place(
    document: Document, section: Section, own: tuple[int, int], quantities: Sequence[Quantity]
) -> _Place:
    chain = [section]
    while chain[-1].parent is not None:
        chain.append(document.sections[chain[-1].parent])
    headings = " ".join(above.heading for above in chain)
    kind = document.metadata.kind.value if document.metadata.kind else Kind.OTHER
    reporting = kind in REPORTING_KINDS or bool(_REPORTING_HEADING.search(headings))
    return _Place(
        section=section.ordinal,
        heading=_heading_name(section),
        headings=headings,
        due=_lead_in_dates(document, chain, own, quantities),
        notes=_department_notes(document, chain),
        reporting=reporting and not _PLANNING_HEADING.search(headings),
    )


def _heading_name(section: Section) -> Located[str] | None:
    label = _HEADING_LABEL.match(section.heading)
    skipped = label.end() if label else 0
    name = section.heading[skipped:].rstrip("。：: ")
    if not name:
        return None
    return Located(name, section.start + skipped, section.start + skipped + len(name))


def _department_notes(document: Document, chain: Sequence[Section]) -> tuple[tuple[int, Located[str]], ...]:
    """Departments named in the section, else in the nearest section above that names one itself."""
    for section in chain:
        start, end = _own_span(document, section)
        for pattern in (_DEPARTMENT[0], _LED_BY, *_DEPARTMENT[1:]):
            notes = [
                (match.start(), Located(match["names"].strip(), *match.span("names")))
                for match in pattern.finditer(document.text, start, end)
            ]
            if notes:
                return tuple(notes)
    return ()


def _lead_in_dates(
    document: Document, chain: Sequence[Section], own: tuple[int, int], quantities: Sequence[Quantity]
) -> tuple[Located[date], ...]:
    """到2025年，… in the sections above and in the section itself, in reading order."""
    found: list[Located[date]] = []
    for section in reversed(chain):
        span = _own_span(document, section)
        for quantity in quantities if section is chain[0] else find_quantities(document.text, *span):
            if quantity.day is not None and (quantity.bound is Bound.AT_MOST or quantity.high is not None):
                before = document.text[max(0, quantity.start - 3) : quantity.start]
                if not _BASELINE.search(before) and _is_due(document.text, quantity):
                    found.append(Located(quantity.day, quantity.start, quantity.end))
    return tuple(found)


def _due_by(place: _Place, position: int) -> Located[date] | None:
    """The last lead-in date before a position."""
    earlier = [due for due in place.due if due.start is not None and due.start < position]
    return earlier[-1] if earlier else None


def _is_due(text: str, quantity: Quantity) -> bool:
    """Whether the date opens an aim (到2025年，…) rather than belonging to a title or a history."""
    before = text[max(0, quantity.start - 6) : quantity.start]
    return quantity.bound is Bound.AT_MOST or bool(re.search(r"(?:力争|到|至|[。\n]|^)$", before))


def _section_facts(
    document: Document,
    own: tuple[int, int],
    quantities: Sequence[Quantity],
    place: _Place,
    issued: date | None,
) -> list[_Draft]:
    found: list[_Draft] = []
    carried: Located[str] | None = None
    given: Instrument | None = None
    text = document.text
    for sentence in split_sentences(text, *own):
        written = text[sentence[0] : sentence[1]]
        if _NEW_ITEM.match(written) or text[sentence[0] - 1 : sentence[0]] == "\n":
            carried = None
        if _DEPARTMENT_LINE.match(written):
            continue
        within = [q for q in quantities if sentence[0] <= q.start < sentence[1]]
        if not within:
            continue
        instrument = _tense(written, within, place, issued, sentence[1])
        reported = instrument is Instrument.RESULT and (place.reporting or not _GIVING.search(written))
        benefits = (
            [] if reported else find_benefits(text, sentence, within, before=given, topic=place.headings)
        )
        given = benefits[-1].instrument if benefits else None
        department = _department(place, sentence[1])
        for benefit in benefits:
            carried = benefit.subject or carried
            found.append(_from_benefit(text, benefit, sentence, place, carried, within, department))
        taken = {benefit.amount.start for benefit in benefits if benefit.amount is not None}
        if instrument is not None and not _sets_conditions(written, place):
            rest = _apart(text, sentence, within, taken)
            for aim in find_aims(text, sentence, rest, instrument):
                found.append(_from_aim(text, aim, sentence, place, within, department))
    return found


def _apart(
    text: str, sentence: tuple[int, int], quantities: Sequence[Quantity], taken: set[int]
) -> list[Quantity]:
    """The figures an aim may have: all where nothing is given, else the counts in clauses of their own."""
    if not taken:
        return list(quantities)
    left: list[Quantity] = []
    for clause in split_clauses(text, *sentence):
        within = [q for q in quantities if clause[0] <= q.start < clause[1]]
        words_of = text[slice(*clause)]
        if any(q.start in taken for q in within) or "对" in words_of or words_of.rstrip("，,").endswith("的"):
            continue
        left += [q for q in within if q.kind in (QuantityKind.COUNT, QuantityKind.DATE)]
    return left


def _sets_conditions(written: str, place: _Place) -> bool:
    return bool(
        re.search(words.CONDITION_MARKERS, written) or re.search(words.CONDITION_HEADINGS, place.headings)
    )


def _tense(
    written: str, quantities: Sequence[Quantity], place: _Place, issued: date | None, position: int
) -> Instrument | None:
    aiming = bool(re.search(words.AIM_HEADINGS, place.headings)) or (
        _due_by(place, position) is not None and not place.reporting
    )
    days = [quantity for quantity in quantities if quantity.day is not None]
    if issued is not None and days and not place.reporting:
        today = issued.year * 10000 + issued.month * 100 + issued.day
        if all(quantity.value > today for quantity in days):
            return Instrument.TARGET
        past = all(
            quantity.day < issued
            for quantity in days
            if quantity.day and quantity.bound is not Bound.AT_LEAST
        )
        if (
            past
            and not re.search(words.AIM_HEADINGS, place.headings)
            and not re.search(words.FUTURE_MARKERS, written)
        ):
            return Instrument.RESULT
    return tense(written, reporting=place.reporting, aiming=aiming)


def _department(place: _Place, position: int) -> Located[str] | None:
    """The note that follows the sentence, else the last one before it."""
    later = [note for at, note in place.notes if at >= position - 1]
    if later:
        return later[0]
    return place.notes[-1][1] if place.notes else None


def _from_benefit(
    text: str,
    benefit: Benefit,
    sentence: tuple[int, int],
    place: _Place,
    carried: Located[str] | None,
    quantities: Sequence[Quantity],
    department: Located[str] | None,
) -> _Draft:
    return _Draft(
        sentence,
        place.section,
        benefit.instrument,
        benefit.subject or carried or place.heading,
        benefit.amount,
        benefit.condition,
        _deadline(text, quantities, sentence[1], due_only=True),
        department,
    )


def _from_aim(
    text: str,
    aim: Aim,
    sentence: tuple[int, int],
    place: _Place,
    quantities: Sequence[Quantity],
    department: Located[str] | None,
) -> _Draft:
    deadline = None
    if aim.instrument is Instrument.TARGET:
        deadline = _deadline(text, quantities, aim.amount.start, due_only=False) or _due_by(
            place, aim.amount.start
        )
    return _Draft(
        sentence, place.section, aim.instrument, aim.subject, aim.amount, None, deadline, department
    )


def _deadline(
    text: str, quantities: Sequence[Quantity], before: int, *, due_only: bool
) -> Located[date] | None:
    """The last date before a position that a thing is due by; ``due_only`` wants 前, 止 or 底 beside it."""
    for quantity in reversed(quantities):
        if quantity.kind is not QuantityKind.DATE or quantity.start > before or quantity.day is None:
            continue
        if _BASELINE.search(text[max(0, quantity.start - 3) : quantity.start]):
            continue
        if not due_only or quantity.bound is Bound.AT_MOST:
            return Located(quantity.day, quantity.start, quantity.end)
    return None
