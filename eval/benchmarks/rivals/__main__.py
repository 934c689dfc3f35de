"""Other retrieval libraries and this one on the same documents and questions, one process each.

    python3 -m venv DIR && DIR/bin/pip install -r eval/benchmarks/rivals/requirements.txt
    python -m eval.benchmarks.rivals --python DIR/bin/python samples [policies=FOLDER] [ncp=BEIR_FOLDER] ...

A plain name is a named set, ``name=FOLDER`` a named set whose documents lie there or a BEIR-style folder.
All take the built-in embedding model. Prints one table a set, in Markdown.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from assistant import Verdict
from eval.beir import load_benchmark, read_corpus
from eval.datasets import Case, find_documents, load_set, set_names
from eval.judging import find_place, holds_any
from eval.metrics import percentile, ranking_scores
from index import find_relations, prepare_sentence_transformers_folder, status_on
from ingest import Document, Status, WenzhengError, discover, ingest_file

HERE = Path(__file__).resolve().parent
OURS = "wenzheng"
OTHERS = ("langchain+faiss", "llamaindex", "haystack hybrid", "txtai hybrid", "baisitong")
HITS = 50  # passages a question: enough for ten documents
# A longer one is no passage but a document: whoever gets it has still to find the answer in it.
MOST_PASSAGE_CHARS = 2000
PROBE_CHARS = 24  # of a passage, to see whether it lies in a section
TIMEOUT_S = 5400  # a system that takes longer on a set is given up and said so
HEAD = (
    "system", "passages/s", "start to first hit s", "warm p50 ms", "peak MiB",
    "nDCG@10", "R@1", "refused unanswerable", "refused answerable", "first source of another city",
    "first source repealed",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Task:
    """Documents, questions and what is right."""

    name: str
    documents: list[dict[str, str]]
    queries: dict[str, str]
    qrels: dict[str, dict[str, int]]
    folder: Path | None = None
    cases: dict[str, Case] = field(default_factory=dict)  # of a question set
    read: dict[str, Document] = field(default_factory=dict)  # by file name


def main() -> None:
    """Run every system on every set named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("sets", nargs="+")
    parser.add_argument("--python", type=Path, required=True, help="of the environment with requirements.txt")
    parser.add_argument("--systems", default=",".join((*OTHERS, OURS)))
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        model = prepare_sentence_transformers_folder(Path(scratch) / "model")
        for name in chosen.sets:
            task = _task(name)
            print(f"\n### {task.name}: {len(task.documents)} documents, {len(task.queries)} questions\n")
            print(f"| {' | '.join(HEAD)} |\n|{'---|' * len(HEAD)}", flush=True)
            for system in chosen.systems.split(","):
                result = _run(system, task, model, chosen.python, Path(scratch))
                print(f"| {system} | {' | '.join(_row(task, result))} |", flush=True)


def _task(named: str) -> Task:
    name, _, folder = named.partition("=")
    if name in set_names():
        return _gold_task(name, Path(folder) if folder else None)
    benchmark = load_benchmark(Path(folder or name))
    documents = [
        {"id": entry.id, "title": entry.title or "", "text": entry.text}
        for entry in read_corpus(benchmark.folder)
    ]
    return Task(benchmark.name, documents, benchmark.queries, benchmark.qrels)


def _gold_task(name: str, given: Path | None) -> Task:
    folder = find_documents(name, given)
    if folder is None:
        raise SystemExit(f"{name}: say where its documents are, {name}=FOLDER")
    read: dict[str, Document] = {}
    for path in discover([folder])[0]:
        try:
            read[path.name] = ingest_file(path).document
        except WenzhengError as error:
            print(f"{path.name} was left out: {error}", file=sys.stderr)
    # A follow-up, a filter or a date would have to be told to the others in ways that they do not have.
    cases = {
        case.id: case
        for case in load_set(name).cases
        if not case.after and case.region is None and case.as_of is None
    }
    qrels = {
        case.id: {str(number): 1 for number in range(len(case.gold))} for case in cases.values() if case.gold
    }
    documents = [{"id": key, "title": "", "text": document.text} for key, document in read.items()]
    queries = {case.id: case.question for case in cases.values()}
    return Task(name, documents, queries, qrels, folder, cases, read)


def _run(system: str, task: Task, model: Path, python: Path, scratch: Path) -> dict[str, Any] | str:
    """What the system's process wrote, or why it wrote nothing."""
    job, result = scratch / "job.json", scratch / "result.json"
    result.unlink(missing_ok=True)
    queries = [{"id": key, "text": text} for key, text in task.queries.items()]
    told = {
        "system": system, "model": str(model), "documents": task.documents, "queries": queries, "k": HITS,
        "folder": str(task.folder) if task.folder else None, "ask": bool(task.cases),
    }  # fmt: skip
    job.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    command = [str(python), str(HERE / "systems.py")]
    if system == OURS:
        command = [sys.executable, "-m", "eval.benchmarks.rivals.ours"]
    try:
        done = subprocess.run(
            [*command, str(job), str(result)], capture_output=True, text=True, timeout=TIMEOUT_S, check=False
        )
    except subprocess.TimeoutExpired:
        return f"gave up after {TIMEOUT_S} s"
    if not result.exists():
        return f"failed: {(done.stderr.strip().splitlines() or ['no message'])[-1][:160]}"
    told_back: dict[str, Any] = json.loads(result.read_text(encoding="utf-8"))
    return told_back


def _row(task: Task, result: dict[str, Any] | str) -> list[str]:
    if isinstance(result, str):
        return [result, *[""] * (len(HEAD) - 2)]
    rankings = {query: _ranking(task, query, hits) for query, hits in result["hits"].items()}
    scores = ranking_scores(task.qrels, rankings, ("nDCG@10", "R@1"))
    first_hit = result["first_answer_s"] - result["index_s"]
    return [
        f"{result['passages'] / result['index_s']:.1f}",
        f"{first_hit:.2f}",
        f"{percentile(result['latency_ms'], 50) or 0:.0f}",
        f"{result['peak_mib']:.0f}",
        *(f"{statistics.mean(one[name] for one in scores.values()):.3f}" for name in ("nDCG@10", "R@1")),
        *_answers(task, result),
    ]


def _ranking(task: Task, query: str, hits: Sequence[Sequence[str]]) -> list[str]:
    """Documents, or for a question set the gold places, in the order in which they are found."""
    if not task.cases:
        return list(dict.fromkeys(document for document, _ in hits))
    ranking = []
    for number, (document, text) in enumerate(hits):
        golds = range(len(task.cases[query].gold))
        place = next((at for at in golds if _answers_gold(task, query, at, document, text)), None)
        ranking.append(f"other {number}" if place is None else str(place))
    return list(dict.fromkeys(ranking))


def _answers_gold(task: Task, query: str, at: int, document: str, text: str) -> bool:
    """Whether a text is a passage of the gold's document, holds one of its words and touches its section."""
    gold = task.cases[query].gold[at]
    if document != gold.document or len(text) > MOST_PASSAGE_CHARS or not holds_any(text, gold.must):
        return False
    source = task.read[document]
    place = find_place(gold, source, "")
    if place is None:
        return False
    squeezed = "".join(text.split())
    for start, end in place.spans:
        section = "".join(source.text[start:end].split())
        if section in squeezed or any(
            squeezed[i : i + PROBE_CHARS] in section for i in range(0, len(squeezed), PROBE_CHARS)
        ):
            return True
    return False


def _answers(task: Task, result: Mapping[str, Any]) -> list[str]:
    """Refusals, and first sources that a careful person would not have named."""
    if not task.cases:
        return ["", "", "", ""]
    answers = result.get("answers") or {
        query: {"verdict": Verdict.ANSWERED if hits else Verdict.NOT_FOUND, "cited": [hit[0] for hit in hits]}
        for query, hits in result["hits"].items()
    }
    refused: dict[bool, list[bool]] = {True: [], False: []}
    foreign, repealed = [], []
    regions = {d.metadata.region.value.name for d in task.read.values() if d.metadata.region}
    ended = _ended(task)
    for query, case in task.cases.items():
        answer = answers[query]
        refused[case.expect is Verdict.ANSWERED].append(answer["verdict"] != Verdict.ANSWERED)
        cited = answer["cited"][0] if answer["cited"] and answer["verdict"] != Verdict.NOT_FOUND else None
        asked = [region for region in regions if region[:-1] in case.question]
        if len(asked) == 1:
            foreign.append(cited is not None and _is_foreign(task.read[cited], asked[0]))
        if case.expect is Verdict.ANSWERED and not any(gold.document in ended for gold in case.gold):
            repealed.append(cited is not None and cited in ended)
    return [_share(refused[False]), _share(refused[True]), _share(foreign), _share(repealed)]


def _ended(task: Task) -> set[str]:
    """The documents that others repeal, today."""
    metadata = {name: document.metadata for name, document in task.read.items()}
    relations = find_relations(metadata)
    return {
        name
        for name, own in metadata.items()
        if status_on(own, date.today(), [one for one in relations if one.target == name]) is Status.REPEALED
    }


def _is_foreign(document: Document, asked: str) -> bool:
    """Whether a document is another city's: neither the asked region's own nor above or within it."""
    located = document.metadata.region
    if located is None:
        return False
    region = located.value
    return asked not in (region.name, region.city, region.province) and region.name == region.city


def _share(values: Sequence[bool]) -> str:
    return f"{sum(values) / len(values):.3f}" if values else ""


if __name__ == "__main__":
    main()
