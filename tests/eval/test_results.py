"""A saved run says what was measured, and is read back as it was."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant import Verdict
from eval.metrics import GOLD_METRICS
from eval.report import failure_lines, number, print_report, report_text
from eval.results import EvalResult, Found, QuestionResult, from_json, read_saved, to_json
from ingest import UsageError

MakeQuestion = Callable[..., QuestionResult]


def make_question(name: str, *, hit: float = 1.0, **values: object) -> QuestionResult:
    fields: dict[str, object] = {
        "id": name,
        "question": f"{name}？",
        "category": "fact",
        "half": "dev",
        "expect": Verdict.ANSWERED,
        "wanted": ("办法.txt 二 15万元",),
        "scores": {"lexical": dict.fromkeys(GOLD_METRICS, 0.5), "fused": dict.fromkeys(GOLD_METRICS, hit)},
        "checks": {"verdict_accuracy": 1.0, "answer_containment": hit},
        "verdict": Verdict.ANSWERED,
        "answer": "15万元",
        "evidence": 1.02,
        "find_ms": 10.0,
        "ask_ms": 20.0,
        "found": (Found("办法.txt", ("二、奖励",), "奖励15万元", 1.02),),
        "faults": () if hit else ("the answer lacks 15万元",),
        **values,
    }
    return QuestionResult(**fields)  # type: ignore[arg-type]


def make_result(*questions: QuestionResult) -> EvalResult:
    return EvalResult("own", "abc", ("lexical", "fused"), GOLD_METRICS, questions, {"model": "built-in"})


RESULT = make_result(
    make_question("a"),
    make_question("b", hit=0.0, half="held", ask_ms=40.0),
    make_question(
        "c",
        category="refusal",
        expect=Verdict.NOT_FOUND,
        verdict=Verdict.ANSWERED,
        scores={},
        checks={"verdict_accuracy": 0.0, "refused_unanswerable": 0.0},
        faults=("answered, not_found was expected",),
    ),
)


def test_the_contract_holds_means_groups_and_latency() -> None:
    saved = to_json(RESULT)
    assert (saved["set"], saved["questions"]) == ("own", 3)
    assert saved["metrics"] == {
        **dict.fromkeys(GOLD_METRICS, 0.5),
        "verdict_accuracy": 0.6667,
        "answer_containment": 0.5,
        "refused_unanswerable": 0.0,
    }
    assert saved["lanes"]["lexical"]["nDCG@10"] == 0.5
    assert saved["by_category"]["fact"]["questions"] == 2
    assert saved["by_category"]["refusal"] == {
        "questions": 1,
        "verdict_accuracy": 0.0,
        "refused_unanswerable": 0.0,
    }
    assert saved["by_half"]["held"]["R@1"] == 0
    assert saved["latency_ms"] == {"p50": 20.0, "p95": 38.0, "find_p50": 10.0, "find_p95": 10.0}
    assert saved["verdicts"]["not_found"] == {"answered": 1, "partial": 0, "not_found": 0}
    assert "answers" not in saved


def test_a_saved_run_is_read_back_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "run.json"
    path.write_text(json.dumps(to_json(RESULT), ensure_ascii=False), encoding="utf-8")
    assert read_saved(path) == RESULT
    assert to_json(from_json(to_json(RESULT))) == to_json(RESULT)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "is not JSON"),
        ("[]", "is not a JSON object"),
        ("{}", "not a run saved by"),
        ('{"format": 0}', "has format 0, 1 is read"),
    ],
)
def test_a_file_that_is_no_run_is_refused(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "run.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=message):
        read_saved(path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        read_saved(tmp_path / "none.json")


def test_the_report_shows_lanes_checks_and_failures() -> None:
    text = report_text(RESULT)
    assert "own: 3 questions  model built-in" in text
    lines = [" ".join(line.split()) for line in text.splitlines()]
    assert "R@1 .500 [.500 .500] .500 [.000 1.000]" in lines
    assert "answer holds the gold words .500 .000 1.000 2" in lines
    assert "2 with faults:" in lines
    assert "× b b？" in lines
    assert "hit 1: 办法.txt › 二、奖励 (1.020): 奖励15万元" in lines


def test_failures_beyond_the_limit_are_counted() -> None:
    text = report_text(RESULT, failures=1)
    assert "… and 1 more; --failures N lists more, --json has all." in text


def test_markup_in_a_question_is_shown_as_it_is() -> None:
    question = make_question("d", question="[bold]红头[/bold] :smile:", faults=("[red]x",))
    assert "× d  [bold]红头[/bold] :smile:" in report_text(make_result(question))


def test_failure_lines_name_what_was_wanted_and_found() -> None:
    assert failure_lines(RESULT.questions[1]) == [
        "× b  b？",
        "    fault:  the answer lacks 15万元",
        "    wanted: 办法.txt 二 15万元",
        "    answer: 15万元",
        "    hit 1:  办法.txt › 二、奖励 (1.020): 奖励15万元",
    ]


@pytest.mark.parametrize(
    ("value", "shown"), [(0.8734, ".873"), (1, "1.000"), (0, ".000"), (None, "–"), (68.84, "68.8")]
)
def test_numbers_are_short(value: float | None, shown: str) -> None:
    assert number(value) == shown


def test_the_report_goes_to_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    print_report(RESULT)
    assert capsys.readouterr().out == report_text(RESULT)
