"""What a measure comes to: a sum, or a share of a base up to a cap."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from assistant.matching.judging import asked_field, known_figure, yuan_words
from assistant.matching.profile import YUAN_PER_WAN, Profile, answer_key
from ingest import Bound, Grant, Quantity

# A sum given once per company: it needs no count. 每项, 每人每月, 每吨 need one.
_ONCE = re.compile(
    r"^(?:一次性|的?一次性|单个企业|单个项目|单个|每家企业|每家|每户|单户|单家|每年|每年度|年度|单项|累计|合计|总计)$"
)
# A share of a rate is a rate: nobody knows an amount of 同期LPR.
_NO_AMOUNT = re.compile(r"LPR|利率|费率|标准|比例|幅度$")


@dataclass(frozen=True, slots=True)
class Sum:
    """The value of a grant for a company."""

    value: Decimal | None
    at_most: Decimal | None
    working: str
    per: str | None
    missing: str | None


def work_out(grant: Grant, profile: Profile) -> Sum:
    """The value of ``grant`` in yuan, and how it was worked out."""
    cap = grant.cap.value if grant.cap is not None else None
    if grant.ratio is not None:
        return _share(grant, grant.ratio, cap, profile)
    if grant.amount is None:
        return Sum(None, cap, f"≤ {yuan_words(cap)}" if cap is not None else "", None, None)
    amount = grant.amount
    if amount.bound is Bound.AT_LEAST:  # 不低于30万元: how much more nobody can say
        return Sum(None, cap, f"≥ {yuan_words(amount.value)}", None, None)
    high = amount.high if amount.high is not None else amount.value
    per = amount.per if amount.per and not _ONCE.match(amount.per) else None
    if per is not None:
        return Sum(None, cap, f"{per}{yuan_words(amount.value)}", per, None)
    if amount.high is not None:
        top = min(high, cap) if cap is not None else high
        return Sum(None, top, f"{yuan_words(amount.value)}—{yuan_words(high)}", None, None)
    value = min(amount.value, cap) if cap is not None else amount.value
    return Sum(value, value, yuan_words(value), None, None)


def _share(grant: Grant, ratio: Quantity, cap: Decimal | None, profile: Profile) -> Sum:
    base, field = None, grant.base_field
    if field is not None:
        base, _ = known_figure(profile, field)
    if base is None and grant.base is not None:
        answered = profile.answers.get(answer_key(grant.base.value))
        base = (
            answered * YUAN_PER_WAN
            if isinstance(answered, Decimal) and not isinstance(answered, bool)
            else None
        )
    percent = _percent(ratio)
    if base is None:
        limit = f", ≤ {yuan_words(cap)}" if cap is not None else ""
        missing: str | None = asked_field(field) if field is not None else "answers"
        if grant.base is None or (field is None and _NO_AMOUNT.search(grant.base.value)):
            missing = None if field is None else missing
        return Sum(None, cap, f"{grant.base.value if grant.base else '?'} × {percent}{limit}", None, missing)
    low, high = base * ratio.value, base * (ratio.high if ratio.high is not None else ratio.value)
    if ratio.high is not None and (cap is None or low < cap):
        top = min(high, cap) if cap is not None else high
        return Sum(
            None, top, f"{yuan_words(base)} × {percent} = {yuan_words(low)}—{yuan_words(high)}", None, None
        )
    value = min(low, cap) if cap is not None else low
    working = f"{yuan_words(base)} × {percent} = {yuan_words(low)}"
    if cap is not None and low > cap:
        working += f" > {yuan_words(cap)}"
    if ratio.bound.value == "<=":
        return Sum(None, value, f"{working}（≤）", None, None)
    return Sum(value, value if cap is None else cap, working, None, None)


def _percent(ratio: Quantity) -> str:
    low = f"{(ratio.value * 100).normalize():f}%"
    return low if ratio.high is None else f"{low}—{(ratio.high * 100).normalize():f}%"
