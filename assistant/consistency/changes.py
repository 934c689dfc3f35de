"""Growth from one figure to another, additions beside totals, and so many of so much."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from assistant.consistency.lines import Line, half_step, is_amount, is_plain, percent, plain_number, same_unit
from assistant.consistency.types import Finding
from ingest import Quantity, QuantityKind

_FROM = re.compile(r"[从由][^，,。；;从由]{0,24}$")
_TO = re.compile(
    r"^[^。；;\d]{0,6}?(?:提高|提升|增长|增加|上升|扩大|跃升|攀升|下降|降低|降|减少|压缩|压减|缩短)(?:到|至|为)[^，,。；;]{0,12}$"
)
_COMPARED = re.compile(r"^[，,（(]?(?:较|比)(?:上年|去年|20\d\d年|上一年)[^，,。；;\d]{0,6}$")
_CHANGE = re.compile(
    r"^[^。；;\d]{0,8}?(?P<word>增长|增幅|增加|提高|提升|上升|下降|降幅|降低|减少|压缩|压减|缩短)了?(?:达到?|为|约)?$"
)
_YEARLY = re.compile("年均|每年|平均|累计|同比|环比|较|比")
_DOWN = frozenset({"下降", "降幅", "降低", "减少", "压缩", "压减", "缩短"})
_NEW = re.compile(r"(?:新增|净增|新认定|新培育|新获批|新建)[^，,。；;、\d]{0,20}$")
_TOTAL = re.compile(r"^[^。；;\d]{0,6}?(?:累计|总数|总量)(?:达到?|为|已达|增至)?$")
_EACH = re.compile(r"每(?P<noun>[家个名人户项件台辆支])[^，,。；;\d]{0,12}$")
_IN_ALL = re.compile(r"^[^。；;\d]{0,8}?(?:共计|合计|总计|共需?|总额|累计)[^，,。；;\d]{0,10}$")


def change_slips(line: Line) -> Iterator[Finding]:
    """从15亿元提高到20亿元，增长50%: what the two figures do not give."""
    undated = [quantity for quantity in line.quantities if quantity.kind is not QuantityKind.DATE]
    for one, other, third in zip(undated, undated[1:], undated[2:], strict=False):
        if not same_unit(one, other) or not all(map(is_plain, (one, other, third))):
            continue
        figures = _from_to(line, one, other)
        lead = line.between(other.end, third.start)
        change = _CHANGE.match(lead)
        if figures is None or change is None or _YEARLY.search(lead):
            continue
        right = _change(line, (*figures, third), down=change["word"] in _DOWN)
        if right is not None:
            yield line.finding(
                "change",
                (one, other, third),
                change["word"],
                before=line.written(figures[0]),
                after=line.written(figures[1]),
                change=line.written(third),
                right=right,
            )


def _from_to(line: Line, first: Quantity, second: Quantity) -> tuple[Quantity, Quantity] | None:
    """Before and after, of 由40家增长到60家 and of 60家，较上年的40家."""
    if _FROM.search(line.before(first, 28)) and _TO.match(line.between(first.end, second.start)):
        return first, second
    return (second, first) if _COMPARED.search(line.between(first.end, second.start)) else None


def _change(line: Line, figures: tuple[Quantity, Quantity, Quantity], *, down: bool) -> str | None:
    """The right figure where the third is wrong; None where it is right or says something else."""
    first, second, third = figures
    difference = first.value - second.value if down else second.value - first.value
    loose = half_step(line, first) + half_step(line, second)
    if same_unit(first, third) or (third.unit == "point" and first.kind is QuantityKind.RATIO):
        wrong = abs(difference - third.value) > loose + half_step(line, third)
        unit = "个百分点" if third.unit == "point" else ""
        shown = plain_number(difference * 100 if unit else difference)
        return f"{shown}{unit}" if wrong else None
    if third.unit != "1" or first.kind is QuantityKind.RATIO or not first.value:
        return None
    if not line.written(third).endswith(("%", "％", "﹪")):
        return None
    exact = difference / first.value
    slack = 2 * half_step(line, third) + (1 + abs(exact)) * loose / first.value
    return percent(exact) if abs(exact - third.value) > slack else None


def total_slips(line: Line) -> Iterator[Finding]:
    """新增14家、累计达到8家: an addition larger than the whole."""
    for first, second in zip(line.quantities, line.quantities[1:], strict=False):
        if (
            not is_amount(first)
            or not same_unit(first, second)
            or not is_plain(first)
            or not is_plain(second)
        ):
            continue
        new = _NEW.search(line.before(first, 32))
        if new and _TOTAL.match(line.between(first.end, second.start)) and first.value > second.value:
            subject = re.sub(r"^新(?:增|认定|培育|获批|建)|^净增", "", new[0]) or line.written(first)
            yield line.finding(
                "total", (first, second), subject, new=line.written(first), total=line.written(second)
            )


def product_slips(line: Line) -> Iterator[Finding]:
    """10个团队，每个给予50万元，共计600万元."""
    for first, second, third in zip(line.quantities, line.quantities[1:], line.quantities[2:], strict=False):
        if first.kind is not QuantityKind.COUNT or not same_unit(second, third):
            continue
        if second.kind is not QuantityKind.MONEY or not all(map(is_plain, (first, second, third))):
            continue
        each = _EACH.search(line.between(first.end, second.start))
        if (
            each is None
            or each["noun"] != first.unit
            or not _IN_ALL.match(line.between(second.end, third.start))
        ):
            continue
        right = first.value * second.value
        slack = first.value * half_step(line, second) + half_step(line, third)
        exact = Decimal(0) if line.written(third).endswith("万元") else slack
        if abs(right - third.value) > exact:
            yield line.finding(
                "product",
                (first, second, third),
                line.written(first),
                count=line.written(first),
                each=line.written(second),
                total=line.written(third),
                right=f"{plain_number(right / 10000)}万元",
            )
