"""Figures that are given by nobody to anybody: caps on everything, instalments, shares of a gift, prices."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.conditions_grants import Drawn
from ingest.conditions_reading import is_generic
from ingest.sentences import split_clauses
from ingest.types import CELL_MARK, Fact, QuantityKind

# 验收后拨付70%, 达产后拨付其余30%: when the gift is paid, not how much it is.
_PAID_IN_PARTS = re.compile(
    r"(?:发放|拨付|兑付|兑现|支付|到位|预拨|清算|结算)(?:其余|剩余|余下|另外|尾款|后续)?(?:的|资金|部分|款项)*$"
)
_REST = re.compile(r"(?:其余|剩余|余下|尾款)(?:的|资金|部分)*$")
# 其中用于奖励主要负责人的比例不超过40%, 再按其40%奖励经营团队: how the one paid divides what it got.
_OF_THE_GIFT = re.compile(
    r"(?:用于|奖给|分配给)[^，,。；;]{0,24}(?:比例|部分|份额)?(?:应|须|可)?(?:不(?:得)?(?:超过|低于|少于|高于))?$"
    r"|按(?:其|该|上述|所获|所得|获得)?(?:的?(?:奖励|奖补|补助|补贴|奖金|资金)(?:资金|金额|额)?)?的?$"
)
# 综合费率降至1.5%以下: what the borrower pays, not what is given.
_RATE = re.compile(
    r"[费利]率[^，,。；;\d]{0,10}(?:降至|降到|降低至|下调至|为|不超过|不高于|控制在|执行|按)[^，,。；;\d]{0,4}$"
)
REACH_CHARS = 16  # a word of giving stands this near after its figure: 按利率的50%给予补贴
# 其中不低于50%的奖金用于奖励经营团队
_SET_ASIDE = re.compile(
    r"^的?(?:奖金|奖励|奖补|补助|补贴|资金|部分|份额|比例){0,2}(?:可|应|须)?(?:用于|奖励给|奖给|分配给|归)"
)
_AGAIN_BY = re.compile(r"(?:再|并|另)[^，,。；;]{0,4}$|^[^，,。；;]{0,2}(?:再|其中|并)")
_OF_A_GIFT_AFTER = re.compile(r"(?:用于)?(?:奖励|奖给|分配给)")
# 另一方按标准的50%享受: a part of what another sentence gives.
_OF_A_STANDARD = re.compile(
    r"^(?:上述|该|前述|原|相应|其|规定|本|以上|前款|同等|对应|的)*(?:补贴|补助|奖励|奖补|支持|资助|享受)?(?:标准|额度|金额|比例)$"
)
_TOTAL = re.compile(r"总额|合计|累计|总计|各类|各项|全部|所有")
_OF_THE_PAPER = re.compile(
    r"本(?:措施|办法|政策|细则|意见|规定|条款|文件|通知)|奖补资金|奖励资金|补助资金|扶持资金|各(?:类|项)"
)
_HIGHEST_ONLY = re.compile(r"就高|从高|择高|不重复|不得重复|重复享受|不叠加")
# 每千瓦时2元, 每吨50元, 0.3元/度: what one unit of a thing costs.
_PRICE = re.compile(r"千瓦时|度|吨|公斤|千克|立方米|公里|小时|千米|平方米|亩次")

_GIVES_BEFORE = re.compile(
    r"给予|予以|发放|兑付|奖给|(?:奖励|补助|补贴|资助|奖补)(?:(?:每|最高|不超过)[^，,。；;]{0,10})?$"
)
_GIVES_AFTER = re.compile(r"的?(?:标准)?(?:给予|予以|一次性|财政)*(?:补助|补贴|奖励|奖补|资助|发放)")


def is_no_measure(text: str, drawn: Drawn) -> bool:
    """Whether a figure is none that somebody may apply for: it limits, divides or prices what others give."""
    if drawn.tier or CELL_MARK in text[drawn.fact.start : drawn.fact.end]:
        return False
    return _limits_all(text, drawn) or _divides(text, drawn) or _prices(text, drawn)


def _limits_all(text: str, drawn: Drawn) -> bool:
    """单个企业每年获得本措施各类奖补资金总额不超过1000万元; 按就高原则…另一方按标准的50%."""
    grant, fact = drawn.grant, drawn.fact
    if grant.amount is not None:
        return False
    before = text[fact.start : grant.end]
    capped = grant.ratio is None and _TOTAL.search(before) is not None
    generic = fact.subject is None or is_generic(fact.subject.value)
    if capped and ((generic and "给予" not in before) or _OF_THE_PAPER.search(before)):
        return True
    return bool(_HIGHEST_ONLY.search(text, fact.start, grant.start)) and (
        grant.ratio is None or _of_a_standard(drawn)
    )


def _of_a_standard(drawn: Drawn) -> bool:
    base = drawn.grant.base
    return base is not None and _OF_A_STANDARD.match(base.value) is not None


def _divides(text: str, drawn: Drawn) -> bool:
    """An instalment, a share of a gift for one of those who got it, or a rate that somebody pays."""
    amount = drawn.fact.amount
    if amount is None or amount.kind is not QuantityKind.RATIO:
        return False
    start, end = _clause(text, drawn.fact, amount.start)
    behind, ahead = text[start : amount.start], text[amount.end : end]
    if _RATE.search(behind) and "补" not in ahead[:REACH_CHARS]:
        return True
    in_parts = _PAID_IN_PARTS.search(behind) or _REST.search(behind) or _SET_ASIDE.match(ahead)
    apart = behind.startswith(("其中用于", "其中，用于", "用于")) and drawn.grant.base is None
    return bool(in_parts or apart) or _of_a_standard(drawn) or _of_the_gift(behind, ahead)


def _of_the_gift(behind: str, ahead: str) -> bool:
    """再按其40%奖励经营团队."""
    found = _OF_THE_GIFT.search(behind)
    if found is None:
        return False
    by_itself = found[0].startswith(("用于", "奖给", "分配给"))
    again = _AGAIN_BY.search(behind[: found.start()])
    return by_itself or bool(again and _OF_A_GIFT_AFTER.match(ahead.lstrip("的")))


def _prices(text: str, drawn: Drawn) -> bool:
    """响应补贴按每千瓦时2元执行: a price of one unit, which no words give to anybody."""
    amount = drawn.grant.amount
    if amount is None or amount.per is None or not _PRICE.search(amount.per):
        return False
    start, end = _clause(text, drawn.fact, amount.start)
    return not _GIVES_BEFORE.search(text, start, amount.start) and not _GIVES_AFTER.match(
        text, amount.end, end
    )


def _clause(text: str, fact: Fact, at: int) -> tuple[int, int]:
    clauses: Sequence[tuple[int, int]] = split_clauses(text, fact.start, fact.end)
    return next(((a, b) for a, b in clauses if a <= at < b), (fact.start, fact.end))
