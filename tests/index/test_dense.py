"""The nearest vectors: exactly in a small part, nearly in a large one, within what is allowed."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from index.dense import DenseIndex, DensePart, ListedVectors, make_lists

ROOT_HALF = np.sqrt(0.5)
VECTORS = np.array([[1, 0], [0, 1], [ROOT_HALF, ROOT_HALF]], dtype=np.float32)
EAST = np.array([1, 0], dtype=np.float32)
ALL = np.ones(3, dtype=np.bool_)


def among(*wanted: bool) -> NDArray[np.bool_]:
    return np.array(wanted, dtype=np.bool_)


@pytest.fixture
def index() -> DenseIndex:
    return DenseIndex([(DensePart(VECTORS), ALL)])


def test_nearest_come_first(index: DenseIndex) -> None:
    assert index.top(EAST, 2).tolist() == [0, 2]


def test_only_allowed_passages_are_found(index: DenseIndex) -> None:
    assert index.top(EAST, 3, among(False, True, True)).tolist() == [2, 1]
    assert index.top(EAST, 3, among(False, False, False)).tolist() == []


def test_cosines_of_any_passage(index: DenseIndex) -> None:
    assert index.cosines(EAST, np.array([1, 0, 2])).tolist() == pytest.approx([0, 1, ROOT_HALF])


def test_removed_vectors_are_gone() -> None:
    index = DenseIndex([(DensePart(VECTORS), among(False, True, True))])
    assert len(index) == 2
    assert index.top(EAST, 3).tolist() == [1, 0]  # of those that are left
    assert index.top(EAST, 3, among(True, False)).tolist() == [0]
    assert index.cosines(EAST, np.array([0, 1])).tolist() == pytest.approx([0, ROOT_HALF])


def test_parts_are_searched_as_one() -> None:
    parts = [(DensePart(VECTORS), among(True, False, True)), (DensePart(VECTORS), ALL)]
    index = DenseIndex(parts)
    assert index.top(EAST, 2).tolist() == [0, 2]
    assert index.top(EAST, 9).tolist() == [0, 2, 1, 4, 3]
    assert index.top(EAST, 9, among(False, True, False, True, True)).tolist() == [1, 4, 3]


@pytest.fixture(scope="module")
def vectors() -> NDArray[np.float32]:
    """2,000 around 40 centres."""
    rng = np.random.default_rng(5)
    centres = rng.standard_normal((40, 16))
    near = centres[rng.integers(40, size=2000)] + 0.3 * rng.standard_normal((2000, 16))
    return (near / np.linalg.norm(near, axis=1, keepdims=True)).astype(np.float32)


@pytest.fixture(scope="module")
def lists(vectors: NDArray[np.float32]) -> ListedVectors:
    return make_lists(vectors)


def test_every_vector_is_in_one_list(lists: ListedVectors) -> None:
    assert sorted(lists.members.tolist()) == list(range(2000))
    assert (lists.starts[0], lists.starts[-1], len(lists.centroids)) == (0, 2000, 8)


def test_the_ten_nearest_are_found(vectors: NDArray[np.float32], lists: ListedVectors) -> None:
    part = DensePart(vectors, lists)
    for query in vectors[::100]:
        exact = set(np.argsort(-(vectors @ query))[:10].tolist())
        assert exact <= set(part.top(query, 30).tolist())


def test_only_allowed_vectors_are_found(vectors: NDArray[np.float32], lists: ListedVectors) -> None:
    allowed = np.zeros(2000, dtype=np.bool_)
    allowed[[3, 777, 1999]] = True
    found = DensePart(vectors, lists).top(vectors[0], 10, allowed)
    assert sorted(found.tolist()) == [3, 777, 1999]
