"""A benchmark ranks documents by their best passage and holds quotes against gold answers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.beir import load_benchmark
from eval.benchmark_runner import contains_answer, run_beir
from eval.results import to_json
from eval.shelves import benchmark_shelf

CORPUS = (
    {"_id": "award", "title": "东岭市科技奖励办法", "text": "对新认定的高新技术企业，一次性奖励15万元。"},
    {"_id": "rent", "text": "博士研究生每人每月领取租房补贴1500元，最长三年。"},
    {"_id": "forest", "text": "护林员每天巡山一次，发现火情立即报告。"},
)
QUERIES = (
    {"_id": "q1", "text": "高新技术企业认定奖励多少钱"},
    {"_id": "q2", "text": "博士租房补贴每月多少"},
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    def lines(items: object) -> str:
        assert isinstance(items, tuple)
        return "\n".join(json.dumps(item, ensure_ascii=False) for item in items)

    (tmp_path / "corpus.jsonl").write_text(lines(CORPUS), encoding="utf-8")
    (tmp_path / "queries.jsonl").write_text(lines(QUERIES), encoding="utf-8")
    (tmp_path / "qrels.tsv").write_text("q1\taward\t1\nq2\trent\t1\n", encoding="utf-8")
    (tmp_path / "answers.jsonl").write_text('{"id": "q2", "answer": "1500元"}\n', encoding="utf-8")
    return tmp_path


def test_documents_are_ranked_and_answers_held_against_gold(folder: Path) -> None:
    result = run_beir(folder, lanes=("lexical", "dense", "fused"))
    saved = to_json(result)
    assert saved["questions"] == 2
    assert saved["metrics"]["R@1"] == 1
    assert saved["lanes"]["lexical"]["nDCG@10"] == 1
    assert saved["answers"]["containment"] == 1
    assert 0 < saved["answers"]["mean_quote_chars"] < 100
    assert [question.found[0].document for question in result.questions] == ["award", "rent"]


def test_the_shelf_of_a_corpus_is_kept(folder: Path) -> None:
    benchmark = load_benchmark(folder)
    with benchmark_shelf(benchmark) as (shelf, _):
        before = shelf.generation
        assert [summary.path for summary in shelf.documents()] == ["award", "forest", "rent"]
    with benchmark_shelf(benchmark) as (shelf, _):
        assert shelf.generation == before


def test_an_entry_without_words_is_left_out_and_named(folder: Path) -> None:
    with (folder / "corpus.jsonl").open("a", encoding="utf-8") as file:
        file.write('\n{"_id": "blank", "text": " "}')
    result = run_beir(folder, with_answers=False)
    assert [problem.split(":")[0] for problem in result.problems] == ["corpus entry blank was left out"]
    assert result.answers == {}


def test_quotes_hold_an_answer_in_other_writing() -> None:
    assert contains_answer(["奖励１５万元。"], ["十五万元", "30万元"])
    assert not contains_answer(["奖励115万元。"], ["15万元"])
    assert not contains_answer([], ["15万元"])
