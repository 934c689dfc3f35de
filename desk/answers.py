"""JSON as the API sends it, and errors as answers."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any

from starlette.responses import JSONResponse

from desk.errors import AccessError, BusyError, MissingError
from ingest import ReadError, UsageError, WenzhengError

BUSY_RETRY_S = 5.0
# The first that fits; what is not here is a fault of the server or its shelf.
STATUS_OF: tuple[tuple[type[WenzhengError], int], ...] = (
    (MissingError, 404),
    (AccessError, 403),
    (BusyError, 503),
    (UsageError, 400),
    (ReadError, 422),
    (WenzhengError, 500),
)


class ApiResponse(JSONResponse):
    """JSON in UTF-8; a file name that is not proper text goes out as an escape, never as a crash."""

    def render(self, content: Any) -> bytes:
        """The body."""
        text = json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        return text.encode("utf-8", "backslashreplace")


def error_response(
    status: int,
    message: str,
    *,
    retry_s: float | None = None,
    headers: Mapping[str, str] | None = None,
    **more: Any,
) -> ApiResponse:
    """``{"error": message}``."""
    sent = dict(headers or {})
    if retry_s is not None:
        sent["retry-after"] = str(math.ceil(retry_s))
    return ApiResponse({"error": message, **more}, status_code=status, headers=sent)


def response_of(error: WenzhengError) -> ApiResponse:
    """An error of ours with the code that fits."""
    status = next(code for kind, code in STATUS_OF if isinstance(error, kind))
    return error_response(status, str(error), retry_s=BUSY_RETRY_S if status == 503 else None)
