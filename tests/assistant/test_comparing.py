"""Editions compared clause by clause."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from assistant import (
    ChangeKind,
    Comparison,
    Verdict,
    ask,
    comparison_json,
    diff_documents,
    write_comparison_html,
)
from assistant.citations import check_evidence
from assistant.comparing import Edition, How, compare_editions, find_editions
from assistant.comparing.aligning import in_order
from assistant.comparing.editions import bare_title
from assistant.comparing.units import units_of
from index import Shelf, summarise_ingested
from ingest import Status, UsageError, ingest_text

OLD = """河东市科技创新若干政策

第一条 对首次认定的高新技术企业，给予10万元奖励；对重新认定的高新技术企业，给予5万元奖励。

第二条 对新认定的省级工程技术研究中心，给予30万元奖励，用于改善条件。（责任单位：市科学技术局、市财政局）

第三条 支持企业引进博士研究生，签订三年以上劳动合同的，每引进1人给予3万元补助。

第四条 市级财政每年安排科技创新资金不少于8000万元，由市财政局会同市科学技术局管理。
"""


def edition(text: str, name: str = "policy.txt") -> Edition:
    made = ingest_text(name, text)
    return Edition(made.document, summarise_ingested(made, Status.UNKNOWN))


def comparison(old: str, new: str) -> Comparison:
    return compare_editions(edition(old, "old.txt"), edition(new, "new.txt"))


def kinds(found: Comparison) -> list[tuple[str, str, str, str]]:
    return [(one.kind.value, one.how.value, one.label_a, one.label_b) for one in found.changes]


def test_a_document_does_not_differ_from_itself() -> None:
    found = comparison(OLD, OLD)
    assert found.changes == ()
    assert found.unchanged == 5


def test_a_changed_figure_is_set_against_the_one_it_replaced() -> None:
    found = comparison(OLD, OLD.replace("给予10万元奖励", "给予20万元奖励"))
    assert kinds(found) == [("changed", "reworded", "第一条", "第一条")]
    (figure,) = found.changes[0].figures
    assert figure.a is not None
    assert figure.b is not None
    assert (int(figure.a.value), int(figure.b.value)) == (100000, 200000)


def test_the_same_value_in_other_words_is_told_as_such() -> None:
    found = comparison(OLD, OLD.replace("给予10万元奖励", "给予100000元奖励"))
    (figure,) = found.changes[0].figures
    assert figure.same_value


def test_another_department_is_marked() -> None:
    found = comparison(OLD, OLD.replace("责任单位：市科学技术局", "责任单位：市数据局"))
    change = found.changes[0]
    assert change.a is not None
    assert change.b is not None
    assert [change.a.quote[s - change.a.start : e - change.a.start] for s, e in change.departments_gone] == [
        "市科学技术局"
    ]
    assert [change.b.quote[s - change.b.start : e - change.b.start] for s, e in change.departments_new] == [
        "市数据局"
    ]


def test_a_removed_clause_renumbers_those_after_it() -> None:
    lines = OLD.split("\n\n")
    new = "\n\n".join(
        [lines[0], lines[1], lines[3].replace("第三条", "第二条"), lines[4].replace("第四条", "第三条")]
    )
    assert kinds(comparison(OLD, new)) == [
        ("removed", "gone", "第二条", ""),
        ("moved", "renumbered", "第三条", "第二条"),
        ("moved", "renumbered", "第四条", "第三条"),
    ]


def test_a_moved_clause_is_no_deletion() -> None:
    lines = OLD.strip().split("\n\n")
    new = "\n\n".join(
        [
            lines[0],
            lines[2].replace("第二条", "第一条"),
            lines[3].replace("第三条", "第二条"),
            lines[4].replace("第四条", "第三条"),
            lines[1].replace("第一条", "第四条"),
        ]
    )
    found = comparison(OLD, new)
    assert ("moved", "relocated", "第一条", "第四条") in kinds(found)
    assert found.count(ChangeKind.ADDED) == found.count(ChangeKind.REMOVED) == 0


def test_a_split_clause_keeps_where_its_parts_come_from() -> None:
    new = OLD.replace(
        "给予10万元奖励；对重新认定的高新技术企业，", "给予10万元奖励。\n\n第二条 对重新认定的高新技术企业，"
    )
    for old, later in (
        ("第四条 市", "第五条 市"),
        ("第三条 支", "第四条 支"),
        ("第二条 对新", "第三条 对新"),
    ):
        new = new.replace(old, later)
    parts = [one for one in comparison(OLD, new).changes if one.how is How.SPLIT]
    assert [one.label_b for one in parts] == ["第一条", "第二条"]
    assert parts[1].a is not None
    assert parts[1].a.quote == "对重新认定的高新技术企业，给予5万元奖励。"


def test_width_of_brackets_is_no_renumbering() -> None:
    text = "标题文件\n\n一、内容\n\n(一)禁采区的范围由市水利局公布；\n\n(二)禁采期由市水利局公布。\n"
    assert comparison(text, text.replace("(", "（").replace(")", "）")).changes == ()


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(OLD.strip().split("\n\n")), min_size=1, max_size=6))
def test_every_quote_stands_in_its_document_and_nothing_is_lost(lines: list[str]) -> None:
    new = edition("\n\n".join(lines), "new.txt")
    old = edition(OLD, "old.txt")
    found = compare_editions(old, new)
    for change in found.changes:
        for side, document in ((change.a, old.document), (change.b, new.document)):
            if side is not None:
                assert side.quote == document.text[side.start : side.end]
    told = [change.b.start for change in found.changes if change.b is not None and change.a is None]
    assert len(told) == len(set(told))
    assert found.unchanged + len(found.changes) >= max(
        len(units_of(old.document)), len(units_of(new.document))
    )


def test_the_heaviest_run_in_order_is_kept() -> None:
    units = units_of(edition(OLD).document)
    pairs = [(0, 4), (1, 0), (2, 1), (3, 2)]
    assert in_order(units, pairs[1:]) == pairs[1:]
    assert (0, 4) not in in_order(units[1:], [(0, 4), (1, 0), (2, 1), (3, 2)])


def test_editions_on_a_shelf_are_known_by_repeal(sample_shelf: Shelf) -> None:
    newer = sample_shelf.find_document("云川政〔2023〕7号")
    assert [one.document_number for one in find_editions(sample_shelf, newer)] == [
        "云川政〔2019〕18号",
        "云川政〔2023〕7号",
    ]
    alone = sample_shelf.find_document("云川政规〔2022〕2号")
    assert find_editions(sample_shelf, alone) == [alone]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("关于印发《云川市科技贷实施细则（试行）》的通知", "云川市科技贷实施细则"),
        ("云川市人民政府关于印发云川市人才安居办法的通知", "云川市人才安居办法"),
        ("职业教育法（2022年修订）", "职业教育法"),
    ],
)
def test_the_name_that_editions_share(title: str, name: str) -> None:
    assert bare_title(title) == name


def test_real_editions_of_the_samples(sample_shelf: Shelf, tmp_path: Path) -> None:
    found = diff_documents(sample_shelf, "云川政〔2019〕18号", "云川政〔2023〕7号")
    told = comparison_json(found)
    first = next(one for one in told["changes"] if one["a"] and "首次认定" in one["a"]["quote"])
    assert (first["kind"], first["renumbered"]) == ("changed", {"from": "（一）", "to": "1."})
    assert [(one["a"] and one["a"]["text"], one["b"]["text"]) for one in first["figures"]] == [
        ("10万元", "20万元"),
        ("5万元", "10万元"),
        (None, "30万元"),
    ]
    page = tmp_path / "diff.html"
    write_comparison_html(found, page)
    written = page.read_text(encoding="utf-8")
    assert "<ins>20" in written
    assert "http" not in written.replace("http-equiv", "")


def test_a_page_shows_markup_of_a_document_as_text(tmp_path: Path) -> None:
    page = tmp_path / "diff.html"
    write_comparison_html(comparison(OLD, OLD.replace("10万元", "<script>alert(1)</script>10万元")), page)
    assert "<script>" not in page.read_text(encoding="utf-8")


def test_one_document_has_no_editions_to_compare(sample_shelf: Shelf) -> None:
    with pytest.raises(UsageError, match="same document"):
        diff_documents(sample_shelf, "云川政〔2023〕7号", "云川政[2023]7号")


@pytest.mark.parametrize(
    "question",
    [
        "《云川市支持高新技术企业高质量发展若干政策》与旧版相比有什么变化？",
        "云川政〔2023〕7号修订了什么",
        "what changed since 2019 in Yunchuan's high-tech enterprise policy?",
    ],
)
def test_asked_what_changed_the_pair_is_found(sample_shelf: Shelf, question: str) -> None:
    answer = ask(sample_shelf, question)
    assert answer.verdict is Verdict.ANSWERED
    assert {citation.document.document_number for citation in answer.citations} == {
        "云川政〔2019〕18号",
        "云川政〔2023〕7号",
    }
    quotes = " ".join(citation.quote for citation in answer.citations)
    assert "一次性给予10万元奖励" in quotes
    assert "一次性奖励20万元" in quotes
    assert check_evidence(answer.text, answer.citations) == ()


def test_a_question_about_one_measure_is_no_question_about_editions(sample_shelf: Shelf) -> None:
    answer = ask(sample_shelf, "云川市和临澜市对首次认定高新技术企业的奖励有什么不同？")
    assert {citation.document.region for citation in answer.citations} == {"云川市", "临澜市"}
