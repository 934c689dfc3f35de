"""BM25 by hand, exact after every change."""

from __future__ import annotations

from math import log

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from index.lexical import LexicalIndex
from index.postings import K1, STEPS, USUAL_TERMS, B, build_block, join_blocks

STEP = 0.5 / STEPS  # what rounding may change
TEXTS = ["高新技术企业奖励", "小巨人企业", "人才公寓 apartments", "企业企业企业"]


def build(texts: list[str], first: int = 0) -> LexicalIndex:
    return LexicalIndex([build_block(np.arange(first, first + len(texts)), texts)])


def scores(index: LexicalIndex, query: str) -> dict[int, float]:
    ids, shares = index.scores(query)
    return {int(id_): float(share) for id_, share in zip(ids, shares, strict=True)}


def test_score_of_one_term_is_the_formula() -> None:
    index = build(["甲 甲 甲", "乙 乙", "丙"])  # apart, so no pairs: the first has three terms
    found = scores(index, "甲")
    saturation = 3 / (3 + K1 * (1 - B + B * 3 / USUAL_TERMS))
    assert found[0] == pytest.approx(saturation, abs=STEP)  # idf is in both parts of the share
    assert (found[1], found[2]) == (0, 0)


def test_unknown_terms_lower_the_share() -> None:
    index = build(["甲", "乙", "丙"])
    known, unknown = log(1 + (3 - 1 + 0.5) / 1.5), log(1 + 3.5 / 0.5)
    saturation = 1 / (1 + K1 * (1 - B + B / USUAL_TERMS))
    assert scores(index, "甲 丁")[0] == pytest.approx(saturation * known / (known + unknown), abs=STEP)


def test_the_better_match_is_first() -> None:
    found = scores(build(TEXTS), "高新技术企业奖励多少")
    assert max(found, key=found.__getitem__) == 0
    assert found[2] == 0


def test_a_question_that_shares_no_word_scores_nothing() -> None:
    assert set(scores(build(TEXTS), "How much?").values()) == {0.0}
    assert set(scores(build(TEXTS), "").values()) == {0.0}


def test_an_empty_index_answers_with_nothing() -> None:
    assert scores(LexicalIndex([]), "企业") == {}


def test_words_are_counted_where_all_of_them_are() -> None:
    index = build(TEXTS)
    assert [index.count(words) for words in ("企业", "企业奖励", "人才 apartments", "无人机", "")] == [
        3,
        1,
        1,
        0,
        0,
    ]


def test_a_common_term_weighs_what_a_rare_one_would() -> None:
    texts = [f"企业{number}" for number in range(40)]  # 企业 is in all, 7 in one
    block = build_block(np.arange(40), texts)
    assert len(block.common) == 3  # 企, 业 and the pair
    ids, shares = LexicalIndex([block]).scores("企业")
    saturation = 1 / (1 + K1 * (1 - B + B * 4 / USUAL_TERMS))
    assert len(ids) == 40
    assert shares.tolist() == pytest.approx([saturation] * 40, abs=STEP)


WORDS = st.lists(st.text(alphabet="企业高新人才", max_size=6), min_size=1, max_size=12)


@settings(max_examples=60)
@given(WORDS, WORDS, st.sets(st.integers(0, 11)), st.text(alphabet="企业高新人才", min_size=1, max_size=5))
def test_adding_removing_and_joining_leave_no_trace(
    before: list[str], after: list[str], removed: set[int], query: str
) -> None:
    first = build_block(np.arange(len(before)), before)
    second = build_block(np.arange(100, 100 + len(after)), after)
    first.remove(np.isin(first.ids, sorted(removed)))
    kept = [text for position, text in enumerate(before) if position not in removed]
    fresh = build([*kept, *after])
    for blocks in ([first, second], [join_blocks([first, second])]):
        index = LexicalIndex(blocks)
        assert list(scores(index, query).values()) == pytest.approx(list(scores(fresh, query).values()))
        assert index.count(query) == fresh.count(query)


def test_other_words_add_their_part_of_what_both_weigh() -> None:
    index = build(["甲", "乙", "丙"])
    own = index.scores("甲", "乙", 0.5)[1]
    each = log(1 + (3 - 1 + 0.5) / 1.5)
    saturation = 1 / (1 + K1 * (1 - B + B / USUAL_TERMS))
    assert own[0] == pytest.approx(saturation, abs=STEP)  # the question's own share is what it was
    assert own[1] == pytest.approx(saturation * 0.5 * each / (2 * each), abs=STEP)
    assert own[2] == 0


def test_words_that_the_question_holds_are_not_counted_twice() -> None:
    index = build(TEXTS)
    assert index.scores("企业奖励", "企业")[1].tolist() == index.scores("企业奖励")[1].tolist()
    assert index.scores("企业", "奖励", 0)[1].tolist() == index.scores("企业")[1].tolist()


def test_other_words_alone_are_a_question() -> None:
    found = build(TEXTS).scores("", "企业奖励", 1.0)[1]
    assert found.argmax() == 0


def test_a_part_of_a_share_is_what_its_words_bring_and_could_bring() -> None:
    index = build(["甲", "乙", "丙"])
    shares, most = index.part("甲 乙", "乙 丁")  # equally rare, so each weighs one half; 丁 is not asked for
    saturation = 1 / (1 + K1 * (1 - B + B / USUAL_TERMS))
    assert most == pytest.approx(0.5)
    assert shares.tolist() == pytest.approx([0, 0.5 * saturation, 0], abs=STEP)
    assert index.part("甲", "丁")[1] == 0
    assert LexicalIndex([]).part("甲", "甲")[1] == 0


def test_a_question_asked_again_has_its_own_scores() -> None:
    index = build(TEXTS)
    first = index.scores("企业奖励")[1].tolist()
    assert index.scores("企业奖励", "小巨人")[1].tolist() != first
    assert index.scores("企业奖励")[1].tolist() == first
    assert index.scores("企业奖励")[1].tolist() == build(TEXTS).scores("企业奖励")[1].tolist()
