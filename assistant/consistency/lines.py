"""A sentence with its figures: what the rules of arithmetic look at."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.consistency.types import Evidence, Finding, FindingKind, Severity
from ingest import Bound, Document, Quantity, QuantityKind, find_quantities, split_sentences

# A longer stretch without a stop is a table that lost its lines.
LONGEST_LINE_CHARS = 1500
_MULTIPLIERS = {"万": Decimal(10**4), "亿": Decimal(10**8), "千": Decimal(10**3), "百": Decimal(100)}


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence; offsets count in the document's text."""

    doc_id: str
    text: str  # of the whole document
    start: int
    end: int
    quantities: Sequence[Quantity]

    def between(self, first: int, last: int) -> str:
        """The words from one offset to another."""
        return self.text[max(first, self.start) : min(last, self.end)]

    def before(self, quantity: Quantity, chars: int) -> str:
        """The words that lead to a figure, within the sentence."""
        return self.text[max(self.start, quantity.start - chars) : quantity.start]

    def written(self, quantity: Quantity) -> str:
        """The figure as the document writes it."""
        return self.text[quantity.start : quantity.end]

    def finding(self, rule: str, figures: Sequence[Quantity], subject: str, **slots: str) -> Finding:
        """A slip of arithmetic in this sentence, with its figures marked."""
        marks = tuple(sorted((figure.start, figure.end) for figure in figures))
        evidence = Evidence(self.doc_id, self.start, self.end, marks)
        return Finding(
            FindingKind.ARITHMETIC, Severity.ERROR, rule, subject, (evidence,), tuple(sorted(slots.items()))
        )


@dataclass(frozen=True, slots=True)
class Figures:
    """A document cut into sentences, with all its quantities: read once, used by every rule."""

    document: Document
    quantities: Sequence[Quantity]
    starts: Sequence[int]  # of the quantities
    sentences: Sequence[tuple[int, int]]

    def within(self, start: int, end: int) -> Sequence[Quantity]:
        """The quantities that begin in a span."""
        return self.quantities[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def lines(self) -> Iterator[Line]:
        """The sentences that hold figures, in order."""
        for start, end in self.sentences:
            inside = self.within(start, end)
            if inside and end - start <= LONGEST_LINE_CHARS:
                yield Line(self.document.doc_id, self.document.text, start, end, inside)


def read_figures(document: Document) -> Figures:
    """The sentences and quantities of a document."""
    issued = document.metadata.issued.value if document.metadata.issued else None
    quantities = find_quantities(document.text, year=issued.year if issued else None)
    starts = [quantity.start for quantity in quantities]
    return Figures(document, quantities, starts, split_sentences(document.text))


def slip_at(document: Document, rule: str, mark: tuple[int, int], **slots: str) -> Finding:
    """A slip at a span of a document, quoted with its sentence."""
    line_start = document.text.rfind("\n", 0, mark[0]) + 1
    line_end = document.text.find("\n", mark[1])
    line_end = line_end if line_end >= 0 else len(document.text)
    sentences = split_sentences(document.text, line_start, line_end)
    start, end = next((span for span in sentences if span[1] > mark[0]), mark)
    evidence = Evidence(document.doc_id, min(start, mark[0]), max(end, mark[1]), (mark,))
    subject = document.text[slice(*mark)]
    return Finding(
        FindingKind.ARITHMETIC, Severity.ERROR, rule, subject, (evidence,), tuple(sorted(slots.items()))
    )


def is_plain(quantity: Quantity) -> bool:
    """An exact figure: no bound, no range, no 余 or 约."""
    return quantity.bound is Bound.EQUAL and quantity.high is None


def same_unit(first: Quantity, second: Quantity) -> bool:
    """Whether two figures can be added."""
    return (first.kind, first.unit) == (second.kind, second.unit)


def is_amount(quantity: Quantity) -> bool:
    """A count or a sum of money."""
    return quantity.kind in (QuantityKind.COUNT, QuantityKind.MONEY)


def half_step(line: Line, quantity: Quantity) -> Decimal:
    """Half of the last place as written: 1.1万家 may stand for 10950 to 11050."""
    written = line.written(quantity)
    digits = "".join(mark for mark in written if mark.isdigit() or mark == ".")
    places = len(digits.partition(".")[2])
    scale = Decimal(1)
    for mark in written:
        scale *= _MULTIPLIERS.get(mark, Decimal(1))
    if quantity.kind is QuantityKind.RATIO:
        scale = Decimal("0.01")
    if scale == 1 and not places:
        return Decimal(0)  # a count written out is exact
    return scale * Decimal(10) ** -places / 2


def plain_number(value: Decimal, places: int = 2) -> str:
    """A figure that was worked out, rounded for reading."""
    rounded = round(value, places).normalize()
    return f"{rounded:f}"


def percent(value: Decimal) -> str:
    """0.639 → 63.9%."""
    return f"{plain_number(value * 100, 1)}%"
