"""What stands near to an answer and is none: another gift, another year, the whole for a part."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import Verdict, ask
from assistant.near_misses import place_at_head
from index import Shelf, open_shelf
from index.embedding import load_encoder
from ingest import ingest_text

MEASURES = """清河市科技企业扶持办法
清政发〔2024〕8号
清河市人民政府
2024年3月1日
第一条 对科技型企业的银行贷款给予贴息，高新技术企业的贴息比例提高到50%，每年最高80万元。
第二条 企业引进的博士研究生、硕士研究生，分别给予每人每月3000元、1500元生活补贴。
第三条 本市不设购房补贴，人才可以按照规定申请公租房。
第四条 到2027年，科技型中小企业达到1500家，高新技术企业达到480家。
"""
REPLY = """清河市科学技术局关于第12号提案的答复
清科函〔2024〕12号
2024年5月6日
截至2023年底，全市共有高新技术企业372家。市级科创母基金总规模30亿元。
2023年共兑付高新技术企业奖励3860万元，惠及企业286家；兑付研发投入补助2540万元，惠及企业94家。
技术改造项目的支持比例由30%提高到40%，全年力争新增5家专精特新“小巨人”企业。
全市规上工业企业444家，其中示范区占75%。
（一）实施诊断工程。
每年为500家企业开展数字化诊断。
由市工业和信息化局牵头，市财政局配合。
市科学技术局应当公开科技创新投诉电话。
贷款贴息申报时间为2024年5月6日至2024年6月6日。
科技特派员名单由市科学技术局另行公布。
对国家级制造业单项冠军、省级专精特新中小企业，分别给予200万元、20万元奖励。
光伏产业投资基金力争2026年上半年完成首期10亿元出资。
"""


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    with open_shelf(tmp_path_factory.mktemp("near"), create=True, encoder=load_encoder()) as shelf:
        shelf.add_ingested([ingest_text("办法.txt", MEASURES), ingest_text("答复.txt", REPLY)])
        yield shelf


@pytest.mark.parametrize(
    "question",
    [
        "清河市博士每月租房补贴多少元？",
        "清河市高新技术企业奖励多少？",
        "清河市平安县有多少家高新技术企业？",
        "2022年底清河市有多少家高新技术企业？",
        "清河市低空经济基金的规模是多少？",
        "清河市2024年兑付了多少家企业的研发投入补助？",
        "清河市科创母基金还剩多少？",
        "鹿鸣县博士每月生活补贴多少元？",
        "清河市对小巨人企业的支持比例是多少？",
        "清河市示范区有多少家规上工业企业？",
        "清河市申请贷款贴息要交哪些材料？",
        "云岭市企业引进的博士每月生活补贴多少元？",
        "清河市科技创新投诉电话是多少？",
        "省级财政对博士每月给多少生活补贴？",
        "清河市科技特派员名单有哪些？",
        "清河市哪些企业不能享受贷款贴息？",
        "清东区2023年有多少家高新技术企业？",
        "清河市省级单项冠军奖励多少？",
        "清河市光伏基金二期什么时候出资？",
        "清河市高新技术企业认定咨询电话",
        "云岭市对科技型企业的贷款有什么支持？",
    ],
    ids=[
        "another allowance",
        "interest for an award",
        "the city for its county",
        "another year",
        "another fund",
        "the year said before",
        "what is left of it",
        "a county that no paper names",
        "who is named after the figure",
        "the city for a zone of it",
        "what is given for what is handed in",
        "a city that no gazetteer holds",
        "that there is a number for the number",
        "the city's money for the province's",
        "that there will be a list for the list",
        "who gets it for who does not",
        "a district that no paper names",
        "the level of another title",
        "another phase",
        "a word without a number",
        "what another city supports",
    ],
)
def test_a_figure_of_something_else_is_no_answer(city: Shelf, question: str) -> None:
    assert ask(city, question).verdict is not Verdict.ANSWERED


@pytest.mark.parametrize(
    ("question", "figure"),
    [
        ("清河市博士每月生活补贴多少元？", "3000元"),
        ("清河市高新技术企业贷款贴息比例是多少？", "50%"),
        ("2023年底清河市有多少家高新技术企业？", "372家"),
        ("清河市科创母基金的规模是多少？", "30亿元"),
        ("清河市2023年兑付了多少家企业的研发投入补助？", "94家"),
        ("清河市企业引进的博士每月生活补贴多少元？从鹿鸣县引进的", "3000元"),
        ("清河市购房补贴是多少？", "不设购房补贴"),
        ("清河市技术改造项目的支持比例提高到多少？", "40%"),
        ("清河市有多少家规上工业企业？", "444家"),
        ("清河市诊断工程由谁牵头？", "市工业和信息化局"),
        ("清河市国家级单项冠军奖励多少？", "200万元"),
        ("清河市光伏基金首期什么时候出资？", "2026年上半年"),
    ],
)
def test_the_same_asked_of_what_is_there_is_answered(city: Shelf, question: str, figure: str) -> None:
    answer = ask(city, question)
    assert answer.verdict is Verdict.ANSWERED
    assert figure in answer.text


@pytest.mark.parametrize(
    ("question", "place"),
    [
        ("云岭市奖励多少", "云岭市"),
        ("请问平阳县奖励多少", "平阳县"),
        ("云岭省低空规模多少", "云岭省"),
        ("全省有多少家企业", None),
        ("首台套省里最高多少", None),
        ("产业园省级奖励多少", None),
        ("全市有多少家企业", None),
        ("企业上市奖励多少", None),
        ("高新区企业奖励多少", None),
        ("城市更新有什么政策", None),
        ("山区农业有什么补贴", None),
    ],
)
def test_a_question_may_begin_with_a_place(question: str, place: str | None) -> None:
    assert place_at_head(question) == place


RELIEF = """人力资源社会保障部关于阶段性减免企业社会保险费的通知
2020年2月20日
一、各省（除湖北省外）可以免征中小企业社会保险费，免征期限不超过5个月。
二、湖北省可以免征各类参保单位社会保险费，免征期限不超过6个月。
三、已获得2019年度稳岗补贴的企业，不得再次申领。
"""


@pytest.fixture(scope="module")
def nation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    with open_shelf(tmp_path_factory.mktemp("nation"), create=True, encoder=load_encoder()) as shelf:
        shelf.add_ingested([ingest_text("通知.txt", RELIEF)])
        yield shelf


def test_a_rule_that_excepts_a_place_does_not_answer_for_it(nation: Shelf) -> None:
    answer = ask(nation, "湖北省参保单位社会保险费免征多久？")
    assert "6个月" in answer.citations[0].quote


def test_the_year_of_what_one_has_had_is_not_the_day_of_the_rules(nation: Shelf) -> None:
    answer = ask(nation, "拿过2019年度稳岗补贴的企业还能申领吗")
    assert (answer.verdict, answer.as_of) == (Verdict.ANSWERED, None)
    assert "不得再次申领" in answer.text


def test_a_long_paragraph_is_of_the_year_that_it_begins_with(tmp_path: Path) -> None:
    crops = "".join(f"第{i}类作物的播种机械化水平稳步提高，示范基地达到{i}个以上。" for i in range(11, 40))
    aims = f"到2025年，品类齐全。{crops}油菜收获机械化率达到65%。"
    plan = f"国务院关于推进农业机械化的意见\n2018年12月21日\n{aims}\n"
    with open_shelf(tmp_path, create=True, encoder=load_encoder()) as shelf:
        shelf.add_ingested([ingest_text("意见.txt", plan)])
        answer = ask(shelf, "2025年油菜收获机械化率目标是多少")
        assert (answer.verdict, "65%" in answer.text) == (Verdict.ANSWERED, True)
        assert ask(shelf, "2035年油菜收获机械化率目标是多少").verdict is not Verdict.ANSWERED


def test_an_undated_paper_counts_only_for_the_years_that_it_names(tmp_path: Path) -> None:
    done = "2024年11月兑付奖励990万元。\n培育科技型中小企业692家。\n"
    reply = f"清河市关于提案的答复\n现将提案内容答复如下：\n{done}"
    with open_shelf(tmp_path, create=True, encoder=load_encoder()) as shelf:
        shelf.add_ingested([ingest_text("答复.txt", reply)])
        assert "692家" in ask(shelf, "清河市培育科技型中小企业多少家？").text
        assert ask(shelf, "清河市2022年培育科技型中小企业多少家？").verdict is not Verdict.ANSWERED
