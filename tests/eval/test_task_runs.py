"""Checks, comparisons and matches are run as their cases say; what is wrong is said with what was found."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from eval.results import EvalResult, QuestionResult, from_json, to_json
from eval.runner import run_set
from eval.tasks import Task

OLD = "东岭市科技创新券办法\n\n第一条 为支持创新，制定本办法。\n第二条 每家企业每年最高20万元。\n"
NEW = "东岭市科技创新券办法\n\n第一条 为支持创新，制定本办法。\n第二条 每家企业每年最高30万元。\n"
CHANGED = {"kind": "changed", "a": ["20万元"], "b": ["30万元"]}
SLIP = "东岭市工业发展情况\n\n一、总体情况\n\n全市规模以上工业企业400家，其中有研发活动的300家，占比60%。\n"
# Unknown, since nothing says from when on the measures hold.
AWARD = {"document": "措施.txt", "section": "一/（一）", "must": ["高新技术企业"], "verdict": "unknown"}
COMPANY = {"region": "东岭市", "qualifications": ["高新技术企业"], "newly_recognised": ["高新技术企业"]}


def run(write_questions: Callable[..., Path], *lines: dict[str, Any]) -> tuple[QuestionResult, ...]:
    return run_set(write_questions(*lines)).questions


def diff(*gold: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {"id": "d", "task": "diff", "texts": {"old.txt": OLD, "new.txt": NEW}, "gold": gold, **fields}


def test_a_change_that_is_found_and_nothing_else(write_questions: Callable[..., Path]) -> None:
    (result,) = run(write_questions, diff(CHANGED))
    assert result.checks == {"changes_found": 1.0, "no_false_change": 1.0}
    assert (result.faults, result.found, result.task) == ((), (), Task.DIFF)


def test_a_change_that_is_missed_is_named_with_what_was_found_instead(
    write_questions: Callable[..., Path],
) -> None:
    (result,) = run(write_questions, diff({**CHANGED, "b": ["40万元"]}))
    assert result.checks == {"changes_found": 0.0, "no_false_change": 0.0}
    assert result.faults == ("not found: changed 20万元 → 40万元", "1 found that should not be")
    assert result.found[0].headings == ("changed", "reworded")
    assert "最高30万元" in result.found[0].text


def test_others_may_be_found_where_the_gold_is_not_all(write_questions: Callable[..., Path]) -> None:
    (result,) = run(write_questions, diff(others=True))
    assert result.checks == {}
    assert result.faults == ()


@pytest.mark.parametrize(
    ("gold", "checks"),
    [
        (
            [{"kind": "arithmetic", "must": ["400家", "60%"]}],
            {"findings_found": 1.0, "no_false_finding": 1.0},
        ),
        ([{"kind": "arithmetic", "must": ["75%"]}], {"findings_found": 0.0, "no_false_finding": 0.0}),
        ([], {"no_false_finding": 0.0}),
    ],
    ids=["found", "other_words", "none_expected"],
)
def test_findings_are_held_against_the_gold(
    write_questions: Callable[..., Path], gold: list[dict[str, Any]], checks: dict[str, float]
) -> None:
    line = {"id": "c", "task": "check", "texts": {"a.txt": SLIP}, "as_of": "2026-06-01", "gold": gold}
    (result,) = run(write_questions, line)
    assert result.checks == checks


def test_documents_are_taken_from_the_folder_and_a_wrong_name_is_a_miss(
    write_questions: Callable[..., Path], documents_dir: Path
) -> None:
    right = {"id": "all", "task": "check", "as_of": "2024-06-01", "gold": []}
    wrong = {**right, "id": "wrong", "documents": ["措失.txt"]}
    results = run_set(write_questions(right, wrong), documents_dir=documents_dir).questions
    assert [result.checks["no_false_finding"] for result in results] == [1.0, 0.0]
    assert results[1].faults == ("failed: No document 措失.txt is in documents0; check the name.",)


def match(*gold: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {"id": "m", "task": "match", "as_of": "2024-06-01", "profile": COMPANY, "gold": gold, **fields}


def test_a_measure_that_stands_as_it_should(
    write_questions: Callable[..., Path], documents_dir: Path
) -> None:
    gold = {**AWARD, "value_yuan": 150000, "conditions": {"新认定": "met"}}
    path = write_questions(match(gold, others=True))
    (result,) = run_set(path, documents_dir=documents_dir).questions
    assert result.checks == {
        "match_verdict": 1.0,
        "match_amount": 1.0,
        "match_condition": 1.0,
        "measures_found": 1.0,
    }
    assert result.faults == ()


def test_what_is_wrong_about_a_measure_is_said(
    write_questions: Callable[..., Path], documents_dir: Path
) -> None:
    wrong = {**AWARD, "verdict": "eligible", "value_yuan": 200000}
    lost = {**AWARD, "must": ["瞪羚"]}
    path = write_questions(match(wrong, lost, others=True, absent=["措施.txt"]))
    (result,) = run_set(path, documents_dir=documents_dir).questions
    assert result.checks["match_verdict"] == 0.0
    assert result.checks["measures_found"] == 0.5
    assert result.checks["no_false_measure"] == 0.0
    assert result.faults[:3] == (
        "verdict unknown, eligible was expected: 措施.txt 一/（一） 高新技术企业",
        "value_yuan 150000, 200000 was expected: 措施.txt 一/（一） 高新技术企业",
        "0 measures fit, 1 was expected: 措施.txt 一/（一） 瞪羚: verdict unknown",
    )
    assert "unknown, 一次性奖励15万元 = 150000" in result.found[0].text


def test_questions_and_tasks_stand_in_one_file_and_are_told_apart(
    write_questions: Callable[..., Path], documents_dir: Path
) -> None:
    question = {"id": "passport", "question": "如何办理护照换发？"}
    result = run_set(write_questions(question, diff(CHANGED)), documents_dir=documents_dir, lanes=("fused",))
    saved = to_json(result)
    assert saved["by_task"]["diff"] == {"questions": 1, "changes_found": 1.0, "no_false_change": 1.0}
    assert saved["by_task"]["ask"]["refused_unanswerable"] == 1.0
    assert set(saved["by_category"]) == {"general", "diff"}
    assert from_json(saved).questions[1] == result.questions[1]


def test_a_saved_run_from_before_there_were_tasks_is_read() -> None:
    question = QuestionResult("a", "？", "fact", None, None, (), {}, {})
    saved = to_json(EvalResult("own", "abc", (), (), (question,)))
    for name in ("task", "task_ms"):
        del saved["results"][0][name]
    assert from_json(saved).questions == (question,)
