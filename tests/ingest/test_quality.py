"""How well a file was read is counted; garbled text is refused, doubtful text is said to be so."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest import Coverage, ReadError, ingest_file, ingest_text
from ingest.quality import is_garbled, is_unreadable_latin, measure, quality_warnings
from ingest.readers.text import decode
from ingest.types import BlockKind, Quality

SAMPLES = sorted((Path(__file__).parents[2] / "samples").glob("*.txt"))
CHINESE = max((decode(path.read_bytes(), path.name)[0] for path in SAMPLES), key=len)
ENGLISH = "The municipal government supports innovation in industry and pays for research. " * 4
FRENCH = "L'état a été créé là où l'été dernier, à côté de la préfecture, dès le début. " * 4


def test_a_reading_is_counted() -> None:
    quality = measure(
        "奖励 10 万元\ufffd\ue001", [BlockKind.PARAGRAPH, BlockKind.TABLE], Coverage(4, (2, 3), (2,), 1)
    )
    assert quality == Quality(
        characters=8,
        cjk_share=0.5,
        replacement_characters=1,
        private_use_characters=1,
        tables=1,
        pages=4,
        pages_without_text=(2, 3),
        ocr_pages=(2,),
        unread_pictures=1,
    )


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_sound_text_is_not_called_garbled(path: Path) -> None:
    document = ingest_file(path).document
    assert not is_garbled(document.text)
    assert document.metadata.quality is not None
    assert quality_warnings(document.text, document.metadata.quality) == []


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("utf-8", "gb18030"),
        ("utf-8", "latin-1"),
        ("utf-8", "cp1252"),
        ("gb18030", "latin-1"),
        ("gbk", "big5"),
    ],
)
def test_chinese_in_the_wrong_encoding_is_refused(written: str, read: str) -> None:
    garbled = CHINESE.encode(written, "ignore").decode(read, "replace")
    with pytest.raises(ReadError, match="文字是乱码"):
        ingest_text("notice", garbled)


def test_letters_of_a_font_of_its_own_are_refused() -> None:
    assert is_garbled("".join(chr(0xE000 + ord(letter) % 0x1000) for letter in CHINESE[:300]))


@pytest.mark.parametrize("text", [ENGLISH, FRENCH, "100 | 200 | 300\n" * 40, "张伟、李娜、王芳、刘洋" * 5])
def test_other_languages_figures_and_names_are_no_garble(text: str) -> None:
    assert not is_garbled(text)


def test_latin_letters_that_make_no_words_are_told_from_english() -> None:
    assert is_unreadable_latin("BcD fGhJk LmNp qRsT vWxZ bCdF gHjK lMnP QrSt VwXz bcDf GHjk")
    assert not is_unreadable_latin(ENGLISH)
    assert not is_unreadable_latin(CHINESE)


def test_lost_characters_are_said_with_their_number() -> None:
    ingested = ingest_text("notice", f"{CHINESE[:400]}\n奖励\ufffd\ufffd万元。")
    assert ingested.document.warnings == (
        "2 个字符已损坏,原文件中无法辨认 · 2 characters are damaged in the file",
    )


def test_few_common_characters_are_said() -> None:
    text = "魑魅魍魉饕餮貔貅狻猊囚牛睚眦嘲风蒲牢赑屃狴犴负屃螭吻" * 8 + "的人第条法行和定应十当民规理管"
    assert not is_garbled(text)
    [warning] = quality_warnings(text, measure(text, (), Coverage()))
    assert warning.startswith("常用汉字很少,文字可能是乱码")
