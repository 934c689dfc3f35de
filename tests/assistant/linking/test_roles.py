"""Who holds an office is told by its own line or clause; departments in brackets answer for their task."""

from __future__ import annotations

import pytest

from assistant import Verdict, ask
from index import Shelf


@pytest.mark.parametrize(
    ("question", "held"),
    [
        pytest.param("云沐防汛抗旱指挥部指挥长是谁", "指 挥 长：李明远", id="spaced"),
        pytest.param("云沐防汛抗旱指挥部副指挥长是谁", "副 指 挥 长：吴海燕", id="the deputy"),
        pytest.param("云沐防汛抗旱指挥部办公室主任是谁", "办公室主任由孙志刚", id="of the office"),
        pytest.param("云沐扩大内需工作领导小组组长由谁担任", "组长由市长李明远", id="in a clause"),
    ],
)
def test_the_holder_of_the_office_asked_for(linked_shelf: Shelf, question: str, held: str) -> None:
    answer = ask(linked_shelf, question)
    assert answer.verdict is Verdict.ANSWERED
    assert held in answer.citations[0].quote
    assert len(answer.citations) == 1


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("云沐发展夜间经济由哪些部门负责", "市商务局、市文广旅局按职责分工负责"),
        ("云沐快递进村谁负责", "每村每年补助3600元。（市邮政管理局负责）"),
    ],
)
def test_departments_in_brackets_stand_with_their_task(
    linked_shelf: Shelf, question: str, quote: str
) -> None:
    answer = ask(linked_shelf, question)
    assert answer.verdict is Verdict.ANSWERED
    assert quote in answer.citations[0].quote


def test_to_whom_a_paper_is_copied(linked_shelf: Shelf) -> None:
    answer = ask(linked_shelf, "云沐政办发〔2025〕14号抄送哪些单位")
    assert answer.citations[0].quote == "抄送：市委办公室，市人大常委会办公室，市政协办公室。"
