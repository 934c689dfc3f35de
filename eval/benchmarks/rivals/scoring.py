"""A system's results as a row of the table: times, ranking, refusals, first sources nobody should name."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from assistant import Verdict
from eval.benchmarks.rivals.tasks import Task
from eval.judging import find_place, holds_any
from eval.metrics import percentile, ranking_scores
from index import find_relations, status_on
from ingest import Document, Status

# A longer one is no passage but a document: whoever gets it has still to find the answer in it.
MOST_PASSAGE_CHARS = 2000
PROBE_CHARS = 24  # of a passage, to see whether it lies in a section
HEAD = (
    "system", "passages/s", "characters/s", "cold start s", "warm p50 ms", "peak MiB",
    "nDCG@10", "R@1", "refused unanswerable", "refused answerable", "first source of another city",
    "first source repealed",
)  # fmt: skip


def row(task: Task, result: dict[str, Any] | str) -> list[str]:
    """The cells after the system's name; a text says why there is no result."""
    if isinstance(result, str):
        return [result, *[""] * (len(HEAD) - 2)]
    rankings = {query: _ranking(task, query, hits) for query, hits in result["hits"].items()}
    scores = ranking_scores(task.qrels, rankings, ("nDCG@10", "R@1"))
    characters = sum(len(document["text"]) for document in task.documents)  # passages differ in size
    return [
        f"{result['passages'] / result['index_s']:.1f}",
        f"{characters / result['index_s']:.0f}",
        f"{result['cold_s']:.2f}",
        f"{percentile(result['latency_ms'][1:], 50) or 0:.0f}",
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
