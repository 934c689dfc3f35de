"""How a shelf behaves as it grows: time to open, to find, to add one document; memory and disk.

    python -m eval.benchmarks.scale --texts DOCS.jsonl.gz --passages 150000

The texts are real (JSON lines with ``text``), repeated as often as needed; the vectors are random, since
their values change no time of an exact search. Each figure is measured in a process of its own.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path

import numpy as np

from index import Progress, Vectors, open_shelf
from ingest import Document, Ingested, Located, Metadata, Passage, Section

DIMENSION = 384
PASSAGE_CHARS = 300
PASSAGES_PER_DOCUMENT = 100
QUESTIONS = 40  # cut from the texts, so that their words are there
QUESTION_CHARS = 24


class RandomEncoder:
    """Unit vectors that depend on the text alone."""

    name = identity = "random"
    dimension = DIMENSION
    max_tokens = 512

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Not asked for here."""
        return [0 for _ in texts]

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """One vector per text."""
        return self.encode_passages(texts)

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """One vector per text."""
        seeds = (int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "little") for text in texts)
        rows = np.stack(
            [np.random.default_rng(seed).standard_normal(DIMENSION, np.float32) for seed in seeds]
        )
        normalised: Vectors = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return normalised

    def encode_batches(self, texts: Sequence[str]) -> Iterator[tuple[list[int], Vectors]]:
        """All at once."""
        yield list(range(len(texts))), self.encode_passages(texts)


def documents(texts: Path, passages: int) -> Iterator[Ingested]:
    """Documents of ``PASSAGES_PER_DOCUMENT`` passages, ``passages`` in all."""
    made = 0
    for round_number in count():
        for text in _long_texts(texts):
            if made >= passages:
                return
            ingested = document(f"d{made}", f"{round_number}\n{text}")
            made += len(ingested.passages)
            yield ingested


def document(name: str, text: str) -> Ingested:
    """``text`` cut every ``PASSAGE_CHARS`` characters."""
    starts = range(0, len(text), PASSAGE_CHARS)
    passages = tuple(
        Passage(name, ordinal, 0, (), start, min(start + PASSAGE_CHARS, len(text)))
        for ordinal, start in enumerate(starts)
    )
    digest = hashlib.sha256(text.encode()).hexdigest()
    sections = (Section(0, None, 0, "", "", 0, len(text)),)
    title = Located(f"{name}号文件")
    return Ingested(Document(name, f"/in/{name}", digest, text, sections, Metadata(title=title)), passages)


def _long_texts(texts: Path) -> Iterator[str]:
    with gzip.open(texts, "rt", encoding="utf-8") as lines:
        for line in lines:
            text = json.loads(line)["text"]
            size = PASSAGE_CHARS * PASSAGES_PER_DOCUMENT
            for start in range(0, len(text), size):
                yield text[start : start + size]


def build(folder: Path, texts: Path, passages: int) -> None:
    """Fill the shelf."""
    started = time.perf_counter()
    with open_shelf(folder, create=True, encoder=RandomEncoder()) as shelf:
        shelf.add_ingested(documents(texts, passages))
        stored = sum(found.passages for found in shelf.documents())
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    print(f"passages {stored}; build {time.perf_counter() - started:.1f} s; disk {size / 2**20:.0f} MiB")


def find(folder: Path, texts: Path) -> None:
    """Open, find, add one document."""
    rng = np.random.default_rng(1)
    pool = [text for text, _ in zip(_long_texts(texts), range(200), strict=False)]
    questions = []
    for _ in range(QUESTIONS):
        text = pool[rng.integers(len(pool))]
        start = int(rng.integers(max(1, len(text) - QUESTION_CHARS)))
        questions.append(text[start : start + QUESTION_CHARS])
    started = time.perf_counter()
    with open_shelf(folder, encoder=RandomEncoder()) as shelf:
        shelf.search(questions[0])
        first = time.perf_counter() - started
        times = []
        for question in questions:
            started = time.perf_counter()
            shelf.search(question)
            times.append((time.perf_counter() - started) * 1000)
        started = time.perf_counter()
        shelf.add_ingested([document("one more", "新增的一份文件" * 100)])
        shelf.search("新增")
        added = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10
    p50, p95 = np.percentile(times, [50, 95])
    print(
        f"first {first:.2f} s; warm p50 {p50:.1f} ms, p95 {p95:.1f} ms; add one {added:.2f} s; {peak:.0f} MiB"
    )


def main() -> None:
    """Build and measure in separate processes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=Path, required=True)
    parser.add_argument("--passages", type=int, default=150_000)
    parser.add_argument("--shelf", type=Path, help="kept; a temporary one otherwise")
    parser.add_argument("--step", choices=("build", "find"))
    arguments = parser.parse_args()
    if arguments.step == "build":
        build(arguments.shelf, arguments.texts, arguments.passages)
    elif arguments.step == "find":
        find(arguments.shelf, arguments.texts)
    else:
        with tempfile.TemporaryDirectory() as temporary:
            shelf = arguments.shelf or Path(temporary) / "shelf"
            common = ["--texts", arguments.texts, "--passages", arguments.passages, "--shelf", shelf]
            for step in ("build", "find"):
                command = [sys.executable, "-m", "eval.benchmarks.scale", "--step", step, *map(str, common)]
                subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
