"""Processes that change a shelf until they are killed; started by ``test_crash``, a line of input each.

Each line names a shelf folder; the answer is the process id of a writer that is at work. Forking keeps
the start of a writer to milliseconds, so that many can be killed.
"""

from __future__ import annotations

import hashlib
import os
import random
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from index import Progress, Vectors, keeping, open_shelf
from ingest import Document, Ingested, Located, Metadata, Passage, Section

DOCUMENTS = 6
DIMENSION = 16


class HashEncoder:
    """Vectors from hashes: this test asks what is stored, not what it means."""

    name = identity = "hashes"
    dimension = DIMENSION
    max_tokens = 512

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(text) for text in texts]

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return self.encode_passages(texts)

    def encode_sentences(self, texts: Sequence[str]) -> Vectors:
        return self.encode_passages(texts)

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        rows = []
        for text in texts:
            row = np.frombuffer(hashlib.sha256(text.encode()).digest()[:DIMENSION], np.uint8) - 127.5
            rows.append((row / np.linalg.norm(row)).astype(np.float32))
        return np.stack(rows)

    def encode_batches(self, texts: Sequence[str]) -> Iterator[tuple[list[int], Vectors]]:
        for first in range(0, len(texts), 8):
            indexes = list(range(first, min(first + 8, len(texts))))
            yield indexes, self.encode_passages([texts[index] for index in indexes])


def edition(name: str, number: int) -> Ingested:
    """Edition ``number`` of a document: its passages all say which edition they are of."""
    lines = [f"{name} 第{number}版 第{line}段" for line in range(3 + number % 5)]
    text = "\n".join(lines)
    passages, start = [], 0
    for ordinal, line in enumerate(lines):
        passages.append(Passage(name, ordinal, 0, (), start, start + len(line)))
        start += len(line) + 1
    sections = (Section(0, None, 0, "", "", 0, len(text)),)
    digest = hashlib.sha256(text.encode()).hexdigest()
    document = Document(name, f"/in/{name}", digest, text, sections, Metadata(title=Located(name)))
    return Ingested(document, tuple(passages))


def write_on(folder: Path) -> None:
    """Add, replace and remove documents for ever."""
    rng = random.Random(os.getpid())
    while True:
        with open_shelf(folder, create=True, encoder=HashEncoder()) as shelf:
            for _ in range(rng.randrange(1, 8)):
                name = f"d{rng.randrange(DOCUMENTS)}"
                if rng.random() < 0.25 and name in {found.doc_id for found in shelf.documents()}:
                    shelf.remove([name])
                else:
                    shelf.add_ingested([edition(name, rng.randrange(1000))])


def main() -> None:
    """Start a writer for each line of input, and take leave of each that was killed."""
    keeping.SAVE_FROM_PASSAGES = 1  # so that the saved index, too, is written when the kill comes
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            write_on(Path(line.strip()))
        print(child, flush=True)  # noqa: T201 - the answer
        os.waitpid(child, 0)
        print("gone", flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
