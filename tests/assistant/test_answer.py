"""Whole answers over the sample shelf: the right figure, the right region, or a refusal."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assistant import Language, Verdict, ask
from index import Shelf, open_shelf
from index.embedding import load_encoder
from ingest import UsageError, ingest_text


def test_amount_is_that_of_the_city_asked_about(sample_shelf: Shelf) -> None:
    answer = ask(sample_shelf, "云川市对首次认定的高新技术企业奖励多少？")
    assert answer.verdict is Verdict.ANSWERED
    assert "20万元" in answer.text
    assert {citation.document.region for citation in answer.citations} == {"云川市"}


def test_english_question_finds_the_same_in_an_english_frame(sample_shelf: Shelf) -> None:
    answer = ask(sample_shelf, "How much does Yunchuan award to a newly recognised high-tech enterprise?")
    assert (answer.verdict, answer.language) == (Verdict.ANSWERED, Language.ENGLISH)
    assert answer.text.startswith("The documents say")
    assert "20万元" in answer.text


def test_quotes_are_slices_of_their_documents(sample_shelf: Shelf) -> None:
    for question in ("对高新技术企业有哪些支持", "云川市租房补贴怎么发", "云川政〔2023〕7号是什么文件？"):
        answer = ask(sample_shelf, question)
        assert answer.citations
        for citation in answer.citations:
            text = sample_shelf.load_document(citation.document.doc_id).text
            assert citation.quote == text[citation.start : citation.end]
            assert citation.passage_start <= citation.start < citation.end <= citation.passage_end


@pytest.mark.parametrize(("place", "told"), [("", True), ("滨海市", False)])
def test_a_place_that_no_gazetteer_holds_is_one_that_was_named(
    sample_shelf: Shelf, place: str, told: bool
) -> None:
    notes = ask(sample_shelf, f"{place}对首次认定的高新技术企业奖励多少？").notes
    assert ("问题没有指明地区，各地规定分别列出。" in notes) is told


@pytest.mark.parametrize("asked", ["规定了什么", "对高新技术企业奖励多少？", "的主要内容", "什么时候失效"])
def test_a_number_that_is_on_no_document_is_not_answered_from_others(sample_shelf: Shelf, asked: str) -> None:
    answer = ask(sample_shelf, f"云川政〔2021〕77号{asked}")
    assert answer.verdict is Verdict.NOT_FOUND
    assert any("云川政〔2021〕77号" in note for note in answer.notes)


@pytest.mark.parametrize(
    "question",
    [
        "如何办理护照换发",
        "How can I renew my passport?",
        "今天天气怎么样",
        "What is the capital of France?",
        "你好",
    ],
)
def test_what_no_document_answers_is_refused(sample_shelf: Shelf, question: str) -> None:
    answer = ask(sample_shelf, question)
    assert answer.verdict is Verdict.NOT_FOUND
    assert answer.citations == ()
    assert answer.hits


def test_another_citys_figure_is_never_the_answer(sample_shelf: Shelf) -> None:
    answer = ask(sample_shelf, "南阳市对首次认定的高新技术企业奖励多少？")
    assert answer.verdict is Verdict.NOT_FOUND
    assert any("南阳市" in note for note in answer.notes)
    assert "万元" not in answer.text


def test_repealed_rules_answer_only_for_their_own_day(sample_shelf: Shelf) -> None:
    then = ask(sample_shelf, "云川市首次认定的高新技术企业奖励多少？", as_of=date(2021, 6, 30))
    now = ask(sample_shelf, "云川市首次认定的高新技术企业奖励多少？")
    assert "10万元" in then.text
    assert "20万元" in now.text
    assert any("2021-06-30" in note for note in then.notes)


def test_drafts_are_labelled_with_the_words_that_say_so(sample_shelf: Shelf) -> None:
    answer = ask(sample_shelf, "临澜市推进企业上市若干措施正式施行了吗？")
    assert any("征求意见稿" in note for note in answer.notes)


def test_document_number_is_found_in_any_bracket(sample_shelf: Shelf) -> None:
    answers = [
        ask(sample_shelf, f"{number}是什么文件？") for number in ("云川政〔2023〕7号", "云川政(2023)7号")
    ]
    assert answers[0].text == answers[1].text
    assert answers[0].citations[0].document.document_number == "云川政〔2023〕7号"


def test_slightly_wrong_quotation_gives_the_original_and_the_differences(sample_shelf: Shelf) -> None:
    source = next(d for d in sample_shelf.documents() if d.document_number == "云川政〔2023〕7号")
    passage = next(
        p
        for p in sample_shelf.passages(source.doc_id)
        if "20万元" in sample_shelf.load_document(source.doc_id).text[p.start : p.end]
    )
    text = sample_shelf.load_document(source.doc_id).text[passage.start : passage.end]
    sentence = next(part for part in text.replace("\n", "。").split("。") if "20万元" in part)
    answer = ask(sample_shelf, f"“{sentence.replace('20万元', '25万元')}”出自哪里？")
    assert "20万元" in answer.text
    assert any("「25」→「20」" in note for note in answer.notes)


def test_follow_up_is_shown_as_understood(sample_shelf: Shelf) -> None:
    answer = ask(sample_shelf, "临澜市呢？", after=["云川市首次认定的高新技术企业奖励多少？"])
    assert answer.understood == "临澜市首次认定的高新技术企业奖励多少？"
    assert "25万元" in answer.text


def test_region_filter_must_name_a_region(sample_shelf: Shelf) -> None:
    with pytest.raises(UsageError, match="no region"):
        ask(sample_shelf, "奖励多少", region="不存在的地方")


def test_same_question_same_answer(sample_shelf: Shelf) -> None:
    first, second = (ask(sample_shelf, "云川市对瞪羚企业奖励多少？") for _ in range(2))
    assert (first.text, first.hits) == (second.text, second.hits)


def test_a_list_holds_measures_once_and_no_titles(sample_shelf: Shelf) -> None:
    answer = ask(sample_shelf, "云川市关于设备技术改造的补助规定有哪几条？")
    assert answer.verdict is Verdict.ANSWERED
    quotes = [citation.quote for citation in answer.citations]
    assert any("按照设备投资额的10%" in quote for quote in quotes)
    assert not any("发文字号" in quote or quote.endswith("申请表；") for quote in quotes)
    lines = [line for line in answer.text.split("\n\n") if line.startswith(">")]
    assert len(lines) == len(set(lines))


def test_province_and_city_stand_side_by_side(sample_shelf: Shelf) -> None:
    answer = ask(sample_shelf, "省里和云川市对首次认定的高新技术企业各给多少奖励？")
    assert answer.text.index("【澜江省】") < answer.text.index("10万元") < answer.text.index("【云川市】")
    assert "20万元" in answer.text


def test_a_name_typed_by_its_sound_is_shown_as_understood(sample_shelf: Shelf) -> None:
    answer = ask(sample_shelf, "云川高薪技术企业第一次认定能拿多少奖利")
    assert answer.understood == "云川高新技术企业第一次认定能拿多少奖励"
    assert (answer.verdict, "20万元" in answer.text) == (Verdict.ANSWERED, True)


def test_a_rule_is_cited_before_the_reply_that_repeats_it(sample_shelf: Shelf) -> None:
    answer = ask(sample_shelf, "临澜专精特新国家级小巨人补多少")
    assert answer.citations[0].document.document_number == "临澜政发〔2024〕21号"


def test_another_beneficiarys_figure_is_no_answer(sample_shelf: Shelf) -> None:
    answer = ask(sample_shelf, "临澜市对从市外整体迁入的高新技术企业奖励多少")
    assert answer.verdict is not Verdict.ANSWERED


def test_what_is_said_of_a_document_that_is_not_there_is_quoted(sample_shelf: Shelf) -> None:
    answer = ask(sample_shelf, "云川政〔2018〕9号为什么被废止？")
    assert "已被新文件代替" in answer.text
    assert any("云川政〔2018〕9号" in note for note in answer.notes)


def test_a_list_gives_the_rules_and_names_beside_them_what_repeats_them(sample_shelf: Shelf) -> None:
    answer = ask(sample_shelf, "云川对高新技术企业有哪些支持")
    first = answer.citations[0].document
    assert first.document_number == "云川政〔2023〕7号"
    assert {"20万元", "10万元", "30万元"} <= set(answer.text.replace("：", " ").split())


def test_asked_as_of_a_day_nothing_later_is_said(sample_shelf: Shelf) -> None:
    answer = ask(sample_shelf, "2022年底云川高企奖励是多少")
    assert "10万元" in answer.text
    assert all(citation.document.dated <= date(2022, 12, 31) for citation in answer.citations)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("云川政〔2023〕7号由谁解释", "市科学技术局会同市财政局"),
        ("云川技改奖补办法第七条", "6%"),
        ("临澜科技创新若干政策2021还有效不", "同时废止"),
    ],
)
def test_documents_are_known_by_short_names_and_asked_about_their_last_provisions(
    sample_shelf: Shelf, question: str, words: str
) -> None:
    answer = ask(sample_shelf, question)
    assert answer.verdict is Verdict.ANSWERED
    assert words in answer.text


def test_a_region_heads_its_rules_once(sample_shelf: Shelf) -> None:
    answer = ask(sample_shelf, "省级孵化器评优秀了奖多少")
    assert answer.text.count("【澜江省】") <= 1


def test_other_clauses_are_shown_where_the_farthest_is_asked_for(sample_shelf: Shelf) -> None:
    answer = ask(sample_shelf, "临澜硕士和博士安家补助最高多少")
    assert "10万元" in answer.text


BOTH = """清河市企业技术中心奖励办法
清政规〔2024〕3号
清河市人民政府
2024年3月1日
第一条 对新获批的国家级、省级企业技术中心，分别给予200万元、80万元奖励。{rule}
"""


@pytest.mark.parametrize("rule", ["同一企业同一年度获批多个级别的，按就高原则奖励。", "同一企业不重复享受。"])
def test_what_limits_two_gifts_is_quoted_with_them(rule: str, tmp_path: Path) -> None:
    with open_shelf(tmp_path, create=True, encoder=load_encoder()) as shelf:
        shelf.add_ingested([ingest_text("办法.txt", BOTH.format(rule=rule))])
        answer = ask(shelf, "清河市的企业既是国家级又是省级企业技术中心，可以拿280万元吗？")
    assert rule in answer.text
