"""What the systems are given: documents, questions, and what is right."""

from __future__ import annotations

import hashlib
import json
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from eval.beir import load_benchmark, read_corpus
from eval.datasets import Case, find_documents, load_set, set_names
from ingest import Document, UsageError, WenzhengError, discover, ingest_file

HITS = 50  # passages a question: enough for ten documents


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

    def job(self, system: str) -> dict[str, Any]:
        """What a system's process is told, but for the model."""
        queries = [{"id": key, "text": text} for key, text in self.queries.items()]
        return {
            "system": system, "documents": self.documents, "queries": queries, "k": HITS,
            "folder": str(self.folder) if self.folder else None, "ask": bool(self.cases),
        }  # fmt: skip

    def digest(self) -> str:
        """SHA-256 of documents and questions, hex: kept results of others are not taken for these."""
        told = [self.documents, self.queries, HITS]
        return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()


def make_task(named: str) -> Task:
    """The task of a named set, ``name=FOLDER``, or of a BEIR-style folder, ``FOLDER`` or ``name=FOLDER``."""
    name, _, folder = named.partition("=")
    if name in set_names():
        return _gold_task(name, Path(folder) if folder else None)
    benchmark = load_benchmark(Path(folder or name))
    documents = [
        {"id": entry.id, "title": entry.title or "", "text": entry.text}
        for entry in read_corpus(benchmark.folder)
    ]
    return Task(name if folder else benchmark.name, documents, benchmark.queries, benchmark.qrels)


def _gold_task(name: str, given: Path | None) -> Task:
    folder = find_documents(name, given)
    if folder is None:
        raise UsageError(f"Where are the documents of {name}? Write {name}=FOLDER.")
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
