"""Figures as official Chinese writes them, Arabic or Chinese, turned into exact decimals."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from ingest.normalise import chinese_number

# Multipliers that may follow Arabic digits (15万, 3千万, 1.2万亿); longest first for the pattern.
MULTIPLIERS = {
    "万亿": Decimal(10) ** 12,
    "萬億": Decimal(10) ** 12,
    "千亿": Decimal(10) ** 11,
    "百亿": Decimal(10) ** 10,
    "十亿": Decimal(10) ** 9,
    "亿": Decimal(10) ** 8,
    "億": Decimal(10) ** 8,
    "千万": Decimal(10) ** 7,
    "百万": Decimal(10) ** 6,
    "十万": Decimal(10) ** 5,
    "万": Decimal(10) ** 4,
    "萬": Decimal(10) ** 4,
    "千": Decimal(10) ** 3,
    "百": Decimal(10) ** 2,
}
# Written forms that cn2an does not know, as the ones it does.
CHINESE_VARIANTS = str.maketrans("〇○萬億兩貳參陸", "零零万亿两贰叁陆")
# 千亿, 百万元 … have no leading digit; they mean one of it where a unit follows.
# Offsets stay: one character for one.
ASCII_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")
BARE_SCALES = frozenset({"亿", "十亿", "百亿", "千亿", "万亿", "百万", "千万", "億", "百億", "千億"})

# 三五家, 一二三产业: neighbouring digits are an estimate or a list, not one number.
DIGITS_ONLY = re.compile("[一二三四五六七八九两]+")
# Most numerals there are, read as cn2an reads them and without the time that loading it takes.
_USUAL_NUMERAL = re.compile(
    "(?:[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九两][百千]?)[万亿]?"
    "|[零一二三四五六七八九]+|[壹贰叁肆伍陆柒捌玖拾]"
)
# No number by themselves: 百姓, 千万家, 十百千工程. 十万 and 拾万亿 are some.
_UNITS_ALONE = re.compile("(?:[百千万亿佰仟]|[十拾][十百千拾佰仟])[十百千万亿拾佰仟]*")

SPACE = r"[ \t\u00a0\u3000]{0,2}"
_MULTIPLIER = "|".join(sorted(MULTIPLIERS, key=len, reverse=True))
_ARABIC = r"(?:\d{1,3}(?:[,，]\d{3})+(?!\d)(?:[.．]\d{1,6})?|\d{1,15}(?:[.．]\d{1,6})?)"
_CHINESE = (
    r"[零〇○一二三四五六七八九十百千万亿两萬億兩壹贰叁肆伍陆柒捌玖拾佰仟廿貳參陸]{1,20}"
    r"(?:点[零〇一二三四五六七八九]{1,6})?"
)
_FIGURE = re.compile(
    rf"(?P<arabic>{_ARABIC})(?:{SPACE}(?P<about>[余馀多])?{SPACE}(?P<scale>{_MULTIPLIER})(?![分]之))?"
    rf"(?:(?P<rest>{_ARABIC})(?P<rest_scale>{_MULTIPLIER})?)?"
    rf"|(?P<chinese>{_CHINESE})(?:(?P<chinese_about>[余馀多来])(?P<chinese_scale>{_MULTIPLIER})?)?"
)
FIGURE_START = re.compile(r"[\d零〇○一二三四五六七八九十百千万亿两萬億兩壹贰叁肆伍陆柒捌玖拾佰仟廿半貳參陸]")
_RUN = re.compile(rf"{_ARABIC}|{_CHINESE}|半")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number without its unit."""

    value: Decimal
    start: int
    end: int
    about: bool  # 十余, 500多
    scaled: bool  # carries 万, 亿 … of its own
    scale: Decimal  # the multiplier written after Arabic digits, 1 if none
    chinese: bool


def read_figure(text: str, at: int) -> Figure | None:
    """The figure that begins at ``at``, or None where the characters there are no number."""
    match = _FIGURE.match(text, at)
    if match is None:
        return None
    if match["arabic"] is None:
        return _chinese_figure(match)
    return _arabic_figure(match)


def parse_digits(written: str) -> Decimal | None:
    """Value of plain digits with thousands separators, of any width."""
    try:
        return Decimal(written.replace(",", "").replace("，", "").replace("．", "."))
    except InvalidOperation:
        return None


@lru_cache(maxsize=4096)
def parse_chinese(written: str) -> Decimal | None:
    """Value of a Chinese numeral; None for what is none (千万, 三五, 百) or reads two ways."""
    plain = written.translate(CHINESE_VARIANTS)
    if plain in BARE_SCALES:
        return MULTIPLIERS.get(plain)
    if len(plain) > 1 and DIGITS_ONLY.fullmatch(plain):
        return None
    if _UNITS_ALONE.fullmatch(plain):
        return None
    if _USUAL_NUMERAL.fullmatch(plain):
        value = chinese_number(plain)
        return None if value is None else Decimal(value)
    try:
        import cn2an  # type: ignore[import-untyped]  # a quarter of a second that few numerals need

        return Decimal(str(cn2an.cn2an(plain, "normal")))
    except (
        ValueError,
        KeyError,
        IndexError,
        InvalidOperation,
    ):  # cn2an looks odd units (百亿一) up unchecked
        return None


def _arabic_figure(match: re.Match[str]) -> Figure | None:
    value = parse_digits(match["arabic"])
    if value is None:
        return None
    scale = MULTIPLIERS[match["scale"]] if match["scale"] else Decimal(1)
    end, total = match.end("arabic"), value * scale
    if match["scale"]:
        end = match.end("scale")
        rest = parse_digits(match["rest"]) if match["rest"] else None
        rest_scale = MULTIPLIERS[match["rest_scale"]] if match["rest_scale"] else Decimal(1)
        # 2亿5000万, 1万5千: the second part stays below the first part's multiplier.
        long_enough = match["rest_scale"] or len(match["rest"] or "") >= 3
        if rest is not None and rest * rest_scale < scale and long_enough:
            total, end = total + rest * rest_scale, match.end("rest_scale" if match["rest_scale"] else "rest")
    about = bool(match["about"] and match["scale"])
    return Figure(total, match.start(), end, about, bool(match["scale"]), scale, chinese=False)


def _chinese_figure(match: re.Match[str]) -> Figure | None:
    value = parse_chinese(match["chinese"])
    if value is None:
        return None
    scale = MULTIPLIERS[match["chinese_scale"]] if match["chinese_scale"] else Decimal(1)
    scaled = match["chinese"][-1] in "万亿萬億" or scale > 1
    return Figure(
        value * scale,
        match.start(),
        match.end(),
        bool(match["chinese_about"]),
        scaled,
        Decimal(1),
        chinese=True,
    )


def figure_run_end(text: str, at: int) -> int:
    """Where the unbroken run of digits or numerals at ``at`` ends, for stepping over what is no quantity."""
    match = _RUN.match(text, at)
    return match.end() if match else at
