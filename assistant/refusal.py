"""Enough evidence or not: one place decides, by features and by weights that are data.

The dense score alone does not tell answerable from unanswerable questions, so several weak signs are added
up by a logistic model (``data/refusal.json``), fitted by ``eval/fit_refusal.py``.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from importlib.resources import files

from assistant.evidence import Sentence
from assistant.glossary import match_form
from assistant.question import Question
from assistant.question_terms import NOUN_ROLE
from assistant.types import Language
from assistant.weighing import Weights
from index import Hit

# e5 cosines lie in a narrow band; the middle of it for policy text, so that the feature is near zero.
DENSE_MIDDLE = 0.86


@dataclass(frozen=True, slots=True)
class Features:
    """What speaks for an answer; all in 0..1 except ``dense``, a cosine less ``DENSE_MIDDLE``."""

    context: float  # term weight held by the best sentence with headings and neighbours
    own: float  # … by the sentence itself
    core: float  # … of the subject alone
    rarest: float  # whether the most telling word of the question stands in the sentence or around it
    holds_asked: float
    lexical: float  # best lexical share
    dense: float
    agreement: float  # whether both lanes like the same document
    exact_missing: float  # share of numbers and quoted names that stand nowhere near
    unknown: float  # share of English words without a translation
    # Share of the subject's weight whose words stand nowhere around the sentence, though elsewhere on the
    # shelf: documents call it so, and this one does not speak of it.
    lacking: float = 0.0
    unheard: float = 0.0  # … and nowhere on the shelf: the asker's own word, or another subject
    nearness: float = 0.0  # the dense score of the sentence's own passage, less ``DENSE_MIDDLE``
    place: float = 0.0  # how well the document's place fits
    english: float = 0.0
    nouns: float = 0.5  # share of the weight of the question's nouns that the sentence holds
    nouns_near: float = 0.5  # … or its passage, headings and title
    near_english: float = 0.0  # ``nearness`` of an English question, whose vectors lie farther off
    complete: float = (
        1.0  # whether what would be shown is an answer at all; no weight: without it none is given
    )


@dataclass(frozen=True, slots=True)
class LogisticModel:
    """Weights by feature, bias, and the probability from which the answer is yes."""

    bias: float
    weights: dict[str, float]
    threshold: float

    def probability(self, features: Features) -> float:
        """That it is so."""
        total = self.bias + sum(
            self.weights.get(name, 0.0) * value for name, value in asdict(features).items()
        )
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))

    def accepts(self, features: Features) -> bool:
        """Whether it is likely enough."""
        return self.probability(features) >= self.threshold


@dataclass(frozen=True, slots=True)
class RefusalModel:
    """Two questions, so that ``partial`` is a class of its own: is the topic there, is the answer there."""

    topic: LogisticModel  # answered or partial, against not_found
    answer: LogisticModel  # answered, against partial and not_found


@lru_cache(maxsize=1)
def load_model() -> RefusalModel:
    """The built-in weights."""
    kept = json.loads(files("assistant").joinpath("data/refusal.json").read_text("utf-8"))
    return RefusalModel(*(LogisticModel(**kept[part]) for part in ("topic", "answer")))


def features_of(
    question: Question,
    best: Sentence | None,
    hits: Sequence[Hit],
    weights: Weights,
    *,
    complete: bool = True,
) -> Features:
    """The features of a question; ``complete``: what would be shown is an answer."""
    if best is None or not hits:
        return Features(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, -DENSE_MIDDLE / 10, 0.0, 0.0, 1.0, complete=0.0)
    english = question.language is Language.ENGLISH
    dense = [hit.dense for hit in hits if hit.dense is not None]
    lexical = [hit.lexical for hit in hits if hit.lexical is not None]
    nearness = (DENSE_MIDDLE if best.hit.dense is None else best.hit.dense) - DENSE_MIDDLE
    unknown = sum(weights.of(term) for term in question.terms if not term.known)
    return Features(
        context=best.context,
        own=best.own,
        core=best.core,
        rarest=_rarest_held(question, best, weights),
        holds_asked=float(best.holds_asked),
        lexical=max(lexical, default=0.0),
        dense=max(dense, default=DENSE_MIDDLE) - DENSE_MIDDLE,
        agreement=_agreement(hits),
        exact_missing=_exact_missing(question, best),
        unknown=unknown / weights.total if weights.total else 0.0,
        lacking=_lacking(question, best, weights, on_shelf=True),
        unheard=_lacking(question, best, weights, on_shelf=False),
        nearness=nearness,
        place=best.place,
        english=float(english),
        nouns=_nouns_held(question, weights, best.form),
        nouns_near=_nouns_held(question, weights, _around(best)),
        near_english=nearness * english,
        complete=float(complete and not best.short_of),
    )


def _rarest_held(question: Question, best: Sentence, weights: Weights) -> float:
    """1 if the question's weightiest word stands in the best sentence, half if in its passage or headings."""
    terms = [term for term in question.terms if term.known]
    if not terms:
        return 0.0
    rarest = max(terms, key=weights.of)
    if rarest.found_in(best.form):
        return 1.0
    return 0.5 if rarest.found_in(_around(best)) else 0.0


def _nouns_held(question: Question, weights: Weights, form: str) -> float:
    """Share of the nouns' weight; people choose their verbs freely. Half where there is no noun."""
    nouns = [term for term in question.terms if term.known and term.role >= NOUN_ROLE]
    total = sum(map(weights.of, nouns))
    return sum(weights.of(term) for term in nouns if term.found_in(form)) / total if total else 0.5


def _lacking(question: Question, best: Sentence, weights: Weights, *, on_shelf: bool) -> float:
    """How much of the subject is not named there: 管理费, in a passage about the fund it is paid from."""
    around = _around(best)
    named = (t for t in question.terms if t.text in weights.core and t.known)
    absent = (t for t in named if (t.text in weights.on_shelf) == on_shelf and not t.found_in(around))
    return sum(weights.of(term) for term in absent) / weights.core_total


def _exact_missing(question: Question, best: Sentence) -> float:
    exact = [term for term in question.terms if term.exact]
    if not exact:
        return 0.0
    around = _around(best)
    return sum(term.found_in(around) is None for term in exact) / len(exact)


def _around(sentence: Sentence) -> str:
    hit = sentence.hit
    return match_form(" ".join((hit.document.title, *hit.passage.headings, hit.text)))


def _agreement(hits: Sequence[Hit]) -> float:
    by_dense = max(hits, key=lambda hit: hit.dense or 0.0)
    by_words = max(hits, key=lambda hit: hit.lexical or 0.0)
    if by_dense.passage == by_words.passage:
        return 1.0
    return 0.5 if by_dense.document.doc_id == by_words.document.doc_id else 0.0
