from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant import ConsistencyReport, FindingKind
from ingest import Ingested

Maker = Callable[..., Ingested]
Checker = Callable[..., ConsistencyReport]


def kinds(report: ConsistencyReport) -> list[FindingKind]:
    return [one.finding.kind for one in report.findings]


CONFLICTS = [
    pytest.param(
        "对新认定的省级工业互联网平台，给予60万元奖励。",
        "新认定为省级工业互联网平台的，市级财政一次性奖励80万元。",
        ["60万元", "80万元"],
        id="an award",
    ),
    pytest.param(
        "对设备投资额1000万元以上的技术改造项目，按照设备投资额的8%给予补助，单个项目最高300万元。",
        "对设备投资额达到1000万元以上的技改项目，按设备投资额的10%给予奖补，单个项目最高不超过500万元。",
        ["8%", "300万元", "10%", "500万元"],
        id="rate and cap in one finding",
    ),
    pytest.param(
        "到2027年，全市高新技术企业达到500家。",
        "到2027年底，高企总数达到600家。",
        ["500家", "600家"],
        id="a target, one of its names short",
    ),
    pytest.param(
        "对瞪羚企业，奖励50万元。", "瞪羚企业一次性奖励30万元。", ["50万元", "30万元"], id="a short name"
    ),
]


@pytest.mark.parametrize(("first", "second", "figures"), CONFLICTS)
def test_two_documents_in_force_disagree(
    make_paper: Maker, check: Checker, first: str, second: str, figures: list[str]
) -> None:
    report = check(make_paper(first), make_paper(second, number=2, year=2025, title="民营经济若干政策"))
    assert kinds(report) == [FindingKind.CONFLICT]
    (one,) = report.findings
    assert [c.quote[slice(*mark)] for c in one.citations for mark in c.marks] == figures
    assert [citation.quote for citation in one.citations] == [first, second]
    assert all(figure in one.summary_zh and figure in one.summary_en for figure in figures)


APART = [
    ("对首次认定的高新技术企业，奖励20万元。", "对重新认定的高新技术企业，奖励10万元。"),
    ("对首次认定的高新技术企业，奖励5万元。", "对首次认定的高新技术企业，奖励50000元。"),
    ("对国家级众创空间，奖励50万元。", "对省级众创空间，奖励20万元。"),
    ("对首次认定的高新技术企业，奖励20万元。", "省级财政对首次认定的高新技术企业奖励10万元。"),
    ("对瞪羚企业，每年补助10万元。", "对瞪羚企业，每月补助1万元。"),
    ("对瞪羚企业，给予10万元房租补贴。", "对瞪羚企业，给予20万元研发补助。"),
    ("对投资额500万元以上的项目，奖励10万元。", "对投资额1000万元以上的项目，奖励20万元。"),
    ("对省级专精特新企业，奖励10万元。", "对省级专精特新企业，再奖励5万元。"),
    ("到2026年，高新技术企业达到400家。", "到2027年，高新技术企业达到500家。"),
    ("单个企业补助最高不超过100万元。", "企业补助资金总额不超过1000万元。"),
    ("到2027年，高新技术企业达到500家。", "到2027年，新认定高新技术企业120家。"),
]


@pytest.mark.parametrize(("first", "second"), APART)
def test_what_only_looks_like_a_disagreement(
    make_paper: Maker, check: Checker, first: str, second: str
) -> None:
    other = make_paper(second, number=2, year=2025, title="民营经济若干政策")
    assert kinds(check(make_paper(first), other)) == []
    assert kinds(check(make_paper(first, second))) == []


def test_another_city_is_free_to_give_more(make_paper: Maker, check: Checker) -> None:
    first, second = "对新认定的省级实验室，奖励50万元。", "对新认定的省级实验室，奖励80万元。"
    assert kinds(check(make_paper(first), make_paper(second, city="岚江市"))) == []


def test_what_the_later_document_ends_is_no_conflict(make_paper: Maker, check: Checker) -> None:
    old = make_paper("对新认定的省级实验室，奖励50万元。")
    new = make_paper(
        "对新认定的省级实验室，奖励80万元。",
        "本政策自2025年4月1日起施行。《青原市科技创新若干措施》（青政〔2024〕1号）同时废止。",
        number=2,
        year=2025,
        title="民营经济若干政策",
    )
    assert kinds(check(old, new)) == [FindingKind.REPEALED]


def test_a_document_that_disagrees_with_itself(make_paper: Maker, check: Checker) -> None:
    report = check(
        make_paper(
            "到2028年，形成新型显示千亿级，精细化工、智能终端2个300亿级产业集群。",
            "做强精细化工、智能终端、轨道交通3个300亿级，智慧家电150亿级产业集群。",
            title="工业发展行动方案",
        )
    )
    assert kinds(report) == [FindingKind.INTERNAL]
    (one,) = report.findings
    assert [c.quote[slice(*c.marks[0])] for c in one.citations] == ["2个", "3个"]


def test_a_list_that_gives_one_thing_several_values_disagrees_with_nobody(
    make_paper: Maker, check: Checker
) -> None:
    tiers = "对通过能力评估二级、三级、四级的企业，分别奖励10万元、20万元、40万元。"
    other = "对通过能力评估二级、三级、四级的企业，分别奖励10万元、20万元、40万元，按年兑现。"
    assert kinds(check(make_paper(tiers, other))) == []


def test_true_conflicts_come_first_and_two_runs_agree(make_paper: Maker, check: Checker) -> None:
    papers = [
        make_paper("对新认定的省级实验室，奖励50万元。", "全市企业444家，其中开展研发的328家，占比63.9%。"),
        make_paper("对新认定的省级实验室，奖励80万元。", number=2, year=2025, title="民营经济若干政策"),
    ]
    forth, back = check(*papers), check(*reversed(papers))
    assert kinds(forth) == [FindingKind.CONFLICT, FindingKind.ARITHMETIC]
    assert [one.finding for one in forth.findings] == [one.finding for one in back.findings]
