"""The content words of a question: what must be on the shelf for the question to have an answer."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from assistant.glossary import Concept, load_glossary, match_form, translate
from assistant.words import word_list

QUESTION_WORDS = word_list("question_words")
_QUESTION_WORD = re.compile("|".join(sorted(map(re.escape, QUESTION_WORDS), key=len, reverse=True)))

EMPTY_WORDS = frozenset(word_list("empty_words"))
# Parts of speech (as rjieba tags them) that can name a subject.
CONTENT_TAGS = ("n", "v", "a", "j", "i", "l", "eng", "b", "t", "s", "z", "x", "q", "g")
NOUN_TAGS = ("n", "eng", "j", "x", "i", "l")
# A noun of the question that is missing says more than a verb, which people choose freely.
NOUN_ROLE = 0.8
VERB_ROLE = 0.35
UNKNOWN_ROLE = 0.3  # an English word without a translation here
_HAS_WORD = re.compile(r"[a-z0-9\u3400-\u9fff]")
_LATIN_TERM = re.compile(r"[a-z][a-z0-9&+.\-]*[a-z0-9]|[0-9]+[a-z]+")
_NOT_CHINESE = re.compile(r"[^\u3400-\u9fff]")
MIN_SPREAD_CHARS = 3  # two characters stand near each other by chance
MAX_SPREAD_GAP = 2  # characters between two of an abbreviated word
_CHINESE_RUN = re.compile(r"[\u3400-\u9fff]+")

ENGLISH_EMPTY_WORDS = frozenset(word_list("english_empty_words"))


@dataclass(frozen=True, slots=True)
class Term:
    """A content word with all the names under which documents may hold it, in match form."""

    text: str  # as asked
    names: tuple[str, ...]  # the asked form first where the question is Chinese
    role: float = 1.0  # how much a word of its sort says about the subject
    exact: bool = False  # a number or quoted name: nothing else can stand for it
    known: bool = True  # False: an English word that the glossary does not hold

    def found_in(self, form: str) -> str | None:
        """The name by which ``form`` (a match form) holds this term, or None."""
        return next((name for name in self.names if name in form), None)

    def spread_in(self, form: str) -> bool:
        """Whether ``form`` holds the characters of this word in order, a little apart: 软硬件, 软件和硬件."""
        if self.exact or len(self.text) < MIN_SPREAD_CHARS or _NOT_CHINESE.search(self.text):
            return False
        if not all(character in form for character in self.text):  # most often, and sooner than a pattern
            return False
        return _spread(self.text).search(form) is not None


@lru_cache(maxsize=4_096)
def _spread(word: str) -> re.Pattern[str]:
    return re.compile(rf"[\u3400-\u9fff]{{0,{MAX_SPREAD_GAP}}}".join(map(re.escape, word)))


def chinese_terms(form: str) -> list[Term]:
    """The content words of the match form of a Chinese text, glossary names kept whole."""
    found: list[Term] = []
    rest: list[str] = []
    last = 0
    for start, end in _glossary_spans(form):
        rest.append(form[last:start])
        found.append(_glossary_term(form[start:end]))
        last = end
    rest.append(form[last:])
    for piece in rest:
        found.extend(_plain_terms(piece))
    return distinct_terms(found)


def _glossary_spans(form: str) -> Iterable[tuple[int, int]]:
    """Spans of the longest glossary names, left to right."""
    glossary = load_glossary()
    i = 0
    while i < len(form):
        for length in range(min(glossary.longest_name_chars, len(form) - i), 1, -1):
            name = form[i : i + length]
            if name in glossary.by_name and name not in QUESTION_WORDS:
                yield i, i + length
                i += length
                break
        else:
            i += 1


def _glossary_term(name: str) -> Term:
    concepts = load_glossary().by_name[name]
    return Term(name, tuple(dict.fromkeys((name, *(other for c in concepts for other in c.names)))))


def _plain_terms(text: str) -> list[Term]:
    import rjieba

    kept: list[Term] = []
    for piece in _QUESTION_WORD.split(text):
        if not piece:
            continue
        for word, tag in rjieba.tag(piece):
            if word in EMPTY_WORDS or not _HAS_WORD.search(word) or word.isdigit():
                continue
            if not tag.startswith(CONTENT_TAGS) or (len(word) < 2 and not word.isascii()):
                continue
            kept.append(Term(word, (word,), role=NOUN_ROLE if tag.startswith(NOUN_TAGS) else VERB_ROLE))
    return kept


def english_terms(folded: str) -> list[Term]:
    """The content words of an English text as the Chinese names that documents hold."""
    translation = translate(folded, ENGLISH_EMPTY_WORDS)
    found = [Term(phrase, _names(concepts)) for phrase, concepts in translation.concepts]
    found += [
        Term(word, (word,), role=UNKNOWN_ROLE, known=False)
        for word in translation.unknown
        if not word.isdigit()
    ]
    for run in _CHINESE_RUN.findall(folded):
        found.extend(chinese_terms(match_form(run)))
    return distinct_terms(found)


# Only Chinese names: match forms of English ones hold no spaces.
_SHORT_QUOTE = re.compile(
    r"[“\"「『‘]([^“”\"「」『』‘’]{0,8}[\u3400-\u9fff][^“”\"「」『』‘’]{0,8})[”\"」』’]"
)
# A figure that the question gives: 500亿级, 15万元, 30%. Years and bare small numbers say little.
_FIGURE = re.compile(r"(?<![\d.])\d+(?:\.\d+)?(?:[万亿]+[元级吨]?|%|元|家|个|人|名|项)")
_NUMBERED = re.compile(r"(?:第)?(?<!\d)(\d{1,9})\s*号(?!楼|线|院)")


def quoted_names(text: str) -> list[Term]:
    """Short names that the asker put in quotation marks: “膜城”, “四有”."""
    forms = (match_form(name) for name in _SHORT_QUOTE.findall(text))
    return [_named(form) for form in forms if 1 < len(form) < 10]


def _named(form: str) -> Term:
    return _glossary_term(form) if form in load_glossary().by_name else Term(form, (form,), exact=True)


def numbered_things(form: str) -> list[Term]:
    """Things known by a number: 第123号提案. Another number is another thing."""
    things = [
        Term(f"{number}号", (f"第{number}号", f"{number}号"), exact=True)
        for number in _NUMBERED.findall(form)
    ]
    return things + [Term(figure, (figure,)) for figure in _FIGURE.findall(form)]


def _names(concepts: tuple[Concept, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for concept in concepts for name in concept.names))


def distinct_terms(terms: list[Term]) -> list[Term]:
    """Terms without repeats; one that lies within another's own text is kept only if it stands apart."""
    kept: dict[str, Term] = {}
    for term in terms:
        kept.setdefault(term.text, term)
    return list(kept.values())
