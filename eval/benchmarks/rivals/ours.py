"""Our side of the comparison, run like the others: a process of its own, the same job, the same result.

    python -m eval.benchmarks.rivals.ours JOB.json RESULT.json

The job's documents come as files where there are files, and reading them is in the time, else as the same
text that the others get. The result has "answers" beside the hits: {query: {"verdict", "cited": [document]}}.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path
from typing import Any

from assistant import ask, find_passages
from index import Shelf, open_shelf
from ingest import ingest_text


def run(job: dict[str, Any]) -> dict[str, Any]:
    """Fill a new shelf and put the questions; or open the shelf that is there and put the first."""
    saved = Path(job["saved"])
    filled = any(saved.iterdir())
    with open_shelf(saved / "shelf", create=not filled) as shelf:
        if filled:
            find_passages(shelf, job["queries"][0]["text"], k=job["k"])
            return {"cold_s": time.time() - job["started"]}
        _ = shelf.encoder  # loaded before the clock runs, as the others' models are
        started = time.perf_counter()
        _fill(shelf, job)
        index_s = time.perf_counter() - started
        return {
            "passages": sum(summary.passages for summary in shelf.documents()),
            "index_s": index_s,
            **_put(shelf, job),
            "peak_mib": _peak_mib(),
        }


def _put(shelf: Shelf, job: dict[str, Any]) -> dict[str, Any]:
    names = {summary.doc_id: _name(job, summary.path) for summary in shelf.documents()}
    hits, answers, latency_ms = {}, {}, []
    for query in job["queries"]:
        asked = time.perf_counter()
        found, _ = find_passages(shelf, query["text"], k=job["k"])
        latency_ms.append((time.perf_counter() - asked) * 1000)
        hits[query["id"]] = [(names[hit.document.doc_id], hit.text) for hit in found]
        if job["ask"]:
            answer = ask(shelf, query["text"])
            cited = [names[citation.document.doc_id] for citation in answer.citations]
            answers[query["id"]] = {"verdict": answer.verdict, "cited": cited}
    return {"latency_ms": latency_ms, "hits": hits, "answers": answers}


def _fill(shelf: Shelf, job: dict[str, Any]) -> None:
    if job["folder"]:
        shelf.add([Path(job["folder"])])
        return
    shelf.add_ingested(
        ingest_text(one["id"], one["text"], title=one["title"] or None) for one in job["documents"]
    )


def _peak_mib() -> float:
    """Of this process and of the largest child that read files, as if both had peaked at once."""
    both = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(resource.getrusage(who).ru_maxrss for who in both) / 1024


def _name(job: dict[str, Any], path: str) -> str:
    return Path(path).name if job["folder"] else path


if __name__ == "__main__":
    told = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    Path(sys.argv[2]).write_text(json.dumps(run(told), ensure_ascii=False), encoding="utf-8")
