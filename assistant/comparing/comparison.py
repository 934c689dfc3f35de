"""Two editions of a document, clause by clause: the recipe."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence, Set
from dataclasses import dataclass

from assistant.citations import cite
from assistant.comparing.aligning import Pair, align, in_order
from assistant.comparing.choosing import choose_document
from assistant.comparing.dividing import find_parts, stretch
from assistant.comparing.formal import is_formal
from assistant.comparing.marking import differing_departments, differing_figures, differing_spans
from assistant.comparing.rewriting import Block, find_rewritten
from assistant.comparing.types import Change, ChangeKind, Comparison, How, Span
from assistant.comparing.units import Unit, units_of
from assistant.types import Citation
from index import DocumentSummary, Shelf
from ingest import Document, UsageError, fold

_NUMERALS = re.compile(r"[\d一二三四五六七八九十百]+")


@dataclass(frozen=True, slots=True)
class Edition:
    """A document with its summary."""

    document: Document
    summary: DocumentSummary

    def cite(self, span: Span) -> Citation:
        """A citation of its words; the number is given when all are known."""
        return cite(0, self.document, self.summary, span, None)


def diff_documents(shelf: Shelf, a: str, b: str) -> Comparison:
    """What changed from document ``a`` to ``b``: doc_id, path, file name, number, or title and year.

    UsageError if one is not on the shelf, is not the only one of its name, or both are the same.
    """
    first, second = choose_document(shelf, a), choose_document(shelf, b)
    if first.doc_id == second.doc_id:
        raise UsageError(
            f"{a!r} and {b!r} are the same document, {first.title}: name two editions. 两者是同一份文件"
        )
    return compare_editions(
        Edition(shelf.load_document(first.doc_id), first), Edition(shelf.load_document(second.doc_id), second)
    )


def compare_editions(first: Edition, second: Edition) -> Comparison:
    """The comparison of two documents at hand.

    1. Cut both into clauses. 2. Pair them. 3. See which moved. 4. Find clauses that were split or merged.
    5. Pair provisions that were renumbered and written anew. 6. Mark what differs within a pair; what has no
    partner was added or removed.
    """
    begun = time.perf_counter()
    work = _Work(first, second, units_of(first.document), units_of(second.document))
    pairs = align(work.left, work.right)
    moved = _moved(work, pairs)
    divided, whole_of = _divided(work, pairs)
    found: list[tuple[float, Change]] = []
    for pair in pairs:
        change = work.pair_change(pair, moved=pair in moved, whole=whole_of.get(pair))
        if change is not None:
            found.append((pair[1], change))
    unchanged = len(pairs) - len(found)
    found += divided
    left, right = _without_partner(work, pairs, divided)
    anew = find_rewritten((first.document, work.left, left), (second.document, work.right, right))
    for one, other in anew:
        found.append((float(other.units[0].ordinal), work.rewritten(one, other)))
        left -= {unit.ordinal for unit in one.units}
        right -= {unit.ordinal for unit in other.units}
    found += _alone(work, pairs, left, right)
    found.sort(key=lambda placed: placed[0])
    took_ms = (time.perf_counter() - begun) * 1000
    changes = tuple(change for _, change in found)
    return Comparison(first.summary, second.summary, changes, unchanged, took_ms)


@dataclass(frozen=True, slots=True)
class _Work:
    """Both editions with their clauses."""

    first: Edition
    second: Edition
    left: Sequence[Unit]
    right: Sequence[Unit]

    def pair_change(self, pair: Pair, *, moved: bool, whole: How | None) -> Change | None:
        """What differs within a pair; None if nothing does."""
        a, b = self.left[pair[0]], self.right[pair[1]]
        span_a, span_b = a.span, b.span
        if whole is How.SPLIT:
            span_a = stretch(self.first.document.text, a, b) or span_a
        if whole is How.MERGED:
            span_b = stretch(self.second.document.text, b, a) or span_b
        if a.form == b.form and fold(a.label) == fold(b.label) and not moved:
            return None
        how = whole or _how(a, b, moved=moved)
        kind = ChangeKind.MOVED if how in (How.RELOCATED, How.RENUMBERED) else ChangeKind.CHANGED
        return self.change(kind, how, (a, span_a), (b, span_b))

    def change(self, kind: ChangeKind, how: How, a: tuple[Unit, Span], b: tuple[Unit, Span]) -> Change:
        """A change with words on both sides, its differences marked."""
        words_a, words_b = _bare(*a), _bare(*b)
        sides = self.first.document, words_a, self.second.document, words_b
        marks_a, marks_b = differing_spans(*sides)
        reworded = bool(marks_a or marks_b)
        gone, new = differing_departments(*sides) if reworded else ((), ())
        return Change(
            kind=kind,
            how=how,
            a=self.first.cite(a[1]),
            b=self.second.cite(b[1]),
            label_a=a[0].label,
            label_b=b[0].label,
            marks_a=tuple(marks_a),
            marks_b=tuple(marks_b),
            figures=differing_figures(*sides) if reworded else (),
            departments_gone=gone,
            departments_new=new,
            formal=self.formal(a[0], b[0]),
        )

    def formal(self, a: Unit | None, b: Unit | None) -> bool:
        """Whether the units are of the paper's frame: title, number, days, headings of chapters."""
        sides = ((self.first.document, a), (self.second.document, b))
        return all(is_formal(document, unit) for document, unit in sides if unit is not None)

    def rewritten(self, a: Block, b: Block) -> Change:
        """A provision written anew, whole on both sides."""
        return self.change(ChangeKind.CHANGED, How.REWORDED, (a.units[0], a.span), (b.units[0], b.span))

    def removed(self, unit: Unit) -> Change:
        """A clause that only the first edition has."""
        figures = differing_figures(self.first.document, unit.body, self.second.document, None)
        cited = self.first.cite(unit.span)
        return Change(
            ChangeKind.REMOVED,
            How.GONE,
            cited,
            None,
            unit.label,
            marks_a=(unit.span,),
            figures=figures,
            formal=self.formal(unit, None),
        )

    def added(self, unit: Unit) -> Change:
        """A clause that only the second edition has."""
        figures = differing_figures(self.first.document, None, self.second.document, unit.body)
        cited = self.second.cite(unit.span)
        return Change(
            ChangeKind.ADDED,
            How.NEW,
            None,
            cited,
            "",
            unit.label,
            marks_b=(unit.span,),
            figures=figures,
            formal=self.formal(None, unit),
        )


def _bare(unit: Unit, span: Span) -> Span:
    """The span without the clause's number, whose change is told apart."""
    return max(span[0], unit.body[0]), span[1]


def _how(a: Unit, b: Unit, *, moved: bool) -> How:
    if moved:
        return How.RELOCATED
    return How.RENUMBERED if a.form == b.form else How.REWORDED


def _moved(work: _Work, pairs: Sequence[Pair]) -> frozenset[Pair]:
    """The pairs that stand in another order, or under another parent, than before."""
    kept = set(in_order(work.left, pairs))
    moved = {pair for pair in pairs if pair not in kept}
    heads_left = {unit.section: unit.ordinal for unit in reversed(work.left) if unit.opens}
    heads_right = {unit.section: unit.ordinal for unit in reversed(work.right) if unit.opens}
    partner = dict(pairs)
    taken = set(partner.values())
    for a, b in kept:
        above_a = _parent_head(work.first.document, work.left[a], heads_left)
        above_b = _parent_head(work.second.document, work.right[b], heads_right)
        if above_a is None or above_b is None or above_a == a:
            continue
        alike = _style(work.left[above_a].label) == _style(work.right[above_b].label)
        if alike and partner.get(above_a, above_b) != above_b and above_b in taken:
            moved.add((a, b))
    return frozenset(moved)


def _style(label: str) -> str:
    """What is left of a number without its figure: 第七条 → 第条."""
    return _NUMERALS.sub("", label)


def _parent_head(document: Document, unit: Unit, heads: dict[int, int]) -> int | None:
    """The unit that opens the section above the numbered one that ``unit`` opens."""
    if not document.sections:
        return None
    section = document.sections[unit.section]
    if not unit.label:  # an unnumbered paragraph stands under whatever happens to come before it
        return None
    return None if section.parent is None else heads.get(section.parent)


def _divided(work: _Work, pairs: Sequence[Pair]) -> tuple[list[tuple[float, Change]], dict[Pair, How]]:
    """Changes for parts of split and merged clauses, and the pairs that have such parts beside them."""
    found: list[tuple[float, Change]] = []
    whole_of: dict[Pair, How] = {}
    forward, backward = dict(pairs), {b: a for a, b in pairs}
    changed = {b: a for a, b in pairs if work.left[a].form != work.right[b].form}
    free = [unit.ordinal for unit in work.right if unit.ordinal not in backward]
    for part in find_parts(work.first.document.text, work.left, work.right, changed, free):
        unit, whole = work.right[part.part], work.left[part.whole]
        whole_of[part.whole, forward[part.whole]] = How.SPLIT
        change = work.change(ChangeKind.CHANGED, How.SPLIT, (whole, part.span), (unit, unit.span))
        found.append((part.part, change))
    back = {a: b for b, a in changed.items()}
    free = [unit.ordinal for unit in work.left if unit.ordinal not in forward]
    for part in find_parts(work.second.document.text, work.right, work.left, back, free):
        unit, whole = work.left[part.part], work.right[part.whole]
        whole_of[backward[part.whole], part.whole] = How.MERGED
        change = work.change(ChangeKind.CHANGED, How.MERGED, (unit, unit.span), (whole, part.span))
        found.append((part.whole + 0.25, change))
    return found, whole_of


def _without_partner(
    work: _Work, pairs: Sequence[Pair], divided: Sequence[tuple[float, Change]]
) -> tuple[set[int], set[int]]:
    """The ordinals of the units of each edition that are neither paired nor part of a divided clause."""
    parts_a = {change.a.start for _, change in divided if change.a and change.how is How.MERGED}
    parts_b = {change.b.start for _, change in divided if change.b and change.how is How.SPLIT}
    forward = dict(pairs)
    taken = set(forward.values())
    left = {unit.ordinal for unit in work.left if unit.ordinal not in forward and unit.start not in parts_a}
    right = {unit.ordinal for unit in work.right if unit.ordinal not in taken and unit.start not in parts_b}
    return left, right


def _alone(work: _Work, pairs: Sequence[Pair], left: Set[int], right: Set[int]) -> list[tuple[float, Change]]:
    """What was removed and added; a removed clause is told after the one that stood before it."""
    forward = dict(pairs)
    found: list[tuple[float, Change]] = []
    after = -1.0
    for unit in work.left:
        if unit.ordinal in forward:
            after = float(forward[unit.ordinal])
        elif unit.ordinal in left:
            found.append((after + 0.5, work.removed(unit)))
    found += [(float(unit.ordinal), work.added(unit)) for unit in work.right if unit.ordinal in right]
    return found
