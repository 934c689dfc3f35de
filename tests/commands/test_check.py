"""``wenzheng check``: one JSON object on standard output, a page on request."""

from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner

from commands import app


def test_check_prints_the_contract_and_writes_the_page(sample_shelf_dir: Path, tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    given = [
        "check",
        "--shelf",
        str(sample_shelf_dir),
        "--as-of",
        "2026-06-01",
        "--html",
        str(page),
        "--json",
    ]
    result = CliRunner().invoke(app, given)
    assert result.exit_code == 0, result.output
    said = json.loads(result.stdout)
    assert said["as_of"] == "2026-06-01"
    assert said["findings"][0]["kind"] == "conflict"
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_check_reads_like_a_list(sample_shelf_dir: Path) -> None:
    result = CliRunner().invoke(app, ["check", "--shelf", str(sample_shelf_dir), "--as-of", "2026-06-01"])
    assert result.exit_code == 0, result.output
    assert "[conflict error] 云川市现行文件对“技术改造项目”的规定不一致" in result.stdout
    assert "22 份文件" in result.stderr
