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
        (SENTENCE, SENTENCE.replace("首次认定", "首次认定 "), True),
        (SENTENCE, SENTENCE.replace("给予", "给于", 1), True),
        (SENTENCE, SENTENCE.replace("20", "30"), False),
        (SENTENCE, SENTENCE.replace("20", "02"), False),
        (SENTENCE + "期限三年", SENTENCE + "期限五年", False),
        (SENTENCE, SENTENCE.replace("一次性", "不重复"), False),
        (SENTENCE * 2, (SENTENCE * 2).replace("首次认定", "重新认定"), False),
        (SENTENCE, SENTENCE[:-3], False),
    ],
    ids=[
        "equal",
        "one space",
        "one character",
        "one figure",
        "its digits turned",
        "a number in words",
        "negated",
        "another member of a set",
        "shorter",
    ],
)
def test_sentences_are_the_same_by_their_characters_unless_one_decides(
    one: str, other: str, same: bool
) -> None:
    assert _same(one, other) is same


@given(ALIKE, ALIKE)
def test_what_is_the_same_is_as_long(one: str, other: str) -> None:
    assert not _same(one, other) or len(other) in _lengths_near(len(one))
