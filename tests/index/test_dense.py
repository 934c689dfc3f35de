"""The nearest vectors: exactly in a small part, nearly in a large one, within what is allowed."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from index import dense
from index.dense import DenseIndex, DensePart, make_codes

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
    centres = rng.standard_normal((40, 64))
    near = centres[rng.integers(40, size=2000)] + 0.7 * rng.standard_normal((2000, 64))
    return (near / np.linalg.norm(near, axis=1, keepdims=True)).astype(np.float32)


@pytest.fixture(scope="module")
def coded(vectors: NDArray[np.float32]) -> DensePart:
    return DensePart(vectors, make_codes(vectors))


def test_codes_are_a_bit_a_number_and_two_figures(coded: DensePart) -> None:
    assert coded.codes is not None
    assert coded.codes.codes.shape == (2000, 64 // 8 + 8)


def test_the_ten_nearest_are_found_by_codes(vectors: NDArray[np.float32], coded: DensePart) -> None:
    for query in vectors[::100]:
        exact = np.argsort(-(vectors @ query), kind="stable")[:10]
        assert coded.top(query, 10).tolist() == exact.tolist()


def test_codes_find_only_what_is_allowed(vectors: NDArray[np.float32], coded: DensePart) -> None:
    allowed = np.zeros(2000, dtype=np.bool_)
    allowed[[3, 777, 1999]] = True
    nearest = sorted([3, 777, 1999], key=lambda place: -float(vectors[place] @ vectors[0]))
    assert coded.top(vectors[0], 10, allowed).tolist() == nearest
    assert coded.top(vectors[0], 1, allowed).tolist() == nearest[:1]


def test_large_parts_side_by_side_find_the_nearest_of_all(
    vectors: NDArray[np.float32], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dense, "CODED_FROM", 500)
    halves = [DensePart(vectors[:900]), DensePart(vectors[900:])]
    alive = np.arange(2000) % 7 > 0
    index = DenseIndex([(halves[0], alive[:900]), (halves[1], alive[900:])])
    for query in vectors[::100]:
        exact = np.argsort(-(vectors[alive] @ query), kind="stable")[:10]
        assert index.top(query, 10).tolist() == exact.tolist()
