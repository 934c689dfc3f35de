"""One score from two lanes."""

from __future__ import annotations

import numpy as np
import pytest

from index.fusion import PLAIN_SUM, SCORING, Scoring, fuse

COSINES = np.array([0.9, 0.8], dtype=np.float32)
SHARES = np.array([0.0, 0.5], dtype=np.float32)


def test_both_lanes_add_up() -> None:
    assert fuse(COSINES, SHARES).tolist() == pytest.approx([0.9, 0.8 + SCORING.lexical_weight * 0.5])
    assert fuse(COSINES, SHARES, Scoring(lexical_weight=1)).tolist() == pytest.approx([0.9, 1.3])


def test_the_plain_sum_is_cosine_and_two_fifths_of_the_share() -> None:
    assert fuse(COSINES, SHARES, PLAIN_SUM).tolist() == pytest.approx([0.9, 1.0])
    assert (PLAIN_SUM.other_words_weight, PLAIN_SUM.common_share, PLAIN_SUM.unlikely_penalty) == (0, 0, 0)


def test_one_lane_alone_is_its_own_score() -> None:
    assert fuse(COSINES, None).tolist() == COSINES.tolist()
    assert fuse(None, SHARES).tolist() == SHARES.tolist()


def test_no_lane_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one lane"):
        fuse(None, None)
