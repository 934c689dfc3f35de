"""``wenzheng glossary`` and ``add --try``: words are kept with the shelf, and nothing untried is taken."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from commands import app
from index import open_shelf
from ingest import UsageError

WORDS = "高新技术企业\t金牌企业\n"


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """An empty shelf."""
    folder = tmp_path / "shelf"
    open_shelf(folder, create=True).close()
    return folder


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def test_words_are_kept_printed_and_taken_away(shelf: Path, tmp_path: Path) -> None:
    file = tmp_path / "own.tsv"
    file.write_text(WORDS, encoding="utf-8")
    where = ("--shelf", str(shelf))
    assert run("glossary", str(file), *where).exit_code == 0
    assert (shelf / "glossary.tsv").read_text(encoding="utf-8") == WORDS
    assert run("glossary", *where).stdout == WORDS
    assert run("glossary", "--remove", *where).exit_code == 0
    assert not (shelf / "glossary.tsv").exists()
    assert run("glossary", *where).stdout == ""


@pytest.mark.parametrize(
    ("words", "told"),
    [("金牌企业\n", "line 1: gives no other name for 金牌企业"), ("甲\t乙丙\n", "2 to 40 make a name")],
)
def test_faulty_words_are_refused_and_the_old_ones_stay(
    shelf: Path, tmp_path: Path, words: str, told: str
) -> None:
    (shelf / "glossary.tsv").write_text(WORDS, encoding="utf-8")
    file = tmp_path / "own.tsv"
    file.write_text(words, encoding="utf-8")
    result = run("glossary", str(file), "--shelf", str(shelf))
    assert isinstance(result.exception, UsageError)
    assert told in str(result.exception)
    assert (shelf / "glossary.tsv").read_text(encoding="utf-8") == WORDS


def test_what_is_tried_must_be_named(shelf: Path, tmp_path: Path) -> None:
    own = tmp_path / "own.jsonl"
    own.write_text(json.dumps({"id": "a", "question": "？"}), encoding="utf-8")
    without_model = run("add", str(tmp_path), "--try", str(own), "--shelf", str(shelf))
    assert "name it with --model" in str(without_model.exception)
    two = run("add", "a", "b", "--model", "m", "--try", str(own), "--shelf", str(shelf))
    assert "needs one folder of documents, not 2" in str(two.exception)
    both = run("glossary", str(own), "--remove", "--shelf", str(shelf))
    assert "choose one of the two" in str(both.exception)
