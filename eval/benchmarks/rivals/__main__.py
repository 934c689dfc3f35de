"""Other retrieval libraries and this one on the same documents and questions, one process each.

    python3 -m venv DIR && DIR/bin/pip install -r eval/benchmarks/rivals/requirements.txt \\
        -c eval/benchmarks/rivals/constraints.txt
    python -m eval.benchmarks.rivals --python DIR/bin/python --results RESULTS \\
        samples policies=FOLDER constitution=BEIR_FOLDER ncp=BEIR_FOLDER

A plain name is a named set, ``name=FOLDER`` a named set whose documents lie there or a BEIR-style folder.
All take the built-in embedding model, but for baisitong, which has its own. Prints one table a set, in
Markdown. What a system found is kept in RESULTS by set, and a run that was stopped goes on where it was;
``--again`` measures anew, for times on a quiet machine best with one or two small sets.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from eval.benchmarks.rivals.scoring import HEAD, row
from eval.benchmarks.rivals.tasks import Task, make_task
from index import prepare_sentence_transformers_folder

HERE = Path(__file__).resolve().parent
OURS = "wenzheng"
OTHERS = (
    "langchain+faiss",
    "llamaindex",
    "haystack hybrid",
    "haystack hybrid, cut by characters",
    "txtai hybrid",
    "baisitong",
)
COLD_STARTS = 3  # of which the median counts
TIMEOUT_S = 5400  # a system that takes longer on a set is given up and said so


def main(argv: Sequence[str] | None = None) -> None:
    """Run every system on every set named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("sets", nargs="+")
    parser.add_argument("--python", type=Path, required=True, help="of the environment with requirements.txt")
    parser.add_argument("--systems", nargs="+", default=[OURS, *OTHERS])
    parser.add_argument("--results", type=Path, help="folder to keep results in and to go on from")
    parser.add_argument("--again", action="store_true", help="measure what is kept, too")
    chosen = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as scratch:
        model = prepare_sentence_transformers_folder(Path(scratch) / "model")
        results = chosen.results or Path(scratch) / "results"
        for task in map(make_task, chosen.sets):
            print(f"\n### {task.name}: {len(task.documents)} documents, {len(task.queries)} questions\n")
            print(f"| {' | '.join(HEAD)} |\n|{'---|' * len(HEAD)}", flush=True)
            for system in chosen.systems:
                kept = _kept_at(results, task, system)
                if chosen.again:
                    kept.unlink(missing_ok=True)
                result = _result(kept, system, task, (model, chosen.python))
                print(f"| {system} | {' | '.join(row(task, result))} |", flush=True)


def _kept_at(results: Path, task: Task, system: str) -> Path:
    """Where the system's result on just these documents and questions is kept."""
    name = "".join(letter if letter.isalnum() else "-" for letter in system)
    return results / f"{task.name}-{task.digest()[:12]}" / f"{name}.json"


def _result(kept: Path, system: str, task: Task, means: tuple[Path, Path]) -> dict[str, Any] | str:
    """The kept result, else what the system's processes say, or why they say nothing.

    ``means`` are the model's folder and the interpreter of the other systems.
    """
    model, python = means
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory() as scratch:
            saved = Path(scratch) / "index"
            saved.mkdir()
            job = {**task.job(system), "model": str(model), "saved": str(saved)}
            found = _process(job, python, Path(scratch))
            colds = (
                [_process({**job, "documents": []}, python, Path(scratch)) for _ in range(COLD_STARTS)]
                if any(saved.iterdir())
                else []
            )
        failed = next((one for one in (found, *colds) if isinstance(one, str)), None)
        if failed is not None or isinstance(found, str):
            return str(failed)
        found["cold_s"] = statistics.median(one["cold_s"] for one in colds if not isinstance(one, str))
        unfinished = kept.with_suffix(".part")
        unfinished.write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
        unfinished.replace(kept)
    known: dict[str, Any] = json.loads(kept.read_text(encoding="utf-8"))
    return known


def _process(job: dict[str, Any], python: Path, scratch: Path) -> dict[str, Any] | str:
    """What a process of the job's system wrote, or why it wrote nothing."""
    told, written = scratch / "job.json", scratch / "result.json"
    written.unlink(missing_ok=True)
    command = [str(python), str(HERE / "systems.py")]
    if job["system"] == OURS:
        command = [sys.executable, "-m", "eval.benchmarks.rivals.ours"]
    told.write_text(json.dumps({**job, "started": time.time()}, ensure_ascii=False), encoding="utf-8")
    try:
        done = subprocess.run(
            [*command, str(told), str(written)],
            capture_output=True,
            text=True,
            timeout=TIMEOUT_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return f"gave up after {TIMEOUT_S} s"
    if not written.exists():
        return f"failed: {(done.stderr.strip().splitlines() or ['no message'])[-1][:160]}"
    result: dict[str, Any] = json.loads(written.read_text(encoding="utf-8"))
    return result


if __name__ == "__main__":
    main()
