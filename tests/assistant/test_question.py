"""What a question is understood to ask."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.asking import Asked
from assistant.bearing import regions_meant
from assistant.places import Gazetteer
from assistant.question import MAX_QUESTION_CHARS, Question, understand
from assistant.question_terms import Term
from assistant.types import Language
from ingest import UsageError

TODAY = date(2025, 6, 1)
PLACES = Gazetteer(
    by_name={
        "云川市": "云川市",
        "云川": "云川市",
        "临澜市": "临澜市",
        "临澜": "临澜市",
        "驻马店市": "驻马店市",
        "驻马店": "驻马店市",
    },
    parents={"云川市": ("云川市", "澜江省"), "临澜市": ("临澜市", "澜江省")},
    known=frozenset({"云川市", "临澜市", "驻马店市"}),
)


def read(text: str) -> Question:
    return understand(text, PLACES, TODAY)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("云川市对新认定的高新技术企业奖励多少？", Asked.AMOUNT),
        ("刚评上高企能拿几个钱", Asked.AMOUNT),
        ("屋顶光伏每度电补几毛钱", Asked.AMOUNT),
        ("调拨了多少救灾物资", Asked.FIGURE),
        ("设备投资按几个点补", Asked.RATIO),
        ("滞纳金怎么算", Asked.FIGURE),
        ("每年几月份申报", Asked.DATE),
        ("许可证有效期几年", Asked.DATE),
        ("这个政策到什么时候为止", Asked.VALIDITY),
        ("谁来解释这个文件", Asked.EXPLAINER),
        ("审批服务热线是多少", Asked.CONTACT),
        ("服务站有几方面功能", Asked.ITEMS),
        ("哪些门诊停诊", Asked.ITEMS),
        ("对高新技术企业有哪些支持", Asked.LIST),
        ("云川和临澜谁的奖励高", Asked.COMPARISON),
        ("覆盖率达到多少", Asked.RATIO),
        ("平顶山高新技术企业一共有多少家", Asked.COUNT),
        ("租房补贴最长可以领多少个月", Asked.DATE),
        ("由谁牵头？", Asked.DEPARTMENT),
        ("申报要符合什么条件", Asked.CONDITION),
        ("对高新技术企业有哪些支持", Asked.LIST),
        ("补助规定有哪几条", Asked.LIST),
        ("信阳和三门峡的科技贷有什么不同", Asked.COMPARISON),
        ("这句话出自哪个文件", Asked.SOURCE),
        ("这份文件是谁发的", Asked.ISSUER),
        ("附件有哪些", Asked.ATTACHMENTS),
        ("发文字号是多少", Asked.NUMBER),
        ("有效期到什么时候", Asked.VALIDITY),
        ("什么时候印发的", Asked.ISSUED),
        ("奖励可以重复领取吗", Asked.YES_NO),
        ("怎么申请科技贷", Asked.PROCEDURE),
        ("什么是科技副总", Asked.DEFINITION),
        ("How much is the award for a gazelle company?", Asked.AMOUNT),
        ("Which department leads it?", Asked.DEPARTMENT),
        ("How many incubators are there?", Asked.COUNT),
        ("Does it still apply?", Asked.YES_NO),
    ],
)
def test_kind_of_answer_asked_for(text: str, asked: Asked) -> None:
    assert read(text).asked is asked


@pytest.mark.parametrize(
    ("text", "regions"),
    [
        ("云川对高企奖励多少", ("云川市",)),
        ("临澜市和云川市的奖励有什么不同", ("临澜市", "云川市")),
        ("河南省驻马店市奖励多少", ("驻马店市",)),
        ("南阳市奖励多少", ("南阳市",)),
        ("How much does Zhumadian pay?", ("驻马店市",)),
        ("How much does zhu ma dian pay?", ("驻马店市",)),
        ("How much does Yunchuan City pay?", ("云川市",)),
        ("How much does Shanghai pay?", ("上海市",)),
        ("对高企奖励多少", ()),
        ("云川科〔2020〕33号讲的什么", ()),
    ],
)
def test_regions_by_official_short_and_pinyin_names(text: str, regions: tuple[str, ...]) -> None:
    assert read(text).regions == regions


@pytest.mark.parametrize(
    ("text", "years", "as_of"),
    [
        ("2020年达到多少家", (2020,), None),
        ("到2020年底达到多少家", (2020,), None),
        ("2022年底前能领多少奖励", (), date(2022, 12, 31)),
        ("截至2023年6月奖励多少", (), date(2023, 6, 30)),
        ("2023年6月能领多少", (), date(2023, 6, 30)),
        ("十四五末要达到多少家", (2025,), None),
        ("去年新增几家", (2024,), None),
        ("驻政〔2018〕25号是什么", (), None),
        ("奖励2000万元的是哪个", (), None),
        ("Was it in force as of June 2023?", (), date(2023, 6, 30)),
    ],
)
def test_years_asked_about_and_days_asked_as_of(
    text: str, years: tuple[int, ...], as_of: date | None
) -> None:
    moments = read(text).moments
    assert (moments.years, moments.as_of) == (years, as_of)


@pytest.mark.parametrize(
    "written",
    ["驻政〔2018〕25号", "驻政[2018]25号", "驻政（2018）25号", "驻政【2018】25 号", "驻政2018年25号"],
)
def test_document_number_in_every_bracket(written: str) -> None:
    assert read(f"{written}是什么文件").document_number == "驻政〔2018〕25号"


def test_abbreviations_and_english_bring_the_words_of_documents() -> None:
    assert "高新技术企业" in read("高企奖励多少").query
    assert "高新技术企业" in read("award for a high-tech enterprise").query
    assert read("高企奖励多少").terms[0].found_in("对高新技术企业给予奖励") == "高新技术企业"


def test_content_words_without_those_that_only_ask() -> None:
    question = read("请问云川市对新认定的高新技术企业一次性奖励多少钱呢？")
    assert [term.text for term in question.terms] == ["新认定", "高新技术企业", "一次性", "奖励"]


def test_a_number_or_quoted_name_is_a_term_that_nothing_can_replace() -> None:
    terms = {term.text: term.exact for term in read("第123号提案提到的“膜城”在哪个县").terms}
    assert (terms["123号"], terms["膜城"]) == (True, True)


def test_pasted_sentence_is_a_quotation() -> None:
    question = read("“对首次认定的高新技术企业，一次性给予20万元奖励”出自哪里")
    assert question.quoted == "对首次认定的高新技术企业，一次性给予20万元奖励"


def test_section_by_its_labels() -> None:
    assert read("第三章第五条原文").section == "第三章/第五条"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("高新技术企业的R&D投入", Language.CHINESE),
        ("How much for 高新技术企业 in 云川市?", Language.ENGLISH),
        ("And in 临澜市?", Language.ENGLISH),
        ("GDP 是什么", Language.CHINESE),
    ],
)
def test_language_of_mixed_questions(text: str, language: Language) -> None:
    assert read(text).language is language


@pytest.mark.parametrize(
    "text", ["", "  \n ", "问" * (MAX_QUESTION_CHARS + 1)], ids=["empty", "blank", "endless"]
)
def test_empty_and_endless_questions_are_refused_with_a_reason(text: str) -> None:
    with pytest.raises(UsageError, match="the question"):
        read(text)


def test_longest_allowed_question_is_read() -> None:
    assert read("奖励多少" * (MAX_QUESTION_CHARS // 4)).asked is Asked.AMOUNT


@pytest.mark.parametrize(
    ("text", "regions"),
    [
        ("云川市对澜江省科技小巨人企业奖多少", ("云川市",)),
        ("云川的企业入选“澜江省智能工厂”奖多少", ("云川市",)),
        ("云川市和澜江省对高新技术企业各奖多少", ("云川市", "澜江省")),
        ("云川市给多少,澜江省给多少", ("云川市", "澜江省")),
        ("澜江省对云川市的企业给多少", ("澜江省", "云川市")),
        ("云川市对临澜市迁来的企业给多少", ("云川市", "临澜市")),
    ],
)
def test_a_province_in_the_name_of_a_class_is_not_a_region_asked_about(
    text: str, regions: tuple[str, ...]
) -> None:
    names = {"澜江省": "澜江省", "澜江": "澜江省", **PLACES.by_name}
    places = Gazetteer(names, PLACES.parents, PLACES.known | {"澜江省"})
    assert regions_meant(understand(text, places, TODAY), places) == regions


@pytest.mark.parametrize(
    ("word", "form", "held"),
    [
        ("软硬件", "按软件和硬件投资额的15%补助", True),
        ("软硬件", "购置软件,另购一批全新的硬件", False),
        ("软硬", "软件和硬件", False),
        ("r&d", "研发(r&d)经费", False),
    ],
)
def test_an_abbreviated_word_is_found_with_its_characters_apart(word: str, form: str, held: bool) -> None:
    assert Term(word, (word,)).spread_in(form) is held


@pytest.mark.parametrize("text", ["国务院令第707号谁发的", "国务院令第 0707 号是什么"])
def test_an_order_is_known_by_its_number_without_a_year(text: str) -> None:
    assert read(text).document_number == "国务院令第707号"
