"""The gold questions about the sample policies are sound, and so are the samples they rest on."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from assistant import Language, Verdict
from eval.datasets import SAMPLES, Case, Gold, find_documents, find_set, load_set, read_cases
from eval.judging import find_place
from ingest import Document, find_region, ingest_file

FOLDER = find_documents(SAMPLES)
assert FOLDER is not None, "the samples are part of the repository"
CASES = load_set(SAMPLES).cases
FILES = tuple(sorted(FOLDER.glob("*.txt")))

# Fewest questions a category must have for its figures to mean something.
FEWEST = {
    "fact": 40,
    "list": 12,
    "locate": 14,
    "colloquial": 16,
    "english": 25,
    "followup": 15,
    "comparison": 10,
    "yesno": 10,
    "lookup": 14,
    "status": 12,
    "refusal": 50,
}
# Real policies of these kinds are this long; counted in the cleaned text.
FEWEST_CHARS = 1_500
MOST_CHARS = 6_000
# By the first bytes: a byte order mark, or none.
BYTE_ORDER_MARKS = {b"\xff\xfe": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}


@cache
def _document(name: str) -> Document:
    assert FOLDER is not None
    return ingest_file(FOLDER / name).document


def _encoding(content: bytes) -> str:
    for mark, encoding in BYTE_ORDER_MARKS.items():
        if content.startswith(mark):
            return encoding
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8"


def _gold_entries() -> list[tuple[str, Gold]]:
    return [(case.id, gold) for case in CASES for gold in case.gold]


def test_every_line_is_sound() -> None:
    _, problems = read_cases(find_set(SAMPLES))
    assert [str(problem) for problem in problems] == []


def test_categories_are_known_and_large_enough() -> None:
    counts = Counter(case.category for case in CASES)
    assert set(counts) == set(FEWEST)
    assert {name: count for name, count in counts.items() if count < FEWEST[name]} == {}


def test_questions_are_asked_once() -> None:
    asked = Counter((case.question, case.after, case.as_of, case.region) for case in CASES)
    assert [question for question, count in asked.items() if count > 1] == []


@pytest.mark.parametrize("category", sorted(FEWEST))
def test_halves_of_a_category_differ_by_at_most_one_question(category: str) -> None:
    halves = Counter(case.half for case in CASES if case.category == category)
    assert set(halves) == {"dev", "held"}
    assert abs(halves["dev"] - halves["held"]) <= 1


def test_answered_questions_name_words_for_each_place() -> None:
    bare = [case.id for case in CASES if case.expect is Verdict.ANSWERED and not _is_grounded(case)]
    assert bare == []


def _is_grounded(case: Case) -> bool:
    return bool(case.gold) and all(gold.must for gold in case.gold)


def test_questions_to_refuse_are_those_of_the_refusal_category() -> None:
    refused = {case.id for case in CASES if case.expect is not Verdict.ANSWERED}
    assert refused == {case.id for case in CASES if case.category == "refusal"}


def test_refusals_come_in_both_languages_and_both_verdicts() -> None:
    refusals = [case for case in CASES if case.category == "refusal"]
    assert {case.language for case in refusals} == {Language.CHINESE, Language.ENGLISH}
    assert {case.expect for case in refusals} == {Verdict.PARTIAL, Verdict.NOT_FOUND}


def test_follow_ups_carry_the_dialogue_before_them() -> None:
    assert [case.id for case in CASES if case.category == "followup" and not case.after] == []


def test_list_and_comparison_questions_have_several_places() -> None:
    single = [c.id for c in CASES if c.category in {"list", "comparison"} and len(c.gold) < 2]
    assert single == []


def test_gold_documents_are_samples() -> None:
    names = {path.name for path in FILES}
    assert {gold.document for _, gold in _gold_entries()} <= names


def test_every_sample_is_asked_about() -> None:
    assert {path.name for path in FILES} == {gold.document for _, gold in _gold_entries()}


@pytest.mark.parametrize(
    ("case_id", "gold"),
    _gold_entries(),
    ids=[f"{case_id}-{index}" for index, (case_id, _) in enumerate(_gold_entries())],
)
def test_gold_words_stand_in_the_gold_section(case_id: str, gold: Gold) -> None:
    document = _document(gold.document)
    place = find_place(gold, document, case_id)
    assert place is not None, f"{gold.document} has no section {gold.section}"
    text = "\n".join(document.text[start:end] for start, end in place.spans)
    assert [words for words in gold.must if words not in text] == []


def test_samples_come_in_four_encodings() -> None:
    encodings = Counter(_encoding(path.read_bytes()) for path in FILES)
    assert set(encodings) == {"utf-8", "utf-8-sig", "utf-16", "gb18030"}
    assert len(FILES) >= 16


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_samples_are_as_long_as_real_policies(path: Path) -> None:
    length = len(_document(path.name).text)
    assert FEWEST_CHARS <= length <= MOST_CHARS


@pytest.mark.parametrize(
    "name", ["澜江省", "云川市", "临澜市", "望川区", "锦川区", "云麓县", "澜北区", "湾前区", "青澜县"]
)
def test_places_of_the_samples_do_not_exist(name: str) -> None:
    region = find_region(name)
    assert region is None or region.name != name or region.code is None
