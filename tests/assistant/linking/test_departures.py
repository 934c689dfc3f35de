"""What departs from a rule in the case asked about, and what caps all measures together."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant import Verdict, ask
from index import Shelf, open_shelf

RULES = """青湖市支持工业和充电设施若干措施

第一条 对总投资1000万元以上的技术改造项目，按设备（不含软件）投入的10%给予补助，最高500万元。\
软件投入另按20%给予补助，最高100万元。
第二条 新建直流充电桩每千瓦补助300元，单个站点不超过60万元。建在乡镇和行政村的，在上述标准上上浮50%。
第三条 城市维护费费率如下：
（一）缴费人所在地在市区的，费率为百分之七；
（二）缴费人所在地在县城、镇的，费率为百分之五；
（三）缴费人所在地不在市区、县城或者镇的，费率为百分之一。
第四条 企业注册不满1年的，第一条补助比例减半。
第五条 单个企业每年获得本措施各类奖补资金总额不超过1000万元。
"""


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    folder = tmp_path_factory.mktemp("departures")
    (folder / "青湖市措施.txt").write_text(RULES, encoding="utf-8")
    with open_shelf(folder / "shelf", create=True) as opened:
        opened.add([folder / "青湖市措施.txt"])
        yield opened


@pytest.mark.parametrize(
    ("asked", "stated"),
    [
        pytest.param("技术改造项目里买软件补助多少", "软件投入另按20%给予补助", id="what the rule excludes"),
        pytest.param("直流充电桩建在村里每千瓦补助多少", "在上述标准上上浮50%", id="a kind of place"),
        pytest.param("在村里的厂城市维护费费率是多少", "费率为百分之一", id="all that is elsewhere"),
        pytest.param("在县城的厂城市维护费费率是多少", "百分之五", id="one of the places named"),
        pytest.param("注册不满一年的企业技术改造项目补助多少", "第一条补助比例减半", id="named from afar"),
        pytest.param("一家企业一年最多拿多少", "总额不超过1000万元", id="the cap of all"),
    ],
)
def test_what_holds_in_the_case_asked_about_is_stated(shelf: Shelf, asked: str, stated: str) -> None:
    answer = ask(shelf, f"青湖市{asked}")
    assert answer.verdict is Verdict.ANSWERED
    assert stated in answer.text.split("\n\n")[0]


def test_a_rule_that_is_only_changed_is_quoted_with_the_change(shelf: Shelf) -> None:
    answer = ask(shelf, "青湖市直流充电桩建在村里每千瓦补助多少")
    assert "每千瓦补助300元" in answer.citations[0].quote


@pytest.mark.parametrize(
    ("asked", "stated"),
    [
        pytest.param("技术改造项目设备补助比例多少", "10%", id="nothing excluded is asked"),
        pytest.param("直流充电桩每千瓦补助多少", "300元", id="no place is asked"),
    ],
)
def test_where_no_case_is_named_the_rule_itself_answers(shelf: Shelf, asked: str, stated: str) -> None:
    first = ask(shelf, f"青湖市{asked}").text.split("\n\n")[0]
    assert stated in first
    assert "上浮" not in first.removeprefix("> ").split("。")[0]
