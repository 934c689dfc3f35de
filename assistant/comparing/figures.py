"""The figures that changed, at a glance: which were, which are, and of what."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.comparing.types import Change, Comparison, Figure
from assistant.types import Citation
from ingest import Quantity, QuantityKind

# 五千元以上二万元以下 is one figure to a reader.
_BOUND = re.compile(r"以上[^，,。；;]{1,10}?以下|及?以[上下]")
_TOP = re.compile(r"元以上$|\d以上$|[%％倍年日月]以上$")
_ARTICLE = re.compile(r"第[一二三四五六七八九十百零\d]+条")
_CLAUSE = re.compile(r"[，,。；;：:\n]")


_Sides = tuple[list[Quantity], list[Quantity]]
# Kinds whose one figure may become a scale.
_SCALED = (QuantityKind.MONEY.value, QuantityKind.RATIO.value)


@dataclass(frozen=True, slots=True)
class ChangedFigures:
    """Figures of one kind in one clause, as both editions write them."""

    change: Change
    before: tuple[str, ...]
    after: tuple[str, ...]
    of: str  # the clause of the first of them, as written

    @property
    def place(self) -> str:
        """第六条 → 第九条（二）; '' where neither edition numbers the clause."""
        change = self.change
        sides = (_numbered(change.a, change.label_a), _numbered(change.b, change.label_b))
        return " → ".join(dict.fromkeys(filter(None, sides)))


def _numbered(side: Citation | None, label: str) -> str:
    """The number of a clause, that of an item with its article's."""
    headings = [match[0] for name in (side.headings if side else ()) if (match := _ARTICLE.match(name))]
    if not headings or label.startswith("第"):
        return label
    return headings[-1] + label


def changed_figures(comparison: Comparison) -> list[ChangedFigures]:
    """The figures of provisions of both editions that changed in value, in the order of the later edition."""
    return [
        told
        for change in comparison.changes
        if change.a is not None and change.b is not None and not change.formal
        for told in figures_of(change)
    ]


def figures_of(change: Change) -> Iterator[ChangedFigures]:
    """The figures that differ, by what replaced what.

    Sums and shares without a counterpart join the one pair of their unit (2元 became 3元、1元), other figures
    without one are told together.
    """
    paired: dict[str, list[_Sides]] = {}
    alone: dict[str, _Sides] = {}
    for figure in change.figures:
        if figure.same_value or _tops_range(change, figure):
            continue
        if figure.a is not None and figure.b is not None:
            paired.setdefault(_sort(figure), []).append(([figure.a], [figure.b]))
        elif figure.kind != QuantityKind.DATE:  # a day that only one edition names replaces none
            gone, new = alone.setdefault(_sort(figure), ([], []))
            gone += [figure.a] if figure.a is not None else []
            new += [figure.b] if figure.b is not None else []
    for sort, (gone, new) in alone.items():
        same = paired.get(sort, [])
        if len(same) == 1 and sort.startswith(_SCALED):
            same[0][0].extend(gone)
            same[0][1].extend(new)
        else:
            paired.setdefault(sort, []).append((gone, new))
    told = [_told(change, *sides) for listed in paired.values() for sides in listed]
    yield from (one for one in told if one.before != one.after)


def _in_order(figures: Sequence[Quantity]) -> tuple[Quantity, ...]:
    return tuple(sorted(figures, key=lambda one: one.start))


def _sort(figure: Figure) -> str:
    quantity = figure.a or figure.b
    assert quantity is not None
    return figure.kind if quantity.kind is QuantityKind.DURATION else f"{figure.kind} {quantity.unit}"


def _told(change: Change, gone: Sequence[Quantity], new: Sequence[Quantity]) -> ChangedFigures:
    before, after = _in_order(gone), _in_order(new)
    side, first, label = (
        (change.a, before[0], change.label_a) if before else (change.b, after[0], change.label_b)
    )
    return ChangedFigures(
        change,
        _words(change.a, before),
        _words(change.b, after),
        _clause(side, first).removeprefix(label).lstrip(),
    )


def _words(side: Citation | None, figures: Sequence[Quantity]) -> tuple[str, ...]:
    """Each value once, as written; the upper end of a range with its lower one."""
    found: dict[str, None] = {}
    told_to = 0
    for one in figures:
        if side is not None and one.start >= told_to:
            words = _written(side, one)
            found[words] = None
            told_to = one.start + len(words)
    return tuple(found)


def _written(side: Citation, figure: Quantity) -> str:
    """A figure with its bounds: 五千元以上二万元以下."""
    end = figure.end - side.start
    bound = _BOUND.match(side.quote, end)
    return side.quote[figure.start - side.start : bound.end() if bound else end]


def _tops_range(change: Change, figure: Figure) -> bool:
    """Whether a figure is on every side that has it the upper end of a range, told with the lower one."""
    sides = [(side, one) for side, one in ((change.a, figure.a), (change.b, figure.b)) if side and one]
    return all(
        _TOP.search(side.quote[: one.start - side.start])
        and side.quote.startswith("以下", one.end - side.start)
        for side, one in sides
    )


def _clause(side: Citation | None, figure: Quantity) -> str:
    if side is None:
        return ""
    at, end = figure.start - side.start, figure.end - side.start
    begin = max((mark.end() for mark in _CLAUSE.finditer(side.quote, 0, at)), default=0)
    stop = _CLAUSE.search(side.quote, end)
    return " ".join(side.quote[begin : stop.start() if stop else len(side.quote)].split())
