"""Cases of checks, comparisons and matches are read as documented, and each fault is named."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assistant import ChangeKind, ConditionStatus, FindingKind, How
from eval.datasets import CHECKOUT, find_documents, load_set, only_half, read_cases
from eval.tasks import ChangeGold, FindingGold, MeasureGold, Task, TaskCase
from ingest import Document, UsageError, find_sections, ingest_file

CHECK: dict[str, Any] = {"id": "c", "task": "check", "documents": ["a.txt"], "gold": []}
DIFF: dict[str, Any] = {"id": "d", "task": "diff", "documents": ["a.txt", "b.txt"], "gold": []}
MATCH: dict[str, Any] = {"id": "m", "task": "match", "profile": {"region": "东岭市"}, "gold": []}


def read(folder: Path, *lines: object) -> tuple[list[Any], list[str]]:
    path = folder / "own.jsonl"
    path.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), encoding="utf-8")
    cases, problems = read_cases(path)
    return list(cases), [str(problem) for problem in problems]


def test_a_check_is_read(tmp_path: Path) -> None:
    gold = [{"kind": "conflict", "documents": ["a.txt", "b.txt"], "must": ["15万元", "20万元"]}]
    line = {**CHECK, "category": "money", "half": "held", "as_of": "2026-06-01", "others": True, "gold": gold}
    assert read(tmp_path, line) == (
        [
            TaskCase(
                line=1,
                id="c",
                task=Task.CHECK,
                gold=(FindingGold(FindingKind.CONFLICT, ("a.txt", "b.txt"), ("15万元", "20万元")),),
                category="money",
                half="held",
                as_of=date(2026, 6, 1),
                documents=("a.txt",),
                others=True,
            )
        ],
        [],
    )


def test_a_comparison_is_read_with_texts_of_its_own(tmp_path: Path) -> None:
    texts = {"old.txt": "奖励15万元。", "new.txt": "奖励20万元。"}
    gold = [{"kind": "changed", "how": "reworded", "a": ["15万元"], "b": ["20万元"]}]
    (case,), problems = read(tmp_path, {"id": "d", "task": "diff", "texts": texts, "gold": gold})
    assert problems == []
    assert case.texts == (("old.txt", "奖励15万元。"), ("new.txt", "奖励20万元。"))
    assert case.gold == (ChangeGold(ChangeKind.CHANGED, How.REWORDED, ("15万元",), ("20万元",)),)
    assert case.category == "diff"


def test_a_match_is_read_and_null_is_a_stated_amount(tmp_path: Path) -> None:
    measure = {
        "document": "a.txt",
        "section": "一/1",
        "must": ["首次认定"],
        "verdict": "eligible",
        "value_yuan": None,
        "conditions": {"首次认定": "met"},
    }
    (case,), problems = read(tmp_path, {**MATCH, "gold": [measure], "absent": ["b.txt"]})
    assert problems == []
    assert case.absent == ("b.txt",)
    stated = {"verdict": "eligible", "value_yuan": None}
    conditions = {"首次认定": ConditionStatus.MET}
    assert case.gold == (MeasureGold("a.txt", "一/1", ("首次认定",), stated, conditions),)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ({**CHECK, "task": "chek"}, "task: is 'chek'; write one of ask, check, diff, match"),
        ({**CHECK, "golds": []}, "golds: is not a field; did you mean gold?"),
        ({**CHECK, "question": "？"}, "question: is not a field; known are "),
        ({**CHECK, "id": ""}, 'id: is missing or empty; add "id": "…"'),
        ({**CHECK, "as_of": "2026"}, "as_of: is '2026'; write a date as 2024-06-30"),
        ({**CHECK, "others": 1}, "others: is 1; write true or false"),
        ({**CHECK, "half": "test"}, "half: is 'test'; write one of dev, held"),
        ({**CHECK, "documents": "a.txt"}, "documents: is not a list of file names; write "),
        ({**CHECK, "texts": {"b.txt": "文"}}, "texts: is given beside documents; keep one of the two"),
        ({**CHECK, "texts": {"b.txt": ""}}, "texts: does not give each document's text; write "),
        ({key: CHECK[key] for key in ("id", "task")}, "gold: is missing; write [{…}], or [] where nothing"),
        ({**CHECK, "gold": ["conflict"]}, "gold: is not a list of objects; write "),
        ({**CHECK, "gold": [{}]}, "gold[0].kind: is missing; write one of conflict, internal, arithmetic"),
        ({**CHECK, "gold": [{"kind": "info"}]}, "gold[0].kind: is 'info'; write one of conflict"),
        ({**CHECK, "gold": [{"kind": "expired", "must": "三年"}]}, "gold[0].must: is not a list of words"),
        ({**DIFF, "documents": ["a.txt"]}, "documents: names 1, not 2; name the older and the newer"),
        ({**DIFF, "gold": [{"kind": "moved", "how": "up"}]}, "gold[0].how: is 'up'; write one of reworded"),
        (
            {**DIFF, "gold": [{"kind": "added", "a": ["x"]}]},
            "gold[0].a: names words, but what was added has no such side; empty it",
        ),
        ({**MATCH, "profile": []}, "profile: is not an object; write "),
        ({**MATCH, "profile": {}}, "profile: region is missing; add a line such as 'region: 云川市'."),
        ({**MATCH, "absent": "b.txt"}, "absent: is not a list of file names; write "),
        ({**MATCH, "gold": [{"verdict": "eligible"}]}, "gold[0].document: is missing or empty; write"),
        ({**MATCH, "gold": [{"document": "a.txt"}]}, "gold[0].verdict: is missing; write one of eligible"),
        (
            {**MATCH, "gold": [{"document": "a.txt", "verdict": "unknown", "value_yuan": "15万元"}]},
            "gold[0].value_yuan: is '15万元'; write yuan as a number, or null",
        ),
        (
            {**MATCH, "gold": [{"document": "a.txt", "verdict": "unknown", "conditions": {"首次": "yes"}}]},
            "gold[0].conditions.首次: is 'yes'; write one of met, not_met, unknown",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_fault_is_named_with_line_field_and_mend(tmp_path: Path, line: object, problem: str) -> None:
    cases, problems = read(tmp_path, DIFF, line)
    assert len(cases) == 1
    assert any(said.startswith(f"line 2, {problem}") for said in problems), problems


def test_ids_are_each_their_own_among_questions_too(tmp_path: Path) -> None:
    _, problems = read(tmp_path, CHECK, {"id": "c", "question": "？"})
    assert problems == ["line 2, id: 'c' was used on line 1; give each question its own"]


def test_one_half_of_a_set(tmp_path: Path) -> None:
    read(tmp_path, {**CHECK, "half": "dev"}, {**DIFF, "half": "held"}, MATCH)
    gold_set = load_set(tmp_path / "own.jsonl")
    assert [case.id for case in only_half(gold_set, "held").tasks] == ["d"]
    assert only_half(gold_set, None) == gold_set
    with pytest.raises(UsageError, match=r"own\.jsonl has no case of half 'test': its halves are None, dev"):
        only_half(gold_set, "test")


@pytest.fixture(scope="module")
def documents() -> dict[str, Document]:
    return {path.name: ingest_file(path).document for path in (CHECKOUT / "samples").glob("*.txt")}


class TestTheSetsOfTheProgram:
    """What they hold, and that it fits the samples."""

    def test_matching_has_companies_in_both_halves_and_names_places_of_the_samples(
        self, documents: dict[str, Document]
    ) -> None:
        tasks = load_set("matching").tasks
        assert Counter(case.half for case in tasks) == {"dev": 7, "held": 7}
        for case in tasks:
            assert set(case.absent) <= set(documents)
            for gold in case.gold:
                assert isinstance(gold, MeasureGold)
                assert find_sections(documents[gold.document].sections, gold.section), gold

    def test_editions_name_words_that_stand_in_them(self, documents: dict[str, Document]) -> None:
        tasks = load_set("editions").tasks
        assert Counter(case.half for case in tasks) == {"dev": 7, "held": 7}
        for case in tasks:
            texts = [text for _, text in case.texts] or [documents[one].text for one in case.documents]
            for gold in case.gold:
                assert isinstance(gold, ChangeGold)
                assert all(word in texts[0] for word in gold.a), gold
                assert all(word in texts[1] for word in gold.b), gold

    def test_consistency_has_written_and_made_cases(self) -> None:
        assert Counter(bool(case.line) for case in load_set("consistency").tasks) == {True: 22, False: 372}
        assert find_documents("consistency") == CHECKOUT / "samples"
