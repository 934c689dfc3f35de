"""The numbers that Word puts before paragraphs by itself: 一、 （一） 1. 第一条, which are in no text run."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DIGITS = "〇一二三四五六七八九"
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
CHINESE_FORMATS = frozenset(
    {
        *("chineseCounting", "chineseCountingThousand", "ideographDigital", "taiwaneseCountingThousand"),
        *("japaneseCounting", "taiwaneseCounting", "koreanDigital2"),
    }
)
_PLACE = re.compile(r"%([1-9])")
LEVELS = 9
# After these a space would not be written: 一、总则, （一）范围, 1.目标.
_CLOSING_MARKS = re.compile(r"[、.．）)。:：】]$")


def w(name: str) -> str:
    """The qualified name of a WordprocessingML element or attribute."""
    return _W + name


@dataclass(frozen=True, slots=True)
class ListLevel:
    """How one level of a list is numbered."""

    pattern: str  # e.g. '（%1）'
    form: str  # e.g. 'chineseCounting'
    start: int = 1
    restarts: bool = True  # at each number of a higher level


@dataclass
class Numbering:
    """A file's lists and how far each has counted."""

    levels: dict[str, dict[int, ListLevel]] = field(default_factory=dict)  # by list id
    counters: dict[str, str] = field(default_factory=dict)  # list id → the counter that it shares
    counts: dict[str, dict[int, int]] = field(default_factory=dict)  # by counter
    started: set[tuple[str, int]] = field(default_factory=set)  # overrides that have taken effect
    overrides: dict[tuple[str, int], int] = field(default_factory=dict)

    def next_label(self, list_id: str, level: int) -> str:
        """The number of the next paragraph in the list, '' for bullets and lists that are not there."""
        levels = self.levels.get(list_id)
        if not levels or level not in levels:
            return ""
        counts = self.counts.setdefault(self.counters[list_id], {})
        first = self.overrides.get((list_id, level))
        if first is not None and (list_id, level) not in self.started:
            counts.pop(level, None)
        else:
            first = levels[level].start
        self.started.add((list_id, level))
        counts[level] = counts[level] + 1 if level in counts else first
        for lower in [other for other in counts if other > level]:
            if lower not in levels or levels[lower].restarts:
                del counts[lower]
        return _label(levels, counts, level)


def _label(levels: dict[int, ListLevel], counts: dict[int, int], level: int) -> str:
    own = levels[level]
    if own.form in ("bullet", "none") or not _PLACE.search(own.pattern):
        return own.pattern if own.form not in ("bullet",) and own.pattern.strip() else ""

    def shown(match: re.Match[str]) -> str:
        at = int(match[1]) - 1
        entry = levels.get(at)
        return number(counts.get(at, entry.start), entry.form) if entry else ""

    label = _PLACE.sub(shown, own.pattern).strip()
    if _CLOSING_MARKS.search(label):
        return label
    return label + ("\u3000" if label[-1:] > "\x7f" else " ")


def number(value: int, form: str) -> str:
    """``value`` as a numbering format of Word writes it."""
    shown = str(value)
    if form in CHINESE_FORMATS:
        shown = chinese(value)
    elif form in ("ideographTraditional", "ideographZodiac"):
        signs = _STEMS if form == "ideographTraditional" else _BRANCHES
        shown = signs[(value - 1) % len(signs)]
    elif form.startswith("decimalEnclosedCircle") and 1 <= value <= 20:
        shown = chr(0x245F + value)
    elif form.startswith("decimalFullWidth"):
        shown = "".join(chr(ord(digit) + 0xFEE0) for digit in shown)
    elif form in ("lowerLetter", "upperLetter") and 1 <= value <= 780:
        shown = chr(97 + (value - 1) % 26) * ((value - 1) // 26 + 1)
    elif form in ("lowerRoman", "upperRoman"):
        shown = roman(value).lower()
    elif form == "decimalZero":
        shown = f"{value:02d}"
    return shown.upper() if form.startswith("upper") else shown


def chinese(value: int) -> str:
    """一, 十, 十一, 二十, 一百零五 …; digits from 1000 on."""
    if value <= 0 or value >= 1000:
        return str(value)
    hundreds, rest = divmod(value, 100)
    tens, ones = divmod(rest, 10)
    text = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else _DIGITS[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    return text + (_DIGITS[ones] if ones else "")


def roman(value: int) -> str:
    """I, II, III …"""
    text = ""
    for size, sign in (
        *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L")),
        *((40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
    ):
        text += sign * min(value // size, 20)
        value %= size
    return text


def read_numbering(root: _Element | None) -> Numbering:
    """The lists that a file defines, by the ids that paragraphs use."""
    numbering = Numbering()
    if root is None:
        return numbering
    abstract = {item.get(w("abstractNumId")) or "": item for item in root.iter(w("abstractNum"))}
    named = {link.get(w("val")): item for item in abstract.values() for link in item.findall(w("styleLink"))}
    for item in root.iter(w("num")):
        list_id = item.get(w("numId")) or ""
        link = item.find(w("abstractNumId"))
        counter = (link.get(w("val")) or "") if link is not None else ""
        source = abstract.get(counter)
        if source is None:
            continue
        borrowed = source.find(w("numStyleLink"))
        if borrowed is not None:
            source = named.get(borrowed.get(w("val")), source)
        numbering.levels[list_id] = _levels(source)
        numbering.counters[list_id] = counter
        for override in item.findall(w("lvlOverride")):
            level = _int(override.get(w("ilvl")), 0)
            own = override.find(w("lvl"))
            if own is not None:
                numbering.levels[list_id][level] = _level(own)
            start = override.find(w("startOverride"))
            if start is not None:
                numbering.overrides[list_id, level] = _int(start.get(w("val")), 1)
    return numbering


def _levels(item: _Element) -> dict[int, ListLevel]:
    return {_int(level.get(w("ilvl")), 0): _level(level) for level in item.findall(w("lvl"))}


def _level(element: _Element) -> ListLevel:
    def value(name: str) -> str | None:
        child = element.find(w(name))
        return child.get(w("val")) if child is not None else None

    form = value("numFmt") or "decimal"
    return ListLevel(value("lvlText") or "", form, _int(value("start"), 1), value("lvlRestart") != "0")


def _int(value: str | None, default: int) -> int:
    return int(value) if value and value.isdecimal() and len(value) < 6 else default
