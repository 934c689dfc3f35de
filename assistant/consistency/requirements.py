"""What a document requires: thresholds (不低于5%) and time limits (15个工作日内), in comparable form.

A requirement says less of its subject than a benefit does, so it is only compared with documents on the same
matter (one cites the other, or their titles are alike), and only where the words around it are telling.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from assistant.consistency.frames import read_frame, shown
from assistant.consistency.lines import Figures, Line
from assistant.consistency.types import Claim
from assistant.consistency.values import unit_of, value_of
from ingest import Bound, Kind, Quantity, QuantityKind, split_clauses

PREFIX = "rule"
# Papers that tell, ask or propose; they require nothing.
_REQUIRES_NOTHING = frozenset({Kind.REPLY, Kind.REPORT, Kind.INTERPRETATION})
_LIMITS = (Bound.AT_LEAST, Bound.AT_MOST)
_KINDS = frozenset({QuantityKind.MONEY, QuantityKind.RATIO, QuantityKind.COUNT, QuantityKind.DURATION})
# Fines, reports of what was done, and aims are no requirements of this sort.
_OTHER_MATTER = re.compile(r"罚款|处以|拘留|有期徒刑|目前|截至|已经|达到目标|力争|到20\d\d年")
MIN_FRAME_CHARS = 7  # different characters; fewer (注册资本, 净资产) stand for many things


def read_requirements(figures: Figures, taken: Collection[int]) -> tuple[Claim, ...]:
    """The limits a document sets, but for the figures in ``taken``, which are facts."""
    kind = figures.document.metadata.kind
    if kind is not None and kind.value in _REQUIRES_NOTHING:
        return ()
    claims: list[Claim] = []
    for line in figures.lines():
        if _OTHER_MATTER.search(line.between(line.start, line.end)):
            continue
        limits = [q for q in line.quantities if q.kind in _KINDS and q.bound in _LIMITS]
        if not limits:
            continue
        clauses = split_clauses(line.text, line.start, line.end)
        for limit in limits:
            clause = next((c for c in reversed(clauses) if c[0] <= limit.start), (line.start, line.end))
            alone = sum(clause[0] <= q.start < clause[1] for q in line.quantities) == 1
            claim = _claim(figures, line, clause, limit) if alone and limit.start not in taken else None
            if claim is not None:
                claims.append(claim)
    return tuple(claims)


def _claim(figures: Figures, line: Line, clause: tuple[int, int], limit: Quantity) -> Claim | None:
    frame = read_frame(line.text, [(line.start, clause[1])], line.quantities, stated={limit.start})
    if len(frame.words) < MIN_FRAME_CHARS:
        return None
    role = "cap" if limit.bound is Bound.AT_MOST else "floor"
    return Claim(
        key=f"{PREFIX}|{unit_of(limit)}|{role}|{limit.per or ''}|{frame.key}",
        subject=shown(line.text[slice(*clause)].strip("，,；;。")),
        value=value_of(limit, line.text),
        start=line.start,
        end=line.end,
        figure=(limit.start, limit.end),
        section=_section(figures, limit.start),
    )


def _section(figures: Figures, at: int) -> int:
    """The innermost section that holds a position; 0 where there are none."""
    held = [section.ordinal for section in figures.document.sections if section.start <= at < section.end]
    return held[-1] if held else 0
