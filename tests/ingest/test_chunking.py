"""Passages follow the sections, lose nothing and never cut a sentence that fits."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings, strategies as st

from ingest import Block, BlockKind, Document, Metadata, Passage, RawDocument
from ingest.chunking import MAX_CHARS, make_passages, split_text
from ingest.cleaning import clean
from ingest.structure import build_sections

SENTENCE = "支持企业开展技术改造，对符合条件的项目给予补助。"
TEXTS = st.lists(
    st.sampled_from(
        [
            "一、目标",
            "（一）甲。",
            "（一）乙；",
            "第一条 丙",
            "附件1",
            "1.丁",
            "　",
            "",
            SENTENCE * 3,
            SENTENCE * 25,
        ]
    )
    | st.text(max_size=20),
    max_size=15,
).map("\n".join)


def make_document(*blocks: Block) -> tuple[Document, tuple[Passage, ...]]:
    cleaned = clean(RawDocument(blocks))
    document = Document(
        "d", "/d.txt", "0" * 64, cleaned.text, build_sections(cleaned.text, cleaned.blocks), Metadata()
    )
    return document, make_passages(document, cleaned.blocks)


def passages_of(text: str) -> tuple[Document, tuple[Passage, ...]]:
    return make_document(*(Block(line) for line in text.split("\n")))


def words(document: Document, passage: Passage) -> str:
    return document.text[passage.start : passage.end]


def test_a_leaf_section_is_one_passage_under_all_its_headings() -> None:
    document, passages = passages_of(f"一、任务\n（一）技改。{SENTENCE * 3}\n（二）上云。{SENTENCE * 3}")
    assert [passage.headings for passage in passages] == [
        ("一、任务", "（一）技改"),
        ("一、任务", "（二）上云"),
    ]
    assert words(document, passages[0]) == f"一、任务\n（一）技改。{SENTENCE * 3}"
    assert words(document, passages[1]) == f"（二）上云。{SENTENCE * 3}"


def test_the_items_of_a_short_article_stay_with_it() -> None:
    document, passages = passages_of("第五条 下列企业：\n（一）甲；\n（二）乙。\n第六条 施行。")
    assert [words(document, passage) for passage in passages] == [
        "第五条 下列企业：\n（一）甲；\n（二）乙。",
        "第六条 施行。",
    ]


def test_articles_are_never_joined_however_short() -> None:
    _, passages = passages_of("第一条 甲。\n第二条 乙。\n第三条 丙。")
    assert [passage.headings for passage in passages] == [("第一条",), ("第二条",), ("第三条",)]


def test_a_cut_list_is_read_with_the_sentence_it_hangs_on() -> None:
    items = "\n".join(f"（{number}）{SENTENCE[:-1] * 3}；" for number in "一二三四五六七八")
    document, passages = passages_of(f"第五条 有下列情形之一的，予以奖励：\n{items}\n第六条 施行。")
    listing = [passage for passage in passages if passage.headings == ("第五条",)]
    assert len(listing) > 1
    assert listing[0].lead is None
    assert {document.text[slice(*passage.lead)] for passage in listing[1:] if passage.lead} == {
        "第五条 有下列情形之一的，予以奖励："
    }


def test_very_short_siblings_share_a_passage_under_their_parent() -> None:
    _, passages = passages_of("一、目标\n（一）总量。增长。\n（二）结构。优化。\n（三）质量。提升。")
    assert [passage.headings for passage in passages] == [("一、目标",)]


def test_salutation_and_first_words_share_a_passage_and_the_title_is_alone() -> None:
    document, passages = passages_of(f"关于工作的通知\n各有关单位：\n现通知如下。\n一、要求\n{SENTENCE}")
    assert [words(document, passage) for passage in passages][:2] == [
        "关于工作的通知",
        "各有关单位：\n现通知如下。",
    ]


def test_a_long_section_is_cut_between_sentences_and_who_leads_it_is_not_alone() -> None:
    document, passages = passages_of(
        f"（一）技改。{SENTENCE * 30}\n（牵头单位：市科技局）\n（二）上云。{SENTENCE}"
    )
    task = [words(document, passage) for passage in passages if passage.headings == ("（一）技改",)]
    assert len(task) > 1
    assert all(text.endswith("。") for text in task[:-1])
    assert task[-1].endswith("。\n（牵头单位：市科技局）")


def test_a_cut_table_repeats_its_header_row_and_keeps_its_page() -> None:
    rows = "\n".join(f"{number} | 第{number}家企业有限公司 | 20万元" for number in range(60))
    document, passages = make_document(
        Block("名单", page=1), Block(f"序号 | 企业 | 金额\n{rows}", BlockKind.TABLE, page=2)
    )
    assert [passage.page for passage in passages][-1] == 2
    cut = [passage for passage in passages if passage.lead]
    assert cut
    assert {document.text[slice(*passage.lead)] for passage in cut if passage.lead} == {"序号 | 企业 | 金额"}
    assert all(words(document, passage).split("\n")[0][0].isdigit() for passage in cut)


@pytest.mark.parametrize("text", ["甲" * 1000, "，" * 1000, "甲乙，" * 400, SENTENCE * 40, "\n" * 500 + "甲"])
def test_any_text_is_cut_to_the_length_of_a_passage(text: str) -> None:
    chunks = split_text(text)
    assert "".join(chunks) == text
    assert max(len(chunk) for chunk in chunks) <= MAX_CHARS


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_passages_hold_every_character_once_and_in_order(text: str) -> None:
    document, passages = passages_of(text)
    assert [passage.ordinal for passage in passages] == list(range(len(passages)))
    assert all(a.end <= b.start for a, b in pairwise(passages))
    assert "".join("".join(words(document, one).split()) for one in passages) == "".join(
        document.text.split()
    )
    for passage in passages:
        section = document.sections[passage.section]
        assert 0 < passage.end - passage.start <= MAX_CHARS
        assert passage.end <= section.end
        assert words(document, passage) == words(document, passage).strip()
