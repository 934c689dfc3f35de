"""What every answer tells the browser: nothing from outside, in no frame, shared with no other site."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Gradio's pages hold scripts and styles of their own; pictures, fonts and connections come from here only,
# so no document can make a browser fetch something that tells what was read.
PAGE_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "media-src 'self' data: blob:",
        "connect-src 'self' data: blob:",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
OWN_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
OWN_PREFIXES = ("/api/", "/mcp", "/login", "/logout", "/health", "/metrics", "/openapi.json")
ALWAYS = {
    b"x-content-type-options": b"nosniff",
    b"x-frame-options": b"DENY",
    b"referrer-policy": b"same-origin",
    b"cross-origin-opener-policy": b"same-origin",
    b"cross-origin-resource-policy": b"same-origin",
    b"permissions-policy": b"camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
ONE_YEAR = b"max-age=31536000"


class SecurityHeaders:
    """Middleware: sets the headers above, and takes out what would share answers with other sites."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Watch one answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        own = scope["path"].startswith(OWN_PREFIXES)
        set_here = {**ALWAYS, b"content-security-policy": (OWN_POLICY if own else PAGE_POLICY).encode()}
        if own:
            set_here[b"cache-control"] = b"no-store"
        if scope.get("scheme") == "https":
            set_here[b"strict-transport-security"] = ONE_YEAR

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                kept = [
                    (name, value)
                    for name, value in message.get("headers", ())
                    if not name.lower().startswith(b"access-control-") and name.lower() not in set_here
                ]
                message["headers"] = [*kept, *set_here.items()]
            await send(message)

        await self._app(scope, receive, guarded)
