"""Ctrl-C while documents are added: the shelf stays whole, and a second run goes on where it stopped."""

from __future__ import annotations

import json
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from index import check_shelf

ROOT = Path(__file__).parents[2]
# One round of encoding holds 512 passages. What comes after it is long, so that there is time to interrupt.
DOCUMENTS = 540
LONG_FROM = 512
LONG = "对符合条件的企业按照上一年度研发投入的百分之五给予补助，由市科学技术局会同市财政局组织实施。" * 40
GIVE_UP_SECONDS = 300.0


def add(folder: Path, shelf: Path) -> subprocess.Popen[str]:
    # Whoever runs the tests in the background has Ctrl-C ignored and hands that down: it is taken up again.
    heeding = (
        "import runpy, signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler); "
        "sys.argv = sys.argv[1:]; runpy.run_path(sys.argv[0], run_name='__main__')"
    )
    command = [sys.executable, "-c", heeding, str(ROOT / "cli.py")]
    return subprocess.Popen(
        [*command, "add", str(folder), "--shelf", str(shelf), "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )


def count(shelf: Path, table: str) -> int:
    """Rows of a table of the catalog, 0 while there is none."""
    try:
        with closing(sqlite3.connect(f"file:{shelf / 'catalog.sqlite3'}?mode=ro", uri=True)) as database:
            return int(database.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
    except sqlite3.OperationalError:
        return 0


@pytest.mark.skipif(sys.platform == "win32", reason="SIGINT is sent otherwise there")
def test_an_interrupted_add_is_taken_up_again(tmp_path: Path) -> None:
    folder, shelf = tmp_path / "papers", tmp_path / "shelf"
    folder.mkdir()
    for number in range(DOCUMENTS):
        text = f"奖励第{number}号企业{number}元。{LONG if number >= LONG_FROM else ''}"
        (folder / f"{number:03}.txt").write_text(text, encoding="utf-8")
    running = add(folder, shelf)
    began = time.monotonic()
    while count(shelf, "documents") == 0:
        assert running.poll() is None, running.communicate()
        assert time.monotonic() - began < GIVE_UP_SECONDS
        time.sleep(0.02)
    running.send_signal(signal.SIGINT)
    out, said = running.communicate(timeout=60)
    assert (running.returncode, out) == (130, "")
    assert "已中断,已完成的部分已保存" in said

    kept, vectors = count(shelf, "documents"), count(shelf, "vectors")
    assert 0 < kept < DOCUMENTS
    assert check_shelf(shelf).problems == ()
    second = add(folder, shelf)
    out, _ = second.communicate(timeout=GIVE_UP_SECONDS)
    report = json.loads(out)
    assert (report["added"], report["unchanged"]) == (DOCUMENTS - kept, kept)
    assert vectors <= count(shelf, "vectors")
    assert check_shelf(shelf).problems == ()
