"""The same text twice, and editions of one document: sentences hashed, compared only where they meet."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.consistency.lexicon import dice, loose
from assistant.consistency.types import Evidence, Finding, FindingKind, Reading, Severity
from assistant.wording import in_title_marks
from index import DocumentSummary
from ingest import Document

# Shorter sentences stand in many documents (特此通知。) and show nothing.
MIN_SENTENCE_CHARS = 12
# A sentence that stands in more documents than this is a formula and brings no pair together.
MAX_HOLDERS = 12
MIN_SHARED = 4  # sentences that two documents must share before they are compared at all
# Editions of one document have titles this much alike (share of character pairs), or nearly all in common.
MIN_TITLE_DICE = 0.8
SAME_TITLE_DICE = 0.95
MIN_WITH_SAME_TITLE = 0.3
NEARLY_ALL = 0.9
MIN_NEARLY_ALL_SENTENCES = 12
# Two documents are editions if the shorter one shares so much of itself, and the longer one not much less.
MIN_OF_SHORTER = 0.6
MIN_OF_LONGER = 0.45
MAX_NAMED = 3  # titles in a sentence; the quotes show more
MAX_CITED = 8
_HASH_BYTES = 6  # of a hundred million sentences, two collide with a chance of one in fifty thousand a pair


@dataclass(frozen=True, slots=True)
class Pair:
    """Two documents with one text, or much of one."""

    first: str  # doc_id
    second: str
    share: float  # of the shorter one's sentences; 1.0 and ``same`` for one text
    same: bool


def text_digest(document: Document) -> str:
    """Equal for documents of the same words, however they are set."""
    return hashlib.sha256(loose(document.text).encode("utf-8", "surrogatepass")).hexdigest()[:24]


def sentence_hashes(document: Document, sentences: Sequence[tuple[int, int]]) -> tuple[int, ...]:
    """A number for each different sentence, in order of their size."""
    found = set()
    for span in sentences:
        words = loose(document.text[slice(*span)])
        if len(words) >= MIN_SENTENCE_CHARS:
            digest = hashlib.blake2b(words.encode("utf-8", "surrogatepass"), digest_size=_HASH_BYTES)
            found.add(int.from_bytes(digest.digest(), "big"))
    return tuple(sorted(found))


def find_pairs(readings: Mapping[str, Reading], documents: Mapping[str, DocumentSummary]) -> list[Pair]:
    """Documents that repeat each other; only those that share rare sentences are ever compared."""
    pairs = _same_texts(readings)
    known = {(pair.first, pair.second) for pair in pairs}
    holders: dict[int, list[str]] = defaultdict(list)
    for doc_id, reading in readings.items():
        for shingle in reading.shingles:
            holders[shingle].append(doc_id)
    shared: Counter[tuple[str, str]] = Counter()
    for found in holders.values():
        if 1 < len(found) <= MAX_HOLDERS:
            ordered = sorted(found)
            shared.update((one, other) for at, one in enumerate(ordered) for other in ordered[at + 1 :])
    for pair, count in shared.items():
        if count >= MIN_SHARED and pair not in known:
            compared = _compare(*pair, readings, documents)
            if compared is not None:
                pairs.append(compared)
    return sorted(pairs, key=lambda pair: (-pair.share, pair.first, pair.second))


def _same_texts(readings: Mapping[str, Reading]) -> list[Pair]:
    by_digest: dict[str, list[str]] = defaultdict(list)
    for doc_id, reading in readings.items():
        by_digest[reading.digest].append(doc_id)
    return [
        Pair(one, other, 1.0, True)
        for found in by_digest.values()
        for at, one in enumerate(sorted(found)[:MAX_HOLDERS])
        for other in sorted(found)[at + 1 : MAX_HOLDERS]
    ]


def _compare(
    first: str, second: str, readings: Mapping[str, Reading], documents: Mapping[str, DocumentSummary]
) -> Pair | None:
    """The pair, if it has one place and either one title with much in common, or nearly all in common."""
    places = {documents[first].region, documents[second].region} - {None}
    if len(places) > 1:
        return None  # cities copy each other's rules: two documents, not two editions
    one, other = set(readings[first].shingles), set(readings[second].shingles)
    common = len(one & other)
    of_shorter, of_longer = common / min(len(one), len(other)), common / max(len(one), len(other))
    alike = dice(documents[first].title, documents[second].title)
    if alike >= SAME_TITLE_DICE:
        edition = of_shorter >= MIN_WITH_SAME_TITLE
    elif alike >= MIN_TITLE_DICE:
        edition = of_shorter >= MIN_OF_SHORTER and of_longer >= MIN_OF_LONGER
    else:
        edition = of_longer >= NEARLY_ALL and common >= MIN_NEARLY_ALL_SENTENCES
    return Pair(first, second, of_shorter, False) if edition else None


def duplicate_findings(
    pairs: Sequence[Pair], documents: Mapping[str, DocumentSummary], replaced: frozenset[tuple[str, str]]
) -> Iterator[Finding]:
    """A finding for each group of copies and editions; that one ends another is said elsewhere."""
    open_pairs = [
        pair
        for pair in pairs
        if (pair.first, pair.second) not in replaced and (pair.second, pair.first) not in replaced
    ]
    for group in _groups(open_pairs):
        members = sorted(
            {doc_id for pair in group for doc_id in (pair.first, pair.second)}, key=_age(documents)
        )
        same = all(pair.same for pair in group)
        others = [_name(documents[doc_id]) for doc_id in members[1:]]
        more = f"等{len(others)}份文件" if len(others) > MAX_NAMED else ""
        slots = [("others", "、".join(in_title_marks(name) for name in others[:MAX_NAMED]) + more)]
        if not same:
            slots.append(("share", f"{min(pair.share for pair in group):.0%}"))
        yield Finding(
            kind=FindingKind.DUPLICATE,
            severity=Severity.WARNING if same else Severity.INFO,
            rule="same_text" if same else "edition",
            subject=documents[members[0]].title,
            evidence=tuple(Evidence(doc_id, 0, 0) for doc_id in members[:MAX_CITED]),
            slots=tuple(slots),
        )


def _groups(pairs: Sequence[Pair]) -> list[list[Pair]]:
    """Pairs that hang together."""
    group_of: dict[str, list[Pair]] = {}
    for pair in pairs:
        mine, theirs = group_of.get(pair.first), group_of.get(pair.second)
        joined = [*(mine or []), *((theirs or []) if theirs is not mine else []), pair]
        for member in joined:
            group_of[member.first] = group_of[member.second] = joined
    return list({id(group): group for group in group_of.values()}.values())


def _age(documents: Mapping[str, DocumentSummary]) -> Callable[[str], tuple[date, str]]:
    return lambda doc_id: (documents[doc_id].dated or date.min, doc_id)


def _name(document: DocumentSummary) -> str:
    """A title with what tells two of one title apart."""
    apart = document.document_number or (document.dated.isoformat() if document.dated else "")
    return f"{document.title}（{apart}）" if apart else document.title
