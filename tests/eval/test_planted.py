"""The labelled cases of the check: enough of each sort, half of the phrasing held, and a sample judged."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from eval.benchmarks.consistency import expected_kinds, judge, make_cases, write_documents
from eval.planted import PHRASINGS, read_lines
from eval.tasks import TaskCase


@pytest.fixture(scope="module")
def cases() -> list[TaskCase]:
    return [case for case in make_cases() if case.texts]


def test_there_are_enough_disagreements_and_more_that_only_look_like_one(cases: list[TaskCase]) -> None:
    planted = Counter(kind for case in cases for kind in expected_kinds(case))
    assert planted["conflict"] + planted["internal"] >= 60
    assert planted["arithmetic"] >= 30
    assert sum(not case.gold for case in cases) >= 120


def test_half_of_the_phrasing_is_held(cases: list[TaskCase]) -> None:
    halves = Counter((line["family"], line["half"]) for line in read_lines(PHRASINGS))
    for family in {family for family, _ in halves}:
        assert halves[family, "dev"] == halves[family, "held"]
    assert len({case.id for case in cases}) == len(cases)


def test_the_documents_can_be_written_out(cases: list[TaskCase], tmp_path: Path) -> None:
    chosen = cases[:3]
    count = write_documents(chosen, tmp_path)
    assert count == len(list(tmp_path.rglob("*.txt"))) == sum(len(case.texts) for case in chosen)


def test_a_sample_of_the_half_that_may_be_tuned_on_is_judged_right(cases: list[TaskCase]) -> None:
    dev = [case for case in cases if case.half == "dev"][::5]
    outcome = judge(dev)
    assert outcome.total().false_alarms == 0
    assert outcome.failures == []
