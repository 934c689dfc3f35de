"""Where the line between answering and refusing is drawn."""

from __future__ import annotations

import numpy as np
import pytest

from eval.fit_refusal import cheapest_threshold, threshold_for


def test_the_threshold_lies_in_the_middle_of_the_gap_between_the_classes() -> None:
    likely = np.array([0.1, 0.2, 0.6, 0.9])
    assert cheapest_threshold(likely, np.array([0, 0, 1, 1])) == pytest.approx(0.4)


def test_a_refused_answerable_question_costs_more_than_an_answered_unanswerable_one() -> None:
    likely = np.array([0.3, 0.5, 0.1, 0.4])  # of two either way, one answerable question lies below
    assert cheapest_threshold(likely, np.array([1, 1, 0, 0])) == pytest.approx(0.2)


def test_a_threshold_turns_away_the_share_that_it_may() -> None:
    likely = np.linspace(0, 1, 101)
    assert threshold_for(likely, np.ones(101), 0.02) == pytest.approx(0.02)
