"""What is written into a page runs only if it was there when the page was made."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, PlainTextResponse, StreamingResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from desk.headers import SecurityHeaders, page_policy

CODE = "window.config = {};"
DIGEST = f"'sha256-{b64encode(sha256(CODE.encode()).digest()).decode()}'"
PAGE = f'<html><script>{CODE}</script><script type="module" src="./a.js"></script><p onclick="x()">'


def script_source(policy: str) -> list[str]:
    found = re.search(r"script-src ([^;]*)", policy)
    assert found is not None
    return found[1].split()


@pytest.fixture(scope="module")
def pages() -> TestClient:
    async def page(_: Any) -> HTMLResponse:
        return HTMLResponse(PAGE)

    async def pieces(_: Any) -> StreamingResponse:
        return StreamingResponse(iter([PAGE[:20], PAGE[20:]]), media_type="text/html")

    async def asset(_: Any) -> PlainTextResponse:
        return PlainTextResponse("x")

    routes = [Route("/zh/", page), Route("/pieces", pieces), Route("/zh/{path:path}", asset)]
    return TestClient(SecurityHeaders(Starlette(routes=routes)))


@pytest.mark.parametrize("path", ["/zh/", "/pieces"])
def test_a_pages_own_scripts_are_named_by_digest_and_no_others_run(pages: TestClient, path: str) -> None:
    reply = pages.get(path)
    assert reply.text == PAGE
    allowed = script_source(reply.headers["content-security-policy"])
    assert allowed == ["'self'", "'unsafe-eval'", "blob:", DIGEST]
    assert "'unsafe-inline'" not in allowed


def test_what_is_no_page_allows_no_script_that_is_written_into_it(pages: TestClient) -> None:
    policy = pages.get("/zh/info").headers["content-security-policy"]
    assert script_source(policy) == ["'self'", "'unsafe-eval'", "blob:"]


def test_a_script_with_an_address_needs_no_digest() -> None:
    assert script_source(page_policy(b'<script src="a.js"></script>'))[-1] == "blob:"


def test_files_named_by_their_contents_are_kept_by_the_browser(pages: TestClient) -> None:
    kept = pages.get("/zh/assets/index-DphvyggB.js").headers["cache-control"]
    assert kept == "private, max-age=31536000, immutable"
    assert "cache-control" not in pages.get("/zh/theme.css").headers
