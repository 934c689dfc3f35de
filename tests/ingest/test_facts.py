from datetime import date
from decimal import Decimal

import pytest
from hypothesis import example, given, strategies as st

from ingest.facts import find_facts
from ingest.pipeline import ingest_text
from ingest.types import Bound, Document, Fact, Instrument, Metadata


def document_of(text: str, title: str = "河东市支持科技创新若干政策") -> Document:
    return ingest_text("policy.txt", text, title=title).document


def facts_of(text: str) -> list[Fact]:
    return list(find_facts(document_of(text)))


def pairs(text: str) -> list[tuple[str | None, int | None]]:
    return [
        (fact.subject.value if fact.subject else None, int(fact.amount.value) if fact.amount else None)
        for fact in facts_of(text)
    ]


def test_a_list_in_step_gives_each_beneficiary_its_own_amount() -> None:
    text = (
        "对新认定的高新技术企业、河东省“科技小巨人”企业和河东省创新龙头企业，"
        "市政府分别给予15万元、30万元和50万元一次性奖励。"
    )
    facts = facts_of(text)
    document = document_of(text)
    assert [(f.subject.value, int(f.amount.value)) for f in facts if f.subject and f.amount] == [
        ("高新技术企业", 150000),
        ("河东省“科技小巨人”企业", 300000),
        ("河东省创新龙头企业", 500000),
    ]
    assert {f.instrument for f in facts} == {Instrument.AWARD}
    for fact in facts:
        assert fact.subject is not None
        assert document.text[fact.subject.start : fact.subject.end] == fact.subject.value
        assert fact.condition is not None
        assert fact.condition.value == "新认定"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "对当年获批的企业技术联盟，给予国家级50万元、省级20万元奖励。",
            [("国家级企业技术联盟", 500000), ("省级企业技术联盟", 200000)],
            id="ranks before the amounts",
        ),
        pytest.param(
            "被评为“省级龙头企业”“诚信示范企业”的，分别给予30万元、20万元的一次性奖补。",
            [("“省级龙头企业”", 300000), ("“诚信示范企业”", 200000)],
            id="names in quotes side by side, that one must have become",
        ),
        pytest.param(
            "对新认定的“专精特新”“小巨人”企业、单项冠军企业，分别奖励50万元、100万元。",
            [("“专精特新”“小巨人”企业", 500000), ("单项冠军企业", 1000000)],
            id="two names in quotes of one member",
        ),
        pytest.param(
            "对新获批国家级、省级企业技术中心的，分别给予100万元、50万元奖励。",
            [("国家级企业技术中心", 1000000), ("省级企业技术中心", 500000)],
            id="what was obtained",
        ),
        pytest.param(
            "获得“优秀”“良好”等次的，分别奖励5万元、3万元。",
            [("“优秀”", 50000), ("“良好”等次", 30000)],
            id="grades that one obtained",
        ),
        pytest.param(
            "对新认定的国家级、省级企业技术中心，分别给予200万元、50万元奖励。",
            [("国家级企业技术中心", 2000000), ("省级企业技术中心", 500000)],
            id="ranks before the noun",
        ),
        pytest.param(
            "对首次认定的高新技术企业奖励20万元，重新认定的高新技术企业奖励10万元。",
            [("高新技术企业", 200000), ("高新技术企业", 100000)],
            id="two gifts in one sentence",
        ),
        pytest.param(
            "对年度研发费用达到50万元以上的高新技术企业，按照研发费用的8%给予补助，最高不超过100万元。",
            [("高新技术企业", 0), ("高新技术企业", 1000000)],
            id="a figure of the condition is no benefit",
        ),
        pytest.param(
            "在孵企业首次认定为高新技术企业的，每家给予运营单位5万元奖励。",
            [("运营单位", 50000)],
            id="recipient after the verb",
        ),
    ],
)
def test_who_gets_how_much(text: str, expected: list[tuple[str, int]]) -> None:
    assert pairs(text) == expected


def test_first_and_renewed_recognition_are_told_apart_by_their_condition() -> None:
    facts = facts_of("对首次认定的高新技术企业奖励20万元，重新认定的高新技术企业奖励10万元。")
    assert [f.condition.value for f in facts if f.condition] == ["首次认定", "重新认定"]


def test_a_share_and_its_cap_have_one_span_and_one_subject() -> None:
    share, cap = facts_of("对购置设备的企业，按投资额的10%给予补助，最高不超过300万元。")
    assert (share.start, share.end, share.subject) == (cap.start, cap.end, cap.subject)
    assert share.amount is not None
    assert cap.amount is not None
    assert (share.amount.value, share.amount.bound) == (Decimal("0.1"), Bound.EQUAL)
    assert (cap.amount.value, cap.amount.bound) == (3000000, Bound.AT_MOST)


def test_a_target_takes_its_deadline_from_the_lead_in() -> None:
    facts = facts_of(
        "二、主要目标\n到2030年，创新能力明显增强。高新技术企业达到100家以上；院士工作站建立8家以上。"
    )
    assert [(f.instrument, f.subject.value, f.deadline.value) for f in facts if f.subject and f.deadline] == [
        (Instrument.TARGET, "高新技术企业", date(2030, 12, 31)),
        (Instrument.TARGET, "院士工作站", date(2030, 12, 31)),
    ]


def test_targets_in_step() -> None:
    assert [
        (f.subject.value, f.amount.value)
        for f in facts_of("二、发展目标\n到2030年，数字产业增加值、新材料产业占工业比重分别达到20%、30%。")
        if f.subject and f.amount
    ] == [("数字产业增加值", Decimal("0.2")), ("新材料产业占工业比重", Decimal("0.3"))]


def test_results_are_told_from_targets() -> None:
    facts = facts_of("一、工作开展情况\n目前，全市规上工业企业444家，开展研发活动企业328家，占比73.9%。")
    assert {f.instrument for f in facts} == {Instrument.RESULT}
    assert [str(f.amount.value) for f in facts if f.amount] == ["444", "328", "0.739"]


def test_the_leading_department_is_that_of_the_task() -> None:
    facts = facts_of(
        "三、重点任务\n1.培育企业。力争到2030年，培育龙头企业50家左右。\n"
        "（牵头单位：市科技局；责任单位：各县区）\n"
        "2.建设平台。力争到2030年，建设实验室10家。\n（牵头单位：市发展改革委；责任单位：各县区）"
    )
    assert [f.department.value for f in facts if f.department] == ["市科技局", "市发展改革委"]


def test_a_clause_without_a_subject_takes_it_from_the_sentence_before() -> None:
    facts = facts_of("对科技企业孵化器，给予20万元补助。年度评价优秀的，再给予10万元奖励。")
    assert [f.subject.value for f in facts if f.subject] == ["科技企业孵化器", "科技企业孵化器"]


@pytest.mark.parametrize(
    "text",
    [
        "瞪羚企业须同时满足近三年营业收入年均复合增长率不低于20%、上年度营业收入不低于3000万元两项条件。",
        "本政策自2023年5月1日起施行，有效期5年。",
        "企业享受奖励后，五年内迁出的，应当退回奖励资金。",
        "对其负责人给予警告并处500元以上5000元以下的罚款。",
        "逾期不改正的，处五千元以上五万元以下罚款。",
    ],
)
def test_conditions_and_validity_are_no_facts(text: str) -> None:
    assert facts_of(text) == []


def test_a_table_gives_each_row_its_figure_with_the_unit_of_its_column() -> None:
    facts = facts_of(
        "第五条 补贴标准按照下表执行：\n人才类别\t租房补贴（元/月）\t购房补贴（万元）\n"
        "博士研究生\t3000\t50\n硕士研究生\t1500\t20"
    )
    assert [
        (f.subject.value, int(f.amount.value), f.amount.per) for f in facts if f.subject and f.amount
    ] == [
        ("博士研究生", 3000, "/月"),
        ("博士研究生", 500000, None),
        ("硕士研究生", 1500, "/月"),
        ("硕士研究生", 200000, None),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "一次性安家补助分别由8万元、2万元调整为10万元、3万元。", [100000, 30000], id="raised in step"
        ),
        pytest.param("给予每人2500元补贴（原标准2000元）。", [2500], id="former standard in brackets"),
        pytest.param("奖补比例由30%提高到40%。", [Decimal("0.4")], id="raised share"),
        pytest.param("给予10万元补助，立项后拨付50%。", [100000], id="paid in parts"),
    ],
)
def test_what_was_and_how_it_is_paid_are_no_gift(text: str, expected: list[Decimal]) -> None:
    assert [f.amount.value for f in facts_of(text) if f.amount] == expected


def test_a_fund_is_its_own_subject() -> None:
    (fact,) = facts_of("市级财政每年安排不低于1.2亿元的科技创新专项资金。")
    assert fact.subject is not None
    assert fact.amount is not None
    assert (fact.instrument, fact.subject.value) == (Instrument.FUND, "科技创新专项资金")
    assert (fact.amount.value, fact.amount.bound) == (120000000, Bound.AT_LEAST)


def test_deadlines_in_step() -> None:
    facts = facts_of("二、主要目标\n2033年、2034年、2035年高新技术企业数量分别达到360家、420家和480家。")
    assert [(int(f.amount.value), f.deadline.value.year) for f in facts if f.amount and f.deadline] == [
        (360, 2033),
        (420, 2034),
        (480, 2035),
    ]


PIECES = [
    "对",
    "企业",
    "新认定的",
    "、",
    "，",
    "。",
    "；",
    "给予",
    "10万元",
    "30%",
    "奖励",
    "补助",
    "最高",
    "分别",
    "其中",
    "（",
    "）",
    "“",
    "”",
    "按",
    "的",
    "达到",
    "5家",
    "到2030年",
    "培育",
    "一、目标",
    "牵头单位：市科技局",
    "由",
    "提高到",
    "：",
]


@given(st.lists(st.sampled_from([*PIECES, "\n", " | "]), max_size=30))
@example(["的", "给予", "10万元"])
def test_every_span_lies_in_the_text_and_values_are_what_stands_there(parts: list[str]) -> None:
    document = Document("id", "x.txt", "", "".join(parts), (), Metadata())
    for number, fact in enumerate(find_facts(document)):
        assert fact.ordinal == number
        assert 0 <= fact.start < fact.end <= len(document.text)
        assert fact.amount is not None
        assert fact.start <= fact.amount.start < fact.amount.end <= fact.end
        for place in (fact.condition, fact.department, fact.deadline, fact.subject):
            if place is not None and place.start is not None:
                assert place.end is not None
                assert 0 <= place.start < place.end <= len(document.text)
        if fact.condition is not None:
            assert document.text[fact.condition.start : fact.condition.end] == fact.condition.value


@pytest.mark.parametrize(
    ("text", "department"),
    [
        ("一、对种植大户每亩补助800元。由县农业农村局负责。", "县农业农村局"),
        ("一、对二期项目补助300万元，由市工信局牵头，6月30日前完成拨付。", "市工信局"),
        ("一、对孵化器补助30万元。（省科技厅、省财政厅按职责分工负责）", "省科技厅、省财政厅"),
        ("一、对孵化器补助30万元。（省科技厅）", "省科技厅"),
        ("一、对孵化器补助30万元。（国家有关规定）", None),
        ("一、对孵化器补助30万元。本措施由市财政局负责解释。", None),
    ],
)
def test_who_leads_is_read_wherever_it_is_named(text: str, department: str | None) -> None:
    fact = facts_of(text)[0]
    assert (fact.department.value if fact.department else None) == department


@pytest.mark.parametrize(
    ("text", "amount", "subject"),
    [
        ("对企业按设备投资的10%给予补助。对县域企业，在上述比例基础上再上浮2个百分点。", "0.02", "县域企业"),
        ("对小型微利企业减按25%计入应纳税所得额，按20%的税率缴纳企业所得税。", "0.2", "小型微利企业"),
        ("第二条（新引进奖）对新引进的总部企业，给予1000万元奖励。", "10000000", "总部企业"),
        ("会议同意对电驱项目按设备投资额的12%给予补助。", "0.12", "电驱项目"),
    ],
)
def test_the_last_gift_of_a_text(text: str, amount: str, subject: str) -> None:
    fact = facts_of(text)[-1]
    assert fact.amount is not None
    assert fact.amount.value == Decimal(amount)
    assert fact.subject is not None
    assert fact.subject.value == subject
