"""Of names listed with figures the one with most or least answers, where the list is whole."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant import Verdict, ask, unsupported_lines
from index import Shelf, open_shelf
from index.embedding import load_encoder
from ingest import ingest_text

REPLY = """清河市科学技术局关于市政协第0217号提案的答复
清科函〔2025〕17号
一、工作开展情况
2024年，全市新认定高新技术企业143家，其中临东区51家、临西区38家、洛安县22家，其余分布在其他县区。
分县区看规上工业企业研发活动覆盖率，临东区87.2%、临西区85.7%、洛安县80.2%。
清河市科学技术局
2025年7月8日
"""


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    with open_shelf(tmp_path_factory.mktemp("lists"), create=True, encoder=load_encoder()) as shelf:
        shelf.add_ingested([ingest_text("答复.txt", REPLY)])
        yield shelf


@pytest.mark.parametrize(
    ("question", "first"),
    [
        pytest.param("清河哪个区新认定高新技术企业最多", "临东区51家 [1]", id="most, not the whole"),
        pytest.param("清河哪个县研发活动覆盖率最低", "洛安县80.2% [1]", id="least"),
    ],
)
def test_the_edge_of_a_list_answers(city: Shelf, question: str, first: str) -> None:
    answer = ask(city, question)
    assert answer.verdict is Verdict.ANSWERED
    assert answer.text.split("\n")[0] == first
    assert unsupported_lines(city, answer.text, answer.citations) == ()


def test_who_has_least_is_not_told_by_a_list_with_others(city: Shelf) -> None:
    assert not ask(city, "清河哪个县新认定高新技术企业最少").text.startswith("洛安县22家")
