from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from assistant.consistency.types import Value
from assistant.consistency.values import differ, value_of
from ingest import find_quantities


def value(text: str) -> Value:
    found = find_quantities(text)
    assert len(found) == 1, text
    return value_of(found[0], text)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("给予5万元奖励", "给予50000元奖励"),
        ("给予5万元奖励", "给予五万元奖励"),
        ("占比50%", "占比百分之五十"),
        ("达到500家", "达到500户"),
        ("最高300万元", "给予200万元"),  # a cap and a figure within it
        ("不少于100家", "达到120家"),
        ("约500家", "达到480家"),
        ("期限12个月", "期限一年"),
        ("给予20万元", "给予20%"),  # not comparable
    ],
)
def test_figures_that_can_both_hold(first: str, second: str) -> None:
    assert not differ(value(first), value(second))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("给予5万元奖励", "给予6万元奖励"),
        ("最高300万元", "最高500万元"),
        ("最高300万元", "给予400万元"),
        ("不少于100家", "不少于120家"),
        ("约500家", "达到300家"),
        ("每年2-3家", "每年3-5家"),
    ],
)
def test_figures_that_cannot(first: str, second: str) -> None:
    assert differ(value(first), value(second))


@pytest.mark.parametrize(("first", "second", "agree"), [("73.9%", "74%", True), ("73.9%", "73%", False)])
def test_rounded_figures_agree_where_documents_round_as_they_like(
    first: str, second: str, agree: bool
) -> None:
    assert differ(value(f"占{first}"), value(f"占{second}"), rounded=True) is not agree
    assert differ(value(f"占{first}"), value(f"占{second}"))


@given(st.integers(1, 10**6), st.integers(1, 10**6), st.sampled_from(["", "最高", "不少于", "约"]))
def test_the_order_of_two_figures_does_not_matter(one: int, other: int, bound: str) -> None:
    first, second = value(f"{bound}{one}万元"), value(f"给予{other}万元")
    assert differ(first, second) == differ(second, first)
    assert not differ(first, first)
