from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant import ConsistencyReport, FindingKind
from ingest import Ingested

Maker = Callable[..., Ingested]
Checker = Callable[..., ConsistencyReport]

APART = [
    pytest.param(
        "奖项 | 等级 | 奖励金额\n市科学技术进步奖 | 一等奖 | 20万元\n市科学技术进步奖 | 二等奖 | 10万元\n"
        "市科学技术进步奖 | 三等奖 | 5万元",
        id="grades of one prize",
    ),
    pytest.param(
        "支持对象 | 奖励金额 | 条件\n市级众创空间 | 20万元 | 新认定\n市级众创空间 | 5万元 | 绩效评价优秀",
        id="conditions to the right of the sum",
    ),
    pytest.param(
        "类别 | 吸纳人数 | 补贴标准\n市级就业驿站 | 50-100 | 5万元\n市级就业驿站 | 500-1000 | 20万元",
        id="steps of bare figures",
    ),
    pytest.param(
        "项目 | 面积 | 补助标准\n标准化菜市场 | 1000平方米以下 | 10万元\n"
        "标准化菜市场 | 1000平方米以上 | 20万元",
        id="steps with units",
    ),
    pytest.param(
        "区域 | 类型 | 补贴标准\n城区 | 托育机构 | 8万元\n城区 | 社区食堂 | 6万元\n"
        "县区 | 托育机构 | 5万元\n县区 | 社区食堂 | 4万元",
        id="names in two columns",
    ),
]


@pytest.mark.parametrize("table", APART)
def test_rows_of_other_names_conditions_or_steps_are_on_other_matters(
    make_paper: Maker, check: Checker, table: str
) -> None:
    report = check(make_paper(f"奖补标准如下：\n\n{table}"))
    assert report.findings == ()


def test_one_row_with_two_values_is_an_error(make_paper: Maker, check: Checker) -> None:
    rows = "市科学技术进步奖 | 一等奖 | {}\n市科学技术进步奖 | 二等奖 | 10万元\n"
    table = "奖励标准如下：\n\n奖项 | 等级 | 奖励金额\n"
    report = check(make_paper(table + rows.format("20万元"), table + rows.format("30万元")))
    (one,) = report.findings
    assert one.finding.kind is FindingKind.INTERNAL
    assert one.finding.subject == "市科学技术进步奖 一等奖"
    assert [c.quote[slice(*mark)] for c in one.citations for mark in c.marks] == ["20万元", "30万元"]


def test_departments_and_units_in_a_row_tell_nothing_apart(make_paper: Maker, check: Checker) -> None:
    table = "奖励标准如下：\n\n奖项 | 等级 | 奖励金额 | {0}\n市长质量奖 | 金奖 | {1} | {2}\n"
    table += "市长质量奖 | 银奖 | 20万元 | {2}"
    first = table.format("责任单位", "50万元", "市市场监管局")
    second = table.format("牵头部门", "60万元", "市财政局")
    report = check(make_paper(first), make_paper(second, number=2, year=2025, title="质量强市若干政策"))
    (one,) = report.findings
    assert one.finding.kind is FindingKind.CONFLICT
    assert [c.quote[slice(*mark)] for c in one.citations for mark in c.marks] == ["50万元", "60万元"]
