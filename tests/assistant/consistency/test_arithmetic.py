from __future__ import annotations

import pytest

from assistant.consistency.arithmetic import find_slips
from assistant.consistency.lines import read_figures
from ingest import ingest_text

# (rule, a sentence, what makes it right, what makes it wrong, what the finding says is right)
SLIPS = [
    ("share", "规上企业500家，其中有研发活动的320家，占比{}。", "64%", "60%", "64%"),
    ("share", "规上工业企业{}，开展研发活动企业328家，研发活动占比73.9%。", "444家", "500家", "65.6%"),
    ("change", "研发投入由15亿元提高到21亿元，增长{}。", "40%", "60%", "40%"),
    ("share", "完成技改投资180亿元，占工业投资600亿元的{}。", "30%", "40%", "30%"),
    ("change", "办理时限由10个工作日压减至6个工作日，压减{}。", "40%", "60%", "40%"),
    ("change", "登记企业15万户，比上年的10万户增长{}。", "50%", "80%", "50%"),
    ("sum", "下达1.5亿元，其中中央资金1亿元，省级资金{}。", "5000万元", "8000万元", "1.8亿元"),
    ("change", "覆盖率从60%提高到75%，提高{}。", "15个百分点", "20个百分点", "15个百分点"),
    ("sum", "市级5家、县级8家，合计{}。", "13家", "12家", "13家"),
    ("sum", "安排20亿元，其中2023年6亿元、2024年7亿元、2025年{}。", "7亿元", "8亿元", "21亿元"),
    ("product", "遴选团队10个，每个给予50万元，共计{}。", "500万元", "600万元", "500万元"),
    ("instalments", "奖励25万元，分两年兑付，当年15万元，次年{}。", "10万元", "15万元", "30万元"),
    ("instalment_shares", "分三年按照40%、30%、{}的比例拨付。", "30%", "40%", "110%"),
    ("borne", "由市、县财政按照60%、{}的比例分担。", "40%", "50%", "110%"),
    ("structure", "三次产业结构为8.5:41.2:{}。", "50.3", "55.3", "105"),
]


def slips(text: str) -> list[tuple[str, dict[str, str]]]:
    return [
        (one.rule, dict(one.slots)) for one in find_slips(read_figures(ingest_text("a.txt", text).document))
    ]


@pytest.mark.parametrize(("rule", "sentence", "right", "wrong", "instead"), SLIPS)
def test_figures_that_cannot_all_be_right(
    rule: str, sentence: str, right: str, wrong: str, instead: str
) -> None:
    assert slips(sentence.format(right)) == []
    ((found, slots),) = slips(sentence.format(wrong))
    assert (found, slots["right"]) == (rule, instead)


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("total", "新增省级智能工厂54家，累计达到48家。"),
        ("part", "现有孵化器9家，其中国家级12家。"),
        ("no_such_day", "请于2026年2月30日前报送。"),
        ("no_such_day", "会议于11月31日召开。"),
        ("backwards", "申报时间为2026年5月1日至2026年3月31日。"),
        ("programme", "实施三年行动计划（2024—2028年）。"),
    ],
)
def test_totals_and_dates_that_cannot_be(rule: str, text: str) -> None:
    assert [found for found, _ in slips(text)] == [rule]


@pytest.mark.parametrize(
    "text",
    [
        "培育高新技术企业75家、总数达到443家，占比20%。",  # a share of something else
        "卢氏县87.2%、义马市85.7%，超过全市平均水平。",
        "5个行业分别占20.1%、19.9%、20%、20%、19.9%。",
        "全市建成孵化器9家，其中国家级2家、省级7家，在孵企业612家。",
        "新增5家，其中国家级2家。",
        "2024年2月29日起施行。",
        "实施三年行动计划（2023—2025年）。",
        "全市研发投入由15亿元提高到21亿元，年均增长12%。",
        "规模以上企业约500家，其中有研发活动的320家，占比60%。",
    ],
)
def test_figures_that_are_right_or_say_something_else(text: str) -> None:
    assert slips(text) == []


def test_a_table_adds_up_or_not() -> None:
    rows = (
        "行业 | 产值（亿元） | 占比\n食品 | 320 | 40%\n装备 | 290 | 36%\n医药 | 190 | 24%\n合计 | {} | 100%\n"
    )
    assert slips(rows.format("800")) == []
    ((rule, slots),) = slips(rows.format("900"))
    assert (rule, slots["right"], slots["total"]) == ("table_total", "800", "900")


def test_a_validity_that_contradicts_its_dates() -> None:
    text = "第一条 制定本办法。\n\n第二条 本办法自2024年1月1日起施行，有效期三年，至{}止。\n"
    assert slips(text.format("2026年12月31日")) == []
    assert [rule for rule, _ in slips(text.format("2028年12月31日"))] == ["validity"]
