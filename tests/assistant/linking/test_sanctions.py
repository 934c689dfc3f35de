"""A penalty is found by the conduct, wherever the conduct stands, and by the provision that is broken."""

from __future__ import annotations

import pytest

from assistant import Verdict, ask, unsupported_lines
from assistant.linking.sanctions import penalties_of
from index import Shelf
from ingest import ingest_text


@pytest.mark.parametrize(
    ("question", "fine", "conduct"),
    [
        pytest.param(
            "云沐重点管理区养烈性犬罚多少钱", "二千元以上一万元以下", "禁止饲养烈性犬", id="another article"
        ),
        pytest.param("云沐不清理狗粪便罚多少钱", "五十元以上二百元以下", "粪便", id="an item of it"),
        pytest.param(
            "云沐冒用他人名义办养犬登记罚多少", "二百元以上二千元以下", "冒用他人", id="an item below"
        ),
    ],
)
def test_the_conduct_leads_to_its_penalty(
    linked_shelf: Shelf, question: str, fine: str, conduct: str
) -> None:
    answer = ask(linked_shelf, question)
    assert answer.verdict is Verdict.ANSWERED
    assert answer.text.split("\n")[0] == f"{fine} [1]"
    assert conduct in answer.citations[1].quote
    assert unsupported_lines(linked_shelf, answer.text, answer.citations) == ()


@pytest.mark.parametrize(
    ("question", "fine"),
    [
        ("违反云沐市养犬管理条例第五条怎么处罚", "三百元以上一千元以下"),
        ("云沐市养犬管理条例第四条第二项的罚则是什么", "五十元以上二百元以下"),
    ],
    ids=["an article", "an item"],
)
def test_a_provision_leads_to_what_its_breach_costs(linked_shelf: Shelf, question: str, fine: str) -> None:
    answer = ask(linked_shelf, question)
    assert answer.verdict is Verdict.ANSWERED
    assert fine in answer.citations[0].quote


def test_conduct_without_a_penalty_has_none(linked_shelf: Shelf) -> None:
    assert ask(linked_shelf, "云沐养犬超过一只罚多少钱").verdict is not Verdict.ANSWERED


def test_items_named_after_an_article_are_its_own() -> None:
    text = """某市条例
第四条 携犬外出应当遵守下列规定：
（一）牵绳；
（二）清理；
第十一条 违反本条例第四条第一项规定的，处一百元罚款；违反第二项规定的，处五十元罚款。
"""
    document = ingest_text("a.txt", text).document
    found = [
        (document.text[p.start : p.end][-9:], document.text[slice(*p.conduct)])
        for p in penalties_of(document)
    ]
    assert ("处一百元罚款；", "（一）牵绳；") in [(fine[-7:], conduct) for fine, conduct in found]
    assert ("处五十元罚款。", "（二）清理；") in [(fine[-7:], conduct) for fine, conduct in found]
