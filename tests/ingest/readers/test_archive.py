"""Zips: members read as files, unsafe ones refused with a line each."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from ingest import Ingested, Skipped, Unchanged, ingest_files
from ingest.errors import ReadError
from ingest.readers import SUFFIXES
from ingest.readers.archive import decoded_name, extract
from ingest.readers.containers import open_zip


def write_zip(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def test_members_that_lead_out_or_are_no_documents_are_skipped_by_name(tmp_path: Path) -> None:
    source = write_zip(
        tmp_path / "a.zip",
        {"../evil.txt": b"x", "/abs.txt": b"x", "in.zip": b"x", "run.exe": b"x", "好.txt": "通知".encode()},
    )
    (tmp_path / "out").mkdir()
    members, skipped = extract(source, tmp_path / "out", SUFFIXES)
    assert [member.name for member in members] == [f"{source}!/好.txt"]
    assert [(line.path.split("!/")[1], line.reason.split(" ")[0]) for line in skipped] == [
        ("../evil.txt", "路径越出压缩包"),
        ("/abs.txt", "路径越出压缩包"),
        ("in.zip", "压缩包内的压缩包不展开,请先解压"),
        ("run.exe", "不支持的文件类型"),
    ]
    assert sorted(entry.name for entry in tmp_path.rglob("*.txt")) == ["00004.txt"]


def test_names_in_gbk_are_decoded() -> None:
    entry = zipfile.ZipInfo("通知.txt".encode("gb18030").decode("cp437"))
    entry.flag_bits = 0
    assert decoded_name(entry) == "通知.txt"


def test_a_member_packed_too_tightly_is_refused(tmp_path: Path) -> None:
    source = write_zip(tmp_path / "bomb.zip", {"a.txt": b"\0" * (9 * 1024 * 1024)})
    members, [line] = extract(source, tmp_path, SUFFIXES)
    assert members == []
    assert line.reason == "压缩比异常 (packed too tightly: a zip bomb?)"


def test_an_office_file_that_is_a_bomb_is_refused_before_it_is_parsed(tmp_path: Path) -> None:
    source = write_zip(tmp_path / "bomb.docx", {"word/document.xml": b" " * (9 * 1024 * 1024)})
    with pytest.raises(ReadError, match="压缩比异常"), open_zip(source, "docx"):
        pass


def test_a_folder_goes_in_around_its_bad_files_and_known_bytes_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "bad.pdf").write_bytes(b"%PDF-1.7 cut short")
    (tmp_path / "good.txt").write_text("关于创新的通知\n一、总则\n", encoding="utf-8")
    write_zip(tmp_path / "some.zip", {"内/通知.txt": "关于研发的通知\n".encode()})
    files = sorted(tmp_path.iterdir())
    bad, good, member = list(ingest_files(files))
    assert isinstance(bad, Skipped)
    assert bad.reason.startswith("PDF 文件损坏或不完整")
    assert isinstance(good, Ingested)
    assert isinstance(member, Ingested)
    assert member.document.path == f"{tmp_path / 'some.zip'}!/内/通知.txt"
    known = {result.document.path: result.document.sha256 for result in (good, member)}
    assert list(ingest_files(files, known))[1:] == [Unchanged(path) for path in known]
