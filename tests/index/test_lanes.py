"""Passages are scored in both lanes, by hand; what is filtered out costs the others nothing."""

from __future__ import annotations

from dataclasses import replace
from math import log

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from index.fusion import BOTH_LANES, PLAIN_SUM, Lane, Scoring
from index.lanes import Lanes, Scored, Sought
from index.segment import build_segment

DIMENSION = 4
PLAIN = replace(PLAIN_SUM, lexical_weight=0.5)
EAST, WEST, NORTH = 1, 2, 3  # rows of documents


def make_lanes(documents: dict[int, list[tuple[str, list[float]]]]) -> Lanes:
    """Documents by row, each a list of passages (text, vector); ids count from 1."""
    passages = [passage for found in documents.values() for passage in found]
    rows = [(row, 1, len(found)) for row, found in documents.items()]
    vectors = np.array([vector for _, vector in passages], np.float32)
    ids = np.arange(1, len(passages) + 1)
    return Lanes([build_segment(rows, ids, [text for text, _ in passages], vectors)])


@pytest.fixture
def lanes() -> Lanes:
    return make_lanes(
        {
            EAST: [("甲", [1, 0, 0, 0])],
            WEST: [("甲", [0.8, 0.6, 0, 0]), ("乙", [0, 1, 0, 0])],
            NORTH: [("丙", [0, 0, 1, 0])],
        }
    )


def sought(scoring: Scoring = PLAIN, **fields: object) -> Sought:
    vector = np.array([1, 0, 0, 0], np.float32)
    return replace(Sought("甲", vector, scoring=scoring), **fields)  # type: ignore[arg-type]


def scores(found: list[Scored]) -> dict[int, float]:
    return {hit.passage_id: hit.score for hit in found}


def test_a_score_is_the_cosine_and_its_part_of_the_share(lanes: Lanes) -> None:
    found = lanes.search(sought(), 10, BOTH_LANES, None)
    share = next(hit.lexical for hit in found if hit.passage_id == 1)
    assert share == pytest.approx(1 / (1 + 0.6 * (0.6 + 0.4 / 600)), abs=0.002)
    expected = {1: 1 + 0.5 * share, 2: 0.8 + 0.5 * share, 3: 0, 4: 0}
    assert scores(found) == pytest.approx(expected)
    assert [hit.passage_id for hit in found[:2]] == [1, 2]


def test_documents_that_are_unlikely_lose_a_little(lanes: Lanes) -> None:
    scoring = replace(PLAIN, unlikely_penalty=0.25)
    before = scores(lanes.search(sought(), 10, BOTH_LANES, None))
    after = scores(lanes.search(sought(scoring, unlikely=lambda row: row == EAST), 10, BOTH_LANES, None))
    assert {id_: before[id_] - after[id_] for id_ in before} == pytest.approx({1: 0.25, 2: 0, 3: 0, 4: 0})
    assert next(iter(after)) == 2


def test_each_passage_of_a_longer_document_loses_by_its_logarithm(lanes: Lanes) -> None:
    before = scores(lanes.search(sought(), 10, BOTH_LANES, None))
    after = scores(lanes.search(sought(replace(PLAIN, length_penalty=0.1)), 10, BOTH_LANES, None))
    loss = 0.1 * log(2)
    assert {id_: before[id_] - after[id_] for id_ in before} == pytest.approx({1: 0, 2: loss, 3: loss, 4: 0})


def test_a_passage_that_its_document_s_best_outdoes_falls_further_behind() -> None:
    both = [("甲", [0.8, 0.6, 0, 0]), ("甲", [0.6, 0.8, 0, 0])]
    lanes = make_lanes({WEST: both, NORTH: [("甲", [0.55, 0.8, 0, 0])]})
    crowded = sought(replace(PLAIN, crowding=0.5))
    before, after = (
        scores(lanes.search(sought(), 10, BOTH_LANES, None)),
        lanes.search(crowded, 10, BOTH_LANES, None),
    )
    losses = {id_: before[id_] - score for id_, score in scores(after).items()}
    assert losses == pytest.approx({1: 0, 2: 0.5 * 0.2, 3: 0})
    assert [hit.passage_id for hit in after] == [1, 3, 2]


def test_a_likely_document_is_taken_to_hold_the_words_it_need_not_repeat(lanes: Lanes) -> None:
    scoring = replace(PLAIN, granted_saturation=0.8)
    before = scores(lanes.search(sought(scoring), 10, BOTH_LANES, None))
    granted = sought(scoring, likely=lambda row: row != NORTH, granted_words="甲")
    after = scores(lanes.search(granted, 10, BOTH_LANES, None))
    held = 1 / (1 + 0.6 * (0.6 + 0.4 / 600))  # the whole share: 甲 is all that is asked
    gains = {1: 0.5 * (0.8 - held), 2: 0.5 * (0.8 - held), 3: 0.5 * 0.8, 4: 0}
    assert {id_: after[id_] - before[id_] for id_ in before} == pytest.approx(gains, abs=0.002)


def test_what_is_ranked_by_is_not_what_is_told_as_the_cosine(lanes: Lanes) -> None:
    ranking = np.array([0, 0, 1, 0], np.float32)
    found = lanes.search(sought(ranking_vector=ranking), 10, (Lane.DENSE,), None)
    assert found[0].passage_id == 4
    assert (found[0].score, found[0].dense, found[0].lexical) == (1, 0, None)


@given(
    texts=st.lists(st.text("甲乙丙丁", min_size=1, max_size=4), min_size=4, max_size=12),
    kept=st.sets(st.integers(0, 11), min_size=1),
)
@settings(max_examples=40, deadline=None)
def test_a_filter_gives_the_same_passages_in_the_same_order(texts: list[str], kept: set[int]) -> None:
    generator = np.random.default_rng(len(texts))
    vectors = generator.normal(size=(len(texts), DIMENSION))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    documents = {row: [(text, vectors[row].tolist())] for row, text in enumerate(texts)}
    lanes = make_lanes(documents)
    every = lanes.search(sought(Scoring()), len(texts), BOTH_LANES, None)
    some = lanes.search(sought(Scoring()), len(texts), BOTH_LANES, kept)
    assert some == [hit for hit in every if hit.row in kept]
