"""The table of waits: every question once, the medians as they are."""

from __future__ import annotations

from eval.benchmarks.latency import Waits, measure
from index import Shelf

QUESTIONS = ["云川市首次认定的高新技术企业奖励多少?", "瞪羚企业奖励多少?", "What is paid to gazelle firms?"]


def test_a_row_has_medians_of_clock_and_processor() -> None:
    waits = Waits("find", (1.0, 2.0, 9.0), (0.5, 1.5, 4.0))
    assert waits.row() == "| find | 3 | 2.0 | 8.3 | 1.5 |"


def test_half_of_the_questions_are_found_and_half_are_asked(sample_shelf: Shelf) -> None:
    waits = measure(sample_shelf, QUESTIONS)
    assert [(one.what, len(one.clock_ms)) for one in waits] == [("encode alone", 3), ("find", 2), ("ask", 1)]
