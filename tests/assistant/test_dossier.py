"""A dossier can be read, verified, and does not survive a change of itself or of its sources."""

from __future__ import annotations

import json
import shutil
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from assistant import DOSSIER_SUFFIXES, Answer, Verdict, ask, verify_dossier, write_dossier
from assistant.dossier import dossier_contents
from assistant.dossier_files import read_contents, render
from index import Shelf, open_shelf
from ingest import UsageError, WenzhengError

MADE = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
QUESTION = "云川市对首次认定的高新技术企业奖励多少?"


@pytest.fixture(scope="module")
def answer(sample_shelf: Shelf) -> Answer:
    found = ask(sample_shelf, QUESTION)
    assert found.verdict is Verdict.ANSWERED
    return found


@pytest.mark.parametrize("suffix", DOSSIER_SUFFIXES)
def test_every_format_verifies_as_written(
    suffix: str, answer: Answer, sample_shelf: Shelf, tmp_path: Path
) -> None:
    file = tmp_path / f"dossier{suffix}"
    write_dossier(answer, sample_shelf, file, made=MADE)
    report = verify_dossier(file, sample_shelf)
    assert report.problems == ()
    assert report.quotes == len(answer.citations)
    assert report.question == QUESTION
    written = file.read_bytes()
    write_dossier(answer, sample_shelf, file, made=MADE)
    assert file.read_bytes() == written


@pytest.mark.parametrize("suffix", DOSSIER_SUFFIXES)
def test_any_changed_byte_fails(suffix: str, answer: Answer, sample_shelf: Shelf, tmp_path: Path) -> None:
    file = tmp_path / f"dossier{suffix}"
    write_dossier(answer, sample_shelf, file, made=MADE)
    written = file.read_bytes()
    for at in range(0, len(written), max(1, len(written) // 40)):
        file.write_bytes(written[:at] + bytes([written[at] ^ 1]) + written[at + 1 :])
        try:
            assert not verify_dossier(file, sample_shelf).ok, f"byte {at}"
        except WenzhengError as error:
            assert str(file) in str(error)
    file.write_bytes(written[: len(written) // 2])
    with pytest.raises(WenzhengError, match="no dossier"):
        verify_dossier(file, sample_shelf)


def test_a_forged_quote_with_a_fresh_digest_is_held_against_the_shelf(
    answer: Answer, sample_shelf: Shelf, tmp_path: Path
) -> None:
    quote = answer.citations[0].quote
    forged = quote.replace("万元", "亿元")
    assert forged != quote
    cited = tuple(replace(citation, quote=forged) for citation in answer.citations[:1])
    file = tmp_path / "forged.json"
    write_dossier(
        replace(answer, citations=cited, text=answer.text.replace("万元", "亿元")),
        sample_shelf,
        file,
        made=MADE,
    )
    problems = verify_dossier(file, sample_shelf).problems
    assert any("does not stand at" in problem for problem in problems)
    assert any("the answer says what its quotes do not" in problem for problem in problems)


def test_a_changed_source_fails_though_the_dossier_is_whole(
    answer: Answer, sample_shelf: Shelf, tmp_path: Path
) -> None:
    file = tmp_path / "dossier.html"
    write_dossier(answer, sample_shelf, file, made=MADE)
    source = Path(answer.citations[0].document.path)
    folder = tmp_path / "documents"
    folder.mkdir()
    copy = Path(shutil.copy(source, folder))
    shelf_dir = tmp_path / "shelf"
    shutil.copytree(sample_shelf.directory, shelf_dir)
    with open_shelf(shelf_dir) as shelf:
        shelf.remove([str(source)])
        problems = verify_dossier(file, shelf).problems
        assert any("no longer on the shelf" in problem for problem in problems)
        shelf.add([copy])
        own = ask(shelf, QUESTION)
        write_dossier(own, shelf, file, made=MADE)
        assert verify_dossier(file, shelf).ok
        copy.write_text(copy.read_text(encoding="utf-8") + "\n", encoding="utf-8")
        shelf.add([copy])
        assert any("its digest differs" in problem for problem in verify_dossier(file, shelf).problems)


def test_a_refusal_is_a_dossier_too(sample_shelf: Shelf, tmp_path: Path) -> None:
    refused = ask(sample_shelf, "How do I renew a passport?")
    assert refused.verdict is Verdict.NOT_FOUND
    file = tmp_path / "refusal.docx"
    write_dossier(refused, sample_shelf, file, made=MADE)
    assert verify_dossier(file, sample_shelf).ok
    with zipfile.ZipFile(file) as package:
        assert "not in these documents" in package.read("word/document.xml").decode()


def test_another_suffix_is_refused_before_anything_is_written(
    answer: Answer, sample_shelf: Shelf, tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match=r"\.docx, \.html, \.md, \.json"):
        write_dossier(answer, sample_shelf, tmp_path / "dossier.pdf")
    with pytest.raises(WenzhengError, match="cannot be written"):
        write_dossier(answer, sample_shelf, tmp_path / "missing" / "dossier.md")
    assert list(tmp_path.iterdir()) == []


def test_a_page_that_is_no_dossier_is_refused(sample_shelf: Shelf, tmp_path: Path) -> None:
    for name in ("a.json", "a.html", "a.md", "a.docx"):
        (tmp_path / name).write_text("[1]")
        with pytest.raises(WenzhengError, match="no dossier"):
            verify_dossier(tmp_path / name, sample_shelf)
    with pytest.raises(WenzhengError, match="cannot be read"):
        verify_dossier(tmp_path / "none.json", sample_shelf)


@settings(max_examples=30)
@given(st.text(max_size=60))
@pytest.mark.parametrize("suffix", DOSSIER_SUFFIXES)
def test_whatever_is_asked_comes_back_and_stays_text(
    suffix: str, answer: Answer, sample_shelf: Shelf, asked: str
) -> None:
    hostile = f"{asked}--></script><script>alert(1)</script>"
    contents = dossier_contents(replace(answer, question=hostile), sample_shelf, MADE)
    written = render(contents, suffix)
    assert read_contents(written, suffix) == json.loads(json.dumps(contents))
    assert b"<script>alert" not in written or suffix == ".json"
