"""An answer's text: our own few words around the quotes, every one of them checked."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from assistant.asking import VALUE_ASKED, Asked
from assistant.citations import check_evidence, cite, marks, quote_line
from assistant.evidence import Sentence
from assistant.extents import quote_span
from assistant.fact_book import no_facts
from assistant.figures import pick_figures
from assistant.question import Question
from assistant.selection import Selection
from assistant.types import Citation, Language
from assistant.weighing import Weights
from assistant.wording import line, place_name
from index import Shelf
from ingest import Document, Fact, Level

_CHINESE = re.compile(r"[\u3400-\u9fff]")  # a title without any is a file name


@dataclass
class Quoter:
    """Makes citations, each span once, documents read once."""

    shelf: Shelf
    citations: list[Citation] = field(default_factory=list)
    documents: dict[str, Document] = field(default_factory=dict)
    facts: Callable[[str, int, int], tuple[Fact, ...]] = no_facts  # of a span of a document

    def document(self, doc_id: str) -> Document:
        """The whole document."""
        if doc_id not in self.documents:
            self.documents[doc_id] = self.shelf.load_document(doc_id)
        return self.documents[doc_id]

    def quote(self, question: Question, sentence: Sentence) -> Citation:
        """The citation of a sentence with what completes it, new or the one that it already has."""
        doc_id = sentence.hit.document.doc_id
        span = quote_span(question, sentence, self.document(doc_id))
        for citation in self.citations:
            if (citation.document.doc_id, citation.start, citation.end) == (doc_id, *span):
                return citation
        made = cite(
            len(self.citations) + 1,
            self.document(doc_id),
            sentence.hit.document,
            span,
            sentence.hit,
        )
        self.citations.append(made)
        return made


def compose(
    question: Question, selection: Selection, weights: Weights, quoter: Quoter, *, complete: bool
) -> str:
    """The text of an answer; where a line of it went beyond its quotes, the quotes alone."""
    lines = _opening(question, selection, complete=complete)
    grouped = len(selection.groups) > 1
    for group in selection.groups:
        if grouped:
            lines.append(
                line(
                    "group", question.language, place=_place(group.place, group.sentences, question.language)
                )
            )
        titled = ""
        for sentence in group.sentences:
            title = sentence.hit.document.title
            if question.asked is Asked.LIST and title != titled and _CHINESE.search(title):
                titled = title
                lines.append(line("document", question.language, title=title))
            citation = quoter.quote(question, sentence)
            if complete:
                lines.extend(_claims(question, sentence, weights, citation))
            lines.append(quote_line(citation))
    text = "\n\n".join(lines)
    beyond = check_evidence(text, quoter.citations, quoter.facts)
    if beyond:
        return "\n\n".join(quote_line(citation) for citation in quoter.citations)
    return text


def _opening(question: Question, selection: Selection, *, complete: bool) -> list[str]:
    if not complete:
        return [line("partial", question.language)]
    key = {Asked.LIST: "list", Asked.COMPARISON: "comparison", Asked.SOURCE: "source"}.get(question.asked)
    if key is None and question.language is Language.ENGLISH:
        key = "answer_en"
    return [line(key, question.language)] if key else []


def _claims(question: Question, sentence: Sentence, weights: Weights, citation: Citation) -> list[str]:
    """The figure that answers, before the sentence it stands in."""
    if question.asked not in VALUE_ASKED or question.asked is Asked.DATE:
        return []
    lines = []
    for claim in pick_figures(question, sentence, weights):
        value = sentence.text[slice(*claim.value)]
        if claim.subject is None:
            lines.append(line("value", question.language, value=value, marks=marks((citation.number,))))
            continue
        subject = " ".join(sentence.text[slice(*claim.subject)].split())
        lines.append(
            line("claim", question.language, subject=subject, value=value, marks=marks((citation.number,)))
        )
    return lines


def _place(place: str | None, sentences: Sequence[Sentence], language: Language) -> str:
    if any(sentence.hit.document.level is Level.NATIONAL for sentence in sentences):
        return place_name("national", language)
    return place or place_name("unknown", language)
