"""A set is run on a real shelf: found, answered, cited, refused, and what is not there is said."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant import Verdict
from eval.results import EvalResult
from eval.runner import run_set
from eval.shelves import folder_shelf
from ingest import UsageError

WriteQuestions = Callable[..., Path]


@pytest.fixture
def result(write_questions: WriteQuestions, documents_dir: Path) -> EvalResult:
    return run_set(write_questions(), documents_dir=documents_dir)


def test_lanes_and_answers_stand_side_by_side(result: EvalResult) -> None:
    assert result.systems == ("lexical", "dense", "fused", "ask")
    assert result.problems == ()
    assert result.environment == {"model": "built-in", "documents": "2"}
    fact, listed, refusal = result.questions
    assert fact.scores["fused"]["R@1"] == 1
    assert listed.scores["fused"]["R@10"] == 1
    assert refusal.scores == {}
    assert {metric.questions for metric in result.ranking("fused").values()} == {2}


def test_a_right_answer_passes_every_check(result: EvalResult) -> None:
    fact = result.questions[0]
    assert fact.verdict is Verdict.ANSWERED
    assert {name: value for name, value in fact.checks.items() if name != "mean_quote_chars"} == {
        "verdict_accuracy": 1,
        "refused_answerable": 0,
        "answer_containment": 1,
        "headline_right": 1,
        "cited_gold": 1,
        "citation_exact": 1,
    }
    assert fact.faults == ()
    assert "15万元" in fact.answer


def test_a_refusal_is_right_where_nothing_answers(result: EvalResult) -> None:
    refusal = result.questions[2]
    assert (refusal.verdict, refusal.checks["refused_unanswerable"]) == (Verdict.NOT_FOUND, 1)


def test_a_wrong_gold_is_a_problem_and_a_miss(write_questions: WriteQuestions, documents_dir: Path) -> None:
    question = "东岭市对新认定的高新技术企业奖励多少？"
    path = write_questions(
        {"id": "a", "question": question, "gold": [{"document": "措施.txt", "section": "九"}]},
        {"id": "b", "question": question, "gold": [{"document": "别的.txt"}]},
        {
            "id": "c",
            "question": question,
            "gold": [{"document": "措施.txt", "section": "二", "must": ["9万元"]}],
        },
    )
    result = run_set(path, documents_dir=documents_dir, lanes=("fused",), with_answers=False)
    assert [problem.split(";")[0] for problem in result.problems] == [
        "line 1, gold[0].section: 措施.txt has no section 九",
        "line 2, gold[0].document: no document 别的.txt is on the shelf",
        "line 3, gold[0].must: 措施.txt 二 holds none of 9万元",
    ]
    assert result.ranking("fused")["R@10"].mean == 0
    assert all(question.faults == ("no gold place among the first 5 hits",) for question in result.questions)


def test_a_question_that_cannot_be_asked_is_a_miss_and_the_run_goes_on(
    write_questions: WriteQuestions, documents_dir: Path
) -> None:
    path = write_questions(
        {"id": "lost", "question": "奖励多少？", "region": "乌有市", "gold": [{"document": "措施.txt"}]},
        {"id": "refuse", "question": "如何办理护照换发？"},
    )
    lost, refusal = run_set(path, documents_dir=documents_dir, lanes=("fused",)).questions
    assert lost.error is not None
    assert lost.error.startswith("failed: ")
    assert lost.checks == {
        "verdict_accuracy": 0,
        "refused_answerable": 1,
        "answer_containment": 0,
        "cited_gold": 0,
    }
    assert refusal.verdict is Verdict.NOT_FOUND


def test_the_shelf_is_kept_and_used_again(documents_dir: Path) -> None:
    with folder_shelf(documents_dir) as (shelf, skipped):
        before = shelf.generation, shelf.directory
        assert skipped == ()
    with folder_shelf(documents_dir) as (shelf, _):
        assert (shelf.generation, shelf.directory) == before


def test_a_file_that_cannot_be_read_is_named_each_time(tmp_path: Path, documents_dir: Path) -> None:
    folder = tmp_path / "mixed"
    folder.mkdir()
    (folder / "措施.txt").write_bytes((documents_dir / "措施.txt").read_bytes())
    (folder / "空.txt").write_bytes(b"")
    for _ in range(2):
        with folder_shelf(folder) as (_, skipped):
            assert [Path(item.path).name for item in skipped] == ["空.txt"]


def test_own_questions_need_documents(write_questions: WriteQuestions) -> None:
    with pytest.raises(UsageError, match="give --documents DIR"):
        run_set(write_questions())


def test_an_unknown_lane_is_refused() -> None:
    with pytest.raises(UsageError, match="no lane sparse: choose from lexical, dense, fused"):
        run_set("policies", lanes=("sparse",))


def test_a_figure_stated_for_another_is_a_fault(write_questions: WriteQuestions, documents_dir: Path) -> None:
    path = write_questions(
        {
            "id": "swapped",
            "question": "东岭市对新认定的高新技术企业奖励多少？",
            "gold": [{"document": "措施.txt", "section": "一/（二）", "must": ["30万元"]}],
        }
    )
    (swapped,) = run_set(path, documents_dir=documents_dir, lanes=("fused",)).questions
    assert swapped.checks["answer_containment"] == 0
    assert "the answer lacks 30万元" in swapped.faults
