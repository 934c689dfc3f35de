"""Who gets or does what, how much, on what condition, by when and led by whom, as records with spans.

Every fact of a sentence has the sentence as its span, so that ``按投资额的10%给予补助，最高300万元`` is two
facts that a reader can join: one ratio, and one amount bounded by ``<=``, with the same span, subject and
instrument. A subject that the sentence leaves out is carried over from the sentence before in the same
paragraph, else it is the section's heading. A fact of a table spans its row; its condition is the head of
its column.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from ingest import fact_words as words
from ingest.aims import find_aims, tense
from ingest.beneficiaries import BENEFICIARY_END
from ingest.benefits import find_benefits
from ingest.fact_places import BASELINE_BEFORE, HEADING_SLACK_CHARS, REPORTING_KINDS, Place, Places
from ingest.fact_tables import find_table_facts, table_spans
from ingest.phrases import Span
from ingest.quantities import find_quantities
from ingest.sentences import split_clauses, split_sentences
from ingest.types import Bound, Document, Fact, Instrument, Kind, Located, Quantity, QuantityKind
from ingest.unpriced import find_unpriced

# A longer stretch without a stop is a table that lost its lines or noise; nobody wrote it as a sentence.
LONGEST_SENTENCE_CHARS = 3000

AIMING_KINDS = frozenset({Kind.PLAN, Kind.OPINIONS})  # their figures are aims unless told as done

_LEADING, _RESPONSIBLE = words.DEPARTMENT_LABELS
_DEPARTMENT_LINE = re.compile(rf"[（(]?(?:{_LEADING}|{_RESPONSIBLE})[：:]")
# A reported figure is a result, unless the sentence also gives (截至…申报的，给予10万元).
_GIVING = re.compile(r"给予|予以|可享受|最高|一次性|奖励|补助|按照?[^，,。；;]{0,24}(?:标准|比例|[%％])")
# In a report only a rule that still holds gives: 对参加展会的企业，…给予补助.
_GIVING_NOW = re.compile(r"对[^。；;]{2,60}(?:给予|予以|一次性|减免)|[由从][\d.]+[万亿]?元?(?:提高|调整)")
_TIMES = frozenset({QuantityKind.DATE, QuantityKind.DURATION})  # their clauses may give without an amount
# 对符合条件的企业 names a beneficiary; it sets no condition.
_MEETING_CONDITIONS = re.compile("(?:符合|具备|满足|有)(?:相关|规定|相应)?条件的")
_NEW_ITEM = re.compile(
    r"(?:第[一二三四五六七八九十百]+条|[一二三四五六七八九十]+[、是]|[（(][一二三四五六七八九十\d]+[）)]|\d{1,2}[.．、])"
)


@dataclass(frozen=True, slots=True)
class _Statement:
    """One sentence with its figures and what its place says."""

    document: Document
    place: Place
    span: Span
    quantities: Sequence[Quantity]
    issued: date | None

    @property
    def kind(self) -> Kind:
        """Of the document it stands in."""
        return self.document.metadata.kind.value if self.document.metadata.kind else Kind.OTHER

    @property
    def written(self) -> str:
        """Its words."""
        return self.document.text[slice(*self.span)]

    def fact(
        self,
        instrument: Instrument,
        subject: Located[str] | None,
        amount: Quantity | None,
        condition: Located[str] | None,
        deadline: Located[date] | None,
    ) -> Fact:
        """A fact of this sentence, led by the department of its place."""
        return Fact(
            doc_id=self.document.doc_id,
            ordinal=0,  # numbered once all are found
            section=self.place.section,
            start=self.span[0],
            end=self.span[1],
            instrument=instrument,
            subject=subject,
            amount=amount,
            condition=condition,
            deadline=deadline,
            department=self.place.department(self.span[1]),
            region=self.document.metadata.region,
        )


def find_facts(document: Document) -> tuple[Fact, ...]:
    """The facts of a document, in order.

    1. Read all quantities once. 2. Section by section, take the tables row by row. 3. In the sentences
    between, find what is given, and what is aimed at or reported. 4. Add deadline and leading department.
    """
    issued = document.metadata.issued.value if document.metadata.issued else None
    places = Places(document, find_quantities(document.text, year=issued.year if issued else None))
    found: list[Fact] = []
    for section in places.sections():
        own, place = places.own_span(section), places.place(section)
        tables = table_spans(document.text, *own)
        facts = [fact for table in tables for fact in _table_facts(document, place, table, issued)]
        for span in _between(own, tables):
            facts += _text_facts(document, places, place, span, issued)
        found += sorted(facts, key=_reading_order)
    return tuple(replace(fact, ordinal=ordinal) for ordinal, fact in enumerate(found))


def _reading_order(fact: Fact) -> tuple[int, int]:
    named = fact.what.start if fact.what is not None and fact.what.start is not None else fact.start
    return fact.start, fact.amount.start if fact.amount is not None else named


def _between(own: Span, tables: Sequence[Span]) -> list[Span]:
    edges = [own[0], *(edge for table in tables for edge in table), own[1]]
    return [(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True) if start < end]


def _table_facts(document: Document, place: Place, table: Span, issued: date | None) -> list[Fact]:
    found: list[Fact] = []
    for row in find_table_facts(document.text, table, topic=place.headings, issued=issued):
        statement = _Statement(document, place, row.row, (), issued)
        fact = statement.fact(row.instrument, row.subject, row.amount, row.column, row.deadline)
        found.append(replace(fact, department=row.department or fact.department, what=row.what))
    return found


def _text_facts(
    document: Document, places: Places, place: Place, span: Span, issued: date | None
) -> list[Fact]:
    """The facts of running text."""
    found: list[Fact] = []
    carried: Located[str] | None = None
    given: Instrument | None = None
    for sentence in split_sentences(document.text, *span):
        statement = _Statement(document, place, sentence, places.quantities(sentence), issued)
        if _NEW_ITEM.match(statement.written) or document.text[sentence[0] - 1 : sentence[0]] == "\n":
            carried = given = None
        if sentence[1] - sentence[0] > LONGEST_SENTENCE_CHARS or _DEPARTMENT_LINE.match(statement.written):
            continue
        unpriced = _unpriced(statement, carried)
        found += unpriced
        if not statement.quantities:
            continue
        carried = unpriced[-1].subject if unpriced else carried
        facts = _benefits(statement, carried, given)
        carried = facts[-1].subject if facts else carried
        given = facts[-1].instrument if facts else None
        found += facts + _aims(statement, facts)
    return found


def _unpriced(statement: _Statement, carried: Located[str] | None) -> list[Fact]:
    """Tax relief and carriers that the sentence gives without an amount; nothing where it only reports."""
    if statement.place.reporting or statement.kind in REPORTING_KINDS or _is_heading(statement):
        return []
    if _sets_conditions(statement, _MEETING_CONDITIONS.sub("", statement.written)):
        return []
    if re.search(words.DONE_MARKERS, statement.written):
        return []
    figures = [quantity.start for quantity in statement.quantities if quantity.kind not in _TIMES]
    heading = statement.place.heading
    named_above = heading if heading is not None and BENEFICIARY_END.search(heading.value) else None
    found: list[Fact] = []
    read = find_unpriced(
        statement.document.text, statement.span, figures, carriers_built=statement.kind is not Kind.LAW
    )
    for one in read:
        subject = one.subject or carried or named_above
        if subject is None and one.condition is None:
            continue  # relief for nobody in particular is talk of relief
        # 支持企业建设研发中心，到2025年出口额…: a later clause's date is not this one's.
        deadline = _deadline(statement, one.what.start or 0, due_only=True)
        fact = statement.fact(one.instrument, subject, None, one.condition, deadline)
        found.append(replace(fact, what=one.what))
    return found


def _is_heading(statement: _Statement) -> bool:
    """Whether the sentence is the heading of its section and no more: it names what the text below gives."""
    if not statement.document.sections or statement.written.endswith(("。", "；")):
        return False
    section = statement.document.sections[statement.place.section]
    return statement.span[1] <= section.start + len(section.heading) + HEADING_SLACK_CHARS


def _benefits(statement: _Statement, carried: Located[str] | None, given: Instrument | None) -> list[Fact]:
    """What the sentence gives; nothing where it only reports."""
    gives = _GIVING_NOW if statement.place.reporting else _GIVING
    if re.search(words.PENALTY_MARKERS, statement.written) and "奖" not in statement.written:
        return []  # 给予警告，并处500元罚款
    if _tense(statement) is Instrument.RESULT and not gives.search(statement.written):
        return []
    found: list[Fact] = []
    deadline = _deadline(statement, statement.span[1], due_only=True)
    benefits = find_benefits(
        statement.document.text,
        statement.span,
        statement.quantities,
        before=given,
        topic=statement.place.headings,
    )
    for benefit in benefits:
        carried = benefit.subject or carried
        subject = carried or statement.place.heading
        found.append(statement.fact(benefit.instrument, subject, benefit.amount, benefit.condition, deadline))
    return found


def _aims(statement: _Statement, benefits: Sequence[Fact]) -> list[Fact]:
    """What the sentence aims at or reports, beside what it gives."""
    instrument = _tense(statement)
    if instrument is None or _sets_conditions(statement) or statement.kind is Kind.GUIDE:
        return []  # 每年最高20万元 in a guide is a ceiling, no aim
    taken = {fact.amount.start for fact in benefits if fact.amount is not None}
    found: list[Fact] = []
    for aim in find_aims(statement.document.text, statement.span, _apart(statement, taken)):
        deadline = None
        if instrument is Instrument.TARGET:
            deadline = _in_step(statement, aim.amount) or _deadline(
                statement, aim.amount.start, due_only=False
            )
            deadline = deadline or statement.place.due_by(aim.amount.start)
        found.append(statement.fact(instrument, aim.subject, aim.amount, None, deadline))
    return found


def _apart(statement: _Statement, taken: set[int]) -> list[Quantity]:
    """The figures an aim may have: all where nothing is given, else the counts in clauses of their own."""
    if not taken:
        return list(statement.quantities)
    left: list[Quantity] = []
    for start, end in split_clauses(statement.document.text, *statement.span):
        within = [q for q in statement.quantities if start <= q.start < end]
        clause = statement.document.text[start:end].rstrip("，,")
        if any(q.start in taken for q in within) or "对" in clause or clause.endswith("的"):
            continue
        left += [q for q in within if q.kind in (QuantityKind.COUNT, QuantityKind.DATE)]
    return left


def _sets_conditions(statement: _Statement, written: str | None = None) -> bool:
    return bool(
        re.search(
            f"{words.CONDITION_MARKERS}|{words.PENALTY_MARKERS}",
            statement.written if written is None else written,
        )
        or re.search(words.CONDITION_HEADINGS, statement.place.headings)
    )


def _tense(statement: _Statement) -> Instrument | None:
    """TARGET or RESULT, None if the sentence states neither: its dates decide, then its words and place."""
    place, issued = statement.place, statement.issued
    days = [q for q in statement.quantities if q.day is not None and q.bound is not Bound.AT_LEAST]
    if issued is not None and days and not place.reporting:
        if all(q.value > issued.year * 10000 + issued.month * 100 + issued.day for q in days):
            return Instrument.TARGET
        past = all(q.day is not None and q.day < issued for q in days)
        if past and not place.aiming and not re.search(words.FUTURE_MARKERS, statement.written):
            return Instrument.RESULT
    if statement.kind is Kind.LAW:  # 应当、将、以上 are its daily words; aims stand in plans
        return None
    led_in = statement.kind in AIMING_KINDS or place.due_by(statement.span[1]) is not None
    aiming = place.aiming or (led_in and not place.reporting)
    return tense(statement.written, reporting=place.reporting, aiming=aiming)


def _deadline(statement: _Statement, before: int, *, due_only: bool) -> Located[date] | None:
    """The last date before a position that a thing is due by; ``due_only`` wants 前, 止 or 底 beside it."""
    for quantity in reversed(statement.quantities):
        if quantity.kind is not QuantityKind.DATE or quantity.start > before or quantity.day is None:
            continue
        at = quantity.start
        if BASELINE_BEFORE.search(statement.document.text[max(0, at - 3) : at]):
            continue
        if not due_only or quantity.bound is Bound.AT_MOST:
            return Located(quantity.day, quantity.start, quantity.end)
    return None


def _in_step(statement: _Statement, amount: Quantity) -> Located[date] | None:
    """2023年、2024年、2025年…分别达到360家、420家和480家: the date in the amount's own place."""
    if "分别" not in statement.written:
        return None
    dates = [q for q in statement.quantities if q.day is not None and q.start < amount.start]
    amounts = [q for q in statement.quantities if q.day is None and q.unit == amount.unit]
    if len(dates) < 2 or len(dates) != len(amounts):
        return None
    due = dates[amounts.index(amount)]
    return None if due.day is None else Located(due.day, due.start, due.end)
