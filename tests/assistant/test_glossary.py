"""English words and what documents write for them."""

from __future__ import annotations

from collections import Counter
from importlib.resources import files

import pytest

from assistant.glossary import built_in_glossary, make_glossary, read_concept, translate
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
