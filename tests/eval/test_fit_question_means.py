"""The mean of questions counts each file alike and each language apart."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from eval.fit_question_means import MIN_QUESTIONS, language_means, read_questions
from index import load_encoder

CHINESE = [f"第{number}类企业奖励多少" for number in range(MIN_QUESTIONS)]
ENGLISH = [f"How much is reward {number}?" for number in range(MIN_QUESTIONS)]


def test_each_file_counts_the_same_and_each_language_apart() -> None:
    encoder = load_encoder()
    means = language_means([CHINESE + ENGLISH[:1], [*CHINESE[:5], *ENGLISH], CHINESE[1:] * 2], encoder)
    vectors = {text: encoder.encode_queries([text])[0] for text in CHINESE + ENGLISH}
    first = np.mean([vectors[text] for text in CHINESE], axis=0)
    third = np.mean([vectors[text] for text in CHINESE[1:]], axis=0)
    assert means["zh"] == pytest.approx((first + third) / 2, abs=1e-5)
    assert means["en"] == pytest.approx(np.mean([vectors[text] for text in ENGLISH], axis=0), abs=1e-5)


def test_questions_are_read_from_gold_sets_and_public_ones(tmp_path: Path) -> None:
    path = tmp_path / "questions.jsonl"
    lines = [{"question": "奖励多少"}, {"text": "How much?"}]
    path.write_text("\n\n".join(json.dumps(line, ensure_ascii=False) for line in lines), encoding="utf-8")
    assert read_questions(path) == ["奖励多少", "How much?"]
