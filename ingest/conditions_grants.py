"""From the facts of one sentence to its grants: a sum or a share with its base, cap and steps."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.conditions_reading import is_cost
from ingest.conditions_types import Grant
from ingest.conditions_words import vocabulary
from ingest.measures import plain
from ingest.quantities import find_quantities
from ingest.types import Bound, Fact, Located, Quantity, QuantityKind

# 按照研发费用的8%, 按设备投资额的5%至8%, 不超过项目总投入的30%
_BASE = re.compile(
    r"(?:按照?|返还|不超过|为|给予)(?:不超过|不低于|不高于|其|企业|单位|项目|该){0,3}(?P<base>[^，,。；;按%％\d]{2,40}?)的?(?:最高|不超过)?$"
)
_NO_BASE = re.compile(r"^(?:照)?(?:\s|一定|相应|最高|不超过)*$")
# 补助比例提高到10%: another rate for the same gift.
_TIER = re.compile(
    r"(?:比例|标准|额度|上限|限额|奖励|补助)[^，,。；;]{0,6}?(?:提高|上调|下调|降低|上浮|下浮|增加|调整)[到至为]?[^，,。；;\d]{0,4}$"
)
# 上浮2个百分点 and 上浮20% go on from the rate before; 提高到10% replaces it.
_CHANGED_BY = re.compile(r"(?P<verb>上浮|下浮|上调|下调|提高|增加|降低)$")
_LOWERING = frozenset({"下浮", "下调", "降低"})
_STEP_MARK = re.compile(r"其中|分[两二三四五]?[年次期批]|兑付|拨付|发放")


@dataclass(frozen=True, slots=True)
class Drawn:
    """A grant with the fact that names its recipient and condition."""

    grant: Grant
    fact: Fact
    tier: bool = False
    capped_for: Located[str] | None = None  # 国际首台（套）最高500万元: whom only this cap is for


def draw_grants(text: str, facts: Sequence[Fact]) -> list[Drawn]:
    """The grants of the facts of one sentence, in order."""
    ordered = sorted((fact for fact in facts if fact.amount is not None), key=_at)
    drawn: list[Drawn] = []
    caps: list[Fact] = []
    for fact in ordered:
        assert fact.amount is not None
        if is_cap(fact.amount) and drawn:
            caps.append(fact)
            continue
        drawn = _capped(text, drawn, caps)
        caps = []
        drawn.append(_with_base(text, _drawn(text, fact), drawn))
    return _steps(text, _capped(text, drawn, caps))


def _at(fact: Fact) -> int:
    return fact.amount.start if fact.amount is not None else fact.start


def is_cap(amount: Quantity) -> bool:
    """最高300万元: a bound on what is given, not the gift."""
    return amount.kind is QuantityKind.MONEY and amount.bound is Bound.AT_MOST


def _drawn(text: str, fact: Fact) -> Drawn:
    amount = fact.amount
    assert amount is not None
    if amount.kind is not QuantityKind.RATIO:
        capped = is_cap(amount)
        grant = Grant(
            amount.start,
            amount.end,
            fact.instrument,
            amount=None if capped else amount,
            cap=amount if capped else None,
        )
        return Drawn(grant, fact, tier=_is_tier(text, fact))
    base = base_of(text, fact)
    start = base.start if base is not None and base.start is not None else amount.start
    field = base_field(base.value) if base is not None else None
    grant = Grant(
        min(start, amount.start), amount.end, fact.instrument, ratio=amount, base=base, base_field=field
    )
    return Drawn(grant, fact, tier=_is_tier(text, fact))


def _with_base(text: str, one: Drawn, before: Sequence[Drawn]) -> Drawn:
    """按照销售价格的20%、10%: shares of one list are of one base."""
    if one.grant.ratio is None or one.grant.base is not None or not before:
        return one
    last = before[-1].grant
    if last.ratio is None or not _NEXT_IN_LIST.fullmatch(text[last.ratio.end : one.grant.ratio.start]):
        return one
    return replace(one, grant=replace(one.grant, base=last.base, base_field=last.base_field))


def _is_tier(text: str, fact: Fact) -> bool:
    assert fact.amount is not None
    return bool(_TIER.search(text[fact.start : fact.amount.start]))


def changed_by(text: str, grant: Grant, before: Grant) -> Grant:
    """The grant with the rate or sum that it comes to, where it says only by how much ``before`` changes.

    上浮2个百分点 of 10% is 12%; 上浮20% of 100万元 is 120万元, of 10% it is 12%.
    """
    change = grant.ratio
    verb = _CHANGED_BY.search(text, max(0, change.start - 4), change.start) if change is not None else None
    if change is None or verb is None or change.high is not None:
        return grant
    by = -change.value if verb["verb"] in _LOWERING else change.value
    rate, points = before.ratio, change.unit == "point"
    if rate is not None and rate.unit != "point" and (points or "浮" in verb["verb"]):
        value = plain(rate.value + by if points else rate.value * (1 + by))
        return replace(grant, ratio=replace(change, value=value, unit=rate.unit, bound=rate.bound))
    if before.amount is not None and not points and "浮" in verb["verb"]:  # 提高20% may mean points as well
        amount = replace(before.amount, value=plain(before.amount.value * (1 + by)))
        return replace(grant, ratio=None, amount=replace(amount, start=change.start, end=change.end))
    return grant


def base_of(text: str, fact: Fact) -> Located[str] | None:
    """What a share is of, as written: the words between 按 and the share, else the cost that is named."""
    assert fact.amount is not None
    clause = max(text.rfind(mark, fact.start, fact.amount.start) for mark in "，,；;。") + 1
    clause = max(clause, fact.start)
    match = _BASE.search(text, clause, fact.amount.start)
    if match is not None and not _NO_BASE.match(match["base"]):
        return Located(match["base"], *match.span("base"))
    subject = fact.subject
    if subject is not None and subject.start is not None and is_cost(subject.value):
        return subject
    return None


def base_field(words: str) -> str | None:
    """The figure of a profile that a base means; None if only the company can say it."""
    if re.search(r"增量|新增部分|超出|超过|增长部分", words):
        return "rd_increase" if "研发" in words else None
    for entry in vocabulary().figures:
        if entry.kind is not QuantityKind.MONEY:
            continue
        if entry.words.fullmatch(re.sub(r"^(?:实际|年度|上年度|当年|企业|其|经核定的)+", "", words)):
            return entry.field
    return None


def _capped(text: str, drawn: list[Drawn], caps: Sequence[Fact]) -> list[Drawn]:
    """The grants with the caps that follow them."""
    if not caps or not drawn:
        return drawn
    quantities = [fact.amount for fact in caps if fact.amount is not None]
    quantities += _listed_after(text, quantities[-1], caps[-1].end)
    run: list[int] = []
    for index in range(len(drawn) - 1, -1, -1):
        if drawn[index].grant.cap is not None:
            break
        run.insert(0, index)
    if not run:
        return drawn
    shares = [index for index in run if drawn[index].grant.ratio is not None]
    if len(quantities) > 1 and len(shares) == len(quantities):
        for index, cap in zip(shares, quantities, strict=True):
            drawn[index] = _with_cap(drawn[index], cap)
        return drawn
    named = [fact.subject for fact in caps]
    if (
        len(quantities) > 1
        and all(name is not None for name in named)
        and len({n.value for n in named if n}) > 1
    ):
        last = drawn.pop()
        return drawn + [
            replace(_with_cap(last, cap), capped_for=name)
            for cap, name in zip(quantities, named, strict=True)
        ]
    targets = shares[-1:] if shares else run[-1:]
    if shares and len(shares) > 1 and _one_list(text, drawn, shares):
        targets = shares
    for index in targets:
        drawn[index] = _with_cap(drawn[index], quantities[0])
    return drawn


_NEXT_IN_LIST = re.compile(r"[、和及]")


def _listed_after(text: str, cap: Quantity, end: int) -> list[Quantity]:
    """最高分别不超过200万元、100万元: the caps that the first one's bound holds for too."""
    found: list[Quantity] = []
    at = cap.end
    for quantity in find_quantities(text, cap.end, end):
        if quantity.kind is not cap.kind or not _NEXT_IN_LIST.fullmatch(text[at : quantity.start]):
            break
        found.append(replace(quantity, bound=cap.bound, per=cap.per))
        at = quantity.end
    return found


def _one_list(text: str, drawn: Sequence[Drawn], shares: Sequence[int]) -> bool:
    """20%、10%: shares of one list, which share a cap too."""
    first, last = drawn[shares[0]].grant, drawn[shares[-1]].grant
    return "；" not in text[first.end : last.start] and "，" not in text[first.end : last.start]


def _with_cap(drawn: Drawn, cap: Quantity) -> Drawn:
    grant = drawn.grant
    return replace(drawn, grant=replace(grant, cap=cap, end=max(grant.end, cap.end)))


def _steps(text: str, drawn: list[Drawn]) -> list[Drawn]:
    """总额800万元，其中…200万元、…200万元、…400万元: parts that add up are no gifts of their own."""
    for index, whole in enumerate(drawn):
        total = whole.grant.amount
        parts = [one.grant.amount for one in drawn[index + 1 :]]
        if total is None or len(parts) < 2 or any(part is None for part in parts):
            continue
        sums = [part for part in parts if part is not None]
        if sum(part.value for part in sums) == total.value and _STEP_MARK.search(
            text, total.end, sums[-1].start
        ):
            grant = replace(whole.grant, steps=tuple(sums), end=sums[-1].end)
            return [*drawn[:index], replace(whole, grant=grant)]
    return drawn
