"""Where the line between answering and refusing is drawn."""

from __future__ import annotations

import numpy as np
import pytest

from assistant import Verdict
from eval.fit_refusal import (
    Cases,
    cheapest_threshold,
    cross_validate,
    curve_table,
    fit,
    operating_curve,
    threshold_for,
)
from eval.refusal_cases import CUT, HOME, REFUSED, Collected


def test_the_threshold_lies_in_the_middle_of_the_gap_between_the_classes() -> None:
    likely = np.array([0.1, 0.2, 0.6, 0.9])
    assert cheapest_threshold(likely, np.array([0, 0, 1, 1])) == pytest.approx(0.4)


def test_a_refused_answerable_question_costs_more_than_an_answered_unanswerable_one() -> None:
    likely = np.array([0.3, 0.5, 0.1, 0.4])  # of two either way, one answerable question lies below
    assert cheapest_threshold(likely, np.array([1, 1, 0, 0])) == pytest.approx(0.2)


def test_a_threshold_turns_away_the_share_that_it_may() -> None:
    likely = np.linspace(0, 1, 101)
    assert threshold_for(likely, np.ones(101), 0.02) == pytest.approx(0.02)


def test_what_counts_nothing_moves_no_weight() -> None:
    rows = np.array([[0.0], [0.2], [0.8], [1.0], [5.0], [6.0]])
    labels = np.array([0.0, 0.0, 1.0, 1.0, 0.0, 0.0])
    counted = np.array([1.0, 1.0, 1.0, 1.0, 0.0, 0.0])
    bias, slopes = fit(rows, labels, counted)
    assert slopes[0] > 0
    assert bias + slopes[0] * 0.5 == pytest.approx(0.0, abs=1e-6)


def test_a_question_is_judged_by_weights_that_saw_none_of_its_theme() -> None:
    rows = np.array([[0.0], [1.0]] * 5 + [[0.0], [1.0]])
    labels = np.array([0.0, 1.0] * 5 + [1.0, 0.0])  # the last theme says the opposite of the others
    folds = np.array([0, 0, 1, 1, 2, 2, 3, 3, 3, 3, 4, 4])
    likely = cross_validate(Cases(rows, labels, np.ones(12), folds))
    assert likely[10] < 0.5 < likely[11]


def test_the_operating_curve_says_what_is_refused_rightly_at_a_share_refused_wrongly() -> None:
    likely = np.concatenate([np.linspace(0, 1, 101), [0.01, 0.02, 0.04, 0.06, 0.5]])
    answerable = np.array([True] * 101 + [False] * 5)
    assert operating_curve(likely, answerable) == pytest.approx([0.4, 0.6, 0.8])


def test_what_was_left_out_is_held_against_the_answerable_questions_at_home() -> None:
    classes = [str(Verdict.ANSWERED), str(Verdict.PARTIAL), REFUSED, REFUSED]
    found = Collected(
        [[]] * 4, classes, [HOME, HOME, CUT, CUT], ["a", "b", "c", "d"], [False] * 4, [True] * 4
    )
    table = curve_table(found, np.array([0.9, 0.1, 0.2, 0.95]), 0.5).splitlines()
    assert table[1].split()[:4] == ["home", "(1", "+", "1)"]
    assert table[1].split()[-2:] == ["0.000", "1.000"]
    assert table[2].split()[:5] == ["left", "out", "(1", "+", "2)"]
    assert table[2].split()[-2:] == ["0.000", "0.500"]
