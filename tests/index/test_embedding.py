"""The built-in encoder: its vectors, its limits, its errors, and what it does not import."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index import Vectors, embedding_builtin
from index.builtin_model import RUNTIME, prepare_builtin_model
from index.embedding import BuiltinEncoder, load_encoder
from index.embedding_builtin import BATCH_TEXTS, usable_cores
from ingest import ModelError

QUESTION = "新认定的高新技术企业奖励多少？"
PASSAGES = (
    "对首次认定的高新技术企业，一次性给予奖励。",
    "公民申请护照换发，应当提交身份证。",
    "城市污水处理厂应当按月报送运行数据。",
)


@pytest.fixture(scope="module")
def encoder() -> BuiltinEncoder:
    loaded = load_encoder()
    assert isinstance(loaded, BuiltinEncoder)
    return loaded


def first_hits(queries: np.ndarray, passages: np.ndarray) -> list[int]:
    return [int(hit) for hit in (queries @ passages.T).argmax(axis=1)]


def test_vectors_have_unit_length_and_384_numbers(encoder: BuiltinEncoder) -> None:
    vectors = encoder.encode_passages(PASSAGES)

    assert vectors.shape == (3, 384)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


@pytest.mark.parametrize(
    "question",
    [
        QUESTION,
        "How much is the reward for a newly recognised high-tech enterprise?",
        "新認定的高新技術企業獎勵多少？",
    ],
    ids=["chinese", "english", "traditional"],
)
def test_the_passage_that_answers_comes_first(encoder: BuiltinEncoder, question: str) -> None:
    assert first_hits(encoder.encode_queries([question]), encoder.encode_passages(PASSAGES)) == [0]


def test_a_vector_does_not_depend_on_the_batch(encoder: BuiltinEncoder) -> None:
    texts = [PASSAGES[index % 3] * (1 + index % 7) for index in range(20)]

    together = encoder.encode_passages(texts)

    alone = np.concatenate([encoder.encode_passages([text]) for text in texts])
    np.testing.assert_allclose(together, alone, atol=2e-5)


def test_a_sentence_has_the_vector_it_has_as_a_passage(encoder: BuiltinEncoder) -> None:
    found = encoder.encode_sentences(PASSAGES)

    np.testing.assert_allclose(found, encoder.encode_passages(PASSAGES), atol=2e-5)


def test_questions_and_passages_have_different_prompts(encoder: BuiltinEncoder) -> None:
    cosine = float(encoder.encode_queries([QUESTION])[0] @ encoder.encode_passages([QUESTION])[0])

    assert 0.8 < cosine < 0.9999


def test_no_texts_give_no_vectors(encoder: BuiltinEncoder) -> None:
    assert encoder.encode_queries([]).shape == (0, 384)
    assert encoder.encode_passages([]).shape == (0, 384)
    assert encoder.encode_sentences([]).shape == (0, 384)


@pytest.mark.parametrize("text", ["", "\n", "é́👍", "<s>"], ids=["empty", "line-feed", "marks", "special"])
def test_odd_questions_have_a_vector_too(encoder: BuiltinEncoder, text: str) -> None:
    assert np.linalg.norm(encoder.encode_queries([text])[0]) == pytest.approx(1, abs=1e-5)


def test_tokens_are_counted_with_prompt_and_before_the_cut(encoder: BuiltinEncoder) -> None:
    assert encoder.count_tokens([]) == []
    assert encoder.count_tokens(["hello"]) == [6]  # <s> ▁passage : ▁hell o </s>
    assert encoder.count_tokens(["奖励" * 1000])[0] > encoder.max_tokens == 512


def test_what_lies_beyond_512_tokens_does_not_matter(encoder: BuiltinEncoder) -> None:
    long = "奖励高新技术企业。" * 200

    np.testing.assert_array_equal(encoder.encode_passages([long]), encoder.encode_passages([long + "护照"]))


def test_progress_counts_texts_after_every_batch(encoder: BuiltinEncoder) -> None:
    seen: list[tuple[int, int]] = []

    encoder.encode_passages(["短文"] * 5, lambda done, total: seen.append((done, total)))

    assert seen == [(2, 5), (4, 5), (5, 5)]


def test_what_progress_raises_stops_the_work(encoder: BuiltinEncoder) -> None:
    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        encoder.encode_passages(["短文"] * 20, stop)


def test_batches_cover_each_text_once_and_longest_first(encoder: BuiltinEncoder) -> None:
    texts = ["短", *["长" * 30] * 4]

    batches: Sequence[list[int]] = [indexes for indexes, _ in encoder.encode_batches(texts)]

    assert batches == [[1, 2], [3, 4], [0]]


def test_documents_are_encoded_on_all_cores_at_once(
    encoder: BuiltinEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    everyone = threading.Barrier(usable_cores())
    run = embedding_builtin._run

    def run_together(session: Any, tokens: list[list[int]]) -> Vectors:
        everyone.wait(timeout=30)  # breaks unless as many batches as cores are under way
        return run(session, tokens)

    monkeypatch.setattr(embedding_builtin, "_run", run_together)
    texts = [f"第{number}条" for number in range(2 * usable_cores() * BATCH_TEXTS)]
    assert encoder.encode_passages(texts).shape == (len(texts), 384)


def test_the_identity_names_the_model_and_its_weights(encoder: BuiltinEncoder) -> None:
    assert encoder.identity == "multilingual-e5-small@1571fc9827503943"
    assert load_encoder("multilingual-e5-small").identity == encoder.identity


def test_warming_up_returns_before_the_model_is_loaded(encoder: BuiltinEncoder) -> None:
    cold = BuiltinEncoder(encoder.folder)

    cold.warm_up()

    np.testing.assert_array_equal(cold.encode_queries([QUESTION]), encoder.encode_queries([QUESTION]))


@pytest.mark.parametrize("name", ["model.onnx", "model.weights", "pieces.txt"])
def test_a_damaged_file_is_reported_with_the_way_out(tmp_path: Path, name: str) -> None:
    for source in (prepare_builtin_model() / RUNTIME).iterdir():
        (tmp_path / RUNTIME).mkdir(exist_ok=True)
        (tmp_path / RUNTIME / source.name).symlink_to(source)
    (tmp_path / RUNTIME / name).unlink()
    (tmp_path / RUNTIME / name).write_bytes(b"damaged")

    with pytest.raises(ModelError, match=r"is damaged .* delete that folder"):
        BuiltinEncoder(tmp_path).encode_queries([QUESTION])


def test_a_missing_tokenizer_is_reported(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="is damaged"):
        BuiltinEncoder(tmp_path).encode_passages(["短文"])


def test_a_question_is_encoded_without_torch_transformers_or_the_whole_tokenizer() -> None:
    script = (
        "import sys; from index.embedding import load_encoder; load_encoder().encode_queries(['奖励多少?']);"
        "slow = {'torch', 'transformers', 'sentence_transformers', 'tokenizers', 'onnx'};"
        "print(sorted(slow & set(sys.modules)))"
    )

    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert ran.stdout == "[]\n"
