"""Clauses that were split in several, or merged into one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.comparing.aligning import MIN_TELLING_CHARS, PART_LIKENESS
from assistant.comparing.types import Span
from assistant.comparing.units import Unit
from ingest import fold

# A split clause's parts stand next to one another, or with one clause between them.
NEAR = 2


@dataclass(frozen=True, slots=True)
class Part:
    """A clause of one edition that is a part of a clause of the other."""

    part: int  # ordinal of the unit that is the part
    whole: int  # ordinal of the unit it was or became part of
    span: Span  # of the stretch in the whole's document


def find_parts(
    text: str, wholes: Sequence[Unit], parts: Sequence[Unit], partner: dict[int, int], free: Sequence[int]
) -> list[Part]:
    """The units among ``parts`` that no clause was paired with (``free``) and that are parts of a whole.

    ``text`` is the document of ``wholes``; ``partner`` leads from a part's ordinal to the whole paired with
    it. A free part belongs to the whole that its neighbour is paired with.
    """
    found: list[Part] = []
    for ordinal in free:
        unit = parts[ordinal]
        if len(unit.form) < MIN_TELLING_CHARS:
            continue
        near = [ordinal + step for step in (-1, 1, -NEAR, NEAR)]
        for whole in dict.fromkeys(partner[at] for at in near if at in partner):
            span = stretch(text, wholes[whole], unit)
            rest = wholes[whole].form != "" and len(wholes[whole].form) >= len(unit.form)
            if span is not None and rest:
                found.append(Part(ordinal, whole, span))
                break
    return found


def stretch(text: str, whole: Unit, part: Unit) -> Span | None:
    """Where the words of ``part`` stand in ``whole``; None if they don't."""
    from rapidfuzz.fuzz import partial_ratio_alignment

    if len(part.form) > len(whole.form):
        return None
    likeness = partial_ratio_alignment(part.form, whole.form)
    if likeness is None or likeness.score < PART_LIKENESS:
        return None
    places = [
        at for at in range(whole.body[0], whole.body[1]) if not text[at].isspace() for _ in fold(text[at])
    ]
    if len(places) < likeness.dest_end or likeness.dest_end <= likeness.dest_start:
        return None
    return places[likeness.dest_start], places[likeness.dest_end - 1] + 1
