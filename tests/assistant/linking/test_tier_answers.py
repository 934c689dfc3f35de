"""The tier for the size in a question is stated and quoted with its rule; all where none can be told."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant import Verdict, ask
from index import Shelf, open_shelf

RULES = """青湖市支持就业若干措施

一、就业服务补助
人力资源机构为重点企业推荐上岗达到一定规模的，给予就业服务补助：推荐上岗人数50人以上的，补助2.6万元；100人以上的，补助4.7万元；200人以上的，补助8.8万元。
二、技术改造
第七条 对设备投资300万元以上、不足1000万元的技术改造项目，按设备投资的6%给予补助，最高不超过50万元。
第八条 对设备投资1000万元以上的技术改造项目，按设备投资的10%给予补助，最高不超过500万元。
三、融资担保
政府性融资担保机构的平均担保费率逐步降至0.9%以下。其中，对单笔担保金额600万元及以下的小微企业收取的担保费率不超过0.8%，对单笔担保金额600万元以上的小微企业收取的担保费率不超过1.2%。
四、劳动合同
劳动合同期限三个月以上不满四年的，试用期不得超过三个月；劳动合同期限四年以上的，试用期不得超过五个月。
五、应急号牌
应急车辆号牌分汽车号牌和摩托车号牌，汽车号牌字符共8位，依次为汉字、序号。
汽车号牌规格为460毫米×150毫米，摩托车号牌规格为210毫米×150毫米。
六、稳岗补贴
疫情期间新聘招员工的企业，获得每人600元的稳岗补贴。符合条件的企业可获得35%贴息。
"""


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    folder = tmp_path_factory.mktemp("tiers")
    (folder / "青湖市措施.txt").write_text(RULES, encoding="utf-8")
    with open_shelf(folder / "shelf", create=True) as opened:
        opened.add([folder / "青湖市措施.txt"])
        yield opened


@pytest.mark.parametrize(
    ("asked", "stated"),
    [
        ("青湖市人力资源机构推荐120人上岗补助多少", "100人以上的，补助4.7万元"),
        ("青湖市人力资源机构推荐60人上岗补助多少", "推荐上岗人数50人以上的，补助2.6万元"),
        ("青湖市设备投了800万做技术改造，补助比例多少", "按设备投资的6%给予补助"),
        (
            "What is the guarantee fee rate cap in 青湖市 for loans above 6 million yuan?",
            "对单笔担保金额600万元以上的小微企业收取的担保费率不超过1.2%",
        ),
        (
            "How long may the probation period be in 青湖市 for a four-year labour contract?",
            "劳动合同期限四年以上的，试用期不得超过五个月",
        ),
    ],
)
def test_the_tier_that_holds_is_stated(shelf: Shelf, asked: str, stated: str) -> None:
    answer = ask(shelf, asked)
    assert answer.verdict is Verdict.ANSWERED
    assert stated in answer.text.split("\n\n> ")[0]
    assert stated in answer.citations[-1].quote


@pytest.mark.parametrize("asked", ["推荐30人上岗补助多少", "推荐上岗就业服务补助多少"])
def test_where_no_tier_can_be_told_all_are_quoted_and_none_stated(shelf: Shelf, asked: str) -> None:
    answer = ask(shelf, f"青湖市人力资源机构{asked}")
    assert answer.text.startswith("> ")
    assert all(figure in answer.text for figure in ("2.6万元", "4.7万元", "8.8万元"))


@pytest.mark.parametrize(
    ("asked", "stated", "unstated"),
    [
        ("How big is the emergency plate for cars in 青湖市, in mm?", "460毫米", "8位"),
        ("How much does 青湖市 give per newly hired employee?", "每人600元", "30%"),
    ],
)
def test_an_english_question_is_answered_in_the_measure_it_names(
    shelf: Shelf, asked: str, stated: str, unstated: str
) -> None:
    answer = ask(shelf, asked)
    assert stated in answer.text
    assert unstated not in answer.text.split("> ")[0]
