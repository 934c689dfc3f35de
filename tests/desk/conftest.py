"""A server over its own copy of the sample shelf, and people who may use it."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest
import uvicorn
from fastapi import FastAPI
from starlette.testclient import TestClient

from desk import Desk, Role, Users, create_app

PASSWORDS = {"reader": "reading is enough", "editor": "adding and removing"}


@pytest.fixture
def quick_hashing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords hashed at a thousandth of the cost, for tests of what happens around them."""
    monkeypatch.setattr("desk.passwords.LOG2_N", 6)


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


@pytest.fixture(scope="module")
def live_url(desk: Desk) -> Iterator[str]:
    """Where a real server over the desk listens, without login."""
    with serving(create_app(desk)) as url:
        yield url


@pytest.fixture(scope="module")
def live_guarded_url(desk: Desk, users: Users) -> Iterator[str]:
    """Where a real server over the desk listens that lets in nobody without login."""
    with serving(create_app(desk, users=users)) as url:
        yield url


@contextmanager
def serving(app: FastAPI) -> Iterator[str]:
    """``app`` on a free port, in a thread."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", ws="none"))
    thread = Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive()
            time.sleep(0.02)
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


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
