"""Public benchmarks in the BEIR layout: corpus.jsonl, queries.jsonl, qrels.tsv, answers.jsonl optional."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index import Hit
from ingest import UsageError

# Where the relevance judgements of a collection may lie; the first that exists is taken.
_QRELS_PLACES = ("qrels.tsv", "qrels/test.tsv", "qrels/dev.tsv")
_HASH_CHUNK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Entry:
    """One document of a collection."""

    id: str
    text: str
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A collection's questions and judgements; the corpus itself is read entry by entry."""

    name: str
    folder: Path
    queries: dict[str, str]  # in file order, those with a judgement
    qrels: dict[str, dict[str, int]]
    answers: dict[str, tuple[str, ...]]  # accepted answers by question; empty without answers.jsonl
    corpus_digest: str  # SHA-256 of corpus.jsonl, hex
    unjudged: int  # questions left out because no judgement names them


def load_benchmark(folder: Path) -> Benchmark:
    """The questions, judgements and answers in ``folder``; ``UsageError`` says which file is at fault."""
    if not folder.is_dir():
        raise UsageError(
            f"There is no folder '{folder}': --beir takes one with corpus.jsonl and queries.jsonl."
        )
    for name in ("corpus.jsonl", "queries.jsonl"):
        if not (folder / name).is_file():
            raise UsageError(
                f"'{folder}' has no {name}: --beir needs corpus.jsonl, queries.jsonl, qrels.tsv."
            )
    qrels = _read_qrels(folder)
    questions = {
        _text_of(line, "id", "_id", where=where): _text_of(line, "text", "question", where=where)
        for where, line in _json_lines(folder / "queries.jsonl")
    }
    queries = {
        question: text for question, text in questions.items() if any(qrels.get(question, {}).values())
    }
    if not queries:
        raise UsageError(
            f"No question of {folder / 'queries.jsonl'} has a judgement in the qrels: check the ids."
        )
    return Benchmark(
        name=folder.resolve().name,
        folder=folder,
        queries=queries,
        qrels={question: qrels[question] for question in queries},
        answers=_read_answers(folder / "answers.jsonl"),
        corpus_digest=_digest(folder / "corpus.jsonl"),
        unjudged=len(questions) - len(queries),
    )


def read_corpus(folder: Path) -> Iterator[Entry]:
    """The entries of corpus.jsonl one by one; an id that comes twice is refused."""
    seen: set[str] = set()
    for where, line in _json_lines(folder / "corpus.jsonl"):
        entry_id = _text_of(line, "id", "_id", where=where)
        if entry_id in seen:
            raise UsageError(f"{where}: id '{entry_id}' comes twice; give each entry its own.")
        seen.add(entry_id)
        title = line.get("title") or None
        text = line.get("text")
        if not isinstance(text, str) or not isinstance(title, str | None):
            raise UsageError(f'{where}: "text" must be a string, and "title" where it is given.')
        yield Entry(entry_id, text, title)


def document_ranking(hits: Iterable[Hit]) -> list[str]:
    """Documents by their best passage, best first; a document is named by its path, the entry's id."""
    return list(dict.fromkeys(hit.document.path for hit in hits))


def _read_qrels(folder: Path) -> dict[str, dict[str, int]]:
    """Judgements by question; lines hold 3 columns, or 4 with TREC's unused second; a header is allowed."""
    path = next((folder / place for place in _QRELS_PLACES if (folder / place).is_file()), None)
    if path is None:
        raise UsageError(
            f"'{folder}' has no judgements: put them in qrels.tsv as question, document, relevance."
        )
    qrels: dict[str, dict[str, int]] = {}
    for number, line in enumerate(_lines(path), start=1):
        columns = line.split("\t") if "\t" in line else line.split()
        if not line.strip():
            continue
        if len(columns) not in (3, 4):
            raise UsageError(f"{path} line {number}: has {len(columns)} columns; 3 or 4 are expected.")
        try:
            relevance = int(float(columns[-1]))
        except ValueError:
            if number == 1:
                continue  # the header
            raise UsageError(f"{path} line {number}: relevance '{columns[-1]}' is not a number.") from None
        qrels.setdefault(columns[0].strip(), {})[columns[-2].strip()] = relevance
    return qrels


def _read_answers(path: Path) -> dict[str, tuple[str, ...]]:
    """Accepted answers by question: ``answer`` may be a string or a list, a question may come twice."""
    if not path.is_file():
        return {}
    answers: dict[str, list[str]] = {}
    for where, line in _json_lines(path):
        given: Any = line.get("answer", line.get("answers"))
        accepted: Sequence[Any] = [given] if isinstance(given, str) else given or []
        if not isinstance(accepted, list) or not all(isinstance(item, str) for item in accepted):
            raise UsageError(f'{where}: "answer" must be a string or a list of strings.')
        answers.setdefault(_text_of(line, "id", "_id", where=where), []).extend(accepted)
    return {question: tuple(accepted) for question, accepted in answers.items() if accepted}


def _json_lines(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each JSON object of a file with 'FILE line N' for messages."""
    for number, text in enumerate(_lines(path), start=1):
        if not text.strip():
            continue
        where = f"{path} line {number}"
        try:
            line = json.loads(text)
        except json.JSONDecodeError as error:
            raise UsageError(f"{where}: is not JSON ({error.msg} at column {error.colno}).") from None
        if not isinstance(line, dict):
            raise UsageError(f"{where}: is not an object.")
        yield where, line


def _lines(path: Path) -> Iterator[str]:
    try:
        with path.open(encoding="utf-8-sig") as file:
            for line in file:
                yield line.rstrip("\r\n")
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: is not UTF-8 ({error.reason} at byte {error.start} of a block).") from None


def _text_of(line: dict[str, Any], *names: str, where: str) -> str:
    value = next((line[name] for name in names if name in line), None)
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str) or not value.strip():
        raise UsageError(f'{where}: "{names[0]}" is missing or empty.')
    return value


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        for chunk in iter(lambda: file.read(_HASH_CHUNK_BYTES), b""):
            digest.update(chunk)
    return digest.hexdigest()
