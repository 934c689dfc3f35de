"""Files from strangers: names of ours, limits by name, kept once, deleted with their document."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from desk import MAX_FILES, Upload, safe_name
from desk.uploads import drop_upload, keep_uploads
from ingest import UsageError


@pytest.mark.parametrize(
    ("given_name", "kept_name"),
    [
        ("云川市高新技术企业奖励办法(试行).txt", "云川市高新技术企业奖励办法(试行).txt"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\me\\通知.DOCX", "通知.docx"),
        ("<img src=x onerror=alert(1)>.txt", "_img src_x onerror_alert(1)_.txt"),
        ("a\x00b\nc.pdf", "a_b_c.pdf"),
        ("..", "document"),
        (".txt", "document.txt"),
        ("", "document"),
    ],
)
def test_a_kept_name_has_no_folders_markup_or_control_characters(given_name: str, kept_name: str) -> None:
    assert safe_name(given_name) == kept_name


@given(st.text(max_size=300))
def test_any_name_becomes_one_that_stays_in_its_folder(name: str) -> None:
    kept = safe_name(name)
    assert kept == Path(kept).name not in ("", ".", "..")
    assert not set(kept) & set("<>&\"'/\\\x00")
    assert len(kept.encode()) <= 255
    assert safe_name(kept) == kept


def received(folder: Path, name: str, content: bytes) -> Upload:
    path = folder / f"received-{len(list(folder.iterdir()))}"
    path.write_bytes(content)
    return Upload(name, path)


def test_the_same_bytes_are_kept_once_and_two_files_of_one_name_both(tmp_path: Path) -> None:
    shelf = tmp_path / "shelf"
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    uploads = [received(inbox, "通知.txt", content) for content in (b"one", b"one", b"two")]
    kept, refused = keep_uploads(shelf, uploads)
    assert refused == []
    assert kept[0] == kept[1] != kept[2]
    assert [path.read_bytes() for path in kept] == [b"one", b"one", b"two"]
    assert sorted(path.name for path in shelf.rglob("*") if path.is_file()) == ["通知.txt", "通知.txt"]


def test_what_cannot_be_read_is_refused_by_name(tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    uploads = [received(inbox, "<b>.exe", b"MZ"), received(inbox, "空.txt", b"")]
    kept, refused = keep_uploads(tmp_path / "shelf", uploads)
    assert kept == []
    assert [(skipped.path, skipped.reason) for skipped in refused] == [
        ("_b_.exe", "不支持的文件类型 (unknown suffix) .exe"),
        ("空.txt", "文件是空的 (the file is empty)"),
    ]


def test_too_many_files_at_once_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=f"at most {MAX_FILES}"):
        keep_uploads(tmp_path, [Upload("a.txt", tmp_path / "a")] * (MAX_FILES + 1))


def test_only_kept_files_are_deleted(tmp_path: Path) -> None:
    shelf = tmp_path / "shelf"
    own = tmp_path / "own.txt"
    own.write_text("mine")
    kept, _ = keep_uploads(shelf, [Upload("own.txt", own)])
    assert not drop_upload(shelf, str(own))
    assert not drop_upload(shelf, str(shelf / "uploads" / ".." / ".." / "own.txt"))
    assert own.read_text() == "mine"
    assert drop_upload(shelf, f"{kept[0]}")
    assert not kept[0].parent.exists()
