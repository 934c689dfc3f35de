"""What a window, a list of conditions and a word of giving hold for, and for whom they do not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from assistant import Match, MatchVerdict, match_profile, parse_profile
from index import Shelf, open_shelf
from index.embedding import load_encoder
from ingest import ingest_text

RULES = """清河市促进高新技术企业发展若干措施
清政发〔2024〕8号
清河市人民政府
2024年6月20日
一、认定奖励
对首次认定的高新技术企业，一次性奖励25万元，分两年兑现，每年兑现50%。规模以上工业企业首次认定的，在前述基础上再增加5万元。
二、人才引进
高新技术企业全职引进博士研究生的，给予企业每人每年6万元薪酬补贴。
三、申报程序
认定奖励免申即享；其中薪酬补贴由企业于每年9月30日前向科技部门申报。
有下列情形之一的，不予奖励：1.近三年内发生重大安全事故的；2.提供虚假材料的。
本措施自2024年7月1日起施行，有效期至2027年6月30日。
"""
ROUND = """清河市科学技术局关于组织申报2025年度创新券的通知
清科〔2025〕21号
一、补助标准
对高新技术企业，一次性补助3万元。
二、申报时间
申报时间为2025年5月6日至2025年6月6日。
清河市科学技术局
2025年4月28日
"""
LOANS = """清河市创业担保贷款实施细则
清人社规〔2023〕6号
清河市人力资源和社会保障局
2023年3月1日
第一条 个人借款人应当同时符合下列条件：
（一）属于登记失业人员；
（二）没有其他贷款。
第二条 小微企业应当符合下列条件：
（一）与新招用人员签订1年以上劳动合同；
（二）没有拖欠职工工资。
第三条 对个人借款人，按贷款利息的50%给予贴息；对小微企业，按照贷款利息的30%给予贴息。
第四条 举报骗取贴息资金经查证属实的，给予举报人500元至2000元奖励。
"""
COMPANY = """region: 清河市
qualifications: [高新技术企业, 规模以上工业企业]
newly_recognised: [高新技术企业]
size: 小型
"""


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    with open_shelf(tmp_path_factory.mktemp("scope"), create=True, encoder=load_encoder()) as shelf:
        texts = {"措施.txt": RULES, "通知.txt": ROUND, "细则.txt": LOANS}
        shelf.add_ingested([ingest_text(name, text) for name, text in texts.items()])
        yield shelf


def found(city: Shelf, words: str, day: date = date(2026, 11, 23)) -> Match:
    """The one match whose quote holds the words."""
    report = match_profile(city, parse_profile(COMPANY), as_of=day)
    (one,) = [match for match in report.matches if words in match.citation.quote]
    return one


def test_a_window_is_of_the_gift_it_names(city: Shelf) -> None:
    paid, awarded = (found(city, words, date(2026, 3, 1)) for words in ("薪酬补贴", "奖励25万元"))
    assert paid.deadline is not None and paid.deadline.day == date(2026, 9, 30)
    assert awarded.deadline is None


def test_no_window_opens_after_the_rule_has_ended(city: Shelf) -> None:
    last = found(city, "薪酬补贴", date(2027, 3, 1)).deadline
    assert last is not None
    assert (last.day, last.passed) == (None, date(2026, 9, 30))


def test_what_is_counted_by_persons_and_given_to_the_company_is_the_companys(city: Shelf) -> None:
    assert found(city, "给予企业每人每年6万元").verdict is MatchVerdict.UNKNOWN
    assert found(city, "举报人").verdict is MatchVerdict.NOT_ELIGIBLE


def test_an_instalment_is_no_measure_and_a_sum_on_top_is_one(city: Shelf) -> None:
    report = match_profile(city, parse_profile(COMPANY), as_of=date(2026, 11, 23))
    worth = [one.worth.value_yuan for one in report.matches if one.worth and "认定" in one.title]
    assert sorted(value for value in worth if value is not None) == [50_000, 250_000]


def test_a_list_within_a_line_rules_out_item_by_item(city: Shelf) -> None:
    asked = [one.condition.words for one in found(city, "奖励25万元").conditions]
    assert asked[-2:] == ["近三年内发生重大安全事故", "提供虚假材料"]


def test_a_round_that_has_closed_gives_nothing(city: Shelf) -> None:
    assert found(city, "补助3万元", date(2025, 5, 20)).verdict is MatchVerdict.ELIGIBLE
    closed = found(city, "补助3万元")
    assert closed.verdict is MatchVerdict.NOT_ELIGIBLE
    assert "申报已于2025-06-06截止" in [one.why_zh for one in closed.conditions]


def test_lists_for_two_classes_are_not_mixed(city: Shelf) -> None:
    asked = {one.condition.words for one in found(city, "对小微企业").conditions}
    assert "没有拖欠职工工资" in asked
    assert not asked & {"属于登记失业人员", "没有其他贷款"}
