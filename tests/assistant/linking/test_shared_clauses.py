"""When, where and whom to apply stands in one clause for all measures of a document."""

from __future__ import annotations

import pytest

from assistant import Verdict, ask
from index import Shelf


@pytest.mark.parametrize(
    ("question", "held"),
    [
        ("青澄博士安家补贴申报截止到哪天", "5月31日"),
        ("青澄安家补贴去哪里申请", "滨江路18号"),
        ("青澄安家补贴多少天内审核完", "15个工作日"),
        ("青澄安家补贴公示几天", "公示5个工作日"),
        ("青澄引才奖补的咨询电话是多少", "0796-3388120"),
    ],
)
def test_the_documents_own_clause_answers(linked_shelf: Shelf, question: str, held: str) -> None:
    answer = ask(linked_shelf, question)
    assert answer.verdict is Verdict.ANSWERED
    assert held in answer.citations[0].quote
    assert "0796-8112233" not in answer.text


def test_a_clause_for_one_measure_is_not_for_another(linked_shelf: Shelf) -> None:
    answer = ask(linked_shelf, "青澄引才奖补什么时候申报")
    assert answer.verdict is not Verdict.ANSWERED
