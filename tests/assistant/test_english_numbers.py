"""Figures of English questions in Chinese."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from assistant.english_numbers import with_chinese_figures, without_figures
from ingest import find_quantities


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("loans above 5 million yuan", "loans 500万元以上"),
        ("more than half a year", "6个月以上"),
        ("a three-year contract", "a 3年 contract"),
        ("over 100 workers", "100人以上"),
        ("under 18 years old", "18周岁以下"),
        ("between 3 and 10 million yuan", "300万元至1000万元"),
        ("r&d at 5.5% of revenue", "r&d at 5.5% of revenue"),
        ("the 14th five-year plan", "the 14th five-year plan"),
        ("in 2027", "in 2027"),
    ],
)
def test_a_figure_with_its_unit_is_written_as_documents_write_it(english: str, chinese: str) -> None:
    assert " ".join(with_chinese_figures(english).split()) == chinese


def test_the_words_of_a_figure_name_no_subject() -> None:
    assert without_figures("firms with over 5 million yuan in 2024").split() == [
        "firms",
        "with",
        "in",
        "2024",
    ]


@given(st.integers(1, 9_999))
def test_millions_keep_their_value(millions: int) -> None:
    written = with_chinese_figures(f"{millions} million yuan").strip()
    assert [quantity.value for quantity in find_quantities(written)] == [millions * 1_000_000]
