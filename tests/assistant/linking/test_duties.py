"""The departments that close a paragraph lead every task in it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant import Verdict, ask
from index import Shelf, open_shelf
from index.embedding import load_encoder
from ingest import ingest_text

PLAN = """清河市人民政府关于加快农业机械化的实施意见
清政发〔2025〕9号
清河市人民政府
2025年3月5日
1.完善标准。制定智能农机标准，构建现代装备标准体系。强化质量监督，加大查处力度。（市市场监管局、市工信局负责）
2.补齐短板。开展农田宜机化改造。
牵头单位：市农业农村局
"""


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    with open_shelf(tmp_path_factory.mktemp("duties"), create=True, encoder=load_encoder()) as shelf:
        shelf.add_ingested([ingest_text("意见.txt", PLAN)])
        yield shelf


@pytest.mark.parametrize(
    ("question", "departments"),
    [
        pytest.param(
            "清河构建现代装备标准体系由哪个部门负责", "市市场监管局、市工信局负责", id="in brackets"
        ),
        pytest.param("清河农田宜机化改造由谁牵头", "牵头单位：市农业农村局", id="on the next line"),
    ],
)
def test_the_departments_after_the_task_answer(city: Shelf, question: str, departments: str) -> None:
    answer = ask(city, question)
    assert answer.verdict is Verdict.ANSWERED
    assert departments in answer.text
