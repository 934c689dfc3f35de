"""What a question demands of a figure beside its kind."""

from __future__ import annotations

import pytest

from assistant.demands import out_of_range, unmet

SMALL = "对设备投资额达到300万元以上、不足1000万元的项目,按照6%给予奖补,单个项目最高不超过50万元。"
LARGE = "对设备投资额达到1000万元以上的项目,按照10%给予奖补,单个项目最高不超过500万元。"


@pytest.mark.parametrize(
    ("question", "sentence", "excluded"),
    [
        ("投资500万元的项目补多少", SMALL, False),
        ("投资500万元的项目补多少", LARGE, True),
        ("投资2000万元的项目补多少", SMALL, True),
        ("投资2000万元的项目补多少", LARGE, False),
        ("设备投资1000万元的补多少", SMALL, True),
        ("设备投资补多少", SMALL, False),
        ("奖励50万元的是什么企业", "给予50万元以上奖励", False),
    ],
)
def test_a_rule_for_another_size_says_nothing_of_this_one(
    question: str, sentence: str, excluded: bool
) -> None:
    assert out_of_range(question, sentence) is excluded


@pytest.mark.parametrize(
    ("sentence", "missing"),
    [
        ("每两个月排名一次", ()),
        ("每季度通报一次", ()),
        ("每3天报送一次", ()),
        ("成立不满五年的企业", ("duration",)),
    ],
)
def test_how_often_says_how_long_it_takes(sentence: str, missing: tuple[str, ...]) -> None:
    assert unmet("多久排一次名", sentence) == missing
