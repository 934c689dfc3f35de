"""Which documents of a shelf are editions of one another: by title, or since one ends the other."""

from __future__ import annotations

import re
from datetime import date

from index import DocumentSummary, Shelf
from ingest import ClauseKind, Kind, fold

# Papers about a document are no editions of it.
NO_EDITIONS = frozenset({Kind.INTERPRETATION, Kind.REPLY, Kind.REPORT, Kind.GUIDE})
# Titles without issuer, notice and edition marks are one from this likeness (0..100) on: 若干政策 of one
# city differ by their subject in a fifth of the characters.
LIKE_TITLES = 90.0

_CARRIED = re.compile(r"(?:印发|发布|公布|修订)[《「]?(?P<inner>.+?)[》」]?的(?:通知|公告|决定|令)$")
_ISSUER = re.compile(r"^[^《》]{2,40}?关于(?=\S{4})")
_EDITION = re.compile(
    r"[（(](?:\d{4}年?(?:修订|修正|版)?(?:本|版)?|修订(?:版|稿)?|修正(?:案)?|试行|暂行|征求意见稿|草案|送审稿)[）)]"
    r"|\d{4}年(?:版|修订)|_\d{4}$"
)
_FOR_COMMENT = re.compile(r"^关于公开征求(?P<inner>.+?)意见的(?:公告|通知|函)$")


def bare_title(title: str) -> str:
    """The name that all editions share: 关于印发《X（试行）》的通知 → X."""
    words = "".join(title.split())
    for pattern in (_FOR_COMMENT, _CARRIED):
        match = pattern.search(words)
        if match is not None:
            words = match["inner"]
    words = _EDITION.sub("", words).strip("《》「」")
    return fold(_ISSUER.sub("", words) or words)


def find_editions(shelf: Shelf, document: DocumentSummary) -> list[DocumentSummary]:
    """The editions of ``document`` on the shelf, itself among them, the oldest first.

    An edition bears the same name in the same region, or repeals (or is repealed by) another edition.
    """
    everything = {
        one.doc_id: one
        for one in shelf.documents()
        if one.kind not in NO_EDITIONS and one.region == document.region
    }
    everything[document.doc_id] = document
    names = {doc_id: bare_title(one.title) for doc_id, one in everything.items()}
    ends = {doc_id: one.kind is Kind.DECISION for doc_id, one in everything.items()}  # a list of repeals
    repeals = [(one.source, one.target) for one in shelf.relations() if one.kind is ClauseKind.REPEALS]
    linked = [(a, b) for a, b in repeals if a in names and b in names and not ends[a] and not ends[b]]
    found = {document.doc_id}
    new = found
    while new:
        near = {b for a, b in linked if a in new} | {a for a, b in linked if b in new}
        near |= {doc_id for doc_id in names if any(_same_name(names[one], names[doc_id]) for one in new)}
        new = near - found
        found = found | new
    return sorted((everything[doc_id] for doc_id in found), key=_age)


def _same_name(a: str, b: str) -> bool:
    from rapidfuzz.fuzz import ratio

    return ratio(a, b) >= LIKE_TITLES


def _age(document: DocumentSummary) -> tuple[date, str]:
    return document.dated or date.max, document.doc_id


def edition_before(editions: list[DocumentSummary], document: DocumentSummary) -> DocumentSummary | None:
    """The edition that came before ``document``."""
    places = [i for i, one in enumerate(editions) if one.doc_id == document.doc_id]
    return editions[places[0] - 1] if places and places[0] > 0 else None
