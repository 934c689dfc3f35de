"""Text as HTML: every character of a document is escaped here, and only here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from html import escape

from ingest import find_quantities

Span = tuple[int, int]

_CITED = re.compile(r"\[(\d{1,3})\]")
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*%?|[A-Za-z]+|\s+|.", re.DOTALL)  # a figure differs as a whole
# Braces and dollars mean something to the page's template engine; a document's must not.
_TEMPLATE = str.maketrans({"{": "&#123;", "}": "&#125;", "$": "&#36;", "`": "&#96;", "\\": "&#92;"})


def safe(text: object) -> str:
    """``text`` as HTML that shows it as it is, also inside an attribute."""
    return escape(str(text)).translate(_TEMPLATE)


def tag(name: str, body: str, **attributes: object) -> str:
    """An element; ``class_`` becomes class, ``data_doc`` data-doc; attributes that are None are left out."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{safe(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{written}>{body}</{name}>"


def marked(text: str, spans: Iterable[Span], *, opening: str = "<mark>", closing: str = "</mark>") -> str:
    """``text`` escaped, with ``spans`` of it marked; overlapping ones are joined, empty ones ignored."""
    pieces: list[str] = []
    position = 0
    for first, stop in joined(spans):
        start, end = max(first, position), min(stop, len(text))
        if start < end:
            pieces += [safe(text[position:start]), opening, safe(text[start:end]), closing]
            position = end
    return "".join([*pieces, safe(text[position:])])


def joined(spans: Iterable[Span]) -> list[Span]:
    """``spans`` in order, those that touch made one."""
    found: list[Span] = []
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def with_marks(text: str, buttons: dict[int, str]) -> str:
    """``text`` escaped, each [n] that has a button replaced by it."""
    pieces: list[str] = []
    position = 0
    for mark in _CITED.finditer(text):
        button = buttons.get(int(mark.group(1)))
        if button is not None:
            pieces += [safe(text[position : mark.start()].rstrip(" ")), button]
            position = mark.end()
    return "".join([*pieces, safe(text[position:])])


def differences(given: str, original: str) -> tuple[list[Span], list[Span]]:
    """The spans of ``given`` that are not in ``original``, and those of ``original`` not in ``given``."""
    ours, theirs = list(_TOKEN.finditer(given)), list(_TOKEN.finditer(original))
    matcher = SequenceMatcher(
        None, [token.group() for token in ours], [token.group() for token in theirs], autojunk=False
    )
    changed = [codes[1:] for codes in matcher.get_opcodes() if codes[0] != "equal"]
    return (
        joined(_span(ours, a, b) for a, b, _, _ in changed if a < b),
        joined(_span(theirs, c, d) for _, _, c, d in changed if c < d),
    )


def _span(tokens: Sequence[re.Match[str]], first: int, stop: int) -> Span:
    return tokens[first].start(), tokens[stop - 1].end()


def differing_figures(one: str, other: str) -> tuple[list[Span], list[Span]]:
    """The spans of the figures that stand in one text and not, as the same value, in the other."""
    first, second = find_quantities(one), find_quantities(other)
    values = [{(q.kind, q.value, q.high, q.unit, q.day) for q in found} for found in (first, second)]
    return (
        [(q.start, q.end) for q in first if (q.kind, q.value, q.high, q.unit, q.day) not in values[1]],
        [(q.start, q.end) for q in second if (q.kind, q.value, q.high, q.unit, q.day) not in values[0]],
    )
