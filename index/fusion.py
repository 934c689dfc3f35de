"""One score from two lanes, on absolute scales, so that it needs no other question to be read against."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray


class Lane(StrEnum):
    """A way of finding passages."""

    DENSE = "dense"  # by meaning
    LEXICAL = "lexical"  # by words


BOTH_LANES = (Lane.DENSE, Lane.LEXICAL)


@dataclass(frozen=True, slots=True)
class Scoring:
    """How much each part of a score counts. ``python -m eval.benchmarks.ablation`` prints what each brings.

    The lexical part fades by itself where question and collection share no words (English over Chinese).
    """

    lexical_weight: float = 0.35  # from .3 to .4 nDCG@10 moves by at most .009 on any set
    # Terms that were not asked for but mean the same, next to the question's own. At 1 long English
    # questions are carried away by what little of them the glossary knows.
    other_words_weight: float = 0.57
    # Of what all questions of a language share, this part is taken out of the question's vector.
    common_share: float = 0.6  # from .4 to .8 the mean over eleven sets moves by .003
    # A document of another place than the one asked about; half of what tells first from fifth place.
    unlikely_penalty: float = 0.05
    # How much of the name of its place a document of the place asked about is taken to hold in each passage,
    # as if its title gave it: replies and annexes often have no title. 1 would be more than a passage can.
    granted_saturation: float = 0.8
    # The best of many passages is better by chance alone; by the logarithm of how many a document has.
    length_penalty: float = 0.005
    # How far a passage that its document's best outdoes falls further behind, by what it lacks of that one:
    # a question for a list or a comparison then sees more documents. From .3 to .8 no set moves by .003.
    crowding: float = 0.5
    # Where the first stand close, how much of a passage's cosine gives way to that of its best sentence.
    sentence_weight: float = 0.2


SCORING = Scoring()
# The sum of cosine and BM25 share that every idea is measured against.
PLAIN_SUM = Scoring(
    lexical_weight=0.4,
    other_words_weight=0,
    common_share=0,
    unlikely_penalty=0,
    granted_saturation=0,
    length_penalty=0,
    crowding=0,
    sentence_weight=0,
)
# Beyond so many passages a document is a collection of its own, and its length says nothing more.
LONG_DOCUMENT_PASSAGES = 50


def fuse(
    cosines: NDArray[np.float32] | None, shares: NDArray[np.float32] | None, scoring: Scoring = SCORING
) -> NDArray[np.float32]:
    """Scores from cosines and lexical shares of the same passages; a lane that is off is None."""
    if cosines is None or shares is None:
        only = cosines if cosines is not None else shares
        if only is None:
            raise ValueError("at least one lane must be on")
        return only
    return cosines + np.float32(scoring.lexical_weight) * shares
