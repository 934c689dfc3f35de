"""The words of policy language: abbreviations, synonyms and English, kept as data in data/glossary.tsv.

``data/english.tsv`` has the Chinese of further English words.

Whoever keeps a shelf may add words of their own (``own_glossary``), which hold while it is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files

from ingest import fold

# A quoted name and the same name without its quotes are one name: 专精特新“小巨人”企业.
_LOOSE_MARKS = str.maketrans("", "", "\"'《》 \t\n·")
_ENGLISH_WORD = re.compile(r"[a-z0-9&']+")
LONGEST_ENGLISH_WORDS = 8  # in a phrase of the glossary


def match_form(text: str) -> str:
    """``text`` as words are looked for in it: folded, without quotes, spaces and title marks."""
    return fold(text).translate(_LOOSE_MARKS)


@dataclass(frozen=True, slots=True)
class Concept:
    """One notion and every way to name it."""

    shown: str  # as documents write it
    names: tuple[str, ...]  # match forms, those of documents first
    english: tuple[str, ...]  # lower case, words separated by one space, singular
    only_english: bool = False  # found by its English alone: in Chinese it is a word as any other


@dataclass(frozen=True, slots=True, eq=False)  # known by identity: caches rest on it
class Glossary:
    """The concepts with their look-ups."""

    concepts: tuple[Concept, ...]
    by_name: dict[str, tuple[Concept, ...]]
    by_english: dict[str, tuple[Concept, ...]]
    longest_name_chars: int


def singular(word: str) -> str:
    """An English word without its plural ending; words that only look plural stay."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is", "'s")):
        return word[:-1]
    return word.removesuffix("'s")


def english_words(text: str) -> list[str]:
    """The words of English text, lower case and singular; hyphens separate."""
    return [singular(word) for word in _ENGLISH_WORD.findall(fold(text).replace("-", " "))]


_IN_USE: ContextVar[Glossary | None] = ContextVar("glossary in use", default=None)


def load_glossary() -> Glossary:
    """The glossary that holds here: the built-in one, unless another was put to use."""
    return _IN_USE.get() or built_in_glossary()


def own_in_use() -> bool:
    """Whether another glossary than the built-in one was put to use."""
    return _IN_USE.get() is not None


@contextmanager
def use_glossary(glossary: Glossary) -> Iterator[None]:
    """Let ``glossary`` hold for what is asked within."""
    token = _IN_USE.set(glossary)
    try:
        yield
    finally:
        _IN_USE.reset(token)


@lru_cache(maxsize=1)
def built_in_glossary() -> Glossary:
    """The glossary that comes with the program."""
    concepts = [read_concept(line) for line in _lines("glossary.tsv")]
    return make_glossary([*concepts, *map(_read_english, _lines("english.tsv"))])


def _lines(name: str) -> list[str]:
    """The lines of a table in data/ that say something."""
    lines = files("assistant").joinpath("data", name).read_text("utf-8").splitlines()
    return [line for line in lines if line.strip() and not line.startswith("#")]


def _read_english(line: str) -> Concept:
    """The concept of a line of data/english.tsv: Chinese names, English."""
    names, english = line.split("\t")
    return replace(read_concept(f"{names}\t\t{english}"), only_english=True)


def make_glossary(given: Iterable[Concept]) -> Glossary:
    """A glossary of concepts, those of one name in the order given."""
    concepts = tuple(given)
    by_name: dict[str, tuple[Concept, ...]] = {}
    by_english: dict[str, tuple[Concept, ...]] = {}
    for concept in concepts:
        for name in () if concept.only_english else concept.names:
            by_name[name] = (*by_name.get(name, ()), concept)
        for phrase in concept.english:
            by_english[phrase] = (*by_english.get(phrase, ()), concept)
    return Glossary(concepts, by_name, by_english, max(map(len, by_name)))


def read_concept(line: str) -> Concept:
    """The concept of a line: names of documents, other names, English."""
    written, others, english = [*line.split("\t"), "", ""][:3]
    names = [name for name in (*written.split("|"), *others.split("|")) if name.strip()]
    phrases = (" ".join(english_words(phrase)) for phrase in english.split("|") if phrase.strip())
    return Concept(
        names[0], tuple(dict.fromkeys(match_form(name) for name in names)), tuple(dict.fromkeys(phrases))
    )


@dataclass(frozen=True, slots=True)
class Translation:
    """What an English text says in words of the glossary."""

    concepts: tuple[tuple[str, tuple[Concept, ...]], ...]  # English phrase, what it may mean
    unknown: tuple[str, ...]  # words that the glossary does not hold


def translate(text: str, ignored: frozenset[str] = frozenset()) -> Translation:
    """Longest phrases first; ``ignored`` words are left out of both lists unless part of a phrase."""
    glossary = load_glossary()
    words = english_words(text)
    found: dict[str, tuple[Concept, ...]] = {}
    unknown: list[str] = []
    i = 0
    while i < len(words):
        for length in range(min(LONGEST_ENGLISH_WORDS, len(words) - i), 0, -1):
            phrase = " ".join(words[i : i + length])
            if phrase in glossary.by_english and phrase not in ignored:
                found[phrase] = glossary.by_english[phrase]
                i += length
                break
        else:
            if words[i] not in ignored:
                unknown.append(words[i])
            i += 1
    return Translation(tuple(found.items()), tuple(dict.fromkeys(unknown)))
