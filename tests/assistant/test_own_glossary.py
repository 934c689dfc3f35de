"""A shelf's own words hold for it alone, from the moment they are there, and a faulty file is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant import Verdict, ask, built_in_glossary, find_passages, own_glossary_file, read_glossary
from assistant.glossary import load_glossary, use_glossary
from index import Shelf, open_shelf
from ingest import UsageError

OWN = "# ours\n高新技术企业\t金牌企业|高高企\tgolden firm\n\n科技小巨人\t小巨星\n"
QUESTION = "云川市首次认定的金牌企业奖多少钱？"


@pytest.fixture
def glossary_file(tmp_path: Path) -> Path:
    path = tmp_path / "own.tsv"
    path.write_text(OWN, encoding="utf-8")
    return path


def test_own_words_stand_beside_the_built_in_ones(glossary_file: Path) -> None:
    glossary = read_glossary(glossary_file)
    assert len(glossary.concepts) == len(built_in_glossary().concepts) + 2
    assert [concept.shown for concept in glossary.by_name["金牌企业"]] == ["高新技术企业"]
    assert next(concept.names for concept in glossary.by_name["高新技术企业"]) == (
        "高新技术企业",
        "金牌企业",
        "高高企",
    )
    assert "golden firm" in glossary.by_english


def test_another_glossary_holds_only_within(glossary_file: Path) -> None:
    own = read_glossary(glossary_file)
    with use_glossary(own):
        assert load_glossary() is own
    assert load_glossary() is built_in_glossary()


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("高企\n", ["line 1: gives no other name for 高企; write it after a tab, several by '|'"]),
        ("# ok\n\t高企\n", ["line 2: has no name in the first column; write how documents call it there"]),
        ("高企\t高新\te\tx\n", ["line 1: has 4 columns; 3 are read: name, other names, English"]),
        (
            "高企\t高新\t高技\n",
            ["line 1: the third column is for English; put Chinese names into the second"],
        ),
        ("甲\t乙方\n", ["line 1: '甲' has 1 characters; 2 to 40 make a name"]),
        ("高企\t高新\n高新\t高技\n", ["line 2: '高新' stands on line 1 too; join the two lines"]),
    ],
    ids=["one_name", "no_name", "columns", "not_english", "short", "twice"],
)
def test_each_fault_is_named_with_its_line(tmp_path: Path, text: str, faults: list[str]) -> None:
    path = tmp_path / "own.tsv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError) as raised:
        read_glossary(path)
    assert str(raised.value).splitlines()[1:] == [f"  {fault}" for fault in faults]


def test_a_file_that_is_not_utf8_or_not_there_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "own.tsv"
    with pytest.raises(UsageError, match="cannot be read"):
        read_glossary(path)
    path.write_bytes("高企\t高新".encode("gb18030"))
    with pytest.raises(UsageError, match="is not UTF-8"):
        read_glossary(path)


def test_a_shelf_that_has_words_of_its_own_is_asked_with_them(
    own_shelf_dir: Path, sample_shelf: Shelf
) -> None:
    with open_shelf(own_shelf_dir) as shelf:
        before = find_passages(shelf, QUESTION, k=1)[0][0].score
        own_glossary_file(own_shelf_dir).write_text(OWN, encoding="utf-8")
        after = find_passages(shelf, QUESTION, k=1)[0][0]
        assert "首次认定的高新技术企业" in after.text
        assert after.score > before
        answer = ask(shelf, QUESTION)
        assert answer.verdict is Verdict.ANSWERED
        assert "20万元" in answer.text
        english = ask(shelf, "How much is paid for a newly recognised golden firm in 云川市?")
        assert "20万元" in english.text
        own_glossary_file(own_shelf_dir).write_text("高企\n", encoding="utf-8")
        with pytest.raises(UsageError, match="gives no other name"):
            ask(shelf, QUESTION)
    assert find_passages(sample_shelf, QUESTION, k=1)[0][0].score == before
