"""Where the first passages stand close, the sentence that answers decides which of them is first."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, strategies as st

from index.closer_look import (
    LOOKED_AT,
    MARGIN,
    MAX_SENTENCE_CHARS,
    MOST_PASSAGES,
    SENTENCES,
    Looked,
    Question,
    closer_order,
    likely_sentences,
    standing_close,
)
from index.terms import terms

WEIGHTS = {int(term): 1.0 for term in terms("租房补贴")}
RENT = "博士研究生每月领取租房补贴1500元。"
LIBRARY = "图书馆每天开放十二个小时。"
QUESTION = Question(np.array([1, 0], np.float32), WEIGHTS, sentence_weight=0.5)


def encode(sentences: Sequence[str]) -> np.ndarray:
    """Sentences that speak of rent are near to the question, others are not."""
    return np.array([[0.9, 0.1] if "租房" in sentence else [0.1, 0.9] for sentence in sentences], np.float32)


@pytest.mark.parametrize(
    ("scores", "close"),
    [
        ([], 0),
        ([0.5], 0),
        ([0.5, 0.5 - 2 * MARGIN], 0),
        ([0.5, 0.5 - MARGIN / 2, 0.1], 2),
        ([0.5, 0.5, 0.5, 0.5], LOOKED_AT),
    ],
)
def test_what_stands_close_to_the_first_is_looked_at(scores: list[float], close: int) -> None:
    assert standing_close(scores, 100) == close


def test_among_very_many_nothing_is_looked_at() -> None:
    assert standing_close([0.5, 0.5], MOST_PASSAGES) == 2
    assert standing_close([0.5, 0.5], MOST_PASSAGES + 1) == 0


def test_the_passage_with_the_sentence_that_answers_comes_first() -> None:
    passages = [Looked(LIBRARY, 0.50, 0.4), Looked(LIBRARY + RENT, 0.49, 0.4)]
    assert closer_order(passages, QUESTION, encode) == [1, 0]


def test_a_passage_as_near_as_its_best_sentence_gains_nothing() -> None:
    passages = [Looked(RENT, 0.50, 0.9), Looked(RENT, 0.49, 0.9)]
    assert closer_order(passages, QUESTION, encode) == [0, 1]


def test_passages_without_a_sentence_stay_as_they_are() -> None:
    passages = [Looked("12", 0.50, 0.4), Looked("—", 0.49, 0.4)]
    assert closer_order(passages, QUESTION, encode) == [0, 1]


def test_a_sentence_of_several_passages_is_encoded_once() -> None:
    seen: list[Sequence[str]] = []

    def remember(sentences: Sequence[str]) -> np.ndarray:
        seen.append(sentences)
        return encode(sentences)

    closer_order([Looked(RENT, 0.5, 0.4), Looked(RENT, 0.5, 0.4)], QUESTION, remember)
    assert seen == [[RENT]]


def test_sentences_are_chosen_by_the_terms_of_the_question_that_they_hold() -> None:
    other = "申请人应当提交租房合同和毕业证书。"
    assert likely_sentences(LIBRARY + other + RENT, WEIGHTS) == [RENT, other]


def test_of_a_long_sentence_the_beginning_is_looked_at() -> None:
    assert likely_sentences("租房" * 200, WEIGHTS) == ["租房" * (MAX_SENTENCE_CHARS // 2)]


@given(st.text("租房补贴开放。；\n12", max_size=80))
def test_sentences_are_few_and_the_text_s_own(text: str) -> None:
    found = likely_sentences(text, WEIGHTS)
    assert len(found) <= SENTENCES
    assert all(sentence in " ".join(text.split()) for sentence in found)


def test_any_white_space_is_a_space_since_the_quick_tokenizer_knows_no_other() -> None:
    assert likely_sentences("新来的人\t都有租房补贴。", WEIGHTS) == ["新来的人 都有租房补贴。"]
