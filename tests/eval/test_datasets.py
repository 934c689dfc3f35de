"""Question sets are read as documented, and each fault is named with its line, field and mend."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assistant import Language, Verdict
from eval.datasets import Case, Gold, find_documents, find_set, load_set, read_cases
from ingest import UsageError

GOOD: dict[str, Any] = {
    "id": "a",
    "question": "奖励多少？",
    "gold": [{"document": "办法.txt", "section": "二"}],
}


def write_set(folder: Path, *lines: object) -> Path:
    path = folder / "own.jsonl"
    text = "\n".join(
        line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines
    )
    path.write_text(text, encoding="utf-8")
    return path


def problems_of(folder: Path, *lines: object) -> list[str]:
    return [str(problem) for problem in read_cases(write_set(folder, *lines))[1]]


def test_all_fields_are_read(tmp_path: Path) -> None:
    line = {
        "id": "f-1",
        "category": "followup",
        "half": "held",
        "language": "en",
        "question": " And in Yunchuan? ",
        "after": ["How much?"],
        "region": "云川市",
        "as_of": "2024-06-30",
        "expect": "partial",
        "gold": [{"document": "办法.txt", "section": "三/（二）", "must": ["15万元", "20万元"]}],
    }
    cases, problems = read_cases(write_set(tmp_path, line))
    assert problems == []
    assert cases == [
        Case(
            line=1,
            id="f-1",
            question="And in Yunchuan?",
            expect=Verdict.PARTIAL,
            gold=(Gold("办法.txt", "三/（二）", ("15万元", "20万元")),),
            category="followup",
            half="held",
            language=Language.ENGLISH,
            after=("How much?",),
            region="云川市",
            as_of=date(2024, 6, 30),
        )
    ]


def test_defaults_are_an_answer_where_gold_is_given_and_a_refusal_where_not(tmp_path: Path) -> None:
    cases, problems = read_cases(write_set(tmp_path, GOOD, "", {"id": "b", "question": "Passports?"}))
    assert problems == []
    assert [(case.line, case.expect, case.language, case.category) for case in cases] == [
        (1, Verdict.ANSWERED, Language.CHINESE, "general"),
        (3, Verdict.NOT_FOUND, Language.ENGLISH, "general"),
    ]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "line 1, column 2: is not JSON (Expecting property name enclosed in double quotes); "
              "write one complete JSON object on the line"),
        ("[1]", 'line 1, line: is a list, not an object; write {"id": …, "question": …}'),
        ({**GOOD, "id": " "}, 'line 1, id: is missing or empty; add "id": "…"'),
        ({**GOOD, "qestion": "?"}, "line 1, qestion: is not a field; did you mean question?"),
        ({**GOOD, "expect": "yes"}, "line 1, expect: is 'yes'; write one of answered, partial, not_found"),
        ({**GOOD, "half": "test"}, "line 1, half: is 'test'; write one of dev, held"),
        ({**GOOD, "as_of": "2024/6"}, "line 1, as_of: is '2024/6'; write a date as 2024-06-30"),
        ({**GOOD, "after": "前问"}, "line 1, after: is not a list of questions; "
                                  'write ["earlier question", …]'),
        ({**GOOD, "gold": [{"section": "二"}]}, "line 1, gold[0].document: is missing or empty; "
                                               "write the file's name"),
        ({**GOOD, "gold": [{"document": "a", "must": "15"}]}, 'line 1, gold[0].must: is not a list of words; '
                                                             'write ["15万元"]'),
        ({**GOOD, "gold": [], "expect": "answered"}, "line 1, gold: is empty but an answer is expected; "
                                                    "name the document and section"),
        ({**GOOD, "expect": "not_found"}, "line 1, gold: names a place but nothing should be found; "
                                         "set expect to answered or partial, or empty gold"),
        ({**GOOD, "gold": GOOD["gold"] * 2}, "line 1, gold: names 办法.txt 二 2 times; "
                                            "join them into one with all their words in must"),
    ],
    ids=["json", "list", "id", "typo", "expect", "half", "as_of", "after", "document", "must", "no_gold",
         "gold_of_refusal", "gold_twice"],
)  # fmt: skip
def test_a_fault_is_named_with_line_field_and_mend(tmp_path: Path, line: object, message: str) -> None:
    assert problems_of(tmp_path, line) == [message]


def test_an_id_that_comes_twice_is_named_with_its_first_line(tmp_path: Path) -> None:
    assert problems_of(tmp_path, GOOD, GOOD) == [
        "line 2, id: 'a' was used on line 1; give each question its own"
    ]


def test_an_empty_set_is_a_fault(tmp_path: Path) -> None:
    assert problems_of(tmp_path, "") == ["line 1, file: holds no question; write one JSON object a line"]


def test_a_set_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "own.jsonl"
    path.write_bytes('{"id": "a", "question": "奖励"}'.encode("gb18030"))
    assert [str(problem) for problem in read_cases(path)[1]] == [
        "line 1, file: is not UTF-8 (byte 25); save it as UTF-8"
    ]


def test_loading_a_faulty_set_raises_one_message_with_the_faults(tmp_path: Path) -> None:
    path = write_set(tmp_path, *({**GOOD, "id": f"q{number}", "half": "x"} for number in range(12)))
    with pytest.raises(UsageError) as raised:
        load_set(path)
    lines = str(raised.value).splitlines()
    assert lines[0] == "own.jsonl has 12 faults:"
    assert lines[1] == "  line 1, half: is 'x'; write one of dev, held"
    assert lines[-1] == "  … and 2 more"


def test_an_unknown_set_lists_the_known_ones() -> None:
    with pytest.raises(
        UsageError, match=r"no question set 'nothing': give one of .*policies.* or a JSONL file"
    ):
        find_set("nothing")


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no folder of documents"):
        find_documents("policies", tmp_path / "none")


def test_the_policies_folder_may_be_named_by_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WENZHENG_POLICIES", str(tmp_path))
    assert find_documents("policies") == tmp_path


class TestPolicies:
    """The set over the five real documents."""

    cases = load_set("policies").cases

    def test_it_is_large_enough(self) -> None:
        assert len(self.cases) == 164
        assert sum(case.expect is not Verdict.ANSWERED for case in self.cases) == 37
        assert sum(case.category == "english" for case in self.cases) == 20

    def test_halves_alternate_within_a_category(self) -> None:
        for category in {case.category for case in self.cases}:
            halves = [case.half for case in self.cases if case.category == category]
            assert halves == [("dev", "held")[place % 2] for place in range(len(halves))]

    def test_gold_words_are_figures_or_short(self) -> None:
        words = [word for case in self.cases for gold in case.gold for word in gold.must]
        assert max(map(len, words)) < 15
        assert all(gold.must for case in self.cases for gold in case.gold)

    def test_no_sentence_of_the_documents_is_repeated(self) -> None:
        folder = find_documents("policies")
        if folder is None:
            pytest.skip("the five documents are not on this machine")
        texts = [path.read_text(encoding="utf-8-sig") for path in sorted(folder.glob("*.txt"))]
        for case in self.cases:
            for text in (case.question, *case.after):
                runs = {text[start : start + 30] for start in range(max(1, len(text) - 29))}
                assert not any(run in document for run in runs if len(run) == 30 for document in texts)
