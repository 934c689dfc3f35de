"""English words and what documents write for them."""

from __future__ import annotations

from collections import Counter
from importlib.resources import files

import pytest

from assistant.glossary import built_in_glossary, make_glossary, match_form, read_concept, translate
from assistant.question_terms import ENGLISH_EMPTY_WORDS, chinese_terms, english_terms


def english_lines() -> list[str]:
    lines = files("assistant").joinpath("data/english.tsv").read_text("utf-8").splitlines()
    return [line for line in lines if line.strip() and not line.startswith("#")]


def test_a_line_of_further_english_has_chinese_names_and_english_ones() -> None:
    for line in english_lines():
        names, english = line.split("\t")
        assert not names.isascii(), line
        assert english.isascii(), line


def test_no_english_phrase_is_translated_in_two_places() -> None:
    counted = Counter(phrase for concept in built_in_glossary().concepts for phrase in concept.english)
    further = {
        phrase for line in english_lines() for phrase in read_concept(f"x\t\t{line.split('	')[1]}").english
    }
    assert [phrase for phrase in further if counted[phrase] > 1] == []


def test_a_further_phrase_is_no_empty_word() -> None:
    further = {
        phrase
        for concept in built_in_glossary().concepts
        if concept.only_english
        for phrase in concept.english
    }
    assert further & ENGLISH_EMPTY_WORDS == set()


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("What is the stamp duty on leases?", "印花税"),
        ("Who pays the severance?", "经济补偿"),
        ("Is there a subsidy for charging stations?", "充电桩"),
        ("When was the 14th Five-Year Plan issued?", "十四五"),
    ],
)
def test_an_english_question_is_understood_in_the_words_of_documents(english: str, chinese: str) -> None:
    found = english_terms(english.lower())
    assert chinese in [name for term in found for name in term.names]


def test_a_chinese_question_is_not_cut_by_what_only_translates_english() -> None:
    concept = read_concept("土地税	地税	land levy")
    assert "土地税" in make_glossary([concept]).by_name
    only_english = [c for c in built_in_glossary().concepts if c.only_english]
    assert all(c not in found for found in built_in_glossary().by_name.values() for c in only_english)
    assert [term.role for term in chinese_terms("契税怎么算")][:1] == [0.8]  # a noun, no name of the glossary


def test_what_the_glossary_lacks_is_unknown() -> None:
    assert translate("subsidy for zorgles").unknown == ("for", "zorgle")


@pytest.mark.parametrize(
    ("question", "statute"),
    [
        ("违法辞退赔几倍", "用人单位违反本法规定解除或者终止劳动合同的,应当支付赔偿金"),
        ("没签书面合同怎么赔", "超过一个月未与劳动者订立书面劳动合同的"),
        ("公司收押金罚多少", "以担保或者其他名义向劳动者收取财物的"),
        ("厂里欠薪怎么办", "未及时足额支付劳动报酬的"),
        ("裁员要提前几天", "需要裁减人员二十人以上"),
        ("食品吃出问题赔几倍", "生产不符合食品安全标准的食品"),
        ("没证跑货运怎么罚", "未取得道路运输经营许可,擅自从事道路普通货物运输经营"),
        ("私自打井罚多少", "违反本办法规定,未经批准开凿机井的"),
        ("水污染物每当量几块", "应税水污染物适用税额为每污染当量"),
        ("遛狗不牵绳罚多少", "携犬出户未束犬链的"),
        ("逃税罚多少", "对纳税人偷税的"),
        ("房子过户要交什么", "申请转移登记的"),
        ("注册公司要什么材料", "公司设立登记应当提交"),
        ("离婚后抚养权归谁", "由谁直接抚养"),
    ],
)
def test_an_everyday_word_is_found_as_the_statute_writes_it(question: str, statute: str) -> None:
    """Of a thing done wrong or due, what people call it is one word with what the law calls it."""
    form = match_form(statute)
    held = [term.text for term in chinese_terms(match_form(question)) if term.found_in(form)]
    said_otherwise = [text for text in held if text not in form]
    assert said_otherwise != []
