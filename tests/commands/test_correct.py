"""``wenzheng correct``: fields set, emptied, restored and told of."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from commands import app
from index import check_shelf
from ingest import UsageError

NUMBER = "云川科〔2020〕33号"


def correct(shelf: Path, *arguments: str) -> Result:
    return CliRunner().invoke(app, ["correct", NUMBER, *arguments, "--shelf", str(shelf)])


def test_fields_are_set_emptied_and_restored(own_shelf_dir: Path) -> None:
    clause = json.dumps({"kind": "trial", "quote": "试行"}, ensure_ascii=False)
    options = ("--kind", "plan", "--none", "expires", "--clause", clause, "--issuer", "云川市财政局")
    told = json.loads(correct(own_shelf_dir, *options, "--by", "lin", "--json").stdout)
    assert (told["kind"], told["expires"], told["issuer"]) == ("plan", None, "云川市财政局")
    assert told["corrected"] == ["issuers", "kind", "expires", "clauses"]
    assert {one["by"] for one in told["corrections"]} == {"lin"}
    lines = correct(own_shelf_dir, "--undo", "all").stdout.splitlines()
    assert lines[-1] == "corrected 已更正: nothing 无"
    assert any(line.endswith('lin  kind = "plan"') for line in lines)
    assert check_shelf(own_shelf_dir).ok


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--issued", "2024-02-31"), "a day like"),
        (("--none", "author"), "no field 'author'"),
        (("--title", "x", "--none", "title"), "given and --none at once"),
        (("--clause", "{"), "takes a JSON object"),
    ],
)
def test_what_cannot_be_is_told(own_shelf_dir: Path, options: tuple[str, ...], told: str) -> None:
    result = correct(own_shelf_dir, *options)
    assert isinstance(result.exception, UsageError) and told in str(result.exception)
    assert result.stdout == ""
