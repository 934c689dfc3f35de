"""When two sentences say the same."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from assistant.groups import _lengths_near, _same

SENTENCE = "对首次认定的高新技术企业给予一次性奖励20万元对重新认定的给予10万元"
ALIKE = st.lists(st.sampled_from("企业奖励"), min_size=30, max_size=36).map("".join)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (SENTENCE, SENTENCE, True),
        (SENTENCE, SENTENCE.replace("20", "30"), True),
        (SENTENCE, SENTENCE.replace("20", "35"), False),
        (SENTENCE, SENTENCE[:-3], False),
    ],
    ids=["equal", "one character", "two characters", "shorter"],
)
def test_sentences_are_the_same_by_their_characters(one: str, other: str, same: bool) -> None:
    assert _same(one, other) is same


@given(ALIKE, ALIKE)
def test_what_is_the_same_is_as_long(one: str, other: str) -> None:
    assert not _same(one, other) or len(other) in _lengths_near(len(one))
