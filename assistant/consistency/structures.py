"""Shares of the three sectors: 三次产业结构为8.5:41.2:50.3 must make a hundred."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from assistant.consistency.lines import plain_number, slip_at
from assistant.consistency.types import Finding
from ingest import Document

_STRUCTURE = re.compile(
    r"(?:三次产业|三产|产业)(?:结构|比例|比重|占比)[^。；;\d]{0,12}?(?P<parts>\d{1,2}(?:\.\d{1,2})?(?:\s*[:：∶]\s*\d{1,2}(?:\.\d{1,2})?){2})(?![:：∶\d])"
)
STRUCTURE_SLACK = Decimal("0.15")  # three rounded shares


def structure_slips(document: Document) -> Iterator[Finding]:
    """Sectors that do not add up."""
    for match in _STRUCTURE.finditer(document.text):
        parts = [Decimal(part.strip()) for part in re.split("[:：∶]", match["parts"])]
        added = sum(parts, start=Decimal(0))
        if abs(added - 10) <= STRUCTURE_SLACK or abs(added - 100) <= STRUCTURE_SLACK:
            continue  # 3:4:3 is a ratio of tenths
        yield slip_at(
            document, "structure", match.span("parts"), parts=match["parts"], right=plain_number(added)
        )
