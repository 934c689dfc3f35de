"""Rules in tiers: 50人以上的补助2.4万元；100人以上的补助4.5万元 — read, and the one that holds found."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.linking.bounds import Interval, narrowest, read_bounds
from assistant.read_figures import quantities_in

_STOPS = "，,；;。：:\n"
MAX_GAP_CHARS = 40  # between one tier and the next
MAX_TIER_CHARS = 160  # of a condition with what follows from it
# What is given or charged in the clause before a bound: 最高不超过100万元 bounds no condition.
_OUTCOME_BEFORE = re.compile(
    r"给予|奖励|补助|补贴(?!对象)|资助|支持|贴息|罚款?|处以?(?=[\d一二三四五六七八九十])|税率|利率|费率|最高|最多|封顶|上限|免征|减征|缴纳|收取"
    r"|不得|试用期|有效期|贴息期|期限不"
)
_OUTCOME = re.compile(
    r"给予|奖|补|资助|支持|贴息|罚|处|税率|利率|费率|免|减|缴|收取|返还|退|不予|一事一议|享受|为|按|试用期|期限|不得超过|[\d一二三四五六七八九十]"
)
# Right after a condition: who it is of up to a comma, the next cell, or at once what follows from it.
_ENDS_CONDITION = re.compile(
    rf"\s*(?:的|[，,|]|部分|者|[^，,；;。：:\n\d|]{{0,24}}[，,|]|(?:{_OUTCOME.pattern}))"
)
_ENDS_TIER = re.compile(r"[。\n]")
_ARTICLE = re.compile(r"\n\s*(?:第[一二三四五六七八九十百]+[条章节]|[一二三四五六七八九十]{1,3}、)")


@dataclass(frozen=True, slots=True)
class Tier:
    """A condition with what follows from it, as a span of its text."""

    start: int
    end: int
    admits: Interval


@dataclass(frozen=True, slots=True)
class Ladder:
    """Tiers that follow one another and bound the same figure."""

    tiers: tuple[Tier, ...]

    @property
    def start(self) -> int:
        """Where its first tier begins."""
        return self.tiers[0].start

    @property
    def end(self) -> int:
        """Where its last tier ends."""
        return self.tiers[-1].end


def read_ladders(text: str) -> list[Ladder]:
    """Every run of two or more tiers of one figure in a text, in order."""
    found: list[Ladder] = []
    run: list[Tier] = []
    for tier in _tiers(text):
        if run and not _continues(text, run[-1], tier):
            found += _ladder(run)
            run = []
        run.append(tier)
    return [*found, *_ladder(run)]


def tier_for(ladder: Ladder, asked: Interval) -> Tier | None:
    """The one tier whose condition the asked size meets; None if none or several do.

    Of floors that all hold (50人以上, 100人以上) the highest; of an open size the tier with its bound.
    """
    held = [tier for tier in ladder.tiers if tier.admits.holds(asked)]
    nearest = narrowest([tier.admits for tier in held])
    chosen = [tier for tier in held if tier.admits in nearest]
    if not chosen and asked.low != asked.high:
        chosen = [tier for tier in ladder.tiers if _same_bound(tier.admits, asked)]
    return chosen[0] if len(chosen) == 1 else None


def _same_bound(one: Interval, other: Interval) -> bool:
    low = one.low is not None and one.low == other.low and other.high is None
    high = one.high is not None and one.high == other.high and other.low is None
    return one.like(other) and (low or high)


def _ladder(run: list[Tier]) -> list[Ladder]:
    distinct = {(tier.admits.low, tier.admits.high) for tier in run}
    return [Ladder(tuple(run))] if len(run) > 1 and len(distinct) > 1 else []


def _continues(text: str, before: Tier, tier: Tier) -> bool:
    """Whether a tier stands beside the one before it, about the same figure, in the same provision."""
    between = text[before.end : tier.start]
    near = len(between.strip()) <= MAX_GAP_CHARS and before.admits.like(tier.admits)
    if not _ARTICLE.search(text, before.end, tier.admits.start):
        return near
    # 第七条 300万元以上不足1000万元, 第八条 1000万元以上: two provisions that part the figures among them
    return near and not before.admits.meets(tier.admits)


def _tiers(text: str) -> list[Tier]:
    conditions = [bound for bound in read_bounds(text) if _is_condition(text, bound)]
    tiers: list[Tier] = []
    for i, bound in enumerate(conditions):
        start = _clause_start(text, bound.start)
        limit = _clause_start(text, conditions[i + 1].start) if i + 1 < len(conditions) else len(text)
        if limit <= start:  # two conditions of one clause: neither is a tier
            continue
        end = _tier_end(text, bound.end, limit)
        if _OUTCOME.search(text, bound.end, end) and end - start <= MAX_TIER_CHARS:
            tiers.append(Tier(start, end, bound))
    return tiers


def _is_condition(text: str, bound: Interval) -> bool:
    """Whether a bound says who is meant, and not how much is given."""
    begin = max(_clause_start(text, bound.start), text.rfind("|", 0, bound.start) + 1)
    if _OUTCOME_BEFORE.search(text, begin, bound.start):
        return False
    return _ENDS_CONDITION.match(text, bound.end) is not None


def _clause_start(text: str, at: int) -> int:
    return max(text.rfind(stop, 0, at) for stop in _STOPS) + 1


def _tier_end(text: str, at: int, limit: int) -> int:
    """The end of what follows from a condition: its sentence or row, no farther than the next tier."""
    stop = _ENDS_TIER.search(text, at, limit)
    end = stop.start() + (stop[0] == "。") if stop else limit
    while end > at and text[end - 1] in "，,；; \n":
        end -= 1
    return end


def figures_beyond(text: str, tier: Tier) -> list[Decimal]:
    """The values that a tier states beside its condition."""
    return [
        q.value
        for q in quantities_in(text[tier.start : tier.end])
        if not tier.admits.start <= q.start + tier.start < tier.admits.end
    ]


def moved(ladder: Ladder, by: int) -> Ladder:
    """The ladder as spans of a text that begins ``by`` characters earlier."""
    return Ladder(
        tuple(
            Tier(
                tier.start + by,
                tier.end + by,
                replace(tier.admits, start=tier.admits.start + by, end=tier.admits.end + by),
            )
            for tier in ladder.tiers
        )
    )
