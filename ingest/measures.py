"""A figure with its unit at a given place: 15万元, 5-10%, 三至五年, 10、20和30万元."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from ingest import vocabulary as words
from ingest.numerals import SPACE, Figure, read_figure
from ingest.types import Bound, Quantity, QuantityKind

LONGEST_DENOMINATOR_CHARS = 12  # 三分之一; longer numbers are never denominators
MAX_LISTED = 8  # figures that may share one unit: 10、20、30万元
CONTEXT_CHARS = 24  # a bound stands at most this far before its figure: 最高给予每家企业不超过人民币
# A longer unscaled number with a gap before its unit is a telephone number or a postcode.
MAX_SPACED_DIGITS = 5


def alternatives(entries: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first."""
    return "|".join(re.escape(entry) for entry in sorted(entries, key=len, reverse=True))


_MONEY = re.compile(rf"(?:{alternatives(words.CURRENCIES)}){words.NOT_MONEY_AFTER}")
_BARE_MONEY = re.compile(rf"(?:以[上下内])?的?(?:一次性)?(?:{words.MONEY_NOUNS})")
_BARE_MONEY_BEFORE = re.compile(
    rf"(?:{words.MONEY_VERBS})(?:{words.BOUND_FILLERS}|最高|最多|不低于|不少于|约|近|超过?){{0,4}}$"
)
_RATIO = re.compile(rf"[%％﹪‰倍]|成{words.NOT_TENTHS_AFTER}")
_POINTS = re.compile(alternatives(words.POINT_UNITS))
_PREFIXED = re.compile(alternatives(words.RATIO_PREFIXES))
_OF = re.compile("分之")
_DURATION = re.compile(
    "|".join(
        f"{re.escape(unit)}{words.DURATION_AFTER.get(unit, '')}"
        for unit in sorted(words.DURATION_UNITS, key=len, reverse=True)
    )
)
_DURATION_NAME = re.compile(words.DURATION_NAME_AFTER)
_HALF = re.compile(r"半(年|个月|天)")
_AND_A_HALF = re.compile("年半(?![年数])")
_CLASSIFIER = re.compile(
    "|".join(
        re.escape(unit) + (f"(?![{after}])" if after else "")
        for unit, after in sorted(words.CLASSIFIERS.items(), key=lambda entry: -len(entry[0]))
    )
)
_GAP = re.compile(SPACE)
_ABOUT = re.compile(rf"{SPACE}[余馀多来]")
_SCALE_ALONE = re.compile("[百千万萬亿億]+")  # “百万资金”: a name, no sum
_YUAN_SIGN = re.compile(rf"[¥￥]{SPACE}$")
CONNECTOR = re.compile(rf"{SPACE}(?:-{{1,2}}|—{{1,2}}|–|－|~|～|至|到){SPACE}")
_LIST_MARK = re.compile(rf"{SPACE}(?:[、和与或及/]|以及){SPACE}")
_VAGUE_BOUND = re.compile(r"及?以[上下内]")
_VAGUE_BOUND_BEFORE = re.compile(r"(?:至少|不少于|不低于|不超过|最多)$")


@dataclass(frozen=True, slots=True)
class Unit:
    """What a figure counts."""

    kind: QuantityKind
    name: str
    factor: Decimal
    end: int
    about: bool = False  # 余 or 多 stood between the figure and the unit


def read_measures(text: str, at: int) -> list[Quantity]:
    """The quantities that begin with the figure at ``at``: one, or several that share a unit; [] for none."""
    special = _fraction(text, at) or _half(text, at)
    if special is not None:
        return [special]
    figure = read_figure(text, at)
    if figure is None or re.match(r"0\d", text[at : at + 2]):
        return []
    unit = read_unit(text, figure)
    ranged = _range(text, figure, unit)
    if ranged is not None:
        return [ranged]
    if unit is None:
        return _listed(text, figure)
    return [_and_a_half(text, _single(figure, unit))]


def _and_a_half(text: str, quantity: Quantity) -> Quantity:
    """两年半: half a year more."""
    if quantity.unit != "month" or not _AND_A_HALF.match(text, quantity.end - 1):
        return quantity
    return replace(quantity, value=quantity.value + 6, end=quantity.end + 1)


def read_unit(text: str, figure: Figure) -> Unit | None:
    """The unit right after a figure."""
    at = figure.end
    about = _ABOUT.match(text, at)
    if about is not None:
        at = about.end()
    gap = _GAP.match(text, at)
    place = gap.end() if gap else at
    digits = figure.end - figure.start
    if place > at and digits > MAX_SPACED_DIGITS and not figure.scaled and "," not in text[figure.start : at]:
        return None
    unit = _unit_at(text, figure, place)
    if unit is None and about is None:
        return _bare_money(text, figure)
    return None if unit is None else Unit(unit.kind, unit.name, unit.factor, unit.end, about is not None)


def _unit_at(text: str, figure: Figure, at: int) -> Unit | None:
    if match := _MONEY.match(text, at):
        return Unit(QuantityKind.MONEY, words.CURRENCIES[match[0]], Decimal(1), match.end())
    if match := _POINTS.match(text, at):
        return Unit(QuantityKind.RATIO, "point", words.POINT_UNITS[match[0]], match.end())
    if match := _RATIO.match(text, at):
        return Unit(QuantityKind.RATIO, "1", words.RATIO_UNITS[match[0]], match.end())
    if match := _DURATION.match(text, at):
        return _duration(text, figure, match)
    if match := _CLASSIFIER.match(text, at):
        return _classifier(text, figure, match)
    return None


def _duration(text: str, figure: Figure, match: re.Match[str]) -> Unit | None:
    factor, name = words.DURATION_UNITS[match[0]]
    if factor == 12 and figure.value > words.LONGEST_DURATION_YEARS:
        return None
    if figure.chinese and _DURATION_NAME.match(text, match.end()):
        return None
    return Unit(QuantityKind.DURATION, name, factor, match.end())


def _classifier(text: str, figure: Figure, match: re.Match[str]) -> Unit | None:
    small = figure.chinese and figure.value < words.SMALLEST_PLAIN_CHINESE_COUNT
    if small and (match[0] in words.VAGUE_CLASSIFIERS or figure.value == 1):
        before = text[max(0, figure.start - CONTEXT_CHARS) : figure.start]
        if not _VAGUE_BOUND.match(text, match.end()) and not _VAGUE_BOUND_BEFORE.search(before):
            return None
    if small and text[max(0, figure.start - 1) : figure.start] in ("“", "‘"):
        return None
    return Unit(QuantityKind.COUNT, match[0], Decimal(1), match.end())


def _bare_money(text: str, figure: Figure) -> Unit | None:
    """给予10万奖励, 千亿级: a scaled figure that is money though 元 is left out."""
    before = text[max(0, figure.start - CONTEXT_CHARS) : figure.start]
    unit = Unit(QuantityKind.MONEY, "yuan", Decimal(1), figure.end)
    if _YUAN_SIGN.search(before):
        return unit
    if not figure.scaled:
        return None
    after = _BARE_MONEY.match(text, figure.end)
    if after is not None and after[0].endswith("级"):
        return unit if text[figure.end - 1] in "亿億" else None
    if _SCALE_ALONE.fullmatch(text, figure.start, figure.end):
        return None
    return unit if after is not None or _BARE_MONEY_BEFORE.search(before) else None


def _single(figure: Figure, unit: Unit) -> Quantity:
    bound = Bound.ABOUT if figure.about or unit.about else Bound.EQUAL
    value = plain(figure.value * unit.factor)
    return Quantity(unit.kind, value, unit.name, figure.start, unit.end, bound=bound)


def _range(text: str, low: Figure, low_unit: Unit | None) -> Quantity | None:
    connector = CONNECTOR.match(text, low_unit.end if low_unit else low.end)
    high = read_figure(text, connector.end()) if connector else None
    unit = read_unit(text, high) if high else None
    if high is None or unit is None:
        return None
    if low_unit is not None and (low_unit.kind, low_unit.name) != (unit.kind, unit.name):
        return None
    first = low.value * (low_unit.factor if low_unit else unit.factor)
    last = high.value * unit.factor
    if low_unit is None and not low.scaled and first * high.scale < last:
        first *= high.scale  # 5-10万元
    if first >= last:
        return None
    return Quantity(unit.kind, plain(first), unit.name, low.start, unit.end, high=plain(last))


def _listed(text: str, first: Figure) -> list[Quantity]:
    """10、20、30万元: figures that take unit and multiplier from the last."""
    if not first.scaled and (first.start == 0 or text[first.start - 1].isspace()):
        return []  # 1、10万元以下的…: a clause number
    figures = [first]
    while len(figures) < MAX_LISTED:
        mark = _LIST_MARK.match(text, figures[-1].end)
        following = read_figure(text, mark.end()) if mark else None
        if following is None:
            return []
        figures.append(following)
        unit = read_unit(text, following)
        if unit is not None:
            return _share(figures, unit)
    return []


def _share(figures: list[Figure], unit: Unit) -> list[Quantity]:
    if unit.kind not in (QuantityKind.MONEY, QuantityKind.RATIO):
        return []
    scale = figures[-1].scale
    found = [
        Quantity(
            unit.kind,
            plain(figure.value * unit.factor * (Decimal(1) if figure.scaled else scale)),
            unit.name,
            figure.start,
            figure.end,
        )
        for figure in figures[:-1]
    ]
    return [*found, _single(figures[-1], unit)]


def _fraction(text: str, at: int) -> Quantity | None:
    """百分之三十, 百分之三至百分之五, 三分之一."""
    prefix = _PREFIXED.match(text, at)
    if prefix is None:
        return _plain_fraction(text, at)
    factor = words.RATIO_PREFIXES[prefix[0]]
    figure = read_figure(text, prefix.end())
    if figure is None:
        return None
    value = plain(figure.value * factor)
    connector = CONNECTOR.match(text, figure.end)
    if connector is not None:
        again = _PREFIXED.match(text, connector.end())
        high = read_figure(text, again.end() if again else connector.end())
        if high is not None and high.value > figure.value and (again or not read_unit(text, high)):
            return Quantity(QuantityKind.RATIO, value, "1", at, high.end, high=plain(high.value * factor))
    return Quantity(QuantityKind.RATIO, value, "1", at, figure.end)


def _plain_fraction(text: str, at: int) -> Quantity | None:
    if text.find("分之", at, at + LONGEST_DENOMINATOR_CHARS + 2) < 0:
        return None
    below = read_figure(text, at)
    if below is None or not _OF.match(text, below.end) or below.value == 0:
        return None
    above = read_figure(text, below.end + 2)
    if above is None:
        return None
    return Quantity(QuantityKind.RATIO, plain(above.value / below.value), "1", at, above.end)


def _half(text: str, at: int) -> Quantity | None:
    match = _HALF.match(text, at)
    if match is None or text[max(0, at - 1) : at] in ("上", "下"):  # 上半年
        return None
    value, unit = {"年": ("6", "month"), "个月": ("15", "day"), "天": ("12", "hour")}[match[1]]
    return Quantity(QuantityKind.DURATION, Decimal(value), unit, at, match.end())


def plain(value: Decimal) -> Decimal:
    """The same value without exponent or trailing zeros: 150000, 0.3."""
    return Decimal(format(value.normalize(), "f"))
