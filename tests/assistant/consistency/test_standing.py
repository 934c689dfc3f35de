from __future__ import annotations

from collections.abc import Callable
from datetime import date

from assistant import ConsistencyReport, FindingKind
from ingest import Ingested, ingest_text

Maker = Callable[..., Ingested]
Checker = Callable[..., ConsistencyReport]

ENDS = "本措施自2025年4月1日起施行。《青原市科技创新若干措施》（青政〔2024〕1号）同时废止。"
RESTS = "按照《青原市科技创新若干措施》（青政〔2024〕1号）兑现奖励。"


def kinds(report: ConsistencyReport) -> list[FindingKind]:
    return [one.finding.kind for one in report.findings]


def test_what_rests_on_a_repealed_document_is_named(make_paper: Maker, check: Checker) -> None:
    old = make_paper("加强服务。")
    new = make_paper("优化服务。", ENDS, number=2, year=2025, title="民营经济若干政策")
    citing = make_paper(RESTS, number=3, year=2025, title="奖励兑现方案")
    report = check(old, new, citing)
    assert kinds(report) == [FindingKind.CITES_REPEALED, FindingKind.REPEALED]
    cites, repealed = report.findings
    assert cites.citations[0].quote == "《青原市科技创新若干措施》（青政〔2024〕1号）"
    assert repealed.citations[1].quote.endswith("同时废止。")
    assert kinds(check(old, new, citing, day=date(2025, 3, 20))) == []


def test_what_was_repealed_need_not_be_on_the_shelf(make_paper: Maker, check: Checker) -> None:
    new = make_paper("优化服务。", ENDS, number=2, year=2025, title="民营经济若干政策")
    citing = make_paper(RESTS, number=3, year=2025, title="奖励兑现方案")
    (one,) = check(new, citing).findings
    assert one.finding.rule == "cites_repealed_absent"
    assert "青政〔2024〕1号" in one.summary_zh
    assert check(new, citing, day=date(2025, 3, 20)).findings == ()


def test_to_end_or_amend_a_document_is_not_to_rest_on_it(make_paper: Maker, check: Checker) -> None:
    old = make_paper("加强服务。")
    new = make_paper("优化服务。", ENDS, number=2, year=2025, title="民营经济若干政策")
    assert kinds(check(old, new)) == [FindingKind.REPEALED]


def test_a_validity_that_has_run_out(make_paper: Maker, check: Checker) -> None:
    paper = make_paper("本措施自2024年4月1日起施行，有效期两年。")
    assert kinds(check(paper, day=date(2026, 3, 1))) == []
    report = check(paper, day=date(2026, 6, 1))
    assert kinds(report) == [FindingKind.EXPIRED]
    assert report.findings[0].citations[0].quote == "本措施自2024年4月1日起施行，有效期两年。"
    assert "2026-04-01" in report.findings[0].summary_zh


def test_a_call_for_applications_ends_on_its_last_day(check: Checker) -> None:
    text = (
        "青原市科学技术局关于组织申报2026年度科技项目的通知\n\n青科〔2026〕2号\n\n各有关单位：\n\n"
        "一、申报时间\n\n申报时间为2026年3月1日至2026年4月15日，逾期不予受理。\n\n青原市科学技术局\n2026年2月10日\n"
    )
    notice = ingest_text("notice.txt", text)
    assert kinds(check(notice, day=date(2026, 4, 15))) == []
    (one,) = check(notice, day=date(2026, 4, 16)).findings
    assert (one.finding.rule, dict(one.finding.slots)["day"]) == ("deadline_passed", "2026-04-15")
