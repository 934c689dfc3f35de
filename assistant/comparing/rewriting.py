"""Provisions that were renumbered and written anew: known by what their figures are of, and by rare words.

An article that was paired with nothing is looked at whole, with its items, its chapter's heading and the
items that it refers to (违反第十一条第（一）项规定的 speaks of what that item names).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import groupby

from assistant.comparing.formal import is_formal
from assistant.comparing.topics import Vector, cosine, pairs_of, vector_of
from assistant.comparing.types import Span
from assistant.comparing.units import Unit
from ingest import Document, Quantity, QuantityKind, find_quantities, fold

# What two provisions need to be one, tuned on invented rules; re-check with `wenzheng eval editions`:
LIKE_WITH_FIGURE = (
    0.15  # likeness (cosine of weighted character pairs, 0..1) with a figure of one attribute …
)
LIKE_WITHOUT = 0.3  # … and without
FIGURE_BONUS = 0.25  # for a figure of one kind that both say of one thing, by the share of its words
LEAST_SHARED = 0.25  # of the words that say what a figure is of
NEXT_BEST = 0.8  # no other provision may come nearer than this part of it
MIN_BLOCK_CHARS = 6  # a shorter one says nothing: 附则
# An attribute's words are rare: at most this share of the clauses has them.
MAX_SHARE = 0.15
CONTEXT_CHARS = 24  # what a figure is of stands this near before it, or opens its sentence
AFTER_CHARS = 6

_ARTICLE = re.compile(r"^第[一二三四五六七八九十百零\d]+条")
_REFERENCE = re.compile(
    r"第[一二三四五六七八九十百零\d]+条(?:第[一二三四五六七八九十]+款)?(?:第?[（(][一二三四五六七八九十]{1,3}[）)]项?)?"
)
_PURPOSE = re.compile(r"制定本(?:办法|规定|条例|细则|措施|规则|方案|意见|法)[。.]?$")
_ITEM = re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)]")
# Words of bounds and giving stand beside figures of any kind.
_BOUNDS = re.compile(
    r"最[高低多少长短]|不(?:得)?(?:超过|低于|少于|高于)|以[上下内]|达到|累计|给予|一次性|分别|每[家户人个项件年月]|[满按的为]"
)
_FIGURE = re.compile(r"[\d.,%万亿千百]+")
_CLAUSE = re.compile(r"[，,。；;：:\n]")


@dataclass(frozen=True, slots=True)
class Block:
    """An article with its items, or one paragraph, that was paired with nothing."""

    units: tuple[Unit, ...]

    @property
    def span(self) -> Span:
        """Where it stands, label included."""
        return self.units[0].start, self.units[-1].end


@dataclass(frozen=True, slots=True)
class _Said:
    """A block with what it is compared by."""

    block: Block
    vector: Vector
    attributes: tuple[tuple[str, frozenset[str]], ...]  # of each figure: its kind and unit, the rare words
    purpose: bool  # 为…，制定本办法: every paper has one


def find_rewritten(
    first: tuple[Document, Sequence[Unit], Set[int]], second: tuple[Document, Sequence[Unit], Set[int]]
) -> list[tuple[Block, Block]]:
    """The pairs of provisions on one matter; a side is a document, its units and those without a partner."""
    everything = [*first[1], *second[1]]
    counts = Counter(pair for unit in everything for pair in set(pairs_of(unit.form)))
    left = [_said(first[0], first[1], block, counts, len(everything)) for block in _blocks(*first)]
    right = [_said(second[0], second[1], block, counts, len(everything)) for block in _blocks(*second)]
    if not left or not right:
        return []
    alike = [[_likeness(a, b) for b in right] for a in left]
    return [(left[i].block, right[j].block) for i, j in _clear_pairs(alike)]


def _clear_pairs(alike: Sequence[Sequence[float]]) -> Iterator[tuple[int, int]]:
    """Those that are each other's best by far."""
    for i, row in enumerate(alike):
        j = max(range(len(row)), key=row.__getitem__)
        rivals = [value for k, value in enumerate(row) if k != j]
        rivals += [other[j] for k, other in enumerate(alike) if k != i]
        if row[j] > 0.0 and max(rivals, default=0.0) <= NEXT_BEST * row[j]:
            yield i, j


def _blocks(document: Document, units: Sequence[Unit], free: Set[int]) -> list[Block]:
    found: list[Block] = []
    for article, group in groupby(units, key=lambda unit: _article_of(document, unit)):
        members = [unit for unit in group if not is_formal(document, unit)]
        alone = [unit for unit in members if unit.ordinal in free]
        whole = article is not None and len(alone) == len(members)
        for block in [Block(tuple(alone))] if whole and alone else [Block((unit,)) for unit in alone]:
            if sum(len(unit.form) for unit in block.units) >= MIN_BLOCK_CHARS:
                found.append(block)
    return found


def _article_of(document: Document, unit: Unit) -> int | None:
    """The section of the article that a unit stands in; None outside of articles."""
    at: int | None = unit.section if document.sections else None
    while at is not None:
        if _ARTICLE.match(document.sections[at].label):
            return at
        at = document.sections[at].parent
    return None


def _said(document: Document, units: Sequence[Unit], block: Block, counts: Counter[str], total: int) -> _Said:
    words = "\n".join([*(unit.form for unit in block.units), _above(document, block.units[0])])
    words += "\n" + "\n".join(_referred(document, units, block))
    rare = {pair for pair, times in counts.items() if times <= max(2, MAX_SHARE * total)}
    attributes = tuple(_attributes(document, block.span, frozenset(rare)))
    purpose = _PURPOSE.search(block.units[-1].form) is not None
    return _Said(block, vector_of(words, counts, total), attributes, purpose)


def _above(document: Document, unit: Unit) -> str:
    """The heading of the chapter that a provision stands in."""
    at = document.sections[unit.section].parent if document.sections else None
    if at is None:
        return ""
    section = document.sections[at]
    return "".join(fold(section.heading.removeprefix(section.label)).split())


def _referred(document: Document, units: Sequence[Unit], block: Block) -> Iterator[str]:
    """The words of the items and articles of the same document that a provision refers to."""
    text = "".join(document.text[slice(*block.span)].split())
    names = {"".join(match[0].split()) for match in _REFERENCE.finditer(text)}
    own = {block.units[0].label}
    for name in sorted(names):
        article = _ARTICLE.match(name)
        if article is None or article[0] in own:
            continue
        item = _ITEM.search(name)
        at = next((one.ordinal for one in document.sections if one.label.strip() == article[0]), None)
        if at is None:
            continue
        inside = [unit for unit in units if _article_of(document, unit) == at]
        for unit in inside:
            if item is None or fold(unit.label) == fold(item[0]):
                yield unit.form


def _attributes(document: Document, span: Span, rare: frozenset[str]) -> Iterator[tuple[str, frozenset[str]]]:
    for quantity in find_quantities(document.text, *span):
        if quantity.kind is QuantityKind.DATE:
            continue
        words = frozenset(pair for part in _beside(document.text, span, quantity) for pair in pairs_of(part))
        yield _sort(document.text, quantity), words & rare


def _sort(text: str, quantity: Quantity) -> str:
    """Figures of one sort replace one another: durations in any unit, others in their own."""
    if quantity.kind is QuantityKind.DURATION:
        return "duration"
    return f"{quantity.kind} {quantity.unit} {text[quantity.start : quantity.end].endswith('倍')}"


def _beside(text: str, span: Span, quantity: Quantity) -> Iterable[str]:
    """What a figure is of: its clause, and the clause that opens its sentence."""
    sentence = max(span[0], *(text.rfind(mark, span[0], quantity.start) + 1 for mark in "。；;\n"))
    parts = _CLAUSE.split(_REFERENCE.sub("1", text[sentence : quantity.start]))
    after = _CLAUSE.split(text[quantity.end : min(span[1], quantity.end + AFTER_CHARS)])[0]
    for part in (parts[0][:CONTEXT_CHARS], parts[-1][-CONTEXT_CHARS:], after):
        yield from (bare for bare in _FIGURE.split(_BOUNDS.sub("1", fold(part))) if len(bare) > 1)


def _likeness(a: _Said, b: _Said) -> float:
    """0 for two that are not one provision."""
    if a.purpose and b.purpose:
        return 1.0
    shared = max(
        (
            len(words & also) / min(len(words), len(also))
            for sort, words in a.attributes
            for other, also in b.attributes
            if sort == other and words and also
        ),
        default=0.0,
    )
    if shared < LEAST_SHARED:
        shared = 0.0
    likeness = cosine(a.vector, b.vector) + FIGURE_BONUS * shared
    return likeness if likeness >= (LIKE_WITH_FIGURE if shared else LIKE_WITHOUT) else 0.0
