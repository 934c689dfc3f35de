"""The words and figures that a statement is compared by: its frame."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from assistant.consistency.lexicon import bag, specific
from assistant.consistency.values import unit_of
from ingest import Bound, Quantity, QuantityKind

Span = tuple[int, int]

# （牵头单位：…）, （见附件1）: notes that say nothing of the matter.
_NOTE = re.compile(
    r"[（(][^（）()\n]{0,200}?(?:单位|部门|牵头|配合|责任|附件|简称|下同)[^（）()\n]{0,200}[）)]"
)
MIN_TELLING_CHARS = 2  # fewer name nobody in particular: 企业, 项目


@dataclass(frozen=True, slots=True)
class Frame:
    """What a statement is about, its own figure aside."""

    words: str  # as a bag of characters
    figures: tuple[str, ...]  # the other figures, which set its condition

    @property
    def key(self) -> str:
        """One string for both."""
        return f"{self.words}|{','.join(self.figures)}"


def read_frame(
    text: str,
    spans: Iterable[Span],
    quantities: Sequence[Quantity],
    *,
    stated: Collection[int] = (),
    extra: str = "",
) -> Frame:
    """The frame of the words in ``spans`` and ``extra``.

    All ``quantities`` are cut out of the words; those that do not begin at an offset in ``stated`` are
    conditions and come back as values: 1000万元以上 and 超过1000万元 agree.
    """
    cut: list[str] = [extra]
    tokens: set[str] = set()
    for start, end in spans:
        at = start
        for quantity in quantities:
            if not start <= quantity.start < end:
                continue
            cut.append(text[at : quantity.start])
            at = max(at, min(quantity.end, end))
            if quantity.start not in stated:
                tokens.add(figure_token(quantity))
        cut.append(text[at:end])
    words = "\n".join(_NOTE.sub("", part) for part in cut)
    return Frame(bag(words), tuple(sorted(tokens)))


def figure_token(quantity: Quantity) -> str:
    """A condition as a value: ``>=10000000yuan``."""
    if quantity.kind is QuantityKind.DATE:
        return f"@{quantity.value}-{quantity.high or quantity.value}"
    bound = "" if quantity.bound is Bound.EQUAL else quantity.bound.value
    high = f"-{quantity.high}" if quantity.high is not None else ""
    return f"{bound}{quantity.value.normalize():f}{high}{unit_of(quantity)}"


def names_something(text: str) -> bool:
    """Whether a name is telling enough to compare what two documents say of it."""
    return len(specific(text)) >= MIN_TELLING_CHARS


def shown(text: str) -> str:
    """A name on one line."""
    return " ".join(text.split())
