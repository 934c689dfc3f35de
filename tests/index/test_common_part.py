"""What all questions share is taken out of a question's vector, by hand."""

from __future__ import annotations

import numpy as np
import pytest

from index.common_part import QuestionMeans, chinese_share, question_means, without_common_part
from index.embedding_builtin import BuiltinEncoder

MEANS = QuestionMeans(np.array([1, 0], np.float32), np.array([0, 1], np.float32))
VECTOR = np.array([0.6, 0.8], np.float32)


@pytest.mark.parametrize(
    ("text", "less"),
    [
        pytest.param("高新技术企业奖励多少", [0.6 - 0.5, 0.8], id="chinese"),
        pytest.param("How much is the reward?", [0.6, 0.8 - 0.5], id="english"),
        pytest.param("奖励 reward", [0.6 - 0.5 * 2 / 3, 0.8 - 0.5 / 3], id="two characters and a word"),
        pytest.param("2023", [0.6 - 0.5, 0.8], id="no letters"),
    ],
)
def test_the_mean_of_the_questions_language_is_taken_off(text: str, less: list[float]) -> None:
    assert without_common_part(VECTOR, text, MEANS, 0.5).tolist() == pytest.approx(less)


def test_nothing_is_taken_off_where_nothing_was_measured_or_asked_for() -> None:
    assert without_common_part(VECTOR, "奖励", None, 0.5) is VECTOR
    assert without_common_part(VECTOR, "奖励", MEANS, 0) is VECTOR


def test_letters_that_are_no_words_do_not_make_a_question_english() -> None:
    assert chinese_share("5G 和 R&D 的补贴") == 1
    assert chinese_share("R&D spending") == 0


def test_the_built_in_model_has_means_of_its_length_and_others_have_none() -> None:
    means = question_means(BuiltinEncoder.identity)
    assert means is not None
    assert means.chinese.shape == means.english.shape == (384,)
    # Vectors of one form lie close together: their mean is nearly as long as each.
    assert 0.85 < float(np.linalg.norm(means.english)) < float(np.linalg.norm(means.chinese)) < 0.95
    assert question_means("another model") is None
