"""Whether a sentence that a language model wrote says only what the quotes it cites say.

Strict on purpose: a sentence that cannot be shown to hold is not used, and the quotes stay as they are.
What it leaves out of a quote it cannot know; that is why the quotes are always shown with it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib.resources import files

from assistant.citations import stands_in
from assistant.claims import read_claims
from assistant.types import Citation
from ingest import Quantity, find_quantities, fold, split_clauses, split_sentences

MARK = re.compile(r"\s*\[(\d{1,3})\]")
# Not Chinese, not a digit, not punctuation that joins: English words, codes.
_WORD = re.compile(r"[a-z][a-z0-9.+-]*")
_STOPS = "".join(map(fold, "。.;；"))
_DIGITS = re.compile(r"\d+(?:\.\d+)?")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_NAMED = re.compile(r"《([^《》\n]{1,200})》|[\u4e00-\u9fff]{1,12}〔\d{4}〕\d{1,5}号")
DRAWN_ON = 0.5  # a source clause counts as used once half of its content words are in the sentence


def unsupported(sentence: str, citations: Sequence[Citation]) -> str | None:
    """Why ``sentence``, with its marks [n], may not be shown; None if its cited quotes bear it out."""
    numbers = {int(number) for number in MARK.findall(sentence)}
    quotes = [citation.quote for citation in citations if citation.number in numbers]
    if not numbers or len({c.number for c in citations if c.number in numbers}) != len(numbers):
        return "it cites no quote of the answer"
    said = MARK.sub("", sentence).strip()
    if not _CHINESE.search(said):
        return "it is not in the language of the quotes"
    for named in _NAMED.finditer(said):
        if not any(_bare(named[0]) in _bare(quote) for quote in quotes):
            return f"{named[0]} does not stand in the quotes"
    sources = [quote[start:end] for quote in quotes for start, end in split_sentences(quote)]
    reasons = [_unborne(said, source) for source in (*sources, *quotes)]
    if not reasons or None in reasons:
        return None if reasons else "its quotes are empty"
    return min((reason for reason in reasons if reason), key=len)


def _unborne(said: str, source: str) -> str | None:
    """Why one stretch of a quote does not bear ``said`` out."""
    if stands_in(_bare(said).rstrip(_STOPS), _bare(source)):
        return None
    for word in _content_words(_without_figures(said)):
        if word not in _bare(source):
            return f"“{word}” does not stand in the quotes"
    return _changed_figure(said, source) or _turned(said, source)


def _without_figures(text: str) -> str:
    """``text`` without its quantities, which are compared by value: 二十万元 is 20万元."""
    kept, last = [], 0
    for quantity in find_quantities(text):
        kept.append(text[last : quantity.start])
        last = max(last, quantity.end)
    return "，".join([*kept, text[last:]])


def _changed_figure(said: str, source: str) -> str | None:
    given = find_quantities(source)
    stated = find_quantities(said)
    for quantity in stated:
        if not any(_same(quantity, other) for other in given):
            return f"“{said[quantity.start : quantity.end]}” is no figure of the quotes"
    for digits in _DIGITS.finditer(said):
        inside = any(q.start <= digits.start() and digits.end() <= q.end for q in stated)
        if not inside and not stands_in(_bare(digits[0]), _bare(source)):
            return f"{digits[0]} does not stand in the quotes"
    for kind in {quantity.kind for quantity in stated}:
        if len({(q.value, q.high, q.day) for q in given if q.kind is kind}) < 2:
            continue  # nothing to mix it up with
        own = [quantity for quantity in stated if quantity.kind is kind]
        if len(own) > 1 or not _rightly_paired(said, own[0], source):
            return f"“{said[own[0].start : own[0].end]}” may belong to something else in the quotes"
    return None


def _rightly_paired(said: str, quantity: Quantity, source: str) -> bool:
    """Whether ``said`` names whose figure it is, and nobody else whose figure is in the source."""
    claims = [claim for claim in read_claims(source) if claim.quantity.kind is quantity.kind]
    own = [claim for claim in claims if _same(quantity, claim.quantity)]
    others = [claim for claim in claims if claim not in own]
    if len(own) != 1 or own[0].subject is None or any(claim.subject is None for claim in others):
        return False
    mine = set(_content_words(source[slice(*own[0].subject)]))
    theirs = {w for claim in others if claim.subject for w in _content_words(source[slice(*claim.subject)])}
    bare = _bare(said)
    return bool(mine) and all(word in bare for word in mine) and not any(w in bare for w in theirs - mine)


def _same(stated: Quantity, given: Quantity) -> bool:
    """The same figure, however written; a rewording may not drop or change its bound."""
    return (
        (stated.kind, stated.unit, stated.value, stated.high, stated.day, stated.bound)
        == (given.kind, given.unit, given.value, given.high, given.day, given.bound)
    ) and (stated.per or None) == (given.per or None)


def _turned(said: str, source: str) -> str | None:
    """A word that turns or bounds a statement and stands on one side only."""
    there, here = _bare(source), _bare(said)
    for word in _turning_words(here):
        if word not in there:
            return f"“{word}” does not stand in the quotes"
    for start, end in split_clauses(source):
        clause = _bare(source[start:end])
        words = list(_content_words(source[start:end]))
        if not words or sum(word in here for word in words) < DRAWN_ON * len(words):
            continue
        for word in _turning_words(clause):
            if word not in here:
                return f"“{word}” was left out"
    return None


def _content_words(text: str) -> Iterator[str]:
    """The words of ``text`` that state something, folded."""
    import rjieba

    folded = _bare(text)
    yield from _WORD.findall(folded)
    joining = _words("joining")
    for word in rjieba.cut(folded):
        if _CHINESE.search(word) and word not in joining:
            yield word


def _turning_words(bare: str) -> Iterator[str]:
    """The turning words of ``bare``, a longer one before those it holds."""
    rest = bare
    for word in sorted(_words("turning"), key=len, reverse=True):
        if word in rest:
            rest = rest.replace(word, "|")
            yield word


def _bare(text: str) -> str:
    return "".join(fold(text).split())


@lru_cache(maxsize=2)
def _words(name: str) -> frozenset[str]:
    data = tomllib.loads(files("assistant").joinpath("data/rewording.toml").read_text("utf-8"))
    return frozenset(data[name].split())
