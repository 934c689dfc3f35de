"""Finding what is wrong with a shelf's files, and mending what can be rebuilt."""

from __future__ import annotations

from dataclasses import dataclass

from index.catalog import Catalog
from ingest import ShelfError


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """What was found and what was done about it."""

    problems: tuple[str, ...] = ()  # what is still wrong
    repaired: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """True if nothing is wrong any more."""
        return not self.problems


def verify_shelf(catalog: Catalog, *, repair: bool) -> VerifyReport:
    """Check the database, each document's checksum and spans, each vector's checksum and dimension."""
    try:
        problems = catalog.check()
    except ShelfError as error:
        problems = [str(error)]
    return VerifyReport(tuple(problems))
