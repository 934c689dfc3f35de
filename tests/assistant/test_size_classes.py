"""The classes that rules make by size."""

from __future__ import annotations

import pytest

from assistant.size_classes import of_another_size, out_of_range

SMALL = "对设备投资额达到300万元以上、不足1000万元的项目,按照6%给予奖补,单个项目最高不超过50万元。"
LARGE = "对设备投资额达到1000万元以上的项目,按照10%给予奖补,单个项目最高不超过500万元。"
BOTH = "对单户担保金额500万元及以下的费率不超过1%,对单户担保金额500万元以上的费率不超过1.5%。"


@pytest.mark.parametrize(
    ("question", "sentence", "excluded"),
    [
        ("投资500万元的项目补多少", SMALL, False),
        ("投资500万元的项目补多少", LARGE, True),
        ("投资2000万元的项目补多少", SMALL, True),
        ("投资2000万元的项目补多少", LARGE, False),
        ("设备投资1000万元的补多少", SMALL, True),
        ("设备投资补多少", SMALL, False),
        ("设备投了800万,补几个点", SMALL, False),
        ("设备投了800万,补几个点", LARGE, True),
        ("奖励50万元的是什么企业", "给予50万元以上奖励", False),
        ("单户500万元以下的费率多少", BOTH, False),
        ("单户500万元以上的费率多少", BOTH, False),
        ("投资500万元以上的补多少", "投资不足300万元的项目补5%", True),
        ("投资500万元以上的补多少", SMALL, False),
        ("投资2000万元的补多少", "给予20万元以内补助", False),
    ],
)
def test_a_rule_for_another_size_says_nothing_of_this_one(
    question: str, sentence: str, excluded: bool
) -> None:
    assert out_of_range(question, sentence) is excluded


@pytest.mark.parametrize(
    ("question", "figure", "other"),
    [
        ("单户500万元以上的费率多少", "1%,", True),
        ("单户500万元以上的费率多少", "1.5%", False),
        ("单户500万元以下的费率多少", "1%,", False),
        ("费率多少", "1%,", False),
        ("投资800万元的补多少", "6%", False),
    ],
)
def test_a_figure_is_of_the_class_named_last_before_it(question: str, figure: str, other: bool) -> None:
    text = SMALL if figure in SMALL else BOTH
    assert of_another_size(question, text[: text.index(figure)]) is other
