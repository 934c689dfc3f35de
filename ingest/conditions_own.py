"""The conditions in a grant's own words, and those of each degree in a list of sums."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise, takewhile

from ingest.conditions_figures import split_cost
from ingest.conditions_grants import Drawn
from ingest.conditions_reading import (
    is_cost,
    is_generic,
    read_conditions,
    read_recipient,
    read_whole,
    recipient_conditions,
)
from ingest.conditions_types import Condition, ConditionKind, RecipientKind
from ingest.conditions_words import read_qualification
from ingest.phrases import Span
from ingest.quantities import find_quantities
from ingest.sentences import split_clauses, split_sentences
from ingest.types import CELL_MARK, Bound, Document, Fact, Located, Quantity, QuantityKind

# A condition's words may begin this far before the span that the fact gives: 首次 | 开展研发活动.
MAX_LEAD_CHARS = 8
_BOUNDARY = "，,。；;：:、对向将把）)”的\n \u3000"
_CONDITION_CLAUSE = re.compile(r"的[，,]?$|^(?:经|通过|自|在)[^，,]{2,30}(?:后|的)?[，,]?$")
_RECOGNISED_AS = re.compile(r"^(?:首次|新|重新)(?:通过|获得)?(?:认定|评定|备案|获评|获批|入选|入库|列入)?的?")
_OWN_SUFFIX = re.compile(r"及?以[上下]")  # 二级、三级、四级及以上: of the last degree only
_OF_THE_RATE = re.compile(r"基础上|比例|标准")  # how much, not on what condition
_LEVEL_AT_END = re.compile(r"(?:国家|国际|世界|省部|地市|自治区|设区市)级$")  # 新获批国家级、省级…
_FIGURE_AT_END = re.compile(r"\d[\d.]*[^\d]*$")
ITEM_LABEL = re.compile(
    r"^\s*(?:第[一二三四五六七八九十百]+条|[（(][一二三四五六七八九十]{1,3}[）)]|\d{1,2}[.．、])\s*"
)


def project_condition(document: Document, drawn: Drawn, conditions: Sequence[Condition]) -> list[Condition]:
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
    label = ITEM_LABEL.match(document.text[slice(*lead)])
    begin, end = lead[0] + (label.end() if label else 0), lead[1]
    while end > begin and document.text[end - 1] in "。；;":
        end -= 1
    return [Condition(ConditionKind.OTHER, begin, end, document.text[begin:end])]


def stands_inside(located: Located[str] | None, fact: Fact) -> bool:
    """Whether words that a fact names stand in the fact's own sentence."""
    return located is not None and located.start is not None and fact.start <= located.start < fact.end


def own_conditions(text: str, drawn: Drawn, after: int) -> list[Condition]:
    """The conditions in the grant's own words."""
    fact = drawn.fact
    if CELL_MARK in text[fact.start : fact.end]:
        return _of_row(text, drawn)
    if fact.subject is not None and is_cost(fact.subject.value):
        return _of_cost(text, drawn, after)
    found: list[Condition] = []
    taken: list[Span] = []
    written = fact.condition
    if written is not None and written.start is not None and written.end is not None:
        span = _from_the_left(text, (written.start, written.end), fact.start)
        inside = (
            stands_inside(fact.subject, fact)
            and fact.subject is not None
            and fact.subject.start == written.start
        )
        start = span[0]
        named = fact.subject if inside else None
        if named is not None and named.end is not None and is_generic(named.value) and named.end < span[1]:
            start = named.end
        found += _with_name(text, read_conditions(text, start, span[1]), fact)
        taken.append(span)
    if fact.subject is not None:
        found = _with_noun(text, found, _recipient(text, drawn, found))
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


# The head of a column of sums says nothing of whom they are for.
_VALUE_HEAD = re.compile(r"金额|标准|额度|比例|[奖补](?:励|助|贴)|资金|上限")


def _of_row(text: str, drawn: Drawn) -> list[Condition]:
    """市科学技术进步奖 | 一等奖 | 20万元: being what the row names in all its columns before the sum."""
    fact = drawn.fact
    head = fact.condition
    found: list[Condition] = []
    told = head is not None and _VALUE_HEAD.search(head.value) is None
    if told and head is not None and head.start is not None and head.end is not None:
        found = _with_name(text, read_conditions(text, head.start, head.end), fact)
    subject, amount = fact.subject, fact.amount
    if subject is None or subject.start is None or subject.end is None or amount is None:
        return [*found, *_recipient(text, drawn, found)]
    between = text[subject.end : max(subject.end, amount.start)].split(CELL_MARK)[1:-1]
    labels = list(takewhile(_is_label, between))
    if not labels or not fact.start <= subject.start < fact.end:
        return [*found, *_recipient(text, drawn, found)]
    end = subject.end + sum(len(CELL_MARK) + len(label) for label in labels)
    named = _recipient(text, drawn, found)
    if named and all(one.kind is not ConditionKind.OTHER for one in named):  # 高新技术企业 | 首次认定
        more = _with_name(text, read_conditions(text, subject.end + len(CELL_MARK), end), fact)
        return [*found, *named, *more]
    return [*found, Condition(ConditionKind.OTHER, subject.start, end, text[subject.start : end])]


def _is_label(cell: str) -> bool:
    return bool(cell.strip()) and re.fullmatch(r"[\d.,％%—\-\s]+", cell) is None


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


def _with_name(text: str, conditions: list[Condition], fact: Fact) -> list[Condition]:
    """新认定 + 省级智能工厂: a recognition that names nothing is of the recipient."""
    subject = fact.subject
    if subject is None:
        return conditions
    found: list[Condition] = []
    for condition in conditions:
        bare = condition.kind is ConditionKind.QUALIFICATION and condition.name is None
        if bare and not is_generic(subject.value):
            words = _joined(text[fact.start : fact.end], condition.words, subject.value)
            found.append(replace(condition, name=subject.value, words=words))
        else:
            found.append(condition)
    return found


def _joined(sentence: str, said: str, name: str) -> str:
    """新认定 + 瞪羚企业, in pieces that the sentence writes; a gap where other names stand between."""
    lead = f"{said}的" if f"{said}的" in sentence else said
    parts = [lead, name]
    if name not in sentence:  # 国家级、省级重点实验室: the first by its level and what the list shares
        at = next((k for k in range(len(name) - 1, 0, -1) if _stands_cut(sentence, name, k)), len(name))
        parts = [lead, name[:at], name[at:]]
    words = parts[0]
    for before, part in pairwise(parts):
        words += part if not part or before + part in sentence else GAP + part
    return words


def _stands_cut(sentence: str, name: str, at: int) -> bool:
    return name[:at] in sentence and name[at:] in sentence


def _names_section(text: str, subject: Located[str]) -> bool:
    """Whether a subject is a whole heading: 三、平台建设 on its own line, or before a full stop."""
    if subject.start is None or subject.end is None:
        return False
    before = text[text.rfind("\n", 0, subject.start) + 1 : subject.start]
    label = ITEM_LABEL.match(before)
    numbered = label is not None and label.end() == len(before)
    alone = numbered or not before.strip(" \u3000一二三四五六七八九十、")
    return alone and text[subject.end : subject.end + 1] in ("", "。", "：", ":", "\n")


def _recipient(text: str, drawn: Drawn, found: Sequence[Condition]) -> list[Condition]:
    """Being the recipient, unless a recognition of it is asked for already or a person receives."""
    subject, fact = drawn.fact.subject, drawn.fact
    if subject is None or _OF_THE_RATE.search(subject.value):
        return []
    if subject.start is None:
        return [Condition(ConditionKind.OTHER, fact.start, fact.end, subject.value)]
    if not stands_inside(subject, fact) and _names_section(text, subject):
        return [one for one in recipient_conditions(subject) if _is_known(one)]
    return _being_named(subject, found) if read_recipient(subject.value) is RecipientKind.COMPANY else []


def _is_known(condition: Condition) -> bool:
    """Of what a heading names only what is a known name: 高新技术企业, not 平台建设."""
    if condition.kind is ConditionKind.QUALIFICATION:
        return read_qualification(condition.name or "").listed
    return condition.kind is not ConditionKind.OTHER


def _being_named(subject: Located[str], found: Sequence[Condition]) -> list[Condition]:
    """Being the recipient, unless what was found says so."""
    name = read_qualification(_bare_subject(subject.value))
    if any(one.name is not None and read_qualification(one.name) == name for one in found):
        return []
    within = [one for one in found if subject.start is not None and one.start <= subject.start < one.end]
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
        label = ITEM_LABEL.match(text[start:end])
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


def degrees_of(text: str, drawn: Sequence[Drawn]) -> list[list[Condition]] | None:
    """通过…二级、三级、四级认证的，分别给予…: each sum with its own degree of a shared condition."""
    if len(drawn) < 2 or any(one.grant.cap is None and one.grant.amount is None for one in drawn):
        return None
    first = drawn[0].fact
    shared = first.condition
    if shared is None or shared.start is None or shared.end is None:
        return None
    members_named = all(_stands_in(one.fact.subject, shared) for one in drawn)
    if any(one.fact.condition != shared for one in drawn) or not (
        members_named or all(one.fact.subject == first.subject for one in drawn)
    ):
        return None
    members = split_degrees(shared.value, len(drawn))
    if members is None:
        return None
    found: list[list[Condition]] = []
    for index, one in enumerate(drawn):
        own = _degree(text, shared, members, index)
        named = _noun_after(text, shared) if members_named else _recipient(text, one, own)
        found.append(_with_noun(text, own, named))
    return found


_NOUN_AFTER = re.compile(r"的(?P<who>[一-鿿]{2,16})(?=[，,])")


def _noun_after(text: str, shared: Located[str]) -> list[Condition]:
    """突破100亿元、50亿元 | 的 | 制造业企业: what a list whose members are steps is said of."""
    noun = _NOUN_AFTER.match(text, shared.end or 0)
    if noun is None or read_recipient(noun["who"]) is not RecipientKind.COMPANY:
        return []
    return recipient_conditions(Located(noun["who"], *noun.span("who")))


def _stands_in(subject: Located[str] | None, shared: Located[str]) -> bool:
    """Whether a subject is a member of the shared condition's own list: 50亿元 of 突破10亿元、50亿元."""
    if subject is None or subject.start is None or shared.start is None or shared.end is None:
        return False
    return shared.start <= subject.start < shared.end


def _with_noun(text: str, own: list[Condition], named: list[Condition]) -> list[Condition]:
    """认定为省内首台（套） | 的 | 装备产品: what is asked of a thing, and the thing, are one condition."""
    if not own or len(named) != 1 or {own[-1].kind, named[0].kind} != {ConditionKind.OTHER}:
        return [*own, *named]
    last, noun = own[-1], named[0]
    if text[last.end : noun.start] not in ("", "的"):
        return [*own, *named]
    words = last.words + text[last.end : noun.end]
    return [*own[:-1], replace(last, end=noun.end, words=words)]


def _degree(text: str, shared: Located[str], members: Sequence[str], index: int) -> list[Condition]:
    assert shared.start is not None and shared.end is not None
    read = read_conditions(text, shared.start, shared.end)
    figures = [one for one in read if one.kind is ConditionKind.FIGURE and one.limit is not None]
    words = members[index].replace(GAP, "")
    if figures and figures[0].limit is not None:
        first = figures[0].limit
        listed = [q for q in find_quantities(text, shared.start, shared.end) if q.kind is first.kind]
        if len(listed) == len(members):
            limit = replace(listed[index], bound=first.bound)
            rest = [
                replace(one, words=_from_first(members[index]))
                for one in read
                if one.kind is not ConditionKind.FIGURE
            ]
            return [replace(figures[0], words=members[index], limit=limit), *rest]
    made = Condition(ConditionKind.OTHER, shared.start, shared.end, words)
    named = [one for one in read_whole(made) if one.kind is ConditionKind.QUALIFICATION]
    return [replace(one, words=members[index]) for one in named or [made]]


def _from_first(member: str) -> str:
    """年产值首次突破10亿元 → 首次突破10亿元: what its figure alone does not settle."""
    return member[max(0, member.find("首次")) :]


GAP = "…"  # in a member of a list: words of other members stand between


def split_degrees(words: str, count: int) -> list[str] | None:
    """The condition once for each member of its list; None if it lists another number.

    在新三板基础层、创新层挂牌 → 在新三板基础层…挂牌, 在新三板…创新层挂牌.
    """
    parts = re.split(r"、|和(?=[^、]{1,8}$)", words)
    if len(parts) != count:
        return None
    last_mark = parts[0][-1]
    at = parts[-1].find(last_mark)
    width = len(parts[1]) if count > 2 else at + 1
    level = _LEVEL_AT_END.search(parts[0])
    width = max(width, len(level[0])) if level is not None else width
    figure = _FIGURE_AT_END.search(parts[0]) if parts[1][:1].isdigit() else None
    width = len(figure[0]) if figure is not None else width  # 首次达到 | 5亿元 beside 10亿元
    if at < 0 or width <= 0 or width > len(parts[0]):
        return None
    while width < len(parts[0]) and (parts[0][-width] + parts[0][-width - 1]).isdigit():
        width += 1  # 1000亿元 beside 500亿元
    own = _OWN_SUFFIX.match(parts[-1], at + 1)
    at = own.end() - 1 if own else at
    prefix, suffix = parts[0][:-width], parts[-1][at + 1 :]
    members = [parts[0][-width:], *parts[1:-1], parts[-1][: at + 1]]
    return [
        prefix + (GAP if prefix and i else "") + member + (GAP if suffix and i < count - 1 else "") + suffix
        for i, member in enumerate(members)
    ]
