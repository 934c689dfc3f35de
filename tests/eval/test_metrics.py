"""Ranking metrics equal hand computation; intervals and tests behave as statistics says."""

from __future__ import annotations

from math import log2

import pytest
from hypothesis import given, strategies as st

from eval.metrics import BEIR_METRICS, compare, estimate, percentile, ranking_scores


def test_scores_equal_hand_computation() -> None:
    scores = ranking_scores({"q": {"a": 1, "b": 1, "x": 0}}, {"q": ["c", "a", "x", "b"]}, BEIR_METRICS)["q"]
    ideal = 1 + 1 / log2(3)
    assert scores == {
        "R@1": 0,
        "R@3": 0.5,
        "R@5": 1,
        "R@10": 1,
        "RR@10": 0.5,
        "nDCG@10": pytest.approx((1 / log2(3) + 1 / log2(5)) / ideal),
        "Success@1": 0,
        "Success@5": 1,
        "R@100": 1,
    }


@pytest.mark.parametrize("rankings", [{}, {"q": []}, {"other": ["a"]}], ids=["none", "empty", "foreign"])
def test_a_question_without_hits_scores_nothing(rankings: dict[str, list[str]]) -> None:
    assert set(ranking_scores({"q": {"a": 1}}, rankings)["q"].values()) == {0.0}


def test_a_relevant_item_below_ten_does_not_count_in_metrics_at_ten() -> None:
    ranking = [f"n{place}" for place in range(10)] + ["a"]
    scores = ranking_scores({"q": {"a": 1}}, {"q": ranking}, BEIR_METRICS)["q"]
    assert (scores["R@10"], scores["RR@10"], scores["nDCG@10"], scores["R@100"]) == (0, 0, 0, 1)


def test_no_questions_give_no_estimate() -> None:
    assert estimate([]) is None
    assert percentile([], 50) is None


def test_equal_values_give_an_interval_without_width() -> None:
    value = estimate([0.25] * 8)
    assert value is not None
    assert (value.mean, value.low, value.high, value.questions) == (0.25, 0.25, 0.25, 8)


def test_interval_of_half_hits_is_near_the_binomial_one() -> None:
    value = estimate([0.0, 1.0] * 50)
    assert value is not None
    half_width = 1.96 * (0.25 / 100) ** 0.5
    assert value.low == pytest.approx(0.5 - half_width, abs=0.02)
    assert value.high == pytest.approx(0.5 + half_width, abs=0.02)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_the_mean_lies_in_its_interval_and_two_runs_agree(values: list[float]) -> None:
    value = estimate(values)
    assert value is not None
    assert value.low - 1e-9 <= value.mean <= value.high + 1e-9
    assert value == estimate(values)


def test_equal_runs_do_not_differ() -> None:
    test = compare([0.5, 1, 0], [0.5, 1, 0])
    assert (test.difference, test.p_value, test.better, test.worse) == (0, 1, 0, 0)


def test_ten_of_ten_better_has_the_p_value_of_the_sign_flips() -> None:
    test = compare([0.0] * 10, [1.0] * 10)
    assert (test.difference, test.better, test.worse) == (1, 10, 0)
    assert test.p_value == pytest.approx(2 / 1024, abs=0.0015)


def test_one_better_and_one_worse_is_no_difference() -> None:
    test = compare([0.0, 1.0, 0.5], [1.0, 0.0, 0.5])
    assert (test.difference, test.p_value, test.better, test.worse) == (0, 1, 1, 1)


def test_percentiles_interpolate() -> None:
    assert percentile([10, 20, 30, 40], 50) == 25
    assert percentile([10, 20, 30, 40], 95) == pytest.approx(38.5)
