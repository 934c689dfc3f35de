"""The quantities of sentences and questions, read once: the same sentences answer many questions."""

from __future__ import annotations

from functools import lru_cache

from ingest import Quantity, find_quantities

REMEMBERED_TEXTS = 8_192  # sentences of some thousand passages, about 10 MB


@lru_cache(maxsize=REMEMBERED_TEXTS)
def quantities_in(text: str) -> tuple[Quantity, ...]:
    """The quantities of a sentence, in order."""
    return tuple(find_quantities(text))
