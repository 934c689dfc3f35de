"""Many people asking one server at once: errors, times, and whether each got the answer to their question.

    python -m eval.benchmarks.load [--people 20] [--questions 10] [--shelf DIR] [--json]

Starts a real ``wenzheng serve`` over a shelf of the samples (or ``--shelf``). All start at the same
moment and ask their next question as soon as they have an answer, which is harder than people are: none
of them reads. Then one person asks the same questions alone, and
every answer must be the same but for the time it took.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).resolve().parent.parent.parent
QUESTIONS = ROOT / "eval" / "data" / "samples.jsonl"
START_S = 120
TARGET_P95_S = 1.5
SEED = 20


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: what was asked, what came, how long it took."""

    question: str
    status: int  # 0: no answer at all
    answer: str  # JSON without the time it took
    seconds: float


@dataclass(frozen=True, slots=True)
class Load:
    """What a run measured; times in seconds."""

    people: int
    requests: int
    distinct_questions: int
    cores: int
    errors: int
    mixed_up: int  # answers that differ from what one person alone was told
    p50_s: float
    p95_s: float
    max_s: float
    per_s: float
    alone_p50_s: float
    alone_p95_s: float

    @property
    def passed(self) -> bool:
        """True if it is as promised."""
        return not self.errors and not self.mixed_up and self.p95_s < TARGET_P95_S


def questions_of(path: Path = QUESTIONS) -> list[str]:
    """The questions of a gold set, each once."""
    lines = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip())
    return list(dict.fromkeys(line["question"] for line in lines if line.get("question")))


@contextmanager
def served(shelf: Path, folder: Path) -> Iterator[str]:
    """The address of a server over ``shelf`` on this computer, where nobody needs to log in."""
    command = [sys.executable, str(ROOT / "cli.py"), "serve", "--port", "0", "--shelf", str(shelf)]
    log = folder / "serve.log"
    with log.open("w") as errors, subprocess.Popen(command, stderr=errors) as server:
        try:
            yield _address(log, server)
        finally:
            server.terminate()


def _address(log: Path, server: subprocess.Popen[bytes]) -> str:
    for _ in range(START_S * 5):
        found = re.search(r"http://127\.0\.0\.1:\d+", log.read_text())
        if found:
            try:
                httpx.get(f"{found[0]}/health").raise_for_status()
            except httpx.HTTPError:
                pass
            else:
                return found[0]
        if server.poll() is not None:
            break
        time.sleep(0.2)
    raise RuntimeError(f"the server did not start: {log.read_text()}")


async def ask_all(url: str, asked: Sequence[Sequence[str]]) -> list[Asked]:
    """What each person is told who asks ``asked[person]`` one after the other, all at the same time."""
    start = asyncio.Event()
    people = [asyncio.create_task(_person(url, questions, start)) for questions in asked]
    await asyncio.sleep(0.5)  # until all are connected
    start.set()
    return [one for answers in await asyncio.gather(*people) for one in answers]


async def _person(url: str, questions: Sequence[str], start: asyncio.Event) -> list[Asked]:
    async with httpx.AsyncClient(base_url=url, timeout=120) as client:
        await client.get("/api/me")
        await start.wait()
        return [await _ask(client, question) for question in questions]


async def _ask(client: httpx.AsyncClient, question: str) -> Asked:
    begun = time.perf_counter()
    try:
        reply = await client.post("/api/ask", json={"question": question})
    except httpx.HTTPError as error:
        return Asked(question, 0, type(error).__name__, time.perf_counter() - begun)
    seconds = time.perf_counter() - begun
    return Asked(question, reply.status_code, _timeless(reply.json()), seconds)


def _timeless(answer: dict[str, Any]) -> str:
    return json.dumps({key: value for key, value in answer.items() if key != "took_ms"}, sort_keys=True)


def measure(shelf: Path, folder: Path, people: int, each: int) -> Load:
    """The figures of ``people`` who ask ``each`` questions."""
    chosen = random.Random(SEED).sample(pool := questions_of(), min(people * each, len(pool)))
    asked = [
        [chosen[(person * each + turn) % len(chosen)] for turn in range(each)] for person in range(people)
    ]
    with served(shelf, folder) as url:
        asyncio.run(ask_all(url, [["政策"]]))  # the model and the index are loaded
        begun = time.perf_counter()
        together = asyncio.run(ask_all(url, asked))
        whole_s = time.perf_counter() - begun
        alone = asyncio.run(ask_all(url, [chosen]))
    told = {one.question: one.answer for one in alone}
    seconds = sorted(one.seconds for one in together)
    by_oneself = sorted(one.seconds for one in alone)
    return Load(
        people=people,
        requests=len(together),
        distinct_questions=len(chosen),
        cores=len(os.sched_getaffinity(0)),
        errors=sum(one.status != 200 for one in (*together, *alone)),
        mixed_up=sum(one.status == 200 and one.answer != told[one.question] for one in together),
        p50_s=statistics.median(seconds),
        p95_s=_quantile(seconds, 0.95),
        max_s=seconds[-1],
        per_s=len(together) / whole_s,
        alone_p50_s=statistics.median(by_oneself),
        alone_p95_s=_quantile(by_oneself, 0.95),
    )


def _quantile(ordered: Sequence[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def main() -> None:
    """Print the figures; exit code 1 if they are not as promised."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=20)
    parser.add_argument("--questions", type=int, default=10, help="of each person")
    parser.add_argument("--shelf", type=Path, help="default: a new one over the samples")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="wenzheng-load-") as folder:
        shelf = given.shelf or Path(folder) / "shelf"
        if given.shelf is None:
            add = [sys.executable, str(ROOT / "cli.py"), "add", str(ROOT / "samples"), "--shelf", str(shelf)]
            subprocess.run(add, check=True, capture_output=True)
        load = measure(shelf, Path(folder), given.people, given.questions)
    if given.json:
        print(json.dumps({**asdict(load), "passed": load.passed}))
    else:
        for name, value in asdict(load).items():
            print(f"{name:<20}{value:.3f}" if isinstance(value, float) else f"{name:<20}{value}")
    sys.exit(0 if load.passed else 1)


if __name__ == "__main__":
    main()
