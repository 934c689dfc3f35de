"""The numbers that open a heading: 第三章, 一、, （一）, 1., （1）, ①, 附件2 …"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from enum import StrEnum


class Style(StrEnum):
    """A way of numbering, named by its first member."""

    PART = "第一部分"
    BOOK = "第一编"
    SUBBOOK = "第一分编"
    CHAPTER = "第一章"
    SECTION = "第一节"
    ARTICLE = "第一条"
    TASK = "任务一："
    FORMAL = "壹、"
    CHINESE = "一、"
    CHINESE_PAREN = "（一）"
    ARABIC = "1."
    SPACED = "1 "
    DECIMAL = "1.1"
    ARABIC_PAREN = "（1）"
    HALF_PAREN = "1）"
    CIRCLED = "①"
    LETTER = "A."
    ORDINAL = "第一，"
    IS = "一是"
    MUST = "一要"


# The order in which official writing nests its numbers (GB/T 9704 for 一、（一）1.（1）; the law on
# legislation for 编章节条款项目). Used only where the order of appearance leaves a choice.
RANK: dict[Style, int] = {style: rank for rank, style in enumerate(Style)}
LEGAL = frozenset({Style.PART, Style.BOOK, Style.SUBBOOK, Style.CHAPTER, Style.SECTION, Style.ARTICLE})

_CN = "零〇○一二三四五六七八九十百千两"
_S = "[ \u3000]{0,4}"
# A unit or a counter after 1.1 makes it a figure: 1.1万家, 2.5亿元, 3.5公里.
_UNIT = "万亿千百个家元%％‰倍年月日天小时公里米吨亩平人名项件次度级以及至~～A-Za-z-"


@dataclass(frozen=True, slots=True)
class Marker:
    """A number found at the start of a line."""

    style: Style
    number: int  # 2 for 第二条 and 第二条之一, 3 for 2.3
    label: str  # as written, spaces within it taken out
    end: int  # offset within the line where the heading's words begin
    minor: int = 0  # 1 for 第二条之一
    prefix: tuple[int, ...] = ()  # (2,) for 2.3
    spaced: bool = False  # white space, or the end of the line, follows


_LEGAL_WORDS = {
    "部分": Style.PART,
    "篇": Style.PART,
    "分编": Style.SUBBOOK,
    "编": Style.BOOK,
    "章": Style.CHAPTER,
    "节": Style.SECTION,
    "条": Style.ARTICLE,
    "編": Style.BOOK,
    "節": Style.SECTION,
    "條": Style.ARTICLE,
}
_LEGAL = re.compile(
    rf"第{_S}([{_CN}]{{1,8}}|\d{{1,4}}){_S}(部分|分编|[篇编編章节節条條])(?:之([{_CN}]{{1,3}}))?"
)
_CHINESE = re.compile(rf"([{_CN}]{{1,5}}){_S}(?:、|[.．](?!\d))")
_CHINESE_PAREN = re.compile(rf"[（(【〔]{_S}([{_CN}]{{1,5}}){_S}[）)】〕]{_S}[、.．]?")
_ARABIC = re.compile(r"(\d{1,3})[ ]?(?:[.．](?:(?!\d)|(?=(?:19|20)\d\d年|[3-6][GgDd]))|、(?!\d))")
_DECIMAL = re.compile(rf"(\d{{1,2}}(?:[.．]\d{{1,2}}){{1,3}})[.．、]?(?![\d{_UNIT}])")
_ARABIC_PAREN = re.compile(rf"[（(]{_S}(\d{{1,3}}){_S}[）)]{_S}[、.．]?")
_HALF_PAREN = re.compile(r"(\d{1,2})[ ]?[）)]")
_CIRCLED = re.compile(r"[\u2460-\u2473\u2776-\u277f\u2474-\u2487\u3251-\u325f\u3220-\u3229]")
_ORDINAL = re.compile(rf"第([{_CN}]{{1,3}})[，,、]")
_LETTER = re.compile(r"([A-Z])[.．、](?![A-Za-z\d])")

# 任务一：, 行动3., 专题二 : tasks that a plan numbers.
_TASK = re.compile(
    rf"(?:任务|行动|工程|专项|专题|举措|措施|篇章|模块|阶段){_S}([{_CN}]{{1,3}}|\d{{1,2}})"
    r"(?:[:：、.．]|(?=[ \u3000]))"
)
_FORMAL_DIGITS = dict(zip("壹贰叁肆伍陆柒捌玖拾", "一二三四五六七八九十", strict=True))
_FORMAL = re.compile("([壹贰叁肆伍陆柒捌玖拾]{1,3})[、.．]")
# 1 指导思想, on a line of its own without a mark: only its series proves it.
_SPACED = re.compile(r"(\d{1,2})[ \u3000]+(?=[\u4e00-\u9fff]{2}[^ \u3000。；，,;：:]{0,28}$)")
# Marks that some offices draw before a number.
_ORNAMENT = re.compile(r"[★☆◆◇■□●○▲△※◎►▶][ \u3000]{0,2}")

# 一、二级市场, 三、四线城市, 一、二、三产业: the number is a word of the sentence.
_NOT_CHINESE = re.compile(rf"[{_CN}]{{1,3}}(?:[、线级类等产次期季楼层届批本档]|[和及与])")
# 第八条规定的, 第三条第二款, 第五条、第六条: a reference, unless its number is the next one and stands apart.
_REFERENCE = re.compile(
    r"[ \u3000]{0,2}(?:之?规定|所[列称述指]|中(?:的|所|规定|列)|的|[、，,和与至到及或]|以及|或者"
    rf"|第[{_CN}\d]{{1,4}}[款项項目条條]|执行|要求|明确)"
)


def read_marker(line: str) -> Marker | None:
    """The number that opens the line, or None; 第八条规定的…, 2.5亿元 and 2024年 open nothing."""
    if not line:
        return None
    ornament = _ORNAMENT.match(line)
    words = line[ornament.end() :] if ornament else line
    for read in (_legal, _chinese, _paren, _decimal, _arabic, _circled, _others):
        marker = read(words)
        if marker is not None:
            return replace(marker, end=marker.end + len(line) - len(words))
    return None


def chinese_number(digits: str) -> int | None:
    """Value of 十二, 一百零三, 二〇 or Arabic digits; None if it is no number."""
    if digits.isdecimal():
        return int(digits)
    values = {"零": 0, "〇": 0, "○": 0, "两": 2} | {c: i for i, c in enumerate("一二三四五六七八九", 1)}
    units = {"十": 10, "百": 100, "千": 1000}
    if not any(c in units for c in digits) and len(digits) > 1:
        return int("".join(str(values[c]) for c in digits))
    total, current = 0, None
    for c in digits:
        if c in units:
            total += (1 if current is None else current) * units[c]
            current = None
        elif c in values:
            current = values[c]
        else:
            return None
    return total + (current or 0)


def is_reference(line: str, marker: Marker) -> bool:
    """Whether what follows 第八条 reads like the rest of a sentence about it."""
    return bool(_REFERENCE.match(line, marker.end))


def _marker(
    style: Style, match: re.Match[str], line: str, digits: str, minor: str | None = None
) -> Marker | None:
    number = chinese_number(digits)
    if number is None:
        return None
    end = match.end()
    spaced = end >= len(line) or line[end] in " \u3000"
    while end < len(line) and line[end] in " \u3000":
        end += 1
    label = "".join(match[0].split())
    return Marker(style, number, label, end, chinese_number(minor) or 0 if minor else 0, spaced=spaced)


def _legal(line: str) -> Marker | None:
    match = _LEGAL.match(line)
    return _marker(_LEGAL_WORDS[match[2]], match, line, match[1], match[3]) if match else None


def _chinese(line: str) -> Marker | None:
    match = _CHINESE.match(line)
    if match is None or _NOT_CHINESE.match(line, match.end()):
        return None
    return _marker(Style.CHINESE, match, line, match[1])


def _paren(line: str) -> Marker | None:
    match = _CHINESE_PAREN.match(line)
    if match:
        return _marker(Style.CHINESE_PAREN, match, line, match[1])
    match = _ARABIC_PAREN.match(line)
    return _marker(Style.ARABIC_PAREN, match, line, match[1]) if match else None


def _decimal(line: str) -> Marker | None:
    match = _DECIMAL.match(line)
    if match is None:
        return None
    *prefix, last = (int(part) for part in re.split(r"[.．]", match[1]))
    marker = _marker(Style.DECIMAL, match, line, str(last))
    if marker is None:
        return None
    return Marker(marker.style, last, marker.label, marker.end, 0, tuple(prefix), marker.spaced)


def _arabic(line: str) -> Marker | None:
    match = _ARABIC.match(line)
    if match:
        return _marker(Style.ARABIC, match, line, match[1])
    match = _HALF_PAREN.match(line)
    if match:
        return _marker(Style.HALF_PAREN, match, line, match[1])
    match = _SPACED.match(line)
    marker = _marker(Style.SPACED, match, line, match[1]) if match else None
    return replace(marker, spaced=True) if marker else None


def _circled(line: str) -> Marker | None:
    match = _CIRCLED.match(line)
    if match is None:
        return None
    value = unicodedata.numeric(match[0], 0)
    return _marker(Style.CIRCLED, match, line, str(int(value)))


def _others(line: str) -> Marker | None:
    match = _ORDINAL.match(line)
    if match:
        return _marker(Style.ORDINAL, match, line, match[1])
    match = _TASK.match(line)
    if match:
        return _marker(Style.TASK, match, line, match[1])
    match = _FORMAL.match(line)
    if match:
        digits = "".join(_FORMAL_DIGITS[digit] for digit in match[1])
        return _marker(Style.FORMAL, match, line, digits)
    match = _LETTER.match(line)
    return _marker(Style.LETTER, match, line, str(ord(match[1]) - 64)) if match else None
