"""Figures that conditions limit: field, bound and span of each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from ingest.conditions_types import Condition, ConditionKind
from ingest.conditions_words import vocabulary
from ingest.quantities import find_quantities
from ingest.types import Bound, Quantity, QuantityKind

_STRICT_BEFORE = re.compile(r"(?:超过|大于|高于|多于|突破|不足|不满|未满|低于|小于|少于)[^\d]{0,6}$")
_BELOW_BEFORE = re.compile(r"(?:不足|不满|未满|(?<!不)低于|小于|(?<!不)少于)[^\d]{0,6}$")
_NOT_STRICT = re.compile(r"(?:不超过|不高于|不大于|不低于|不小于|不少于|未超过|不突破)[^\d]{0,6}$")
_BELOW_AFTER = re.compile(r"^(?:\s|[（(][^（）()]{1,6}[）)])?以[下内]")
_FIELD_REACH = (
    24  # a figure's field stands at most this far before it: 研发费用占营业收入的比重连续两年不低于
)
_BOUND_END = re.compile(r"(?:[（(][^（）()]{1,6}[）)])?(?:及?以[上下内])?")
_GROWS = re.compile(r"(?:增长|增速|增幅)[^\d]{0,4}$")
_FIRST_TIME = re.compile("首次")
_GROWN = re.compile(r"(?:同比|较上年|比上年|实现)*(?:正)?增长")
# 首次 is more than its figure: only the company knows whether it is the first time.
_NOTHING_MORE = re.compile(
    r"^(?:[\d.,%％亿万千百元年个家人月件项倍名以上下内含本数（）()、在达到不低于超过不少于高不足满未小于至\-—～~的企业]|"
    r"上年度?|年度|近[一二两三四五]年|连续[一二两三四五]年|同比|年均|平均|当年|突破|均|为|和|及|两项|条件|分别|单位|项目|增长率?|比上年)*$"
)


def figure_conditions(text: str, made: Condition, before: str | None) -> list[Condition]:
    """上年度营业收入在2000万元以上、4亿元以下 → two bounds of one field.

    ``before`` is the field of the piece before: 研发费用达到100万元以上且同比增长15%以上.
    """
    found: list[Condition] = []
    field: str | None = None
    read_to = made.start
    for quantity in find_quantities(text, made.start, made.end):
        if quantity.kind is QuantityKind.DATE:
            continue
        here = _field_of(text, made.start, quantity) or _growth(text, made.start, quantity, before)
        if here is None and quantity.kind is QuantityKind.DURATION:
            continue  # 近三年, 连续两年: how long the figure is looked at
        field = here or field
        if field is None:
            return []
        limit, strict = _bounded(text, made.start, quantity)
        if limit.bound is Bound.EQUAL and not _reaches(text, made.start, quantity):
            continue  # 近三年, 每1人: a figure that limits nothing
        to = _past_bound(text, quantity.end, made.end)
        words = text[read_to:to].lstrip("、，,且并和 ") if found else text[made.start : to]
        read_to = to
        found.append(
            replace(made, kind=ConditionKind.FIGURE, words=words, field=field, limit=limit, strict=strict)
        )
    if not found:
        return []
    rest = _beside(text, made, found)
    return [*found, *rest]


def _past_bound(text: str, at: int, end: int) -> int:
    match = _BOUND_END.match(text, at, end)
    return match.end() if match is not None else at


def _growth(text: str, start: int, quantity: Quantity, before: str | None) -> str | None:
    if quantity.kind is not QuantityKind.RATIO or not _GROWS.search(text[start : quantity.start]):
        return None
    return {"rd_expense": "rd_growth", "revenue": "revenue_growth"}.get(before or "")


def _field_of(text: str, start: int, quantity: Quantity) -> str | None:
    """The field whose words stand nearest before a figure, of the longest if several end there."""
    begin = max(start, quantity.start - _FIELD_REACH)
    best: tuple[int, int] | None = None
    name: str | None = None
    for entry in vocabulary().figures:
        if entry.kind is not quantity.kind:
            continue
        for match in entry.words.finditer(text, begin, quantity.start):
            rank = (match.end(), match.end() - match.start())
            if best is None or rank > best:
                best, name = rank, entry.field
    return name


def _bounded(text: str, start: int, quantity: Quantity) -> tuple[Quantity, bool]:
    """The quantity with the bound that the words set, and whether the bound itself is out."""
    before = text[max(start, quantity.start - 10) : quantity.start]
    after = text[quantity.end : quantity.end + 8]
    if _NOT_STRICT.search(before):
        return quantity, False
    if _BELOW_BEFORE.search(before):
        return replace(quantity, bound=Bound.AT_MOST), True
    if _STRICT_BEFORE.search(before):
        return replace(quantity, bound=Bound.AT_LEAST), True
    if _BELOW_AFTER.match(after):
        return replace(quantity, bound=Bound.AT_MOST), False
    return quantity, False


def _reaches(text: str, start: int, quantity: Quantity) -> bool:
    return bool(
        re.search(
            r"(?:达到?|满|为|增长|突破|在)[^\d]{0,4}$", text[max(start, quantity.start - 8) : quantity.start]
        )
    )


def _beside(text: str, made: Condition, found: Sequence[Condition]) -> list[Condition]:
    """What the piece says beside its figures, as a condition of its own.

    Whether a figure was reached for the first time is asked by itself; else the whole piece is asked again.
    """
    if figures_only(made.words, text, found):
        return []
    first = _FIRST_TIME.search(made.words)
    if first is not None and figures_only(made.words.replace(first[0], "", 1), text, found):
        at = made.start + first.start()
        return [replace(made, start=at, words=text[at : made.end])] if len(found) == 1 else [made]
    return [made]


def figures_only(words: str, text: str, found: Sequence[Condition]) -> bool:
    """Whether words say nothing but the figures that were found in them."""
    for condition in found:
        if condition.limit is None:
            continue
        written = text[condition.limit.start : condition.limit.end]
        words = words.replace(written, "", 1)
    for entry in vocabulary().figures:
        words = entry.words.sub("", words)
    return _NOTHING_MORE.match(words) is not None


def growth_conditions(made: Condition, before: str | None) -> list[Condition]:
    """研发费用…达3%以上且 | 同比增长: of what was named before, without a figure."""
    field = {"rd_expense": "rd_growth", "rd_ratio": "rd_growth", "revenue": "revenue_growth"}.get(
        before or ""
    )
    if field is None or not _GROWN.fullmatch(made.words):
        return []
    limit = Quantity(QuantityKind.RATIO, Decimal(0), "1", made.start, made.start, bound=Bound.AT_LEAST)
    return [replace(made, kind=ConditionKind.FIGURE, field=field, limit=limit, strict=True)]


def split_cost(words: str) -> tuple[str, str] | None:
    """规模以上企业上年度研发费用 → (规模以上企业, rd_expense); None for a cost that no figure tells."""
    for entry in vocabulary().figures:
        if entry.kind is not QuantityKind.MONEY:
            continue
        for match in entry.words.finditer(words):
            if match.end() == len(words):
                return re.sub(r"(?:的|上年度?|年度|当年|实际)+$", "", words[: match.start()]), entry.field
    return None
