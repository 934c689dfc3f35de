"""What a sentence gives: each amount paired with who gets it, by which instrument, on what condition."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest import fact_words as words
from ingest.beneficiaries import BENEFICIARY_END, addressed_span, each_of, recipient, split_condition
from ingest.gifts import Gift, find_gifts
from ingest.phrases import Span, located, name_members, split_in_step, trim
from ingest.types import Instrument, Located, Quantity

LONGEST_QUALIFIER_CHARS = 14  # 国家级, 新认定的省级: what tells two amounts of one gift apart

_GIVING_START = re.compile(words.GIVING_STARTS)
_FUND_AFTER = re.compile(
    rf"(?:以上|左右|规模)?+的?(?P<name>[^，,。；;\d]{{0,36}}?(?:{words.FUND_NOUNS}|资金))"
)
_FUND_BEFORE = re.compile(
    r"(?:设立|安排|组建|建立|成立|统筹|整合|推进|[，,。；;\s]|^)+(?:(?:省|市|县|区)级?)?"
    rf"(?P<name>[^，,。；;\d]{{2,30}}?(?:{words.FUND_NOUNS}|创新资金|奖补资金))"
)
# 被评为“甲类”“乙类”的, 新获批国家级、省级中心的: what stands before the names of what was obtained.
_ATTAINED = re.compile(
    r"(?:首次|新)?(?:被|经)?"
    r"(?:评定为|评为|认定为|认定|列为|授予|获批准|获批|获认定|获得|获评|荣获|获(?=[“《])|入选|列入|取得)"
    r"(?:了|为)?(?=[“《\u4e00-\u9fff])"
)
# 国际首台（套）最高500万元: what a cap is for.
_CAPPED = re.compile(r"(?:最高|不超过|最多)$|^(?:最高|不超过|最多)")
_NO_CAPPED_NAME = re.compile(
    "额度|标准|金额|总额|比例|累计|资金|补助|补贴|奖励|资助|期限|贴息|时间|单|每|同一|合计|其|原则"
)
_ISSUING = re.compile(r"(?:发放|设立)(?P<what>[^，,。；;]{2,16})$")
_LIST_MARK = re.compile(r"[、和及与或以并且]{1,2}")


@dataclass(frozen=True, slots=True)
class Benefit:
    """One amount that is given, before section-wide fields are added."""

    instrument: Instrument
    amount: Quantity
    subject: Located[str] | None  # None: nobody is named in the sentence
    condition: Located[str] | None


def find_benefits(
    text: str,
    sentence: Span,
    quantities: Sequence[Quantity],
    *,
    before: Instrument | None = None,
    topic: str = "",
) -> list[Benefit]:
    """The benefits of one sentence, in order.

    ``before`` is the instrument of the sentence before in the same paragraph (对省级人才，给予每人80万元
    names none), ``topic`` the section's headings.

    1. Find the figures that are given. 2. For each, or each list of them, say to whom.
    """
    found: list[Benefit] = []
    after = sentence[0]
    for gift in find_gifts(text, sentence, quantities, before=before, topic=topic):
        if gift.instrument is Instrument.FUND:
            found += [_fund(text, gift, amount) for amount in gift.amounts]
        else:
            found += _addressed(text, sentence, after, gift, found[-1] if found else None)
        after = gift.clause[1]
    return found


def _fund(text: str, gift: Gift, amount: Quantity) -> Benefit:
    """安排1.2亿元的科技创新专项资金: the fund itself is what the amount is about."""
    after = _FUND_AFTER.match(text, amount.end, gift.clause[1])
    names = [after] if after else list(_FUND_BEFORE.finditer(text, gift.clause[0], amount.start))
    name = located(text, names[-1].span("name")) if names else None
    return Benefit(Instrument.FUND, amount, name, None)


def _addressed(text: str, sentence: Span, after: int, gift: Gift, earlier: Benefit | None) -> list[Benefit]:
    """The gift's amounts, each with its beneficiary."""
    whom = addressed_span(text, sentence, after, gift)
    named = recipient(text, gift)
    if named is not None:
        return _alike(gift, named, located(text, whom))
    if whom is None:
        carried = (earlier.subject, earlier.condition) if earlier else (each_of(text, gift), None)
        return _qualified(text, gift, *carried)
    special = _named_by_itself(text, whom, gift, earlier)
    if special is not None:
        return _qualified(text, gift, *special)
    subject, condition = split_condition(text, *whom, named=text[whom[0] - 1] in "对将把")
    parts = _members(text, gift, subject, condition)
    if subject is None and parts is None:
        carried_name = earlier.subject if earlier else each_of(text, gift)
        return _qualified(text, gift, carried_name, located(text, condition))
    if parts is None:
        return _qualified(text, gift, located(text, subject), located(text, condition))
    return [
        Benefit(gift.instrument, amount, name, located(text, condition))
        for amount, name in zip(gift.amounts, name_members(text, parts), strict=True)
    ]


def _named_by_itself(
    text: str, whom: Span, gift: Gift, earlier: Benefit | None
) -> tuple[Located[str] | None, Located[str] | None] | None:
    """国际首台（套）最高500万元 after a share, and 发放创新券，每家最高10万元: name and condition."""
    name = text[whom[0] : whom[1]]
    issued = _ISSUING.match(name)
    if issued is not None:
        return located(text, (whom[0] + issued.start("what"), whom[0] + issued.end("what"))), None
    capped = _CAPPED.search(text[whom[1] : gift.amounts[0].start]) and whom[0] >= gift.clause[0]
    if earlier is None or not capped or len(name) > LONGEST_QUALIFIER_CHARS or _NO_CAPPED_NAME.search(name):
        return None
    return located(text, whom), earlier.condition


def _members(text: str, gift: Gift, *lists: Span | None) -> list[Span] | None:
    """The members of the first of ``lists`` that has as many as the gift has amounts, to be paired with them.

    What they became is left out: 被评为“甲类”“乙类”的, 分别给予….
    """
    if not _is_bare_list(text, gift):
        return None
    for listed in lists:
        if listed is None:
            continue
        became = _ATTAINED.match(text, *listed)
        parts = split_in_step(text, became.end() if became else listed[0], listed[1], len(gift.amounts))
        if parts is not None:
            return parts
    return None


def _is_bare_list(text: str, gift: Gift) -> bool:
    """Whether the amounts are a list (15万元、30万元和50万元), to be paired with a list of names."""
    gaps = [text[first.end : second.start] for first, second in pairwise(gift.amounts)]
    return bool(gaps) and all(not gap.strip("、和及与或以上内下 ") for gap in gaps)


def _alike(gift: Gift, subject: Located[str] | None, condition: Located[str] | None) -> list[Benefit]:
    return [Benefit(gift.instrument, amount, subject, condition) for amount in gift.amounts]


def _qualified(
    text: str, gift: Gift, subject: Located[str] | None, condition: Located[str] | None
) -> list[Benefit]:
    """给予国家级50万元、省级20万元: what stands before each amount tells them apart."""
    marks = _qualifiers(text, gift) if len(gift.amounts) > 1 else None
    if marks is None:
        return _alike(gift, subject, condition)
    found: list[Benefit] = []
    for amount, (start, end) in zip(gift.amounts, marks, strict=True):
        name = text[start:end]
        whole = name if subject is None or BENEFICIARY_END.search(name) else name + subject.value
        found.append(Benefit(gift.instrument, amount, Located(whole, start, end), condition))
    return found


def _qualifiers(text: str, gift: Gift) -> list[Span] | None:
    begin = gift.clause[0]
    spans: list[Span] = []
    for amount in gift.amounts:
        verbs = list(_GIVING_START.finditer(text, begin, amount.start))
        span = trim(text, verbs[-1].end() if verbs else begin, amount.start)
        mark = _LIST_MARK.match(text, *span) if span is not None else None
        span = trim(text, mark.end(), span[1]) if mark is not None and span is not None else span
        if span is None or span[1] - span[0] > LONGEST_QUALIFIER_CHARS:
            return None
        spans.append(span)
        begin = amount.end
    return spans
