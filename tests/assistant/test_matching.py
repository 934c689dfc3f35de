"""A company against the measures of a shelf, and the profile that tells of it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from assistant import (
    Match,
    MatchReport,
    MatchVerdict,
    Profile,
    match_profile,
    matches_json,
    parse_profile,
    profile_questions,
    write_matches_html,
)
from assistant.matching.deadlines import next_close
from assistant.matching.judging import Circumstances, judge
from assistant.matching.types import ConditionStatus
from assistant.matching.worth import work_out
from index import Shelf
from ingest import Condition, UsageError, Window, find_support, ingest_text
from ingest.conditions_reading import read_conditions

MET, NOT_MET, UNKNOWN = ConditionStatus.MET, ConditionStatus.NOT_MET, ConditionStatus.UNKNOWN
DAY = date(2026, 11, 23)


def profile(text: str = "") -> Profile:
    return parse_profile(f"region: 云川市\n{text}")


def standing(condition: Condition, company: Profile) -> ConditionStatus:
    return judge(condition, Circumstances(company, ("云川市", "澜江省"), "云川市", DAY)).status


def stands(words: str, company: str) -> ConditionStatus:
    """How the only condition in the words stands for a company."""
    (condition,) = read_conditions(words, 0, len(words))
    return standing(condition, profile(company))


@pytest.mark.parametrize(
    ("words", "company", "status"),
    [
        pytest.param("首次认定的高新技术企业", "newly_recognised: [高企]", MET, id="new"),
        pytest.param("首次认定的高新技术企业", "newly_recognised: []", NOT_MET, id="not new"),
        pytest.param(
            "首次认定的高新技术企业", "qualifications: [高新技术企业]", UNKNOWN, id="held, new unsaid"
        ),
        pytest.param("首次认定的高新技术企业", "renewed: [高新技术企业]", NOT_MET, id="renewed instead"),
        pytest.param("重新认定的高新技术企业", "renewed: [高新技术企业]", MET, id="renewed"),
        pytest.param("重新认定的高新技术企业", "newly_recognised: [高新技术企业]", NOT_MET, id="new instead"),
        pytest.param("有效期内的高新技术企业", "newly_recognised: [高新技术企业]", MET, id="new is held"),
        pytest.param("有效期内的高新技术企业", "", UNKNOWN, id="nothing said"),
        pytest.param(
            "新认定的国家级企业技术中心", "newly_recognised: [省级企业技术中心]", NOT_MET, id="other level"
        ),
        pytest.param(
            "新认定的国家级企业技术中心", "newly_recognised: [企业技术中心]", UNKNOWN, id="level unsaid"
        ),
        pytest.param("上年度营业收入超过3000万元", "revenue_wan: 3000", NOT_MET, id="more than is strict"),
        pytest.param("上年度营业收入达到3000万元以上", "revenue_wan: 3000", MET, id="and above is not"),
        pytest.param("上年度营业收入达到3000万元以上", "", UNKNOWN, id="figure unsaid"),
        pytest.param("研发费用占营业收入的比重不低于5%", "rd_ratio: 5%", MET, id="per cent"),
        pytest.param("研发费用达到50万元以上", "{revenue_wan: 1000, rd_ratio: 0.06}", MET, id="worked out"),
        pytest.param("成立时间不超过5年", "founded: 2021-12-01", MET, id="younger than five"),
        pytest.param("成立时间不超过5年", "founded: 2021-11-01", NOT_MET, id="a month too old"),
        pytest.param("未被列入严重失信主体名单", "clean_record: true", MET, id="clean"),
        pytest.param("未被列入严重失信主体名单", "clean_record: false", NOT_MET, id="not clean"),
        pytest.param("规模以上工业企业", "qualifications: []", UNKNOWN, id="scale is no recognition"),
        pytest.param("规模以上工业企业", "above_scale: true", MET, id="scale said"),
        pytest.param(
            "规模以上工业企业", "{industry: 制造业, revenue_wan: 900}", NOT_MET, id="too small for it"
        ),
        pytest.param("制造业企业", "industry: [制造业]", MET, id="industry"),
        pytest.param("制造业企业", "industry: [餐饮]", UNKNOWN, id="industry that does not settle it"),
        pytest.param("中小企业", "size: 小型", MET, id="size"),
        pytest.param("纳入数字化转型试点", "", UNKNOWN, id="unread words"),
        pytest.param(
            "纳入数字化转型试点", "answers: {纳入数字化转型试点: true}", MET, id="unread words answered"
        ),
    ],
)
def test_a_condition_is_met_only_by_what_the_profile_says(
    words: str, company: str, status: ConditionStatus
) -> None:
    merged = company[1:-1].replace(", ", "\n") if company.startswith("{") else company
    assert stands(words, merged) is status


def test_what_rules_out_is_turned_round() -> None:
    words = "购置二手设备的投资"
    (condition,) = read_conditions(words, 0, len(words), wanted=False)
    assert standing(condition, profile()) is UNKNOWN
    assert standing(condition, profile("answers: {购置二手设备的投资: false}")) is MET
    assert standing(condition, profile("answers: {购置二手设备的投资: true}")) is NOT_MET


@pytest.mark.parametrize(
    ("company", "value", "at_most"),
    [
        ("rd_expense_wan: 400", 320_000, 1_000_000),
        ("rd_expense_wan: 4000", 1_000_000, 1_000_000),
        ("", None, 1_000_000),
    ],
)
def test_a_share_is_worked_out_up_to_its_cap(company: str, value: int | None, at_most: int) -> None:
    ingested = ingest_text("a.txt", "一、补助\n对高新技术企业，按照研发费用的8%给予补助，最高不超过100万元。")
    (measure,) = find_support(ingested.document, ingested.facts).measures
    found = work_out(measure.grant, profile(company))
    assert (found.value, found.at_most) == (None if value is None else Decimal(value), Decimal(at_most))


def test_a_yearly_window_closes_next_year_once_it_has_passed() -> None:
    window = Window(0, 1, date(2000, 3, 1), date(2000, 4, 15), yearly=True, section=0)
    assert next_close(window, date(2026, 4, 15)) == date(2026, 4, 15)
    assert next_close(window, date(2026, 4, 16)) == date(2027, 4, 15)
    once = Window(0, 1, None, date(2025, 6, 30), yearly=False, section=0)
    assert next_close(once, DAY) is None


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("name: 甲公司", "region is missing", id="no region"),
        pytest.param(
            "region: 云川市\nrevenu_wan: 3", "profile:2: no field .* did you mean revenue_wan", id="typo"
        ),
        pytest.param(
            "region: 云川市\nrd_ratio: 12", "profile:2: rd_ratio is 12; write 0.06", id="share above 1"
        ),
        pytest.param(
            "region: 云川市\nemployees: many", "profile:2: employees .* whole number", id="words for a count"
        ),
        pytest.param("region: 云川市\nrevenue_wan: -5", "not below 0", id="below zero"),
        pytest.param("region: 云川市\nfounded: 3019", "profile:2: founded", id="future year"),
        pytest.param("region: 云川市\nabove_scale: 也许", "true or false", id="neither yes nor no"),
        pytest.param("region: 云川市\nqualifications: 3", "list of names", id="no list"),
        pytest.param("region: 云川市\nregion: 临澜市", "given twice", id="twice"),
        pytest.param("region: [云川市", "not YAML: line 1", id="broken"),
        pytest.param("- 云川市", "must hold fields", id="a list"),
        pytest.param("region: 云川市\nx: !!python/object:os.system {}", "not YAML", id="an object"),
        pytest.param(
            "region: 云川市\nrevenue_wan: 1000\nrd_ratio: 0.06\nrd_expense_wan: 600",
            "does not fit",
            id="contradiction",
        ),
    ],
)
def test_a_wrong_profile_is_refused_with_line_field_and_mend(text: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        parse_profile(text)


def matched(shelf: Shelf, text: str, as_of: date = DAY) -> MatchReport:
    return match_profile(shelf, parse_profile(text), as_of=as_of)


def one(report: MatchReport, number: str, words: str) -> Match:
    """The match of a document whose sentence holds the words."""
    (found,) = [
        m for m in report.matches if m.document.document_number == number and words in m.citation.quote
    ]
    return found


NEW_HIGH_TECH = """region: 云川市
qualifications: [高新技术企业]
newly_recognised: [高新技术企业]
revenue_wan: 5000
rd_ratio: 0.12
"""


def test_a_new_high_tech_firm(sample_shelf: Shelf) -> None:
    report = matched(sample_shelf, NEW_HIGH_TECH)
    research = one(report, "云川政〔2023〕7号", "比重达到10%以上")
    assert research.verdict is MatchVerdict.ELIGIBLE
    assert research.worth is not None
    assert (research.worth.value_yuan, research.worth.working) == (Decimal(600000), "600万元 × 10% = 60万元")
    assert {m.document.region for m in report.matches} == {"云川市", "澜江省"}
    assert {m.document.status for m in report.matches} == {"in_force"}
    assert [m.verdict for m in report.matches] == sorted(
        (m.verdict for m in report.matches), key=["eligible", "unknown", "not_eligible"].index
    )
    assert report.total_yuan == Decimal(900_000)


def test_without_facts_nothing_is_eligible(sample_shelf: Shelf) -> None:
    report = matched(sample_shelf, "region: 云川市")
    assert report.count(MatchVerdict.ELIGIBLE) == 0
    assert all(
        judged.status is not MET or judged.condition.kind == "region"
        for match in report.matches
        for judged in match.conditions
    )
    asked = {missing.name for missing in report.missing}
    assert {"qualifications", "newly_recognised", "rd_expense_wan", "clean_record"} <= asked


def test_the_rules_of_the_day_count(sample_shelf: Shelf) -> None:
    company = (
        NEW_HIGH_TECH + "legal_person: true\ntax_compliant: true\nsound_accounts: true\nno_accidents: true\n"
    )
    numbers = {m.document.document_number for m in matched(sample_shelf, company, date(2022, 6, 30)).matches}
    assert "云川政〔2019〕18号" in numbers
    assert "云川政〔2023〕7号" not in numbers


def test_the_window_of_a_guide_is_told_with_its_policy(sample_shelf: Shelf) -> None:
    found = one(
        matched(sample_shelf, NEW_HIGH_TECH, date(2025, 6, 10)), "云川政〔2023〕7号", "首次认定的高新技术企业"
    )
    assert found.deadline is not None
    assert found.deadline.day == date(2025, 6, 30)
    assert found.deadline.citation.document.document_number == "云川科〔2025〕12号"
    later = one(matched(sample_shelf, NEW_HIGH_TECH), "云川政〔2023〕7号", "首次认定的高新技术企业")
    assert later.deadline is not None
    assert (later.deadline.day, later.deadline.passed) == (None, date(2025, 6, 30))


def test_every_citation_is_a_slice_of_its_document(sample_shelf: Shelf) -> None:
    report = matched(sample_shelf, NEW_HIGH_TECH)
    for match in report.matches:
        text = sample_shelf.load_document(match.document.doc_id).text
        for citation in (match.citation, *(judged.citation for judged in match.conditions)):
            assert citation.quote == text[citation.start : citation.end]


def test_an_unknown_region_is_refused(sample_shelf: Shelf) -> None:
    with pytest.raises(UsageError, match="no region"):
        matched(sample_shelf, "region: 无此市")


def test_the_contract_and_the_page(sample_shelf: Shelf, tmp_path: Path) -> None:
    report = matched(sample_shelf, "name: <b>甲</b>\n" + NEW_HIGH_TECH)
    told: dict[str, Any] = matches_json(report)
    first = told["matches"][0]
    assert {"title", "verdict", "conditions", "amount", "deadline", "citation"} <= first.keys()
    assert {"text", "status", "citation"} <= first["conditions"][0].keys()
    assert isinstance(first["amount"]["value_yuan"], int)
    page = tmp_path / "match.html"
    write_matches_html(report, page)
    assert "<b>甲" not in page.read_text(encoding="utf-8")


def test_a_form_asks_for_what_the_measures_need(sample_shelf: Shelf) -> None:
    asked = [question.name for question in profile_questions(sample_shelf)]
    assert asked[0] == "region"
    assert {"qualifications", "rd_expense_wan", "equipment_investment_wan"} <= set(asked)
    assert "assets_wan" not in asked


def test_none_is_an_empty_list_and_not_unknown() -> None:
    profile = parse_profile("region: 云川市\nnewly_recognised: 无\nrenewed: [none]\n")
    assert (profile.names("newly_recognised"), profile.names("renewed")) == ((), ())
    assert profile.names("qualifications") is None
