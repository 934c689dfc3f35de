"""Who is logged in: sessions kept on the server, and how often somebody may guess."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from desk.users import Person, Users

IDLE_S = 4 * 3600.0  # a long lunch, not a night
LONGEST_S = 24 * 3600.0  # whoever is stolen from is safe again the next day
MAX_SESSIONS = 5_000  # some hundred bytes each; the oldest end first
FAILURE_WINDOW_S = 300.0
FAILURES_PER_PAIR = 5  # of a name from one address: a person who has forgotten, not a program that guesses
FAILURES_PER_ADDRESS = 20  # an office behind one address may have several who forgot
FAILURES_PER_NAME = 60  # from all addresses: slows a botnet down and still cannot lock a person out for long
CREDENTIAL_S = 300.0  # a program that sends its password with each request is hashed this often
MAX_CREDENTIALS = 1_000

Clock = Callable[[], float]


@dataclass(slots=True)
class _Session:
    name: str
    stamp: str  # of the account when it began
    begun: float
    seen: float


class Sessions:
    """Sessions by the digest of their cookie; ended by time, by logout, by a change of the account."""

    def __init__(self, users: Users, clock: Clock = time.monotonic) -> None:
        self._users = users
        self._clock = clock
        self._lock = threading.Lock()
        self._sessions: dict[str, _Session] = {}  # oldest first

    def begin(self, name: str) -> str:
        """A cookie for a person who has just shown their password."""
        cookie = secrets.token_urlsafe(32)
        now = self._clock()
        stamp = self._users.accounts()[name].stamp
        with self._lock:
            while len(self._sessions) >= MAX_SESSIONS:
                del self._sessions[next(iter(self._sessions))]
            self._sessions[_digest(cookie)] = _Session(name, stamp, now, now)
        return cookie

    def person(self, cookie: str) -> Person | None:
        """Whose cookie this is; None if the session is over."""
        digest, now = _digest(cookie), self._clock()
        with self._lock:
            session = self._sessions.get(digest)
            if session is None:
                return None
            account = self._users.accounts().get(session.name)
            over = now - session.seen > IDLE_S or now - session.begun > LONGEST_S
            if over or account is None or account.stamp != session.stamp:
                del self._sessions[digest]
                return None
            session.seen = now
            return Person(session.name, account.role)

    def end(self, cookie: str) -> None:
        """Log out."""
        with self._lock:
            self._sessions.pop(_digest(cookie), None)


class Throttle:
    """Counts failed passwords by name and address, and says when there were too many."""

    def __init__(self, clock: Clock = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._failures: dict[tuple[str, ...], deque[float]] = {}

    def wait_s(self, name: str, address: str) -> float:
        """Seconds until the next try is allowed; 0 if it is now."""
        with self._lock:
            now = self._clock()
            return max(
                self._left((name, address), FAILURES_PER_PAIR, now),
                self._left(("address", "", address), FAILURES_PER_ADDRESS, now),
                self._left(("name", "", name), FAILURES_PER_NAME, now),
            )

    def failed(self, name: str, address: str) -> None:
        """Remember a wrong password."""
        with self._lock:
            now = self._clock()
            self._forget(now)
            for key in ((name, address), ("address", "", address), ("name", "", name)):
                self._failures.setdefault(key, deque(maxlen=FAILURES_PER_NAME)).append(now)

    def succeeded(self, name: str, address: str) -> None:
        """Forget the wrong passwords of somebody who then knew it."""
        with self._lock:
            self._failures.pop((name, address), None)

    def _left(self, key: tuple[str, ...], allowed: int, now: float) -> float:
        times = self._failures.get(key, deque())
        if len(times) < allowed:
            return 0.0
        return max(0.0, times[-allowed] + FAILURE_WINDOW_S - now)

    def _forget(self, now: float) -> None:
        old = [key for key, times in self._failures.items() if times[-1] + FAILURE_WINDOW_S < now]
        for key in old:
            del self._failures[key]


class Credentials:
    """Passwords that were right a moment ago, so that not every request costs a tenth of a second."""

    def __init__(self, users: Users, clock: Clock = time.monotonic) -> None:
        self._users = users
        self._clock = clock
        self._secret = secrets.token_bytes(32)
        self._lock = threading.Lock()
        self._right: dict[bytes, tuple[str, float]] = {}  # → stamp of the account, when checked

    def check(self, name: str, password: str) -> Person | None:
        """The person, if this is their password."""
        account = self._users.accounts().get(name)
        key = hmac.digest(self._secret, f"{name}\0{password}".encode(), "sha256")
        with self._lock:
            known = self._right.get(key)
        if account and known and known[0] == account.stamp and self._clock() - known[1] < CREDENTIAL_S:
            return Person(name, account.role)
        person = self._users.check_password(name, password)
        if person is not None and account is not None:
            with self._lock:
                if len(self._right) >= MAX_CREDENTIALS:
                    self._right.clear()
                self._right[key] = (account.stamp, self._clock())
        return person


def _digest(cookie: str) -> str:
    return hashlib.sha256(cookie.encode()).hexdigest()
