"""Questions about documents themselves: by number or title, their header, a section, a quotation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.asking import DOCUMENT_ASKED, Asked
from assistant.citations import cite, marks, quote_line
from assistant.ending import says_it_ended
from assistant.glossary import match_form
from assistant.headers import describe, header, located
from assistant.provisions import Provision, find_provision
from assistant.question import Question
from assistant.quotations import Lookup, find_quotation, is_about_the_quotation
from assistant.restriction import Limits
from assistant.types import Citation, Verdict
from assistant.wording import line, note
from index import DocumentSummary, Hit, Shelf
from ingest import Document, Section, split_sentences

MAX_MENTIONS = 2  # of a document that is not on the shelf
MAX_WITHOUT = 3  # documents told not to have a provision, where several bear the name
MAX_SECTION_CHARS = 3000  # of a section's text in an answer; the rest is open in the source


# Words that name a document or its contents as a whole.
_OF_DOCUMENTS = frozenset(
    {"内容", "文件", "主要", "全文", "原文", "规定", "通知", "方案", "讲", "标题", "名称", "批复", "答复"}
    | {"复函", "办法", "条例", "意见", "决定", "公告"}
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
        return describe(shelf, question, subject)
    return None


def mentions(shelf: Shelf, question: Question, hits: Sequence[Hit]) -> Lookup | None:
    """What the shelf's documents say of a document that is not on it; None if they do not name it."""
    name = question.document_number or question.title or ""
    wanted = match_form(name)
    found: list[Citation] = []
    ends = False
    for hit in hits:
        for start, end in split_sentences(hit.text):
            form = match_form(hit.text[start:end])
            if wanted not in form or len(found) >= MAX_MENTIONS:
                continue
            span = (hit.passage.start + start, hit.passage.start + end)
            document = shelf.load_document(hit.document.doc_id)
            found.append(cite(len(found) + 1, document, hit.document, span, hit))
            ends = ends or says_it_ended(form, hit)
    if not found:
        return None
    told = (note("no_such_document", question.language, name=name),)
    text = "\n\n".join(quote_line(citation) for citation in found)
    asks_standing = question.asked is Asked.VALIDITY or question.wants_ended
    if asks_standing and ends:
        return Lookup(Verdict.ANSWERED, text, tuple(found), told)
    opening = line("partial", question.language)
    return Lookup(Verdict.PARTIAL, f"{opening}\n\n{text}", tuple(found), told)


def _about_contents(question: Question) -> bool:
    if question.asked in (Asked.SOURCE, Asked.FACT, Asked.YES_NO, Asked.DEFINITION):
        return any(
            term.text not in _OF_DOCUMENTS and term.text not in match_form(question.title or "")
            for term in question.terms
        )
    return True


def _section(shelf: Shelf, question: Question, subject: Sequence[DocumentSummary]) -> Lookup | None:
    """The provision asked for, or what the documents named have instead of it; None for a bare 第二款."""
    without: list[tuple[Document, DocumentSummary, Provision]] = []
    for summary in subject:
        document = shelf.load_document(summary.doc_id)
        provision = find_provision(document, question.section or "")
        if provision is None:
            return None
        if provision.found is not None:
            citation = _cite_section(document, summary, provision.found)
            opening = line("source", question.language)
            return Lookup(Verdict.ANSWERED, f"{opening}\n\n{quote_line(citation)}", (citation,))
        named = _annex_named(document, provision.missing)
        if named is not None:
            citation = cite(1, document, summary, named, None)
            value = " ".join(citation.quote.split())
            text = line("attachment", question.language, value=value, marks=marks((1,)))
            return Lookup(Verdict.ANSWERED, text, (citation,))
        without.append((document, summary, provision))
    return _no_provision(question, without)


def _cite_section(document: Document, summary: DocumentSummary, section: Section) -> Citation:
    end = min(section.end, section.start + MAX_SECTION_CHARS)
    text = document.text[section.start : end].rstrip()
    return cite(1, document, summary, (section.start, section.start + len(text)), None)


def _annex_named(document: Document, label: str) -> tuple[int, int] | None:
    """Where the document lists an annex whose own text it does not hold."""
    number = re.fullmatch(r"附[件表](\d+)", label)
    listed = located(document.metadata.attachments)
    return listed[int(number[1]) - 1] if number and 0 < int(number[1]) <= len(listed) else None


def _no_provision(
    question: Question, without: Sequence[tuple[Document, DocumentSummary, Provision]]
) -> Lookup:
    """That a provision does not exist, with the article that it would belong to."""
    language = question.language
    told: list[str] = []
    citations: list[Citation] = []
    for document, summary, provision in without[:MAX_WITHOUT]:
        told.append(_missing_note(question, document, provision))
        if provision.nearest is not None:
            cited = _cite_section(document, summary, provision.nearest)
            citations.append(replace(cited, number=len(citations) + 1))
    about = tuple(summary.doc_id for _, summary, _ in without)
    if not citations:
        text = line("no_provision", language)
        return Lookup(Verdict.NOT_FOUND, text, (), tuple(told), about=about)
    lines = [line("nearest_provision", language), *(quote_line(citation) for citation in citations)]
    return Lookup(Verdict.PARTIAL, "\n\n".join(lines), tuple(citations), tuple(told), about=about)


def _missing_note(question: Question, document: Document, provision: Provision) -> str:
    title = document.metadata.title.value if document.metadata.title else ""
    nearest = provision.nearest.label if provision.nearest is not None else ""
    slots = {"title": title, "label": provision.missing, "nearest": nearest, "last": provision.last}
    if provision.parts is not None:
        key = "fewer_parts" if provision.parts else "no_parts"
        return note(key, question.language, count=str(provision.parts), unit=provision.missing[-1], **slots)
    if nearest:
        return note("provision_elsewhere", question.language, **slots)
    return note("last_provision" if provision.last else "no_provision", question.language, **slots)
