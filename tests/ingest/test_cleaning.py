"""Cleaning gives one text, a line per paragraph; what is left out is kept apart."""

from __future__ import annotations

import unicodedata

from hypothesis import given, strategies as st

from ingest import Block, BlockKind, RawDocument
from ingest.cleaning import clean, flat, tidy_line

LINES = st.lists(st.text(alphabet="甲乙。 　\t\xa0\u200b\n第一条首页>打印é\u0301", max_size=12), max_size=8)


def raw(*lines: str) -> RawDocument:
    return RawDocument(tuple(Block(line) for line in lines))


def test_indentation_and_blank_lines_go_and_inner_spaces_stay() -> None:
    cleaned = clean(raw("　　为加快发展\xa0", "", "\xa0 ", "通      知", "答\u3000\u3000复"))
    assert cleaned.text == "为加快发展\n通      知\n答\u3000\u3000复"


def test_invisible_characters_go_and_letters_are_composed() -> None:
    assert clean(raw("\ufeff奖\u200b励\xad e\u0301", "50\xa0万元")).text == "奖励 é\n50 万元"


def test_furniture_is_kept_apart_in_order() -> None:
    cleaned = clean(raw("首页 > 政务公开", "标题", "正文。扫一扫在手机打开当前页", "验证码:"))
    assert cleaned.text == "标题\n正文。"
    assert cleaned.removed == ("首页 > 政务公开", "扫一扫在手机打开当前页", "验证码:")


def test_a_table_loses_no_row_and_its_rows_are_no_furniture() -> None:
    table = Block("序号 | 名称\n1 | 打印\n\n2 | 下载", BlockKind.TABLE)
    cleaned = clean(RawDocument((Block("附表"), table)))
    assert cleaned.text == "附表\n序号 | 名称\n1 | 打印\n2 | 下载"
    assert cleaned.removed == ()
    assert (cleaned.blocks[1].start, cleaned.blocks[1].kind) == (3, BlockKind.TABLE)


def test_level_and_page_of_a_block_go_to_its_lines() -> None:
    cleaned = clean(RawDocument((Block("总则\n第二行", BlockKind.HEADING, 2, page=7),)))
    assert [(line.text, line.level, line.page) for line in cleaned.blocks] == [
        ("总则", 2, 7),
        ("第二行", 2, 7),
    ]


def test_flat_takes_out_the_spaces_that_set_a_title_apart() -> None:
    assert flat("通      知") == "通知"
    assert flat("附件 1 申报表 A b") == "附件 1 申报表 A b"


@given(LINES)
def test_each_block_is_its_slice_and_the_text_is_composed(lines: list[str]) -> None:
    cleaned = clean(raw(*lines))
    assert all(cleaned.text[line.start : line.end] == line.text for line in cleaned.blocks)
    assert "\n".join(line.text for line in cleaned.blocks) == cleaned.text
    assert unicodedata.is_normalized("NFC", cleaned.text)


@given(LINES)
def test_every_visible_character_is_in_the_text_or_among_the_removed(lines: list[str]) -> None:
    cleaned = clean(raw(*lines))
    kept = sorted("".join((cleaned.text + "".join(cleaned.removed)).split()))
    given_ = sorted(
        "".join(unicodedata.normalize("NFC", tidy_line(row)) for line in lines for row in line.split("\n"))
    )
    assert kept == [character for character in given_ if not character.isspace()]
