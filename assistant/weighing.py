"""How much each word of a question counts."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.question_terms import Term
from assistant.words import word_list

MEASURE_WORDS = frozenset(word_list("measure_words"))


@dataclass(frozen=True, slots=True)
class Weights:
    """The weight of each term of a question, from how rare it is on the shelf."""

    by_text: dict[str, float]
    total: float
    core: frozenset[str]  # texts of the terms that name the subject
    on_shelf: frozenset[str] = frozenset()  # texts of the terms that any document holds

    def of(self, term: Term) -> float:
        """Weight of a term of the question."""
        return self.by_text[term.text]

    @property
    def core_total(self) -> float:
        """Weight of all terms that name the subject, 1 if it is nothing."""
        return sum(self.by_text[text] for text in self.core) or 1.0


def weigh_terms(terms: Sequence[Term], counts: Sequence[int], passages: int) -> Weights:
    """BM25's idf times what the word can say; ``counts`` are passages that hold each term."""
    by_text = {
        term.text: term.role * math.log(1 + (passages - count + 0.5) / (count + 0.5))
        for term, count in zip(terms, counts, strict=True)
    }
    core = frozenset(term.text for term in terms if not is_measure_word(term)) or frozenset(by_text)
    on_shelf = frozenset(term.text for term, count in zip(terms, counts, strict=True) if count)
    return Weights(by_text, sum(by_text.values()), core, on_shelf)


def is_measure_word(term: Term) -> bool:
    """Whether a term names a kind of benefit or act rather than a subject."""
    return any(name in MEASURE_WORDS for name in term.names[:2])
