"""What is refused before anything is served, and what is said where it is not quite safe."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx
import pytest

from desk import Role, Serving, Users, serve_desk
from ingest import UsageError, WenzhengError

ROOT = Path(__file__).resolve().parent.parent.parent
START_SECONDS = 120
ASKED = "望溪的苗圃补助是多少"


def never(*_: Any) -> None:
    raise AssertionError("it was served")


def refused(shelf: Path, serving: Serving) -> WenzhengError:
    with pytest.raises(WenzhengError) as caught:
        serve_desk(shelf, serving, mount_pages=never, say=never)
    return caught.value


def test_the_network_is_not_served_without_login(tmp_path: Path) -> None:
    error = refused(tmp_path / "shelf", Serving("0.0.0.0", 0))
    assert isinstance(error, UsageError)
    assert "can be reached from the network" in str(error)
    assert not (tmp_path / "shelf").exists()


def test_a_users_file_with_nobody_in_it_is_refused(tmp_path: Path) -> None:
    error = refused(tmp_path / "shelf", Serving(users_file=tmp_path / "users.json", port=0))
    assert f"nobody is in {tmp_path / 'users.json'}: add someone" in str(error)


def test_an_address_of_another_computer_is_refused(tmp_path: Path) -> None:
    error = refused(tmp_path / "shelf", Serving("192.0.2.1", 0, no_auth=True))
    assert "this computer has no such address" in str(error)


def test_a_taken_port_is_refused(tmp_path: Path) -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]
        assert f"127.0.0.1:{port}: another program uses it" in str(
            refused(tmp_path / "shelf", Serving(port=port))
        )


@pytest.mark.parametrize(("login", "warning"), [(True, "in the clear"), (False, "everyone who reaches")])
def test_serving_the_network_is_announced_with_its_danger(
    quick_hashing: None, tmp_path: Path, login: bool, warning: str
) -> None:
    Users(tmp_path / "users.json").add("a", "correct horse battery", Role.READER)
    serving = Serving("0.0.0.0", 0, tmp_path / "users.json" if login else None, no_auth=not login)
    said: list[str] = []

    def stop(line: str) -> None:
        said.append(line)
        if len(said) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        serve_desk(tmp_path / "shelf", serving, mount_pages=lambda *_: None, say=stop)
    assert warning in said[1]


def test_pages_api_and_tools_share_a_port_and_end_in_order(sample_shelf_dir: Path, tmp_path: Path) -> None:
    log = tmp_path / "log"
    command = [sys.executable, str(ROOT / "cli.py"), "serve", "--shelf", str(sample_shelf_dir), "--port", "0"]
    environment = {key: value for key, value in os.environ.items() if not key.startswith("GRADIO_")}
    with log.open("w") as errors, subprocess.Popen(command, stderr=errors, env=environment) as server:
        try:
            url = address(log, server)
            assert httpx.get(f"{url}/zh/", timeout=30).status_code == 200
            assert httpx.post(f"{url}/api/ask", json={"question": ASKED}, timeout=60).status_code == 200
            assert httpx.get(f"{url}/mcp").status_code == 405
            server.send_signal(signal.SIGINT)
            assert server.wait(30) in (0, 130)
        finally:
            server.kill()
    written = log.read_text(encoding="utf-8")
    lines = [json.loads(line) for line in written.splitlines() if line.startswith("{")]
    routes = {line["route"] for line in lines if line["event"] == "request"}
    assert {"pages", "/api/ask", "/mcp", "/health"} <= routes
    assert ASKED not in written
    assert "Traceback" not in written


def address(log: Path, server: subprocess.Popen[bytes]) -> str:
    for _ in range(START_SECONDS * 5):
        found = re.search(r"http://127\.0\.0\.1:\d+", log.read_text())
        if found:
            try:
                httpx.get(f"{found[0]}/health").raise_for_status()
            except httpx.HTTPError:
                pass
            else:
                return found[0]
        assert server.poll() is None, log.read_text()
        time.sleep(0.2)
    raise AssertionError(log.read_text())
