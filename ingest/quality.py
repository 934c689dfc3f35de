"""How well a file could be read: counts, warnings in words, and the refusal of garbled text.

Text is garbled when its bytes were read in the wrong encoding or its font has an alphabet of its own.
Such text looks like text to a program; its letters tell: real Chinese is never without 的, 年 and 国.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ingest.types import BlockKind, Coverage, Quality

HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af〇]")
_SPACE = re.compile(r"\s+")
# U+FFFD, characters that are none, and what U+FFFD becomes when UTF-8 is read as GBK.
_LOST = re.compile("[\ufffd\ufffe\uffff]|锟斤拷")
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]")
# Letters of Western Europe with marks: all that is left of Chinese bytes read as Latin-1.
_MARKED_LATIN = re.compile("[\u00aa\u00b5\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f]")
_LETTER = re.compile(r"[^\W\d_]")
_LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
_READABLE_WORD = re.compile(r"[aeiouyAEIOUY]")

# The characters that laws, notices and news use most, with their traditional forms. Together they are
# 19 % to 60 % of any real text of 100 characters and more (2,500 laws and policies, 3,500 short answers),
# and at most 3.5 % of one read in the wrong encoding (UTF-8 as GBK, GBK as Big5).
COMMON = (
    "的人第条法行和定应十当民规理管以政有业者关会务部用工或设一门国市二机保生建作员地不三公其本事区对施在责"
    "等主产合制经发处为位单物可全动上安资府及中实四依五进护照出通构方由权水情提下级院证要时家所防并他内体自监"
    "條應當規業關會務門國機員對責產經發處為單動資實進護構權級證時並體監"
)
_COMMON = re.compile(f"[{COMMON}]")
# Below this share of common characters a text of MIN_HAN is garbled for sure, or perhaps.
GARBLED_COMMON_SHARE = 0.04
DOUBTFUL_COMMON_SHARE = 0.1
MIN_HAN = 150
# A text with this share of lost or private characters cannot be read; with less it has gaps.
GARBLED_LOST_SHARE = 0.2
PRIVATE_WARNING_SHARE = 0.01
# French has 5 % of letters with marks, Vietnamese a fourth; Chinese read as Latin-1 nearly all.
GARBLED_LATIN_SHARE = 0.5
MIN_LETTERS = 40
# Latin words without a vowel are abbreviations; where most are, they are no words.
MIN_READABLE_WORDS = 0.5


def measure(text: str, kinds: Iterable[BlockKind], coverage: Coverage) -> Quality:
    """The counts for a clean text whose blocks are of ``kinds``."""
    characters = len(_SPACE.sub("", text))
    return Quality(
        characters=characters,
        cjk_share=round(len(HAN.findall(text)) / max(characters, 1), 3),
        replacement_characters=len(_LOST.findall(text)),
        private_use_characters=len(_PRIVATE.findall(text)),
        tables=sum(kind is BlockKind.TABLE for kind in kinds),
        pages=coverage.pages,
        pages_without_text=coverage.without_text,
        ocr_pages=coverage.by_ocr,
        unread_pictures=coverage.unread_pictures,
    )


def is_garbled(text: str) -> bool:
    """Whether the text cannot be what its writer meant: lost characters, wrong encoding."""
    characters = len(_SPACE.sub("", text))
    lost = len(_LOST.findall(text)) + len(_PRIVATE.findall(text))
    if lost > GARBLED_LOST_SHARE * characters:
        return True
    marked = len(_MARKED_LATIN.findall(text))
    if marked >= MIN_LETTERS and marked > GARBLED_LATIN_SHARE * len(_LETTER.findall(text)):
        return True
    return _common_share(text) < GARBLED_COMMON_SHARE


def is_unreadable_latin(text: str) -> bool:
    """Whether letters that should have been Chinese are Latin ones that make no words."""
    letters = len(_LETTER.findall(text))
    if letters < MIN_LETTERS or len(HAN.findall(text)) > GARBLED_COMMON_SHARE * letters:
        return False
    words = _LATIN_WORD.findall(text)
    readable = sum(len(word) for word in words if _READABLE_WORD.search(word) and _is_cased(word))
    return readable < MIN_READABLE_WORDS * letters


def quality_warnings(text: str, quality: Quality) -> list[str]:
    """What a person should know about characters that are lost, private or doubtful; [] for sound text."""
    warnings = []
    lost, private = quality.replacement_characters, quality.private_use_characters
    if lost:
        warnings.append(f"{lost} 个字符已损坏,原文件中无法辨认 · {lost} characters are damaged in the file")
    if private > PRIVATE_WARNING_SHARE * quality.characters:
        warnings.append(
            f"{private} 个字符依赖专用字体,含义不明 · "
            f"{private} characters have a meaning only in a font of their own"
        )
    if _common_share(text) < DOUBTFUL_COMMON_SHARE:
        warnings.append(
            "常用汉字很少,文字可能是乱码,请核对原文件 · "
            "few common Chinese characters: the text may be garbled, compare it with the file"
        )
    return warnings


def _common_share(text: str) -> float:
    """Share of the commonest characters among the Chinese ones; 1.0 where there are too few to tell."""
    han = len(HAN.findall(text))
    return 1.0 if han < MIN_HAN else len(_COMMON.findall(text)) / han


def _is_cased(word: str) -> bool:
    """Whether capitals stand where words have them: Word, word, WORD; not wOrD."""
    return word.islower() or word.isupper() or word.istitle()
