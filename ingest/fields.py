"""Labelled header values: 发布日期：2024-10-04, 发文机关：…, on page lines or in the head of the text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ingest.head import Head, Line, Role
from ingest.labels import FIELD_OF_LABEL, LABEL
from ingest.types import Source

# Keys of file properties (HTML meta tags, docx core properties), lower case without separators.
PROPERTY_KEYS = {
    "issuer": ("issuer", "contentsource", "publisher"),
    "number": ("documentnumber", "docno", "number"),
    "published": ("published", "pubdate", "publishdate", "date", "articlepublishedtime"),
    "title": ("articletitle", "title", "ogtitle"),
}


@dataclass(frozen=True, slots=True)
class FieldValue:
    """A labelled value; the span is None unless it stands in the text."""

    value: str
    start: int | None
    end: int | None
    source: Source


Fields = dict[str, FieldValue]


def read_fields(head: Head, removed: Iterable[str], properties: Mapping[str, str]) -> Fields:
    """The first value of each field: from the head of the text, else the page, else the file."""
    fields: Fields = {}
    lines = [line for line, role in zip(head.lines, head.roles, strict=False) if role is not Role.BODY]
    _collect(fields, lines, Source.TEXT)
    at, page_lines = 0, []
    for text in removed:
        page_lines.append(Line(text.strip(), at, at + len(text.strip())))
        at += len(text) + 1
    _collect(fields, page_lines, Source.PAGE)
    keys = {re.sub(r"[\W_]", "", key.lower()): value.strip() for key, value in properties.items()}
    for name, candidates in PROPERTY_KEYS.items():
        value = next((keys[key] for key in candidates if keys.get(key)), None)
        if value and name not in fields:
            fields[name] = FieldValue(value, None, None, Source.FILE)
    return fields


def _collect(fields: Fields, lines: Sequence[Line], source: Source) -> None:
    for position, line in enumerate(lines):
        labels = list(LABEL.finditer(line.text))
        for label, after in zip(labels, [*labels[1:], None], strict=False):
            name = FIELD_OF_LABEL.get("".join((label["label"] or label["cell"]).split()))
            if name is None or name in fields:
                continue
            start, end = label.end(), after.start() if after else len(line.text)
            start, end = _trimmed(line.text, start, end)
            offset = line.start
            value = line.text[start:end]
            if not value and after is None and position + 1 < len(lines):
                following = lines[position + 1]
                if LABEL.match(following.text):
                    continue
                value, offset, start, end = following.text, following.start, 0, len(following.text)
            if value:
                located = source is Source.TEXT
                fields[name] = FieldValue(
                    value, offset + start if located else None, offset + end if located else None, source
                )


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    cut = re.compile(r"[\s　]*[|｜][\s　]*|[\s　]{3,}").search(text, start, end)
    if cut is not None and cut.start() > start:
        end = cut.start()
    while end > start and text[end - 1] in " 　|[【(（":
        end -= 1
    return start, end
