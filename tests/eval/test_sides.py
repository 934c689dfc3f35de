"""What can be compared: saved runs, the present one, its lanes, another model or other words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant import built_in_glossary
from assistant.glossary import load_glossary
from eval.compare import Comparison
from eval.results import EvalResult, QuestionResult, to_json
from eval.sides import compare_sides
from ingest import UsageError


class Runs:
    """Runs a set of one question and notes what was asked for."""

    def __init__(self) -> None:
        self.asked: list[tuple[tuple[str, ...], str | None, bool]] = []
        self.own_words: list[bool] = []

    def __call__(self, lanes: tuple[str, ...], model: str | None, with_answers: bool) -> EvalResult:
        self.asked.append((lanes, model, with_answers))
        self.own_words.append(load_glossary() is not built_in_glossary())
        return make_run(lanes, 1.0 if model is None else 0.0)


def make_run(lanes: tuple[str, ...], value: float) -> EvalResult:
    scores = {lane: {"RR@10": value if lane != "dense" else 0.5} for lane in (*lanes, "ask")}
    question = QuestionResult("a", "？", "fact", None, None, (), scores, {})
    return EvalResult("own", "abc", (*lanes, "ask"), ("RR@10",), (question,))


def means(comparison: Comparison) -> tuple[tuple[str, str], float, float]:
    (change,) = comparison.metrics
    return comparison.names, change.first, change.second


def test_two_lanes_need_one_run_without_answers() -> None:
    runs = Runs()
    assert means(compare_sides("lexical", "dense", runs)) == (("lexical", "dense"), 1.0, 0.5)
    assert runs.asked == [(("lexical", "dense"), None, False)]


def test_a_saved_run_against_the_present_one(tmp_path: Path) -> None:
    saved = tmp_path / "before.json"
    saved.write_text(json.dumps(to_json(make_run(("fused",), 0.25))), encoding="utf-8")
    runs = Runs()
    assert means(compare_sides(str(saved), "now", runs)) == (("before", "now"), 0.25, 1.0)
    assert runs.asked == [(("fused",), None, True)]
    assert means(compare_sides(str(saved), str(saved), runs)) == (("before", "before"), 0.25, 0.25)
    assert len(runs.asked) == 1


def test_the_present_run_against_another_model_and_other_words(tmp_path: Path) -> None:
    runs = Runs()
    assert means(compare_sides("now", "model=big", runs)) == (("now", "model=big"), 1.0, 0.0)
    assert runs.asked == [(("fused",), None, True), (("fused",), "big", True)]
    words = tmp_path / "own.tsv"
    words.write_text("高新技术企业\t金牌企业\n", encoding="utf-8")
    compare_sides(f"glossary={words}", "now", runs)
    assert runs.own_words == [False, False, True, False]


def test_what_cannot_be_compared_is_refused_with_what_can() -> None:
    with pytest.raises(UsageError, match=r"'gone\.json' cannot be compared: give a file saved with --json"):
        compare_sides("now", "gone.json", Runs())
