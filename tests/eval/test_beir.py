"""Benchmarks in the BEIR layout are read whole, or refused with the file and line at fault."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.beir import Entry, load_benchmark, read_corpus
from ingest import UsageError


def write_benchmark(folder: Path, **files: str) -> Path:
    texts = {
        "corpus.jsonl": '{"_id": "d1", "text": "甲"}\n{"id": 2, "text": "乙", "title": "办法"}\n',
        "queries.jsonl": '{"id": "q1", "text": "问甲"}\n{"_id": "q2", "text": "问乙"}\n',
        "qrels.tsv": "q1\td1\t1\nq2\t2\t2\n",
        **{name.replace("__", "."): text for name, text in files.items()},
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_corpus_ids_may_be_numbers_and_titles_are_optional(tmp_path: Path) -> None:
    entries = list(read_corpus(write_benchmark(tmp_path)))
    assert entries == [Entry("d1", "甲", None), Entry("2", "乙", "办法")]


@pytest.mark.parametrize(
    "qrels",
    ["q1\td1\t1\nq2\t2\t2\n", "query-id\tcorpus-id\tscore\nq1\td1\t1\nq2\t2\t2", "q1 0 d1 1\r\nq2 0 2 2\r\n"],
    ids=["tsv", "header", "trec"],
)
def test_judgements_in_every_layout(tmp_path: Path, qrels: str) -> None:
    benchmark = load_benchmark(write_benchmark(tmp_path, qrels__tsv=qrels))
    assert benchmark.qrels == {"q1": {"d1": 1}, "q2": {"2": 2}}
    assert benchmark.queries == {"q1": "问甲", "q2": "问乙"}


def test_questions_without_a_judgement_are_counted_and_left_out(tmp_path: Path) -> None:
    benchmark = load_benchmark(write_benchmark(tmp_path, qrels__tsv="q1\td1\t1\nq2\t2\t0\n"))
    assert (list(benchmark.queries), benchmark.unjudged) == (["q1"], 1)


def test_answers_may_be_one_many_or_on_several_lines(tmp_path: Path) -> None:
    lines = [
        {"id": "q1", "answer": "甲"},
        {"id": "q1", "answer": ["乙"]},
        {"id": "q2", "answers": ["丙", "丁"]},
    ]
    answers = "\n".join(json.dumps(line) for line in lines)
    benchmark = load_benchmark(write_benchmark(tmp_path, answers__jsonl=answers))
    assert benchmark.answers == {"q1": ("甲", "乙"), "q2": ("丙", "丁")}


def test_the_digest_follows_the_corpus_alone(tmp_path: Path) -> None:
    before = load_benchmark(write_benchmark(tmp_path)).corpus_digest
    assert load_benchmark(write_benchmark(tmp_path, qrels__tsv="q1\td1\t1\n")).corpus_digest == before
    changed = write_benchmark(tmp_path, corpus__jsonl='{"id": "d1", "text": "丙"}\n')
    assert load_benchmark(changed).corpus_digest != before


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"qrels__tsv": "q1\td1\n"}, "qrels.tsv line 1: has 2 columns; 3 or 4 are expected"),
        ({"qrels__tsv": "q1\td1\t1\nq1\td1\tyes\n"}, "qrels.tsv line 2: relevance 'yes' is not a number"),
        ({"qrels__tsv": "q9\td1\t1\n"}, "has a judgement in the qrels: check the ids"),
        ({"queries__jsonl": '{"id": "q1"}\n'}, 'queries.jsonl line 1: "text" is missing or empty'),
        ({"queries__jsonl": "nothing\n"}, "queries.jsonl line 1: is not JSON"),
        (
            {"answers__jsonl": '{"id": "q1", "answer": 5}\n'},
            'answers.jsonl line 1: "answer" must be a string',
        ),
    ],
    ids=["columns", "relevance", "ids", "text", "json", "answer"],
)
def test_a_fault_names_its_file_and_line(tmp_path: Path, files: dict[str, str], message: str) -> None:
    with pytest.raises(UsageError) as raised:
        load_benchmark(write_benchmark(tmp_path, **files))
    assert message in str(raised.value)


def test_an_id_that_comes_twice_is_refused(tmp_path: Path) -> None:
    folder = write_benchmark(tmp_path, corpus__jsonl='{"id": "a", "text": "甲"}\n' * 2)
    with pytest.raises(UsageError, match="line 2: id 'a' comes twice"):
        list(read_corpus(folder))


@pytest.mark.parametrize("missing", ["corpus.jsonl", "queries.jsonl", "qrels.tsv"])
def test_a_missing_file_is_named(tmp_path: Path, missing: str) -> None:
    (write_benchmark(tmp_path) / missing).unlink()
    with pytest.raises(UsageError, match=missing):
        load_benchmark(tmp_path)
