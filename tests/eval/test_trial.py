"""A change is refused where the same questions are answered worse, by more than chance explains."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from eval.results import EvalResult, QuestionResult
from eval.trial import judge_trial, try_glossary
from index import Shelf, open_shelf


def make_run(*values: float, refused: float = 0.0, quoted: float = 100.0) -> EvalResult:
    questions = tuple(
        QuestionResult(
            id=str(number),
            question="？",
            category="fact",
            half=None,
            expect=None,
            wanted=(),
            scores={"fused": {"R@1": value}},
            checks={"refused_answerable": refused, "mean_quote_chars": quoted},
        )
        for number, value in enumerate(values)
    )
    return EvalResult("own", "abc", ("fused",), ("R@1",), questions)


def names(changes: tuple[object, ...]) -> list[str]:
    return [change.metric for change in changes]  # type: ignore[attr-defined]


def test_a_loss_that_chance_does_not_explain_is_refused() -> None:
    trial = judge_trial(make_run(*[1.0] * 8), make_run(*[0.0] * 8), ("A", "B"))
    assert (trial.refused, names(trial.much_worse), names(trial.worse)) == (True, ["R@1"], [])


def test_a_loss_on_a_few_questions_is_told_and_not_refused() -> None:
    trial = judge_trial(make_run(1, 1, 1, 1), make_run(1, 1, 1, 0), ("A", "B"))
    assert (trial.refused, names(trial.worse)) == (False, ["R@1"])


def test_a_large_loss_on_a_small_set_is_refused_though_no_test_can_show_it() -> None:
    trial = judge_trial(make_run(1, 1, 1, 1), make_run(0, 0, 0, 1), ("A", "B"))
    assert trial.comparison.metrics[0].test.p_value > 0.05
    assert names(trial.much_worse) == ["R@1"]


def test_more_refusals_of_what_is_answered_are_a_loss_and_longer_quotes_are_not() -> None:
    trial = judge_trial(make_run(*[1.0] * 8), make_run(*[1.0] * 8, refused=1.0, quoted=10), ("A", "B"))
    assert names(trial.much_worse) == ["refused_answerable"]
    refused = next(c for c in trial.comparison.metrics if c.metric == "refused_answerable")
    assert (refused.test.better, refused.test.worse) == (0, 8)


def test_a_gain_is_taken() -> None:
    trial = judge_trial(make_run(0, 0, 0), make_run(1, 1, 1), ("A", "B"))
    assert (trial.refused, trial.worse) == (False, ())


@pytest.fixture(scope="module")
def small_shelf(tmp_path_factory: pytest.TempPathFactory, documents_dir: Path) -> Path:
    folder = tmp_path_factory.mktemp("trial") / "shelf"
    with open_shelf(folder, create=True) as shelf:
        shelf.add([documents_dir])
    return folder


def try_words(shelf: Shelf, words: str, path: Path, question: str) -> list[tuple[str, float, float]]:
    (path / "own.tsv").write_text(words, encoding="utf-8")
    set_path = path / "own.jsonl"
    set_path.write_text(question, encoding="utf-8")
    trial = try_glossary(set_path, path / "own.tsv", shelf=shelf)
    return [(change.metric, change.first, change.second) for change in trial.comparison.metrics]


def test_words_are_tried_on_the_shelf_without_changing_it(
    small_shelf: Path, tmp_path: Path, write_questions: Callable[..., Path]
) -> None:
    question = write_questions(
        {
            "id": "q",
            "question": "东岭市顶尖户奖多少钱？",
            "gold": [{"document": "措施.txt", "section": "一/（二）", "must": ["30万元"]}],
        },
        name="one.jsonl",
    ).read_text(encoding="utf-8")
    with open_shelf(small_shelf) as shelf:
        changed = try_words(shelf, "科技小巨人\t顶尖户\n", tmp_path, question)
        assert ("refused_answerable", 1.0, 0.0) in changed
        assert ("answer_containment", 0.0, 1.0) in changed
        assert not (small_shelf / "glossary.tsv").exists()
