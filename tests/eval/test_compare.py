"""Two runs are compared on the questions they share, metric by metric and question by question."""

from __future__ import annotations

import pytest

from assistant import Verdict
from eval.compare import change_lines, compare_runs, comparison_json, comparison_text
from eval.results import EvalResult, Found, QuestionResult
from ingest import UsageError


def make_run(**ranks: float) -> EvalResult:
    """A run whose questions have these reciprocal ranks; 0 is refused."""
    questions = tuple(
        QuestionResult(
            id=name,
            question=f"{name}？",
            category="fact",
            half=None,
            expect=Verdict.ANSWERED,
            wanted=(),
            scores={"fused": {"RR@10": rank}, "dense": {"RR@10": 0.1}},
            checks={"answer_containment": float(rank > 0)},
            verdict=Verdict.ANSWERED if rank else Verdict.NOT_FOUND,
            found=(Found("甲.txt" if rank == 1 else "乙.txt", (), "…"),),
        )
        for name, rank in ranks.items()
    )
    return EvalResult("own", "abc", ("fused", "dense"), ("RR@10",), questions)


FIRST, SECOND = make_run(a=1, b=0.5, c=0, only=1), make_run(a=1, b=1, c=0.5, new=1)


def test_metrics_are_compared_over_shared_questions() -> None:
    comparison = compare_runs(FIRST, SECOND)
    change = comparison.metrics[0]
    assert (change.metric, change.first, change.second, change.questions) == ("RR@10", 0.5, 2.5 / 3, 3)
    assert (change.test.better, change.test.worse) == (2, 0)
    assert (comparison.only_first, comparison.only_second) == (("only",), ("new",))


def test_changed_questions_are_listed_with_what_changed() -> None:
    changes = compare_runs(FIRST, SECOND).questions
    assert [change.id for change in changes] == ["b", "c"]
    assert change_lines(changes[0]) == [
        "~ b  b？",
        "    RR@10: .500 → 1.000",
        "    first hit: 乙.txt → 甲.txt",
    ]
    assert change_lines(changes[1]) == [
        "~ c  c？",
        "    RR@10: .000 → .500",
        "    answer_containment: .000 → 1.000",
        "    verdict: not_found → answered",
    ]


def test_a_run_does_not_differ_from_itself() -> None:
    comparison = compare_runs(FIRST, FIRST)
    assert comparison.questions == ()
    assert {change.test.p_value for change in comparison.metrics} == {1.0}


def test_two_lanes_of_one_run_can_be_compared() -> None:
    change = compare_runs(FIRST, FIRST, systems=("fused", "dense")).metrics[0]
    assert change.second == pytest.approx(0.1)


def test_text_and_json_tell_the_same() -> None:
    comparison = compare_runs(FIRST, SECOND, names=("before", "after"))
    text = comparison_text(comparison)
    assert "own: before → after" in text
    assert "only in before: 1 questions, left out" in text
    assert "2 questions changed:" in text
    saved = comparison_json(comparison)
    assert saved["metrics"]["RR@10"]["difference"] == 0.3333
    assert saved["changed"][1]["verdicts"] == ["not_found", "answered"]


def test_the_list_of_changes_is_limited_and_the_rest_counted() -> None:
    assert "… and 1 more" in comparison_text(compare_runs(FIRST, SECOND), shown=1)


def test_runs_of_different_questions_are_refused() -> None:
    with pytest.raises(UsageError, match="share no question"):
        compare_runs(make_run(a=1), make_run(z=1))
