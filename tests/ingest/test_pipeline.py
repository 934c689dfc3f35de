"""Paths become files, each left out one named; a file becomes a document whose spans hold."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from ingest import ReadError, discover, doc_id_of, ingest_file

SAMPLES = sorted((Path(__file__).parents[2] / "samples").glob("*.txt"))


def touch(path: Path, content: str = "正文。") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
    return path


def test_a_folder_is_searched_in_a_stable_order_and_each_file_comes_once(tmp_path: Path) -> None:
    last, first, deep = (touch(tmp_path / name) for name in ("b.txt", "a.txt", "c/deep/d.TXT"))
    files, skipped = discover([tmp_path, first, str(tmp_path / "c")])
    assert files == [first, last, deep]
    assert skipped == []


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        (".hidden.txt", "hidden"),
        (".git/a.txt", "hidden"),
        ("~$办法.docx", "lock file"),
        ("a.xyz", "unknown suffix"),
        ("none", "unknown suffix"),
    ],
)
def test_what_is_left_out_is_named_with_its_reason(tmp_path: Path, name: str, reason: str) -> None:
    touch(tmp_path / name)
    kept = touch(tmp_path / "kept.txt")
    files, skipped = discover([tmp_path])
    assert files == [kept]
    assert len(skipped) == 1
    assert reason in skipped[0].reason
    assert skipped[0].path.startswith(str(tmp_path))


def test_a_missing_path_is_named(tmp_path: Path) -> None:
    files, skipped = discover([tmp_path / "none.txt"])
    assert files == []
    assert "no such file" in skipped[0].reason


def test_links_that_go_in_circles_or_nowhere_are_skipped(tmp_path: Path) -> None:
    kept = touch(tmp_path / "a.txt")
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "broken.txt").symlink_to(tmp_path / "none.txt")
    files, skipped = discover([tmp_path])
    assert files == [kept]
    assert sorted(Path(one.path).name for one in skipped) == ["broken.txt", "loop"]


def test_a_pipe_is_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    files, skipped = discover([tmp_path])
    assert files == []
    assert "not a regular file" in skipped[0].reason


def test_the_id_belongs_to_the_path_in_either_form_of_its_letters(tmp_path: Path) -> None:
    assert doc_id_of(tmp_path / "caf\u00e9.txt") == doc_id_of(tmp_path / "cafe\u0301.txt")
    assert doc_id_of(tmp_path / "a.txt") != doc_id_of(tmp_path / "b.txt")
    assert len(doc_id_of("a.txt")) == 16


def test_a_file_becomes_a_document_with_its_digest(tmp_path: Path) -> None:
    path = touch(tmp_path / "a.txt", "首页 > 政务公开\n关于奖励的通知\n一、奖励\n奖励20万元。")
    document = ingest_file(path).document
    assert document.doc_id == doc_id_of(path)
    assert document.path == str(path)
    assert document.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert document.text == "关于奖励的通知\n一、奖励\n奖励20万元。"
    assert document.removed == ("首页 > 政务公开",)
    assert document.title == "关于奖励的通知"


def test_a_file_of_mere_furniture_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="没有正文,只有 2 行网页框架"):
        ingest_file(touch(tmp_path / "a.txt", "首页 > 政务公开\n验证码："))


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="No such file"):
        ingest_file(tmp_path / "none.txt")


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_every_sample_keeps_all_its_words_in_passages(path: Path) -> None:
    ingested = ingest_file(path)
    document = ingested.document
    held = "".join(document.text[one.start : one.end] for one in ingested.passages)
    assert "".join(held.split()) == "".join(document.text.split())
    assert document.warnings == ()
    assert any(section.label for section in document.sections)
