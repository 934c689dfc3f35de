"""From a question to an answer: the recipe."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from assistant.asking import DOCUMENT_ASKED
from assistant.bearing import regions_meant
from assistant.comparing import what_changed
from assistant.compose import Quoter, compose
from assistant.dialogue import Completed, complete_question
from assistant.ended_names import ended_by_name
from assistant.ending import speaks_of_standing
from assistant.evidence import Measure, Sentence, read_sentences
from assistant.fact_book import fact_book
from assistant.glossary import match_form
from assistant.groups import Selection, able_sentences
from assistant.headers import header
from assistant.holdings import holdings
from assistant.inquiry import Inquiry, Seen, inquire, look, of_another, passages, region_named, search
from assistant.linking import join, penalty_of_provision
from assistant.lookups import look_up, mentions
from assistant.naming import documents_named, like_numbers
from assistant.notes import answer_notes, disagreeing, disagreement_notes, refusal_notes, standing_notes
from assistant.own_glossary import with_own_words
from assistant.question import check_question
from assistant.quotations import Lookup
from assistant.refusal import Features, features_of, load_model
from assistant.restriction import ENDED, LIST_HITS, READ_HITS, Limits
from assistant.standing_lists import documents_by_standing
from assistant.types import Answer, Verdict
from assistant.typos import mend_typos
from assistant.wording import line, note
from index import DocumentSummary, Filters, Hit, Shelf
from ingest import Kind, Status

# On a larger shelf a title without 《》 is looked for among the documents that a search finds.
MAX_TITLES_COMPARED = 300
_WORTH = {Verdict.NOT_FOUND: 0, Verdict.PARTIAL: 1, Verdict.ANSWERED: 2}


@with_own_words
def ask(
    shelf: Shelf,
    question: str,
    *,
    after: Sequence[str] = (),
    region: str | None = None,
    as_of: date | None = None,
    kind: Kind | None = None,
    all_status: bool = False,
    statuses: Sequence[Status] = (),
    k: int = 10,
) -> Answer:
    """The answer to ``question``, made of quotes from the shelf, or a refusal.

    1. understand: complete the question from the earlier ones (``after``, oldest first), read it
    2. look up: a document's header, a section or a quotation needs no search
    3. restrict and search: the region's documents first, without what has ended
    4. evidence: the sentences that answer, each measured against the question
    5. enough? else ``not_found`` or ``partial``, never a guess
    6. compose from quotes, check every word, add notes

    ``statuses`` searches documents that stand so and no others, whatever ``all_status`` says. ``k`` is
    how many of the nearest passages the answer lists. UsageError for an empty or endless
    question, or an unknown region.
    """
    begun = time.perf_counter()
    text = check_question(question)
    held = holdings(shelf, as_of)
    place, wanted = region_named(region, held), tuple(statuses)
    limits = Limits(place, as_of, kind, all_status=all_status or bool(wanted), statuses=wanted)

    def answer_to(asked: str) -> Answer:
        completed = complete_question(asked, after, held.places, as_of or date.today())
        return _answer(inquire(shelf, held, completed, limits, k))

    answer = answer_to(text)
    if answer.verdict is not Verdict.ANSWERED and (mended := mend_typos(text)) != text:
        again = answer_to(mended)
        if _WORTH[again.verdict] > _WORTH[answer.verdict]:
            answer = replace(again, understood=again.understood or mended)
    return replace(answer, question=question, took_ms=(time.perf_counter() - begun) * 1000)


@with_own_words
def refusal_features(
    shelf: Shelf,
    question: str,
    *,
    after: Sequence[str] = (),
    region: str | None = None,
    as_of: date | None = None,
) -> Features | None:
    """What the decision to answer rests on, for fitting it; None where a look-up answers without it."""
    held = holdings(shelf, as_of)
    completed = complete_question(check_question(question), after, held.places, as_of or date.today())
    limits = Limits(region_named(region, held), as_of)
    inquiry = inquire(shelf, held, completed, limits, READ_HITS)
    subject = _documents_meant(inquiry)
    by_standing = documents_by_standing(
        shelf, completed.question, held.documents, held.places, inquiry.limits
    )
    looked_up = by_standing or look_up(shelf, completed.question, subject, held.documents, inquiry.limits)
    if looked_up is not None:
        return None
    return look(inquiry).features


def _answer(inquiry: Inquiry) -> Answer:
    question = inquiry.question
    listed = documents_by_standing(
        inquiry.shelf, question, inquiry.held.documents, inquiry.held.places, inquiry.limits
    )
    if listed is not None:
        return _of_lookup(inquiry, listed)
    subject = _documents_meant(inquiry)
    looked_up = (
        what_changed(inquiry.shelf, question, subject)
        or penalty_of_provision(inquiry, subject)
        or (None if subject else ended_by_name(inquiry.shelf, question, inquiry.held.documents))
        or look_up(inquiry.shelf, question, subject, inquiry.held.documents, inquiry.limits)
    )
    if looked_up is not None:
        return _of_lookup(inquiry, looked_up)
    if subject:
        named = tuple(document.doc_id for document in subject)
        return _of_search(replace(inquiry, limits=replace(inquiry.limits, documents=named)))
    return _of_no_document(inquiry) or _of_search(inquiry)


def _of_no_document(inquiry: Inquiry) -> Answer | None:
    """What is said where the document asked about is not on the shelf, or not named at all."""
    question, language = inquiry.question, inquiry.language
    name = question.document_number or question.title
    if name is None:
        if question.section is None:
            return None
        return _refused(inquiry, search(inquiry), [note("which_document", language)])
    bare = all(term.text in match_form(question.title or "") for term in question.terms)
    numbered = question.document_number is not None
    of_document = bare or question.asked in DOCUMENT_ASKED or question.wants_ended or question.section
    if not (of_document or numbered):
        return None
    mentioned = mentions(inquiry.shelf, question, search(inquiry))
    if mentioned is not None:  # 按国发〔2020〕8号奖励多少: another document may say what follows from it
        return _of_lookup(inquiry, mentioned) if of_document else None
    if not (bare or numbered) and question.section is None:
        return None
    return _refused(inquiry, search(inquiry), _no_such_document(inquiry, name))


def _no_such_document(inquiry: Inquiry, name: str) -> list[str]:
    """Says that a document is not on the shelf, and which of the same year and number are."""
    told = [note("no_such_document", inquiry.language, name=name)]
    alike = like_numbers(inquiry.question, inquiry.held.documents)
    return [*told, note("like_number", inquiry.language, numbers="、".join(alike))] if alike else told


def _documents_meant(inquiry: Inquiry) -> list[DocumentSummary]:
    """The documents that the question names, or that the answer to the question before it rests on."""
    named = documents_named(inquiry.question, _titles_compared(inquiry))
    earlier = inquiry.completed.about
    if named or earlier is None:
        return named
    limits = Limits(inquiry.limits.region, inquiry.limits.as_of, None, all_status=True)
    before = replace(inquiry, completed=Completed(earlier), limits=limits)
    cited = _answer(before).citations
    return [cited[0].document] if cited else []


def _titles_compared(inquiry: Inquiry) -> Sequence[DocumentSummary]:
    question, documents = inquiry.question, inquiry.held.documents
    if question.document_number or question.title or len(documents) <= MAX_TITLES_COMPARED:
        return documents
    if question.asked not in DOCUMENT_ASKED and question.section is None:
        return documents
    hits = passages(inquiry, LIST_HITS, Filters())
    return list({hit.document.doc_id: hit.document for hit in hits}.values())


def _of_search(inquiry: Inquiry) -> Answer:
    question, model = inquiry.question, load_model()
    seen = look(inquiry)
    joined = join(inquiry, seen)
    if joined is not None:
        return _of_lookup(inquiry, joined)
    enough = model.answer.accepts(seen.features)
    if seen.best is None or not (enough or model.topic.accepts(seen.features)):
        return _refused(inquiry, seen.hits, _why_refused(inquiry, seen.measure, seen.sentences))
    if question.asked in DOCUMENT_ASKED and enough:
        found = header(inquiry.shelf, question, seen.best.hit.document)
        if found.verdict is Verdict.ANSWERED or not speaks_of_standing(seen.best.form):
            return _of_lookup(inquiry, replace(found, hits=tuple(seen.hits)))
    if not seen.selection.sentences:
        return _refused(inquiry, seen.hits, _why_refused(inquiry, seen.measure, seen.sentences))
    complete = enough and bool(seen.features.complete)
    missing = seen.selection.missing or (() if enough else ("missing_any",))
    selection = replace(seen.selection, complete=seen.selection.complete and enough, missing=missing)
    return _composed(inquiry, replace(seen, selection=selection), complete=complete)


def _composed(inquiry: Inquiry, seen: Seen, *, complete: bool) -> Answer:
    question, language, selection = inquiry.question, inquiry.language, seen.selection
    weights = seen.measure.weights
    apart = disagreeing(question, selection, seen.sentences, weights) if complete else []
    selection = _with_others(selection, [sentence for sentence, _ in apart])
    quoter = Quoter(inquiry.shelf, facts=fact_book(inquiry.shelf).within)
    text = compose(question, selection, weights, quoter, complete=complete)
    notes = answer_notes(question, selection, quoter, inquiry.held.places, inquiry.limits.as_of)
    if question.title is not None and of_another(inquiry, selection):
        notes = [*_no_such_document(inquiry, question.title), *notes]
    if complete:
        notes += disagreement_notes(apart, language)
    else:
        notes += _ended_left_out(inquiry, seen.measure)
    return Answer(
        question=question.asked_text,
        understood=inquiry.completed.understood,
        verdict=Verdict.ANSWERED if complete else Verdict.PARTIAL,
        text=text,
        citations=tuple(quoter.citations),
        notes=tuple(dict.fromkeys(notes)),
        hits=tuple(seen.hits[: inquiry.k]),
        language=language,
        took_ms=0.0,
        as_of=inquiry.limits.as_of,
    )


def _with_others(selection: Selection, others: Sequence[Sentence]) -> Selection:
    """The selection with what other documents say to the contrary right after the first sentence."""
    shown = selection.sentences
    added = [sentence for sentence in others if sentence not in shown]
    if not added or len(selection.groups) != 1:
        return selection
    group = selection.groups[0]
    return replace(selection, groups=(replace(group, sentences=(shown[0], *added, *shown[1:])),))


def _why_refused(inquiry: Inquiry, measure: Measure, sentences: Sequence[Sentence]) -> list[str]:
    regions = regions_meant(inquiry.question, inquiry.held.places)
    return [*refusal_notes(inquiry.question, regions, sentences), *_ended_left_out(inquiry, measure)]


def _ended_left_out(inquiry: Inquiry, measure: Measure) -> list[str]:
    """Says so if a repealed or expired document would have answered."""
    if inquiry.limits.all_status or inquiry.question.wants_ended or inquiry.limits.documents:
        return []
    filters = Filters(
        statuses=ENDED,
        kinds=(inquiry.limits.kind,) if inquiry.limits.kind else (),
        regions=regions_meant(inquiry.question, inquiry.held.places),
    )
    hits = passages(inquiry, inquiry.k, filters)
    able = able_sentences(inquiry.question, read_sentences(measure, hits))
    if not able:
        return []
    features = features_of(inquiry.question, able[0], hits, measure.weights)
    if not load_model().answer.accepts(features):
        return []
    return [note("ended_left_out", inquiry.language, title=able[0].hit.document.title)]


def _of_lookup(inquiry: Inquiry, found: Lookup) -> Answer:
    quoter = Quoter(inquiry.shelf, list(found.citations))
    cited = tuple(dict.fromkeys(citation.document.doc_id for citation in found.citations)) or found.about
    hits = found.hits or search(replace(inquiry, limits=replace(inquiry.limits, documents=cited)))
    notes = [*found.notes, *standing_notes(found.citations, quoter, inquiry.language)]
    return Answer(
        question=inquiry.question.asked_text,
        understood=inquiry.completed.understood,
        verdict=found.verdict,
        text=found.text,
        citations=found.citations,
        notes=tuple(dict.fromkeys(notes)),
        hits=tuple(hits[: inquiry.k]),
        language=inquiry.language,
        took_ms=0.0,
        as_of=inquiry.limits.as_of,
    )


def _refused(inquiry: Inquiry, hits: Sequence[Hit], notes: Sequence[str]) -> Answer:
    told = [*notes, note("not_an_answer", inquiry.language)] if hits else list(notes)
    return Answer(
        question=inquiry.question.asked_text,
        understood=inquiry.completed.understood,
        verdict=Verdict.NOT_FOUND,
        text=line("not_found", inquiry.language),
        citations=(),
        notes=tuple(dict.fromkeys(told)),
        hits=tuple(hits[: inquiry.k]),
        language=inquiry.language,
        took_ms=0.0,
        as_of=inquiry.limits.as_of,
    )
