"""The people who may log in, from the command line; passwords never stand in it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from commands import app
from ingest import UsageError

PASSWORD = "correct horse battery\n"


@pytest.fixture(autouse=True)
def quick_hashing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desk.passwords.LOG2_N", 6)


def run(*arguments: str, given: str = "") -> Result:
    return CliRunner().invoke(app, ["user", *arguments], input=given)


def test_a_person_is_added_listed_given_a_token_and_removed(tmp_path: Path) -> None:
    auth = ["--auth", str(tmp_path / "users.json")]
    added = run("add", "王芳", "--role", "editor", "--password-stdin", *auth, given=PASSWORD)
    assert (added.exit_code, added.stdout) == (0, "")
    assert run("token", "王芳", *auth).stdout.startswith("wz_")
    listed = json.loads(run("list", "--json", *auth).stdout)
    assert listed == {"users": [{"name": "王芳", "role": "editor", "tokens": 1}]}
    assert run("passwd", "王芳", "--password-stdin", *auth, given="another long password\n").exit_code == 0
    assert json.loads(run("list", "--json", *auth).stdout)["users"][0]["tokens"] == 0
    assert run("remove", "王芳", *auth).exit_code == 0
    assert json.loads(run("list", "--json", *auth).stdout) == {"users": []}


@pytest.mark.parametrize(
    ("arguments", "given", "said"),
    [
        (["add", "a", "--password-stdin"], "short\n", "at least 10 characters"),
        (["add", "a", "--role", "king", "--password-stdin"], PASSWORD, "no role 'king'"),
        (["remove", "nobody"], "", "no user 'nobody'"),
    ],
    ids=["short-password", "unknown-role", "unknown-name"],
)
def test_what_cannot_be_done_is_said_in_a_line(
    tmp_path: Path, arguments: list[str], given: str, said: str
) -> None:
    done = run(*arguments, "--auth", str(tmp_path / "users.json"), given=given)
    assert isinstance(done.exception, UsageError)
    assert said in str(done.exception)
    assert not (tmp_path / "users.json").exists()


def test_a_password_is_asked_for_twice_and_not_shown(tmp_path: Path) -> None:
    auth = ["--auth", str(tmp_path / "users.json")]
    assert run("add", "a", *auth, given=PASSWORD * 2).exit_code == 0
    differing = run("add", "b", *auth, given=PASSWORD + "another one\n")
    assert differing.exit_code == 1
    listed = run("list", *auth)
    assert listed.stdout.splitlines()[0] == "reader  a  0 token(s)"
    assert PASSWORD.strip() not in listed.output


def test_without_a_file_nothing_is_done() -> None:
    done = run("list")
    assert isinstance(done.exception, UsageError)
    assert "--auth FILE" in str(done.exception)
