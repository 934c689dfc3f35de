"""How a shelf behaves as it grows: time to build, to start, to find, to add; disk, memory, recall.

    python -m eval.benchmarks.scale --texts DOCS.jsonl.gz --passages 5000 150000 1000000

The texts are real (JSON lines with ``text``), repeated with other figures and other cuts as often as
needed. A few thousand passages are encoded by the built-in model; the vectors of the others are varied
from theirs: one vector plus a part of the difference of two others. Questions are cut from the texts
and encoded by the model. Beside each size stands what it is measured against, from the same run: the ten
nearest passages by comparing all vectors, and the start without a saved index. ``cpu_ms`` is processor
time of a question, which other programs on the machine change less than its time on the clock.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np

from index import PLAIN_SUM, Encoder, Hints, Lane, Progress, Vectors, load_encoder, open_shelf
from ingest import Document, Ingested, Located, Metadata, Passage, Section

PASSAGE_CHARS = 300
PASSAGES_PER_DOCUMENT = 100
QUESTIONS = 40  # cut from the texts, so that their words are there
QUESTION_CHARS = 24
ENCODED = 3000  # passages that the model encodes, some minutes of work
VARIATION = (0.2, 0.6)  # part of the difference of two vectors that is added to a third
NEAREST = 10
STARTED_WITHOUT_INDEX = 200_000  # passages up to which that is measured: beyond it takes too long
COLUMNS = ("passages", "build_s", "disk_mib", "cold_ask_s", "start_s", "start_unsaved_s", "p50_ms", "p95_ms")
MORE_COLUMNS = ("cpu_ms", "of_that_encoding_ms", "flat_p50_ms", "recall@10", "add_one_s", "memory_mib")


class VariedEncoder:
    """The built-in model for questions; for passages vectors that are varied from encoded ones."""

    def __init__(self, encoder: Encoder, base: Vectors) -> None:
        self._encoder = encoder
        self._base = base
        self.name, self.identity = encoder.name, encoder.identity
        self.dimension, self.max_tokens = encoder.dimension, encoder.max_tokens

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """As the model counts."""
        return self._encoder.count_tokens(texts)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """By the model."""
        return self._encoder.encode_queries(texts)

    def encode_sentences(self, texts: Sequence[str]) -> Vectors:
        """By the model, whose time counts."""
        return self._encoder.encode_sentences(texts)

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """One vector per text, the same whenever it is asked for."""
        drawn = [
            np.random.default_rng(int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "little"))
            for text in texts
        ]
        which = np.array([rng.integers(len(self._base), size=3) for rng in drawn])
        part = np.array([[rng.uniform(*VARIATION)] for rng in drawn], dtype=np.float32)
        rows = self._base[which[:, 0]] + part * (self._base[which[:, 1]] - self._base[which[:, 2]])
        normalised: Vectors = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
        return normalised

    def encode_batches(self, texts: Sequence[str]) -> Iterator[tuple[list[int], Vectors]]:
        """All at once."""
        yield list(range(len(texts))), self.encode_passages(texts)


def varied_encoder(vectors: Path, texts: Path) -> VariedEncoder:
    """The encoder over ``vectors``, which are encoded now if the file is not there."""
    encoder = load_encoder()
    if not vectors.is_file():
        passages = [
            text[start : start + PASSAGE_CHARS]
            for text in _long_texts(texts)
            for start in range(0, len(text), PASSAGE_CHARS)
        ]
        chosen = np.random.default_rng(3).choice(len(passages), min(ENCODED, len(passages)), replace=False)
        np.save(vectors, encoder.encode_passages([passages[at] for at in chosen]), allow_pickle=False)
    return VariedEncoder(encoder, np.load(vectors, allow_pickle=False))


def documents(texts: Path, passages: int) -> Iterator[Ingested]:
    """Documents of up to ``PASSAGES_PER_DOCUMENT`` passages, ``passages`` in all."""
    made = 0
    for round_number in count():
        for text in _long_texts(texts):
            if made >= passages:
                return
            ingested = document(f"d{made}", _varied(text, round_number))
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


def _varied(text: str, round_number: int) -> str:
    """``text`` as it is in the first round; later with other figures, cut elsewhere."""
    if round_number == 0:
        return text
    figures = str.maketrans({str(digit): str((digit + round_number) % 10) for digit in range(10)})
    shift = round_number * 37 % PASSAGE_CHARS
    return f"{round_number}\n{text[shift:]}{text[:shift]}".translate(figures)


def _long_texts(texts: Path) -> Iterator[str]:
    with gzip.open(texts, "rt", encoding="utf-8") as lines:
        for line in lines:
            text = json.loads(line)["text"]
            size = PASSAGE_CHARS * PASSAGES_PER_DOCUMENT
            for start in range(0, len(text), size):
                yield text[start : start + size]


def build(folder: Path, texts: Path, passages: int, encoder: Encoder) -> dict[str, Any]:
    """Fill the shelf."""
    started = time.perf_counter()
    with open_shelf(folder, create=True, encoder=encoder) as shelf:
        shelf.add_ingested(documents(texts, passages))
        stored = sum(found.passages for found in shelf.documents())
    taken = time.perf_counter() - started
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    return {"passages": stored, "build_s": round(taken, 1), "disk_mib": size >> 20}


def find(folder: Path, texts: Path, encoder: Encoder) -> dict[str, Any]:
    """Start and find."""
    questions = _questions(texts)
    encoder.encode_queries(["预热"])
    started = time.perf_counter()
    with open_shelf(folder, encoder=encoder) as shelf:
        shelf.search(questions[0])
        first = time.perf_counter() - started
        worked = time.process_time()
        times = [_milliseconds(partial(shelf.search, question)) for question in questions]
        worked = (time.process_time() - worked) / len(questions) * 1000
    encoding = [_milliseconds(partial(encoder.encode_queries, [f"{question}。"])) for question in questions]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    p50, p95 = np.percentile(times, [50, 95])
    return {
        "start_s": round(first, 2),
        "p50_ms": round(float(p50), 1),
        "p95_ms": round(float(p95), 1),
        "cpu_ms": round(worked, 1),
        "of_that_encoding_ms": round(float(np.median(encoding)), 1),
        "memory_mib": memory,
    }


def _milliseconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def recall(folder: Path, texts: Path, encoder: Encoder) -> dict[str, Any]:
    """The ten nearest passages against those that comparing all vectors finds, and the time that takes."""
    questions = _questions(texts)
    names, vectors = _all_vectors(folder, encoder.dimension)
    found, times = 0, []
    by_cosine = Hints(scoring=PLAIN_SUM)
    with open_shelf(folder, encoder=encoder) as shelf:
        for question, query in zip(questions, encoder.encode_queries(questions), strict=True):
            started = time.perf_counter()
            cosines = vectors @ query
            nearest = np.argpartition(cosines, -NEAREST)[-NEAREST:]
            times.append((time.perf_counter() - started) * 1000)
            hits = shelf.search(question, k=NEAREST, lanes={Lane.DENSE}, hints=by_cosine)
            # equal texts have equal vectors: as near as the tenth is near enough
            found += sum(
                cosines[names[hit.passage.doc_id] + hit.passage.ordinal] >= cosines[nearest].min()
                for hit in hits
            )
    return {
        "flat_p50_ms": round(float(np.percentile(times, 50)), 1),
        "recall@10": round(found / (NEAREST * len(questions)), 3),
    }


def _all_vectors(folder: Path, dimension: int) -> tuple[dict[str, int], Vectors]:
    """Where each document's passages begin, and the vectors of all passages."""
    names: dict[str, int] = {}
    with closing(sqlite3.connect(folder / "catalog.sqlite3")) as catalog:
        total = catalog.execute("SELECT count(*) FROM passages").fetchone()[0]
        vectors = np.empty((total, dimension), np.float32)
        rows = catalog.execute(
            "SELECT doc_id, vectors.vector FROM passages JOIN documents ON documents.id = document"
            " JOIN vectors ON key = passages.vector ORDER BY passages.id"
        )
        for number, (doc_id, blob) in enumerate(rows):
            names.setdefault(doc_id, number)
            vectors[number] = np.frombuffer(blob, "<f4")
    return names, vectors


def unsaved(folder: Path, texts: Path, encoder: Encoder) -> dict[str, Any]:
    """Start without the saved index."""
    shutil.rmtree(folder / "index", ignore_errors=True)
    return {"start_unsaved_s": find(folder, texts, encoder)["start_s"]}


def add(folder: Path, texts: Path, encoder: Encoder) -> dict[str, Any]:
    """Add a document as a person does who starts the program for it, and find it."""
    started = time.perf_counter()
    with open_shelf(folder, encoder=encoder) as shelf:
        shelf.add_ingested([document("one more", "新增的一份文件。" * 100)])
        assert shelf.search("新增的一份文件", k=1)[0].document.doc_id == "one more"
    return {"add_one_s": round(time.perf_counter() - started, 2)}


def cold_ask(folder: Path) -> dict[str, Any]:
    """``wenzheng ask`` in a new process, the median of three."""
    times = []
    for _ in range(3):
        started = time.perf_counter()
        command = [
            sys.executable,
            "-m",
            "cli",
            "ask",
            "合同无效的情形有哪些",
            "--json",
            "--shelf",
            str(folder),
        ]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        times.append(time.perf_counter() - started)
    return {"cold_ask_s": round(sorted(times)[1], 2)}


def _questions(texts: Path) -> list[str]:
    rng = np.random.default_rng(1)
    pool = [text for text, _ in zip(_long_texts(texts), range(200), strict=False)]
    questions = []
    for _ in range(QUESTIONS):
        text = pool[rng.integers(len(pool))]
        start = int(rng.integers(max(1, len(text) - QUESTION_CHARS)))
        questions.append(text[start : start + QUESTION_CHARS])
    return questions


STEPS = ("build", "find", "recall", "add", "unsaved")


def step(name: str, folder: Path, texts: Path, vectors: Path, passages: int) -> dict[str, Any]:
    """One measurement, in this process."""
    encoder = varied_encoder(vectors, texts)
    if name == "build":
        return build(folder, texts, passages, encoder)
    return {"find": find, "recall": recall, "add": add, "unsaved": unsaved}[name](folder, texts, encoder)


def measure(arguments: argparse.Namespace, folder: Path, passages: int) -> dict[str, Any]:
    """All measurements of one size, each in a process of its own."""
    results: dict[str, Any] = {}
    for name in STEPS:
        if (name == "unsaved" and passages > STARTED_WITHOUT_INDEX) or (name == "build" and folder.exists()):
            continue
        command = [sys.executable, "-m", "eval.benchmarks.scale", "--step", name, "--shelf", folder]
        command += ["--texts", arguments.texts, "--vectors", arguments.vectors, "--passages", passages]
        done = subprocess.run([*map(str, command)], check=True, stdout=subprocess.PIPE, text=True)
        results |= json.loads(done.stdout)
        if name == "find":
            results |= cold_ask(folder)
        print(json.dumps(results), file=sys.stderr, flush=True)
    return results


def table(rows: Sequence[dict[str, Any]]) -> str:
    """The results as a table of Markdown."""
    columns = (*COLUMNS, *MORE_COLUMNS)
    lines = [columns, ["---:"] * len(columns), *([row.get(name, "–") for name in columns] for row in rows)]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)


def main() -> None:
    """Build and measure each size."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--texts", type=Path, required=True)
    parser.add_argument("--passages", type=int, nargs="+", default=[5_000, 150_000])
    parser.add_argument("--keep", type=Path, help="folder for the shelves, used again if they are there")
    parser.add_argument("--vectors", type=Path, help=".npy of encoded passages, made if it is not there")
    parser.add_argument("--step", choices=STEPS, help=argparse.SUPPRESS)
    parser.add_argument("--shelf", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.step:
        chosen = arguments.step, arguments.shelf, arguments.texts, arguments.vectors, arguments.passages[0]
        print(json.dumps(step(*chosen)))
        return
    with tempfile.TemporaryDirectory() as temporary:
        place = arguments.keep or Path(temporary)
        place.mkdir(parents=True, exist_ok=True)
        arguments.vectors = arguments.vectors or place / "vectors.npy"
        rows = [measure(arguments, place / f"shelf{size}", size) for size in arguments.passages]
    print(table(rows))


if __name__ == "__main__":
    main()
