"""Sessions end by time, logout and change of account; guessing is slowed down."""

from __future__ import annotations

from pathlib import Path

import pytest

from desk import Person, Role, Users
from desk.limits import Rate, RateLimiter, body_limit, rate_of
from desk.sessions import (
    FAILURE_WINDOW_S,
    FAILURES_PER_ADDRESS,
    FAILURES_PER_PAIR,
    IDLE_S,
    LONGEST_S,
    Credentials,
    Sessions,
    Throttle,
)

pytestmark = pytest.mark.usefixtures("quick_hashing")
PASSWORD = "correct horse battery"


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def users(tmp_path: Path) -> Users:
    made = Users(tmp_path / "users.json")
    made.add("a", PASSWORD, Role.EDITOR)
    return made


def test_a_session_ends_when_nobody_uses_it(users: Users, clock: Clock) -> None:
    sessions = Sessions(users, clock)
    cookie = sessions.begin("a")
    clock.now += IDLE_S - 1
    assert sessions.person(cookie) == Person("a", Role.EDITOR)
    clock.now += IDLE_S + 1
    assert sessions.person(cookie) is None


def test_a_session_ends_after_a_day_however_it_is_used(users: Users, clock: Clock) -> None:
    sessions = Sessions(users, clock)
    cookie = sessions.begin("a")
    for _ in range(int(LONGEST_S // 3600)):
        clock.now += 3600
        assert sessions.person(cookie) is not None
    clock.now += 1
    assert sessions.person(cookie) is None


def test_logout_a_new_password_and_removal_end_sessions(users: Users, clock: Clock) -> None:
    sessions = Sessions(users, clock)
    first, second, third = (sessions.begin("a") for _ in range(3))
    sessions.end(first)
    assert sessions.person(first) is None
    assert sessions.person(second) is not None
    users.set_password("a", "another long password")
    assert sessions.person(second) is None
    fourth = sessions.begin("a")
    users.remove("a")
    assert [sessions.person(cookie) for cookie in (third, fourth, "made up")] == [None] * 3


def test_a_changed_role_holds_in_a_running_session(users: Users, clock: Clock) -> None:
    sessions = Sessions(users, clock)
    cookie = sessions.begin("a")
    users.set_role("a", Role.READER)
    assert sessions.person(cookie) == Person("a", Role.READER)


def test_too_many_wrong_passwords_must_wait(clock: Clock) -> None:
    throttle = Throttle(clock)
    for _ in range(FAILURES_PER_PAIR):
        assert throttle.wait_s("a", "10.0.0.1") == 0
        throttle.failed("a", "10.0.0.1")
        clock.now += 1
    assert throttle.wait_s("a", "10.0.0.1") == FAILURE_WINDOW_S - FAILURES_PER_PAIR
    assert throttle.wait_s("a", "10.0.0.2") == 0
    assert throttle.wait_s("b", "10.0.0.1") == 0
    clock.now += FAILURE_WINDOW_S
    assert throttle.wait_s("a", "10.0.0.1") == 0


def test_one_address_cannot_try_many_names(clock: Clock) -> None:
    throttle = Throttle(clock)
    for number in range(FAILURES_PER_ADDRESS):
        throttle.failed(f"name{number}", "10.0.0.1")
    assert throttle.wait_s("another", "10.0.0.1") == FAILURE_WINDOW_S
    assert throttle.wait_s("another", "10.0.0.2") == 0


def test_who_then_knows_the_password_starts_anew(clock: Clock) -> None:
    throttle = Throttle(clock)
    for _ in range(FAILURES_PER_PAIR - 1):
        throttle.failed("a", "10.0.0.1")
    throttle.succeeded("a", "10.0.0.1")
    throttle.failed("a", "10.0.0.1")
    assert throttle.wait_s("a", "10.0.0.1") == 0


def test_a_remembered_password_ends_with_the_account(users: Users, clock: Clock) -> None:
    credentials = Credentials(users, clock)
    assert credentials.check("a", PASSWORD) == Person("a", Role.EDITOR)
    users.set_password("a", "another long password")
    assert credentials.check("a", PASSWORD) is None
    assert credentials.check("a", "another long password") == Person("a", Role.EDITOR)


def test_a_bucket_gives_its_burst_and_then_its_rate(clock: Clock) -> None:
    limiter, rate = RateLimiter(clock), Rate(burst=3, per_s=0.5)
    assert [limiter.wait_s("a", rate) for _ in range(4)] == [0, 0, 0, 2.0]
    assert limiter.wait_s("b", rate) == 0
    clock.now += 2
    assert [limiter.wait_s("a", rate) for _ in range(2)] == [0, 2.0]


def test_uploads_of_the_pages_count_as_those_of_the_api() -> None:
    assert rate_of("POST", "/zh/gradio_api/upload") == rate_of("POST", "/api/documents") != None  # noqa: E711
    assert rate_of("DELETE", "/api/documents/x") == rate_of("POST", "/api/documents")
    assert rate_of("POST", "/en/gradio_api/queue/join") == rate_of("POST", "/api/ask")
    assert rate_of("GET", "/zh/assets/index.js") is None
    assert body_limit("/zh/gradio_api/upload") == body_limit("/api/documents") > body_limit("/api/ask")
