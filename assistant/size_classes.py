"""The classes that rules make by size: 投资300万元以上、不足1000万元的项目."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from assistant.read_figures import quantities_in
from ingest import Quantity, QuantityKind

_FROM = re.compile(r"^(?:[(]含[)])?(?:及)?以上(?!的?比例)")
_BELOW = re.compile(r"(?:不足|低于|不满|小于|未达到)$")
_UNDER = re.compile(r"^(?:及)?以下")
_UP_TO = re.compile(r"^(?:及以下|以内|[(]含[)]以下)")
MAX_CHARS_BETWEEN_BOUNDS = 10  # of one class: 300万元以上、不足1000万元

# 投了800万: people leave 元 out.
_BARE_MONEY = re.compile(r"\d[百千]?[万亿](?![元家个人名户吨亩平台套件亿次条级])")
REMEMBERED_QUESTIONS = 256
_SIZED = (QuantityKind.MONEY, QuantityKind.COUNT)


@dataclass(frozen=True, slots=True)
class _Class:
    """Sizes from ``low`` to ``high``; None: without end."""

    low: Decimal | None
    high: Decimal | None
    closed: bool  # whether ``high`` itself belongs to it

    def meets(self, other: _Class) -> bool:
        """Whether some size belongs to both."""
        return not (self._lies_below(other) or other._lies_below(self))

    def _lies_below(self, other: _Class) -> bool:
        if self.high is None or other.low is None:
            return False
        # 500万元及以下 holds 500万元, and yet is another class than 500万元以上.
        shared = self.closed and (self.low == self.high or other.low == other.high)
        return self.high < other.low or (self.high == other.low and not shared)


def out_of_range(question_form: str, sentence_form: str) -> bool:
    """Whether a sentence is for other classes by size alone: for 不足1000万元, where more is asked about."""
    for asked, size in _sizes_asked(question_form):
        classes = _classes(sentence_form, asked)
        if classes and not any(all(map(size.meets, bounds)) for bounds in classes):
            return True
    return False


def of_another_size(question_form: str, before: str) -> bool:
    """Whether the class named last before a figure of a sentence is another than the question's."""
    for asked, size in _sizes_asked(question_form):
        classes = _classes(before, asked)
        if classes and not all(map(size.meets, classes[-1])):
            return True
    return False


@lru_cache(maxsize=REMEMBERED_QUESTIONS)
def _sizes_asked(question_form: str) -> tuple[tuple[Quantity, _Class], ...]:
    """The sizes that a question gives, each with the class it bounds or itself."""
    spoken = _BARE_MONEY.sub(r"\g<0>元", question_form)
    return tuple(
        (given, _class_of(spoken, given) or _Class(given.value, given.value, closed=True))
        for given in quantities_in(spoken)
        if given.kind in _SIZED
    )


def _classes(text: str, like: Quantity) -> list[list[_Class]]:
    """The classes by size that a text names, each by its bounds, of the kind and unit of ``like``."""
    found: list[list[_Class]] = []
    end = -MAX_CHARS_BETWEEN_BOUNDS
    for quantity in quantities_in(text):
        if (quantity.kind, quantity.unit) != (like.kind, like.unit):
            continue
        bound = _class_of(text, quantity)
        if bound is None or _is_gift_bound(text, quantity):
            continue
        second = bool(found) and bound.low is None and found[-1][-1].high is None
        if second and quantity.start - end <= MAX_CHARS_BETWEEN_BOUNDS:
            found[-1].append(bound)
        else:
            found.append([bound])
        end = quantity.end
    return found


def _class_of(text: str, limit: Quantity) -> _Class | None:
    """The class that a figure bounds: 500万元及以下, 不足1000万元; None if it bounds none."""
    before, after = text[max(0, limit.start - 6) : limit.start], text[limit.end : limit.end + 6]
    if _BELOW.search(before) or _UNDER.match(after) or _UP_TO.match(after):
        return _Class(None, limit.value, closed=bool(_UP_TO.match(after)))
    return _Class(limit.value, None, closed=True) if _FROM.match(after) else None


def _is_gift_bound(text: str, quantity: Quantity) -> bool:
    """Whether a bounded figure is what is given (给予50万元以上奖励), not the size of who gets it."""
    return bool(re.search(r"(?:给予|奖励|补助|补贴|最高)[^,，;；。]{0,6}$", text[: quantity.start]))
