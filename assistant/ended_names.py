"""Whether a document that is not on the shelf still holds, by what those on it say of it."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.asking import Asked
from assistant.citations import cite, quote_line
from assistant.glossary import match_form
from assistant.naming import core_title, plain_number, share_named
from assistant.question import Question
from assistant.quotations import Lookup
from assistant.types import Citation, Verdict
from assistant.wording import note
from index import DocumentSummary, Shelf
from ingest import Reference, leading_region

MAX_ENDINGS = 2  # as many clauses as are quoted of one document's end


def ended_by_name(shelf: Shelf, question: Question, documents: Sequence[DocumentSummary]) -> Lookup | None:
    """The clauses that end the document which the question names, if it asks whether that holds.

    Clauses name documents that nobody has put on the shelf: 《某十五条》（某政发〔2021〕7号）同时废止.
    """
    if question.asked is not Asked.VALIDITY and not question.wants_ended:
        return None
    summaries = {document.doc_id: document for document in documents}
    citations: list[Citation] = []
    told: list[str] = []
    for doc_id, clause in shelf.repeals():
        target = clause.target
        if doc_id not in summaries or target is None or not _means(question, target):
            continue
        number = len(citations) + 1
        document = shelf.load_document(doc_id)
        citations.append(cite(number, document, summaries[doc_id], (clause.start, clause.end), None))
        name = question.document_number or (f"《{target.title}》" if target.title else "")
        told.append(note("ended_by", question.language, name=name, number=str(number)))
        if number == MAX_ENDINGS:
            break
    if not citations:
        return None
    text = "\n\n".join(quote_line(citation) for citation in citations)
    return Lookup(Verdict.ANSWERED, text, tuple(citations), tuple(told))


def _means(question: Question, target: Reference) -> bool:
    """Whether the question names the document, by its number or most of its title."""
    if question.document_number is not None:
        number = target.document_number
        return number is not None and plain_number(number) == plain_number(question.document_number)
    if target.title is None:
        return False
    place = leading_region(target.title)
    names = (target.title, target.title[place.end :] if place is not None else "")
    form = match_form(question.title) if question.title else question.form
    return any(share_named(form, core_title(match_form(name))) > 0 for name in names if name)
