"""Which sentence answers: under its heading, of what was paid out, of what is excluded, of what once held."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant import Answer, Verdict, ask
from index import Shelf, open_shelf

OLD = """青湖市人民政府关于印发青湖市企业培育奖励办法的通知
青湖政〔2020〕3号

各县（区）人民政府：
现将《青湖市企业培育奖励办法》印发给你们，请认真组织实施。
青湖市人民政府
2020年3月1日

青湖市企业培育奖励办法

第一条 对整体迁入本市的高新技术企业，一次性奖励20万元。
第二条 本办法自2020年4月1日起施行。
"""
NEW = """青湖市人民政府关于印发青湖市支持创新发展若干措施的通知
青湖政〔2024〕5号

各县（区）人民政府：
现将《青湖市支持创新发展若干措施》印发给你们，请认真贯彻落实。
青湖市人民政府
2024年5月6日

青湖市支持创新发展若干措施

一、认定奖励
对首次认定的高新技术企业，一次性奖励25万元，分两年兑现。企业要围绕新质生产力开展研发。
二、加快发展新质生产力
支持建设未来产业先导区，组织实施重大技术攻关项目。对未来产业先导区给予土地和用能保障。
三、申报时间
企业应于每年9月10日前通过市政务平台提交材料。
四、不予奖励的情形
有下列情形之一的，不予奖励：
（一）近三年发生重大安全事故的；
（二）提供虚假材料的。
五、附则
本措施自2024年6月1日起施行，有效期至2027年5月31日。《青湖市企业培育奖励办法》（青湖政〔2020〕3号）同时废止。
"""
RIVAL = """青湖市科学技术局关于兑现高新技术企业奖励的通知
青湖科〔2024〕9号

各有关企业：
对首次认定的高新技术企业，一次性奖励30万元。
青湖市科学技术局
2024年9月1日
"""
REPLY = """青湖市科学技术局关于市政协第12号提案的答复

张三委员：
您提出的提案收悉，现答复如下：
2024年全市共兑现高新技术企业认定奖励资金2860万元，惠及企业97家。
青湖市科学技术局
2025年6月1日
"""


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    folder = tmp_path_factory.mktemp("evidence")
    for name, text in {"旧办法": OLD, "新措施": NEW, "通知": RIVAL, "答复": REPLY}.items():
        (folder / f"青湖市{name}.txt").write_text(text, encoding="utf-8")
    with open_shelf(folder / "shelf", create=True) as opened:
        opened.add(sorted(folder.glob("*.txt")))
        yield opened


def first_quote(answer: Answer) -> str:
    assert answer.verdict is Verdict.ANSWERED
    return answer.citations[0].quote


def test_a_heading_that_is_asked_for_goes_before_a_mention_elsewhere(shelf: Shelf) -> None:
    assert "未来产业先导区" in first_quote(ask(shelf, "青湖市怎么加快发展新质生产力"))
    assert "未来产业先导区" in ask(shelf, "青湖市在发展新质生产力方面有哪些举措").text


def test_what_was_paid_out_in_a_year_is_not_what_the_rule_gives(shelf: Shelf) -> None:
    assert "2860万元" in first_quote(ask(shelf, "青湖市2024年兑现高企认定奖励多少钱"))


def test_who_is_excluded_is_not_answered_with_what_others_get(shelf: Shelf) -> None:
    answer = ask(shelf, "哪些企业不能拿青湖市的奖励")
    assert "不予奖励：" in first_quote(answer)
    assert not any(line.startswith("首次认定") for line in answer.text.split("\n\n"))


def test_what_once_held_is_shown_with_its_end(shelf: Shelf) -> None:
    answer = ask(shelf, "青湖市以前对整体迁入的高新技术企业奖励多少")
    assert "20万元" in first_quote(answer)
    assert any("同时废止" in note for note in answer.notes)


def test_two_rules_in_force_that_disagree_both_stand_in_the_answer(shelf: Shelf) -> None:
    answer = ask(shelf, "青湖市首次认定的高新技术企业奖励多少")
    assert ["25万元" in answer.text, "30万元" in answer.text] == [True, True]
    assert any("不一致" in note for note in answer.notes)
    assert len(answer.citations) == 2


def test_a_deadline_is_a_day(shelf: Shelf) -> None:
    assert "9月10日" in ask(shelf, "青湖市高企奖励申报截止到哪天").citations[0].quote
