"""Texts that mean the same fold to the same; every folded character knows its source."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from ingest.normalise import chinese_number, fold, fold_with_offsets, numbers


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("驻政〔２０１８〕２５号", "驻政[2018]25号"),
        ("驻政【2018】25号", "驻政[2018]25号"),
        ("高新技術企業", "高新技术企业"),
        ("“Ａ”—「B」", '"a"-"b"'),
        ("5%～10％", "5%~10%"),
        ("①20万", "①20万"),
        ("零\u200b宽", "零宽"),
        ("㎡", "m2"),
        ("⼀般", "一般"),
    ],
)
def test_variants_fold_to_one_form(written: str, folded: str) -> None:
    assert fold(written) == folded


@given(st.text())
def test_fold_with_offsets_agrees_with_fold(text: str) -> None:
    folded, offsets = fold_with_offsets(text)
    assert folded == fold(text)
    assert len(offsets) == len(folded) + 1
    assert offsets[-1] == len(text)
    assert offsets == sorted(offsets)
    for character, offset in zip(folded, offsets, strict=False):
        assert character in fold(text[offset])


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    once = fold(text)
    assert fold(once) == once


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        ("二十万", 200000),
        ("十五万", 150000),
        ("一百零五", 105),
        ("三千五百万", 35000000),
        ("一亿二千万", 120000000),
        ("二〇二四", 2024),
        ("两百", 200),
        ("一千二", None),
        ("二三十", None),
        ("百千", None),
    ],
)
def test_chinese_numerals_have_a_value_or_none(numeral: str, value: int | None) -> None:
    assert chinese_number(numeral) == value


@pytest.mark.parametrize("written", ["20万元", "二十万元", "200000元", "200,000元", "２０万元", "贰拾萬元"])
def test_equal_amounts_have_equal_values(written: str) -> None:
    assert [value for _, _, value in numbers(fold(written))] == ["200000"]


def test_numbers_carry_their_spans() -> None:
    text = "2018年给予1.5亿元"
    assert [(text[start:end], value) for start, end, value in numbers(text)] == [
        ("2018", "2018"),
        ("1.5亿", "150000000"),
    ]
