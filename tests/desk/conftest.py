"""A server over its own copy of the sample shelf, and people who may use it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from desk import Desk, Role, Users, create_app

PASSWORDS = {"reader": "reading is enough", "editor": "adding and removing"}


@pytest.fixture(scope="module")
def desk(sample_shelf_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk over a copy of the sample shelf; what a test adds it removes."""
    directory = shutil.copytree(sample_shelf_dir, tmp_path_factory.mktemp("desk") / "shelf")
    with Desk(directory) as opened:
        yield opened


@pytest.fixture(scope="module")
def client(desk: Desk) -> Iterator[TestClient]:
    """A person at their own computer, without login."""
    with TestClient(create_app(desk), base_url="http://127.0.0.1") as opened:
        yield opened


@pytest.fixture(scope="session")
def users(tmp_path_factory: pytest.TempPathFactory) -> Users:
    """One reader and one editor; the passwords are in ``PASSWORDS``."""
    made = Users(tmp_path_factory.mktemp("auth") / "users.json")
    for name, password in PASSWORDS.items():
        made.add(name, password, Role(name))
    return made


@pytest.fixture(scope="module")
def guarded(desk: Desk, users: Users) -> Iterator[TestClient]:
    """A server where everybody logs in."""
    with TestClient(
        create_app(desk, users=users), base_url="http://desk.example", follow_redirects=False
    ) as opened:
        yield opened
