"""What all questions of a language have in common, taken out of a question's vector.

Vectors of the built-in model lie close together, nearest to those of their own language and form: an
English question is nearer to any English text than to the Chinese passage that answers it, and passages
that read like questions are near to all. The mean vector of many questions of a language is that common
part. Taken off the question, it takes from each passage what it is near to any question.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from index.encoder import Vectors

_FILE = "data/question_means.json"
_CHINESE = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_LATIN_WORD = re.compile(r"[A-Za-z]{2,}")


@dataclass(frozen=True, slots=True)
class QuestionMeans:
    """Mean vectors of questions by one encoder."""

    chinese: NDArray[np.float32]  # [dimension]
    english: NDArray[np.float32]


@lru_cache(maxsize=1)
def _kept_means() -> dict[str, QuestionMeans]:
    kept = json.loads(files("index").joinpath(_FILE).read_text("utf-8"))
    return {
        identity: QuestionMeans(np.array(means["zh"], np.float32), np.array(means["en"], np.float32))
        for identity, means in kept.items()
    }


def question_means(identity: str) -> QuestionMeans | None:
    """The means for the encoder with this identity; None where they were not measured."""
    return _kept_means().get(identity)


def chinese_share(text: str) -> float:
    """How much of ``text`` is Chinese: characters next to Latin words; 1 where there is neither."""
    characters, words = len(_CHINESE.findall(text)), len(_LATIN_WORD.findall(text))
    return characters / (characters + words) if words else 1.0


def without_common_part(vector: Vectors, text: str, means: QuestionMeans | None, share: float) -> Vectors:
    """``vector`` [dimension] of the question ``text`` less ``share`` of the mean of its language."""
    if means is None or not share:
        return vector
    chinese = chinese_share(text)
    common = chinese * means.chinese + (1 - chinese) * means.english
    less: Vectors = (vector - share * common).astype(np.float32)
    return less
