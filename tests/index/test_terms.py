"""Two ways of writing the same share their terms."""

from __future__ import annotations

import numpy as np
import pytest

from index.terms import terms


def shared(first: str, second: str) -> int:
    return len(np.intersect1d(terms(first), terms(second)))


def test_chinese_gives_characters_and_pairs() -> None:
    assert len(terms("高新企业")) == 4 + 3
    assert len(terms("高新，企业")) == 4 + 2


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("高新技術企業", "高新技术企业"),
        ("R&D", "r&d"),
        ("ＩＳＯ9001", "iso9001"),
        ("12,000", "12000"),
        ("HIGH TECH", "high tech"),
    ],
)
def test_equal_terms(first: str, second: str) -> None:
    assert np.array_equal(np.sort(terms(first)), np.sort(terms(second)))


@pytest.mark.parametrize(
    ("first", "second"),
    [("20万", "二十万"), ("20万", "200000"), ("二〇二四年", "2024年"), ("〔2018〕25号", "[2018] 025号")],
)
def test_numbers_meet_whatever_their_form(first: str, second: str) -> None:
    assert shared(first, second) >= 1


def test_document_numbers_are_terms_of_their_own() -> None:
    assert shared("驻政〔2018〕25号", "根据〔2018〕25号") > shared("驻政〔2018〕25号", "2018年25号")


def test_english_stop_words_are_dropped() -> None:
    assert len(terms("what is the reward for it")) == 1


@pytest.mark.parametrize("text", ["", " \n", "。，！", "\ud800"])
def test_texts_without_words_have_no_terms(text: str) -> None:
    assert len(terms(text)) == 0
