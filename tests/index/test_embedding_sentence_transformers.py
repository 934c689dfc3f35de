"""Any sentence-transformers model can be the encoder; the built-in one is such a model too."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from index.embedding import load_encoder, prepare_sentence_transformers_folder
from index.embedding_sentence_transformers import SentenceTransformerEncoder
from ingest import ModelError

QUESTIONS = (
    "新认定的高新技术企业奖励多少？",
    "How much is the subsidy for doctors who settle in the city?",
    "污水处理厂多久报一次数据",
)
PASSAGES = (
    "城市污水处理厂应当按月报送运行数据。",
    "对首次认定的高新技术企业，一次性给予15万元奖励。",
    "对全职引进的博士，给予20万元安家补贴。",
    "公民申请护照换发，应当提交身份证～",
    "Ａ类企业研发费用①占比不低于５％。" * 20,
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return prepare_sentence_transformers_folder(tmp_path_factory.mktemp("models") / "e5-copy")


@pytest.fixture(scope="module")
def encoder(folder: Path) -> SentenceTransformerEncoder:
    return SentenceTransformerEncoder(str(folder))


@pytest.fixture(scope="module")
def renamed(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> SentenceTransformerEncoder:
    """The same weights in a folder named after e5 that records no prompts."""
    return SentenceTransformerEncoder(
        str(without_prompts(folder, tmp_path_factory.mktemp("a") / "my-e5-model"))
    )


@pytest.fixture(scope="module")
def promptless(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> SentenceTransformerEncoder:
    """The same weights in a folder whose name says nothing."""
    return SentenceTransformerEncoder(str(without_prompts(folder, tmp_path_factory.mktemp("b") / "another")))


def without_prompts(source: Path, target: Path) -> Path:
    target.mkdir()
    for path in source.iterdir():
        if path.name != "config_sentence_transformers.json":
            (target / path.name).symlink_to(path)
    (target / "config_sentence_transformers.json").write_text(json.dumps({"prompts": {}}))
    return target


def test_the_built_in_model_as_a_folder_gives_the_built_in_vectors(
    encoder: SentenceTransformerEncoder,
) -> None:
    builtin = load_encoder()
    ours = builtin.encode_queries(QUESTIONS), builtin.encode_passages(PASSAGES)
    theirs = encoder.encode_queries(QUESTIONS), encoder.encode_passages(PASSAGES)

    for our, their in zip(ours, theirs, strict=True):
        assert float((our * their).sum(axis=1).min()) > 0.9999
    assert (ours[0] @ ours[1].T).argmax(axis=1).tolist() == [1, 2, 0]
    assert (theirs[0] @ theirs[1].T).argmax(axis=1).tolist() == [1, 2, 0]


def test_tokens_are_counted_as_by_the_built_in_model(encoder: SentenceTransformerEncoder) -> None:
    texts = [*PASSAGES, "奖励" * 1000]

    assert encoder.count_tokens(texts) == load_encoder().count_tokens(texts)
    assert encoder.max_tokens == 512


def test_a_model_named_e5_that_records_no_prompts_gets_those_of_its_family(
    renamed: SentenceTransformerEncoder, promptless: SentenceTransformerEncoder
) -> None:
    assert renamed.count_tokens(["hello"]) == [6]  # <s> ▁passage : ▁hell o </s>
    assert promptless.count_tokens(["hello"]) == [4]


def test_the_identity_follows_weights_and_prompts_wherever_the_folder_lies(
    encoder: SentenceTransformerEncoder,
    renamed: SentenceTransformerEncoder,
    promptless: SentenceTransformerEncoder,
) -> None:
    (name, fingerprint), (new_name, same), (_, other) = (
        model.identity.split("@") for model in (encoder, renamed, promptless)
    )

    assert (name, new_name) == ("e5-copy", "my-e5-model")
    assert same == fingerprint
    assert other != fingerprint


def test_progress_reaches_the_number_of_texts(encoder: SentenceTransformerEncoder) -> None:
    seen: list[tuple[int, int]] = []

    encoder.encode_passages(["短文"] * 40, lambda done, total: seen.append((done, total)))

    assert seen == [(32, 40), (40, 40)]
    assert encoder.encode_passages([]).shape == (0, 384)


def test_a_model_that_is_not_here_is_named_with_the_way_out() -> None:
    with pytest.raises(ModelError, match=r"BAAI/not-here could not be loaded without the network"):
        load_encoder("BAAI/not-here")


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="holds no sentence-transformers model"):
        load_encoder(str(tmp_path))


def test_a_folder_with_broken_weights_is_refused(folder: Path, tmp_path: Path) -> None:
    broken = without_prompts(folder, tmp_path / "broken")
    (broken / "model.safetensors").unlink()
    (broken / "model.safetensors").write_bytes(b"not weights")

    with pytest.raises(ModelError, match="broken could not be loaded"):
        load_encoder(str(broken))
