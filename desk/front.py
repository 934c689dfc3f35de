"""The address without a path: it leads to the pages in the language that the person reads."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse, Response

LANGUAGE_COOKIE = "wz-language"  # set by the page when a person switches
# Browsers ask for it before they have read that the page brings its own.
ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" '
    'fill="#b1332a"/><text x="16" y="23.5" font-size="21" fill="#fff" text-anchor="middle" '
    'font-weight="700">问</text></svg>'
)


def lead_home(app: FastAPI, languages: tuple[str, ...], preferred: Callable[[str | None], str]) -> None:
    """Make ``/`` lead to ``/zh/`` or ``/en/``: as chosen before, else as the browser asks."""

    def home(request: Request) -> RedirectResponse:
        chosen = request.cookies.get(LANGUAGE_COOKIE)
        language = chosen if chosen in languages else preferred(request.headers.get("accept-language"))
        # Relative, so that it holds behind a proxy that serves the desk below a path.
        return RedirectResponse(f"{language}/", status_code=307, headers={"Vary": "Accept-Language, Cookie"})

    def icon() -> Response:
        return Response(ICON, media_type="image/svg+xml")

    app.add_api_route("/favicon.ico", icon, methods=["GET"], include_in_schema=False)
    app.add_api_route("/", home, methods=["GET", "HEAD"], include_in_schema=False)
