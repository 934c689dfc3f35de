"""The frame of every page that is written to a file: it loads nothing and runs nothing."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from pathlib import Path

# Whatever a document's text tries: no script, no picture, nothing from elsewhere.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
REPORT_STYLE = (Path(__file__).parent / "data" / "page.css").read_text(encoding="utf-8")


def printable_page(
    title: str, parts: Iterable[str], *, style: str = REPORT_STYLE, lang: str = "zh-CN"
) -> str:
    """A whole HTML page; ``parts`` and ``style`` are HTML and CSS as they are, ``title`` is escaped."""
    body = "\n".join(part for part in parts if part)
    return f"""<!doctype html>
<html lang="{lang}"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)}</title><style>{style}</style></head><body>
{body}
</body></html>
"""


def marked(text: str, spans: Iterable[tuple[int, int]], tag: str) -> str:
    """``text`` escaped, each span [start, end) of it in ``tag``; spans ascend and do not overlap."""
    parts: list[str] = []
    at = 0
    for start, end in spans:
        parts += [escape(text[at:start]), f"<{tag}>", escape(text[start:end]), f"</{tag}>"]
        at = end
    return "".join(parts) + escape(text[at:])
