"""A file that hangs, crashes or is too large costs one line, and the next one is read."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from ingest.errors import ReadError
from ingest.raw_json import dump_raw, load_raw
from ingest.sandbox import Limits, Sandbox, is_direct
from ingest.types import Block, BlockKind, RawDocument

PAGE = "<html><body><p>为支持企业创新，制定本措施，自发布之日起施行。</p></body></html>"


def write_page(folder: Path) -> Path:
    path = folder / "a.html"
    path.write_text(PAGE, encoding="utf-8")
    return path


def test_a_raw_document_comes_back_as_it_was() -> None:
    raw = RawDocument(
        (Block("一、\ud800总则", BlockKind.HEADING, 2, 3), Block("甲 | 乙", BlockKind.TABLE)),
        {"title": "题"},
        ("警",),
        ("页眉",),
    )
    assert load_raw(dump_raw(raw)) == raw


def test_a_child_that_was_killed_is_replaced(tmp_path: Path) -> None:
    page = write_page(tmp_path)
    with Sandbox() as sandbox:
        first = sandbox.read(page)
        process = sandbox._all[0]._process
        assert process is not None
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        assert sandbox.read(page) == first


def test_a_file_that_takes_too_long_is_left_out(tmp_path: Path) -> None:
    with Sandbox(limits=Limits(silent_seconds=0.0)) as sandbox, pytest.raises(ReadError, match="解析超时"):
        sandbox.read(write_page(tmp_path))


def test_a_file_that_needs_too_much_memory_is_left_out(tmp_path: Path) -> None:
    with Sandbox(limits=Limits(memory_bytes=16 * 1024 * 1024)) as sandbox, pytest.raises(ReadError):
        sandbox.read(write_page(tmp_path))


def test_a_huge_text_is_refused_by_its_size(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as stream:
        stream.truncate(200 * 1024 * 1024)
    with pytest.raises(ReadError, match="超过上限 32 MB"):
        is_direct(path)


def test_a_closed_sandbox_reads_no_more(tmp_path: Path) -> None:
    sandbox = Sandbox()
    sandbox.close()
    with pytest.raises(ReadError, match="中止"):
        sandbox.read(write_page(tmp_path))


def test_a_large_parent_does_not_make_its_children_leave(tmp_path: Path) -> None:
    ballast = bytearray(1200 * 1024 * 1024)
    ballast[::4096] = b"x" * len(ballast[::4096])  # touched, so that it is resident when the child starts
    paths = []
    for number in range(4):
        path = tmp_path / f"{number}.csv"
        path.write_text("项目,金额\n奖励,15万元\n", encoding="utf-8")
        paths.append(path)
    with Sandbox(1) as sandbox:
        assert [len(sandbox.read(path).blocks) > 0 for path in paths] == [True] * 4
    del ballast
