"""``wenzheng add`` and ``list`` tell when documents were read by another version of the program."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from commands import app
from index import check_shelf
from index.catalog_file import CATALOG_NAME
from ingest import program_version

NOTICE = "# 关于支持企业创新的通知\n\n一、对首次认定的高新技术企业，一次性给予20万元奖励。\n"
TOLD = "1 document(s) were read by another version of the program"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "notice.md").write_text(NOTICE, encoding="utf-8")
    return folder


def test_documents_read_by_another_version_are_told_of_until_they_are_read_anew(
    documents: Path, tmp_path: Path
) -> None:
    where = ("--shelf", str(tmp_path / "shelf"))
    assert TOLD not in run("add", str(documents), *where).stderr
    with sqlite3.connect(tmp_path / "shelf" / CATALOG_NAME) as catalog:  # as a shelf of earlier days
        catalog.execute("DELETE FROM read_by")
    catalog.close()
    assert TOLD in run("list", *where).stderr
    assert json.loads(run("add", str(documents), "--json", *where).stdout)["outdated"] == 1
    assert TOLD not in run("add", str(documents), "--again", *where).stderr
    assert check_shelf(tmp_path / "shelf").ok


def test_the_version_is_printed() -> None:
    assert run("--version").stdout == f"wenzheng {program_version()}\n"
