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
from decimal import Decimal
from itertools import groupby

from ingest.conditions_document import (
    conditions_of,
    find_rules,
    find_windows,
    following_conditions,
    general_conditions,
    section_headings,
)
from ingest.conditions_grants import Drawn, draw_grants
from ingest.conditions_reading import (
    is_cost,
    is_generic,
    read_conditions,
    read_recipient,
    recipient_conditions,
    split_cost,
)
from ingest.conditions_types import Condition, ConditionKind, Measure, RecipientKind, Support
from ingest.conditions_words import read_qualification
from ingest.phrases import Span
from ingest.quantities import find_quantities
from ingest.sentences import split_clauses, split_sentences
from ingest.types import Bound, Document, Fact, Instrument, Located, Quantity, QuantityKind

GIVING = frozenset(
    {Instrument.AWARD, Instrument.SUBSIDY, Instrument.INTEREST_SUBSIDY, Instrument.GUARANTEE, Instrument.TAX}
)
# A condition's words may begin this far before the span that the fact gives: 首次 | 开展研发活动.
MAX_LEAD_CHARS = 8
LONGEST_TITLE_CHARS = 40  # of a measure, to be read in a list
_BOUNDARY = "，,。；;：:、对向将把）)”的\n "
_AGAIN = re.compile(r"(?:再|另)(?:给予|奖励|补助|兑付|次)")
_CONDITION_CLAUSE = re.compile(r"的[，,]?$|^(?:经|通过|自|在)[^，,]{2,30}(?:后|的)?[，,]?$")
_BANKS = re.compile(r"银行|担保机构|保险机构")
_RECOGNISED_AS = re.compile(r"^(?:首次|新|重新)(?:通过|获得)?(?:认定|评定|备案|获评|获批|入选|入库|列入)?的?")
_OWN_SUFFIX = re.compile(r"及?以[上下]")  # 二级、三级、四级及以上: of the last degree only
_OF_THE_RATE = re.compile(r"基础上|比例|标准")  # how much, not on what condition
_LABEL = re.compile(
    r"^\s*(?:第[一二三四五六七八九十百]+条|[（(][一二三四五六七八九十]{1,3}[）)]|\d{1,2}[.．、])\s*"
)


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
    found = [
        replace(
            measure,
            ordinal=ordinal,
            conditions=(
                *measure.conditions,
                *conditions_of(general, section_headings(document, measure.section)),
            ),
        )
        for ordinal, measure in enumerate(measures)
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
    drawn = draw_grants(text, facts)
    degrees = _degrees(text, drawn)
    found: list[Measure] = []
    after = facts[0].start
    for index, one in enumerate(drawn):
        if _is_total(text, one):
            continue
        conditions = degrees[index] if degrees else _conditions(text, one, after)
        conditions += _what_project(document, one, conditions)
        base = _base_measure(text, found or earlier, one)
        if base is not None:
            conditions = [*base.conditions, *conditions]
        found.append(_measure(document, one, conditions, len(earlier) + len(found), base))
        after = one.grant.end
    return found


def _what_project(document: Document, drawn: Drawn, conditions: Sequence[Condition]) -> list[Condition]:
    """推进技术改造。…对设备投资额500万元以上的项目: of which sort, its paragraph's first sentence says."""
    subject = drawn.fact.subject
    if (
        subject is None
        or subject.value != "项目"
        or any(one.kind is not ConditionKind.FIGURE for one in conditions)
    ):
        return []
    start = document.text.rfind("\n", 0, drawn.fact.start) + 1
    lead = split_sentences(document.text, start, drawn.fact.end)[0]
    label = _LABEL.match(document.text[slice(*lead)])
    begin, end = lead[0] + (label.end() if label else 0), lead[1]
    while end > begin and document.text[end - 1] in "。；;":
        end -= 1
    return [Condition(ConditionKind.OTHER, begin, end, document.text[begin:end])]


def _is_total(text: str, drawn: Drawn) -> bool:
    """同一企业一个年度内获得奖补的总额不超过800万元: a limit on all measures, not a measure."""
    grant, fact = drawn.grant, drawn.fact
    if grant.amount is not None or grant.ratio is not None or fact.subject is not None:
        return False
    return bool(re.search(r"总额|合计|累计|总计", text[fact.start : grant.end]))


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
    if _per_person(drawn) and not (recipient is not None and is_generic(recipient.value)):
        kind = RecipientKind.PERSON
    if drawn.tier and base is not None:
        tier_of = base.ordinal if base.tier_of is None else base.tier_of
        kind, recipient = base.recipient_kind, base.recipient or recipient
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
    heading = _LABEL.sub("", heading).strip().rstrip("。：:")
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


def _inside(located: Located[str] | None, fact: Fact) -> bool:
    return located is not None and located.start is not None and fact.start <= located.start < fact.end


def _conditions(text: str, drawn: Drawn, after: int) -> list[Condition]:
    """The conditions in the grant's own words."""
    fact = drawn.fact
    if fact.subject is not None and is_cost(fact.subject.value):
        return _of_cost(text, drawn, after)
    found: list[Condition] = []
    taken: list[Span] = []
    written = fact.condition
    if written is not None and written.start is not None and written.end is not None:
        span = _from_the_left(text, (written.start, written.end), fact.start)
        inside = (
            _inside(fact.subject, fact) and fact.subject is not None and fact.subject.start == written.start
        )
        start = span[0]
        named = fact.subject if inside else None
        if named is not None and named.end is not None and is_generic(named.value) and named.end < span[1]:
            start = named.end
        found += _with_name(read_conditions(text, start, span[1]), fact)
        taken.append(span)
    if fact.subject is not None:
        found += _recipient(text, drawn, found)
        if fact.subject.start is not None and fact.subject.end is not None:
            taken.append((fact.subject.start, fact.subject.end))
    if (
        drawn.capped_for is not None
        and drawn.capped_for.start is not None
        and drawn.capped_for.end is not None
    ):
        cap = drawn.capped_for
        found.append(Condition(ConditionKind.OTHER, cap.start or 0, cap.end or 0, cap.value))
    return found + _uncovered(text, after, drawn, taken)


def _of_cost(text: str, drawn: Drawn, after: int) -> list[Condition]:
    """企业支付的知识产权质押评估费用: having spent it is the condition, said in one piece."""
    places = [one for one in (drawn.fact.condition, drawn.fact.subject) if one is not None]
    spans = [(one.start, one.end) for one in places if one.start is not None and one.end is not None]
    if not spans:
        return []
    start = min(start for start, _ in spans)
    end = max(end for _, end in spans)
    start = max(start, drawn.fact.start)
    subject = drawn.fact.subject
    known = split_cost(subject.value) if subject is not None else None
    if known is not None and subject is not None and subject.start is not None:
        who, field = known
        at = subject.start, subject.start + len(who)
        found = recipient_conditions(Located(who, *at)) if who else []
        spent = Condition(ConditionKind.FIGURE, start, end, text[start:end], field=field, limit=_some(end))
        return [*found, replace(spent, strict=True), *_uncovered(text, after, drawn, [(start, end)])]
    spent = Condition(ConditionKind.OTHER, start, end, text[start:end])
    return [spent, *_uncovered(text, after, drawn, [(start, end)])]


def _some(at: int) -> Quantity:
    """More than nothing: a cost must have been borne."""
    return Quantity(QuantityKind.MONEY, Decimal(0), "yuan", at, at, bound=Bound.AT_LEAST)


def _from_the_left(text: str, span: Span, floor: int) -> Span:
    start = span[0]
    while start > max(floor, span[0] - MAX_LEAD_CHARS) and text[start - 1] not in _BOUNDARY:
        start -= 1
    return start, span[1]


def _with_name(conditions: list[Condition], fact: Fact) -> list[Condition]:
    """新认定 + 省级智能工厂: a recognition that names nothing is of the recipient."""
    subject = fact.subject
    if subject is None:
        return conditions
    found: list[Condition] = []
    for condition in conditions:
        bare = condition.kind is ConditionKind.QUALIFICATION and condition.name is None
        if bare and not is_generic(subject.value):
            words = f"{condition.words}的{subject.value}"
            found.append(replace(condition, name=subject.value, words=words))
        else:
            found.append(condition)
    return found


def _recipient(text: str, drawn: Drawn, found: Sequence[Condition]) -> list[Condition]:
    """Being the recipient, unless a recognition of it is asked for already or a person receives."""
    subject = drawn.fact.subject
    if subject is None or _OF_THE_RATE.search(subject.value):
        return []
    if subject.start is None:
        return [Condition(ConditionKind.OTHER, drawn.fact.start, drawn.fact.end, subject.value)]
    if read_recipient(subject.value) is not RecipientKind.COMPANY:
        return []
    name = read_qualification(_bare_subject(subject.value))
    if any(one.name is not None and read_qualification(one.name) == name for one in found):
        return []
    within = [one for one in found if subject.end is not None and one.start <= subject.start < one.end]
    if any(subject.value in (one.name or one.words) for one in within):
        return []
    return recipient_conditions(subject)


def _bare_subject(words: str) -> str:
    """首次入选省瞪羚企业 → 省瞪羚企业."""
    return re.sub(
        r"^(?:首次|新|重新)(?:通过|获得)?(?:认定|评定|备案|获评|获批|入选|入库|列入)?的?", "", words
    )


def _uncovered(text: str, after: int, drawn: Drawn, taken: Sequence[Span]) -> list[Condition]:
    """Clauses between the gift before and this one that say on what condition, and that nothing has read."""
    found: list[Condition] = []
    for start, end in split_clauses(text, after, drawn.fact.end):
        if end > drawn.grant.start or any(a < end and start < b for a, b in taken):
            continue
        label = _LABEL.match(text[start:end])
        begin = start + (label.end() if label else 0)
        words = text[begin:end]
        if (
            _CONDITION_CLAUSE.search(words)
            and not _OF_THE_RATE.search(words)
            and len(words) > 4
            and end <= drawn.grant.start
        ):
            found += read_conditions(text, begin, end)
    return found


def _degrees(text: str, drawn: Sequence[Drawn]) -> list[list[Condition]] | None:
    """通过…二级、三级、四级认证的，分别给予…: each sum with its own degree of a shared condition."""
    if len(drawn) < 2 or any(one.grant.cap is None and one.grant.amount is None for one in drawn):
        return None
    first = drawn[0].fact
    shared = first.condition
    if shared is None or shared.start is None or shared.end is None:
        return None
    if any(one.fact.condition != shared or one.fact.subject != first.subject for one in drawn):
        return None
    members = split_degrees(shared.value, len(drawn))
    if members is None:
        return None
    found: list[list[Condition]] = []
    for words, one in zip(members, drawn, strict=True):
        own = _degree(text, shared, words, members.index(words), len(drawn))
        found.append([*own, *_recipient(text, one, own)])
    return found


def _degree(text: str, shared: Located[str], words: str, index: int, count: int) -> list[Condition]:
    assert shared.start is not None and shared.end is not None
    read = read_conditions(text, shared.start, shared.end)
    figures = [one for one in read if one.kind is ConditionKind.FIGURE and one.limit is not None]
    if figures and figures[0].limit is not None:
        first = figures[0].limit
        listed = [q for q in find_quantities(text, shared.start, shared.end) if q.kind is first.kind]
        if len(listed) == count:
            limit = replace(listed[index], bound=first.bound)
            rest = [replace(one, words=words) for one in read if one.kind is not ConditionKind.FIGURE]
            return [replace(figures[0], words=words, limit=limit), *rest]
    return [Condition(ConditionKind.OTHER, shared.start, shared.end, words)]


def split_degrees(words: str, count: int) -> list[str] | None:
    """The condition once for each member of its list; None if it lists another number.

    在新三板基础层、创新层挂牌 → 在新三板基础层挂牌, 在新三板创新层挂牌.
    """
    parts = re.split(r"、|和(?=[^、]{1,8}$)", words)
    if len(parts) != count:
        return None
    last_mark = parts[0][-1]
    at = parts[-1].find(last_mark)
    width = len(parts[1]) if count > 2 else at + 1
    if at < 0 or width <= 0 or width > len(parts[0]):
        return None
    while width < len(parts[0]) and (parts[0][-width] + parts[0][-width - 1]).isdigit():
        width += 1  # 1000亿元 beside 500亿元
    own = _OWN_SUFFIX.match(parts[-1], at + 1)
    at = own.end() - 1 if own else at
    prefix, suffix = parts[0][:-width], parts[-1][at + 1 :]
    members = [parts[0][-width:], *parts[1:-1], parts[-1][: at + 1]]
    return [prefix + member + suffix for member in members]


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
