"""What differs between two clauses: the words, the typed figures, the departments."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from assistant.comparing.types import Figure, Span
from ingest import Document, Quantity, find_quantities, fold

# A figure with its decimals, a Latin word, or one character.
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[A-Za-z]+|\S")
# Equal words no longer than this between two differences are marked with them: 给予[10→20]万[元→…]
MAX_ISLAND_CHARS = 1
_LED = re.compile(
    r"(?:牵头|责任|配合|协办|主管|实施|主办|承办)(?:单位|部门)?[：:](?P<names>[^；;。）)\n]{2,160})"
)


def differing_spans(first: Document, a: Span, second: Document, b: Span) -> tuple[list[Span], list[Span]]:
    """The words that only one side has, as spans into each document's text; white space never differs."""
    from rapidfuzz.distance import Indel

    left, right = _tokens(first.text, a), _tokens(second.text, b)
    codes = Indel.opcodes(
        [fold(first.text[slice(*token)]) for token in left],
        [fold(second.text[slice(*token)]) for token in right],
    )
    marks_a: list[Span] = []
    marks_b: list[Span] = []
    for code in codes:
        if code.tag == "equal":
            continue
        if code.src_end > code.src_start:
            _mark(marks_a, (left[code.src_start][0], left[code.src_end - 1][1]))
        if code.dest_end > code.dest_start:
            _mark(marks_b, (right[code.dest_start][0], right[code.dest_end - 1][1]))
    return marks_a, marks_b


def _tokens(text: str, span: Span) -> list[Span]:
    return [match.span() for match in _TOKEN.finditer(text, *span)]


def _mark(marks: list[Span], span: Span) -> None:
    if marks and span[0] - marks[-1][1] <= MAX_ISLAND_CHARS:
        marks[-1] = (marks[-1][0], span[1])
    else:
        marks.append(span)


def differing_figures(
    first: Document, a: Span | None, second: Document, b: Span | None
) -> tuple[Figure, ...]:
    """The quantities that the two sides do not share, paired by kind and unit in reading order."""
    left = _quantities(first, a) if a else []
    right = _quantities(second, b) if b else []
    common = Counter(map(_key, left)) & Counter(map(_key, right))
    left, right = _without(left, common), _without(right, common)
    found: list[Figure] = []
    for quantity in left:
        partner = next((q for q in right if (q.kind, q.unit) == (quantity.kind, quantity.unit)), None)
        if partner is not None:
            right.remove(partner)
        found.append(Figure(quantity.kind.value, quantity, partner))
    found += [Figure(quantity.kind.value, None, quantity) for quantity in right]
    return tuple(found)


def _quantities(document: Document, span: Span) -> list[Quantity]:
    issued = document.metadata.issued
    return find_quantities(document.text, *span, year=issued.value.year if issued else None)


def _key(quantity: Quantity) -> tuple[object, ...]:
    return quantity.kind, quantity.value, quantity.unit, quantity.high, quantity.bound


def _without(quantities: Sequence[Quantity], common: Counter[tuple[object, ...]]) -> list[Quantity]:
    left, counts = [], Counter(common)
    for quantity in quantities:
        if counts[_key(quantity)] > 0:
            counts[_key(quantity)] -= 1
        else:
            left.append(quantity)
    return left


def differing_departments(
    first: Document, a: Span, second: Document, b: Span
) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """The departments that only one side names as leading or responsible."""
    left, right = _departments(first.text, a), _departments(second.text, b)
    gone = tuple(span for name, span in left.items() if name not in right)
    new = tuple(span for name, span in right.items() if name not in left)
    return gone, new


def _departments(text: str, span: Span) -> dict[str, Span]:
    found: dict[str, Span] = {}
    for listed in _LED.finditer(text, *span):
        at = listed.start("names")
        for name in re.finditer(r"[^、，,]+", listed["names"]):
            found.setdefault(fold(name[0].strip()), (at + name.start(), at + name.end()))
    return found
