"""How much, how often and how long: bodies, requests and work are all bounded."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import anyio
import anyio.to_thread
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from desk.answers import error_response
from desk.errors import BusyError
from desk.uploads import MAX_TOTAL_BYTES

Clock = Callable[[], float]
T = TypeVar("T")

MAX_BODY_BYTES = 1 << 20  # of a question; the longest one that is read takes a twentieth
MAX_PAGE_BODY_BYTES = 8 << 20  # the pages send the whole dialogue along with a question
PAGES_API = "/gradio_api/"  # of the pages, below the path they are mounted at
CHUNK_WAIT_S = 30.0  # a sender that is silent for so long is given up, so that nobody holds lines open

ANSWER_S = 60.0  # twenty at once take two seconds; who waits longer meets an overload
CHECK_S = 600.0  # a check reads the whole shelf
MAX_AT_WORK = 32  # threads; those beyond the readers wait for one
MAX_WAITING = 200  # requests; what comes on top is told at once to come later

MAX_KEYS = 10_000  # people and addresses that are remembered


@dataclass(frozen=True, slots=True)
class Rate:
    """A bucket that holds ``burst`` requests and fills by ``per_s`` a second."""

    burst: float
    per_s: float


# A person reads an answer for seconds; the pages send several requests for each. Four a second for
# minutes is a program, and it gets answers at the pace of four people.
QUESTIONS = Rate(burst=120, per_s=4.0)
CHANGES = Rate(burst=20, per_s=0.5)  # reading a file takes a second or more
COSTLY = ("/api/", "/mcp", f"{PAGES_API}queue/join", f"{PAGES_API}run", f"{PAGES_API}call")
UPLOADS = ("/api/documents", f"{PAGES_API}upload")


class RateLimiter:
    """Token buckets by person or address; may be used from any thread."""

    def __init__(self, clock: Clock = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._buckets: dict[tuple[str, Rate], tuple[float, float]] = {}  # → (tokens, when)

    def wait_s(self, key: str, rate: Rate) -> float:
        """Take a token and return 0, or the seconds until there is one."""
        with self._lock:
            now = self._clock()
            tokens, then = self._buckets.pop((key, rate), (rate.burst, now))
            tokens = min(rate.burst, tokens + (now - then) * rate.per_s)
            allowed = tokens >= 1
            self._buckets[key, rate] = (tokens - 1 if allowed else tokens, now)
            while len(self._buckets) > MAX_KEYS:
                del self._buckets[next(iter(self._buckets))]  # the one that was used longest ago
            return 0.0 if allowed else (1 - tokens) / rate.per_s


def rate_of(method: str, path: str) -> Rate | None:
    """What a request counts against; None for pages, pictures and scripts."""
    place = _place(path)
    if method in ("POST", "DELETE") and place.startswith(UPLOADS):
        return CHANGES
    return QUESTIONS if place.startswith(COSTLY) else None


def body_limit(path: str) -> int:
    """Bytes that the body of a request to ``path`` may have."""
    place = _place(path)
    if place in UPLOADS:
        return MAX_TOTAL_BYTES
    return MAX_PAGE_BODY_BYTES if place.startswith(PAGES_API) else MAX_BODY_BYTES


def _place(path: str) -> str:
    """``path`` without what the pages are mounted at: /zh/gradio_api/upload is /gradio_api/upload."""
    mounted, found, rest = path.partition(PAGES_API)
    return f"{found}{rest}" if found else mounted


class BodyLimits:
    """Middleware: a body that is too long or too slow ends with 413 or 408."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Watch one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit = body_limit(scope["path"])
        announced = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
        if announced.isdigit() and int(announced) > limit:
            await _response(_too_long(limit))(scope, receive, send)
            return
        received, whole, answered = 0, False, False

        async def watched() -> Message:
            nonlocal received, whole
            if whole:  # what comes now is the end of the connection, and that may take its time
                return await receive()
            try:
                message = await asyncio.wait_for(receive(), CHUNK_WAIT_S)
            except TimeoutError:
                raise HTTPException(
                    408, f"no data for {CHUNK_WAIT_S:.0f} s: send it again. 接收超时"
                ) from None
            received += len(message.get("body", b""))
            whole = not message.get("more_body", False)
            if received > limit:
                raise _too_long(limit)
            return message

        async def noted(message: Message) -> None:
            nonlocal answered
            answered = True
            await send(message)

        try:
            await self._app(scope, watched, noted)
        except HTTPException as error:  # from an app that does not turn it into an answer itself
            if answered:
                raise
            await _response(error)(scope, receive, send)


def _response(error: HTTPException) -> Response:
    return error_response(error.status_code, str(error.detail), headers={"connection": "close"})


def _too_long(limit: int) -> HTTPException:
    return HTTPException(413, f"the request is longer than {limit:,} bytes: send less at once. 请求过大")


class Work:
    """Runs what takes long beside the event loop, not too many at a time and not for ever."""

    def __init__(self) -> None:
        self._limiter: anyio.CapacityLimiter | None = None

    async def run(self, call: Callable[[], T], *, within_s: float = ANSWER_S) -> T:
        """What ``call`` returns; ``BusyError`` if too many wait already or it takes too long."""
        if self._limiter is None:  # belongs to the event loop, which is not there before the first call
            self._limiter = anyio.CapacityLimiter(MAX_AT_WORK)
        if self._limiter.statistics().tasks_waiting >= MAX_WAITING:
            raise BusyError("too many requests at once: try again in a minute. 请求过多,请稍后再试")
        try:
            with anyio.fail_after(within_s):
                return await anyio.to_thread.run_sync(call, abandon_on_cancel=True, limiter=self._limiter)
        except TimeoutError:
            raise BusyError(
                f"no answer within {within_s:.0f} s: try again later. {within_s:.0f} 秒内未完成,请稍后再试"
            ) from None
