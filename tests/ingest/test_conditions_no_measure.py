"""Figures that limit, divide or price what is given are no measures of their own."""

from __future__ import annotations

import pytest

from ingest import Measure, find_support, ingest_text
from ingest.conditions_types import ConditionKind, Recognition


def measures_of(text: str) -> tuple[Measure, ...]:
    ingested = ingest_text("policy.txt", text, title="河东市支持科技创新若干政策")
    return find_support(ingested.document, ingested.facts).measures


def worths(text: str) -> list[str]:
    """The figure of each measure, as written."""
    return [
        text[one.start : one.end]
        for measure in measures_of(text)
        if (one := measure.grant.amount or measure.grant.ratio or measure.grant.cap) is not None
    ]


GIVES = "一、奖励\n对首次认定的高新技术企业，奖励20万元。\n"


@pytest.mark.parametrize(
    "more",
    [
        pytest.param("单个企业每年获得本政策各类奖补资金总额不超过800万元。", id="a cap on all measures"),
        pytest.param("同一企业当年享受各项补助合计最高500万元。", id="another cap on all measures"),
        pytest.param("同一事项按就高不重复原则执行，另一方按标准的50%享受。", id="the higher only"),
        pytest.param("奖励资金分两期拨付：认定后拨付60%，绩效评价合格后拨付其余40%。", id="instalments"),
        pytest.param("错峰用电补贴按每千瓦时0.5元执行。", id="a price"),
        pytest.param("其中不低于50%的奖金用于奖励经营管理团队。", id="a share set aside"),
        pytest.param("支持担保机构将综合费率降至1.5%以下。", id="what a borrower pays"),
        pytest.param("企业当年奖励合计不超过600万元。", id="a cap of the year"),
        pytest.param("其中用于奖励研发团队的比例不低于30%。", id="a share of the gift"),
    ],
)
def test_what_limits_divides_or_prices_is_no_measure(more: str) -> None:
    assert worths(GIVES + more) == ["20万元"]


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        pytest.param("一、补助\n对处置固体废物的企业，按每吨50元给予补贴。", ["50元"], id="given per ton"),
        pytest.param(
            "一、补助\n对企业检测费用，按不超过30%给予补助，同一事项不重复享受。", ["30%"], id="a share"
        ),
        pytest.param("一、贴息\n对企业贷款，按贷款利率的50%给予贴息。", ["50%"], id="of an interest rate"),
        pytest.param("一、奖励\n对上市企业，给予最高500万元奖励。", ["500万元"], id="a cap of one measure"),
    ],
)
def test_what_is_given_stays_a_measure(text: str, figures: list[str]) -> None:
    assert worths(text) == figures


def test_a_list_of_levels_asks_each_by_its_own_name() -> None:
    found = measures_of(
        "一、平台\n新获批国家级、省级、市级企业技术中心的，分别给予300万元、50万元、10万元奖励。"
    )
    told = [[(one.name, one.recognition) for one in measure.conditions] for measure in found]
    assert told == [
        [("国家级企业技术中心", Recognition.NEW)],
        [("省级企业技术中心", Recognition.NEW)],
        [("市级企业技术中心", Recognition.NEW)],
    ]


def test_steps_of_a_figure_are_conditions_of_their_own() -> None:
    found = measures_of(
        "一、上台阶\n年产值首次突破10亿元、50亿元的企业，分别奖励30万元、100万元，其中用于奖励负责人的比例不超过40%。"
    )
    limits = [
        (one.field, int(one.limit.value))
        for measure in found
        for one in measure.conditions
        if one.limit is not None
    ]
    assert limits == [("output_value", 1_000_000_000), ("output_value", 5_000_000_000)]


def test_whose_figure_it_is_replaces_the_whole_piece() -> None:
    (measure,) = measures_of(
        "一、研发\n规上工业企业研发费用占营业收入比重达3%以上且同比增长的，按研发费用的8%给予奖励。"
    )
    assert [(one.kind, one.field or one.name) for one in measure.conditions] == [
        (ConditionKind.FIGURE, "rd_ratio"),
        (ConditionKind.QUALIFICATION, "规上工业企业"),
        (ConditionKind.FIGURE, "rd_growth"),
    ]


def test_a_heading_is_no_condition() -> None:
    (measure,) = measures_of("一、平台建设\n对通过验收的，给予50万元奖励。")
    assert [one.words for one in measure.conditions] == ["通过验收"]


def test_a_name_of_a_list_is_told_in_the_pieces_that_stand_there() -> None:
    text = "一、培育\n对新认定的国家级、省级绿色工厂，分别给予50万元、20万元奖励。"
    assert [one.words for measure in measures_of(text) for one in measure.conditions] == [
        "新认定的国家级…绿色工厂",
        "新认定的…省级绿色工厂",
    ]


def test_steps_begin_at_their_figures_and_an_article_s_number_is_no_part_of_them() -> None:
    found = measures_of("第二条　营业收入首次达到5亿元、10亿元的企业，分别给予20万元、50万元奖励。")
    assert [[one.words for one in measure.conditions] for measure in found] == [
        ["营业收入首次达到5亿元", "首次达到5亿元"],
        ["营业收入首次达到…10亿元", "首次达到…10亿元"],
    ]


def test_people_who_are_no_employees_are_not_counted_as_them() -> None:
    (measure,) = measures_of("一、补助\n对推荐成功上岗人数达到100人以上的机构，给予4万元补助。")
    assert {one.kind for one in measure.conditions} == {ConditionKind.OTHER}


def test_a_row_asks_for_all_that_it_names_and_not_for_the_head_of_its_sums() -> None:
    found = measures_of(
        "奖励标准如下：\n\n奖项 | 等级 | 奖励金额\n质量奖 | 金奖 | 50万元\n质量奖 | 银奖 | 20万元"
    )
    assert [[one.words for one in measure.conditions] for measure in found] == [
        ["质量奖 | 金奖"],
        ["质量奖 | 银奖"],
    ]


def test_an_article_s_number_and_tag_are_no_words_of_its_condition() -> None:
    (measure,) = measures_of("第三条【技改】固定资产投资1000万元以上的企业，给予30万元补助。")
    assert [one.words for one in measure.conditions] == ["固定资产投资1000万元以上"]
