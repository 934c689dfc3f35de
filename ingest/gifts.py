"""Which figures of a sentence are given, and by which instrument; the rest are conditions or aims."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest import fact_words as words
from ingest.measures import alternatives
from ingest.phrases import Span
from ingest.sentences import split_clauses
from ingest.types import Bound, Instrument, Quantity, QuantityKind

REACH_CHARS = 20  # between an amount and the word that says what it is: 20万元的一次性科技创新奖励
SHARED_REACH_CHARS = 30  # from 按 to its share: 按照不低于成果转化收益80%的标准

_INSTRUMENT = re.compile(alternatives(words.INSTRUMENT_OF))
_FUND = re.compile(words.FUND_NOUNS)
_ALLOTTING = re.compile("^(?:安排|设立|组建)")
_RISK = re.compile("风险补偿|损失补偿|代偿")
_OVERRIDING = re.compile(alternatives(words.OVERRIDING))
_GIVING_BEFORE = re.compile(rf"(?:{words.GIVING_VERBS})[^，,。；;\n]{{0,24}}$")
_BY_SHARE = re.compile(r"(?:给予|予以|奖励|补助|补贴|资助|奖补|按)")
_CLAUSE_ENDS_IN_DE = re.compile(r"的[，,。；;]?$")
# 50万元以上的高新技术企业, 超过30万元的，: the figure belongs to a condition.
_TAIL = r"(?:[（(][^（）()]{0,8}[）)])?(?:及?以[上下内]|左右)?(?:[（(][^（）()]{0,8}[）)])?"
_CONDITION_AFTER = re.compile(
    rf"{_TAIL}(?:的(?!一次性|比例|标准|资金|财政|{alternatives(words.INSTRUMENT_OF)}|[^，。；可也均给按]{{0,8}}"
    rf"(?:{alternatives(words.INSTRUMENT_OF)}))|(?=[一-鿿]{{0,12}}(?:条件|要求))"
    rf"|(?=的?贷款(?:产生|发生|损失|余额)))"
)
# 由30%提升到40%: what was, not what is given.
_RAISED_FROM = re.compile(r"(?:[由从原]|现行)[^，,。；;]{0,12}$")
_FORMERLY = re.compile(r"[（(](?:原|此前|之前)[^（）()]{0,8}$")
# Shares that are no gift: paid in parts, borne, grown by, or a multiple of the gift.
_NO_GIFT_SHARE = re.compile(r"(?:发放|拨付|兑付|兑现|支付|到位|承担|分担|到账|增长|增速|同比|下降)$")
_RAISED_TO = re.compile(
    r"(?:[、和及][\d.]+[万亿]?元?){0,4}(?:提高|提升|调整|上调|下调|降低|增加|上浮|降|调)(?:到|至|为)"
)
# Interest rates are raised too, at the borrower's cost.
_RAISED_BY = re.compile(
    r"(?<!利率)(?:标准|比例|额度|基础上|基数上)(?:基础)?上?(?:再|可|另|均|各|分别|相应|适当)*(?:上浮|上调|提高|增加)$"
)


@dataclass(frozen=True, slots=True)
class Gift:
    """Amounts given in one clause, alone or as a list (15万元、30万元和50万元)."""

    clause: Span
    amounts: tuple[Quantity, ...]
    instrument: Instrument


def find_gifts(
    text: str, sentence: Span, quantities: Sequence[Quantity], *, before: Instrument | None, topic: str
) -> list[Gift]:
    """The gifts of a sentence in order, at most one a clause.

    ``before`` is the instrument of the sentence before, for one that names none; ``topic`` the headings.
    """
    gifts: list[Gift] = []
    for clause in split_clauses(text, *sentence):
        given: list[Quantity] = []
        named = gifts[-1].instrument if gifts else _named_earlier(text, sentence, clause)
        for quantity in quantities:
            if not clause[0] <= quantity.start < clause[1]:
                continue
            instrument = _given_as(text, clause, quantity, named)
            if instrument is None and _gives_to(text, clause, quantity):
                instrument = before or Instrument.SUBSIDY
            if instrument is None and _raises(text, clause, quantity):
                instrument = before or _of_topic(topic)
            if instrument is not None:
                given.append(quantity)
                named = instrument
        if given and named is not None:
            # In 15万元、30万元和50万元奖励 the word follows the last amount only, and holds for all.
            risky = named is Instrument.SUBSIDY and _RISK.search(topic) and "补偿" in text[slice(*clause)]
            gifts.append(Gift(clause, tuple(given), Instrument.GUARANTEE if risky else named))
    return gifts


def _of_topic(topic: str) -> Instrument:
    """What the headings give."""
    named = _INSTRUMENT.findall(topic)
    return words.INSTRUMENT_OF[named[-1]] if named else Instrument.SUBSIDY


def _named_earlier(text: str, sentence: Span, clause: Span) -> Instrument | None:
    """What the sentence was giving before this clause: 对…进行资助，最高不超过300万元."""
    named = _INSTRUMENT.findall(text, sentence[0], clause[0])
    return words.INSTRUMENT_OF[named[-1]] if named else None


def _is_candidate(quantity: Quantity, ahead: str, behind: str) -> bool:
    if quantity.kind not in (QuantityKind.MONEY, QuantityKind.RATIO):
        return False
    if _RAISED_FROM.search(behind) and _RAISED_TO.match(ahead):
        return False
    if _FORMERLY.search(behind) or _CONDITION_AFTER.match(ahead):
        return False
    if quantity.kind is QuantityKind.RATIO and _NO_GIFT_SHARE.search(behind):
        return False
    return not _CLAUSE_ENDS_IN_DE.search(ahead) or bool(_BY_SHARE.search(ahead))


def _gives_to(text: str, clause: Span, quantity: Quantity) -> bool:
    """对省级人才，给予每人80万元: given, though no word says what it is."""
    behind = text[clause[0] : quantity.start]
    giving = _GIVING_BEFORE.search(behind)
    candidate = _is_candidate(quantity, text[quantity.end : clause[1]], behind)
    return candidate and giving is not None and giving[0].startswith(("给予", "予以"))


def _raises(text: str, clause: Span, quantity: Quantity) -> bool:
    """在上述标准基础上再上浮10个百分点, 再增加5万元: more of what was given, though none says of what."""
    behind = text[clause[0] : quantity.start]
    return quantity.kind in (QuantityKind.RATIO, QuantityKind.MONEY) and bool(_RAISED_BY.search(behind))


def _given_as(text: str, clause: Span, quantity: Quantity, earlier: Instrument | None) -> Instrument | None:
    """By which instrument the figure is given; None if it is not, or no word says."""
    ahead, behind = text[quantity.end : clause[1]], text[clause[0] : quantity.start]
    if not _is_candidate(quantity, ahead, behind):
        return None
    money = quantity.kind is QuantityKind.MONEY
    if earlier is Instrument.FUND and money and "其中" in behind:
        return Instrument.FUND
    giving = _GIVING_BEFORE.search(behind)
    shared = "按" in behind[-SHARED_REACH_CHARS:] and bool(_BY_SHARE.search(ahead))
    capped = earlier is not None and (quantity.bound is Bound.AT_MOST or quantity.per is not None)
    following = _INSTRUMENT.search(ahead[:REACH_CHARS])
    if following is None and shared:
        following = _INSTRUMENT.search(ahead)
    if following is None and giving is not None and money:
        following = _FUND.search(ahead)
        if following is None and _ALLOTTING.search(giving[0]):
            return Instrument.FUND
    if following is None and giving is None and not capped and not shared:
        return None
    if following is None and not money and quantity.bound is Bound.AT_LEAST:
        return None  # 购房款不低于补贴金额的3倍
    found = _instrument(text[slice(*clause)], following, behind) or earlier
    return found if money or found is not Instrument.FUND else None


def _instrument(clause: str, following: re.Match[str] | None, behind: str) -> Instrument | None:
    decisive = _OVERRIDING.search(clause) or following
    if decisive is not None:
        return words.INSTRUMENT_OF.get(decisive[0], Instrument.FUND)
    named = _INSTRUMENT.findall(behind)
    return words.INSTRUMENT_OF[named[-1]] if named else None
