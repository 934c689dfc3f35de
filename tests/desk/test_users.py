"""People in a file: hashed, atomic, private, read again when it changes."""

from __future__ import annotations

import json
import stat
import time
from pathlib import Path

import pytest

from desk import Role, Users
from desk.passwords import hash_password, is_password
from ingest import UsageError, WenzhengError

PASSWORD = "correct horse battery"


@pytest.fixture
def users(quick_hashing: None, tmp_path: Path) -> Users:
    made = Users(tmp_path / "auth" / "users.json")
    made.add("王芳", PASSWORD, Role.READER)
    return made


def test_a_password_is_kept_as_salted_scrypt() -> None:
    first, second = hash_password(PASSWORD), hash_password(PASSWORD)
    assert first.startswith("scrypt$15$8$3$")
    assert first != second
    assert is_password(PASSWORD, first)


def test_only_the_very_password_fits(users: Users) -> None:
    kept = users.accounts()["王芳"].password
    assert is_password(PASSWORD, kept)
    assert not is_password(PASSWORD + " ", kept)
    assert PASSWORD not in users.path.read_text(encoding="utf-8")


def test_a_password_of_another_scheme_is_an_error() -> None:
    with pytest.raises(ValueError, match="unknown password scheme 'md5'"):
        is_password(PASSWORD, "md5$1$1$1$AA==$AA==")


@pytest.mark.parametrize(("password", "said"), [("short", "at least 10"), ("x" * 2000, "too long")])
def test_a_password_has_bounds(users: Users, password: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        users.add("b", password, Role.READER)


def test_only_the_right_password_lets_in(users: Users) -> None:
    person = users.check_password("王芳", PASSWORD)
    assert person is not None
    assert (person.name, person.role, person.may_edit) == ("王芳", "reader", False)
    assert users.check_password("王芳", "wrong password") is None
    assert users.check_password("nobody", PASSWORD) is None


def test_an_unknown_name_takes_as_long_as_a_wrong_password(tmp_path: Path) -> None:
    users = Users(tmp_path / "users.json")
    users.add("王芳", PASSWORD, Role.READER)

    def seconds(name: str) -> float:
        begun = time.process_time()
        users.check_password(name, "wrong password")
        return time.process_time() - begun

    assert seconds("nobody") > seconds("王芳") / 3


def test_the_file_is_its_owners_alone_and_never_half_written(users: Users) -> None:
    assert stat.S_IMODE(users.path.stat().st_mode) == 0o600
    assert [path.name for path in users.path.parent.iterdir() if path.suffix == ".new"] == []
    users.path.chmod(0o666)
    with pytest.raises(WenzhengError, match="others may write"):
        users.accounts()


def test_another_process_sees_a_change_at_once(users: Users) -> None:
    other = Users(users.path)
    assert set(other.accounts()) == {"王芳"}
    users.add("李明", PASSWORD, Role.EDITOR)
    users.remove("王芳")
    assert {name: account.role for name, account in other.accounts().items()} == {"李明": "editor"}


def test_a_token_is_kept_as_a_digest_and_ends_with_the_password(users: Users) -> None:
    token = users.add_token("王芳")
    assert token not in users.path.read_text(encoding="utf-8")
    person = users.check_token(token)
    assert person is not None
    assert person.name == "王芳"
    assert users.check_token(token + "x") is None
    users.set_password("王芳", "another long password")
    assert users.check_token(token) is None


@pytest.mark.parametrize("name", ["", "a b", "<b>", "a/b", "x" * 65])
def test_a_name_is_a_name(users: Users, name: str) -> None:
    with pytest.raises(UsageError, match="no user name"):
        users.add(name, PASSWORD, Role.READER)


def test_nobody_is_there_twice_or_missing_in_silence(users: Users) -> None:
    with pytest.raises(UsageError, match="already"):
        users.add("王芳", PASSWORD, Role.EDITOR)
    with pytest.raises(UsageError, match="no user 'nobody'"):
        users.remove("nobody")


@pytest.mark.parametrize(
    "content",
    ["", "[]", "{}", json.dumps({"format": 9, "users": {}}),
     json.dumps({"format": 1, "users": {"a": {"role": "king", "password": "x", "tokens": []}}}),
     json.dumps({"format": 1, "users": {"a": {"role": "editor", "password": "plain", "tokens": []}}})],
)  # fmt: skip
def test_a_file_that_is_none_of_ours_lets_nobody_in(users: Users, content: str) -> None:
    users.path.write_text(content, encoding="utf-8")
    users.path.chmod(0o600)
    with pytest.raises(WenzhengError, match="no users file"):
        users.check_token("wz_x")
