"""One score from two lanes."""

from __future__ import annotations

import numpy as np
import pytest

from index.fusion import LEXICAL_WEIGHT, fuse

COSINES = np.array([0.9, 0.8], dtype=np.float32)
SHARES = np.array([0.0, 0.5], dtype=np.float32)


def test_both_lanes_add_up() -> None:
    assert fuse(COSINES, SHARES).tolist() == pytest.approx([0.9, 0.8 + LEXICAL_WEIGHT * 0.5])


def test_one_lane_alone_is_its_own_score() -> None:
    assert fuse(COSINES, None).tolist() == COSINES.tolist()
    assert fuse(None, SHARES).tolist() == SHARES.tolist()


def test_no_lane_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one lane"):
        fuse(None, None)
