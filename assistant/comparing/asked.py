"""《X》修订了什么, 与旧版相比有什么变化, what changed since 2019: the clauses that differ."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.asking import Asked
from assistant.citations import quote_line
from assistant.comparing.comparison import diff_documents
from assistant.comparing.editions import edition_before, find_editions
from assistant.comparing.types import Change, ChangeKind, Comparison
from assistant.glossary import match_form
from assistant.question import Question
from assistant.quotations import Lookup
from assistant.types import Citation, Language, Verdict
from assistant.weighing import is_measure_word
from assistant.wording import line
from index import DocumentSummary, Shelf

MAX_CHANGES_TOLD = 6  # in an answer; `wenzheng diff` tells all
SEARCHED_HITS = 10

# A question about an edition as against another.
_CHANGED = re.compile(
    r"(?:修订|修改|调整|修正|改动|改)了(?:什么|哪些|哪里|哪几|多少)"
    r"|(?:作了|做了|有)(?:什么|哪些|何)(?:修订|修改|调整|变化|变动|改动)|变化(?:有哪些|是什么|在哪)"
    r"|(?:新|旧|老|原)(?:版|政策|办法|规定|文件)(?:本)?(?:和|与|跟|同|比|相比|对比|有什么|的区别|的差别|的变化)"
    r"|(?:和|与|跟|同|比|较)(?:旧|老|原|上一|之前的?|以前的?)(?:版|政策|办法|规定|文件)|新旧(?:版|政策|对比|对照)"
    r"|what (?:has |have |was |were )?(?:changed|amended|revised)"
    r"|what(?:'s| is) (?:new|different) (?:in|from|compared)"
    r"|changes? (?:made )?(?:since|from the (?:old|previous|earlier))"
    r"|(?:old|previous|earlier) (?:version|edition)"
)
# These speak of editions even where no document is named.
_OF_EDITIONS = re.compile(
    r"旧版|老版|上一版|新旧|旧政策|原政策|原办法|旧办法|修订了|"
    r"what (?:has |have )?changed since|(?:old|previous|earlier) (?:version|edition)"
)
_CHANGES = re.compile(r"变化|变动|变了|\bchang")
_TOPIC_FREE = re.compile(
    r"修订|修改|调整|变化|变动|改动|旧版|新版|老版|相比|对比|区别|政策|办法|规定|文件|措施|内容|条款|哪些|什么|主要"
)


def what_changed(shelf: Shelf, question: Question, subject: Sequence[DocumentSummary]) -> Lookup | None:
    """What changed in a document since its earlier edition; None if that is not asked or there is none.

    ``subject`` are the documents that the question names; without one, those that a search finds are
    tried where the question speaks of editions.
    """
    pair = _of_two_years(shelf, question)
    if pair is not None:
        return _told(question, diff_documents(shelf, pair[0].doc_id, pair[1].doc_id))
    if not _CHANGED.search(question.form):
        return None
    named = [one for one in subject if question.title or question.document_number]
    if not named and _OF_EDITIONS.search(question.form):
        named = list(subject) or _searched(shelf, question)
    for document in named:
        pair = _pair(shelf, question, document)
        if pair is not None:
            return _told(question, diff_documents(shelf, pair[0].doc_id, pair[1].doc_id))
    return None


def _of_two_years(shelf: Shelf, question: Question) -> tuple[DocumentSummary, DocumentSummary] | None:
    """Two editions of the years compared, where nothing is asked but what their titles say."""
    years = sorted(question.moments.years)
    compares = question.asked is Asked.COMPARISON or _CHANGES.search(question.form)
    if not compares or len(years) != 2 or len(question.regions) > 1:
        return None
    subject = [term for term in question.terms if not is_measure_word(term)]
    places = set(question.regions)
    for older in shelf.documents():
        if older.dated is None or older.dated.year != years[0] or (places and older.region not in places):
            continue
        if not subject or not all(term.found_in(match_form(older.title)) for term in subject):
            continue
        for newer in find_editions(shelf, older):
            if newer.dated is not None and newer.dated.year == years[1]:
                return older, newer
    return None


def _searched(shelf: Shelf, question: Question) -> list[DocumentSummary]:
    hits = shelf.search(question.query, k=SEARCHED_HITS)
    places = {mention.name for mention in question.places}
    found = {hit.document.doc_id: hit.document for hit in hits}
    return [one for one in found.values() if not places or one.region in places]


def _pair(
    shelf: Shelf, question: Question, document: DocumentSummary
) -> tuple[DocumentSummary, DocumentSummary] | None:
    """The two editions that are meant: the earlier one of the year that is named, else the one before."""
    editions = find_editions(shelf, document)
    if len(editions) < 2:
        return None
    years = question.moments.years
    since = [one for one in editions[:-1] if one.dated is not None and one.dated.year in years]
    if since:
        return since[0], editions[-1] if since[0].doc_id == document.doc_id else document
    before = edition_before(editions, document)
    return (before, document) if before is not None else (document, editions[1])


def _told(question: Question, comparison: Comparison) -> Lookup:
    """The changes that say most, each with both sides quoted."""
    chosen = sorted(_telling(question, comparison), key=_place)
    citations: list[Citation] = []
    lines = [line("comparison", question.language)]
    for change in chosen:
        for side in (change.a, change.b):
            if side is None:
                continue
            citation = _numbered(side, len(citations) + 1)
            citations.append(citation)
            lines.append(line("document", question.language, title=side.document.title))
            lines.append(quote_line(citation))
    return Lookup(
        Verdict.ANSWERED if citations else Verdict.NOT_FOUND,
        "\n\n".join(lines),
        tuple(citations),
        (_summary(question.language, comparison),),
    )


def _numbered(citation: Citation, number: int) -> Citation:
    return replace(citation, number=number)


def _place(change: Change) -> int:
    side = change.b or change.a
    return side.start if side is not None else 0


def _telling(question: Question, comparison: Comparison) -> list[Change]:
    """Changed figures of the asked subject first; renumbering and the head of the paper tell nothing."""
    terms = [term.text for term in question.terms if not _TOPIC_FREE.search(term.text)]
    title = comparison.b.title + comparison.a.title
    terms = [term for term in terms if term not in title]

    def worth(change: Change) -> tuple[int, int, int]:
        words = (change.a.quote if change.a else "") + (change.b.quote if change.b else "")
        about = sum(term in words for term in terms)
        both = change.a is not None and change.b is not None
        return about, int(both and bool(change.figures)) + int(both), len(change.figures)

    body = [
        change
        for change in comparison.changes
        if (change.reworded or change.kind in (ChangeKind.ADDED, ChangeKind.REMOVED)) and _in_body(change)
    ]
    return sorted(body, key=worth, reverse=True)[:MAX_CHANGES_TOLD]


def _in_body(change: Change) -> bool:
    """Whether a clause has a heading above it: head, salutation and signature have none."""
    return any(side is not None and side.headings and len(side.quote) > 20 for side in (change.a, change.b))


def _summary(language: Language, comparison: Comparison) -> str:
    counts = [comparison.count(kind) for kind in ChangeKind]
    older, newer = comparison.a, comparison.b
    names = [one.document_number or one.title for one in (older, newer)]
    if language is Language.CHINESE:
        return (
            f"{names[0]} 与 {names[1]} 相比：新增{counts[0]}处、删除{counts[1]}处、修改{counts[2]}处、"
            f"移动{counts[3]}处，以上为其中主要变化；全部对照：wenzheng diff {names[0]} {names[1]}"
        )
    return (
        f"From {names[0]} to {names[1]}: {counts[0]} added, {counts[1]} removed, {counts[2]} changed, "
        f"{counts[3]} moved; the main ones are quoted. All: wenzheng diff {names[0]} {names[1]}"
    )
