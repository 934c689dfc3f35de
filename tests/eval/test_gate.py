"""Floors hold or fail, are raised and never lowered by a run, and go with the data they were pinned on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.datasets import POLICIES, set_names
from eval.gate import (
    FLOORS,
    Bar,
    changed_data,
    data_digests,
    held_against,
    raise_floors,
    read_floors,
    run_gate,
)
from eval.results import EvalResult, QuestionResult
from index import Shelf
from ingest import UsageError


def make_run(*values: float, refused: float = 0.0) -> EvalResult:
    questions = tuple(
        QuestionResult(
            id=str(number),
            question="？",
            category="fact",
            half=None,
            expect=None,
            wanted=(),
            scores={"fused": {"R@1": value}},
            checks={"citation_exact": 1.0, "refused_answerable": refused},
        )
        for number, value in enumerate(values)
    )
    return EvalResult("samples", "abc", ("fused",), ("R@1",), questions)


def entry(floor: float, ceiling: float = 0.1) -> dict[str, object]:
    return {
        "questions": "",
        "documents": "",
        "floors": {"R@1": floor},
        "ceilings": {"refused_answerable": ceiling},
    }


@pytest.mark.parametrize(
    ("bar", "passed"),
    [
        (Bar("samples", "R@1", 0.8, 0.8, True), True),
        (Bar("samples", "R@1", 0.79, 0.8, True), False),
        (Bar("samples", "refused_answerable", 0.03, 0.03, False), True),
        (Bar("samples", "refused_answerable", 0.04, 0.03, False), False),
        (Bar("samples", "R@1", None, 0.0, True), False),
    ],
    ids=["at_floor", "below_floor", "at_ceiling", "above_ceiling", "not_measured"],
)
def test_a_bar_is_kept_or_not(bar: Bar, passed: bool) -> None:
    assert bar.passed is passed


def test_a_run_is_held_against_floors_and_ceilings() -> None:
    bars = held_against(make_run(1, 0, refused=0.5), entry(0.6))
    assert [str(bar) for bar in bars] == [
        "FAIL samples R@1 0.500 (pinned ≥ 0.600)",
        "FAIL samples refused_answerable 0.500 (pinned ≤ 0.100)",
    ]


def test_floors_go_up_and_never_down(tmp_path: Path) -> None:
    path = tmp_path / "floors.json"
    first = raise_floors(make_run(1, 1, 1, 0), path)
    assert first["floors"] == {"R@1": 0.72, "citation_exact": 1.0}
    assert first["ceilings"] == {"refused_answerable": 0.03}
    assert raise_floors(make_run(1, 0, refused=0.5), path)["floors"]["R@1"] == 0.72
    assert raise_floors(make_run(1, 1), path)["floors"]["R@1"] == 0.97
    assert read_floors(path)["samples"]["ceilings"] == {"refused_answerable": 0.03}


def test_changed_data_are_said() -> None:
    now = data_digests("samples")
    assert changed_data("samples", now) == []
    assert changed_data("samples", {**now, "questions": "other"}) == [
        "samples: the questions are not those that were pinned; look at what changed, then pin again"
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [("{", "are not JSON"), ("[]", "the file must have questions"), ('{"samples": {}}', "samples must have")],
)
def test_a_broken_file_of_floors_is_refused(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "floors.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=message):
        read_floors(path)


def test_a_set_without_floors_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "floors.json"
    path.write_text(json.dumps({"samples": entry(0.5)}), encoding="utf-8")
    with pytest.raises(UsageError, match=r"No floors are pinned for own: floors\.json has samples"):
        run_gate(("own",), floors=path)


def test_the_pinned_floors_are_sound() -> None:
    pinned = read_floors(FLOORS)
    assert set(pinned) <= set(set_names())
    for values in pinned.values():
        assert all(0 <= limit <= 1 for limit in (*values["floors"].values(), *values["ceilings"].values()))
        assert values["floors"].get("citation_exact", 1) == 1


def test_the_sets_over_the_samples_keep_to_their_floors(sample_shelf: Shelf) -> None:
    names = [name for name in read_floors(FLOORS) if name != POLICIES]
    assert names == ["samples", "consistency", "editions", "matching"]
    report = run_gate(names, shelves=dict.fromkeys(names, sample_shelf))
    assert [str(bar) for bar in report.bars if not bar.passed] == []
    assert report.problems == ()
