"""How long a person waits: for passages, for an answer, and for the first answer of a new process.

    python -m eval.benchmarks.latency [SET ...] [--documents FOLDER]

Every question is new to the process, so each is encoded; half of a set goes to ``find``, half to ``ask``.
Beside them stands what cannot be saved: encoding such a question, and starting Python. ``cpu`` is
processor time, which other programs on the machine change less than time on the clock.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant import ask, find_passages
from eval.datasets import POLICIES, SAMPLES, Case, find_documents, load_set
from eval.shelves import folder_shelf
from index import Shelf
from ingest import UsageError

WARMING = ("支持企业的政策有哪些?", "How do I renew my passport?")  # both languages, one refused
COLD_STARTS = 3


@dataclass(frozen=True, slots=True)
class Waits:
    """How long the same thing took again and again."""

    what: str
    clock_ms: tuple[float, ...]
    cpu_ms: tuple[float, ...]

    def row(self) -> str:
        """As a row of the table."""
        p50, p95 = np.percentile(self.clock_ms, [50, 95])
        return (
            f"| {self.what} | {len(self.clock_ms)} | {p50:.1f} | {p95:.1f} | {np.median(self.cpu_ms):.1f} |"
        )


HEAD = "| what | times | p50 ms | p95 ms | cpu p50 ms |\n| --- | ---: | ---: | ---: | ---: |"


def measure(shelf: Shelf, questions: Sequence[str]) -> list[Waits]:
    """``find`` and ``ask`` on a warm shelf, and encoding alone."""
    for question in WARMING:
        ask(shelf, question)
    found, asked = questions[::2], questions[1::2]
    encoder = shelf.encoder
    return [
        _repeated("encode alone", lambda text: encoder.encode_queries([f"{text}。"]), questions),
        _repeated("find", lambda text: find_passages(shelf, text), found),
        _repeated("ask", lambda text: ask(shelf, text), asked),
    ]


def _repeated(what: str, work: Callable[[str], object], questions: Sequence[str]) -> Waits:
    clock, cpu = [], []
    for question in questions:
        begun, worked = time.perf_counter(), time.process_time()
        work(question)
        clock.append((time.perf_counter() - begun) * 1000)
        cpu.append((time.process_time() - worked) * 1000)
    return Waits(what, tuple(clock), tuple(cpu))


def cold(shelf: Path, question: str) -> list[Waits]:
    """``wenzheng ask`` in new processes, and Python that does nothing."""
    asking = (sys.executable, "-m", "cli", "ask", question, "--json", "--shelf", str(shelf))
    return [_started("start Python", (sys.executable, "-c", "pass")), _started("cold ask", asking)]


def _started(what: str, command: Sequence[str]) -> Waits:
    clock, cpu = [], []
    for _ in range(COLD_STARTS):
        begun, worked = time.perf_counter(), _childrens_cpu()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        clock.append((time.perf_counter() - begun) * 1000)
        cpu.append((_childrens_cpu() - worked) * 1000)
    return Waits(what, tuple(clock), tuple(cpu))


def _childrens_cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main(arguments: Sequence[str] | None = None) -> None:
    """Print a table for each set."""
    parser = argparse.ArgumentParser(prog="python -m eval.benchmarks.latency", description=__doc__)
    parser.add_argument("sets", nargs="*", default=[SAMPLES, POLICIES], metavar="SET")
    parser.add_argument("--documents", type=Path, help="folder of the documents that one set asks about")
    given = parser.parse_args(arguments)
    for name in given.sets:
        documents = find_documents(name, given.documents)
        if documents is None:
            raise UsageError(f"the documents of {name} are not here: give --documents FOLDER")
        cases = load_set(name).cases
        questions = list(dict.fromkeys(case.question for case in cases if isinstance(case, Case)))
        with folder_shelf(documents) as (shelf, _):
            waits = [*measure(shelf, questions), *cold(shelf.directory, questions[0])]
        sys.stdout.write("\n".join((f"{name}:", HEAD, *(one.row() for one in waits), "")))


if __name__ == "__main__":
    main()
