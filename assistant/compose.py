"""An answer's text: our own few words around the quotes, every one of them checked."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from assistant.asked_facts import ROW
from assistant.asking import VALUE_ASKED, Asked
from assistant.citations import check_evidence, cite, marks, quote_line
from assistant.evidence import Sentence, asks_excluded
from assistant.extents import MAX_LED_QUOTE_CHARS, quote_span
from assistant.fact_book import no_facts
from assistant.figures import given_figures, pick_figures
from assistant.glossary import match_form
from assistant.groups import Selection
from assistant.list_spans import list_span
from assistant.question import Question
from assistant.stems import stems_of
from assistant.table_cells import pick_cells
from assistant.types import Citation, Language
from assistant.weighing import Weights, is_measure_word
from assistant.wording import line, place_name
from index import Shelf
from ingest import Document, Fact, Level, split_sentences

MAX_FIGURES_LISTED = 6  # of one measure in a list; its quote holds them all
_BRACKETS = ("（", "(")
_TITLED = frozenset({Asked.LIST, Asked.COMPARISON})  # answers put together from several documents
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
        for citation in self.citations:
            same = citation.document.doc_id == doc_id
            if same and citation.start <= sentence.start and sentence.end <= citation.end:
                return citation
        return self._cite(sentence, self._span(question, sentence))

    def stems(self, question: Question, sentence: Sentence) -> list[Citation]:
        """The openings of the list that a sentence is an item of, where its own quote does not hold them."""
        document = self.document(sentence.hit.document.doc_id)
        begin = self._span(question, sentence)[0]
        return [
            self._of_stem(sentence, span) for span in stems_of(document, sentence.start) if span[0] < begin
        ]

    def _span(self, question: Question, sentence: Sentence) -> tuple[int, int]:
        """What is quoted: the sentence with what completes it, from the opening of its list if that is near.

        Asked for what a list holds, all of it.
        """
        document = self.document(sentence.hit.document.doc_id)
        start, end = quote_span(question, sentence, document)
        if question.asked is Asked.DEPARTMENT and sentence.text.startswith(_BRACKETS):
            start = _task_start(question, document, start, end)
        return list_span(question, document, sentence.start, (start, end))

    def _of_stem(self, sentence: Sentence, span: tuple[int, int]) -> Citation:
        doc_id = sentence.hit.document.doc_id
        for citation in self.citations:
            if citation.document.doc_id == doc_id and citation.start <= span[0] and span[1] <= citation.end:
                return citation
        return self._cite(sentence, span)

    def _cite(self, sentence: Sentence, span: tuple[int, int]) -> Citation:
        summary = sentence.hit.document
        made = cite(len(self.citations) + 1, self.document(summary.doc_id), summary, span, sentence.hit)
        self.citations.append(made)
        return made


def _task_start(question: Question, document: Document, start: int, end: int) -> int:
    """Where the task begins that departments in brackets follow: the last sentence the question names."""
    line_start = document.text.rfind("\n", 0, start) + 1
    before = split_sentences(document.text, line_start, start)
    for begun, stopped in reversed(before):
        if end - begun > MAX_LED_QUOTE_CHARS:
            break
        form = match_form(document.text[begun:stopped])
        if any(term.found_in(form) for term in question.terms if not is_measure_word(term)):
            return begun
    return before[-1][0] if before and end - before[-1][0] <= MAX_LED_QUOTE_CHARS else start


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
            if question.asked in _TITLED and title != titled and _CHINESE.search(title):
                titled = title
                lines.append(line("document", question.language, title=title))
            stems = quoter.stems(question, sentence)
            citation = quoter.quote(question, sentence)
            told = any(quote_line(citation) == one for one in lines)  # with all that it gives
            if complete and not (told and question.asked is Asked.LIST):
                claims = _claims(question, sentence, weights, quoter)
                lines.extend(one for one in claims if one not in lines)
            quoted = [quote_line(one) for one in (*stems, citation)]
            lines.extend(one for one in quoted if one not in lines)
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


def _claims(question: Question, sentence: Sentence, weights: Weights, quoter: Quoter) -> list[str]:
    """The figure that answers, before the sentence it stands in; of a list, what each measure gives."""
    if asks_excluded(question):  # 哪些企业不予奖励: what others are given says the contrary
        return []
    if question.asked is Asked.LIST:
        whole = _all_quoted(question, sentence, quoter)
        picked = given_figures(whole)[:MAX_FIGURES_LISTED]
        sentence = whole if picked else sentence
    elif question.asked in VALUE_ASKED and question.asked is not Asked.DATE:
        picked = pick_figures(question, sentence, weights)
    else:
        return []
    if not picked:
        return _cells(question, sentence, weights, quoter)
    stated_in = (sentence, *sentence.repeated_by)
    cited = marks([quoter.quote(question, one).number for one in stated_in])
    lines: list[str] = []
    for claim in picked:
        value = sentence.text[slice(*claim.value)]
        if claim.subject is None:
            lines.append(line("value", question.language, value=value, marks=cited))
            continue
        subject = " ".join(sentence.text[slice(*claim.subject)].split())
        lines.append(line("claim", question.language, subject=subject, value=value, marks=cited))
    return lines


def _all_quoted(question: Question, sentence: Sentence, quoter: Quoter) -> Sentence:
    """The sentence as long as its quote: a measure is told with all that its paragraph gives."""
    citation = quoter.quote(question, sentence)
    facts = quoter.facts(citation.document.doc_id, citation.start, citation.end)
    return replace(sentence, start=citation.start, end=citation.end, text=citation.quote, facts=facts)


def _cells(question: Question, sentence: Sentence, weights: Weights, quoter: Quoter) -> list[str]:
    """The figure of a table's row that answers, with what its row and column are called."""
    if ROW not in sentence.text:
        return []
    citation = quoter.quote(question, sentence)
    lines = []
    for cell in pick_cells(question, citation.quote, sentence.start - citation.start, weights):
        key, unit = ("cell_of_unit", {"unit": cell.unit}) if cell.unit else ("cell", {})
        slots = {"row": cell.row, "column": cell.column, "value": cell.value, **unit}
        lines.append(line(key, question.language, **slots, marks=marks([citation.number])))
    return lines


def _place(place: str | None, sentences: Sequence[Sentence], language: Language) -> str:
    if any(sentence.hit.document.level is Level.NATIONAL for sentence in sentences):
        return place_name("national", language)
    return place or place_name("unknown", language)
