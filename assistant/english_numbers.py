"""Figures of English questions as Chinese documents write them: over 5 million yuan, 500万元以上."""

from __future__ import annotations

import re

_WORDS = {
    **{"half": "0.5", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6"},
    **{"seven": "7", "eight": "8", "nine": "9", "ten": "10", "twelve": "12", "fifteen": "15"},
    **{"twenty": "20", "thirty": "30", "fifty": "50", "hundred": "100"},
}
_SCALES = {"thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
_UNITS = (
    ("元", r"yuan|rmb|cny"),
    ("人", r"people|persons?|workers?|employees?|staff|jobs?"),
    ("周岁", r"years?[ -]old"),
    ("年", r"years?(?![ -](?:\w+ )?plan)"),
    ("个月", r"months?"),
    ("日", r"days?"),
    ("家", r"companies|firms|enterprises|businesses"),
    ("公里", r"km|kilomet(?:er|re)s?"),
    ("平方米", r"square met(?:er|re)s?|sqm"),
    ("吨", r"tons?|tonnes?"),
    ("毫米", r"mm|millimet(?:er|re)s?"),
    ("倍", r"times"),
    ("%", r"%|percent|per cent"),
)
_UNIT = "|".join(pattern for _, pattern in _UNITS)
_NUMBER = rf"(?:\d[\d,]*(?:\.\d+)?|(?:{'|'.join(_WORDS)})(?![a-z]))"
_SCALE = "|".join(_SCALES)
_QUANTITY = (
    rf"(?P<n>{_NUMBER})(?:[ -](?P<s>{_SCALE}))?"
    rf"(?:[ -]?(?:a |of )?(?P<u>{_UNIT})(?![a-z]))?"
)
_FIGURE = re.compile(
    rf"(?:(?P<over>\b(?:over|more than|above|exceed(?:s|ing)?|at least|no(?:t)? (?:less|fewer) than))"
    rf"|(?P<under>\b(?:under|less than|below|fewer than|not more than|no more than|within)))?"
    rf"\s*(?:the )?(?<![\w.]){_QUANTITY}"
)
_HALF_YEAR = re.compile(r"\bhalf a year\b")
_RANGE = re.compile(
    rf"\bbetween (?P<low>{_NUMBER}) and (?P<high>{_NUMBER})"
    rf"(?P<rest>[ -](?:{_SCALE})(?: (?:{_UNIT}))?|[ -](?:{_UNIT}))"
)


def with_chinese_figures(folded: str) -> str:
    """A folded English text with its figures that bear a unit or scale in Chinese."""
    return _FIGURE.sub(_chinese, _RANGE.sub(_range, _HALF_YEAR.sub("6 months", folded)))


def without_figures(folded: str) -> str:
    """A folded English text without the words of such figures: they name no subject."""
    bare = _RANGE.sub(" ", _HALF_YEAR.sub(" ", folded))
    return _FIGURE.sub(lambda match: " " if match["s"] or match["u"] else match[0], bare)


def _range(match: re.Match[str]) -> str:
    """300万元至1000万元."""
    ends = (with_chinese_figures(f"{match[end]}{match['rest']}").strip() for end in ("low", "high"))
    return f" {'至'.join(ends)} "


def _chinese(match: re.Match[str]) -> str:
    if not (match["s"] or match["u"]):
        return match[0]
    value = float(_WORDS.get(match["n"], match["n"].replace(",", ""))) * _SCALES.get(match["s"] or "", 1)
    unit = next((zh for zh, pattern in _UNITS if re.fullmatch(pattern, match["u"] or "")), "")
    bound = "以上" if match["over"] else "以下" if match["under"] else ""
    return f" {_written(value)}{unit}{bound} "


def _written(value: float) -> str:
    """500万 for five million, 1.2亿 for 120 million."""
    for scale, name in ((1e8, "亿"), (1e4, "万")):
        if value >= scale:
            return f"{value / scale:g}{name}"
    return f"{value:g}"
