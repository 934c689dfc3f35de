"""Spans of noun phrases: trimming, the last 的, members of a list."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.sentences import enclosed_spans, split_clauses
from ingest.types import Located

Span = tuple[int, int]

EDGE_MARKS = "，,、：: \u3000\n"
# Tried from the plain 、 to every joining word, since 和 and 或 also stand inside names.
LIST_MARKS = ("、", "、和", "、和及与", "、和及与或", "和", "和及与或")
SIDE_BY_SIDE = ("”“", "》《", "」「")
# Members that are mere ranks share the noun of the last member: 国家级、省级企业技术中心.
_RANK = re.compile(r".{0,8}(?:国家|省|市|县|区|部|厅|世界|[A-DA-Z一二三四五1-5])(?:级|类|等|档)?")
_RANK_LEAD = re.compile(r"^(?:新?认定的?)?(?:国家|省|市|县|区|部|厅)级?")


def trim(text: str, start: int, end: int) -> Span | None:
    """The span without marks and space at its edges; None if nothing is left."""
    while start < end and text[start] in EDGE_MARKS:
        start += 1
    while end > start and text[end - 1] in EDGE_MARKS:
        end -= 1
    return (start, end) if start < end else None


def located(text: str, span: Span | None) -> Located[str] | None:
    """The words of a span as a value with its place; None for an empty span."""
    return None if span is None or span[0] >= span[1] else Located(text[span[0] : span[1]], *span)


def first_clause(text: str, start: int, end: int) -> Span | None:
    """The stretch up to the first comma."""
    clauses = split_clauses(text, start, end)
    return trim(text, *clauses[0]) if clauses else None


def last_de(text: str, start: int, end: int) -> int | None:
    """Where the last 的 outside brackets and quotes stands, unless it closes the phrase."""
    barred = enclosed_spans(text, start, end)
    for at in range(end - 2, start, -1):
        if text[at] == "的" and not any(first <= at < last for first, last in barred):
            return at
    return None


def split_in_step(text: str, start: int, end: int, count: int) -> list[Span] | None:
    """Spans of the ``count`` members of a list, None if it has another number of them.

    Members are never cut inside brackets or quotes. “甲类”“乙类”: names in quotes need no mark between them.
    """
    barred = enclosed_spans(text, start, end)
    beside = [(at, at) for at in range(start + 1, end) if text[at - 1 : at + 1] in SIDE_BY_SIDE]
    for apart in ([], beside) if beside else ([],):
        for marks in LIST_MARKS:
            cuts = [
                (at, at + 1)
                for at in range(start, end)
                if text[at] in marks and not any(first <= at < last for first, last in barred)
            ]
            parts = _parts(text, (start, end), sorted(cuts + apart))
            if len(parts) == count:
                return parts
    return None


def _parts(text: str, span: Span, cuts: Sequence[Span]) -> list[Span]:
    """What is left of a span between cuts, without 以 of 以及."""
    begins = [span[0], *(begin for _, begin in cuts)]
    stops = [*(stop for stop, _ in cuts), span[1]]
    pieces = (
        trim(text, begin, stop - (text[stop - 1 : stop + 1] == "以及"))
        for begin, stop in zip(begins, stops, strict=True)
    )
    return [piece for piece in pieces if piece is not None]


def name_members(text: str, parts: Sequence[Span]) -> list[Located[str]]:
    """The members of a list as names of their own, each with its own span."""
    last = text[parts[-1][0] : parts[-1][1]]
    noun = _RANK_LEAD.sub("", last)
    names: list[Located[str]] = []
    for start, end in parts:
        name = text[start:end]
        shared = noun if noun != last and _RANK.fullmatch(name) else ""
        names.append(Located(name + shared, start, end))
    return names
