"""The door: every request passes it, whatever is mounted behind, and only login and health are open.

1. the host it was sent to  2. the page it comes from  3. who sends it  4. how often
"""

from __future__ import annotations

import base64
import binascii
import ipaddress
from typing import Any
from urllib.parse import quote, urlsplit

import anyio.to_thread
from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from desk.answers import error_response
from desk.limits import RateLimiter, rate_of
from desk.sessions import Credentials, Sessions, Throttle
from desk.users import Person, Role, Users
from ingest import WenzhengError

SESSION_COOKIE = "wenzheng_session"
LOGIN_PATH = "/login"
OPEN_PATHS = frozenset({LOGIN_PATH, "/health"})
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
PERSON_KEY = "wenzheng.person"  # in the scope of a request
NOBODY_IN_PARTICULAR = ""  # name of a person where nobody logs in
NOBODY_SIGNS = "local"  # what a change of theirs is recorded under


class RefusedError(Exception):
    """A request that is not let in."""

    def __init__(self, status: int, message: str, retry_s: float | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.retry_s = retry_s


class Access:
    """Who may come in: the people of a file, or without one whoever reaches the address."""

    def __init__(
        self, users: Users | None = None, *, anonymous: Role = Role.EDITOR, local_only: bool = True
    ) -> None:
        """``anonymous`` and ``local_only`` (only requests sent to this very computer) hold without users."""
        self.users = users
        self.anonymous = anonymous
        self.local_only = local_only and users is None
        self.throttle = Throttle()
        self.sessions = Sessions(users) if users else None
        self._credentials = Credentials(users) if users else None

    async def identify(self, connection: HTTPConnection) -> Person | None:
        """Who sends this: by session, token or password; ``RefusedError`` after too many wrong passwords."""
        if self.users is None or self.sessions is None:
            return Person(NOBODY_IN_PARTICULAR, self.anonymous)
        scheme, _, credentials = connection.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            return self.users.check_token(credentials.strip())
        if scheme.lower() == "basic":
            return await self._by_password(connection, credentials.strip())
        cookie = connection.cookies.get(SESSION_COOKIE)
        return self.sessions.person(cookie) if cookie else None

    async def _by_password(self, connection: HTTPConnection, credentials: str) -> Person | None:
        try:
            decoded = base64.b64decode(credentials, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            return None
        name, _, password = decoded.partition(":")
        return await self.check(name, password, address_of(connection))

    async def check(self, name: str, password: str, address: str) -> Person | None:
        """The person, if this is their password; ``RefusedError`` after too many wrong ones."""
        assert self._credentials is not None
        wait = self.throttle.wait_s(name, address)
        if wait > 0:
            raise RefusedError(
                429, "too many wrong passwords: wait a few minutes. 密码错误次数过多,请稍后再试", wait
            )
        person = await anyio.to_thread.run_sync(self._credentials.check, name, password)
        if person is None:
            self.throttle.failed(name, address)
        else:
            self.throttle.succeeded(name, address)
        return person


class Guard:
    """Middleware that lets in who may come in, and says who it is."""

    def __init__(self, app: ASGIApp, *, access: Access, limiter: RateLimiter) -> None:
        self._app = app
        self._access = access
        self._limiter = limiter

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on one request, or answer it here."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":  # nothing here speaks over web sockets
            await send({"type": "websocket.close", "code": 1008})
            return
        connection = HTTPConnection(scope)
        try:
            self._check_host(connection.headers)
            self._check_origin(scope["method"], connection.headers)
            person = None if scope["path"] in OPEN_PATHS else await self._let_in(connection)
            self._check_rate(connection, person)
        except (RefusedError, WenzhengError) as error:
            refused = error if isinstance(error, RefusedError) else RefusedError(500, str(error))
            await _refusal_response(connection, refused)(scope, receive, send)
            return
        if person is not None:
            scope[PERSON_KEY] = person
        await self._app(scope, receive, send)

    async def _let_in(self, connection: HTTPConnection) -> Person:
        person = await self._access.identify(connection)
        if person is None:
            raise RefusedError(401, "log in first: a session, a token or a password is needed. 请先登录")
        return person

    def _check_host(self, headers: Headers) -> None:
        """Without users a name of another's may not lead here (DNS rebinding)."""
        if self._access.local_only and not is_this_computer(headers.get("host", "")):
            raise RefusedError(
                403,
                "this server answers to this computer's own names only: start it with --auth. 仅限本机访问",
            )

    def _check_origin(self, method: str, headers: Headers) -> None:
        """What changes something must come from our own pages, or from a program that is no browser."""
        if method in SAFE_METHODS:
            return
        site = headers.get("sec-fetch-site")
        origin = headers.get("origin")
        if site is not None:
            own = site in ("same-origin", "none")
        else:
            own = origin is None or urlsplit(origin).netloc == headers.get("host")
        if not own:
            raise RefusedError(403, "requests from other sites are refused. 拒绝其他网站发来的请求")

    def _check_rate(self, connection: HTTPConnection, person: Person | None) -> None:
        scope = connection.scope
        rate = rate_of(scope["method"], scope["path"])
        if rate is None or self._access.local_only:  # a person's own computer
            return
        key = person.name if person and person.name else f"@{address_of(connection)}"
        wait = self._limiter.wait_s(key, rate)
        if wait > 0:
            raise RefusedError(429, "too many requests: slow down. 请求过于频繁,请稍后再试", wait)


def person_of(request: Any) -> Person:
    """Who sent a request (of Starlette or of Gradio); the guard has made sure that it is somebody."""
    scope = getattr(request, "request", request).scope
    person = scope[PERSON_KEY]
    assert isinstance(person, Person)
    return person


def signed_by(request: Any) -> str:
    """The name that a change is recorded under; of this computer where nobody logs in."""
    return person_of(request).name or NOBODY_SIGNS


def address_of(connection: HTTPConnection) -> str:
    """The network address a request comes from."""
    return connection.client.host if connection.client else "unknown"


def is_this_computer(host: str) -> bool:
    """True if a Host header, with or without a port, can only mean this computer."""
    try:
        name = urlsplit(f"//{host}").hostname
    except ValueError:
        return False
    return name is not None and is_loopback(name)


def is_loopback(host: str) -> bool:
    """True for localhost and loopback addresses."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _refusal_response(connection: HTTPConnection, refused: RefusedError) -> Response:
    wants_page = "text/html" in connection.headers.get("accept", "") and connection.scope["method"] == "GET"
    if refused.status == 401 and wants_page:
        return RedirectResponse(f"{LOGIN_PATH}?next={quote(connection.scope['path'])}", status_code=303)
    headers = {"www-authenticate": 'Bearer realm="wenzheng"'} if refused.status == 401 else {}
    return error_response(refused.status, str(refused), retry_s=refused.retry_s, headers=headers)
