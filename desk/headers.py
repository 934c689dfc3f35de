"""What every answer tells the browser: nothing from outside, in no frame, shared with no other site."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256

from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Pictures, fonts and connections come from here only, so no document can make a browser fetch something
# that tells what was read. Gradio's pages hold scripts of their own, which are named by their digests, and
# make functions from the text of its components' scripts; what else is written into a page, an onerror= or
# a <script> of a document that was not escaped, does not run. Its styles are made while the page runs.
PAGE_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-eval' blob: {scripts}",
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
# Files whose names hold a digest of their contents; private: a login lets them through, for its browser.
_NAMED_BY_CONTENT = re.compile(r"/[a-z]{2}/assets/[\w./-]+-[\w-]{8}\.(?:js|css)")
KEPT_FOR_GOOD = b"private, max-age=31536000, immutable"
_INLINE_SCRIPT = re.compile(rb"<script(?P<attributes>[^>]*)>(?P<code>.*?)</script>", re.DOTALL)
MAX_PAGE_BYTES = 4 << 20  # of a page that is held back until its scripts are known; Gradio's have 160 KB


def page_policy(html: bytes) -> str:
    """The policy of a page: of the scripts written into it those that are there now run, and no others."""
    found = _INLINE_SCRIPT.finditer(html)
    digests = {
        b64encode(sha256(script["code"]).digest()).decode()
        for script in found
        if b"src=" not in script["attributes"]
    }
    return PAGE_POLICY.format(scripts=" ".join(f"'sha256-{digest}'" for digest in sorted(digests)))


class SecurityHeaders:
    """Middleware: sets the headers above, and takes out what would share answers with other sites."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Watch one answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        await self._app(scope, receive, _Answer(scope, send))


class _Answer:
    """One answer on its way out; a page is held back until the scripts in it are known."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self._send = send
        self._path = scope["path"]
        self._own = self._path.startswith(OWN_PREFIXES)
        self._secure = scope.get("scheme") == "https"
        self._start: Message | None = None  # of a page
        self._body = b""

    async def __call__(self, message: Message) -> None:
        """Pass on one message of the answer."""
        if message["type"] == "http.response.start":
            if not self._own and _is_page(message):
                self._start = message
            else:
                await self._send(self._with_headers(message, OWN_POLICY if self._own else page_policy(b"")))
        elif self._start is None:
            await self._send(message)
        else:
            self._body += message.get("body", b"")
            if not message.get("more_body") or len(self._body) > MAX_PAGE_BYTES:
                await self._send(self._with_headers(self._start, page_policy(self._body)))
                self._start = None
                await self._send({**message, "body": self._body})

    def _with_headers(self, message: Message, policy: str) -> Message:
        set_here = {**ALWAYS, b"content-security-policy": policy.encode()}
        if self._own:
            set_here[b"cache-control"] = b"no-store"
        elif message["status"] == 200 and _NAMED_BY_CONTENT.fullmatch(self._path):
            set_here[b"cache-control"] = KEPT_FOR_GOOD
        if self._secure:
            set_here[b"strict-transport-security"] = ONE_YEAR
        kept = [
            (name, value)
            for name, value in message.get("headers", ())
            if not name.lower().startswith(b"access-control-") and name.lower() not in set_here
        ]
        return {**message, "headers": [*kept, *set_here.items()]}


def _is_page(message: Message) -> bool:
    """True for HTML that is sent as it is; what is packed holds no script that could be named."""
    headers = {name.lower(): value for name, value in message.get("headers", ())}
    return headers.get(b"content-type", b"").startswith(b"text/html") and b"content-encoding" not in headers
