"""What a question demands of a figure beside its kind."""

from __future__ import annotations

import pytest

from assistant.demands import swapped, unmet


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


@pytest.mark.parametrize(
    ("question", "sentence", "missing"),
    [
        ("哪个县的覆盖率最高", "全市覆盖率达到73.9%", ("most",)),
        ("哪个县的覆盖率最高", "甲县87.2%、乙县85.7%", ()),
        ("哪个县的覆盖率最高", "甲县覆盖率居首", ()),
        ("覆盖率最高多少", "覆盖率达到73.9%", ("cap",)),
        ("去年一共发了多少创新券", "发放创新券1200万元", ()),
        ("去年一共多少家", "规上企业444家", ("total",)),
        ("第一次评上的一共能拿多少", "再增加5万元", ()),
        ("我们是一家小厂,补多少", "增加5万元", ()),
        ("一家能补多少", "安排5万元", ("each",)),
        ("毕业一家奖多少", "每毕业一家另奖2万元", ()),
        ("一个月能提多少钱", "按1500元标准提取", ()),
        ("首台套最高奖多少", "首台套奖400万元", ()),
        ("首台套最高奖多少", "首台套按投资的8%给予奖励", ("cap",)),
        ("签约期限", "自收到通知之日起15日内签订合同", ()),
        ("投诉平台的网址", "建立统一的投诉平台", ("contact",)),
        ("企业科在哪办公", "业务咨询:企业科 0791-5566327", ("contact",)),
        ("企业科在哪办公", "地址:建设路88号1106室", ()),
        ("投诉平台的网址", "平台见www.example.gov.cn", ()),
        ("管理人是哪家公司", "设立产业基金", ("name",)),
        ("管理人是哪家公司", "由甲创业投资有限公司管理", ()),
    ],
)
def test_the_most_the_total_and_the_share_are_demanded_where_they_are_asked_for(
    question: str, sentence: str, missing: tuple[str, ...]
) -> None:
    assert unmet(question, sentence) == missing
