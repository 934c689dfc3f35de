"""The comparison with other libraries: what is kept is not measured again, and a row says what was found."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from eval.benchmarks.rivals.__main__ import _kept_at, _result
from eval.benchmarks.rivals.scoring import HEAD, row
from eval.benchmarks.rivals.systems import SYSTEMS
from eval.benchmarks.rivals.tasks import Task, make_task

TIMES = {"passages": 30, "index_s": 2.0, "cold_s": 1.25, "latency_ms": [500.0, 10.0, 20.0], "peak_mib": 300}


@pytest.fixture
def task(tmp_path: Path, write_benchmark: Callable[..., Path]) -> Task:
    return make_task(f"tiny={write_benchmark(tmp_path)}")


@pytest.fixture
def write_benchmark() -> Callable[..., Path]:
    def write(folder: Path, text: str = "奖励15万元。") -> Path:
        corpus = [{"id": "a", "text": text}, {"id": "b", "title": "办法", "text": "补贴800元。"}]
        queries = [{"id": "q", "text": "奖励多少？"}, {"id": "r", "text": "补贴多少？"}]
        for name, lines in (("corpus", corpus), ("queries", queries)):
            rows = [json.dumps(line, ensure_ascii=False) for line in lines]
            (folder / f"{name}.jsonl").write_text("\n".join(rows), encoding="utf-8")
        (folder / "qrels.tsv").write_text("q\ta\t1\nr\tb\t1\n", encoding="utf-8")
        return folder

    return write


def found(**hits: list[str]) -> dict[str, Any]:
    return {**TIMES, "hits": {query: [(name, "") for name in names] for query, names in hits.items()}}


def test_a_row_holds_speed_memory_and_ranking(task: Task) -> None:
    cells = dict(zip(HEAD[1:], row(task, found(q=["a", "b"], r=["a", "a", "b"])), strict=True))
    assert cells == {
        "passages/s": "15.0",
        "characters/s": "7",  # 14 characters in 2 s
        "cold start s": "1.25",
        "warm p50 ms": "15",  # the first question loads what is loaded late
        "peak MiB": "300",
        "nDCG@10": "0.815",  # 1 and 1 / log2(3)
        "R@1": "0.500",
        "refused unanswerable": "",
        "refused answerable": "",
        "first source of another city": "",
        "first source repealed": "",
    }


def test_a_system_without_a_result_says_why(task: Task) -> None:
    assert row(task, "gave up after 5400 s")[0] == "gave up after 5400 s"


def test_what_is_kept_is_not_measured_again(task: Task, tmp_path: Path) -> None:
    kept = _kept_at(tmp_path, task, "txtai hybrid")
    kept.parent.mkdir(parents=True)
    kept.write_text(json.dumps(TIMES), encoding="utf-8")
    nothing = tmp_path / "no-interpreter"
    assert _result(kept, "txtai hybrid", task, (tmp_path, nothing)) == TIMES


def test_results_of_other_documents_are_not_taken(
    task: Task, tmp_path: Path, write_benchmark: Callable[..., Path]
) -> None:
    other = make_task(f"tiny={write_benchmark(tmp_path, '奖励20万元。')}")
    assert _kept_at(tmp_path, task, "baisitong") != _kept_at(tmp_path, other, "baisitong")


def test_questions_that_others_cannot_be_asked_are_left_out() -> None:
    task = make_task("samples")
    assert not any(case.after or case.region or case.as_of for case in task.cases.values())
    assert len(task.queries) == len(task.cases) == 246
    assert len(SYSTEMS) == 6
