"""The labelled companies are sound, and the benchmark counts what it says."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant import profile_of
from eval.benchmarks.matching import SAMPLES, Checked, check_case, read_cases, report_lines
from index import Shelf
from ingest import find_sections, ingest_file

CASES = read_cases()


def test_there_are_enough_companies_in_both_halves() -> None:
    assert len(CASES) >= 12
    assert sum(case["half"] == "held" for case in CASES) == len(CASES) // 2
    assert len({case["id"] for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_a_labelled_profile_is_a_valid_one(case: dict[str, object]) -> None:
    loaded = case["profile"]
    assert isinstance(loaded, dict)
    assert profile_of(loaded).region == loaded["region"]


def test_each_label_names_a_place_in_a_sample() -> None:
    names = {label["document"] for case in CASES for label in case["labels"]}
    documents = {name: ingest_file(Path(SAMPLES / name)).document for name in names}
    for case in CASES:
        for label in case["labels"]:
            assert find_sections(documents[label["document"]].sections, label["section"]), label
        assert all((SAMPLES / name).exists() for name in case["absent"])


def test_every_label_of_both_halves_comes_out(sample_shelf: Shelf) -> None:
    results = [one for case in CASES for one in check_case(sample_shelf, case)]
    assert [f"{one.case} {one.what} {one.where}: {one.got}" for one in results if not one.right] == []


def test_the_report_counts_right_and_wrong() -> None:
    results = [
        Checked("a", "dev", "verdict", "eligible", "eligible", "x"),
        Checked("a", "dev", "verdict", "unknown", "eligible", "y"),
    ]
    assert report_lines(results, quiet=True) == [
        "dev  verdict    0.500  (1/2)",
        "     unknown → eligible: 1",
    ]
