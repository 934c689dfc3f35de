"""A closer look at the first passages where they stand close: which of them holds the sentence that answers.

The vector of a passage is that of all it speaks of. Where the second and third stand closer to the first than
``MARGIN``, those sentences of them that hold most of the question's terms are encoded by themselves, and
the two or three are put in order anew.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.encoder import Vectors
from index.terms import distinct_terms
from ingest import split_sentences

LOOKED_AT = 3  # five put no more answers first
# What stands further behind does not come first by a look. So close is the second for less than a third
# of the questions of a set.
MARGIN = 0.007
# The more passages, the closer they stand: among a million nearly every question would be looked at, for
# 50 ms or more, and what it brings was measured on up to six thousand.
MOST_PASSAGES = 20_000
# Of each passage; with one, half of what the look brings is lost.
SENTENCES = 2
MIN_SENTENCE_CHARS = 6  # less is a number or a mark
# What is longer is a table or a list, and takes long to encode; cut at 120 half of the gain is lost.
MAX_SENTENCE_CHARS = 200

Encode = Callable[[Sequence[str]], Vectors]


@dataclass(frozen=True, slots=True)
class Looked:
    """A passage that is looked at."""

    text: str
    score: float
    nearness: float  # of its vector to the question's


@dataclass(frozen=True, slots=True)
class Question:
    """What the look is for."""

    vector: NDArray[np.float32]  # the one that passages are ranked by
    weights: Mapping[int, float]  # of its terms
    sentence_weight: float  # how much of a passage's nearness its best sentence's takes the place of


def standing_close(scores: Sequence[float], among: int) -> int:
    """How many of descending ``scores``, the best ``among`` so many, a look may change the order of.

    0 where the first stands alone, or there are too many for a look.
    """
    if among > MOST_PASSAGES:
        return 0
    close = sum(scores[0] - score < MARGIN for score in scores[:LOOKED_AT])
    return close if close > 1 else 0


def closer_order(passages: Sequence[Looked], question: Question, encode: Encode) -> list[int]:
    """Positions of ``passages``, best first; ``encode`` gives the vectors of sentences."""
    chosen = [likely_sentences(passage.text, question.weights) for passage in passages]
    distinct = list(dict.fromkeys(sentence for sentences in chosen for sentence in sentences))
    if not distinct:
        return list(range(len(passages)))
    near = dict(zip(distinct, (encode(distinct) @ question.vector).tolist(), strict=True))
    scores = []
    for passage, sentences in zip(passages, chosen, strict=True):
        best = max((near[sentence] for sentence in sentences), default=passage.nearness)
        scores.append(passage.score + question.sentence_weight * (best - passage.nearness))
    return sorted(range(len(passages)), key=lambda position: -scores[position])


def likely_sentences(text: str, weights: Mapping[int, float]) -> list[str]:
    """The sentences of ``text`` that hold most of the weighted terms, at most ``SENTENCES``."""
    spans = [span for span in split_sentences(text) if span[1] - span[0] >= MIN_SENTENCE_CHARS]
    # Any white space is a space to the model; the quick tokenizer knows spaces alone.
    sentences = [" ".join(text[start:end][:MAX_SENTENCE_CHARS].split()) for start, end in spans]
    held = [
        sum(weights.get(term, 0.0) for term in distinct_terms(sentence).tolist()) for sentence in sentences
    ]
    best = sorted(range(len(sentences)), key=lambda position: -held[position])[:SENTENCES]
    return [sentences[position] for position in best]
