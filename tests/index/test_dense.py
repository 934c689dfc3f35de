"""The nearest vectors, exactly, within what is allowed."""

from __future__ import annotations

import numpy as np
import pytest

from index.dense import DenseIndex

ROOT_HALF = np.sqrt(0.5)
VECTORS = np.array([[1, 0], [0, 1], [ROOT_HALF, ROOT_HALF]], dtype=np.float32)
EAST = np.array([1, 0], dtype=np.float32)


@pytest.fixture
def index() -> DenseIndex:
    made = DenseIndex(2)
    made.add(np.array([10, 20, 30]), VECTORS)
    return made


def test_nearest_come_first(index: DenseIndex) -> None:
    assert index.top(EAST, 2).tolist() == [10, 30]


def test_only_allowed_passages_are_found(index: DenseIndex) -> None:
    assert index.top(EAST, 3, np.array([20, 30])).tolist() == [30, 20]
    assert index.top(EAST, 3, np.array([], dtype=np.int64)).tolist() == []


def test_cosines_of_any_passage(index: DenseIndex) -> None:
    assert index.cosines(EAST, np.array([20, 10, 30])).tolist() == pytest.approx([0, 1, ROOT_HALF])


def test_removed_vectors_are_gone(index: DenseIndex) -> None:
    index.remove(np.array([10]))
    assert index.top(EAST, 3).tolist() == [30, 20]
    assert len(index) == 2
