"""The door: every route is shut without login, roles hold, other sites are kept out, limits are kept."""

from __future__ import annotations

import base64
import gc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.routing import BaseRoute, Mount
from starlette.testclient import TestClient

from desk import Desk, Role, Users, create_app, person_of
from desk.guard import is_this_computer
from desk.limits import MAX_BODY_BYTES, QUESTIONS
from desk.sessions import FAILURES_PER_PAIR

# Gradio makes event loops when pages are mounted and leaves them to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
PASSWORDS = {"reader": "reading is enough", "editor": "adding and removing"}
OPEN = {("GET", "/login"), ("POST", "/login"), ("GET", "/health")}
ANY_METHOD = ("GET", "POST", "PUT", "PATCH", "DELETE")


def basic(name: str, password: str) -> dict[str, str]:
    coded = base64.b64encode(f"{name}:{password}".encode()).decode()
    return {"authorization": f"Basic {coded}"}


def as_person(name: str) -> dict[str, str]:
    return basic(name, PASSWORDS[name])


def routes_below(routes: list[BaseRoute], prefix: str = "") -> Iterator[tuple[str, str]]:
    for route in routes:
        path = prefix + str(getattr(route, "path", ""))
        if isinstance(route, Mount):
            yield from ((method, f"{path}/") for method in ANY_METHOD)
            yield from routes_below(list(route.routes or ()), path)
            continue
        inner = getattr(route, "original_router", None)
        if inner is not None:
            yield from routes_below(inner.routes, prefix)
            continue
        for method in sorted(getattr(route, "methods", None) or ANY_METHOD):
            yield method, path


@pytest.fixture(scope="module")
def whole(desk: Desk, users: Users) -> Iterator[TestClient]:
    """The whole server, pages included, where everybody logs in."""
    from ui import mount

    app = create_app(desk, users=users)
    mount(app, desk, may_edit=lambda request: person_of(request).may_edit)
    gc.collect()
    with TestClient(app, base_url="http://desk.example", follow_redirects=False) as opened:
        yield opened
    gc.collect()


def test_no_route_answers_without_login(whole: TestClient) -> None:
    app: Any = whole.app
    seen = set(routes_below(app.routes))
    assert {("POST", "/api/ask"), ("POST", "/mcp"), ("GET", "/metrics"), ("GET", "/openapi.json")} <= seen
    assert any("gradio_api" in path and "upload" in path for _, path in seen)
    assert len(seen) > 100
    open_ones = set()
    for method, pattern in sorted(seen):
        path = pattern.replace("{", "").replace("}", "").replace(":path", "")
        reply = whole.request(method, path)
        if reply.status_code != 401 or path == "/login":  # which answers 401 to a wrong password
            open_ones.add((method, pattern))
        else:
            assert method == "HEAD" or list(reply.json()) == ["error"]
    assert open_ones - {("HEAD", "/login"), ("HEAD", "/health")} == OPEN


@pytest.mark.parametrize("path", ["/nowhere", "/zh/../api/documents", "//api/documents", "/api/documents/"])
def test_addresses_that_are_no_routes_are_shut_too(whole: TestClient, path: str) -> None:
    assert whole.get(path).status_code == 401


def test_a_browser_is_led_to_the_login_page_and_back(whole: TestClient) -> None:
    page = whole.get("/zh/", headers={"accept": "text/html"})
    assert (page.status_code, page.headers["location"]) == (303, "/login?next=/zh/")
    form = whole.get("/login?next=/zh/", headers={"accept-language": "en-GB"})
    assert 'name="next" value="/zh/"' in form.text
    assert "User name" in form.text


def test_login_gives_a_cookie_that_scripts_cannot_read_and_logout_ends_it(guarded: TestClient) -> None:
    sent = {"name": "reader", "password": PASSWORDS["reader"], "next": "/zh/"}
    reply = guarded.post("/login", data=sent)
    assert (reply.status_code, reply.headers["location"]) == (303, "/zh/")
    cookie = reply.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Secure" not in cookie
    me = {"name": "reader", "role": "reader", "auth": True, "rewording": False}
    assert guarded.get("/api/me").json() == me
    stolen = guarded.cookies["wenzheng_session"]
    assert guarded.post("/logout").status_code == 303
    guarded.cookies.set("wenzheng_session", stolen)
    assert guarded.get("/api/me").status_code == 401
    guarded.cookies.clear()


def test_the_cookie_is_for_https_only_where_there_is_https(desk: Desk, users: Users) -> None:
    with TestClient(
        create_app(desk, users=users), base_url="https://d.example", follow_redirects=False
    ) as tls:
        reply = tls.post("/login", data={"name": "reader", "password": PASSWORDS["reader"]})
    assert "Secure" in reply.headers["set-cookie"]
    assert reply.headers["strict-transport-security"] == "max-age=31536000"


@pytest.mark.parametrize(
    "target",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "\n/x", "x"],
)
def test_login_leads_to_our_own_pages_only(guarded: TestClient, target: str) -> None:
    sent = {"name": "reader", "password": PASSWORDS["reader"], "next": target}
    assert guarded.post("/login", data=sent).headers["location"] == "/"
    guarded.cookies.clear()


def test_what_is_typed_into_the_login_page_comes_back_escaped(guarded: TestClient) -> None:
    script = '"><script>alert(1)</script>'
    reply = guarded.post("/login", data={"name": script, "password": "wrong password", "next": f"/{script}"})
    assert reply.status_code == 401
    assert "<script" not in reply.text


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [("POST", "/api/documents", {"files": {"files": ("a.txt", b"x")}}), ("DELETE", "/api/documents/x", {})],
)
def test_a_reader_cannot_change_the_shelf(guarded: TestClient, method: str, path: str, body: Any) -> None:
    reply = guarded.request(method, path, headers=as_person("reader"), **body)
    assert (reply.status_code, list(reply.json())) == (403, ["error"])
    assert guarded.get("/api/documents", headers=as_person("reader")).status_code == 200


def test_an_editor_can(guarded: TestClient) -> None:
    reply = guarded.request("DELETE", "/api/documents/x", headers=as_person("editor"))
    assert reply.status_code == 404


@pytest.mark.parametrize(
    "authorization", ["Basic !!!", "Basic cmVhZGVy", "Bearer ", "Bearer x", "Digest x", "", "Basic //79"]
)
def test_credentials_that_are_none_let_nobody_in(guarded: TestClient, authorization: str) -> None:
    assert guarded.get("/api/me", headers={"authorization": authorization}).status_code == 401


def test_guessing_is_stopped_even_for_the_right_password(desk: Desk, users: Users) -> None:
    with TestClient(create_app(desk, users=users), base_url="http://desk.example") as client:
        for number in range(FAILURES_PER_PAIR):
            wrong = client.get("/api/me", headers=basic("editor", f"wrong password {number}"))
            assert wrong.status_code == 401
        stopped = client.get("/api/me", headers=as_person("editor"))
        assert stopped.status_code == 429
        assert 0 < int(stopped.headers["retry-after"]) <= 300
        page = client.post("/login", data={"name": "editor", "password": PASSWORDS["editor"]})
        assert page.status_code == 429
        assert client.get("/api/me", headers=as_person("reader")).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [{"origin": "http://evil.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"},
     {"sec-fetch-site": "same-site"}],
)  # fmt: skip
def test_another_sites_page_can_change_nothing(client: TestClient, headers: dict[str, str]) -> None:
    reply = client.post("/api/ask", json={"question": "x"}, headers=headers)
    assert (reply.status_code, list(reply.json())) == (403, ["error"])
    assert client.post("/mcp", json={}, headers=headers).status_code == 403


def test_our_own_pages_and_programs_can(client: TestClient) -> None:
    for headers in ({}, {"origin": "http://127.0.0.1"}, {"sec-fetch-site": "same-origin"}):
        assert client.post("/api/find", json={"query": "x"}, headers=headers).status_code == 200


def test_no_answer_is_shared_with_another_site(whole: TestClient) -> None:
    for path in ("/api/documents", "/zh/", "/zh/config"):
        headers = {"origin": "http://evil.example", **as_person("reader")}
        reply = whole.get(path, headers=headers)
        assert not [name for name in reply.headers if name.startswith("access-control-")]


def test_every_answer_carries_the_security_headers(whole: TestClient) -> None:
    for path in ("/api/documents", "/zh/", "/login", "/health", "/nowhere"):
        headers = whole.get(path, headers=as_person("reader")).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        policy = headers["content-security-policy"]
        assert "frame-ancestors 'none'" in policy
        assert "http:" not in policy
        assert "*" not in policy


def test_a_name_that_was_made_to_lead_here_is_refused(client: TestClient) -> None:
    assert client.get("/api/documents", headers={"host": "evil.example"}).status_code == 403


@pytest.mark.parametrize(
    ("host", "own"),
    [("127.0.0.1:7860", True), ("localhost", True), ("[::1]:80", True), ("127.0.0.1.evil.example", False),
     ("evil.example", False), ("", False), ("[", False), ("localhost.evil.example:80", False)],
)  # fmt: skip
def test_which_names_mean_this_computer(host: str, own: bool) -> None:
    assert is_this_computer(host) is own


def test_a_body_that_is_too_long_is_refused_announced_or_not(client: TestClient) -> None:
    long = b'{"question": "' + b"x" * MAX_BODY_BYTES + b'"}'
    for path in ("/api/ask", "/mcp", "/login"):
        announced = client.post(path, content=long, headers={"content-type": "application/json"})
        assert (announced.status_code, list(announced.json())) == (413, ["error"])
    pieces = (long[start : start + 65536] for start in range(0, len(long), 65536))
    streamed = client.post("/api/ask", content=pieces, headers={"content-type": "application/json"})
    assert streamed.status_code == 413


def test_who_asks_too_often_must_wait(desk: Desk) -> None:
    app = create_app(desk, anonymous=Role.READER, local_only=False)
    with TestClient(app, base_url="http://desk.example") as crowd:
        codes = [crowd.get("/api/me").status_code for _ in range(2 * int(QUESTIONS.burst))]
        assert codes[: int(QUESTIONS.burst)] == [200] * int(QUESTIONS.burst)
        assert 429 in codes
        assert int(crowd.get("/api/me").headers["retry-after"]) >= 1
        assert crowd.get("/health").status_code == 200


def test_without_login_the_network_may_only_read(desk: Desk) -> None:
    app = create_app(desk, anonymous=Role.READER, local_only=False)
    with TestClient(app, base_url="http://desk.example") as crowd:
        assert crowd.get("/api/documents").status_code == 200
        assert crowd.delete("/api/documents/x").status_code == 403


def test_a_broken_users_file_lets_nobody_in(desk: Desk, tmp_path: Path) -> None:
    users = Users(tmp_path / "users.json")
    with TestClient(create_app(desk, users=users), base_url="http://desk.example") as client:
        assert client.get("/api/me").status_code == 401
        users.path.write_text("{")
        users.path.chmod(0o600)
        assert client.get("/api/me", headers={"authorization": "Bearer x"}).status_code == 500
