"""Measures the mean vectors of questions that ``index/common_part.py`` takes out of a question's vector.

``python -m eval.fit_question_means FILE.jsonl … [--model M] [--write]`` reads lines with ``question`` or
``text``. Each file counts the same, however long it is, so that no collection's subject becomes the mean.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from index import Encoder, Vectors, chinese_share, load_encoder

MEANS_PATH = Path(__file__).resolve().parent.parent / "index" / "data" / "question_means.json"
MIN_QUESTIONS = 10  # of one language in a file; the mean of fewer is that of their subjects
PER_FILE = 400  # questions read of each
DECIMALS = 5  # a rank never hung on the sixth
HALF = 0.5


def read_questions(path: Path) -> list[str]:
    """The questions of a file of JSON lines."""
    lines = (json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip())
    return [line.get("question") or line["text"] for line in lines][:PER_FILE]


def language_means(files: Iterable[Sequence[str]], encoder: Encoder) -> dict[str, Vectors]:
    """The mean of the files' means [dimension] for ``zh`` and ``en``."""
    means: dict[str, list[Vectors]] = {"zh": [], "en": []}
    for questions in files:
        for language, found in means.items():
            own = [text for text in questions if (chinese_share(text) >= HALF) == (language == "zh")]
            if len(own) >= MIN_QUESTIONS:
                vectors = np.concatenate([encoder.encode_queries([text]) for text in own])
                found.append(vectors.mean(axis=0))
    return {language: np.mean(found, axis=0) for language, found in means.items() if found}


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print, or write, the means."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--model")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args(arguments)
    encoder = load_encoder(options.model)
    means = language_means([read_questions(path) for path in options.files], encoder)
    if set(means) != {"zh", "en"}:
        sys.exit(f"questions of both languages are needed, {MIN_QUESTIONS} in a file: found {sorted(means)}")
    for language, mean in means.items():
        sys.stdout.write(f"{language}: length {np.linalg.norm(mean):.3f}\n")
    if options.write:
        kept = json.loads(MEANS_PATH.read_text("utf-8")) if MEANS_PATH.exists() else {}
        kept[encoder.identity] = {name: np.round(mean, DECIMALS).tolist() for name, mean in means.items()}
        kept = {
            name: {key: [float(x) for x in row] for key, row in one.items()} for name, one in kept.items()
        }
        MEANS_PATH.parent.mkdir(exist_ok=True)
        MEANS_PATH.write_text(json.dumps(kept) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
