"""A judgement of an answer is a line that the evaluation reads, and a right answer passes it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assistant import Verdict, ask
from eval import (
    Asked,
    append_gold,
    approved_line,
    gold_file,
    load_set,
    passage_line,
    refusal_line,
    run_set,
)
from index import Shelf
from ingest import UsageError

QUESTION = "云川市对首次认定的高新技术企业奖励多少？"


def test_an_approved_answer_passes_when_it_is_run(sample_shelf: Shelf, tmp_path: Path) -> None:
    path = gold_file(tmp_path)
    for question in (QUESTION, "如何办理护照换发？", "云川市人才安居办法的文号是什么？"):
        append_gold(path, approved_line(sample_shelf, ask(sample_shelf, question), Asked()))
    result = run_set(path, shelf=sample_shelf)
    assert result.problems == ()
    assert result.metrics()["verdict_accuracy"].mean == 1.0
    assert result.metrics()["answer_containment"].mean == 1.0


def test_the_line_names_the_section_and_the_figure(sample_shelf: Shelf) -> None:
    line = approved_line(
        sample_shelf, ask(sample_shelf, QUESTION), Asked(region="云川市", as_of=date(2026, 1, 1))
    )
    assert line["expect"] == "answered"
    assert (line["region"], line["as_of"]) == ("云川市", "2026-01-01")
    assert line["gold"][0]["document"] == "云川市支持高新技术企业高质量发展若干政策_2023.txt"
    assert any("20万元" in word for word in line["gold"][0]["must"])


def test_a_wrong_answer_is_corrected_by_a_passage_or_a_refusal(sample_shelf: Shelf, tmp_path: Path) -> None:
    answer = ask(sample_shelf, QUESTION)
    path = gold_file(tmp_path)
    append_gold(path, passage_line(sample_shelf, answer, answer.hits[0], Asked()))
    append_gold(path, refusal_line(answer, Asked()))
    (case,) = load_set(path).cases  # the later judgement of a question counts
    assert (case.expect, case.gold) == (Verdict.NOT_FOUND, ())


def test_a_faulty_set_is_left_as_it_was(sample_shelf: Shelf, tmp_path: Path) -> None:
    path = gold_file(tmp_path)
    path.write_text("not json\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"gold\.jsonl"):
        append_gold(path, refusal_line(ask(sample_shelf, QUESTION), Asked()))
    assert path.read_text(encoding="utf-8") == "not json\n"
