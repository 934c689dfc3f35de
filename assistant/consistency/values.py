"""Whether two figures for the same thing can both hold: the one place that compares them."""

from __future__ import annotations

from decimal import Decimal

from assistant.consistency.types import Value
from ingest import Bound, Quantity, QuantityKind

# 约500家 is not contradicted by 480家.
ABOUT_TOLERANCE = Decimal("0.1")
# Classifiers of one kind of thing: 100家企业 is 100户企业.
_SAME_UNITS = {"户": "家", "个": "家", "位": "人", "名": "人", "種": "种"}
_DAYS = {"month": Decimal(30), "day": Decimal(1)}


def value_of(quantity: Quantity, text: str) -> Value:
    """A quantity in comparable form; ``text`` is what it was read from."""
    written = text[quantity.start : quantity.end]
    digits = written.partition(".")[2]
    places = len(digits) - len(digits.lstrip("0123456789"))
    return Value(quantity.value, quantity.high, unit_of(quantity), quantity.bound, places)


def unit_of(quantity: Quantity) -> str:
    """The unit under which figures are compared."""
    if quantity.kind is QuantityKind.COUNT:
        return _SAME_UNITS.get(quantity.unit, quantity.unit)
    return quantity.unit


def differ(first: Value, second: Value, *, rounded: bool = False) -> bool:
    """Whether the two cannot both hold of one thing; ``rounded``: 73.9% and 74% say the same.

    Two caps, two floors or two plain figures differ if they are not equal; a cap, a floor and a plain
    figure contradict each other only if no value satisfies both.
    """
    if first.unit != second.unit:
        return False
    if Bound.ABOUT in (first.bound, second.bound):
        return abs(first.low - second.low) > ABOUT_TOLERANCE * max(first.low, second.low)
    if first.bound is second.bound:
        if rounded and first.high is second.high is None and first.places != second.places:
            return not _rounds_to(first, second)
        return (first.low, first.high) != (second.low, second.high)
    return not _meet(first, second)


def _rounds_to(first: Value, second: Value) -> bool:
    fine, coarse = sorted((first, second), key=lambda value: -value.places)
    scale = Decimal("0.01") if fine.unit == "1" else Decimal(1)
    step = scale * Decimal(10) ** -coarse.places
    return abs(fine.low - coarse.low) <= step / 2


def _meet(first: Value, second: Value) -> bool:
    low = max(_range(first)[0], _range(second)[0])
    high = min(_range(first)[1], _range(second)[1])
    return low <= high


def _range(value: Value) -> tuple[Decimal, Decimal]:
    infinity = Decimal("Infinity")
    if value.bound is Bound.AT_MOST:
        return -infinity, value.high or value.low
    if value.bound is Bound.AT_LEAST:
        return value.low, infinity
    return value.low, value.high or value.low
