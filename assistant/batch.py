"""Many questions from one file of JSON lines, answered in order."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from assistant.contracts import Json
from ingest import UsageError, WenzhengError


@dataclass(frozen=True, slots=True)
class BatchLine:
    """One question of a batch."""

    id: Any  # as given, else the line's number
    question: str
    after: tuple[str, ...]
    region: str | None
    as_of: date | None


def parse_day(text: str | None) -> date | None:
    """``text`` as a day; UsageError if it is not written as 2024-09-30."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{text!r} is not a date: write it as 2024-09-30. 日期格式应为 2024-09-30") from None


def run_batch(path: Path, reply: Callable[[BatchLine], Json]) -> Iterator[Json]:
    """``reply`` for each line of ``path``, in order and with its ``id``.

    A line that cannot be answered yields {"id", "error"}; UsageError if the file cannot be read.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: cannot be read as UTF-8 JSON lines: {error}") from None
    for number, text in enumerate(lines, start=1):
        if not text.strip():
            continue
        line_id: Any = number
        try:
            fields = _fields(text, number)
            line_id = fields.get("id", number)
            result = reply(_line(fields, line_id, number))
        except WenzhengError as error:
            result = {"error": str(error)}
        yield {"id": line_id, **result}


def _fields(text: str, number: int) -> dict[str, Any]:
    try:
        fields = json.loads(text)
    except ValueError as error:
        raise UsageError(f"line {number} is not JSON: {error}") from None
    if not isinstance(fields, dict):
        raise UsageError(f'line {number} is not an object such as {{"id": 1, "question": "…"}}')
    return fields


def _line(fields: dict[str, Any], line_id: Any, number: int) -> BatchLine:
    question, after = fields.get("question"), fields.get("after") or []
    if not isinstance(question, str):
        raise UsageError(f'line {number}: "question" must be a string, e.g. {{"id": 1, "question": "…"}}')
    if not isinstance(after, list) or not all(isinstance(earlier, str) for earlier in after):
        raise UsageError(f'line {number}: "after" must be a list of earlier questions')
    for name in ("region", "as_of"):
        if not isinstance(fields.get(name), str | None):
            raise UsageError(f'line {number}: "{name}" must be a string')
    return BatchLine(
        line_id, question, tuple(after), fields.get("region") or None, parse_day(fields.get("as_of") or None)
    )
