"""A reader's result as JSON and back: what goes between the process that parses and the one that keeps."""

from __future__ import annotations

import json
from typing import Any

from ingest.types import Block, BlockKind, Coverage, RawDocument


def dump_raw(raw: RawDocument) -> dict[str, Any]:
    """Plain lists, dicts, strings and numbers."""
    return {
        "blocks": [[block.text, block.kind.value, block.level, block.page] for block in raw.blocks],
        "properties": raw.properties,
        "warnings": list(raw.warnings),
        "removed": list(raw.removed),
        "coverage": [
            raw.coverage.pages,
            raw.coverage.without_text,
            raw.coverage.by_ocr,
            raw.coverage.unread_pictures,
        ],
    }


def load_raw(plain: dict[str, Any]) -> RawDocument:
    """The document that ``dump_raw`` wrote; ValueError, TypeError or KeyError if it is none."""
    blocks = tuple(
        Block(str(text), BlockKind(kind), _number(level), _number(page))
        for text, kind, level, page in plain["blocks"]
    )
    properties = {str(key): str(value) for key, value in plain["properties"].items()}
    pages, without_text, by_ocr, pictures = plain["coverage"]
    return RawDocument(
        blocks,
        properties,
        tuple(map(str, plain["warnings"])),
        tuple(map(str, plain["removed"])),
        Coverage(_number(pages), tuple(map(int, without_text)), tuple(map(int, by_ocr)), int(pictures)),
    )


def _number(value: object) -> int | None:
    return None if value is None else int(str(value))


def to_line(message: dict[str, Any]) -> bytes:
    """One message as one line; lone surrogates pass as escapes."""
    return json.dumps(message, separators=(",", ":")).encode("ascii") + b"\n"
