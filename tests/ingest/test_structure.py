"""The section tree follows the order in which numbers appear, and tiles the text."""

from __future__ import annotations

import itertools
import time

import pytest
from hypothesis import given, settings, strategies as st

from ingest import Block, BlockKind, RawDocument, Section, SectionKind, label_path, outline
from ingest.cleaning import clean
from ingest.structure import build_sections

PIECES = st.sampled_from(
    [
        "第一章 总则",
        "第二章 附则",
        "第一条 为了发展。",
        "第二条 下列企业：",
        "第八条规定的条件",
        "一、目标",
        "二、任务",
        "（一）培育。正文。",
        "（二）奖励；",
        "(一)再起",
        "1.支持",
        "2.支持。正文",
        "（1）甲",
        "①乙",
        "1.1万家",
        "附件1",
        "附件：1.表",
        "2.表",
        "各有关单位：",
        "2024年1月2日",
        "云川市人民政府",
        "感谢您的支持。",
        "目录",
        "一是甲。二是乙。三是丙。",
        "正文。",
        "如下：",
        "（牵头单位：市科技局）",
        "　",
        "",
        "x",
        "”“（",
        "第一部分 甲 一、乙 （一）丙。" * 12,
    ]
)
DOCUMENTS = st.lists(PIECES | st.text(max_size=8), max_size=25).map("\n".join)


def tree(text: str) -> list[str]:
    """One line a section: its depth in points, then its heading or its first words."""
    whole, sections = outline(text)
    return [
        "." * one.depth + (one.heading or whole[one.start : one.end].strip().split("\n")[0][:6])
        for one in sections
    ]


def paths(text: str) -> list[str]:
    _, sections = outline(text)
    return ["/".join(label_path(sections, one)) for one in sections if one.label]


def kinds(text: str) -> list[tuple[str, str]]:
    whole, sections = outline(text)
    return [(one.kind.value, whole[one.start : one.end].strip()) for one in sections if one.parent is None]


def assert_tiles(text: str, sections: tuple[Section, ...]) -> None:
    assert [one.ordinal for one in sections] == list(range(len(sections)))
    for parent in [None, *sections]:
        children = [one for one in sections if one.parent == (None if parent is None else parent.ordinal)]
        assert all(one.depth == (0 if parent is None else parent.depth + 1) for one in children)
        assert all(a.end == b.start for a, b in itertools.pairwise(children))
        if children and parent is None:
            assert (children[0].start, children[-1].end) == (0, len(text))
        elif children and parent is not None:
            assert parent.start <= children[0].start
            assert children[-1].end == parent.end


def test_numbers_nest_in_the_order_in_which_they_appear() -> None:
    text = (
        "一、目标\n正文。\n二、任务\n（一）创新\n1.平台。建设。\n（1）省级。支持。\n"
        "2.人才。引进。\n（二）产业\n三、保障\n1.组织。领导。"
    )
    assert paths(text) == [
        "一、",
        "二、",
        "二、/（一）",
        "二、/（一）/1.",
        "二、/（一）/1./（1）",
        "二、/（一）/2.",
        "二、/（二）",
        "三、",
        "三、/1.",
    ]


def test_a_series_may_run_through_its_parents() -> None:
    text = (
        "三、任务\n（一）创新\n1.甲。乙。\n2.甲。乙。\n（二）产业\n3.甲。乙。\n四、保障\n"
        "4.甲。乙。\n5.甲。乙。"
    )
    assert paths(text) == [
        "三、",
        "三、/（一）",
        "三、/（一）/1.",
        "三、/（一）/2.",
        "三、/（二）",
        "三、/（二）/3.",
        "四、",
        "四、/4.",
        "四、/5.",
    ]


def test_arabic_numbers_may_stand_above_chinese_ones() -> None:
    text = "1.申报条件\n（一）注册在本市；\n（二）信用良好。\n2.申报材料\n（一）申请书；\n（二）承诺书。"
    assert paths(text) == ["1.", "1./（一）", "1./（二）", "2.", "2./（一）", "2./（二）"]


def test_chapters_sections_and_articles_have_their_own_order() -> None:
    text = (
        "办法\n第一章 总则\n第一条 目的。\n第二条 范围。\n第二章 申报\n第一节 条件\n"
        "第三条 下列企业：\n（一）甲；\n（二）乙。\n"
        "第二节 程序\n第四条 办理。\n第三章 附则\n第五条 施行。"
    )
    assert paths(text) == [
        "第一章",
        "第一章/第一条",
        "第一章/第二条",
        "第二章",
        "第二章/第一节",
        "第二章/第一节/第三条",
        "第二章/第一节/第三条/（一）",
        "第二章/第一节/第三条/（二）",
        "第二章/第二节",
        "第二章/第二节/第四条",
        "第三章",
        "第三章/第五条",
    ]


def test_a_reference_at_the_start_of_a_line_is_no_article() -> None:
    text = "第七条 申请。\n第八条规定的条件，另行公布。\n第八条 批准。\n第三条第二款所列企业除外。"
    assert paths(text) == ["第七条", "第八条"]


def test_figures_at_the_start_of_a_line_are_no_headings() -> None:
    text = "一、现状\n1.1万家企业参加。\n2.5亿元已经拨付。\n2024年以来增长。\n二、打算\n推进。"
    assert paths(text) == ["一、", "二、"]


def test_a_paragraph_after_the_items_of_an_article_is_not_the_last_item() -> None:
    text = (
        "第五条 有下列情形的，不予支持：\n（一）失信；\n（二）违法。\n前款所称失信，另行规定。\n第六条 施行。"
    )
    assert tree(text) == ["第五条", ".（一）", ".（二）", ".前款所称失信", "第六条"]


def test_items_under_a_later_paragraph_belong_to_that_paragraph() -> None:
    text = "第五条 应当：\n（一）甲；\n（二）乙。\n不得：\n（一）丙；\n（二）丁。"
    assert tree(text) == ["第五条", ".（一）", ".（二）", ".不得：", "..（一）", "..（二）"]


def test_a_series_that_starts_anew_takes_its_introduction_along() -> None:
    text = (
        "现答复如下：\n（一）甲。已完成。\n（二）乙。已完成。\n下一步，我们将继续努力。\n"
        "（一）丙。将推进。\n（二）丁。将推进。"
    )
    assert tree(text) == ["现答复如下：", "（一）甲", "（二）乙", "下一步，我们", "（一）丙", "（二）丁"]


def test_who_leads_a_task_stays_with_the_task() -> None:
    text = (
        "三、任务\n1.甲。推进甲。\n（牵头单位：市科技局；配合单位：市财政局）\n"
        "2.乙。一是丙。二是丁。\n牵头单位：市工信局\n3.己。推进己。"
    )
    whole, sections = outline(text)
    own = {one.label: whole[one.start : one.end] for one in sections}
    assert own["1."].strip().endswith("（牵头单位：市科技局；配合单位：市财政局）")
    assert own["2."].strip().endswith("牵头单位：市工信局")


def test_an_enumeration_within_a_paragraph_becomes_children() -> None:
    text = (
        "一、工作\n"
        "我们做了以下工作，一是召开会议。动员全市。二是完善机制。每月调度。三是加大投入；保障到位。\n"
        "二、打算\n继续。"
    )
    assert tree(text) == ["一、工作", ".一是召开会议", ".二是完善机制", ".三是", "二、打算"]


@pytest.mark.parametrize(
    "text", ["一、甲\n这一是重点，二是难点。", "一、甲\n一是重点。", "一、甲\n二是乙。一是甲。"]
)
def test_a_lone_or_unordered_is_no_enumeration(text: str) -> None:
    assert paths(text) == ["一、"]


@pytest.mark.parametrize(
    ("line", "heading"),
    [
        ("（一）推动产业集群发展。我市主动融入，建立体系。", "（一）推动产业集群发展"),
        ("（一）推动产业集群发展", "（一）推动产业集群发展"),
        ("（一）申报条件：在本市注册，信用良好。", "（一）申报条件"),
        ("（一）企业应当在每年三月底前提交申请，逾期不予受理。", "（一）"),
        ("（一）信用良好；", "（一）"),
        ("一、将“甲。乙”修改为丙。", "一、"),
    ],
)
def test_the_heading_of_a_line_is_its_short_first_sentence(line: str, heading: str) -> None:
    assert tree(line + "\n（二）再推进。再推进。")[0] == heading


def test_a_title_below_its_chapter_number_belongs_to_it() -> None:
    assert tree("第一章\n总　则\n第一条 目的。")[0] == "第一章 总则"


def test_the_parts_of_a_letter_are_told_apart() -> None:
    text = (
        "云川市科学技术局\n关于第12号提案的\n答  复\n秦砚舟委员：\n您的提案收悉，现答复如下：\n"
        "一、现状\n已完成。\n"
        "感谢您的关心和支持！\n2023年6月1日\n联系人：温以宁  电话：0000-123\n抄送：市政协提案委。"
    )
    assert [kind for kind, _ in kinds(text)] == ["front", "salutation", "body", "body", "closing"]
    assert kinds(text)[0][1].endswith("答  复")
    assert kinds(text)[-1][1].startswith("感谢您")


def test_a_covering_notice_and_its_plan_are_two_bodies() -> None:
    text = (
        "关于印发方案的通知\n云政〔2023〕1号\n各县、区人民政府，各有关单位：\n"
        "现将《方案》印发给你们，请执行。\n云川市人民政府\n"
        "2023年3月1日\n（此件公开发布）\n云川市方案\n（2023—2025年）\n为加快发展，制定本方案。\n"
        "一、目标\n增长。\n"
        "附件：1.任务表\n2.名单\n附件1\n任务表\n甲 | 乙\n1 | 2"
    )
    assert [kind for kind, _ in kinds(text)] == [
        "front",
        "salutation",
        "body",
        "closing",
        "body",
        "closing",
        "annex",
    ]
    assert tree(text)[4:7] == ["云川市方案（2023—2025年）", ".为加快发展，", ".一、目标"]
    assert tree(text)[7:9] == ["附件", "附件1 任务表"]


@pytest.mark.parametrize(
    "line",
    [
        "各有关单位：",
        "各市、县人民政府，省政府各部门：",
        "叶元朋代表:",
        "彭增康、贾辉等委员：",
        "市财政局（预算科）：",
    ],
)
def test_a_salutation_names_an_addressee(line: str) -> None:
    assert kinds(f"关于工作的通知\n{line}\n现通知如下。")[1] == (SectionKind.SALUTATION, line)


@pytest.mark.parametrize("line", ["现将有关事项通知如下：", "牵头单位：", "支持下列企业：", "联系单位："])
def test_a_line_that_announces_is_no_salutation(line: str) -> None:
    assert SectionKind.SALUTATION not in [kind for kind, _ in kinds(f"关于工作的通知\n{line}\n甲单位办理。")]


def test_contacts_under_their_own_heading_are_body() -> None:
    text = (
        "关于申报的通知\n一、条件\n信用良好。\n二、联系方式\n联系人：王先生\n联系电话：0000-123\n"
        "云川市科学技术局\n2023年3月1日"
    )
    assert kinds(text)[-1] == (SectionKind.CLOSING, "云川市科学技术局\n2023年3月1日")


def test_a_table_of_contents_belongs_to_the_title_block() -> None:
    text = "条例\n目  录\n第一章 总则\n第二章 附则\n第一章 总则\n第一条 目的。\n第二章 附则\n第二条 施行。"
    assert paths(text) == ["第一章", "第一章/第一条", "第二章", "第二章/第二条"]


def test_each_annex_has_its_own_numbering() -> None:
    text = "办法\n一、甲\n正文。\n附件1\n申报表\n一、填表说明\n如实填写。\n附件2 承诺书\n一、承诺\n真实。"
    assert paths(text) == ["一、", "附件1", "附件1/一、", "附件2", "附件2/一、"]


def test_headings_of_known_level_nest_by_it_and_hold_the_numbers_under_them() -> None:
    blocks = (
        Block("指南", BlockKind.HEADING, 1),
        Block("申报条件", BlockKind.HEADING, 2),
        Block("1.注册在本市。是企业。"),
        Block("2.信用良好。无失信。"),
        Block("细则", BlockKind.HEADING, 3),
        Block("附则", BlockKind.HEADING, 2),
    )
    cleaned = clean(RawDocument(blocks))
    sections = build_sections(cleaned.text, cleaned.blocks)
    assert [(one.depth, one.heading) for one in sections] == [
        (0, ""),
        (0, "申报条件"),
        (1, "1.注册在本市"),
        (1, "2.信用良好"),
        (1, "细则"),
        (0, "附则"),
    ]


def test_the_rows_of_a_table_open_no_sections() -> None:
    blocks = (Block("一、名单"), Block("一、 | 甲\n二、 | 乙", BlockKind.TABLE), Block("二、要求"))
    cleaned = clean(RawDocument(blocks))
    assert [one.label for one in build_sections(cleaned.text, cleaned.blocks)] == ["一、", "二、"]


def test_paragraphs_run_together_in_one_line_are_taken_apart() -> None:
    filler = "全面落实各项支持政策，进一步优化营商环境，推动产业转型升级和经济高质量发展。" * 3
    text = (
        f"关于支持企业的通知 各有关单位： 现通知如下： 一、降低成本 {filler} （一）用电。{filler} "
        f"（二）用地。{filler} 二、保障 {filler}"
    )
    assert tree(text) == [
        "关于支持企业",
        "各有关单位：",
        "现通知如下：",
        "一、降低成本",
        ".（一）用电",
        ".（二）用地",
        "二、保障",
    ]


def test_an_empty_text_has_no_sections() -> None:
    assert build_sections("") == ()


@settings(max_examples=300, deadline=None)
@given(DOCUMENTS)
def test_sections_tile_any_text(text: str) -> None:
    whole, sections = outline(text)
    assert_tiles(whole, sections)
    assert bool(sections) == bool(whole)
    raw = build_sections(text)
    assert_tiles(text, raw)


@pytest.mark.parametrize(
    "line",
    ["一、甲", "第一条", "附件1", "（一）" * 30, "各" * 150 + "：", "一是甲。", "　", "局 " * 25, "( " * 50],
)
def test_many_alike_lines_take_no_long(line: str) -> None:
    began = time.perf_counter()
    outline("\n".join([line] * 2000))
    assert time.perf_counter() - began < 10


def test_a_question_is_a_heading_and_a_number_may_be_followed_by_a_date() -> None:
    text = (
        "一、为什么要出台本政策？\n为了创新。\n二、2023年5月1日之前认定的企业怎么办？\n按原标准执行。\n"
        "三、有效期多久？\n五年。"
    )
    headings = [section.heading for section in build_sections(text)]
    assert headings == [
        "一、为什么要出台本政策？",
        "二、2023年5月1日之前认定的企业怎么办？",
        "三、有效期多久？",
    ]


def test_numbers_without_a_mark_open_sections_in_series_only() -> None:
    assert tree("方案\n1 指导思想\n坚持创新。\n2 基本原则\n2.1 企业主体\n企业。\n2.2 市场导向\n市场。") == [
        *("方案", "1 指导思想", "2 基本原则", ".2.1企业主体", ".2.2市场导向"),
    ]
    assert tree("名单\n5 清河机械公司\n12 云川电子公司") == ["名单", "5 清河机械"]  # one body, no headings


def test_tasks_are_sections_of_what_they_stand_under() -> None:
    assert tree("方案\n一、任务\n任务一：建平台\n建设。\n任务二：引人才\n引进。\n二、保障\n加强。") == [
        *("方案", "一、任务", ".任务一：建平台", ".任务二：引人才", "二、保障"),
    ]


def test_articles_in_traditional_characters_are_articles() -> None:
    text = (
        "獎勵辦法\n第 一 條　為促進產業發展，訂定本辦法。\n第 二 條　申請獎勵：\n一、公司。\n"
        "二、商號。\n第三條之一　本辦法自發布日施行。\n"
    )
    _, sections = outline(text)
    assert [label_path(sections, section) for section in sections if section.label] == [
        ("第一條",),
        ("第二條",),
        ("第二條", "一、"),
        ("第二條", "二、"),
        ("第三條之一",),
    ]
