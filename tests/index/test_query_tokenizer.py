"""The small tokenizer for questions gives the whole tokenizer's ids, or says that it cannot."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from index.builtin_model import RUNTIME, prepare_builtin_model
from index.query_tokenizer import SETTINGS_FILE, QueryTokenizer

PLAIN = st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Z"), max_codepoint=0xFF5E)
POLICY_TEXT = st.text(
    "对新认定的高新技术企业奖励15万元（驻马店市）,?query:R&D～“”《》〔2023〕号  Zhumadian①Ａ％", max_size=60
)


@pytest.fixture(scope="module")
def folder() -> Path:
    return prepare_builtin_model()


@pytest.fixture(scope="module")
def small(folder: Path) -> QueryTokenizer:
    return QueryTokenizer(folder / RUNTIME)


@pytest.fixture(scope="module")
def whole(folder: Path):
    from tokenizers import Tokenizer

    return Tokenizer.from_file(str(folder / "tokenizer.json"))


def test_a_question_becomes_the_ids_of_the_original_model(small: QueryTokenizer) -> None:
    # <s> ▁que ry : ▁hell o </s>, numbered as in XLM-RoBERTa's vocabulary
    assert small.encode("query: hello") == [0, 41, 1294, 12, 33600, 31, 2]


@given(text=POLICY_TEXT)
def test_policy_text_has_the_ids_of_the_whole_tokenizer(small: QueryTokenizer, whole, text: str) -> None:
    ids = small.encode("query: " + text)

    assert ids is None or ids == whole.encode("query: " + text).ids


@given(text=st.text(PLAIN, max_size=20))
def test_any_text_that_is_accepted_has_the_ids_of_the_whole_tokenizer(
    small: QueryTokenizer, whole, text: str
) -> None:
    ids = small.encode(text)

    assert ids is None or ids == whole.encode(text).ids


@pytest.mark.parametrize(
    "text",
    ["", " ", "  a   b ", "　奖励　多少", "R&D～15％", "驻政〔2023〕12号", "ﬁ½", "㐀", "鿿" * 3],
    ids=["empty", "space", "spaces", "wide-spaces", "width", "number", "ligature", "rare", "unknown"],
)
def test_spaces_width_and_unknown_characters_follow_the_whole_tokenizer(
    small: QueryTokenizer, whole, text: str
) -> None:
    ids = small.encode(text)

    assert ids is None or ids == whole.encode(text).ids


@pytest.mark.parametrize(
    "text",
    ["a<s>b", "e\u0301", "👍", "line\nfeed", "ﾊﾟ"],
    ids=["special-token", "combining-mark", "emoji", "line-feed", "half-width-kana"],
)
def test_text_whose_graphemes_are_not_single_characters_is_left_to_the_whole_tokenizer(
    small: QueryTokenizer, text: str
) -> None:
    assert small.encode(text) is None


def test_long_text_is_cut_to_512_tokens_with_the_end_token_kept(small: QueryTokenizer) -> None:
    ids = small.encode("奖励" * 1000)

    assert ids is not None
    assert len(ids) == 512
    assert ids[-1] == 2


def test_a_vocabulary_that_lost_a_line_is_refused(folder: Path, tmp_path: Path) -> None:
    for source in (folder / RUNTIME).iterdir():
        if source.name not in ("model.onnx", "pieces.txt"):
            (tmp_path / source.name).symlink_to(source)
    pieces = (folder / RUNTIME / "pieces.txt").read_text(encoding="utf-8")
    (tmp_path / "pieces.txt").write_text(pieces.rpartition("\n")[0], encoding="utf-8")

    with pytest.raises(ValueError, match="250001 pieces but 250002 scores"):
        QueryTokenizer(tmp_path)


def test_only_replacements_of_plain_characters_are_kept(folder: Path) -> None:
    replacements = json.loads((folder / RUNTIME / SETTINGS_FILE).read_text(encoding="utf-8"))["replacements"]

    assert replacements["Ａ"] == "A"
    assert all(len(character) == 1 for character in replacements)
