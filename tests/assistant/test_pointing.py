"""Steps, addresses, meanings and consequences, and the clauses that state them."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.glossary import match_form
from assistant.places import Gazetteer
from assistant.pointing import points_at
from assistant.question import understand

NOWHERE = Gazetteer(by_name={}, parents={}, known=frozenset())


@pytest.mark.parametrize(
    ("question", "sentence", "pointed"),
    [
        ("人才公寓怎么申请", "申请按照下列程序办理:(一)网上申请;", True),
        ("人才公寓怎么申请", "申请人才公寓应当同时具备下列条件:", False),
        ("人才公寓申请要什么条件", "申请按照下列程序办理:(一)网上申请;", False),
        ("服务中心在哪办公", "地址:建设路88号市民中心1106室。", True),
        ("服务中心在哪办公", "咨询电话:0791-5566327;", False),
        ("服务中心电话多少", "地址:建设路88号市民中心1106室。", False),
        ("半年没住会怎样", "连续六个月以上未居住的,应当退回。", True),
        ("半年没住会怎样", "有下列情形之一的,不得申请:", False),
        ("不按规定调整会怎样", "由登记机关责令改正。", True),
        ("什么叫非全日制用工", "非全日制用工,是指以小时计酬为主的用工形式。", True),
        ("什么叫小时工", "非全日制用工,是指以小时计酬为主的用工形式。", True),
        ("什么叫非全日制用工", "非全日制用工双方当事人可以订立口头协议。", False),
        ("非全日制用工几天结一次工资", "非全日制用工,是指以小时计酬为主的用工形式。", False),
    ],
)
def test_the_clause_that_a_question_points_at_states_it(question: str, sentence: str, pointed: bool) -> None:
    asked = understand(question, NOWHERE, date(2026, 1, 1))
    assert points_at(asked, match_form(sentence)) is pointed
