"""The figures of a sentence and whose they are: lists with 分别 resolved, labels read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.glossary import match_form
from assistant.labels import MAX_SUBJECT_CHARS, sound_name, trimmed, unnumbered
from assistant.read_figures import quantities_in
from ingest import Fact, Located, Quantity

_RESPECTIVELY = re.compile(r"分别|依次|各自")
LIST_MARK = re.compile(r"[、,，]|以及|[和与及](?!以[上下内]|其他?[^、,，]{0,4}[、,，])")  # not 四级及以上
_ITEM_MARK = re.compile(rf"{LIST_MARK.pattern}|(?<=[”》])(?=[“《])")  # “龙头企业”“示范企业”
_LEAD_IN = re.compile(
    r"^.*(?:对于?|给予?|将|为|向|按照?|使|获得|获批|认定为?|评为|新认定的?|首次认定的?|当年|年度)"
)
_BREAK = re.compile(r"[,，;；。:：、（）()]")
_BOUND_BEFORE = re.compile(
    r"(?:最高|最多|最低|不得(?:超过|高于|低于|少于|多于)|不超过|不高于|不低于|不少于|至少|未?超过|未满|未达到?|约|近|达到?|高于|低于"
    r"|每[家个年人项次户]|一次性|给予|奖励|补助|补贴|资助|再|各|不|上限|为"
    r"|人民币|可以|可|并|处以?|罚款|超|逾|共|仅|按照?|缴纳|支付|收取"
    r"|由|从|提高到|提升到|增加到|调整为|调整到|降低到|降至|增至|目前|现在|起始|[|\s])+$"
)
_KEPT_BOUND = re.compile(
    r"(?:最高|最多|最低|(?:不(?:得|可|能|应)?|未)(?:超过|高于|低于|少于|多于)|未满|不满|不足|不到|未达到?|至少|超过|约|近|高于|低于)+$"
)
_BOUND_AFTER = re.compile(r"^(?:[（(]不?含[^（）()]{0,4}[）)])?及?(?:以上|以下|以内|左右)")
# 五万元以上五十万元以下 is one figure.
_RANGE_LOW = re.compile(r"(?:[（(]不?含[^（）()]{0,4}[）)])?及?以上[、,，]?(?:不足|不满|未满|低于)?")
_RANGE_HIGH = re.compile(r"(?:[（(]不?含[^（）()]{0,4}[）)])?及?以[下内]")
# 市级财政一次性奖励20万元, 市政府给予: who pays, not who is paid.
_PAYER = re.compile(r"(?:财政|政府|委员会|管委会|局|部门|资金|基金)$")
_BENEFICIARY = re.compile(r"对(?!应|照|接)([^，,；;。]{2,40})[，,]")
_FIGURE = re.compile(r"\d")
_WHICH_TIME = re.compile(r"首次|初次|第一次|重新|再次|复审|续期|期满后")


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure and what it belongs to, both as spans into the sentence."""

    value: tuple[int, int]
    subject: tuple[int, int] | None
    quantity: Quantity
    about: str = ""  # what a fact says of whom it is for and on what condition


RAISED = re.compile(
    r"^[^,，;；。]{0,8}(?:提高|提升|增加|调整|降低|下降|下调|上调|扩大|翻番|变更|改)(?:到|至|为)[^,，;；。]{0,4}$"
)


def read_claims(text: str, base: int = 0, facts: Sequence[Fact] = ()) -> list[Claim]:
    """Every figure of a text that stands at ``base`` in its document, with whose it is, in order.

    The document's facts say whose; where they are silent the words before the figure do.
    """
    quantities = quantities_in(text)
    by_place = {fact.amount.start - base: fact for fact in facts if fact.amount is not None}
    paired = _pair_lists(text, quantities)
    claims = []
    for i, quantity in enumerate(quantities):
        value = _with_bounds(text, quantity)
        subject = paired.get(i) or _label(text, quantities, i)
        fact = by_place.get(quantity.start)
        named = _named_within(fact, text, base) if fact is not None else None
        named = sound_name(text, named) if named is not None else None
        # 分别 says whose it is better than the words right before, unless these say all of it and more.
        others = [span for j, span in paired.items() if span != paired.get(i)]
        whole = i in paired and _holds(named, paired[i]) and not any(_holds(named, one) for one in others)
        if fact is None or (i in paired and not whole):
            claims.append(Claim(value, subject, quantity))
            continue
        claims.append(Claim(value, named or subject, quantity, _about(fact)))
    return _whole_ranges(text, claims)


def _whole_ranges(text: str, claims: Sequence[Claim]) -> list[Claim]:
    """五万元以上五十万元以下 as one claim, from its low end to its high one."""
    joined: list[Claim] = []
    for claim in claims:
        low = joined[-1] if joined else None
        if low is not None and _ends_range(text, low.quantity, claim.quantity):
            joined[-1] = replace(low, value=(low.value[0], claim.value[1]))
        else:
            joined.append(claim)
    return joined


def _ends_range(text: str, low: Quantity, high: Quantity) -> bool:
    if (low.kind, low.unit) != (high.kind, high.unit) or low.value >= high.value:
        return False
    between = _RANGE_LOW.fullmatch(text, low.end, high.start)
    below = between is not None and not between[0].endswith("上")
    return between is not None and (below or _RANGE_HIGH.match(text, high.end) is not None)


def _holds(outer: tuple[int, int] | None, inner: tuple[int, int]) -> bool:
    return outer is not None and outer[0] <= inner[0] and inner[1] <= outer[1]


def _span_within(located: Located[str] | None, base: int, length: int) -> tuple[int, int] | None:
    if located is None or located.start is None or located.end is None:
        return None
    start, end = located.start - base, located.end - base
    return (start, end) if 0 <= start < end <= length and end - start <= MAX_SUBJECT_CHARS else None


def _named_within(fact: Fact, text: str, base: int) -> tuple[int, int] | None:
    """Whose the amount is, with the condition that stands right before it: 首次认定的高新技术企业.

    A condition that parts the first time from the next goes before a subject that does not say which.
    """
    subject = _span_within(fact.subject, base, len(text))
    condition = _span_within(fact.condition, base, len(text))
    if subject is None or condition is None:
        return subject
    if text[condition[1] : subject[0]] != "的":
        apart = _WHICH_TIME.search(text[slice(*condition)]) and not subject[0] <= condition[0] < subject[1]
        return condition if apart else subject
    whole = condition[0], subject[1]
    return whole if whole[1] - whole[0] <= MAX_SUBJECT_CHARS else subject


def _about(fact: Fact) -> str:
    said = (fact.subject, fact.condition)
    return match_form(" ".join(located.value for located in said if located is not None))


def _pair_lists(text: str, quantities: Sequence[Quantity]) -> dict[int, tuple[int, int]]:
    """For 对A、B和C分别给予15、30和50万元: which item each quantity belongs to, by position."""
    pairs: dict[int, tuple[int, int]] = {}
    named: list[tuple[int, int]] = []
    for mark in _RESPECTIVELY.finditer(text):
        following = [i for i, quantity in enumerate(quantities) if quantity.start >= mark.end()]
        listed = _run_of_figures(text, quantities, following)
        if len(listed) < 2:
            continue
        items = _items_before(text, mark.start(), len(listed))
        if any(_FIGURE.search(text, *item) for item in items):  # 分别按20%、10%奖励,最高分别200万元、100万元
            items = named if len(named) == len(listed) else []
        named = items
        if len(items) == len(listed):
            pairs.update(zip(listed, items, strict=True))
            raised = [i for i in following if i > listed[-1]]
            if raised and RAISED.match(text[quantities[listed[-1]].end : quantities[raised[0]].start]):
                again = _run_of_figures(text, quantities, raised)
                pairs.update(zip(again, items, strict=False) if len(again) == len(items) else ())
    return pairs


def _run_of_figures(text: str, quantities: Sequence[Quantity], following: Sequence[int]) -> list[int]:
    """The quantities that follow one another with nothing but list marks between them."""
    run: list[int] = []
    for i in following:
        if run:
            between = text[quantities[run[-1]].end : quantities[i].start]
            if len(between) > 6 or not LIST_MARK.search(between):
                break
        run.append(i)
    return run


def _items_before(text: str, end: int, count: int) -> list[tuple[int, int]]:
    """The last ``count`` listed things before ``end``, within their sentence."""
    begin = max((text.rfind(mark, 0, end) for mark in "。；;\n"), default=-1) + 1
    stop = end
    # "…企业,市政府分别给予": what stands between the list's comma and 分别 is who pays.
    comma = max(text.rfind("，", begin, end), text.rfind(",", begin, end))
    if comma >= 0 and end - comma <= 16 and not re.search(r"[、和与及]", text[comma + 1 : end]):
        stop = comma
    items: list[tuple[int, int]] = []
    last = begin
    for mark in _ITEM_MARK.finditer(text, begin, stop):
        items.append((last, mark.start()))
        last = mark.end()
    items.append((last, stop))
    items = [item for item in items if text[item[0] : item[1]].strip()][-count:]
    if items:
        first = items[0]
        lead = _LEAD_IN.match(text[first[0] : first[1]])
        if lead and lead.end() < first[1] - first[0]:
            items[0] = (first[0] + lead.end(), first[1])
    return [trimmed(text, unnumbered(text, item)) for item in items]


def _label(text: str, quantities: Sequence[Quantity], i: int) -> tuple[int, int] | None:
    """The words right before a figure, back to the last comma or figure: 给予国家级50万元 → 国家级."""
    floor = quantities[i - 1].end if i else 0
    start = quantities[i].start
    breaks = [mark.end() for mark in _BREAK.finditer(text, floor, start)]
    begin = start_of_label = max([floor, *breaks])
    lead = _BOUND_BEFORE.search(text[begin:start])
    end = begin + lead.start() if lead else start
    span = trimmed(text, unnumbered(text, (begin, end)))
    if _PAYER.search(text[span[0] : span[1]]):
        stated = list(
            _BENEFICIARY.finditer(text, max(text.rfind(stop, 0, begin) for stop in "；;。") + 1, end)
        )
        return trimmed(text, stated[-1].span(1)) if stated else None
    follows_a_figure = start_of_label == floor > 0
    return None if follows_a_figure else sound_name(text, span)


def _with_bounds(text: str, quantity: Quantity) -> tuple[int, int]:
    """The figure with the words that bound it: 最高不超过300万元, 100家以上."""
    before = _KEPT_BOUND.search(text[max(0, quantity.start - 12) : quantity.start])
    after = _BOUND_AFTER.match(text[quantity.end : quantity.end + 12])
    start = quantity.start - (len(before[0]) if before else 0)
    end = quantity.end + (len(after[0]) if after else 0)
    return start, end
