"""The ablation table measures each part of the ranking on the same questions."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from eval.benchmarks.ablation import METRICS, ROWS, Questions, measure, public_questions, table
from index import PLAIN_SUM, SCORING, Scoring

CORPUS = {
    "award": "对新认定的高新技术企业，一次性奖励15万元。",
    "rent": "博士研究生每人每月领取租房补贴1500元。",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    made = tmp_path_factory.mktemp("ablation")
    lines = [json.dumps({"_id": name, "text": text}, ensure_ascii=False) for name, text in CORPUS.items()]
    (made / "corpus.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (made / "queries.jsonl").write_text('{"_id": "q", "text": "rent subsidy for a PhD"}\n', encoding="utf-8")
    (made / "qrels.tsv").write_text("q\trent\t1\n", encoding="utf-8")
    yield made


def test_a_public_set_is_ranked_as_find_ranks_it(folder: Path) -> None:
    with public_questions(folder) as questions:
        assert questions.rank("q", questions.texts["q"], SCORING) == ["rent", "award"]
        means = measure(questions, ROWS["all"])
    assert {name: means[name] for name in METRICS} == {"nDCG@10": 1, "R@1": 1, "R@5": 1}
    assert means["p50_ms"] > 0


def test_each_row_is_measured_with_its_own_scoring() -> None:
    rankings = {PLAIN_SUM: ["wrong", "right"]}

    def rank(_: str, __: str, scoring: Scoring) -> list[str]:
        return rankings.get(scoring, ["right"])

    questions = Questions("tiny", {"q": "?"}, {"q": {"right": 1}}, rank)
    found = {row: measure(questions, scoring) for row, scoring in ROWS.items()}
    assert (found["cosine + .4 BM25"]["R@1"], found["all"]["R@1"]) == (0, 1)
    assert found["cosine + .4 BM25"]["nDCG@10"] == pytest.approx(0.6309, abs=0.0001)  # 1 / log2(3)


def test_the_table_has_a_row_for_each_switch_and_the_mean_of_the_sets() -> None:
    perfect, half = dict.fromkeys(METRICS, 1.0), dict.fromkeys(METRICS, 0.5)
    lines = table({"one": dict.fromkeys(ROWS, perfect), "two": dict.fromkeys(ROWS, half)}).split("\n")
    assert [line[:18].strip() for line in lines[1:]] == list(ROWS)
    assert lines[1].split()[-9:] == ["1.000"] * 3 + [".500"] * 3 + [".750"] * 3
