"""The server: HTTP, MCP and the login page over one desk, behind one door; the pages are mounted on top."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from desk.answers import ApiResponse, error_response, response_of
from desk.api import Api, make_router, no_such_route
from desk.guard import Access, Guard
from desk.headers import SecurityHeaders
from desk.limits import BodyLimits, RateLimiter, Work
from desk.login import log_in, log_out, show_login
from desk.mcp_server import make_mcp, mcp_routes
from desk.observing import Figures, Observer
from desk.replies import HealthReply
from desk.service import Desk
from desk.users import Role, Users
from ingest import WenzhengError, program_version

ALL_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8"


def create_app(
    desk: Desk, *, users: Users | None = None, anonymous: Role = Role.EDITOR, local_only: bool = True
) -> FastAPI:
    """The application over ``desk``; whatever is mounted on it later stands behind the same door.

    With ``users`` everybody logs in. Without, everybody is an ``anonymous``, and ``local_only`` answers
    only requests that were sent to this computer's own names.
    """
    access = Access(users, anonymous=anonymous, local_only=local_only)
    figures, work = Figures(desk), Work()
    mcp = make_mcp(desk)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with mcp.session_manager.run():
            yield

    app = FastAPI(
        title="Wenzheng 问政",
        version=program_version(),
        description="Questions about policy documents, answered with exact quotes. 政策文件问答,只引原文。",
        docs_url=None,  # its page fetches scripts from outside
        redoc_url=None,
        lifespan=lifespan,
    )
    _add_routes(app, Api(desk, access, work), access, figures)
    app.router.routes.extend(mcp_routes(mcp))
    _add_error_answers(app)
    # The last one added is the first one passed.
    app.add_middleware(BodyLimits)
    app.add_middleware(Guard, access=access, limiter=RateLimiter())
    app.add_middleware(SecurityHeaders)
    app.add_middleware(Observer, figures=figures)
    return app


def _add_routes(app: FastAPI, api: Api, access: Access, figures: Figures) -> None:
    router = make_router(api)
    app.include_router(router)
    missing = no_such_route(router)
    app.add_route("/api", missing, methods=ALL_METHODS, include_in_schema=False)
    app.add_route("/api/{rest:path}", missing, methods=ALL_METHODS, include_in_schema=False)

    async def health() -> Response:
        """Whether the server is there; open to everybody."""
        return ApiResponse({"status": "ok"})

    async def metrics(request: Request) -> Response:
        return Response(await api.metrics(figures), media_type=PROMETHEUS_TEXT)

    async def posted_login(request: Request) -> Response:
        return await log_in(request, access, figures)

    async def posted_logout(request: Request) -> Response:
        return log_out(request, access)

    async def login(request: Request) -> Response:
        return show_login(request)

    app.add_api_route("/health", health, responses={200: {"model": HealthReply}}, response_model=None)
    app.add_route("/metrics", metrics, methods=["GET"], include_in_schema=False)
    app.add_route("/login", login, methods=["GET"], include_in_schema=False)
    app.add_route("/login", posted_login, methods=["POST"], include_in_schema=False)
    app.add_route("/logout", posted_logout, methods=["POST"], include_in_schema=False)


def _add_error_answers(app: FastAPI) -> None:
    async def ours(_: Request, error: Exception) -> Response:
        assert isinstance(error, WenzhengError)
        return response_of(error)

    async def not_as_described(_: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        return error_response(422, "; ".join(_problem(found) for found in error.errors()))

    async def http(_: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        return error_response(error.status_code, str(error.detail), headers=error.headers)

    app.add_exception_handler(WenzhengError, ours)
    app.add_exception_handler(RequestValidationError, not_as_described)
    app.add_exception_handler(HTTPException, http)


def _problem(found: Any) -> str:
    """Which field, and what is wrong with it; not what was sent."""
    field = ".".join(str(part) for part in found["loc"] if part not in ("body", "query", "path"))
    return f"{field or 'body'}: {found['msg']}"
