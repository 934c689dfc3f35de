"""Parts and wholes: 合计 after a list, 其中 before one, instalments, shares that are borne."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from assistant.consistency.lines import Line, half_step, is_amount, is_plain, plain_number, same_unit
from assistant.consistency.types import Finding
from ingest import Quantity, QuantityKind

_IN_ALL = re.compile(r"^[^。；;\d]{0,6}?(?:合计|共计|总计|总共|一共)(?:为|达|是|投入|安排|需要?)?$")
_OF_WHICH = re.compile(r"^[^。；;\d]{0,24}?[，,（(：:]\s*(?:其中|分别为|包括)[：:]?[^。；;\d]{0,24}$")
_ITEM_GAP = re.compile(r"^\s*(?:、|和|及|与|以及)[^。；;：:，,\d]{0,24}$")
_COMMA_GAP = re.compile(r"^\s*[，,][^。；;：:，,\d]{0,12}$")
# Names that split a whole without overlap: years, levels, prizes, industries, who pays.
_PARTITION = re.compile(
    r"(?:20\d\d年|第?[一二三四]季度|国家级|省级|市级|县级|[一二三]等奖|第?[一二三]产业|男|女|中央|省财政|市财政|县财政|区财政|省级资金|市级资金|县级资金|"
    r"市级财政|省级财政|上半年|下半年|首年|次年|第[一二三四五]年)"
)
_INSTALMENTS = re.compile(r"分(?P<count>[二两三四五六2-6])(?P<unit>年|次|期|批|个?年度|阶段)")
_PAID = re.compile(r"拨付|兑付|发放|兑现|支付|给予|奖励|补助|到位")
_EACH_BEARS = re.compile(r"[省市县区]级?(?:承担|负担|分担)\d")
_BORNE = re.compile(r"分担|承担|负担|分摊")
ONE = Decimal(1)
SHARES_SLACK = Decimal("0.011")  # 33%、33%、33% for thirds
_COUNTS = {"二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6}


def sum_slips(line: Line) -> Iterator[Finding]:
    """Lists whose total is given and wrong."""
    for at, total in enumerate(line.quantities):
        if not is_amount(total) or not is_plain(total):
            continue
        yield from _total_after(line, at)
        yield from _parts_after(line, at)
    yield from _instalments(line)
    yield from _borne_shares(line)


def _total_after(line: Line, at: int) -> Iterator[Finding]:
    """市级5家、县级8家，合计12家."""
    total = line.quantities[at]
    if not at or not _IN_ALL.match(line.between(line.quantities[at - 1].end, total.start)):
        return
    parts: list[Quantity] = []
    for quantity in reversed(line.quantities[:at]):
        if not same_unit(quantity, total) or not is_plain(quantity):
            break
        if parts and not _ITEM_GAP.match(line.between(quantity.end, parts[0].start)):
            break
        parts.insert(0, quantity)
    if len(parts) >= 2:
        yield from _compare(line, parts, total, "sum")


def _parts_after(line: Line, at: int) -> Iterator[Finding]:
    """20亿元，其中2023年6亿元、2024年7亿元、2025年8亿元."""
    total = line.quantities[at]
    parts: list[Quantity] = []
    last = total.end
    for quantity in line.quantities[at + 1 :]:
        gap = line.between(last, quantity.start)
        if quantity.kind is QuantityKind.DATE:
            continue
        fits = _continues(gap) if parts else _OF_WHICH.match(_undated(gap))
        if not fits or not same_unit(quantity, total) or not is_plain(quantity):
            break
        parts.append(quantity)
        last = quantity.end
    if not parts:
        return
    largest = max(parts, key=lambda part: part.value)
    if largest.value > total.value:
        if "增" not in line.between(total.end, parts[0].start):
            yield line.finding(
                "part",
                (total, largest),
                line.written(total),
                whole=line.written(total),
                part=line.written(largest),
            )
        return
    names = [
        line.between(last, part.start)
        for last, part in zip([total.end, *(p.end for p in parts)], parts, strict=False)
    ]
    if len(parts) >= 2 and all(map(_PARTITION.search, names)):
        added = sum((part.value for part in parts), start=Decimal(0))
        years = all(re.search(r"20\d\d年", name) for name in names)
        if added > total.value or years:
            yield from _compare(line, parts, total, "sum")


def _continues(gap: str) -> bool:
    """Whether the list goes on: after 、 with any name, after a comma with one that splits the whole."""
    if _ITEM_GAP.match(_undated(gap)):
        return True
    return bool(_COMMA_GAP.match(_undated(gap)) and _PARTITION.search(gap))


def _undated(words: str) -> str:
    return re.sub(r"\d{4}年度?", "", words)


def _compare(line: Line, parts: Sequence[Quantity], total: Quantity, rule: str) -> Iterator[Finding]:
    added = sum((part.value for part in parts), start=Decimal(0))
    # Whole figures are exact; each one with a point may be off by half of its last place.
    pointed = [quantity for quantity in (*parts, total) if "." in line.written(quantity)]
    slack = sum((half_step(line, quantity) for quantity in pointed), start=Decimal(0))
    if abs(added - total.value) > slack:
        yield line.finding(
            rule,
            (*parts, total),
            line.written(total),
            parts="、".join(map(line.written, parts)),
            total=line.written(total),
            right=_like(added, total, line),
        )


def _like(value: Decimal, model: Quantity, line: Line) -> str:
    """A sum in the unit of the total: 28亿元."""
    written = line.written(model)
    for mark, scale in (("亿", 10**8), ("万", 10**4)):
        if mark in written:
            return f"{plain_number(value / scale)}{written[written.index(mark) :]}"
    unit = written.lstrip("0123456789,.，")
    return f"{plain_number(value)}{unit}"


def _instalments(line: Line) -> Iterator[Finding]:
    """25万元，分两年兑付，当年15万元，次年15万元; 分三年按40%、30%、20%拨付."""
    for match in _INSTALMENTS.finditer(line.text, line.start, line.end):
        count = _COUNTS.get(match["count"]) or int(match["count"])
        before = [q for q in line.quantities if q.end <= match.start() and q.kind is QuantityKind.MONEY]
        after = [q for q in line.quantities if q.start >= match.end() and q.kind is not QuantityKind.DATE]
        if (
            len(after) != count
            or not all(map(is_plain, after))
            or not _PAID.search(line.between(match.end(), line.end))
        ):
            continue
        if all(q.kind is QuantityKind.RATIO and q.unit == "1" for q in after):
            yield from _shares_of_one(line, after, "instalment_shares")
        elif before and all(same_unit(q, before[-1]) for q in after) and is_plain(before[-1]):
            yield from _compare(line, after, before[-1], "instalments")


def _borne_shares(line: Line) -> Iterator[Finding]:
    """由市、县财政分别按60%、50%的比例分担."""
    if not _BORNE.search(line.text, line.start, line.end):
        return
    shares = [q for q in line.quantities if q.kind is QuantityKind.RATIO and q.unit == "1"]
    if len(shares) < 2 or len(shares) != len(line.quantities) or not all(map(is_plain, shares)):
        return
    words = line.between(line.start, line.end)
    gaps = [line.between(one.end, other.start) for one, other in pairwise(shares)]
    if ("财政" in words or _EACH_BEARS.search(words)) and all(
        re.fullmatch(r"\s*[、，,和及与:：]*[^。；;\d%]{0,10}", gap) for gap in gaps
    ):
        yield from _shares_of_one(line, shares, "borne")


def _shares_of_one(line: Line, shares: Sequence[Quantity], rule: str) -> Iterator[Finding]:
    added = sum((share.value for share in shares), start=Decimal(0))
    if abs(added - ONE) > SHARES_SLACK and added > 0:
        yield line.finding(
            rule,
            shares,
            "、".join(map(line.written, shares)),
            parts="、".join(map(line.written, shares)),
            right=f"{plain_number(added * 100)}%",
        )
