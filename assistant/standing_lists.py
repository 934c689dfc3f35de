"""Which documents expire by a day, were repealed, are new or still hold: each with the words that say so."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from assistant.asking import Asked
from assistant.bearing import regions_meant
from assistant.citations import cite, marks, quote_line
from assistant.extents import table_start
from assistant.glossary import match_form
from assistant.headers import FROM_ISSUE, header_spans, located, sentence_around
from assistant.near_misses import place_at_head
from assistant.periods import ALWAYS
from assistant.places import Gazetteer
from assistant.question import Question
from assistant.quotations import Lookup
from assistant.restriction import Limits
from assistant.standing_asked import Standing, StandingAsked, standing_asked
from assistant.types import Citation, Language, Verdict
from assistant.wording import line, note, place_name
from index import DocumentSummary, Relation, Shelf, ends_on
from ingest import ClauseKind, Document, Kind, Level, Status

MAX_DOCUMENTS_LISTED = 20
MAX_ELSEWHERE = 8  # clauses that end documents which the shelf does not hold
MAX_DOCUMENTS_READ = 300  # for such clauses; a larger shelf is asked by region or kind
_OF_STATUS = {
    Standing.EXPIRED: (Status.EXPIRED, Status.REPEALED),  # 失效: in either way
    Standing.REPEALED: (Status.REPEALED,),
    Standing.HOLDS: (Status.IN_FORCE,),
    Standing.NOT_YET: (Status.NOT_YET,),
    Standing.DRAFT: (Status.DRAFT,),
}
# A reply to a proposal is a document, no policy.
_ANY_PAPER = re.compile(r"文件|\b(?:documents|papers)\b")
# What is no rule has no validity of its own; a draft's is not yet any.
_WITHOUT_END = (Status.REPLY, Status.DRAFT, Status.REPEALED)
_CLAUSES = {
    Standing.ENDS: (ClauseKind.VALID_UNTIL, ClauseKind.VALID_FOR),
    Standing.EXPIRED: (ClauseKind.VALID_UNTIL, ClauseKind.VALID_FOR),
    Standing.HOLDS: (ClauseKind.VALID_UNTIL, ClauseKind.VALID_FOR, ClauseKind.EFFECTIVE_FROM),
    Standing.NOT_YET: (ClauseKind.EFFECTIVE_FROM,),
    Standing.STARTS: (ClauseKind.EFFECTIVE_FROM,),
}


@dataclass
class _Telling:
    """Lines with their citations as they are put together."""

    shelf: Shelf
    language: Language
    lines: list[str] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def cite(self, document: Document, summary: DocumentSummary, span: tuple[int, int]) -> Citation:
        """A new citation of a span."""
        made = cite(len(self.citations) + 1, document, summary, span, None)
        self.citations.append(made)
        return made

    def quote(self, document: Document, summary: DocumentSummary, span: tuple[int, int]) -> Citation:
        """A span as a line of its own."""
        made = self.cite(document, summary, span)
        self.lines.append(quote_line(made))
        return made

    def holds(self, summary: DocumentSummary, span: tuple[int, int]) -> bool:
        """Whether a span is cited already."""
        return any((c.document.doc_id, c.start, c.end) == (summary.doc_id, *span) for c in self.citations)

    def field(self, document: Document, summary: DocumentSummary, asked: Asked) -> None:
        """A field of the header as a line of its own, if the document states it."""
        for key, span in header_spans(document, asked)[:1]:
            made = self.cite(document, summary, span)
            value = " ".join(made.quote.split())
            self.lines.append(line(key, self.language, value=value, marks=marks((made.number,))))


def documents_by_standing(
    shelf: Shelf,
    question: Question,
    documents: Sequence[DocumentSummary],
    places: Gazetteer,
    limits: Limits,
) -> Lookup | None:
    """The documents that a question asks for by their standing; None if it asks for anything else.

    1. those of the region and kind that are meant, whose title names the subject
    2. of them those that stand so, by their own words or those of another document
    3. each with title, number and the clause that says so, soonest end or newest first
    """
    asked = standing_asked(question, limits.as_of or date.today())
    if asked is None or (place_at_head(question.form) and not question.places):
        return None
    able = [one for one in documents if _is_meant(one, question, places, limits)]
    about = [one for one in able if _names(one, asked)]
    if asked.terms and not about:
        return None
    ended_by = _ended_by(shelf)
    standing = [one for one in about if _stands(shelf, one, asked, ended_by)]
    standing.sort(key=_order(asked.standing))
    told = _Telling(shelf, question.language)
    told.lines.append(line("list", question.language))
    _tell(told, standing[:MAX_DOCUMENTS_LISTED], asked, ended_by)
    if asked.standing is Standing.REPEALED and not asked.terms:
        _tell_elsewhere(told, [one for one in able if _begins_within(one, asked)])
    _add_notes(told, asked, about, standing)
    if not told.citations:
        text = line("not_found", question.language)
        return Lookup(Verdict.NOT_FOUND, text, (), tuple(told.notes), about=tuple(_ids(able)))
    return Lookup(Verdict.ANSWERED, "\n\n".join(told.lines), tuple(told.citations), tuple(told.notes))


def _ids(documents: Sequence[DocumentSummary]) -> list[str]:
    return [document.doc_id for document in documents[:MAX_DOCUMENTS_LISTED]]


def _is_meant(document: DocumentSummary, question: Question, places: Gazetteer, limits: Limits) -> bool:
    regions = (limits.region,) if limits.region else regions_meant(question, places)
    own = {document.region, document.city, document.province}
    level = document.level in question.levels or (
        question.level is not None and document.level is question.level
    )
    of_place = level if question.level is not None else not regions or bool(own & set(regions))
    of_kind = limits.kind is None or document.kind is limits.kind
    of_kind = of_kind and (document.kind is not Kind.REPLY or bool(_ANY_PAPER.search(question.form)))
    return of_place and of_kind and (not limits.statuses or document.status in limits.statuses)


def _names(document: DocumentSummary, asked: StandingAsked) -> bool:
    form = match_form(document.title)
    named = not asked.named or any(name in form for name in asked.named)
    return named and all(term.found_in(form) for term in asked.terms)


def _ended_by(shelf: Shelf) -> dict[str, Relation]:
    """By doc_id of a repealed document: what ended it, said outright rather than implied by an edition."""
    repeals = [one for one in shelf.relations() if one.kind is ClauseKind.REPEALS]
    return {one.target: one for one in sorted(repeals, key=lambda one: not one.implied)}


def last_day(shelf: Shelf, document: DocumentSummary) -> date | None:
    """The last day on which a document holds by its own words, None if they name none."""
    end = document.expires
    if end is None and any(character.isdigit() for character in document.title):
        end = ends_on(shelf.load_document(document.doc_id).metadata)  # a plan's years, in its title
    return end - timedelta(days=1) if end is not None else None


def _stands(
    shelf: Shelf, document: DocumentSummary, asked: StandingAsked, ended_by: dict[str, Relation]
) -> bool:
    if asked.standing is Standing.NEW:
        day = document.issued or document.published
        return day is not None and asked.period.holds(day)
    if asked.standing is Standing.STARTS:
        return document.effective is not None and asked.period.holds(document.effective)
    if asked.standing is Standing.ENDS:
        if document.status in _WITHOUT_END:
            return False
        end = last_day(shelf, document)
        return end is not None and asked.period.holds(end)
    if document.status not in _OF_STATUS[asked.standing]:
        return False
    ended = ended_by.get(document.doc_id)  # 2024年废止了哪些文件
    return ended is None or ended.day is None or asked.period.holds(ended.day)


def _order(standing: Standing) -> Callable[[DocumentSummary], tuple[str, int, str]]:
    """By region, then soonest end first or newest first."""

    def key(document: DocumentSummary) -> tuple[str, int, str]:
        if standing is Standing.ENDS:
            day = document.expires.toordinal() if document.expires else date.max.toordinal()
        else:
            day = -document.dated.toordinal() if document.dated else 0
        return document.region or "", day, document.doc_id

    return key


def _tell(
    told: _Telling,
    documents: Sequence[DocumentSummary],
    asked: StandingAsked,
    ended_by: dict[str, Relation],
) -> None:
    grouped = len({document.region for document in documents}) > 1
    place = ""
    for summary in documents:
        if grouped and (named := _place(summary, told.language)) != place:
            place = named
            told.lines.append(line("group", told.language, place=place))
        document = told.shelf.load_document(summary.doc_id)
        told.lines.append(line("document", told.language, title=summary.title))
        told.field(document, summary, Asked.NUMBER)
        before = len(told.citations)
        _tell_why(told, document, summary, asked, ended_by.get(summary.doc_id))
        if len(told.citations) == before:
            for span in located([document.metadata.title])[:1]:
                told.quote(document, summary, span)


def _place(document: DocumentSummary, language: Language) -> str:
    if document.level is Level.NATIONAL:
        return place_name("national", language)
    return document.region or place_name("unknown", language)


def _tell_why(
    told: _Telling,
    document: Document,
    summary: DocumentSummary,
    asked: StandingAsked,
    ended: Relation | None,
) -> None:
    """The words by which a document stands as asked."""
    if summary.status is Status.REPEALED and ended is not None:
        source = told.shelf.find_document(ended.source)
        other = told.shelf.load_document(ended.source)
        told.quote(other, source, _clause_span(other, ended.start, ended.end))
        return
    if asked.standing is Standing.NEW:
        told.field(document, summary, Asked.ISSUED)
        return
    kinds = _CLAUSES.get(asked.standing, ())
    clauses = [c for c in document.metadata.clauses if c.kind in kinds and c.target is None]
    for clause in sorted(clauses, key=lambda clause: kinds.index(clause.kind))[:1]:
        made = told.quote(document, summary, sentence_around(document, clause.start, clause.end))
        if FROM_ISSUE.search(made.quote):
            told.field(document, summary, Asked.ISSUED)
        if clause.kind is ClauseKind.VALID_FOR and summary.expires is not None:
            last = (summary.expires - timedelta(days=1)).isoformat()
            told.notes.append(note("valid_until_of", told.language, number=str(made.number), day=last))
    if not clauses and asked.standing is Standing.HOLDS:
        told.field(document, summary, Asked.ISSUED)


def _clause_span(document: Document, start: int, end: int) -> tuple[int, int]:
    """A clause as it is quoted: a row with the header of its table, a sentence whole."""
    if "|" in document.text[start:end]:
        return table_start(document.text, start), end
    return sentence_around(document, start, end)


def _begins_within(document: DocumentSummary, asked: StandingAsked) -> bool:
    day = document.effective or document.dated
    return asked.period is ALWAYS or (day is not None and asked.period.holds(day))


def _tell_elsewhere(told: _Telling, documents: Sequence[DocumentSummary]) -> None:
    """The clauses that end documents which the shelf does not hold; rows of one table together."""
    held = {match_form(one.document_number) for one in documents if one.document_number}
    quoted = 0
    for summary in documents[:MAX_DOCUMENTS_READ]:
        if summary.status is not Status.IN_FORCE:
            continue
        document = told.shelf.load_document(summary.doc_id)
        spans: list[tuple[int, int]] = []
        for clause in document.metadata.clauses:
            target = clause.target
            if clause.kind is not ClauseKind.REPEALS or target is None or target.document_number is None:
                continue
            if match_form(target.document_number) in held:
                continue
            span = _clause_span(document, clause.start, clause.end)
            if spans and span[0] <= spans[-1][1]:
                span = spans.pop()[0], max(span[1], clause.end)
            spans.append(span)
        spans = spans[: MAX_ELSEWHERE - quoted]
        quoted += len(spans)
        fresh = [span for span in spans if not told.holds(summary, span)]
        if fresh:
            told.lines.append(line("document", told.language, title=summary.title))
        for span in fresh:
            told.quote(document, summary, span)


def _add_notes(
    told: _Telling,
    asked: StandingAsked,
    about: Sequence[DocumentSummary],
    standing: Sequence[DocumentSummary],
) -> None:
    if asked.standing is Standing.ENDS:
        silent = [
            one
            for one in about
            if one.status not in (*_WITHOUT_END, Status.EXPIRED) and last_day(told.shelf, one) is None
        ]
        if silent:
            told.notes.append(note("without_end", told.language, count=str(len(silent))))
    if len(standing) > MAX_DOCUMENTS_LISTED:
        more = str(len(standing) - MAX_DOCUMENTS_LISTED)
        told.notes.append(note("more_documents", told.language, count=more))
    if not told.citations:
        told.notes.append(note("none_stands_so", told.language))
