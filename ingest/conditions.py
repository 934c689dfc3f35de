"""The support measures of a document with their conditions, amounts, terms and windows.

Built on the facts: a fact says what is given, to whom and in which sentence. Here its words become typed
conditions, its figures a sum or a share with base and cap, and what the document says elsewhere of all its
measures is added. Words of a condition that no rule reads become a condition of kind ``other``, never
nothing: whoever matches a company against them must say "unknown".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from ingest.conditions_document import (
    conditions_of,
    find_rules,
    following_conditions,
    general_conditions,
    section_headings,
)
from ingest.conditions_figures import split_cost
from ingest.conditions_grants import Drawn, changed_by, draw_grants
from ingest.conditions_no_measure import is_no_measure
from ingest.conditions_own import ITEM_LABEL, degrees_of, own_conditions, project_condition
from ingest.conditions_reading import (
    is_cost,
    is_generic,
    read_recipient,
)
from ingest.conditions_types import Condition, Measure, RecipientKind, Support
from ingest.conditions_windows import find_windows
from ingest.phrases import Span
from ingest.sentences import split_clauses, split_sentences
from ingest.types import Document, Fact, Instrument, QuantityKind

GIVING = frozenset(
    {Instrument.AWARD, Instrument.SUBSIDY, Instrument.INTEREST_SUBSIDY, Instrument.GUARANTEE, Instrument.TAX}
)
LONGEST_TITLE_CHARS = 40  # of a measure, to be read in a list
_AGAIN = re.compile(r"(?:再|另)(?:给予|奖励|补助|兑付|次)")
# 给予企业每人每年6万元: counted by persons, and paid to their employer.
_EMPLOYER_PAID = re.compile(
    r"(?:给予|奖励|补助|补贴|资助|发放给|拨付给|兑付给)(?:引才|引进|用人|引育)?(?:企业|单位|机构)"
)
_INFORMER_PAID = re.compile(r"(?:给予|奖励)(?:有功)?(?:举报|检举|投诉|揭发)(?:人|者)")
_BANKS = re.compile(r"银行|担保机构|保险机构")


def find_support(document: Document, facts: Sequence[Fact]) -> Support:
    """The measures of a document, in order, from its facts.

    1. Take the facts that give, sentence by sentence, and draw their grants. 2. Read each grant's
    recipient and conditions. 3. Add what later sentences of the section ask of the same recipient. 4. Add
    what the document asks of everybody. 5. Note stacking rules and application windows.
    """
    general = general_conditions(document)
    giving = [fact for fact in facts if gives(fact)]
    measures: list[Measure] = []
    for _, group in groupby(giving, key=lambda fact: (fact.section, fact.start, fact.end)):
        measures += _measures(document, list(group), measures)
    measures = _followed(document, _persons(_whole_sums(document.text, measures)))
    places = {measure.ordinal: place for place, measure in enumerate(measures)}
    found = [
        replace(
            measure,
            ordinal=places[measure.ordinal],
            tier_of=places.get(measure.tier_of) if measure.tier_of is not None else None,
            conditions=(
                *measure.conditions,
                *conditions_of(
                    general,
                    section_headings(document, measure.section),
                    measure.recipient.value if measure.recipient is not None else "",
                    measure.recipient_kind,
                ),
            ),
        )
        for measure in measures
    ]
    return Support(tuple(found), find_rules(document), find_windows(document))


def _whole_sums(text: str, measures: Sequence[Measure]) -> list[Measure]:
    """给予总额500万元奖励。…奖励100万元；…150万元；…250万元。: parts in sentences of their own."""
    left = list(measures)
    found: list[Measure] = []
    while left:
        whole = left.pop(0)
        total = whole.grant.amount
        parts = [one for one in left if one.section == whole.section and one.grant.amount is not None]
        if total is not None and not whole.grant.steps and "总额" in text[whole.start : whole.end]:
            sums = [one.grant.amount for one in parts if one.grant.amount is not None]
            if len(sums) > 1 and sum(one.value for one in sums) == total.value:
                whole = replace(whole, grant=replace(whole.grant, steps=tuple(sums)))
                left = [one for one in left if one not in parts]
        found.append(whole)
    return found


def _persons(measures: Sequence[Measure]) -> list[Measure]:
    """夫妻双方均符合条件的…: in a document for persons, who is not named is a person too."""
    named = [one.recipient_kind for one in measures if one.recipient_kind is not RecipientKind.UNNAMED]
    if not named or any(kind is not RecipientKind.PERSON for kind in named):
        return list(measures)
    return [replace(one, recipient_kind=RecipientKind.PERSON) for one in measures]


def gives(fact: Fact) -> bool:
    """Whether a fact gives money to somebody, rather than aiming at or reporting a figure."""
    if fact.instrument not in GIVING or fact.amount is None:
        return False
    return fact.amount.kind in (QuantityKind.MONEY, QuantityKind.RATIO)


def _measures(document: Document, facts: Sequence[Fact], earlier: Sequence[Measure]) -> list[Measure]:
    text = document.text
    drawn = [one for one in draw_grants(text, facts) if not is_no_measure(text, one)]
    degrees = degrees_of(text, drawn)
    found: list[Measure] = []
    after = facts[0].start
    for index, one in enumerate(drawn):
        conditions = degrees[index] if degrees else own_conditions(text, one, after)
        conditions += project_condition(document, one, conditions)
        base = _base_measure(text, found or earlier, one)
        if base is not None:
            conditions = [*base.conditions, *conditions]
        found.append(_measure(document, one, conditions, len(earlier) + len(found), base))
        after = one.grant.end
    return found


def _measure(
    document: Document, drawn: Drawn, conditions: Sequence[Condition], ordinal: int, base: Measure | None
) -> Measure:
    fact = drawn.fact
    recipient = fact.subject
    cost = recipient is not None and is_cost(recipient.value)
    kind = RecipientKind.COMPANY if cost or recipient is None else read_recipient(recipient.value)
    if recipient is None:
        kind = RecipientKind.UNNAMED
    of_loans = fact.instrument is Instrument.GUARANTEE and cost and recipient is not None
    if (of_loans and recipient is not None and recipient.value.endswith("贷款")) or (
        kind is RecipientKind.UNNAMED and _BANKS.search(document.text, fact.start, fact.end)
    ):
        kind = RecipientKind.BANK
    tier_of, grant = None, drawn.grant
    kind = _paid_to(document.text, drawn) or kind
    if drawn.tier and base is not None:
        tier_of = base.ordinal if base.tier_of is None else base.tier_of
        kind, recipient = base.recipient_kind, base.recipient or recipient
        grant = changed_by(document.text, grant, base.grant)
        if grant.ratio is not None and grant.base is None:
            grant = replace(grant, base=base.grant.base, base_field=base.grant.base_field)
            grant = replace(grant, cap=grant.cap or base.grant.cap)
    unique = dict.fromkeys(conditions)
    if grant.base is not None and grant.base_field is None and "增" in grant.base.value:
        of_rd = any((one.field or "").startswith("rd_") for one in conditions)
        grant = replace(grant, base_field="rd_increase" if of_rd else None)
    if grant.base_field is None and recipient is not None and cost and grant.base == recipient:
        known = split_cost(recipient.value)
        grant = replace(grant, base_field=known[1] if known is not None else None)
    grant = replace(grant, start=_giving_start(document.text, drawn, grant.start))
    return Measure(
        doc_id=document.doc_id,
        ordinal=ordinal,
        section=fact.section,
        start=fact.start,
        end=fact.end,
        title=_title(document, fact),
        recipient=recipient,
        recipient_kind=kind,
        conditions=tuple(unique),
        grant=grant,
        terms=_terms(document.text, drawn),
        deadline=fact.deadline,
        department=fact.department,
        tier_of=tier_of,
    )


def _paid_to(text: str, drawn: Drawn) -> RecipientKind | None:
    """Who is paid by the words of giving, whoever the condition names; None where they do not tell."""
    recipient = drawn.fact.subject
    if _EMPLOYER_PAID.search(text, drawn.fact.start, drawn.grant.end):
        return RecipientKind.COMPANY
    if _INFORMER_PAID.search(text, drawn.fact.start, drawn.grant.end):
        return RecipientKind.PERSON
    anybody = recipient is not None and is_generic(recipient.value)
    return RecipientKind.PERSON if _per_person(drawn) and not anybody else None


def _per_person(drawn: Drawn) -> bool:
    """按成交额的1%给予奖励，每人每年最高10万元: paid to persons, whoever is named."""
    figures = (drawn.grant.amount, drawn.grant.cap)
    return any(one is not None and (one.per or "").startswith(("每人", "每名", "每位")) for one in figures)


def _giving_start(text: str, drawn: Drawn, start: int) -> int:
    """Where the clause that gives begins, if this grant is the only one in it: 市级财政一次性奖励20万元."""
    clauses = split_clauses(text, drawn.fact.start, drawn.fact.end)
    first = next((a for a, b in clauses if a <= start < b), start)
    words = text[first:start]
    return first if "分别" not in words and not re.search(r"[\d对]", words) else start


def _title(document: Document, fact: Fact) -> str:
    heading = document.sections[fact.section].heading if document.sections else ""
    heading = ITEM_LABEL.sub("", heading).strip().rstrip("。：:")
    if heading and len(heading) <= LONGEST_TITLE_CHARS:
        return heading
    spans = [(one.start, one.end) for one in (fact.condition, fact.subject) if one is not None]
    inside = [(a, b) for a, b in spans if a is not None and b is not None and fact.start <= a < fact.end]
    if inside:
        words = document.text[min(a for a, _ in inside) : max(b for _, b in inside)]
        if len(words) <= LONGEST_TITLE_CHARS:
            return words
    return fact.subject.value if fact.subject is not None else document.title


def _base_measure(text: str, earlier: Sequence[Measure], drawn: Drawn) -> Measure | None:
    """The measure before, in the same section, that a changed rate or a second award goes on from."""
    if not earlier or earlier[-1].section != drawn.fact.section:
        return None
    if not drawn.tier and _goes_on(text, drawn, earlier[-1]):
        return earlier[-1]
    if drawn.tier:
        rated = [one for one in earlier if one.section == drawn.fact.section and one.grant.ratio is not None]
        return rated[-1] if rated else earlier[-1]
    return None


def _goes_on(text: str, drawn: Drawn, before: Measure) -> bool:
    """次年仍在规的再奖励5万元: more for the one named before, if nobody is named since."""
    fact, amount = drawn.fact, drawn.fact.amount
    assert amount is not None
    clause = max(text.rfind(mark, fact.start, amount.start) for mark in "，,；;。")
    if not _AGAIN.search(text, max(clause, fact.start), amount.start):
        return False
    subject = fact.subject
    named = subject is not None and subject.start is not None and subject.start >= before.grant.end
    return not named or subject == fact.condition


def _terms(text: str, drawn: Drawn) -> tuple[Span, ...]:
    """The clauses after the last figure: 连续支持不超过5年, 贴息期限不超过2年."""
    spans = [
        (start, end)
        for start, end in split_clauses(text, drawn.grant.end, drawn.fact.end)
        if start > drawn.grant.end and not any(mark in text[start:end] for mark in ("对", "分别"))
    ]
    first = next((i for i, (start, _) in enumerate(spans) if text[start - 1] in "；;。"), len(spans))
    return tuple(spans[:first])


def _followed(document: Document, measures: Sequence[Measure]) -> list[Measure]:
    """The measures with what later sentences of their section ask of the same recipient."""
    asked: dict[int, list[tuple[str, list[Condition]]]] = {}
    for section in {measure.section for measure in measures}:
        span = (document.sections[section].start, document.sections[section].end)
        for sentence in split_sentences(document.text, *span):
            found = following_conditions(document.text, sentence)
            if found is not None:
                asked.setdefault(section, []).append(found)
    result: list[Measure] = []
    for measure in measures:
        more = [
            condition
            for who, conditions in asked.get(measure.section, ())
            if _same_recipient(who, measure)
            for condition in conditions
        ]
        result.append(replace(measure, conditions=(*measure.conditions, *more)) if more else measure)
    return result


def _same_recipient(who: str, measure: Measure) -> bool:
    if is_generic(who):
        return True
    return measure.recipient is not None and (
        who in measure.recipient.value or measure.recipient.value in who
    )
