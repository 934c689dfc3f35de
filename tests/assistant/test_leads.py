"""Which figures may stand above a quote as the answer."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.claims import read_claims
from assistant.leads import fit_to_lead, is_condition
from assistant.places import Gazetteer
from assistant.question import understand
from ingest import find_quantities

NOWHERE = Gazetteer(by_name={}, parents={}, known=frozenset())


def fit(asked: str, sentence: str) -> list[str]:
    question = understand(asked, NOWHERE, date(2026, 11, 23))
    claims = read_claims(sentence)
    return [sentence[slice(*claim.value)] for claim in fit_to_lead(question, sentence, claims, claims)]


@pytest.mark.parametrize(
    ("sentence", "conditions"),
    [
        ("增值额超过扣除项目金额100%的部分，税率为50%。", ["100%"]),
        ("参展企业数量超过总数的50%，给予场租补贴。", ["50%"]),
        ("招用20人以上的，每人补助1000元。", ["20人"]),
        ("按不超过设备投资的20%给予补助。", []),
        ("贴息最高不超过100万元。", []),
        ("年销售额未超过五百万元的纳税人，免征。", ["五百万元"]),
    ],
)
def test_a_bound_of_who_is_meant_is_a_condition(sentence: str, conditions: list[str]) -> None:
    found = [q for q in find_quantities(sentence) if is_condition(sentence, q)]
    assert [sentence[q.start : q.end] for q in found] == conditions


@pytest.mark.parametrize(
    ("asked", "sentence", "stated"),
    [
        pytest.param(
            "每月发多少元", "求职补贴标准为平均缴费工资的15%。", [], id="a share is no sum of money"
        ),
        pytest.param(
            "卖到40被罚多少",
            "口罩从5元哄抬到40元，将面临50万元高额罚款。",
            ["50万元"],
            id="a price is no fine",
        ),
        pytest.param("一共分几大部分", "提出建立帮扶机制2项措施。", [], id="measures are no parts"),
        pytest.param(
            "招人补贴多少", "招用20人以上的企业，每人补贴1000元。", ["1000元"], id="not who is meant"
        ),
        pytest.param(
            "一家企业一年最多拿多少", "每户企业每年贴息不超过150万元。", [], id="one measure is not all"
        ),
        pytest.param(
            "一家企业一年最多拿多少",
            "单个企业每年获得各类资金总额不超过1000万元。",
            ["不超过1000万元"],
            id="the cap of all",
        ),
        pytest.param(
            "省级单项冠军奖励多少",
            "对国家级单项冠军、省级专精特新企业，分别奖励200万元、20万元。",
            ["200万元"],
            id="another's figure lacks the name",
        ),
    ],
)
def test_a_figure_leads_only_as_an_answer(asked: str, sentence: str, stated: list[str]) -> None:
    assert fit(asked, sentence) == stated
