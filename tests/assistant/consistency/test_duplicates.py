from __future__ import annotations

from collections.abc import Callable

from assistant import ConsistencyReport
from ingest import Ingested, ingest_text

Maker = Callable[..., Ingested]
Checker = Callable[..., ConsistencyReport]

BODY = [
    "对新认定的省级实验室，奖励50万元，用于购置科研仪器设备。",
    "建立重点企业联系制度，定期召开座谈会，协调解决困难。",
    "各县、区要加强组织领导，明确责任分工，确保政策落实到位。",
    "财政部门要加强资金监管，确保专款专用，提高使用效益。",
    "对骗取奖励资金的单位，依法追回资金并纳入失信名单。",
]


def rules(report: ConsistencyReport) -> list[str]:
    return [one.finding.rule for one in report.findings]


def test_one_text_under_two_names(make_paper: Maker, check: Checker) -> None:
    paper = make_paper(*BODY)
    again = ingest_text("copy.txt", paper.document.text.replace("\n\n", "\n"))
    report = check(paper, again)
    assert rules(report) == ["same_text"]
    assert {c.quote.replace("\n", "") for c in report.findings[0].citations} == {paper.document.title}


def test_editions_of_one_document_are_named_and_do_not_conflict(make_paper: Maker, check: Checker) -> None:
    changed = [BODY[0].replace("50万元", "80万元"), *BODY[1:]]
    report = check(make_paper(*BODY), make_paper(*changed, number=9, year=2025))
    assert rules(report) == ["edition"]


def test_an_edition_that_speaks_of_its_own_title_cites_nothing_repealed(
    make_paper: Maker, check: Checker
) -> None:
    own = "《青原市科技创新若干措施》由市科学技术局负责解释。"
    report = check(make_paper(*BODY, own), make_paper(*BODY, own, number=9, year=2025))
    assert rules(report) == ["edition"]


def test_cities_copy_each_other(make_paper: Maker, check: Checker) -> None:
    assert rules(check(make_paper(*BODY), make_paper(*BODY, city="岚江市"))) == []


def test_documents_that_share_formulas_only(make_paper: Maker, check: Checker) -> None:
    other = ["推进粮食仓储设施建设，提高收储能力。", "开展耕地保护专项检查。", *BODY[2:4]]
    assert rules(check(make_paper(*BODY), make_paper(*other, number=2, title="粮食工作方案"))) == []
