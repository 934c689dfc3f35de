"""What a quotation is compared with, and what is passed over without comparing."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, strategies as st

from assistant.quotations import _likeness, _most_alike

WORDS = st.text("奖励企业万元015,。", max_size=30)


@given(WORDS, WORDS)
def test_nothing_is_more_alike_than_its_characters_allow(quoted: str, form: str) -> None:
    assert _likeness(quoted, form) <= _most_alike(Counter(quoted), form)


def test_characters_count_as_often_as_both_hold_them() -> None:
    assert _most_alike(Counter("奖励15万元"), "企业奖励5万元") == 5 / 6
