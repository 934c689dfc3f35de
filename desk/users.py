"""Who may use a shelf: people in a file that only its owner reads, each a reader or an editor."""

from __future__ import annotations

import json
import os
import re
import stat
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from desk.passwords import hash_password, is_password, new_token, token_digest
from ingest import UsageError, WenzhengError

FORMAT = 1
MAX_TOKENS = 10  # of one person
OTHERS_MAY_WRITE = stat.S_IWGRP | stat.S_IWOTH
_NAME = re.compile(r"[\w.@-]{1,64}")
# Checked for names that nobody has, so that the time of an answer does not tell which names exist.
_NOBODY = "scrypt$15$8$3$AAAAAAAAAAAAAAAAAAAAAA==$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="


class Role(StrEnum):
    """What a person may do."""

    READER = "reader"  # ask, find, check, compare, read
    EDITOR = "editor"  # also add and remove documents


@dataclass(frozen=True, slots=True)
class Person:
    """Who is asking."""

    name: str
    role: Role

    @property
    def may_edit(self) -> bool:
        """True if this person may add and remove documents."""
        return self.role is Role.EDITOR


@dataclass(frozen=True, slots=True)
class Account:
    """A person as the file keeps them."""

    role: Role
    password: str  # scrypt$…
    tokens: tuple[str, ...] = ()  # sha256 of each, hexadecimal

    @property
    def stamp(self) -> str:
        """Changes with the password: a session that remembers another one is over."""
        return self.password


class Users:
    """The people in a file, read again whenever it changes; may be used from any thread."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.RLock()
        self._accounts: dict[str, Account] = {}
        self._seen: tuple[int, int, int] | None = None  # what the file was when it was read

    def accounts(self) -> Mapping[str, Account]:
        """All of them by name; ``WenzhengError`` if the file is not one of ours or others may write to it."""
        with self._lock:
            self._refresh()
            return dict(self._accounts)

    def person(self, name: str) -> Person | None:
        """The person of this name."""
        account = self.accounts().get(name)
        return None if account is None else Person(name, account.role)

    def check_password(self, name: str, password: str) -> Person | None:
        """The person, if this is their password; takes as long for a name that nobody has."""
        account = self.accounts().get(name)
        fits = is_password(password, account.password if account else _NOBODY)
        return Person(name, account.role) if account and fits else None

    def check_token(self, token: str) -> Person | None:
        """The person this token belongs to."""
        digest = token_digest(token)
        for name, account in self.accounts().items():
            if digest in account.tokens:  # digests of random tokens: their timing tells nothing
                return Person(name, account.role)
        return None

    # Changes

    def add(self, name: str, password: str, role: Role) -> None:
        """Add a person; ``UsageError`` if there is one of that name or it is no name."""
        if not _NAME.fullmatch(name):
            raise UsageError(
                f"{name!r} is no user name: use letters, digits, '.', '_', '-', '@', at most 64. 用户名不合规"
            )
        account = Account(role, hash_password(password))
        with self._changing() as accounts:
            if name in accounts:
                raise UsageError(f"there is a user {name!r} already: use passwd or remove. 用户已存在")
            accounts[name] = account

    def remove(self, name: str) -> None:
        """Take a person off; their sessions end."""
        with self._changing() as accounts:
            self._known(accounts, name)
            del accounts[name]

    def set_password(self, name: str, password: str) -> None:
        """Give a person another password; their sessions and tokens end."""
        kept = hash_password(password)
        with self._changing() as accounts:
            accounts[name] = replace(self._known(accounts, name), password=kept, tokens=())

    def set_role(self, name: str, role: Role) -> None:
        """Let a person do more or less, at once."""
        with self._changing() as accounts:
            accounts[name] = replace(self._known(accounts, name), role=role)

    def add_token(self, name: str) -> str:
        """A new token for a person's programs; it is told this once and kept as a digest."""
        token, digest = new_token()
        with self._changing() as accounts:
            account = self._known(accounts, name)
            if len(account.tokens) >= MAX_TOKENS:
                raise UsageError(
                    f"{name!r} has {MAX_TOKENS} tokens: a new password ends them all. 令牌过多,修改密码可清空"
                )
            accounts[name] = replace(account, tokens=(*account.tokens, digest))
        return token

    def _known(self, accounts: Mapping[str, Account], name: str) -> Account:
        if name not in accounts:
            raise UsageError(f"there is no user {name!r} in {self.path}: see user list. 没有这个用户")
        return accounts[name]

    # The file

    @contextmanager
    def _changing(self) -> Iterator[dict[str, Account]]:
        """The accounts to be changed; the file has all of it or none, whoever else changes it."""
        with self._lock, _locked(self.path):
            self._seen = None
            self._refresh()
            accounts = dict(self._accounts)
            yield accounts
            _write(self.path, accounts)
            self._refresh()

    def _refresh(self) -> None:
        try:
            found = self.path.stat()
        except FileNotFoundError:
            self._accounts, self._seen = {}, None
            return
        except OSError as error:
            raise WenzhengError(f"{self.path}: cannot be read: {error.strerror}. 无法读取用户文件") from error
        if os.name == "posix" and found.st_mode & OTHERS_MAY_WRITE:
            raise WenzhengError(f"others may write to {self.path}: run chmod 600 on it. 用户文件权限过宽")
        seen = (found.st_mtime_ns, found.st_size, found.st_ino)
        if seen != self._seen:
            self._accounts = _read(self.path)
            self._seen = seen


def _read(path: Path) -> dict[str, Account]:
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
        if held["format"] != FORMAT:
            raise ValueError(f"format {held['format']}")
        return {name: _account(fields) for name, fields in held["users"].items()}
    except OSError as error:
        raise WenzhengError(f"{path}: cannot be read: {error.strerror}. 无法读取用户文件") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise WenzhengError(
            f"{path} is no users file ({error}): make one with user add. 不是用户文件"
        ) from error


def _account(fields: dict[str, Any]) -> Account:
    password = str(fields["password"])
    if password.count("$") != _NOBODY.count("$"):
        raise ValueError("a password that is not hashed")
    return Account(Role(fields["role"]), password, tuple(str(token) for token in fields["tokens"]))


def _write(path: Path, accounts: Mapping[str, Account]) -> None:
    """Replace the file in one step; only its owner reads it."""
    body = json.dumps(
        {"format": FORMAT, "users": {name: asdict(account) for name, account in sorted(accounts.items())}},
        ensure_ascii=False,
        indent=1,
    )
    temporary = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(f"{body}\n")
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise WenzhengError(f"{path}: cannot be written: {error.strerror}. 无法写入用户文件") from error


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Only one process changes the file at a time."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path.with_name(f"{path.name}.lock"), os.O_WRONLY | os.O_CREAT, 0o600)
    except OSError as error:
        raise WenzhengError(f"{path}: cannot be written: {error.strerror}. 无法写入用户文件") from error
    try:
        if os.name == "posix":
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
