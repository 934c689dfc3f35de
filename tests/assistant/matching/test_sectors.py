"""Measures of another sector, and windows of this year that have passed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from assistant import Match, MatchVerdict, match_profile, parse_profile
from index import Shelf, open_shelf
from index.embedding import load_encoder
from ingest import ingest_text

RULES = """清河市促进经济发展若干措施
清政发〔2024〕18号
清河市人民政府
2024年6月20日
一、绿色发展
对新认定为国家级、省级绿色工厂的企业，分别给予50万元、20万元奖励。
二、社会服务
对新开办的托育机构，一次性补助8万元。
三、现代物流
对新建仓库的物流企业，给予30万元补助。
四、数字化
达到验收标准后补助6万元。
五、申报
企业于每年3月1日至5月31日提出申请。
本措施自2024年7月1日起施行，有效期至2029年6月30日。
"""
MAKER = """region: 清河市
industry: 通用设备制造业
qualifications: [规模以上工业企业]
newly_recognised: [省级绿色工厂]
"""


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    with open_shelf(tmp_path_factory.mktemp("sectors"), create=True, encoder=load_encoder()) as shelf:
        shelf.add_ingested([ingest_text("措施.txt", RULES)])
        yield shelf


def matched(shelf: Shelf, profile: str, words: str, day: date = date(2026, 3, 1)) -> Match:
    report = match_profile(shelf, parse_profile(profile), as_of=day)
    return next(one for one in report.matches if words in (one.worth.text if one.worth else ""))


@pytest.mark.parametrize("words", ["8万元", "30万元"])
def test_what_another_sector_gets_is_not_offered_to_a_maker(city: Shelf, words: str) -> None:
    assert matched(city, MAKER, words).verdict is MatchVerdict.NOT_ELIGIBLE


def test_it_is_offered_to_who_is_of_the_sector_or_does_not_say(city: Shelf) -> None:
    carrier = "region: 清河市\nindustry: [物流]\n"
    assert matched(city, carrier, "30万元").verdict is MatchVerdict.UNKNOWN
    assert matched(city, "region: 清河市\n", "30万元").verdict is MatchVerdict.UNKNOWN


def test_a_measure_that_names_nobody_is_never_counted_as_met(city: Shelf) -> None:
    assert matched(city, MAKER, "6万元").verdict is MatchVerdict.UNKNOWN


@pytest.mark.parametrize(
    ("day", "closes", "passed"),
    [
        (date(2026, 3, 1), date(2026, 5, 31), None),
        (date(2026, 11, 23), date(2027, 5, 31), date(2026, 5, 31)),
    ],
)
def test_a_window_of_this_year_that_has_passed_is_told(
    city: Shelf, day: date, closes: date, passed: date | None
) -> None:
    found = matched(city, MAKER, "20万元", day)
    assert found.verdict is MatchVerdict.ELIGIBLE
    assert found.deadline is not None
    assert (found.deadline.day, found.deadline.passed) == (closes, passed)
