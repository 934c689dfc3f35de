"""What an encoder is: texts in, float32 vectors of unit length out, so a dot product is a cosine."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

Progress = Callable[[int, int], None]  # (done, total)
Vectors = npt.NDArray[np.float32]  # [texts, dimension], unit length


class Encoder(Protocol):
    """Turns questions and passages into vectors that can be compared."""

    @property
    def name(self) -> str:
        """As the user named it."""

    @property
    def identity(self) -> str:
        """Equal for two encoders only if they give the same vectors; a shelf remembers it."""

    @property
    def dimension(self) -> int:
        """Numbers in a vector."""

    @property
    def max_tokens(self) -> int:
        """Tokens of a text that are read; the rest is cut off."""

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text as a passage, prompt and special tokens included, before any cut."""

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Vectors of questions, ``[texts, dimension]``."""

    def encode_sentences(self, texts: Sequence[str]) -> Vectors:
        """Vectors of a few short passages for a question that waits, ``[texts, dimension]``."""

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Vectors of passages, ``[texts, dimension]``; ``progress(done, total)`` after every batch.

        What ``progress`` raises ends the work between two batches.
        """

    def encode_batches(self, texts: Sequence[str]) -> Iterator[tuple[list[int], Vectors]]:
        """The same batch by batch, as (indexes into ``texts``, vectors), so that a caller can save each."""


def join_batches(
    batches: Iterator[tuple[list[int], Vectors]],
    shape: tuple[int, int],
    progress: Progress | None,
) -> Vectors:
    """Vectors of all batches in the order of the texts; ``shape`` is (texts, dimension)."""
    vectors = np.empty(shape, np.float32)
    done = 0
    for indexes, batch in batches:
        vectors[indexes] = batch
        done += len(indexes)
        if progress:
            progress(done, shape[0])
    return vectors
