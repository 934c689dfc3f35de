from __future__ import annotations

from collections.abc import Callable
from datetime import date

from assistant import ConsistencyReport, FindingKind, Severity, check_documents
from ingest import Ingested, ingest_text

Maker = Callable[..., Ingested]
Checker = Callable[..., ConsistencyReport]

LIMIT = "县级科技部门应当自受理申报材料之日起{}个工作日内完成初审。"


def kinds(report: ConsistencyReport) -> list[FindingKind]:
    return [one.finding.kind for one in report.findings]


def test_two_limits_on_one_thing_in_documents_on_one_matter(make_paper: Maker, check: Checker) -> None:
    one = make_paper(LIMIT.format(15), title="孵化器认定管理办法")
    other = make_paper(LIMIT.format(20), number=2, year=2025, title="孵化器认定实施细则")
    report = check(one, other)
    assert kinds(report) == [FindingKind.CONFLICT]
    assert report.findings[0].finding.rule == "conflict_requirement"
    marked = [c.quote[slice(*mark)] for c in report.findings[0].citations for mark in c.marks]
    assert marked == ["15个工作日", "20个工作日"]


def test_the_same_words_on_another_matter_bind_somebody_else(make_paper: Maker, check: Checker) -> None:
    one = make_paper(LIMIT.format(15), title="孵化器认定管理办法")
    other = make_paper(LIMIT.format(20), number=2, year=2025, title="科技特派员选派工作方案")
    assert kinds(check(one, other)) == []


def test_one_document_may_set_a_limit_for_each_list(make_paper: Maker, check: Checker) -> None:
    assert kinds(check(make_paper(LIMIT.format(15), LIMIT.format(20)))) == []


PROVINCE = """河南省人民政府
关于印发河南省孵化器认定管理办法的通知

豫政〔2023〕8号

各市人民政府：

现将办法印发给你们。

河南省人民政府
2023年3月1日

河南省孵化器认定管理办法

第一条 为规范孵化器认定，制定本办法。

第二条 县级科技部门应当自受理申报材料之日起{limit}个工作日内完成初审。
"""
CITY = PROVINCE.replace("河南省", "信阳市").replace("豫政〔2023〕8号", "信政〔2024〕3号").replace(
    "2023年3月1日", "2024年5月6日"
)  # fmt: skip


def across(province_days: int, city_days: int) -> ConsistencyReport:
    papers = [
        ingest_text("province.txt", PROVINCE.format(limit=province_days)),
        ingest_text("city.txt", CITY.format(limit=city_days)),
    ]
    return check_documents(papers, as_of=date(2026, 6, 1))


def test_a_city_may_be_stricter_than_its_province() -> None:
    (one,) = across(20, 10).findings
    assert (one.finding.kind, one.finding.severity) == (FindingKind.INFO, Severity.INFO)
    assert "信阳市" in one.summary_zh
    assert "河南省" in one.summary_zh


def test_a_city_laxer_than_its_province_is_reported() -> None:
    (one,) = across(20, 30).findings
    assert (one.finding.kind, one.finding.rule) == (FindingKind.CONFLICT, "laxer_below")


def test_equal_limits_of_two_levels_are_no_finding() -> None:
    assert across(20, 20).findings == ()


def test_a_range_inside_the_range_above_is_allowed() -> None:
    words = "情节严重的，县级科技部门取消其{limit}内申请认定孵化器的资格"
    above, below = (
        text.replace("县级科技部门应当自受理申报材料之日起{limit}个工作日内完成初审", words)
        for text in (PROVINCE, CITY)
    )
    papers = [
        ingest_text("province.txt", above.format(limit="一年至三年")),
        ingest_text("city.txt", below.format(limit="一年至两年")),
    ]
    (one,) = check_documents(papers, as_of=date(2026, 6, 1)).findings
    assert one.finding.rule == "stricter_below"
