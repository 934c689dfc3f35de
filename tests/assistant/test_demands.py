"""What a question demands of a figure beside its kind."""

from __future__ import annotations

import pytest

from assistant.demands import out_of_range, swapped, unmet

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
        ("设备投了800万,补几个点", SMALL, False),
        ("设备投了800万,补几个点", LARGE, True),
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


@pytest.mark.parametrize(
    ("question", "sentence", "missing"),
    [
        ("每年几月申报", "每年实施技术改造项目300项", ("day",)),
        ("每年几月申报", "申报时间为每年3月1日至4月15日", ()),
        ("现在有多少家", "到2025年,瞪羚企业达到40家", ("now",)),
        ("现在有多少家", "目前入库企业40家", ()),
        ("贷款期限多长", "成立不满5年的企业", ("period",)),
        ("贷款期限多长", "贷款期限为6个月至3年", ()),
    ],
)
def test_a_day_the_present_and_a_period_are_demanded(
    question: str, sentence: str, missing: tuple[str, ...]
) -> None:
    assert tuple(name for name in unmet(question, sentence) if name in ("day", "now", "period")) == missing


@pytest.mark.parametrize(
    ("text", "named", "result"),
    [
        ("硕士租房补贴多少", "博士", "博士租房补贴多少"),
        ("国家级绿色工厂奖多少", "省级的", "省级绿色工厂奖多少"),
        ("绿色工厂奖多少", "省级的", None),
        ("硕士租房补贴多少", "硕士", None),
    ],
)
def test_a_member_of_a_set_takes_the_place_of_another(text: str, named: str, result: str | None) -> None:
    assert swapped(text, named) == result
