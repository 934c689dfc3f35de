"""Questions put to a shelf that lacks what answers them: near misses made from gold, by the hundred.

A question whose documents were taken off the shelf, whose sentences were cut from their document, or whose
half of a benchmark is not there, must be refused; the rest of the shelf is as near to its topic as ever.
Where other documents hold the same words the question is left out, for it may still be answered.
"""

from __future__ import annotations

import shutil
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from assistant import Verdict
from eval.beir import Benchmark
from eval.datasets import Case, Gold
from eval.judging import comparable, find_place, holds_any
from index import DocumentSummary, Shelf, open_shelf
from ingest import Document, Ingested, fold, ingest_text, split_sentences

# Of an answer's pairs of characters, in another document: it holds the answer too, in the same words.
MAX_SHARED = 0.6
MIN_ANSWER_CHARS = 10  # a shorter answer is looked for as it stands


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A question for a shelf; where its answer was taken away, ``expected`` is a refusal."""

    shelf: Shelf  # open only until the next one is asked for
    case: Case
    expected: Verdict | None  # None: partial or not_found, whichever
    theme: str  # what its documents share: questions of one theme are fitted or left out together


@contextmanager
def copied_shelf(shelf: Shelf) -> Iterator[Shelf]:
    """A copy of a shelf that may be changed."""
    with tempfile.TemporaryDirectory(prefix="wenzheng-left-out-") as folder:
        copy = Path(folder) / "shelf"
        shutil.copytree(shelf.directory, copy)
        with open_shelf(copy) as opened:
            yield opened


def by_name(shelf: Shelf) -> dict[str, DocumentSummary]:
    """The documents by file name."""
    return {Path(document.path).name: document for document in shelf.documents()}


def without_documents(shelf: Shelf, cases: Sequence[Case]) -> Iterator[LeftOut]:
    """The answerable questions, each asked of the shelf without its gold documents."""
    together: dict[frozenset[str], list[Case]] = defaultdict(list)
    for case in cases:
        if case.expect is Verdict.ANSWERED and case.gold:
            together[frozenset(gold.document for gold in case.gold)].append(case)
    named = by_name(shelf)
    for documents, asked in together.items():
        absent = [named[name].doc_id for name in documents if name in named]
        if not absent or len(absent) == len(named):
            continue
        with copied_shelf(shelf) as rest:
            regions = {named[name].region for name in documents if name in named}
            rest.remove(absent)
            kept = [rest.load_document(found.doc_id) for found in _of_regions(rest, regions)]
            for case in asked:
                if not any(_tells(document, gold) for gold in case.gold for document in kept):
                    yield LeftOut(rest, case, None, min(documents))


def without_sentences(shelf: Shelf, cases: Sequence[Case]) -> Iterator[LeftOut]:
    """The questions with one gold place, each asked of the shelf whose document lacks the sentences of it."""
    named = by_name(shelf)
    with copied_shelf(shelf) as copy:
        for case in cases:
            if case.expect is not Verdict.ANSWERED or len(case.gold) != 1 or not case.gold[0].must:
                continue
            summary = named.get(case.gold[0].document)
            if summary is None:
                continue
            whole = shelf.load_document(summary.doc_id)
            text = _without_gold(case.gold[0], whole)
            near = [shelf.load_document(found.doc_id) for found in _of_regions(shelf, {summary.region})]
            others = [document for document in near if document.doc_id != summary.doc_id]
            if text is None or any(_tells(document, case.gold[0]) for document in others):
                continue
            cut = ingest_text(whole.path, text)
            if _tells(cut.document, case.gold[0]):
                continue
            copy.add_ingested([cut])  # of the same path, so that it replaces the whole one
            yield LeftOut(copy, case, Verdict.PARTIAL, case.gold[0].document)
            copy.add_ingested([_as_kept(shelf, whole)], again=True)


def halves(shelf: Shelf, benchmark: Benchmark) -> Iterator[LeftOut]:
    """All questions of a benchmark, asked of one half of its documents, then of the other.

    Documents that hold the same answers are in the same half. Half of the questions are answered there.
    """
    texts = {document.path: shelf.load_document(document.doc_id).text for document in shelf.documents()}
    theme_of = _themes(benchmark, texts)
    themes = list(dict.fromkeys(theme_of.values()))
    for half in (0, 1):
        there = set(themes[half::2])
        with copied_shelf(shelf) as rest:
            absent = [d.doc_id for d in rest.documents() if theme_of[d.path] not in there]
            rest.remove(absent)
            for line, (name, question) in enumerate(benchmark.queries.items()):
                right = [path for path, relevance in benchmark.qrels[name].items() if relevance > 0]
                held = [theme_of[path] in there for path in right if path in theme_of]
                if not held or any(held) != all(held):
                    continue
                expected = Verdict.ANSWERED if held[0] else None
                yield LeftOut(
                    rest, Case(line, name, question, Verdict.ANSWERED), expected, theme_of[right[0]]
                )


def _as_kept(shelf: Shelf, document: Document) -> Ingested:
    passages, facts = shelf.passages(document.doc_id), shelf.facts(document.doc_id)
    return Ingested(document, tuple(passages), tuple(facts))


def _themes(benchmark: Benchmark, texts: Mapping[str, str]) -> dict[str, str]:
    """The first of the documents that hold the same answers, by document."""
    first = {path: path for path in texts}

    def root(path: str) -> str:
        while first[path] != path:
            path = first[path]
        return path

    pairs = {path: _pairs(text) for path, text in texts.items()}
    folded = {path: fold(text) for path, text in texts.items()}
    for name, qrels in benchmark.qrels.items():
        right = [path for path, relevance in qrels.items() if relevance > 0 and path in texts]
        alike = [
            path
            for answer in benchmark.answers.get(name, ())
            for path in texts
            if _holds_answer(answer, folded[path], pairs[path])
        ]
        for path in (*right[1:], *alike):
            if right:
                one, other = sorted((root(right[0]), root(path)))
                first[other] = one
    return {path: root(path) for path in texts}


def _holds_answer(answer: str, folded: str, pairs: frozenset[str]) -> bool:
    if len(answer) < MIN_ANSWER_CHARS:
        return fold(answer) in folded
    wanted = _pairs(answer)
    return len(wanted & pairs) >= MAX_SHARED * len(wanted)


def _pairs(text: str) -> frozenset[str]:
    folded = "".join(fold(text).split())
    return frozenset(folded[i : i + 2] for i in range(len(folded) - 1))


def _of_regions(shelf: Shelf, regions: set[str | None]) -> list[DocumentSummary]:
    """The documents that speak of one of the regions, or of no region that is known."""
    return [found for found in shelf.documents() if found.region in regions or found.region is None]


def _tells(document: Document, gold: Gold) -> bool:
    """Whether a paragraph holds all the words of a gold place; a whole document as gold tells nothing."""
    if not gold.must:
        return False
    words = [comparable(word) for word in gold.must]
    return any(all(word in comparable(line) for word in words) for line in document.text.splitlines())


def _without_gold(gold: Gold, document: Document) -> str | None:
    """The document's text without the sentences of the gold place that hold its words; None if none does."""
    place = find_place(gold, document, "gold")
    spans = (
        [span for start, end in place.spans for span in split_sentences(document.text, start, end)]
        if place
        else []
    )
    cut = [(start, end) for start, end in spans if holds_any(document.text[start:end], gold.must)]
    if not cut:
        return None
    kept, last = [], 0
    for start, end in sorted(cut):
        kept.append(document.text[last:start])
        last = max(last, end)
    return "".join([*kept, document.text[last:]])
