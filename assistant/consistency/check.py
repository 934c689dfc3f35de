"""The check: read each document once, compare what meets, quote and rank what is found."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial

from assistant.consistency.arithmetic import find_slips
from assistant.consistency.cache import ReadingCache, reading_key
from assistant.consistency.claims import read_claims
from assistant.consistency.conflicts import Statement, find_conflicts, find_internal
from assistant.consistency.duplicates import duplicate_findings, find_pairs, sentence_hashes, text_digest
from assistant.consistency.hierarchy import find_across_levels
from assistant.consistency.lines import read_figures
from assistant.consistency.matters import on_one_matter
from assistant.consistency.quoting import quoted
from assistant.consistency.ranking import ranked
from assistant.consistency.requirements import read_requirements
from assistant.consistency.sources import IngestedSource, ShelfSource, Source
from assistant.consistency.standing import (
    citing_absent_findings,
    citing_findings,
    deadline_finding,
    expired_finding,
    repealed_findings,
)
from assistant.consistency.types import CheckProgress, ConsistencyReport, Finding, Reading, Severity
from index import Shelf, find_mentions
from ingest import Document, Fact, Ingested, Metadata, Status, split_sentences

READING = "reading 读取"
COMPARING = "comparing 比对"
QUOTING = "quoting 引用"
_ENDED = frozenset({Status.REPEALED, Status.EXPIRED})


def check_shelf_consistency(
    shelf: Shelf, *, as_of: date | None = None, progress: CheckProgress | None = None
) -> ConsistencyReport:
    """Whether the documents of ``shelf`` agree on the day ``as_of`` (default: today)."""
    day = as_of or date.today()
    with ReadingCache(shelf.directory) as cache:
        report = _check(ShelfSource(shelf, day), day, progress, cache)
        cache.forget_others()
    return report


def check_documents(
    documents: Iterable[Ingested], *, as_of: date | None = None, progress: CheckProgress | None = None
) -> ConsistencyReport:
    """The same for documents that are on no shelf: no vectors are needed."""
    day = as_of or date.today()
    return _check(IngestedSource(documents, day), day, progress)


def read_document(document: Document, facts: Iterable[Fact]) -> Reading:
    """What one document says; the same whatever else is on the shelf."""
    figures, stated = read_figures(document), tuple(facts)
    taken = {fact.amount.start for fact in stated if fact.amount is not None}
    return Reading(
        claims=(*read_claims(figures, stated), *read_requirements(figures, taken)),
        findings=tuple(find_slips(figures)),
        digest=text_digest(document),
        shingles=sentence_hashes(document, figures.sentences),
    )


def _check(
    source: Source, as_of: date, progress: CheckProgress | None, cache: ReadingCache | None = None
) -> ConsistencyReport:
    """1. Read.  2. Compare within and across documents.  3. Quote and rank."""
    started = time.perf_counter()
    tell = progress or (lambda *_: None)
    readings: dict[str, Reading] = {}
    metadata: dict[str, Metadata] = {}
    found: list[Finding] = []
    for done, summary in enumerate(source.summaries, start=1):
        document = source.document(summary.doc_id)
        readings[summary.doc_id] = _reading(source, document, cache)
        metadata[summary.doc_id] = document.metadata
        ended = (
            expired_finding(document, summary, source.relations),
            deadline_finding(document, summary, as_of),
        )
        found += [finding for finding in ended if finding is not None]
        tell(READING, done, len(source.summaries))
    tell(COMPARING, 0, 1)
    found += _compare(source, readings, metadata, as_of)
    tell(COMPARING, 1, 1)
    reported = quoted(ranked(found), source)
    took_ms = (time.perf_counter() - started) * 1000
    return ConsistencyReport(as_of, len(source.summaries), tuple(reported), took_ms)


def _reading(source: Source, document: Document, cache: ReadingCache | None) -> Reading:
    """From the cache, else read now."""
    if cache is None:
        return read_document(document, source.facts(document.doc_id))
    key = reading_key(document)
    reading = cache.get(key)
    if reading is None:
        reading = read_document(document, source.facts(document.doc_id))
        cache.keep(key, reading)
    return reading


def _sentence(source: Source, doc_id: str, start: int, end: int) -> str:
    """The sentence in which a span of a document stands; its line where that is cut within the span."""
    text = source.document(doc_id).text
    line_start, line_end = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    line_end = line_end if line_end >= 0 else len(text)
    spans = split_sentences(text, line_start, line_end)
    return next((text[slice(*span)] for span in spans if span[0] <= start and end <= span[1]), "")


def _compare(
    source: Source, readings: dict[str, Reading], metadata: dict[str, Metadata], as_of: date
) -> Iterator[Finding]:
    documents = {summary.doc_id: summary for summary in source.summaries}
    relations = tuple(relation for relation in source.relations if not relation.implied)
    replaced = frozenset((relation.source, relation.target) for relation in relations)
    pairs = find_pairs(readings, documents)
    related = replaced | {(pair.first, pair.second) for pair in pairs}
    statements = [
        Statement(documents[doc_id], claim)
        for doc_id, reading in readings.items()
        for claim in reading.claims
    ]
    mentions = find_mentions(metadata)
    linked = on_one_matter(documents)
    around = partial(_sentence, source)
    yield from find_conflicts(statements, related, linked)
    yield from find_across_levels(statements, linked)
    for doc_id, reading in readings.items():
        own = (*find_internal(documents[doc_id], reading.claims), *reading.findings)
        ended = documents[doc_id].status in _ENDED
        yield from (replace(finding, severity=Severity.INFO) if ended else finding for finding in own)
    yield from repealed_findings(relations, documents, as_of)
    yield from citing_findings(mentions, documents, source.relations, around)
    yield from citing_absent_findings(metadata, documents, mentions, around, as_of)
    yield from duplicate_findings(pairs, documents, replaced)
