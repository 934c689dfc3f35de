"""Conditions on figures as intervals."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from assistant.linking.bounds import narrowest, read_bounds, read_sizes


def written(text: str) -> list[str]:
    """Each interval as mathematicians write it: [50, ∞)."""
    return [
        f"{'[' if one.low_in else '('}{_end(one.low)}, {_end(one.high)}{']' if one.high_in else ')'}"
        for one in read_bounds(text)
    ]


def _end(value: Decimal | None) -> str:
    return "∞" if value is None else f"{value.normalize():f}"


@pytest.mark.parametrize(
    ("text", "intervals"),
    [
        ("50人以上的", ["[50, ∞)"]),
        ("50人（含）以上的", ["[50, ∞)"]),
        ("50人以上（不含50人）的", ["(50, ∞)"]),
        ("增长20%(不含)以内的", ["(∞, 0.2)"]),
        ("超过50人的", ["(50, ∞)"]),
        ("不超过50人的", ["(∞, 50]"]),
        ("不足50人的", ["(∞, 50)"]),
        ("不低于50人的", ["[50, ∞)"]),
        ("注册未满一年的", ["(∞, 12)"]),
        ("超过扣除项目金额50%、未超过扣除项目金额100%的部分", ["(0.5, 1]"]),
        ("三个月以上不满一年的", ["[3, 12)"]),
        ("满六个月不满一年的", ["[6, 12)"]),
        ("5000万元以上不足1亿元", ["[50000000, 100000000)"]),
        ("营业收入1亿元至5亿元的", ["[100000000, 500000000]"]),
        ("奖励20万元", []),
        ("over 200% of deductions", ["(2, ∞)"]),
    ],
)
def test_a_condition_is_an_interval(text: str, intervals: list[str]) -> None:
    assert written(text) == intervals


@pytest.mark.parametrize(
    ("question", "sizes"),
    [
        ("推荐120人上岗", [(Decimal(120), Decimal(120))]),
        ("增值额是扣除项目的1.5倍", [(Decimal("1.5"), Decimal("1.5"))]),
        ("投了800万", [(Decimal(8_000_000), Decimal(8_000_000))]),
        ("200人以上呢", [(Decimal(200), None)]),
        ("注册不满一年", [(None, Decimal(12))]),
    ],
)
def test_a_question_gives_points_and_bounds(
    question: str, sizes: list[tuple[Decimal | None, Decimal | None]]
) -> None:
    assert [(one.low, one.high) for one in read_sizes(question)] == sizes


@given(st.integers(1, 500), st.integers(1, 500))
def test_the_words_decide_as_the_figures_do(bound: int, size: int) -> None:
    (asked,) = read_sizes(f"招了{size}人")
    held = {
        word: read_bounds(f"{word[0]}{bound}人{word[1]}的")[0].holds(asked)
        for word in (("", "以上"), ("", "以下"), ("超过", ""), ("不足", ""), ("不超过", ""), ("不低于", ""))
    }
    assert list(held.values()) == [
        size >= bound,
        size <= bound,
        size > bound,
        size < bound,
        size <= bound,
        size >= bound,
    ]


@given(st.sets(st.integers(1, 200), min_size=1, max_size=6), st.integers(1, 250))
def test_of_floors_the_highest_that_holds_is_the_narrowest(floors: set[int], size: int) -> None:
    (asked,) = read_sizes(f"招了{size}人")
    held = [one for floor in floors for one in read_bounds(f"{floor}人以上的") if one.holds(asked)]
    reached = [floor for floor in floors if floor <= size]
    assert [one.low for one in narrowest(held)] == ([Decimal(max(reached))] if reached else [])
