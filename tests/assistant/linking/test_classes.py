"""Whoever the text puts into a class gets what the class gets, with both clauses quoted."""

from __future__ import annotations

import pytest

from assistant import Verdict, ask, unsupported_lines
from index import Shelf


@pytest.mark.parametrize(
    ("question", "sum_line", "by"),
    [
        pytest.param("博士到青澄能拿多少安家补贴", "30万元", "博士研究生", id="an item"),
        pytest.param("院士来青澄给多少安家补贴", "200万元", "两院院士", id="the last of an item"),
        pytest.param("青澄正高职称人才安家补贴多少", "30万元", "正高级职称", id="a short name"),
        pytest.param("全国技能大赛二等奖选手在青澄能拿多少安家补贴", "10万元", "二等奖", id="by 分别"),
    ],
)
def test_the_class_of_the_one_asked_about_answers(
    linked_shelf: Shelf, question: str, sum_line: str, by: str
) -> None:
    answer = ask(linked_shelf, question)
    assert answer.verdict is Verdict.ANSWERED
    assert sum_line in answer.text.split("\n")[0]
    assert by in answer.citations[-1].quote
    assert unsupported_lines(linked_shelf, answer.text, answer.citations) == ()


@pytest.mark.parametrize("question", ["青澄本科生安家补贴多少", "青澄博士购房补贴多少"])
def test_without_a_class_or_its_gift_there_is_no_sum(linked_shelf: Shelf, question: str) -> None:
    assert ask(linked_shelf, question).verdict is not Verdict.ANSWERED


def test_what_was_once_given_is_asked_of_the_rule_that_ended(linked_shelf: Shelf) -> None:
    answer = ask(linked_shelf, "青澄博士安家费原来是多少")
    assert "15万元" in answer.citations[0].quote
    assert "已废止" in "".join(answer.notes)
