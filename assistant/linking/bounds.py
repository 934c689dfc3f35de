"""Bounds on a figure, typed and compared: 100人（含）以上, 超过50%、未超过100%, 注册不满一年."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.read_figures import quantities_in
from ingest import Quantity, QuantityKind

_IN = r"[（(]\s*(?P<said{n}>不含|含)[^（）()]{{0,6}}[）)]"
_AFTER = re.compile(
    rf"\s*(?:{_IN.format(n=1)})?(?:及|或|\(含\))?(?P<way>以上|以下|以内|之内|以外)(?:{_IN.format(n=2)})?"
)
_SAID_ALONE = re.compile(rf"\s*{_IN.format(n=3)}")
# What may stand between a comparing word and its figure: 超过扣除项目金额100%.
_GAP = r"[^，,；;。：:\d|（(、]{0,14}$"
# In this order, for 不低于 holds 低于: the bound, whether the figure itself counts, the words before it.
_BEFORE = (
    ("low", True, re.compile(rf"(?:不得?低于|不得?少于|不小于|至少|(?<![不未])达到?|(?<![不未])满){_GAP}")),
    ("high", True, re.compile(rf"(?:[不未]超过|不得超过|[不未]高于|不大于|不多于|至多|最多|≤){_GAP}")),
    ("high", False, re.compile(rf"(?:[不未]满|不足|不到|未达到?|达不到|(?<!不)(?:低于|少于)|小于){_GAP}")),
    ("low", False, re.compile(rf"(?<![不未得])(?:超过|大于|高于|多于|超出|突破){_GAP}")),
    ("low", False, re.compile(r"\b(?:over|above|exceed(?:s|ing|ed)?|more than)\s*$")),
    ("high", False, re.compile(r"\b(?:under|below|less than|fewer than)\s*$")),
    ("low", True, re.compile(r"\bat least\s*$")),
    ("high", True, re.compile(r"\b(?:up to|at most|no more than|not exceeding)\s*$")),
)
_BEFORE_CHARS = 24
# Between the low and the high bound of one condition: 三个月以上不满一年, 超过50%、未超过100%.
_SAME_CONDITION = re.compile(r"(?:的)?[、，,]?(?:且|但|而|并|至|到|—|-)?[^，,；;。：:\d|]{0,14}$")
# People leave 元 out: 投了800万.
_BARE_MONEY = re.compile(r"\d[百千]?[万亿](?![元家个人名户吨亩平台套件亿次条级千百\d])")
_SAME_UNITS = {"名": "人", "位": "人", "员": "人", "户": "家", "平米": "平方米", "㎡": "平方米"}
_MEASURED = frozenset({QuantityKind.MONEY, QuantityKind.RATIO, QuantityKind.COUNT, QuantityKind.DURATION})


@dataclass(frozen=True, slots=True)
class Interval:
    """The values that a condition on a figure admits; ``None`` as an end: any."""

    kind: QuantityKind
    unit: str
    low: Decimal | None
    low_in: bool
    high: Decimal | None
    high_in: bool
    start: int  # span of the words that set the bounds
    end: int

    def like(self, other: Interval) -> bool:
        """Whether two intervals are of figures that can be compared."""
        return (self.kind, self.unit) == (other.kind, other.unit)

    def holds(self, other: Interval) -> bool:
        """Whether every value of ``other`` is admitted."""
        return self.like(other) and self._from(other) and self._to(other)

    def meets(self, other: Interval) -> bool:
        """Whether both admit some value."""
        return self.like(other) and not self._below(other) and not other._below(self)

    def _from(self, other: Interval) -> bool:
        if self.low is None:
            return True
        if other.low is None or other.low < self.low:
            return False
        return other.low > self.low or self.low_in or not other.low_in

    def _to(self, other: Interval) -> bool:
        if self.high is None:
            return True
        if other.high is None or other.high > self.high:
            return False
        return other.high < self.high or self.high_in or not other.high_in

    def _below(self, other: Interval) -> bool:
        if self.high is None or other.low is None:
            return False
        return self.high < other.low or (self.high == other.low and not (self.high_in and other.low_in))


def read_bounds(text: str) -> list[Interval]:
    """The conditions on figures of a text, in order; those of one condition (…以上…以下) as one interval."""
    joined: list[Interval] = []
    read_to = 0  # a comparing word before another figure is that one's
    for quantity in quantities_in(text):
        read = _bounded(text, quantity, max(read_to, quantity.start - _BEFORE_CHARS))
        read_to = quantity.end
        if read is None:
            continue
        before = joined[-1] if joined else None
        if before is not None and _completes(text, before, read):
            joined[-1] = replace(before, high=read.high, high_in=read.high_in, end=read.end)
        else:
            joined.append(read)
    return joined


def read_sizes(question: str) -> list[Interval]:
    """The sizes that a question gives: bounds, and figures alone as points (推荐120人, 1.5倍)."""
    spoken = _BARE_MONEY.sub(r"\g<0>元", question)
    bounds = read_bounds(spoken)
    points = [
        Interval(q.kind, _unit(q), q.value, True, q.high or q.value, True, q.start, q.end)
        for q in quantities_in(spoken)
        if q.kind in _MEASURED and not any(b.start <= q.start < b.end for b in bounds)
        if not (q.value == 1 and spoken.startswith("一", q.start))  # 一个月多少 is each month
    ]
    return sorted([*bounds, *points], key=lambda interval: interval.start)


def _bounded(text: str, quantity: Quantity, begin: int) -> Interval | None:
    """The interval that a quantity bounds by the words around it, from ``begin`` on, or None."""
    if quantity.kind not in _MEASURED:
        return None
    unit, value = _unit(quantity), quantity.value
    if quantity.high is not None:
        return Interval(quantity.kind, unit, value, True, quantity.high, True, quantity.start, quantity.end)
    after = _AFTER.match(text, quantity.end)
    if after is not None:
        said = {after["said1"], after["said2"]}
        counted = "不含" not in said
        if after["way"] in ("以上", "以外"):
            return Interval(quantity.kind, unit, value, counted, None, False, quantity.start, after.end())
        return Interval(quantity.kind, unit, None, False, value, counted, quantity.start, after.end())
    for way, counted, words in _BEFORE:
        found = words.search(text, begin, quantity.start)
        if found is None:
            continue
        alone = _SAID_ALONE.match(text, quantity.end)
        within = alone["said3"] == "含" if alone else counted
        end = alone.end() if alone else quantity.end
        low = way == "low"
        return Interval(
            quantity.kind,
            unit,
            value if low else None,
            low and within,
            None if low else value,
            within and not low,
            found.start(),
            end,
        )
    return None


def _completes(text: str, low: Interval, high: Interval) -> bool:
    if not low.like(high) or low.low is None or low.high is not None or high.high is None:
        return False
    if high.low is not None or high.high <= low.low:
        return False
    return _SAME_CONDITION.match(text[low.end : high.start]) is not None


def _unit(quantity: Quantity) -> str:
    return _SAME_UNITS.get(quantity.unit, quantity.unit)


def narrowest(held: Sequence[Interval]) -> list[Interval]:
    """Of intervals that all hold a value those that hold no other of them: 100人以上, not 50人以上."""
    return [one for one in held if not any(one.holds(other) and not other.holds(one) for other in held)]
