"""A figure of a table is told by its row, its column and the unit above it, and by nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from assistant import Verdict, ask, unsupported_lines
from index import Shelf, open_shelf
from index.embedding import load_encoder
from ingest import ingest_text

AWARDS = """清河市工业和信息化局关于下达2025年度专精特新企业奖补标准的通知
清工信〔2025〕3号
一、奖补标准
奖补标准按企业所在县区分档确定，详见附件。
清河市工业和信息化局
2025年7月8日
附件
2025年度专精特新企业奖补标准表（单位：万元）
县区 | 创新型中小企业 | 省级专精特新中小企业 | 国家级专精特新“小巨人”企业
临东区 | 5 | 30 | 100
高新区 | 8 | 40 | 120
云台县 | — | 20 | 60
"""
HOMES = """清河市人才安居办法
清政规〔2024〕5号
清河市人民政府
2024年2月25日
第一条 人才按类别享受下列补贴：
人才类别 | 租房补贴（元/月） | 购房补贴（万元）
A类 | 一事一议 | 100
B类 | 3000 | 50
"""
PLAN = """清河市制造业数字化转型行动计划（2024—2027年）
清政〔2024〕12号
清河市人民政府
2024年1月30日
一、总体目标
到2025年，关键工序数控化率达到62%，建成智能工厂20家。到2027年，关键工序数控化率达到70%，建成智能工厂35家。
附件1 分年度目标
指标 | 2024年 | 2025年 | 2026年 | 2027年
关键工序数控化率（%） | 59 | 62 | 66 | 70
智能工厂（家，累计） | 15 | 20 | 27 | 35
"""


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    with open_shelf(tmp_path_factory.mktemp("tables"), create=True, encoder=load_encoder()) as shelf:
        texts = {"标准.txt": AWARDS, "计划.txt": PLAN, "安居.txt": HOMES}
        shelf.add_ingested([ingest_text(name, text) for name, text in texts.items()])
        yield shelf


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("临东区国家级小巨人奖补多少", "临东区 · 国家级专精特新“小巨人”企业：100（单位：万元） [1]"),
        ("高新区创新型中小企业能拿多少钱？", "高新区 · 创新型中小企业：8（单位：万元） [1]"),
        ("云台县省级专精特新企业奖励多少？", "云台县 · 省级专精特新中小企业：20（单位：万元） [1]"),
        ("清河市B类人才租房补贴每月多少？", "B类 · 租房补贴（元/月）：3000 [1]"),
        ("清河市A类人才购房补贴多少？", "A类 · 购房补贴（万元）：100 [1]"),
        ("清河市2026年关键工序数控化率是多少？", "关键工序数控化率（%） · 2026年：66 [1]"),
        ("2026年清河市要建多少家智能工厂？", "智能工厂（家，累计） · 2026年：27 [1]"),
    ],
)
def test_the_figure_of_row_and_column_answers(city: Shelf, question: str, first: str) -> None:
    answer = ask(city, question)
    assert answer.verdict is Verdict.ANSWERED
    assert answer.text.split("\n")[0] == first
    assert unsupported_lines(city, answer.text, answer.citations) == ()


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("清河市A类人才租房补贴多少？", id="a cell without a figure"),
        pytest.param("清河市F类人才租房补贴多少？", id="no such row"),
        pytest.param("临东区瞪羚企业奖补多少？", id="no such column"),
        pytest.param("清河市2028年关键工序数控化率是多少？", id="no such year"),
    ],
)
def test_what_is_not_in_the_table_has_no_figure(city: Shelf, question: str) -> None:
    answer = ask(city, question)
    assert " · " not in answer.text.split("\n")[0]


def test_an_empty_cell_says_that_there_is_nothing(city: Shelf) -> None:
    answer = ask(city, "云台县创新型中小企业奖补多少？")
    assert answer.text.split("\n")[0] == "云台县 · 创新型中小企业：— [1]"
    assert answer.notes[0] == "表中该格为空，即没有数额。"


@pytest.mark.parametrize(
    ("said", "instead"),
    [("：100（", "：120（"), ("：100（", "：30（"), ("临东区 ·", "高新区 ·"), ("单位：万元", "单位：元")],
    ids=["of another row", "of another column", "another row's name", "another unit"],
)
def test_a_figure_moved_to_another_place_of_the_table_is_seen(city: Shelf, said: str, instead: str) -> None:
    answer = ask(city, "临东区国家级小巨人奖补多少")
    changed = replace(answer, text=answer.text.replace(said, instead, 1))
    assert changed.text != answer.text
    assert unsupported_lines(city, changed.text, changed.citations) != ()
