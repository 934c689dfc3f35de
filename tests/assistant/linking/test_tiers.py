"""Rules in tiers, and the tier that a size falls into."""

from __future__ import annotations

import pytest

from assistant.linking.bounds import read_sizes
from assistant.linking.tiers import read_ladders, tier_for

FLOORS = "推荐人数为50人（含）以上的，补助2万元；100人（含）以上的，补助4万元；200人（含）以上的，补助8万元。"
RATES = """提成率如下：
超产量未超过基准产量50%的部分，提成率为12%。
超产量超过基准产量50%、未超过基准产量100%的部分，提成率为18%。
超产量超过基准产量100%的部分，提成率为24%。
"""
TERMS = (
    "合同期限三个月以上不满一年的，见习期不得超过二个月；一年以上不满三年的，见习期不得超过四个月；"
    "三年以上固定期限的合同，见习期不得超过九个月。"
)
ROWS = "成交额奖励 | 1亿元以上 | 成交额的0.2%\n成交额奖励 | 5000万元以上不足1亿元 | 8万元"
CAPS = (
    "对投资500万元以上1000万元以下的项目，补助10%，最高不超过50万元；"
    "超过1000万元的项目，补助15%，最高不超过200万元。"
)
COMMAS = "营收1亿元至5亿元的奖励10万元，5亿元至10亿元的奖励30万元，10亿元以上的奖励50万元。"


@pytest.mark.parametrize(
    ("rule", "asked", "holds"),
    [
        pytest.param(FLOORS, "推荐120人", "100人（含）以上的，补助4万元", id="the highest floor"),
        pytest.param(FLOORS, "推荐100人", "100人（含）以上的，补助4万元", id="the floor counts"),
        pytest.param(FLOORS, "推荐99人", "推荐人数为50人（含）以上的，补助2万元", id="just below"),
        pytest.param(FLOORS, "推荐30人", None, id="below all floors"),
        pytest.param(FLOORS, "200人以上呢", "200人（含）以上的，补助8万元。", id="an open size"),
        pytest.param(
            RATES,
            "是基准产量的0.8倍",
            "超产量超过基准产量50%、未超过基准产量100%的部分，提成率为18%。",
            id="times as a share",
        ),
        pytest.param(RATES, "占基准产量50%", "超产量未超过基准产量50%的部分，提成率为12%。", id="not over"),
        pytest.param(TERMS, "签了2年", "一年以上不满三年的，见习期不得超过四个月", id="lengths of time"),
        pytest.param(ROWS, "成交6000万", "成交额奖励 | 5000万元以上不足1亿元 | 8万元", id="a row"),
        pytest.param(
            CAPS,
            "投了800万",
            "对投资500万元以上1000万元以下的项目，补助10%，最高不超过50万元",
            id="caps are no tiers",
        ),
        pytest.param(COMMAS, "营收7亿", "5亿元至10亿元的奖励30万元", id="tiers between commas"),
        pytest.param(COMMAS, "营收5亿", None, id="a figure that two tiers claim"),
    ],
)
def test_a_size_finds_its_tier(rule: str, asked: str, holds: str | None) -> None:
    (ladder,) = read_ladders(rule)
    (size,) = read_sizes(asked)
    tier = tier_for(ladder, size)
    assert (rule[tier.start : tier.end] if tier else None) == holds


@pytest.mark.parametrize(
    "text",
    [
        "对投资500万元以上的项目，补助10%，最高不超过50万元。",
        "职工50人以上的企业，奖励5万元。\n第二条 职工100人以上的园区，奖励9万元。",
        "投资500万元以上、营收1亿元以上的企业，奖励5万元。",
    ],
    ids=["one tier and its cap", "two provisions", "two conditions of one clause"],
)
def test_no_tiers_where_there_are_none(text: str) -> None:
    assert read_ladders(text) == []
