"""What counts as the same words, the right place and a right answer."""

from __future__ import annotations

import pytest

from eval.datasets import Gold
from eval.judging import (
    Place,
    comparable,
    find_place,
    gold_sections,
    headlines,
    holds,
    holds_any,
    in_place,
)
from ingest import Document, ingest_text

NUMBERED = """东岭市工作方案
一、目标
到2025年，建成2个平台。
二、任务
（一）平台。建设平台。
（二）人才。引进人才。
1.培育高新技术企业。
2.培育科技小巨人。
"""


@pytest.fixture(scope="module")
def document() -> Document:
    return ingest_text("方案", NUMBERED).document


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("一次性奖励150000元。", "15万元"),
        ("一次性奖励十五万元。", "15万元"),
        ("一次性奖励 15 万元。", "15万元"),
        ("占比７３．９％", "73.9%"),
        ("驻政[2018]25号", "驻政〔2018〕25号"),
        ("對高新技術企業", "对高新技术企业"),
        ("每年培育2－3家", "2-3家"),
        ("R&D  投入", "r&d投入"),
    ],
)
def test_the_same_in_other_writing_is_held(text: str, words: str) -> None:
    assert holds(text, words)


@pytest.mark.parametrize(
    ("text", "words"),
    [("奖励115万元", "15万元"), ("共15家", "5家"), ("占11%", "1%"), ("占1.5%", "5%"), ("奖励15元", "15万元")],
)
def test_a_part_of_another_number_is_not_held(text: str, words: str) -> None:
    assert not holds(text, words)


def test_numbers_are_marked_by_value() -> None:
    assert comparable("奖励 15 万元，共2家") == "奖励⟨150000⟩元,共⟨2⟩家"


def test_one_of_the_words_is_enough_and_none_demanded_is_held() -> None:
    assert holds_any("奖励15万元", ("30万元", "15万元"))
    assert not holds_any("奖励15万元", ("30万元",))
    assert holds_any("anything", ())


@pytest.mark.parametrize(
    ("path", "labels"),
    [
        ("二", ["二、"]),
        ("（二）", ["(二)"]),
        ("二/（二）", ["(二)"]),
        ("二/（二）/1", ["1."]),
        ("2", ["2."]),
        ("（一）#1", ["(一)"]),
        ("九", []),
        ("（一）#3", []),
    ],
)
def test_label_paths_name_sections(document: Document, path: str, labels: list[str]) -> None:
    found = [section.label.replace("（", "(").replace("）", ")") for section in gold_sections(document, path)]
    assert found == labels


def test_the_second_of_two_equal_labels_can_be_named() -> None:
    lines = (
        "前言。",
        "（一）甲事。做甲。",
        "（二）乙事。做乙。",
        "此外，还要：",
        "（一）丙事。做丙。",
        "（二）丁事。做丁。",
    )
    document = ingest_text("两列", "\n".join(lines)).document
    found = gold_sections(document, "（二）#2")
    assert [document.text[section.start : section.end].strip() for section in found] == ["（二）丁事。做丁。"]


def test_an_empty_path_is_the_whole_document(document: Document) -> None:
    place = find_place(Gold("方案", ""), document, "gold 0")
    assert place is not None
    assert place.spans == ((0, len(document.text)),)


def test_a_section_that_is_not_there_gives_no_place(document: Document) -> None:
    assert find_place(Gold("方案", "第九条"), document, "gold 0") is None


@pytest.mark.parametrize(
    ("span", "text", "inside"),
    [
        ((5, 15), "奖励15万元", True),
        ((19, 30), "奖励15万元", True),
        ((20, 30), "奖励15万元", False),
        ((0, 10), "奖励15万元", False),
        ((10, 20), "奖励30万元", False),
    ],
    ids=["overlaps_start", "overlaps_end", "behind", "before", "other_words"],
)
def test_a_span_is_in_place_if_it_overlaps_and_holds_the_words(
    span: tuple[int, int], text: str, inside: bool
) -> None:
    place = Place("gold 0", "d", ((10, 20),), ("15万元",))
    assert in_place(place, "d", *span, text) is inside


def test_another_document_is_never_in_place() -> None:
    assert not in_place(Place("gold 0", "d", ((10, 20),), ()), "e", 10, 20, "奖励")


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("奖励：15万元 [1]\n\n> 奖励15万元和30万元。 [1]", ("奖励：15万元",)),
        ("找到以下内容：\n> 奖励15万元。 [1]", ()),
        ("15万元 [1] [12]", ("15万元",)),
        ("【甲市】\n  10% [2]\n  > 按10%给予。 [2]", ("10%",)),
    ],
    ids=["headline", "frame", "two_citations", "indented"],
)
def test_headlines_are_lines_outside_quotes_with_a_citation(text: str, stated: tuple[str, ...]) -> None:
    assert headlines(text) == stated
