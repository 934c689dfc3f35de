"""Support measures with their conditions, sums and terms, from the words of a document."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ingest import Document, Measure, find_support, ingest_text
from ingest.conditions_own import split_degrees
from ingest.conditions_reading import read_conditions, read_recipient
from ingest.conditions_types import ConditionKind, RecipientKind, Recognition, RuleKind, Support
from ingest.conditions_words import Qualification, read_qualification


def support_of(text: str) -> tuple[Document, Support]:
    ingested = ingest_text("policy.txt", text, title="河东市支持科技创新若干政策")
    return ingested.document, find_support(ingested.document, ingested.facts)


def measures_of(text: str) -> tuple[Measure, ...]:
    return support_of(text)[1].measures


def told(text: str) -> list[tuple[str, str | None, str | None, bool]]:
    """Kind, name or field, bound with value, and the wanted answer of each condition in a text."""
    found = []
    for one in read_conditions(text, 0, len(text)):
        limit = f"{one.limit.bound}{'!' if one.strict else ''}{one.limit.value}" if one.limit else None
        found.append((one.kind.value, one.name or one.field, limit, one.wanted))
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "上年度营业收入在2000万元以上、4亿元以下",
            [("figure", "revenue", ">=20000000", True), ("figure", "revenue", "<=400000000", True)],
            id="two bounds of one figure",
        ),
        pytest.param(
            "设备投资额达到300万元以上、不足1000万元",
            [
                ("figure", "equipment_investment", ">=3000000", True),
                ("figure", "equipment_investment", "<=!10000000", True),
            ],
            id="below is strict",
        ),
        pytest.param(
            "研发费用占营业收入的比重不低于5%",
            [("figure", "rd_ratio", ">=0.05", True)],
            id="a share of another",
        ),
        pytest.param(
            "上年度研发费用达到100万元以上且同比增长15%以上",
            [("figure", "rd_expense", ">=1000000", True), ("figure", "rd_growth", ">=0.15", True)],
            id="growth of what was named before",
        ),
        pytest.param("职工人数不超过300人", [("figure", "employees", "<=300", True)], id="people"),
        pytest.param("成立时间不超过15年", [("figure", "age_years", "<=180", True)], id="age in months"),
        pytest.param(
            "在本市依法登记注册并具有独立法人资格的规模以上工业企业",
            [
                ("region", "本市", None, True),
                ("statement", "legal_person", None, True),
                ("qualification", "规模以上工业企业", None, True),
            ],
            id="three in one",
        ),
        pytest.param(
            "未被列入严重失信主体名单", [("statement", "clean_record", None, True)], id="no bad record"
        ),
        pytest.param("列入严重失信主体名单", [("statement", "clean_record", None, False)], id="a bad record"),
        pytest.param(
            "纳入试点并通过验收", [("other", None, None, True), ("other", None, None, True)], id="unread"
        ),
    ],
)
def test_the_words_of_a_condition_become_typed_conditions(
    text: str, expected: list[tuple[str, str | None, str | None, bool]]
) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("words", "name", "level"),
    [
        ("国家级专精特新“小巨人”企业", "专精特新小巨人企业", "national"),
        ("高企", "高新技术企业", "national"),
        ("省级专精特新中小企业", "专精特新中小企业", "provincial"),
        ("市级科技小巨人企业", "科技小巨人企业", "municipal"),
        ("河南省“科技小巨人”企业", "科技小巨人企业", "provincial"),
        ("瞪羚企业", "瞪羚企业", None),
        ("省级工程技术研究中心", "工程技术研究中心", "provincial"),
    ],
)
def test_a_qualification_has_a_name_and_the_level_that_grants_it(
    words: str, name: str, level: str | None
) -> None:
    assert read_qualification(words) == Qualification(name, level)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("博士研究生", RecipientKind.PERSON),
        ("合作银行", RecipientKind.BANK),
        ("试点城市", RecipientKind.GOVERNMENT),
        ("规模以上工业企业", RecipientKind.COMPANY),
        ("", RecipientKind.UNNAMED),
    ],
)
def test_the_sort_of_recipient_is_in_the_name(words: str, kind: RecipientKind) -> None:
    assert read_recipient(words) is kind


def test_a_list_in_step_makes_one_measure_of_each() -> None:
    found = measures_of(
        "一、奖励\n对新认定的市级科技小巨人企业、瞪羚企业、科技领军企业，分别给予30万元、50万元和100万元奖励。"
    )
    assert [
        (one.conditions[0].name, one.conditions[0].recognition, one.grant.amount.value)
        for one in found
        if one.grant.amount is not None
    ] == [
        ("市级科技小巨人企业", Recognition.NEW, Decimal(300000)),
        ("瞪羚企业", Recognition.NEW, Decimal(500000)),
        ("科技领军企业", Recognition.NEW, Decimal(1000000)),
    ]


def test_first_and_renewed_recognition_are_two_measures() -> None:
    found = measures_of(
        "一、奖励\n对首次认定的高新技术企业，一次性奖励20万元；对重新认定的高新技术企业，一次性奖励10万元。"
    )
    assert [one.conditions[0].recognition for one in found] == [Recognition.NEW, Recognition.RENEWED]


def test_a_share_has_a_base_a_cap_and_another_rate() -> None:
    first, second = measures_of(
        "一、补助\n对年度研发费用达到50万元以上的高新技术企业，按照研发费用的8%给予补助，最高不超过100万元；"
        "其中研发费用占营业收入比重达到10%以上的，补助比例提高到10%，最高不超过150万元。"
    )
    assert (first.grant.base_field, first.tier_of) == ("rd_expense", None)
    assert first.grant.ratio is not None
    assert first.grant.cap is not None
    assert (first.grant.ratio.value, first.grant.cap.value) == (Decimal("0.08"), Decimal(1000000))
    assert second.tier_of == first.ordinal
    assert second.grant.cap is not None
    assert (second.grant.base_field, second.grant.cap.value) == ("rd_expense", Decimal(1500000))
    assert set(first.conditions) < set(second.conditions)


def test_caps_in_step_with_shares() -> None:
    found = measures_of(
        "一、奖励\n对认定为国内首台（套）、省内首台（套）的重大技术装备，分别按照销售价格的20%、10%给予研制企业奖励，"
        "最高分别不超过200万元、100万元。"
    )
    assert [
        (one.grant.ratio.value, one.grant.cap.value) for one in found if one.grant.ratio and one.grant.cap
    ] == [
        (Decimal("0.2"), Decimal(2000000)),
        (Decimal("0.1"), Decimal(1000000)),
    ]
    assert {one.grant.base.value for one in found if one.grant.base} == {"销售价格"}


@pytest.mark.parametrize(
    ("words", "count", "expected"),
    [
        ("在新三板基础层、创新层挂牌", 2, ["在新三板基础层…挂牌", "在新三板…创新层挂牌"]),
        (
            "通过评估二级、三级、四级及以上认证",
            3,
            ["通过评估二级…认证", "通过评估…三级…认证", "通过评估…四级及以上认证"],
        ),
        ("突破1000亿元、500亿元、100亿元", 3, ["突破1000亿元", "突破…500亿元", "突破…100亿元"]),
        (
            "新获批国家级、省级、市级企业技术中心",
            3,
            ["新获批国家级…企业技术中心", "新获批…省级…企业技术中心", "新获批…市级企业技术中心"],
        ),
        ("首次通过认证", 2, None),
    ],
)
def test_degrees_of_one_condition(words: str, count: int, expected: list[str] | None) -> None:
    assert split_degrees(words, count) == expected


def test_parts_of_a_sum_are_no_measures_of_their_own() -> None:
    found = measures_of(
        "一、奖励\n对首次公开发行股票并上市的企业，给予总额800万元奖励，其中完成辅导备案的奖励200万元，"
        "申报材料获受理的奖励200万元，成功上市的奖励400万元。"
    )
    assert len(found) == 1
    assert [int(step.value) for step in found[0].grant.steps] == [2000000, 2000000, 4000000]


POLICY = """河东市技术改造奖补办法

第一章 支持条件

第一条 申请奖补的企业应当同时符合下列条件：

（一）在本市注册；

（二）企业未被列入严重失信主体名单。

第二条 有下列情形之一的，不予奖补：

（一）购置二手设备的投资。

第三条 申请奖补的企业应当符合下列条件之一：

（一）高新技术企业；

（二）获得三等奖以上奖项、成立不满5年的企业。

第二章 标准

第四条 对设备投资额达到300万元以上的企业，按照设备投资额的6%给予奖补，最高50万元。

第五条 同一项目符合多项规定的，按照最高标准执行，不重复奖补。

第六条 奖补资金每年集中申报一次，申报时间为每年3月1日至4月15日。
"""


def test_what_a_document_asks_of_everybody_is_asked_by_each_measure() -> None:
    document, support = support_of(POLICY)
    measure = next(one for one in support.measures if one.grant.ratio is not None)
    general = [one for one in measure.conditions if one.general]
    assert [(one.kind, one.name or one.field, one.wanted) for one in general if one.alternative is None] == [
        (ConditionKind.REGION, "本市", True),
        (ConditionKind.STATEMENT, "clean_record", True),
        (ConditionKind.OTHER, None, False),
    ]
    ways = [one for one in general if one.alternative is not None]
    assert [one.words for one in ways] == ["高新技术企业", "获得三等奖以上奖项、成立不满5年的企业"]
    assert len({one.alternative for one in ways}) == 1
    assert [one.kind for one in support.rules] == [RuleKind.HIGHEST_ONLY]
    assert [(w.yearly, w.closes.month, w.closes.day) for w in support.windows] == [(True, 4, 15)]
    for one in measure.conditions:
        assert one.words in document.text[one.start : one.end]


def test_conditions_for_being_recognised_are_not_those_of_the_money() -> None:
    _, support = support_of(
        "一、奖励\n对新认定的市级科技小巨人企业，给予30万元奖励。\n二、认定\n"
        "申报市级科技小巨人企业，应当同时符合下列条件：\n（一）上年度研发费用占营业收入的比重不低于5%；\n"
        "（二）拥有有效发明专利不少于2件。"
    )
    assert [one.kind for one in support.measures[0].conditions] == [ConditionKind.QUALIFICATION]


def test_an_exception_is_another_way_in() -> None:
    _, support = support_of(
        "一、补助\n对企业给予10万元补助。\n二、企业条件\n企业上年度营业收入不超过4亿元，但成立不满2年的企业除外。"
    )
    measure = support.measures[0]
    assert [(one.field, one.alternative is None) for one in measure.conditions] == [
        ("revenue", False),
        ("age_years", False),
    ]


@pytest.mark.parametrize(
    ("raised", "ratio"),
    [
        ("补助比例上浮2个百分点", "0.12"),
        ("补助比例提高2个百分点", "0.12"),
        ("补助比例下浮2个百分点", "0.08"),
        ("补助比例上浮20%", "0.12"),
        ("补助比例提高到15%", "0.15"),
    ],
)
def test_a_change_of_rate_is_worked_out(raised: str, ratio: str) -> None:
    text = f"对技改项目，按照设备投资额的10%给予补助，单个项目最高300万元。对省级重点项目，{raised}。"
    base, tier = measures_of(text)
    assert tier.tier_of == base.ordinal
    assert tier.grant.ratio is not None
    assert (tier.grant.ratio.value, tier.grant.ratio.unit) == (Decimal(ratio), "1")
    assert tier.grant.cap == base.grant.cap


def test_a_sum_raised_by_a_share_is_worked_out() -> None:
    _, tier = measures_of("对省级孵化器给予100万元奖励。对国家级孵化器，奖励标准上浮20%。")
    assert tier.grant.ratio is None
    assert tier.grant.amount is not None
    assert tier.grant.amount.value == Decimal(1200000)
