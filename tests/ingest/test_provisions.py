"""第五条第二款第（三）项 names a part of an article, though 款 bear no number in the text."""

from __future__ import annotations

import pytest

from ingest import find_sections, outline

LAW = """某某条例
第一条 为了支持创新，制定本条例。
第二条 适用范围
本条例适用于本市。
外地企业参照执行。
第三条 企业有下列情形之一的，给予奖励：
（一）首次认定的；
（二）研发投入增长的：
1.增长百分之十；
2.增长百分之二十；
（三）其他情形。
奖励不超过十五万元。
前款规定的情形包括：
（一）升规；
（二）上市。
第四条 依照第三条第二款规定的标准执行。"""
TEXT, SECTIONS = outline(LAW)


@pytest.mark.parametrize(
    ("wanted", "begins", "ends"),
    [
        ("第一条第一款", "第一条 为了", "制定本条例。"),
        ("第二条第一款", "本条例适用于", "本市。"),
        ("第二条第二款", "外地企业", "参照执行。"),
        ("第三条第一款", "第三条 企业有", "（三）其他情形。"),
        ("第三条第二款", "奖励不超过", "十五万元。"),
        ("第三条第三款第（二）项", "（二）上市", "上市。"),
        ("第三条第一款第二项", "（二）研发投入", "百分之二十；"),
        ("第三条第（三）项", "（三）其他", "情形。"),
        ("第三条/第2款", "奖励不超过", "十五万元。"),
    ],
)
def test_parts_of_an_article_are_found(wanted: str, begins: str, ends: str) -> None:
    [found] = find_sections(SECTIONS, wanted, TEXT)
    words = TEXT[found.start : found.end]
    assert words.startswith(begins)
    assert words.endswith(ends)


@pytest.mark.parametrize("wanted", ["第一条第二款", "第三条第四款", "第三条第一款第四项", "第九条第一款"])
def test_a_part_that_is_not_there_is_not_found(wanted: str) -> None:
    assert find_sections(SECTIONS, wanted, TEXT) == []


def test_the_label_says_which_part_it_is() -> None:
    [found] = find_sections(SECTIONS, "第三条第二款", TEXT)
    assert found.label == "第三条第二款"
    assert SECTIONS[found.ordinal].label == "第三条"
