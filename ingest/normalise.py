"""The form in which two texts are compared, with the way back to the original offsets.

Folding works character by character, so every folded character has one source character: widths
(NFKC), case, traditional → simplified, and variants of brackets, quotes, dashes and tildes. Text that
is compared should be NFC beforehand; documents are, since reading makes them so.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Any

# Variants that mean the same in official text; applied after NFKC, which already unifies widths.
VARIANTS = {
    **dict.fromkeys("〔【〖〘", "["),  # 驻政〔2018〕25号 is also typed with [] and 【】
    **dict.fromkeys("〕】〗〙", "]"),
    **dict.fromkeys("〈«", "《"),
    **dict.fromkeys("〉»", "》"),
    **dict.fromkeys("“”„‟「」『』〝〞", '"'),
    **dict.fromkeys("‘’‚‛`´", "'"),
    **dict.fromkeys("‐‑‒–—―−─━－", "-"),
    **dict.fromkeys("～〜∼˜", "~"),
    **dict.fromkeys("•‧・∙⋅", "·"),
    # Invisible: zero-width space and joiners, byte-order mark, soft hyphen.
    **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u00ad", ""),
}

CJK = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af〇"


@lru_cache(maxsize=1)
def _simplifier() -> Any:
    import opencc

    return opencc.OpenCC("t2s")


class _FoldTable(dict[int, str]):
    """Folded form by code point, filled as characters are met (for ``str.translate``)."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _fold_character(chr(code))
        return folded


def _fold_character(character: str) -> str:
    if character in VARIANTS:
        return VARIANTS[character]
    # ①, ², ½ stay: as plain digits they would run into the number beside them (①20万).
    # Lone surrogates stay: no library takes them.
    if unicodedata.category(character) in ("No", "Cs"):
        return character
    folded = unicodedata.normalize("NFKC", character)
    folded = "".join(VARIANTS.get(part, part) for part in folded).lower()
    if folded.isascii():
        return folded
    simplified: str = _simplifier().convert(folded)
    return simplified if len(simplified) == len(folded) else folded


_TABLE = _FoldTable()


def fold(text: str) -> str:
    """``text`` as it is compared: 高新技術企業〔２０１８〕 → 高新技术企业[2018]."""
    return text.translate(_TABLE)


def fold_with_offsets(text: str) -> tuple[str, list[int]]:
    """``fold(text)`` and, for each folded index and its end, the source index it came from.

    ``offsets`` has ``len(folded) + 1`` items, so the source of ``folded[a:b]`` is
    ``text[offsets[a]:offsets[b - 1] + 1]``, and ``offsets[len(folded)] == len(text)``.
    """
    parts = [_TABLE[ord(character)] for character in text]
    folded = "".join(parts)
    if len(folded) == len(text) and all(len(part) == 1 for part in parts):
        return folded, list(range(len(text) + 1))
    offsets = [index for index, part in enumerate(parts) for _ in part]
    offsets.append(len(text))
    return folded, offsets


DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "两": 2,
    # Financial forms, used in amounts.
    **{character: value for value, character in enumerate("壹贰叁肆伍陆柒捌玖", start=1)},
}
TENS = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
MYRIADS = {"万": 10**4, "亿": 10**8}

_NUMERAL = re.compile(
    r"(?P<digits>\d+(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?)(?P<unit>[十百千]?[万亿]{0,2})"
    rf"|[{''.join((*DIGITS, *TENS))}][{''.join((*DIGITS, *TENS, *MYRIADS))}]+"
)
_SCALES = {"": 1, **TENS, **MYRIADS}


def chinese_number(numeral: str) -> int | None:
    """The value of a folded Chinese numeral: 二十万 → 200000, 二〇二四 → 2024, 一千二 → None.

    None for what is not one well-formed number.
    """
    if all(character in DIGITS for character in numeral):
        return int("".join(str(DIGITS[character]) for character in numeral)) if numeral else None
    total = part = 0
    digit: int | None = None
    last_tens, last_myriad = 10**4, 10**12
    for character in numeral:
        if character in DIGITS:
            if digit:
                return None
            digit = DIGITS[character]
        elif character in TENS:
            scale = TENS[character]
            if scale >= last_tens or (digit is None and part):
                return None
            part, digit, last_tens = part + (1 if digit is None else digit) * scale, None, scale
        else:
            scale = MYRIADS.get(character, 0)
            part += digit or 0
            if not part or not scale or scale >= last_myriad:
                return None
            total, part, digit, last_tens, last_myriad = total + part * scale, 0, None, 10**4, scale
    # 一千二 is 1200 in speech, a slip in writing: the last digit must stand for ones.
    if digit and last_tens > 10 and part and numeral[-2] not in "零〇":
        return None
    return total + part + (digit or 0)


def numbers(folded: str) -> Iterator[tuple[int, int, str]]:
    """``(start, end, value)`` of each number in folded text; the value is canonical.

    20万, 二十万 and 200,000 all give '200000'; 2.50 gives '2.5'; 二〇二四 gives '2024'.
    """
    for match in _NUMERAL.finditer(folded):
        if match["digits"] is None:
            value = chinese_number(match[0])
            if value is not None:
                yield match.start(), match.end(), str(value)
            continue
        number = Decimal(match["digits"].replace(",", ""))
        for unit in match["unit"]:
            number *= _SCALES[unit]
        canonical = format(number, "f")
        if "." in canonical:
            canonical = canonical.rstrip("0").rstrip(".")
        yield match.start(), match.end(), canonical
