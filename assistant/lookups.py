"""Questions about documents themselves: by number or title, their header, a section, a quotation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from assistant.asking import DOCUMENT_ASKED, Asked
from assistant.citations import cite, marks, quote_line
from assistant.ending import ending_clauses, says_it_ended
from assistant.glossary import match_form
from assistant.question import Question
from assistant.quotations import Lookup, find_quotation, is_about_the_quotation
from assistant.restriction import Limits
from assistant.types import Citation, Verdict
from assistant.wording import line, note
from index import DocumentSummary, Hit, Shelf
from ingest import ClauseKind, Document, Located, Status, find_sections, split_sentences

MAX_MENTIONS = 2  # of a document that is not on the shelf
MAX_SECTION_CHARS = 3000  # of a section's text in an answer; the rest is open in the source

_STANDING_CLAUSES = (
    ClauseKind.EFFECTIVE_FROM,
    ClauseKind.VALID_FOR,
    ClauseKind.VALID_UNTIL,
    ClauseKind.TRIAL,
    ClauseKind.DRAFT,
)


def look_up(
    shelf: Shelf,
    question: Question,
    subject: Sequence[DocumentSummary],
    documents: Sequence[DocumentSummary],
    limits: Limits,
) -> Lookup | None:
    """The answer to a question about a document, or None if the question is about its contents."""
    if question.quoted is not None and is_about_the_quotation(question):
        return find_quotation(shelf, question, limits)
    if not subject and question.section is not None and len(documents) == 1:
        subject = documents
    if not subject:
        return None
    if question.section is not None:
        return _section(shelf, question, subject)
    if question.asked in DOCUMENT_ASKED:
        return header(shelf, question, subject[0])
    if (question.document_number or question.title) and not _about_contents(question):
        return _describe(shelf, question, subject)
    return None


def mentions(shelf: Shelf, question: Question, hits: Sequence[Hit]) -> Lookup | None:
    """What the shelf's documents say of a document that is not on it; None if they do not name it."""
    number = match_form(question.document_number or "")
    found: list[Citation] = []
    ends = False
    for hit in hits:
        for start, end in split_sentences(hit.text):
            form = match_form(hit.text[start:end])
            if number not in form or len(found) >= MAX_MENTIONS:
                continue
            span = (hit.passage.start + start, hit.passage.start + end)
            document = shelf.load_document(hit.document.doc_id)
            found.append(cite(len(found) + 1, document, hit.document, span, hit))
            ends = ends or says_it_ended(form, hit)
    if not found:
        return None
    told = (note("no_such_document", question.language, name=question.document_number or ""),)
    text = "\n\n".join(quote_line(citation) for citation in found)
    asks_standing = question.asked is Asked.VALIDITY or question.wants_ended
    if asks_standing and ends:
        return Lookup(Verdict.ANSWERED, text, tuple(found), told)
    opening = line("partial", question.language)
    return Lookup(Verdict.PARTIAL, f"{opening}\n\n{text}", tuple(found), told)


def _about_contents(question: Question) -> bool:
    if question.asked in (Asked.SOURCE, Asked.FACT, Asked.YES_NO, Asked.DEFINITION):
        empty = {"内容", "文件", "主要", "全文", "原文", "规定", "通知", "方案", "讲", "标题", "名称"}
        return any(
            term.text not in empty and term.text not in match_form(question.title or "")
            for term in question.terms
        )
    return True


def _located(values: Sequence[Located[str] | Located[date] | None]) -> list[tuple[int, int]]:
    return [(v.start, v.end) for v in values if v is not None and v.start is not None and v.end is not None]


def _header_spans(document: Document, asked: Asked) -> list[tuple[str, tuple[int, int]]]:
    """Line keys and spans of the header fields that answer."""
    metadata = document.metadata
    if asked is Asked.NUMBER:
        return [("number", span) for span in _located([metadata.document_number])]
    if asked is Asked.ISSUER:
        return [("issuer", span) for span in _located(metadata.issuers) or _issuers_in_title(document)]
    if asked is Asked.RECIPIENTS:
        return [("recipients", span) for span in _located([metadata.recipients])]
    if asked is Asked.ATTACHMENTS:
        return [("attachment", span) for span in _located(metadata.attachments)]
    if asked is Asked.ISSUED:
        issued = [("issued", span) for span in _located([metadata.issued])]
        return issued or [("published", span) for span in _located([metadata.published])]
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
    fields = _header_spans(document, question.asked)
    if not fields:
        return _unstated(question, document, summary)
    citations = [cite(i, document, summary, span, None) for i, (_, span) in enumerate(fields, start=1)]
    lines = [
        line(key, question.language, value=" ".join(c.quote.split()), marks=marks((c.number,)))
        for (key, _), c in zip(fields, citations, strict=True)
    ]
    return Lookup(Verdict.ANSWERED, "\n\n".join(lines), tuple(citations))


_EXPLAINS = re.compile(r"由[^，。；\n]{2,60}解释")


def _explaining(document: Document) -> tuple[int, int] | None:
    """The sentence that says who explains the document: 本办法由…负责解释。"""
    found = list(_EXPLAINS.finditer(document.text))
    # It stands among the last provisions.
    return _sentence_around(document, *found[-1].span()) if found else None


def _validity(shelf: Shelf, question: Question, document: Document, summary: DocumentSummary) -> Lookup:
    ended = ending_clauses(shelf, summary) if summary.status in (Status.REPEALED, Status.EXPIRED) else []
    clauses = [c for c in document.metadata.clauses if c.kind in _STANDING_CLAUSES and c.target is None]
    clauses.sort(key=lambda clause: (_STANDING_CLAUSES.index(clause.kind), clause.start))
    spans = list(dict.fromkeys(_sentence_around(document, clause.start, clause.end) for clause in clauses))
    undated = {ClauseKind.TRIAL} if summary.status is Status.DRAFT else {ClauseKind.TRIAL, ClauseKind.DRAFT}
    dated = [c for c in clauses if c.kind not in undated]
    if not spans and not ended:
        return _unstated(question, document, summary)
    citations = [cite(i, document, summary, span, None) for i, span in enumerate(spans, start=1)]
    for hit, span in ended:
        other = shelf.load_document(hit.document.doc_id)
        citations.append(cite(len(citations) + 1, other, hit.document, span, hit))
    text = "\n\n".join(quote_line(citation) for citation in citations)
    verdict = Verdict.ANSWERED if dated or ended else Verdict.PARTIAL
    told = () if dated or ended else (note("not_stated_in_document", question.language),)
    return Lookup(verdict, text, tuple(citations), told)


def _sentence_around(document: Document, start: int, end: int) -> tuple[int, int]:
    line_start = document.text.rfind("\n", 0, start) + 1
    line_end = document.text.find("\n", end)
    line_end = len(document.text) if line_end < 0 else line_end
    spans = [s for s in split_sentences(document.text, line_start, line_end) if s[0] < end and start < s[1]]
    return (spans[0][0], spans[-1][1]) if spans else (start, end)


def _unstated(question: Question, document: Document, summary: DocumentSummary) -> Lookup:
    """The document is there, the field is not: its title is quoted, so that the asker sees which was read."""
    title = _located([document.metadata.title])
    told = (note("not_stated_in_document", question.language),)
    opening = line("partial", question.language)
    if not title:
        return Lookup(Verdict.PARTIAL, line("not_found", question.language), (), told)
    citation = cite(1, document, summary, title[0], None)
    return Lookup(Verdict.PARTIAL, f"{opening}\n\n{quote_line(citation)}", (citation,), told)


def _describe(shelf: Shelf, question: Question, subject: Sequence[DocumentSummary]) -> Lookup:
    """Title, number, issuer and date of documents asked for by number or title."""
    citations: list[Citation] = []
    lines: list[str] = []
    for summary in subject:
        document = shelf.load_document(summary.doc_id)
        metadata = document.metadata
        fields = [("title", span) for span in _located([metadata.title])]
        for asked in (Asked.NUMBER, Asked.ISSUER, Asked.ISSUED):
            fields += _header_spans(document, asked)[:3]
        purpose = _purpose(document)
        for key, span in fields:
            citation = cite(len(citations) + 1, document, summary, span, None)
            citations.append(citation)
            value = " ".join(citation.quote.split())
            lines.append(line(key, question.language, value=value, marks=marks((citation.number,))))
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


def _section(shelf: Shelf, question: Question, subject: Sequence[DocumentSummary]) -> Lookup | None:
    for summary in subject:
        document = shelf.load_document(summary.doc_id)
        steps = (question.section or "").split("/")
        for wanted in (question.section or "", steps[-1], *_other_labels(steps)):
            sections = find_sections(document.sections, wanted, document.text)
            if sections:
                section = sections[0]
                end = min(section.end, section.start + MAX_SECTION_CHARS)
                text = document.text[section.start : end].rstrip()
                span = (section.start, section.start + len(text))
                citation = cite(1, document, summary, span, None)
                opening = line("source", question.language)
                return Lookup(Verdict.ANSWERED, f"{opening}\n\n{quote_line(citation)}", (citation,))
    return None


def _other_labels(steps: Sequence[str]) -> list[str]:
    """第三部分第17条 of a document numbered 三、 and 17. names 三/17."""
    bare = [step.strip("第编章节条款项部分") for step in steps]
    return ["/".join(bare), bare[-1]]
