"""Names typed by their sound are put right, other words left alone."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from assistant.glossary import load_glossary
from assistant.typos import mend_typos


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("云川高薪技术企业第一次认定能拿多少奖利", "云川高新技术企业第一次认定能拿多少奖励"),
        ("瞪铃企业有补帖吗", "瞪羚企业有补贴吗"),
        ("科技贷的贷宽额度", "科技贷的贷款额度"),
    ],
)
def test_a_name_typed_by_its_sound_is_put_right(typed: str, meant: str) -> None:
    assert mend_typos(typed) == meant


@pytest.mark.parametrize(
    "text",
    [
        "高新技术企业奖励多少",
        "即将立法的规定",
        "临澜市技改奖补怎么报",
        "How much for high-tech firms?",
        "",
        "2023年",
    ],
)
def test_what_is_no_misspelt_name_stays(text: str) -> None:
    assert mend_typos(text) == text


@given(st.sampled_from(sorted(load_glossary().by_name)))
def test_a_name_spelt_right_is_never_changed(name: str) -> None:
    assert mend_typos(name) == name
