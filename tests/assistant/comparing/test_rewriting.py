"""Provisions that were renumbered and written anew are told as changed, with their figures."""

from __future__ import annotations

import pytest

from assistant.comparing import ChangeKind, Comparison, Edition, changed_figures, compare_editions
from index import summarise_ingested
from ingest import Status, ingest_text

OLD = """青原市人民政府办公室关于印发青原市公共自行车管理办法的通知
青政办〔2018〕7号
2018年3月1日

青原市公共自行车管理办法

第一章　总则
第一条　为管好公共自行车，制定本办法。
第二章　使用
第二条　骑行超过1小时的，每小时收费2元。
第三条　办卡押金为300元，退卡时退还。
第三章　罚则
第四条　损坏车辆的，照价赔偿，并处200元罚款。
第五条　运营企业每季度巡检不少于2次。
第四章　附则
第六条　本办法自2018年4月1日起施行。
"""
NEW = """青原市人民政府办公室关于印发《青原市公共自行车管理办法》的通知
青政办规〔2025〕3号
2025年2月1日

青原市公共自行车管理办法

第一章　总则
第一条　为规范公共自行车的投放、使用和维护，根据有关规定，制定本办法。
第二条　市城市管理局是公共自行车的主管部门。
第二章　使用
第三条　使用人应当实名注册，不收押金；信用分低于600分的，办卡押金按100元收取。
第四条　骑行三十分钟以内免费；超出部分按下列标准收费：市区每小时3元，郊区每小时1元。
第三章　维护
第五条　运营单位应当每月巡检四次以上，并公布结果。
第六条　使用人不得有下列行为：
（一）损坏车辆或者桩位的；
（二）私自加锁的。
第四章　罚则
第七条　违反第六条第（一）项规定的，责令赔偿，并处五百元以上一千元以下罚款。
第五章　附则
第八条　本办法自2025年4月1日起施行，有效期5年。
"""


def edition(text: str, name: str) -> Edition:
    made = ingest_text(name, text)
    return Edition(made.document, summarise_ingested(made, Status.UNKNOWN))


@pytest.fixture(scope="module")
def compared() -> Comparison:
    return compare_editions(edition(OLD, "old.txt"), edition(NEW, "new.txt"))


@pytest.mark.parametrize(
    ("old", "new", "before", "after"),
    [
        pytest.param("第二条", "第四条", ("2元",), ("3元", "1元"), id="one figure became a scale"),
        pytest.param("第三条", "第三条", ("300元",), ("100元",), id="in the same place"),
        pytest.param(
            "第四条", "第七条", ("200元",), ("五百元以上一千元以下",), id="by the item that is referred to"
        ),
    ],
)
def test_a_provision_written_anew_is_changed_and_its_figures_stand_side_by_side(
    compared: Comparison, old: str, new: str, before: tuple[str, ...], after: tuple[str, ...]
) -> None:
    told = [
        one for one in changed_figures(compared) if (one.change.label_a, one.change.label_b) == (old, new)
    ]
    assert (before, after) in [(one.before, one.after) for one in told]
    assert {one.change.kind for one in told} == {ChangeKind.CHANGED}


def test_nothing_of_the_old_rules_is_told_as_removed(compared: Comparison) -> None:
    assert compared.count(ChangeKind.REMOVED) == 0


def test_what_is_new_stays_new(compared: Comparison) -> None:
    added = [one.label_b for one in compared.changes if one.kind is ChangeKind.ADDED and not one.formal]
    assert added == ["第二条", "第六条", "（一）", "（二）"]


def test_title_number_days_and_headings_are_no_changes_of_content(compared: Comparison) -> None:
    quotes = [(one.b or one.a).quote for one in compared.changes if one.formal and (one.b or one.a)]
    assert quotes == [
        "青原市人民政府办公室关于印发《青原市公共自行车管理办法》的通知",
        "青政办规〔2025〕3号",
        "2025年2月1日",
        "第三章　维护",
        "第四章　罚则",
        "第五章　附则",
    ]


def test_strangers_are_not_paired() -> None:
    old = "标题办法\n\n第一条　每户补贴500元用于改厕。\n\n第二条　本办法由市财政局解释。\n"
    new = "标题办法\n\n第一条　对驾驶员处500元罚款。\n\n第二条　本办法由市财政局解释。\n"
    found = compare_editions(edition(old, "old.txt"), edition(new, "new.txt"))
    assert changed_figures(found) == []


def test_ranges_are_one_figure_and_articles_of_purpose_are_one() -> None:
    old = "标题办法\n\n第一条　为管好停车，制定本办法。\n\n第二条　乱停车辆的，处20元以上50元以下罚款。\n"
    new = (
        "标题办法\n\n第一章　总则\n\n第一条　为了规范机动车停放，保障道路畅通，结合本市实际，制定本办法。\n\n"
        "第二章　罚则\n\n第二条　在人行道上乱停车辆，妨碍通行的，可以并处一百元以上二百元以下罚款。\n"
    )
    found = compare_editions(edition(old, "old.txt"), edition(new, "new.txt"))
    assert found.count(ChangeKind.REMOVED) == found.count(ChangeKind.ADDED) == 0
    assert [(one.before, one.after) for one in changed_figures(found)] == [
        (("20元以上50元以下",), ("一百元以上二百元以下",))
    ]
