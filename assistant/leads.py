"""Which figures may be stated above a quote: those that answer, of the unit asked, that are no condition."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.asking import Asked
from assistant.claims import RAISED, Claim
from assistant.glossary import match_form
from assistant.question import Question
from ingest import Quantity, QuantityKind

CLAUSE_CHARS = 60  # a condition's own words stand at most this far before its figure
_STOP = "，,；;。：:\n|"
# Words that compare with a bound, before the figure or after it.
_COMPARES = re.compile(
    r"(?:(?:不|未)?(?:超过|高于|低于|多于|少于|达到?|足|满)|不得(?:超过|低于|高于|少于)|大于|小于|突破|增长|下降)"
    r"[^，,；;。：:\d]{0,16}$"
)
_BOUND_AFTER = re.compile(
    r"(?:[（(]不?含[^（）()]{0,4}[）)])?(?:及)?以[上下内](?:[（(]不?含[^（）()]{0,4}[）)])?"
)
# What is given, taken or charged in the clause before the figure: then the figure is no condition.
_OUTCOME = re.compile(
    r"给予|奖|补|资助|支持|贴息|罚|处(?=[^理置于])|税率|利率|费率|最高|最多|封顶|上限|减|免|缴|收取|返还|退"
    r"|贷款额|额度|贷款期|授信|拨付|发放"
)
# What is given in the clause after it: 超过总数的50%，给予…补贴.
_OUTCOME_NEXT = re.compile(
    r"[，,](?:由[^，,；;。]{2,20})?(?:另|再|可|应当?|则|均|分别|一次性|按|每|最高|免|减|不|予以|追加|市财政|区财政)*"
    r"(?:给予|奖|补|资助|支持|贴息|罚|处|税率|免|减|按|享受|予|提高|上浮|不予)"
)
_ASKS_BOUND = re.compile(
    r"达到|超过|不低于|不少于|至少|最低|最少|门槛|起点|多少(?:个|家|人|万|元|%)?(?:以上|以下|以内)|才(?:能|可|算|有)|算(?:是)?|"
    r"条件|要求|认定标准|标准(?:是|为)|\b(?:at least|minimum|threshold|require|qualif)"
)
# Money that is asked for in money: no share answers it.
_ASKS_MONEY = re.compile(
    r"(?:工资|价格|金额|费用|单价|保险金|救助金|抚恤金|生活费)(?:标准)?(?:是|为|有)?(?:多少|几)"
    r"|(?:多少|几)(?:个)?(?:钱|元|块|毛|万(?!分)|亿|千元|百元)|\bhow much (?:money|yuan)\b"
    r"|\bhow much\b.{0,80}\bper (?:[\w-]+ ){0,3}(?:employee|worker|person|hire|job|household)\b"
    r"|\bhow many yuan\b"
)
_ASKS_FINE = re.compile(r"罚(?:款|金|多少|几)|被罚|要罚|会罚|罚\b|\bfine[ds]?\b")
_FINE_BEFORE = re.compile(r"(?:罚款?|处以?|并处|可以处|可处|罚金|滞纳金|加收)[^，,；;。]{0,24}$")
_FINE_AFTER = re.compile(
    r"(?:以[上下内]|不等)?的?(?:[一二三四五六七八九十百千万亿\d.]+(?:元|倍|万元)?以[下内])?的?(?:高额|巨额)?(?:的)?(?:行政)?(?:罚|顶格)"
)
# What is counted or measured, by the words that ask for it, and the units that answer.
_UNITS_ASKED = (
    (re.compile(r"年龄|几岁|多少岁|多大(?:年纪|岁数)|周岁|\bhow old\b|\bage\b"), ("岁", "周岁")),
    (re.compile(r"几(?:大|个)*(?:部分|板块|方面)"), ("部分", "方面", "板块", "个")),
    (re.compile(r"(?:多少|几)次|次数"), ("次",)),
    (re.compile(r"(?:多少|几)毫米|尺寸|\b(?:in|how many) (?:mm|millimet(?:er|re)s?)\b"), ("毫米", "mm")),
)
# A list that is counted at its end: 北京、上海、重庆11个城市 names them, 11 is of none of them.
_COUNTED_LIST = re.compile(r"[^、，,；;。]{2,}、[^、，,；;。]{2,}(?:、|和)")
# All that one firm may get, not the cap of one measure.
_ASKS_WHOLE_CAP = re.compile(
    r"(?:一|每|单)个?家?(?:企业|单位|公司|户|个人|个人才)(?:在?一年|每年|全年|一共|总共|累计|合计|加起来|内)*(?:最多|最高|顶多)"
    r"(?:能|可以?|一共|总共)*(?:拿|获得|享受|得到|领)(?:到)?(?:多少|几|的?(?:奖补|补助|补贴|资金|扶持)*(?:资金|总额)?(?:是|有)?多少)"
)
_WHOLE_CAP = re.compile(r"总额|累计|合计|各类|所有|全部|总计|总和")


def fit_to_lead(
    question: Question, text: str, stated: Sequence[Claim], claims: Sequence[Claim]
) -> list[Claim]:
    """Those of ``claims`` that may be stated as what was asked for; ``stated`` are all of the sentence.

    Without figures of another unit or kind, of conditions, and of what is charged where a fine is asked.
    """
    if asks_whole_cap(question) and not _WHOLE_CAP.search(text):
        return []
    fit = [c for c in claims if _of_unit(question, text, c)]
    if _ASKS_FINE.search(question.form) and question.asked in (Asked.AMOUNT, Asked.FIGURE, Asked.RATIO):
        fit = [c for c in fit if _is_fine(text, c)]
    if not _ASKS_BOUND.search(question.form) and question.asked in (Asked.AMOUNT, Asked.RATIO, Asked.FIGURE):
        fit = [c for c in fit if not is_condition(text, c.quantity)]
    return _named_alike(question, text, stated, fit)


def asks_whole_cap(question: Question) -> bool:
    """Whether all that one firm may get is asked for, of no measure by name: 一家企业一年最多拿多少."""
    return _ASKS_WHOLE_CAP.search(question.form) is not None


def _of_unit(question: Question, text: str, claim: Claim) -> bool:
    quantity = claim.quantity
    if quantity.kind is QuantityKind.RATIO and _ASKS_MONEY.search(question.form):
        return False
    for asks, units in _UNITS_ASKED:
        if asks.search(question.form) and question.asked in (Asked.FIGURE, Asked.COUNT, Asked.AMOUNT):
            return quantity.unit in units
    if quantity.kind is not QuantityKind.COUNT or question.asked is Asked.COUNT or claim.subject is None:
        return True
    start, end = claim.subject
    return text[start - 1 : start] not in ("、", "和") and not _COUNTED_LIST.search(text[start:end])


def _is_fine(text: str, claim: Claim) -> bool:
    begin = max(0, claim.value[0] - CLAUSE_CHARS)
    before = _FINE_BEFORE.search(text, begin, claim.value[0])
    return before is not None or _FINE_AFTER.match(text, claim.value[1]) is not None


def is_condition(text: str, quantity: Quantity) -> bool:
    """Whether a figure bounds who or what is meant: 超过扣除项目50%的部分, 超过总数的50%，给予补贴."""
    begin = max((text.rfind(stop, 0, quantity.start) for stop in _STOP), default=-1) + 1
    before = text[max(begin, quantity.start - CLAUSE_CHARS) : quantity.start]
    after = _BOUND_AFTER.match(text, quantity.end)
    if _OUTCOME.search(before) or not (after or _COMPARES.search(before)):
        return False
    end = after.end() if after else quantity.end
    rest = text[end : _clause_end(text, end)]
    if rest.startswith("的"):
        return not _OUTCOME.search(rest)
    return not rest and bool(_OUTCOME_NEXT.match(text, end))


def _clause_end(text: str, at: int) -> int:
    return min((place for stop in _STOP if (place := text.find(stop, at)) >= 0), default=len(text))


def _named_alike(question: Question, text: str, stated: Sequence[Claim], fit: Sequence[Claim]) -> list[Claim]:
    """Without a figure whose name lacks a word of the question that another figure's name holds.

    For 国家级单项冠军200万元、省级专精特新企业20万元 and a question about 单项冠军, the second is another's.
    """
    held = {claim.value: _terms_in(question, text, claim) for claim in stated if claim.subject is not None}
    return [claim for claim in fit if not any(_names_more(text, held, other, claim) for other in stated)]


def _names_more(text: str, held: dict[tuple[int, int], frozenset[str]], other: Claim, claim: Claim) -> bool:
    """Whether another figure of the kind has all words of the question that this one has, and more."""
    if claim.value not in held or other.value not in held or other.quantity.kind is not claim.quantity.kind:
        return False
    raised = RAISED.match(text[other.value[1] : claim.quantity.start])  # 由30%提升到40% is of one thing
    return held[claim.value] < held[other.value] and raised is None


def _terms_in(question: Question, text: str, claim: Claim) -> frozenset[str]:
    label = match_form(text[slice(*claim.subject)]) if claim.subject is not None else ""
    told = (term for term in question.terms if term.text not in question.qualifiers)
    return frozenset(term.text for term in told if term.found_in(label))
