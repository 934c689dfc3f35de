"""Addresses: only http(s), no private hosts unless asked for, redirects checked."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from ingest.errors import ReadError, UsageError
from ingest.readers.web import fetch, file_name, is_public


class Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/loop":
            self.send_response(302)
            self.send_header("Location", "/loop")
            self.end_headers()
        elif self.path == "/away":
            self.send_response(302)
            self.send_header("Location", "file:///etc/hostname")
            self.end_headers()
        elif self.path == "/none":
            self.send_error(404)
        else:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write("<p>通知</p>".encode())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@pytest.fixture
def site() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_page_is_fetched_under_a_name_of_our_own(site: str, tmp_path: Path) -> None:
    path = fetch(f"{site}/2024/notice", tmp_path, allow_private=True)
    assert path.read_text(encoding="utf-8") == "<p>通知</p>"
    assert path.parent == tmp_path
    assert path.name.startswith("notice-")
    assert path.suffix == ".html"


def test_private_hosts_are_refused_unless_asked_for(site: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="内网或本机地址"):
        fetch(site, tmp_path)


@pytest.mark.parametrize(
    ("place", "error"), [("/loop", ReadError), ("/away", UsageError), ("/none", ReadError)]
)
def test_redirects_are_checked_and_errors_told(
    site: str, place: str, error: type[Exception], tmp_path: Path
) -> None:
    with pytest.raises(error):
        fetch(site + place, tmp_path, allow_private=True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "169.254.169.254",
        "::1",
        "::ffff:192.168.0.1",
        "fe80::1",
        "0.0.0.0",
        "224.0.0.1",
    ],
)
def test_private_addresses(address: str) -> None:
    assert not is_public(address)


def test_public_address() -> None:
    assert is_public("93.184.216.34")


def test_a_name_from_an_address_cannot_lead_out_of_the_folder() -> None:
    name = file_name("http://a.cn/x", "http://a.cn/..%2f..%2fetc%2fpasswd", "application/pdf")
    assert "/" not in name
    assert name.endswith(".pdf")
