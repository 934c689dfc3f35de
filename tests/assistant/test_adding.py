"""Several gifts at once: the sentence that allows or limits it comes first."""

from __future__ import annotations

import pytest

from assistant import Verdict, ask
from index import Shelf


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("云川市专精特新奖励可以和省里的叠加吗？", "上述奖励与省级奖励可叠加享受。"),
        ("临澜市生活补贴和县里的人才补贴能一起拿吗", "本项补贴与县（区）人才补贴可以叠加享受。"),
        ("临澜市租房补贴和人才公寓可以同时享受吗？", "（二）租房补贴与人才公寓不得同时享受。"),
        (
            "云川市同一个技术改造项目能不能重复享受奖补",
            "第十二条  同一项目符合本办法多项规定的，按照最高标准执行，不重复奖补。",
        ),
    ],
)
def test_what_decides_on_two_gifts_leads(sample_shelf: Shelf, question: str, first: str) -> None:
    answer = ask(sample_shelf, question)
    assert answer.verdict is Verdict.ANSWERED
    assert answer.citations[0].quote.startswith(first)


def test_what_is_said_of_the_above_stands_with_what_is_above(sample_shelf: Shelf) -> None:
    answer = ask(sample_shelf, "云川市专精特新奖励可以和省里的叠加吗？")
    assert "50万元" in answer.citations[1].quote
