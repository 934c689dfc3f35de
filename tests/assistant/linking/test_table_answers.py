"""A table answers by its rows and columns: one cell, a column, the highest and lowest, the total."""

from __future__ import annotations

import pytest

from assistant import Verdict, ask, unsupported_lines
from index import Shelf


def lead(text: str) -> list[str]:
    return [line for line in text.split("\n") if line and not line.startswith(">")]


@pytest.mark.parametrize(
    ("question", "lines"),
    [
        pytest.param("清溪县2027年零售总额目标是多少", ["清溪县 · 2027年：150（亿元） [1]"], id="a cell"),
        pytest.param("东固县零售总额由谁牵头", ["东固县 · 牵头单位：县发改委 [1]"], id="a cell of words"),
        pytest.param("东固县商贸中心要建几个", ["东固县 · 商贸中心（个）：— [1]"], id="an empty cell"),
        pytest.param(
            "云沐2025年零售总额最低的是哪个县", ["东固县 · 2025年：96（亿元） [1]"], id="the lowest"
        ),
        pytest.param("云沐哪个县商贸中心最多", ["清溪县 · 商贸中心（个）：12 [1]"], id="the highest"),
        pytest.param("云沐商贸中心一共几个", ["合计 · 商贸中心（个）：25 [1]"], id="the total"),
        pytest.param(
            "云沐东片各县2027年零售总额分别是多少",
            ["沐城区 · 2027年：365（亿元） [1]", "清溪县 · 2027年：150（亿元） [1]"],
            id="a group without its subtotal",
        ),
        pytest.param(
            "云沐各县市区商贸中心分别要建多少个",
            [
                "沐城区 · 商贸中心（个）：4 [1]",
                "清溪县 · 商贸中心（个）：12 [1]",
                "东固县 · 商贸中心（个）：— [1]",
                "石桥市 · 商贸中心（个）：9 [1]",
            ],
            id="a whole column",
        ),
    ],
)
def test_row_and_column_answer(linked_shelf: Shelf, question: str, lines: list[str]) -> None:
    answer = ask(linked_shelf, question)
    assert answer.verdict is Verdict.ANSWERED
    assert lead(answer.text) == lines
    assert unsupported_lines(linked_shelf, answer.text, answer.citations) == ()


@pytest.mark.parametrize(
    "question",
    ["云沐西山县商贸中心建几个", "清溪县2030年零售总额目标是多少", "清溪县2027年财政收入目标是多少"],
    ids=["no such row", "no such year", "no such column"],
)
def test_what_the_table_does_not_hold_is_not_read_off_it(linked_shelf: Shelf, question: str) -> None:
    assert not any(" · " in line for line in lead(ask(linked_shelf, question).text))
