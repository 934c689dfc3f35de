"""What a document says of itself: number, issuer, dates, addressees, attachments, and how long it holds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from assistant.asking import Asked
from assistant.citations import cite, marks, quote_line
from assistant.ending import ending_clauses
from assistant.question import Question
from assistant.quotations import Lookup
from assistant.types import Citation, Verdict
from assistant.wording import line, note
from index import DocumentSummary, Shelf
from ingest import ClauseKind, Document, Located, Status, StatusClause, split_sentences

_STANDING_CLAUSES = (
    ClauseKind.EFFECTIVE_FROM,
    ClauseKind.VALID_FOR,
    ClauseKind.VALID_UNTIL,
    ClauseKind.VALID_WHILE,
    ClauseKind.TRIAL,
    ClauseKind.DRAFT,
)
_ENDING_CLAUSES = frozenset({ClauseKind.VALID_FOR, ClauseKind.VALID_UNTIL, ClauseKind.VALID_WHILE})
_UNDATED_CLAUSES = frozenset({ClauseKind.TRIAL, ClauseKind.DRAFT})
# What of its standing is asked: until when, from when, or whether it holds.
_ASKS_END = re.compile(
    r"失效|到期|过期|到(?:什么时候|何时|哪|几时|啥时候)"
    r"|截止|终止|结束|为止|有效期|有效至|届满|\b(?:expir\w+|until|lapse\w*|run out|how long)\b"
)
_ASKS_WHETHER = re.compile(r"(?:吗|没有|没|与否|么|不)$|是否|^(?:is|are|was|has|does|do)\b|\bstill\b")
_ASKS_OLD = re.compile(
    r"[老旧](?:的|法|办法|规定|政策)|(?:原来|以前|之前)的|\b(?:old|former|previous|earlier)\b"
)
_ASKS_START = re.compile(
    r"(?:施行|生效|实施|执行)(?!到)|\b(?:take effect|takes effect|into force|effective)\b"
)
FROM_ISSUE = re.compile(r"(?:印发|发布|公布|下发|发文)之日")


def located(values: Sequence[Located[str] | Located[date] | None]) -> list[tuple[int, int]]:
    """The spans of the values that stand in the text."""
    return [(v.start, v.end) for v in values if v is not None and v.start is not None and v.end is not None]


def header_spans(document: Document, asked: Asked) -> list[tuple[str, tuple[int, int]]]:
    """Line keys and spans of the header fields that answer."""
    metadata = document.metadata
    if asked is Asked.NUMBER:
        return [("number", span) for span in located([metadata.document_number])]
    if asked is Asked.ISSUER:
        return [("issuer", span) for span in located(metadata.issuers) or _issuers_in_title(document)]
    if asked is Asked.RECIPIENTS:
        return [("recipients", span) for span in located([metadata.recipients])]
    if asked is Asked.ATTACHMENTS:
        return [("attachment", span) for span in located(metadata.attachments)]
    if asked is Asked.ISSUED:
        issued = [("issued", span) for span in located([metadata.issued])]
        return issued or [("published", span) for span in located([metadata.published])]
    return []


def _issuers_in_title(document: Document) -> list[tuple[int, int]]:
    """Where the title names who issued the document, if nothing else in it does: 某办公厅关于…的复函."""
    title = document.metadata.title
    if title is None or title.start is None or title.end is None:
        return []
    begun = title.start
    named = [issuer.value for issuer in document.metadata.issuers]
    found = [(document.text.find(name, begun, title.end), len(name)) for name in named]
    return [(at, at + length) for at, length in found if at >= 0]


def header(shelf: Shelf, question: Question, summary: DocumentSummary) -> Lookup:
    """The header field of a document that is asked for, quoted where it stands."""
    document = shelf.load_document(summary.doc_id)
    if question.asked is Asked.VALIDITY:
        return _validity(shelf, question, document, summary)
    if question.asked is Asked.EXPLAINER and (explains := _explaining(document)) is not None:
        citation = cite(1, document, summary, explains, None)
        return Lookup(Verdict.ANSWERED, quote_line(citation), (citation,))
    fields = header_spans(document, question.asked)
    if not fields:
        return _unstated(question, document, summary)
    citations = [cite(i, document, summary, span, None) for i, (_, span) in enumerate(fields, start=1)]
    lines = [_field_line(key, question, one) for (key, _), one in zip(fields, citations, strict=True)]
    return Lookup(Verdict.ANSWERED, "\n\n".join(lines), tuple(citations))


def _field_line(key: str, question: Question, citation: Citation) -> str:
    value = " ".join(citation.quote.split())
    return line(key, question.language, value=value, marks=marks((citation.number,)))


_EXPLAINS = re.compile(r"由[^，。；\n]{2,60}解释")


def _explaining(document: Document) -> tuple[int, int] | None:
    """The sentence that says who explains the document: 本办法由…负责解释。"""
    found = list(_EXPLAINS.finditer(document.text))
    # It stands among the last provisions.
    return sentence_around(document, *found[-1].span()) if found else None


def _validity(shelf: Shelf, question: Question, document: Document, summary: DocumentSummary) -> Lookup:
    """The clauses on from when until when a document holds, with those of others that end it.

    Asked until when, a document that only says from when does not state it; asked from when, one that
    counts from its issue is quoted with the day of issue.
    """
    ended = ending_clauses(shelf, summary) if summary.status in (Status.REPEALED, Status.EXPIRED) else []
    clauses = _clauses_of_standing(document, summary)
    if _ASKS_OLD.search(question.form):
        clauses += [clause for clause in document.metadata.clauses if clause.kind is ClauseKind.REPEALS]
    spans = list(dict.fromkeys(sentence_around(document, clause.start, clause.end) for clause in clauses))
    if not spans and not ended:
        return _unstated(question, document, summary)
    citations = [cite(i, document, summary, span, None) for i, span in enumerate(spans, start=1)]
    for hit, span in ended:
        other = shelf.load_document(hit.document.doc_id)
        citations.append(cite(len(citations) + 1, other, hit.document, span, hit))
    lines = [quote_line(citation) for citation in citations]
    if any(FROM_ISSUE.search(citation.quote) for citation in citations):
        for key, span in header_spans(document, Asked.ISSUED)[:1]:
            citations.append(cite(len(citations) + 1, document, summary, span, None))
            lines.append(_field_line(key, question, citations[-1]))
    missing = _missing_of_standing(question, clauses) if not ended else ()
    if missing:
        lines.insert(0, line("partial", question.language))
    verdict = Verdict.PARTIAL if missing else Verdict.ANSWERED
    told = [note(key, question.language) for key in missing]
    counted = any(clause.kind is ClauseKind.VALID_FOR for clause in clauses)
    if counted and summary.expires is not None:
        last = summary.expires - timedelta(days=1)
        told.append(note("valid_until", question.language, day=last.isoformat()))
    repeals = any(clause.kind is ClauseKind.REPEALS for clause in clauses)
    if summary.status is Status.IN_FORCE and _ASKS_WHETHER.search(question.form) and not repeals:
        told.append(note("nothing_ends_it", question.language))
    return Lookup(verdict, "\n\n".join(lines), tuple(citations), tuple(told))


def _clauses_of_standing(document: Document, summary: DocumentSummary) -> list[StatusClause]:
    """Its own clauses on its standing; 试行 in a title tells nothing where a day or a term is stated."""
    clauses = [c for c in document.metadata.clauses if c.kind in _STANDING_CLAUSES and c.target is None]
    dated = [clause for clause in clauses if clause.kind not in _UNDATED_CLAUSES]
    if dated and summary.status is not Status.DRAFT:
        clauses = dated
    return sorted(clauses, key=lambda clause: (_STANDING_CLAUSES.index(clause.kind), clause.start))


def _missing_of_standing(question: Question, clauses: Sequence[StatusClause]) -> tuple[str, ...]:
    """Keys of notes on what was asked of its standing and is not stated."""
    kinds = {clause.kind for clause in clauses}
    if not kinds - _UNDATED_CLAUSES and ClauseKind.DRAFT not in kinds:
        return ("not_stated_in_document",)
    form = question.form
    if _ASKS_END.search(form) and not _ASKS_WHETHER.search(form) and not kinds & _ENDING_CLAUSES:
        return ("no_expiry",)
    starts = _ASKS_START.search(form) and not _ASKS_END.search(form) and not _ASKS_WHETHER.search(form)
    return ("no_beginning",) if starts and ClauseKind.EFFECTIVE_FROM not in kinds else ()


def sentence_around(document: Document, start: int, end: int) -> tuple[int, int]:
    """The span of the sentences of a line that a span lies in."""
    line_start = document.text.rfind("\n", 0, start) + 1
    line_end = document.text.find("\n", end)
    line_end = len(document.text) if line_end < 0 else line_end
    spans = [s for s in split_sentences(document.text, line_start, line_end) if s[0] < end and start < s[1]]
    return (spans[0][0], spans[-1][1]) if spans else (start, end)


def _unstated(question: Question, document: Document, summary: DocumentSummary) -> Lookup:
    """The document is there, the field is not: its title is quoted, so that the asker sees which was read."""
    title = located([document.metadata.title])
    key = "no_attachments" if question.asked is Asked.ATTACHMENTS else "not_stated_in_document"
    told = (note(key, question.language),)
    opening = line("partial", question.language)
    if not title:
        return Lookup(Verdict.PARTIAL, line("not_found", question.language), (), told)
    citation = cite(1, document, summary, title[0], None)
    return Lookup(Verdict.PARTIAL, f"{opening}\n\n{quote_line(citation)}", (citation,), told)


def describe(shelf: Shelf, question: Question, subject: Sequence[DocumentSummary]) -> Lookup:
    """Title, number, issuer and date of documents asked for by number or title."""
    citations: list[Citation] = []
    lines: list[str] = []
    for summary in subject:
        document = shelf.load_document(summary.doc_id)
        metadata = document.metadata
        fields = [("title", span) for span in located([metadata.title])]
        for asked in (Asked.NUMBER, Asked.ISSUER, Asked.ISSUED):
            fields += header_spans(document, asked)[:3]
        purpose = _purpose(document)
        for key, span in fields:
            citation = cite(len(citations) + 1, document, summary, span, None)
            citations.append(citation)
            lines.append(_field_line(key, question, citation))
        if purpose is not None:
            citation = cite(len(citations) + 1, document, summary, purpose, None)
            citations.append(citation)
            lines.append(quote_line(citation))
    return Lookup(Verdict.ANSWERED, "\n\n".join(lines), tuple(citations))


def _purpose(document: Document) -> tuple[int, int] | None:
    """The sentence that says what the document is for: 为…，制定本方案。"""
    for start, end in split_sentences(document.text):
        text = document.text[start:end]
        if (
            len(text) > 20
            and text.startswith(("为", "根据", "按照", "您提出", "您在"))
            and text.endswith("。")
        ):
            return start, end
    return None
