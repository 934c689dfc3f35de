"""Passages follow the sections, lose nothing and never cut a sentence that fits."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings, strategies as st

from ingest import Block, BlockKind, Document, Metadata, Passage, RawDocument
from ingest.chunking import heading_path, make_passages, split_text
from ingest.cleaning import clean
from ingest.packing import MAX_CHARS, TINY_CHARS
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
            SENTENCE * 9,
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


def test_a_task_that_says_enough_is_a_passage_under_all_its_headings() -> None:
    document, passages = passages_of(f"一、任务\n（一）技改。{SENTENCE * 10}\n（二）上云。{SENTENCE * 10}")
    assert [passage.headings for passage in passages] == [
        ("一、任务", "（一）技改"),
        ("一、任务", "（二）上云"),
    ]
    assert words(document, passages[0]) == f"一、任务\n（一）技改。{SENTENCE * 10}"
    assert words(document, passages[1]) == f"（二）上云。{SENTENCE * 10}"


def test_a_short_document_is_one_passage() -> None:
    tasks = f"一、要求\n{SENTENCE}\n二、措施\n{SENTENCE}"
    text = f"关于工作的通知\n各有关单位：\n{tasks}\n某市人民政府\n2024年1月2日"
    document, passages = passages_of(text)
    assert [words(document, passage) for passage in passages] == [text]
    assert passages[0].headings == ()


def test_the_items_of_an_article_stay_with_it() -> None:
    document, passages = passages_of(
        f"第五条 下列企业：\n（一）甲{SENTENCE * 3}；\n（二）乙{SENTENCE * 3}。\n第六条 {SENTENCE * 12}"
    )
    assert (
        words(document, passages[0])
        == f"第五条 下列企业：\n（一）甲{SENTENCE * 3}；\n（二）乙{SENTENCE * 3}。"
    )
    assert [passage.headings for passage in passages] == [("第五条",), ("第六条",)]


def test_only_tiny_articles_share_a_passage() -> None:
    rules = [SENTENCE, SENTENCE * 4, SENTENCE * 4, SENTENCE * 12]
    articles = "\n".join(f"第{number}条 {rule}" for number, rule in zip("一二三四", rules, strict=True))
    _, passages = passages_of(f"第一章 总则\n{articles}")
    assert [passage.headings for passage in passages] == [
        ("第一章 总则",),
        ("第一章 总则", "第三条"),
        ("第一章 总则", "第四条"),
    ]


def test_tiny_articles_join_no_other_chapter() -> None:
    _, passages = passages_of(
        f"第一章 总则\n第一条 {SENTENCE * 12}\n第二条 {SENTENCE}\n"
        f"第二章 管理\n第三条 {SENTENCE * 4}\n第四条 {SENTENCE * 9}"
    )
    assert [passage.headings for passage in passages] == [
        ("第一章 总则", "第一条"),
        ("第一章 总则", "第二条"),
        ("第二章 管理", "第三条"),
        ("第二章 管理", "第四条"),
    ]


def test_a_cut_list_is_read_with_the_sentence_it_hangs_on() -> None:
    items = "\n".join(f"（{number}）{SENTENCE[:-1] * 3}；" for number in "一二三四五六七八")
    document, passages = passages_of(f"第五条 有下列情形之一的，予以奖励：\n{items}\n第六条 施行。")
    listing = [passage for passage in passages if passage.headings == ("第五条",)]
    assert len(listing) > 1
    assert listing[0].lead is None
    assert words(document, listing[0]).startswith("第五条 有下列情形之一的，予以奖励：\n（一）")
    assert {document.text[slice(*passage.lead)] for passage in listing[1:] if passage.lead} == {
        "第五条 有下列情形之一的，予以奖励："
    }


def test_short_siblings_share_a_passage_under_their_parent() -> None:
    items = "\n".join(f"（{number}）任务{number}。{SENTENCE * 3}" for number in "一二三")
    _, passages = passages_of(f"一、目标\n{items}\n二、保障\n{SENTENCE * 12}")
    assert [passage.headings for passage in passages] == [("一、目标",), ("二、保障",)]


def test_title_salutation_and_first_words_share_a_passage() -> None:
    document, passages = passages_of(
        f"关于工作的通知\n各有关单位：\n现通知如下。\n一、要求\n{SENTENCE * 8}\n二、措施\n{SENTENCE * 12}"
    )
    assert words(document, passages[0]).startswith("关于工作的通知\n各有关单位：\n现通知如下。")
    assert [passage.headings for passage in passages] == [("一、要求",), ("二、措施",)]


def test_a_line_that_only_announces_goes_with_what_follows() -> None:
    document, passages = passages_of(
        f"关于工作的通知\n一、要求\n办公室：\n1.甲。{SENTENCE * 15}\n2.乙。{SENTENCE * 15}"
    )
    assert min(len(words(document, passage)) for passage in passages) >= TINY_CHARS
    assert "".join(words(document, passages[0]).split()).startswith("关于工作的通知一、要求办公室：1.甲。")


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
        assert 0 < passage.end - passage.start <= MAX_CHARS
        assert passage.headings in ((), heading_path(document.sections, document.sections[passage.section]))
        assert words(document, passage) == words(document, passage).strip()
