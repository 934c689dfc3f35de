"""What differs between two clauses: the words, the typed figures, the departments."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.comparing.types import Figure, Span
from ingest import Document, Quantity, find_quantities, fold

# A figure with its decimals, a Latin word, or one character.
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[A-Za-z]+|\S")
# Equal words no longer than this between two differences are marked with them: 给予[10→20]万[元→…]
MAX_ISLAND_CHARS = 1
# The words that tell what a figure is of stand in its sentence, mostly before it.
CONTEXT_CHARS = 30
AFTER_CHARS = 8
# Two figures are of one thing from this likeness of their words on; equal values speak for it a little.
LIKE_CONTEXT = 0.5
SAME_VALUE_BONUS = 0.1
SAME_ORDER_BONUS = 0.1  # 分别给予100万元、30万元: the members of a list have one context, and an order
_FIGURE = re.compile(r"[\d.,%万亿千百]+")
# Figures without a like context may still be of one attribute: 租期最长3年, 累计租期不超过六年.
SAME_ATTRIBUTE = 0.5  # least share of the pairs of characters of the shorter clause
_CLAUSE_START = re.compile(r"[，,。；;：:\n]")
_BOUND_WORDS = re.compile(
    r"最[高低多少长短]|不(?:得)?(?:超过|低于|少于|高于)|以[上下内]|达到|累计|给予|一次性|分别|每[家户人个项件年月]|[满按的为\d.%万亿千百]"
)
# 国务院卫生健康主管部门, 市科学技术局: a department in running text opens with its level.
_NAMED = re.compile(
    r"(?:国务院|自治区|[省市县区州](?![级场民内外长委、政]))[\u4e00-\u9fff]{1,14}?"
    r"(?:主管部门|行政部门|监督管理部门|委员会|办公室|局|厅)"
)
_LED = re.compile(
    r"(?:牵头|责任|配合|协办|主管|实施|主办|承办)(?:单位|部门)?[：:](?P<names>[^；;。）)\n]{2,160})"
)


def differing_spans(first: Document, a: Span, second: Document, b: Span) -> tuple[list[Span], list[Span]]:
    """The words that only one side has, as spans into each document's text; white space never differs."""
    from rapidfuzz.distance import Indel

    left, right = _tokens(first.text, a), _tokens(second.text, b)
    codes = Indel.opcodes(
        [fold(first.text[slice(*token)]) for token in left],
        [fold(second.text[slice(*token)]) for token in right],
    )
    marks_a: list[Span] = []
    marks_b: list[Span] = []
    for code in codes:
        if code.tag == "equal":
            continue
        if code.src_end > code.src_start:
            _mark(marks_a, (left[code.src_start][0], left[code.src_end - 1][1]))
        if code.dest_end > code.dest_start:
            _mark(marks_b, (right[code.dest_start][0], right[code.dest_end - 1][1]))
    return marks_a, marks_b


def _tokens(text: str, span: Span) -> list[Span]:
    return [match.span() for match in _TOKEN.finditer(text, *span)]


def _mark(marks: list[Span], span: Span) -> None:
    if marks and span[0] - marks[-1][1] <= MAX_ISLAND_CHARS:
        marks[-1] = (marks[-1][0], span[1])
    else:
        marks.append(span)


def differing_figures(
    first: Document, a: Span | None, second: Document, b: Span | None
) -> tuple[Figure, ...]:
    """The quantities that changed, each with its counterpart: that of its kind in the most similar words."""
    left = _quantities(first, a) if a else []
    right = _quantities(second, b) if b else []
    paired = _pairs(
        [_context(first.text, a, q) for q in left], [_context(second.text, b, q) for q in right], left, right
    )
    if a is not None and b is not None:
        paired += _by_attribute((first.text, a, left), (second.text, b, right), paired)
    found = [
        Figure(left[i].kind.value, left[i], right[j])
        for i, j in paired
        if _differ(left[i], right[j], first, second)
    ]
    alone_a = [q for i, q in enumerate(left) if i not in {i for i, _ in paired}]
    alone_b = [q for j, q in enumerate(right) if j not in {j for _, j in paired}]
    found += [Figure(quantity.kind.value, quantity, None) for quantity in alone_a]
    found += [Figure(quantity.kind.value, None, quantity) for quantity in alone_b]
    return tuple(sorted(found, key=_place))


def _place(figure: Figure) -> tuple[int, int]:
    quantity = figure.b or figure.a
    assert quantity is not None
    return (0 if figure.b is not None else 1), quantity.start


def _differ(a: Quantity, b: Quantity, first: Document, second: Document) -> bool:
    if _key(a) != _key(b):
        return True
    return fold(first.text[a.start : a.end]) != fold(second.text[b.start : b.end])


def _context(text: str, span: Span | None, quantity: Quantity) -> str:
    """The words around a figure, which say what it is of, without figures."""
    assert span is not None
    start = max(span[0], *(text.rfind(mark, span[0], quantity.start) + 1 for mark in "；。;"))
    words = text[max(start, quantity.start - CONTEXT_CHARS) : quantity.start]
    after = text[quantity.end : min(span[1], quantity.end + AFTER_CHARS)]
    return _FIGURE.sub("", fold(words)) + "#" + _FIGURE.sub("", fold(after))


def _pairs(
    contexts_a: Sequence[str], contexts_b: Sequence[str], left: Sequence[Quantity], right: Sequence[Quantity]
) -> list[tuple[int, int]]:
    """The figures of one kind and unit whose words are most alike, greatest likeness in total."""
    if not left or not right:
        return []
    import numpy as np
    from rapidfuzz.distance import Indel
    from scipy.optimize import linear_sum_assignment

    alike = np.zeros((len(left), len(right)))
    for i, a in enumerate(left):
        for j, b in enumerate(right):
            if (a.kind, a.unit) == (b.kind, b.unit):
                likeness = Indel.normalized_similarity(contexts_a[i], contexts_b[j])
                likeness += SAME_VALUE_BONUS if _key(a) == _key(b) else 0.0
                likeness += SAME_ORDER_BONUS * (1 - abs(i / len(left) - j / len(right)))
                alike[i, j] = likeness if likeness >= LIKE_CONTEXT else 0.0
    rows, columns = linear_sum_assignment(alike, maximize=True)
    return [(int(i), int(j)) for i, j in zip(rows, columns, strict=True) if alike[i, j] > 0.0]


def _by_attribute(
    one_side: tuple[str, Span, Sequence[Quantity]],
    other_side: tuple[str, Span, Sequence[Quantity]],
    paired: Sequence[tuple[int, int]],
) -> list[tuple[int, int]]:
    """More pairs, of figures of one kind and unit whose own clauses name one attribute, the best first.

    A side is a text, the clause's span in it, and its figures.
    """
    text_a, a, left = one_side
    text_b, b, right = other_side
    used_a, used_b = {i for i, _ in paired}, {j for _, j in paired}
    words_a = {i: _attribute(text_a, a, q) for i, q in enumerate(left) if i not in used_a}
    words_b = {j: _attribute(text_b, b, q) for j, q in enumerate(right) if j not in used_b}
    scored = sorted(
        (
            (-len(one & other) / min(len(one), len(other)), i, j)
            for i, one in words_a.items()
            for j, other in words_b.items()
            if one and other and (left[i].kind, left[i].unit) == (right[j].kind, right[j].unit)
        ),
    )
    found: list[tuple[int, int]] = []
    for score, i, j in scored:
        if -score >= SAME_ATTRIBUTE and i in words_a and j in words_b:
            found.append((i, j))
            del words_a[i], words_b[j]
    return found


def _attribute(text: str, span: Span, quantity: Quantity) -> frozenset[str]:
    """The pairs of characters of a figure's own clause that say what it is of."""
    marks = _CLAUSE_START.finditer(text, span[0], quantity.start)
    start = max((mark.end() for mark in marks), default=span[0])
    after = _CLAUSE_START.split(text[quantity.end : min(span[1], quantity.end + AFTER_CHARS)])[0]
    words = "1".join((text[start : quantity.start], after))
    bare = _BOUND_WORDS.sub("1", fold(words))
    return frozenset(bare[i : i + 2] for i in range(len(bare) - 1) if bare[i : i + 2].isalpha())


def _quantities(document: Document, span: Span) -> list[Quantity]:
    issued = document.metadata.issued
    return find_quantities(document.text, *span, year=issued.value.year if issued else None)


def _key(quantity: Quantity) -> tuple[object, ...]:
    return quantity.kind, quantity.value, quantity.unit, quantity.high, quantity.bound


def differing_departments(
    first: Document, a: Span, second: Document, b: Span
) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """The departments that only one side names."""
    left, right = _departments(first.text, a), _departments(second.text, b)
    gone = tuple(span for name, span in left.items() if name not in right)
    new = tuple(span for name, span in right.items() if name not in left)
    return gone, new


def _departments(text: str, span: Span) -> dict[str, Span]:
    found: dict[str, Span] = {}
    for listed in _LED.finditer(text, *span):
        at = listed.start("names")
        for name in re.finditer(r"[^、，,]+", listed["names"]):
            found.setdefault(fold(name[0].strip()), (at + name.start(), at + name.end()))
    for named in _NAMED.finditer(text, *span):
        found.setdefault(fold(named[0]), named.span())
    return found
