"""What an operator sees: a line of JSON for each request, and figures for Prometheus.

Neither holds a word of a question, an answer or a document; paths are those of the routes.
"""

from __future__ import annotations

import json
import logging
import secrets
import sys
import time
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from desk.answers import error_response
from desk.guard import PERSON_KEY
from desk.service import Desk
from desk.users import Person

LOGGER = logging.getLogger("wenzheng.desk")
PAGES = "pages"  # label of what Gradio serves: hundreds of file names
OWN_PATHS = frozenset({"/mcp", "/mcp/", "/login", "/logout", "/health", "/metrics", "/openapi.json"})
METHODS = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"})
# An answer takes 0.05 to 0.2 s; 1.5 s is what twenty at once may take.
SECONDS = (0.01, 0.025, 0.05, 0.1, 0.2, 0.4, 0.8, 1.5, 3.0, 6.0, 12.0, 60.0)
REQUEST_ID_BYTES = 8


class Figures:
    """The counters of one server."""

    def __init__(self, desk: Desk) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "wenzheng_requests", "Requests", ["method", "route", "status"], registry=self.registry
        )
        self.seconds = Histogram(
            "wenzheng_request_seconds", "Time to answer", ["route"], buckets=SECONDS, registry=self.registry
        )
        self.at_work = Gauge("wenzheng_requests_at_work", "Requests being answered", registry=self.registry)
        self.logins = Counter("wenzheng_logins", "Logins", ["result"], registry=self.registry)
        self.registry.register(_ShelfCollector(desk))

    def text(self) -> bytes:
        """All figures in Prometheus' text format."""
        return generate_latest(self.registry)


class _ShelfCollector(Collector):
    """Figures of the shelf as it is when somebody looks."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def describe(self) -> Iterator[Metric]:
        yield from ()

    def collect(self) -> Iterator[Metric]:
        documents = self._desk.documents()
        yield GaugeMetricFamily("wenzheng_documents", "Documents on the shelf", len(documents))
        passages = sum(document.passages for document in documents)
        yield GaugeMetricFamily("wenzheng_passages", "Passages on the shelf", passages)
        yield GaugeMetricFamily("wenzheng_generation", "Changes made to the shelf", self._desk.generation)
        answers = CounterMetricFamily("wenzheng_answers", "Answers by verdict", labels=["verdict"])
        for verdict, count in self._desk.verdicts().items():
            answers.add_metric([verdict], count)
        yield answers


class Observer:
    """Middleware: counts, times and logs each request, and turns a fault of ours into a plain answer."""

    def __init__(self, app: ASGIApp, *, figures: Figures) -> None:
        self._app = app
        self._figures = figures

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Watch one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun, status, request_id = time.perf_counter(), 0, secrets.token_hex(REQUEST_ID_BYTES)

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", ()), (b"x-request-id", request_id.encode())]
            await send(message)

        self._figures.at_work.inc()
        try:
            await self._app(scope, receive, noted)
        except Exception as error:
            LOGGER.error("fault", extra={"fields": {"request": request_id, **_fault(error)}})
            if status == 0:
                message = (
                    f"something went wrong here (request {request_id}): tell the operator. 服务器内部错误"
                )
                await error_response(500, message)(scope, receive, noted)
        finally:
            self._figures.at_work.dec()
            self._note(scope, status, time.perf_counter() - begun, request_id)

    def _note(self, scope: Scope, status: int, seconds: float, request_id: str) -> None:
        method = scope["method"] if scope["method"] in METHODS else "other"
        route = route_of(scope)
        self._figures.requests.labels(method, route, str(status)).inc()
        self._figures.seconds.labels(route).observe(seconds)
        person = scope.get(PERSON_KEY)
        fields = {
            "request": request_id,
            "method": method,
            "route": route,
            "status": status,
            "ms": round(seconds * 1000, 1),
            "person": person.name if isinstance(person, Person) else None,
            "address": scope["client"][0] if scope.get("client") else None,
        }
        LOGGER.info("request", extra={"fields": fields})


def route_of(scope: Scope) -> str:
    """The pattern of the route that answered, so that no document and no stranger's path is named."""
    path: str = scope["path"]
    if path in OWN_PATHS:
        return path.rstrip("/")
    pattern = getattr(scope.get("route"), "path", None)
    if isinstance(pattern, str) and pattern.startswith("/api/"):
        return pattern
    return "/api" if path.startswith("/api/") else PAGES  # refused before a route was looked for


def _fault(error: BaseException) -> dict[str, Any]:
    """Where an exception came from; not its message, which may quote a document."""
    frames = traceback.extract_tb(error.__traceback__)
    return {
        "error": type(error).__name__,
        "frames": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
    }


class JsonFormatter(logging.Formatter):
    """A record as one line of JSON; exceptions without their messages."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.getMessage() if record.exc_info is None else "fault",
        }
        line.update(getattr(record, "fields", {}))
        if record.exc_info and record.exc_info[1] is not None:
            line.update(_fault(record.exc_info[1]))
        return json.dumps(line, ensure_ascii=False)


def log_to_stderr() -> None:
    """Write the log of this program and of the server below it to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter())
    for name, level in (("wenzheng", logging.INFO), ("uvicorn", logging.WARNING), ("mcp", logging.WARNING)):
        logger = logging.getLogger(name)
        logger.handlers = [handler]
        logger.setLevel(level)
        logger.propagate = False
