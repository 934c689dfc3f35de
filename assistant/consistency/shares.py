"""Shares: 规上工业企业444家，开展研发活动的328家，占比73.9%."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations

from assistant.consistency.lexicon import telling
from assistant.consistency.lines import Line, half_step, is_amount, is_plain, percent, same_unit
from assistant.consistency.types import Finding
from ingest import Quantity, QuantityKind

# What leads to a share of the figures before it; the base is named, or is the figure before.
_SHARE_OF = re.compile(
    r"(?:占比|占(?P<base>[^，,。；;：:、\d]{0,20}?)的?(?:比重|比例)?|(?:所占)?(?:比例|比重)|[一-鿿]{1,4}率|覆盖面)"
    r"(?:为|是|达到?|已达|提升至|提高到)?$"
)
# Shares of something else than the figures before: growth, comparison, an average over years.
_NOT_OF_THESE = re.compile(r"同比|增长|增速|增幅|提高|提升|下降|降低|较|比上年|年均|利率|费率|税率|折|超过")
# 新增75家、总数达到443家: part of one series, no base of a share.
_SERIES = re.compile(r"新增|净增|总数|累计|总量|达到|增加到|增长到")
# Counted from all of a kind: the figure before is the base.
_ALL = re.compile(r"^(?:全[市省县区国部体]|总|其|同期)?(?:总数|总量|总额|全部|比)?$")
_OF_WHOLE = re.compile(r"[，,、]占[^，,。；;\d]{0,16}$")
MAX_BACK_CHARS = 80  # a share stands this near to its figures
ONE_STEP = Decimal("0.01")


def share_slips(line: Line) -> Iterator[Finding]:
    """Shares that the two figures before them do not give."""
    for at, share in enumerate(line.quantities):
        if share.kind is not QuantityKind.RATIO or share.unit != "1" or not is_plain(share):
            continue
        if not line.written(share).endswith(("%", "％", "﹪")):
            continue
        previous = line.quantities[at - 1] if at else None
        if previous is None or share.start - previous.end > MAX_BACK_CHARS:
            continue
        earlier = [quantity for quantity in line.quantities[:at] if is_amount(quantity)]
        slip = _slip(line, share, earlier) if earlier else None
        if slip is not None:
            yield slip


def _slip(line: Line, share: Quantity, earlier: list[Quantity]) -> Finding | None:
    part = earlier[-1]
    alike = [quantity for quantity in earlier if same_unit(quantity, part)]
    lead = line.between(part.end, share.start)
    if lead == "的" and len(alike) == 2 and _OF_WHOLE.search(line.between(alike[0].end, part.start)):
        return _of_named_whole(line, share, *alike)
    marker = _SHARE_OF.search(lead)
    if marker is None or len(alike) < 2 or _NOT_OF_THESE.search(lead) or "%" in lead:
        return None
    if any(_gives(line, one, other, share) for one, other in combinations(alike, 2)):
        return None
    whole = alike[0]
    sure = len(alike) == 2 and all(map(is_plain, alike))  # of several, which is the base is not said
    if not sure or not 0 < part.value <= whole.value or not _is_base(line, marker["base"] or "", whole):
        return None
    if _SERIES.search(line.between(whole.start - 8, part.start)):
        return None
    return _finding(line, share, part, whole)


def _of_named_whole(line: Line, share: Quantity, part: Quantity, whole: Quantity) -> Finding | None:
    """完成180亿元，占工业投资600亿元的30%."""
    fits = all(map(is_plain, (part, whole))) and 0 < part.value <= whole.value
    if not fits or _gives(line, part, whole, share):
        return None
    return _finding(line, share, part, whole)


def _finding(line: Line, share: Quantity, part: Quantity, whole: Quantity) -> Finding:
    return line.finding(
        "share",
        (whole, part, share),
        _subject(line, part),
        part=line.written(part),
        whole=line.written(whole),
        share=line.written(share),
        right=percent(part.value / whole.value),
    )


def _gives(line: Line, one: Quantity, other: Quantity, share: Quantity) -> bool:
    small, large = sorted((one, other), key=lambda quantity: quantity.value)
    if not large.value:
        return False
    exact = small.value / large.value
    loose = exact * sum((half_step(line, q) / q.value for q in (small, large) if q.value), start=Decimal(0))
    # Half a step is rounding; a whole one forgives cut-off digits and figures of another day.
    return abs(exact - share.value) <= 2 * half_step(line, share) + loose


def _is_base(line: Line, named: str, whole: Quantity) -> bool:
    """Whether the base that is named (占规上工业企业的…) is what the first figure counts."""
    base = telling(named)
    if not base or _ALL.match(named):
        return True
    start = max(line.start, whole.start - 30)
    return base in telling(line.between(start, whole.end + 16))


def _subject(line: Line, part: Quantity) -> str:
    words = line.before(part, 24)
    clause = re.split(r"[，,。；;：:、\d]", words)[-1]
    return clause.strip() or line.written(part)
