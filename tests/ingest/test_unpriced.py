import time

import pytest

from ingest.facts import find_facts
from ingest.pipeline import ingest_text
from ingest.types import Document, Fact, Instrument, Metadata


def document_of(text: str, title: str = "河东市支持科技创新若干政策") -> Document:
    return ingest_text("policy.txt", text, title=title).document


def stated(text: str) -> list[tuple[str, str | None, str | None, str | None]]:
    return [
        (
            fact.instrument.value,
            fact.subject.value if fact.subject else None,
            fact.what.value if fact.what else None,
            fact.condition.value if fact.condition else None,
        )
        for fact in find_facts(document_of(text))
        if fact.amount is None
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "对符合条件的小型微利企业，按规定免征增值税。",
            ("tax", "小型微利企业", "免征增值税", "符合条件"),
            id="exempt",
        ),
        pytest.param(
            "省级孵化器及其在孵企业按照国家规定享受房产税、城镇土地使用税和增值税优惠。",
            ("tax", "省级孵化器及其在孵企业", "房产税、城镇土地使用税和增值税优惠", None),
            id="enjoys",
        ),
        pytest.param(
            "落实高新技术企业所得税优惠和研发费用加计扣除政策。",
            ("tax", "高新技术企业", "所得税优惠和研发费用加计扣除政策", None),
            id="the name of the relief names the beneficiary",
        ),
        pytest.param(
            "捐赠的单位依法享受企业所得税、个人所得税税前扣除政策。",
            ("tax", "单位", "企业所得税、个人所得税税前扣除政策", "捐赠"),
            id="a tax named after firms names none",
        ),
        pytest.param(
            "无偿捐赠应对灾害的货物免征增值税、消费税。",
            ("tax", "货物", "免征增值税、消费税", "无偿捐赠应对灾害"),
            id="a thing is exempt",
        ),
        pytest.param(
            "支持高新技术企业牵头组建省级制造业创新中心。",
            ("platform", "高新技术企业", "省级制造业创新中心", None),
            id="supported in building",
        ),
        pytest.param(
            "支持企业联合高校、科研院所建设重点实验室、工程技术研究中心等创新平台。",
            ("platform", "企业", "重点实验室、工程技术研究中心等创新平台", None),
            id="a list of carriers",
        ),
        pytest.param(
            "每年认定一批市级重点实验室和企业技术中心。",
            ("platform", "市级重点实验室和企业技术中心", "市级重点实验室和企业技术中心", None),
            id="recognised carriers",
        ),
    ],
)
def test_relief_and_carriers_without_an_amount(text: str, expected: tuple[str, str, str, str | None]) -> None:
    assert stated(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("企业不得享受税收优惠。", id="forbidden"),
        pytest.param("未备案的企业，不享受税收优惠。", id="denied"),
        pytest.param("为加快建设区域性科技创新中心，制定本办法。", id="a purpose"),
        pytest.param("享受税收优惠的，应当单独核算。", id="a condition"),
        pytest.param("享受税收优惠的企业应当单独核算。", id="a modifier"),
        pytest.param("企业是否享受研发费用加计扣除？", id="a question"),
        pytest.param("执行《研发费用加计扣除优惠目录》。", id="a title"),
        pytest.param("截至2024年底，累计减免企业所得税。", id="a report"),
        pytest.param("税务部门做好税收优惠政策宣传。", id="talk"),
        pytest.param("市科技局负责孵化器的认定和管理。", id="duties"),
        pytest.param("对新认定的国家级工程研究中心，给予100万元奖励。", id="an amount says it"),
        pytest.param("建设重点实验室50家。", id="a target says it"),
    ],
)
def test_talk_of_relief_and_carriers_is_no_fact(text: str) -> None:
    assert stated(text) == []


def test_fields_of_a_relief_are_slices_and_the_leading_department_is_its_own() -> None:
    text = (
        "一、优惠政策\n（一）减轻税负。2027年12月31日前，对科技型中小企业减征城市维护建设税。（牵头单位：市税务局）\n"
        "（二）建设载体。支持众创空间建设，对新认定的给予20万元奖励。（牵头单位：市科技局）\n"
    )
    document = document_of(text)
    facts = find_facts(document)
    assert [(f.instrument, f.department and f.department.value) for f in facts] == [
        (Instrument.TAX, "市税务局"),
        (Instrument.PLATFORM, "市科技局"),
        (Instrument.AWARD, "市科技局"),
    ]
    assert facts[0].deadline is not None
    assert facts[0].deadline.value.isoformat() == "2027-12-31"
    assert _slices(document, facts)
    assert facts[2].subject is not None
    assert facts[2].subject.value == "众创空间"  # 对新认定的 names nobody: the carrier before is meant
    assert facts[2].condition is not None
    assert facts[2].condition.value == "新认定"


def _slices(document: Document, facts: tuple[Fact, ...]) -> bool:
    for fact in facts:
        for part in (fact.subject, fact.what, fact.condition, fact.department):
            if part is not None and part.start is not None:
                assert document.text[part.start : part.end] == part.value
    return True


def test_a_fact_carries_the_region_of_its_document() -> None:
    text = "杭州市人民政府关于支持科技创新的若干意见\n\n对科技型中小企业免征房产税。"
    (fact,) = find_facts(ingest_text("policy.txt", text).document)
    assert fact.region is not None
    assert fact.region.value.name == "杭州市"


def test_a_law_gives_relief_but_its_duties_to_build_are_no_carriers() -> None:
    text = (
        "河东市科技进步条例\n\n第一条 养老服务机构依法享受税收优惠。\n"
        "第二条 市人民政府应当加大投入，建设重点实验室。\n"
    )
    facts = find_facts(ingest_text("law.txt", text).document)
    assert [fact.instrument for fact in facts] == [Instrument.TAX]


@pytest.mark.parametrize(
    "unit",
    [
        pytest.param("支持企业建设重点", id="builders"),
        pytest.param("免征增值、", id="taxes"),
        pytest.param("享受国家省市税", id="reliefs"),
        pytest.param("重点实验室、", id="carriers"),
        pytest.param("按规定可以", id="adverbs"),
    ],
)
def test_long_lines_take_linear_time(unit: str) -> None:
    text = unit * (2900 // len(unit)) + "。"
    document = Document("0" * 16, "policy.txt", "0" * 64, text, (), Metadata())
    begun = time.process_time()
    find_facts(document)
    assert time.process_time() - begun < 2.0
