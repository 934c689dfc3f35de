"""What a table's heads, cells and places say of its figures."""

from datetime import date

import pytest

from ingest.facts import find_facts
from ingest.pipeline import ingest_text
from ingest.types import Fact, Instrument

CATALOGUE = (
    "惠企政策目录\n\n"
    "序号 | 政策名称 | 支持对象 | 支持标准 | 责任单位 | 完成时限\n"
    "1 | 技改贷款贴息 | 规上工业企业 | 贷款利息的50%，最高200万元 | 市工信局 | 2025年10月31日前\n"
    "2 | 高企奖励 | 高新技术企业 | 首次认定奖励20万元，重新认定奖励5万元 | 市科技局 | 2025年12月底前\n"
    "3 | 人才公寓 | 青年人才 | 提供房源200套 | 市住建局 | 长期\n"
    "4 | 减税降费 | 小微企业 | 落实“六税两费”减免政策 | 市税务局 | 长期\n"
)


def facts_of(text: str) -> tuple[Fact, ...]:
    return find_facts(ingest_text("table.txt", text, title="惠企政策目录").document)


def test_a_catalogue_of_measures_is_read_row_by_row() -> None:
    read = [
        (
            fact.instrument.value,
            fact.subject.value if fact.subject else None,
            int(fact.amount.value * 100) if fact.amount else fact.what.value if fact.what else None,
            fact.condition.value if fact.condition else None,
            fact.department.value if fact.department else None,
        )
        for fact in facts_of(CATALOGUE)
    ]
    assert read == [
        ("interest_subsidy", "规上工业企业", 50, "支持标准", "市工信局"),
        ("interest_subsidy", "规上工业企业", 200_000_000, "支持标准", "市工信局"),
        ("award", "高新技术企业", 20_000_000, "首次认定", "市科技局"),
        ("award", "高新技术企业", 5_000_000, "重新认定", "市科技局"),
        ("tax", "小微企业", "“六税两费”减免政策", None, "市税务局"),
    ]


def test_the_column_of_time_limits_gives_the_deadline() -> None:
    due = [fact.deadline.value if fact.deadline else None for fact in facts_of(CATALOGUE)]
    assert due == [date(2025, 10, 31)] * 2 + [date(2025, 12, 31)] * 2 + [None]


def test_a_unit_in_the_upper_head_counts_for_the_columns_below_it() -> None:
    table = (
        "租金补贴\n\n"
        "企业类型 | 补贴标准（元/平方米·月） | 补贴标准（元/平方米·月）\n"
        "企业类型 | 甲级写字楼 | 乙级写字楼\n"
        "总部企业 | 60 | 40\n"
        "金融企业 | 50\n"
    )
    read = [
        (fact.subject.value, fact.condition.value, int(fact.amount.value), fact.amount.per)
        for fact in facts_of(table)
        if fact.subject and fact.condition and fact.amount
    ]
    assert read == [
        ("总部企业", "甲级写字楼", 60, "/平方米·月"),
        ("总部企业", "乙级写字楼", 40, "/平方米·月"),
        ("金融企业", "甲级写字楼", 50, "/平方米·月"),
    ]
    assert {fact.instrument for fact in facts_of(table)} == {Instrument.SUBSIDY}


@pytest.mark.parametrize(
    "cell",
    [
        pytest.param("补助10万元、20万元、30万元、40万元、50万元", id="a scale of five steps"),
        pytest.param("提供场地300平方米", id="no money"),
    ],
)
def test_figures_that_a_cell_does_not_keep_apart_are_left_alone(cell: str) -> None:
    assert facts_of(f"目录\n\n对象 | 支持内容\n企业 | {cell}\n团队 | 无\n") == ()


def test_of_a_table_by_place_and_class_the_class_is_paid_and_the_place_is_the_condition() -> None:
    table = (
        "附件 专精特新企业奖补标准表（单位：万元）\n\n"
        "县区 | 创新型中小企业 | 国家级专精特新“小巨人”企业\n"
        "临东区 | 5 | 100\n"
        "云台县 | — | 60\n"
    )
    assert [
        (fact.instrument, fact.subject.value, fact.condition.value, int(fact.amount.value))
        for fact in facts_of(table)
        if fact.subject and fact.condition and fact.amount
    ] == [
        (Instrument.AWARD, "创新型中小企业", "临东区", 50_000),
        (Instrument.AWARD, "国家级专精特新“小巨人”企业", "临东区", 1_000_000),
        (Instrument.AWARD, "国家级专精特新“小巨人”企业", "云台县", 600_000),
    ]


def test_a_table_of_what_was_allotted_gives_nobody_anything() -> None:
    assert (
        facts_of("资金分配表（单位：万元）\n\n县区 | 中小企业 | 团队\n临东区 | 50 | 10\n云台县 | 40 | 8\n")
        == ()
    )


def test_the_unit_of_an_indicator_stands_with_its_name() -> None:
    table = "指标 | 2029年目标 | 2030年目标\n数字化率（%） | 45 | 55\n智能工厂（家，累计） | 20 | 30\n"
    assert [
        (fact.subject.value, str(fact.amount.value), fact.amount.unit)
        for fact in facts_of(f"分年度目标\n\n{table}")
        if fact.subject and fact.amount
    ] == [
        ("数字化率", "0.45", "1"),
        ("数字化率", "0.55", "1"),
        ("智能工厂", "20", "家"),
        ("智能工厂", "30", "家"),
    ]
