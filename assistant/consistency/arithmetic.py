"""Figures of one document that cannot all be right."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from assistant.consistency.changes import change_slips, product_slips, total_slips
from assistant.consistency.days import day_slips, validity_slips
from assistant.consistency.lines import Figures, Line
from assistant.consistency.shares import share_slips
from assistant.consistency.structures import structure_slips
from assistant.consistency.sums import sum_slips
from assistant.consistency.tables import table_slips
from assistant.consistency.types import Finding

RULES: tuple[Callable[[Line], Iterator[Finding]], ...] = (
    share_slips,
    change_slips,
    total_slips,
    product_slips,
    sum_slips,
    validity_slips,
)


def find_slips(figures: Figures) -> Iterator[Finding]:
    """The slips of arithmetic in a document: sentence by sentence, then tables, then dates."""
    for line in figures.lines():
        for rule in RULES:
            yield from rule(line)
    yield from table_slips(figures.document)
    yield from structure_slips(figures.document)
    yield from day_slips(figures.document)
