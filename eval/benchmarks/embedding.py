"""Speed and rankings of the built-in encoder against sentence-transformers' default path, in one run.

    python -m eval.benchmarks.embedding [--texts FILE.jsonl] [--queries FILE.jsonl] [--limit N] [--rounds N]

Files hold one object a line with "text" (queries: "text" or "question"). Without them the passages of
samples/ and the questions of eval/data/samples.jsonl are used. Both encoders hold the same weights and take
turns over the same texts, so that other work on the machine slows both.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from index import Encoder, Vectors, load_encoder, prepare_sentence_transformers_folder
from ingest import WenzhengError, discover, ingest_file

ROOT = Path(__file__).resolve().parent.parent.parent
SAMPLES = ROOT / "samples"
SAMPLE_QUESTIONS = ROOT / "eval" / "data" / "samples.jsonl"
TEXTS_LIMIT = 200
QUERIES_LIMIT = 60
ROUNDS = 3
TOP = 10
KIB = 1024
MAC_BYTES = sys.platform == "darwin"  # ru_maxrss counts bytes there and KiB elsewhere


@dataclass(frozen=True, slots=True)
class Start:
    """What a fresh process measured of itself."""

    first_query_s: float  # from the start of the process to the first question's vector
    query_peak_mib: float
    bulk_peak_mib: float


@dataclass(slots=True)
class Timing:
    """What the rounds of one encoder took."""

    passage_rates: list[float] = field(default_factory=list)  # passages/s of each round
    passage_cpu_s: list[float] = field(default_factory=list)  # of all cores, per passage, of each round
    query_ms: list[float] = field(default_factory=list)  # of each question


@dataclass(frozen=True, slots=True)
class Agreement:
    """How alike the rankings of two encoders are over the same questions and texts."""

    mean_cosine: float
    least_cosine: float
    first_hit: float  # share of questions whose first text is the same
    top: float  # mean overlap of the first TOP texts


def agreement(ours: tuple[Vectors, Vectors], theirs: tuple[Vectors, Vectors]) -> Agreement:
    """Compare (query vectors, passage vectors) of two encoders."""
    cosines = (ours[1] * theirs[1]).sum(axis=1)
    our_order, their_order = (
        np.argsort(-(queries @ passages.T), axis=1, kind="stable")[:, :TOP]
        for queries, passages in (ours, theirs)
    )
    overlaps = [
        len(set(mine) & set(other)) / len(mine)
        for mine, other in zip(our_order.tolist(), their_order.tolist(), strict=True)
    ]
    return Agreement(
        mean_cosine=float(cosines.mean()),
        least_cosine=float(cosines.min()),
        first_hit=float((our_order[:, 0] == their_order[:, 0]).mean()),
        top=statistics.fmean(overlaps),
    )


def measure(
    encoder: Encoder, texts: list[str], queries: list[str], timing: Timing
) -> tuple[Vectors, Vectors]:
    """Encode everything once, adding the times to ``timing``; gives (query vectors, passage vectors)."""
    started, started_cpu = time.perf_counter(), time.process_time()
    passages = encoder.encode_passages(texts)
    timing.passage_rates.append(len(texts) / (time.perf_counter() - started))
    timing.passage_cpu_s.append((time.process_time() - started_cpu) / len(texts))
    vectors = []
    for number, query in enumerate(queries):
        # a number of its own for each round keeps the encoder from answering out of its memory
        asked = f"{query} {len(timing.passage_rates)}.{number}"
        started = time.perf_counter()
        encoder.encode_queries([asked])
        timing.query_ms.append(1000 * (time.perf_counter() - started))
        vectors.append(encoder.encode_queries([query])[0])
    return np.stack(vectors), passages


def measure_start(model: str | None, texts: list[str]) -> Start:
    """Start a process that loads the model, encodes a question and then the texts."""
    command = [sys.executable, "-m", "eval.benchmarks.embedding", "--child", *([model] if model else [])]
    order = json.dumps({"started": time.time(), "texts": texts})
    ran = subprocess.run(command, input=order, capture_output=True, text=True, check=True, cwd=ROOT)
    return Start(**json.loads(ran.stdout))


def report_start(model: str | None) -> None:
    """The child's part: print a ``Start`` as JSON."""
    order = json.load(sys.stdin)
    encoder = load_encoder(model)
    encoder.encode_queries(["高新技术企业奖励多少？"])
    seconds, query_peak = time.time() - order["started"], peak_mib()
    encoder.encode_passages(order["texts"])
    print(json.dumps({"first_query_s": seconds, "query_peak_mib": query_peak, "bulk_peak_mib": peak_mib()}))


def peak_mib() -> float:
    """The most memory that this process has held, in MiB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / KIB / KIB if MAC_BYTES else peak / KIB


def read_lines(path: Path, limit: int) -> list[str]:
    """The texts of a JSONL file, evenly spaced over it if there are more than ``limit``."""
    with path.open(encoding="utf-8") as lines:
        objects = [json.loads(line) for line in lines]
    return evenly([str(row.get("text") or row["question"]) for row in objects], limit)


def read_passages(folder: Path, limit: int) -> list[str]:
    """The passages of the documents in a folder."""
    files, _ = discover([folder])
    texts = []
    for file in files:
        ingested = ingest_file(file)
        texts += [ingested.document.text[part.start : part.end] for part in ingested.passages]
    return evenly(texts, limit)


def evenly(texts: list[str], limit: int) -> list[str]:
    """At most ``limit`` texts, evenly spaced."""
    return texts[:: -(-len(texts) // limit)] if texts else []


def print_table(starts: list[Start], timings: list[Timing]) -> None:
    """The two encoders side by side, and how many times better the built-in one is."""
    rows: list[tuple[str, list[float], bool]] = [
        ("passages/s (median round)", [statistics.median(t.passage_rates) for t in timings], True),
        ("CPU s a passage (best round)", [min(t.passage_cpu_s) for t in timings], False),
        ("query p50, ms", [statistics.median(t.query_ms) for t in timings], False),
        ("start to first query, s", [s.first_query_s for s in starts], False),
        ("peak memory at a query, MiB", [s.query_peak_mib for s in starts], False),
        ("peak memory in bulk, MiB", [s.bulk_peak_mib for s in starts], False),
    ]
    print(f"{'':30}{'built-in':>10}{'s-t default':>13}{'times better':>14}")
    for label, (ours, theirs), more_is_better in rows:
        factor = ours / theirs if more_is_better else theirs / ours
        print(f"{label:30}{ours:10.2f}{theirs:13.2f}{factor:14.2f}")


def run(texts: list[str], queries: list[str], rounds: int) -> None:
    """Measure both encoders in turns and print the comparison."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = str(prepare_sentence_transformers_folder(Path(scratch) / "multilingual-e5-small"))
        starts = [measure_start(model, texts) for model in (None, folder)]
        encoders = [load_encoder(), load_encoder(folder)]
        for encoder in encoders:  # the first call loads and allocates
            encoder.encode_passages(texts[:1])
            encoder.encode_queries(queries[:1])
        timings = [Timing(), Timing()]
        for _ in range(rounds):
            vectors = [
                measure(*pair[:1], texts, queries, pair[1]) for pair in zip(encoders, timings, strict=True)
            ]
    tokens = statistics.fmean(encoders[0].count_tokens(texts))
    print(f"{len(texts)} passages of {tokens:.0f} tokens, {len(queries)} queries, {rounds} rounds in turns")
    print_table(starts, timings)
    alike = agreement(vectors[0], vectors[1])
    print(f"cosine mean {alike.mean_cosine:.6f} least {alike.least_cosine:.6f}")
    print(f"same first hit {alike.first_hit:.3f}, top-{TOP} overlap {alike.top:.3f}")


def main() -> int:
    """Read the arguments, run, and return the exit status."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--texts", type=Path, default=SAMPLES, help="JSONL file, or folder of documents")
    parser.add_argument("--queries", type=Path, default=SAMPLE_QUESTIONS, help="JSONL file")
    parser.add_argument("--limit", type=int, default=TEXTS_LIMIT, help="texts at most")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--child", nargs="?", default=False, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.child is not False:
        report_start(arguments.child)
        return 0
    try:
        reader = read_passages if arguments.texts.is_dir() else read_lines
        texts = reader(arguments.texts, arguments.limit)
        queries = read_lines(arguments.queries, QUERIES_LIMIT)
        run(texts, queries, arguments.rounds)
    except (OSError, KeyError, ValueError, WenzhengError) as error:
        print(f"embedding benchmark: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
