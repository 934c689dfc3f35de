"""From a question to an answer: the recipe."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.asking import DOCUMENT_ASKED, Asked
from assistant.bearing import MIN_PLACE, NAMED_PLACE, regions_meant
from assistant.comparing import what_changed
from assistant.compose import Quoter, compose
from assistant.demands import asks_for_gift
from assistant.dialogue import Completed, complete_question
from assistant.ending import speaks_of_standing
from assistant.evidence import Measure, Sentence, asks_paid_out, read_sentences
from assistant.fact_book import fact_book
from assistant.glossary import match_form
from assistant.groups import Selection, able_sentences
from assistant.headers import header
from assistant.hints import hints_of
from assistant.holdings import Holdings, holdings
from assistant.lookups import look_up, mentions
from assistant.naming import documents_named, like_numbers, short_title
from assistant.notes import answer_notes, disagreeing, disagreement_notes, refusal_notes, standing_notes
from assistant.own_glossary import with_own_words
from assistant.question import Question, check_question
from assistant.quotations import Lookup
from assistant.refusal import Features, features_of, load_model
from assistant.restriction import ENDED, EVIDENCE_SCORING, LIST_HITS, READ_HITS, Limits, search_within
from assistant.selection import select
from assistant.types import Answer, Language, Verdict
from assistant.typos import mend_typos
from assistant.weighing import Weights, weigh_terms
from assistant.wording import line, note
from index import DocumentSummary, Filters, Hit, Shelf
from ingest import Kind, Status, UsageError

# On a larger shelf a title without 《》 is looked for among the documents that a search finds.
MAX_TITLES_COMPARED = 300
_WORTH = {Verdict.NOT_FOUND: 0, Verdict.PARTIAL: 1, Verdict.ANSWERED: 2}
# What is asked as of a day: what one may get or must do. Results and targets carry their own years.
_DATED_RULES = frozenset(
    {Asked.AMOUNT, Asked.RATIO, Asked.LIST, Asked.CONDITION, Asked.YES_NO, Asked.PROCEDURE}
)


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
    place, wanted = _region_named(region, held), tuple(statuses)
    limits = Limits(place, as_of, kind, all_status=all_status or bool(wanted), statuses=wanted)

    def answer_to(asked: str) -> Answer:
        completed = complete_question(asked, after, held.places, as_of or date.today())
        return _answer(_inquiry(shelf, held, completed, limits, k))

    answer = answer_to(text)
    if answer.verdict is not Verdict.ANSWERED and (mended := mend_typos(text)) != text:
        again = answer_to(mended)
        if _WORTH[again.verdict] > _WORTH[answer.verdict]:
            answer = replace(again, understood=again.understood or mended)
    return replace(answer, question=question, took_ms=(time.perf_counter() - begun) * 1000)


@dataclass(frozen=True, slots=True)
class _Inquiry:
    """Everything that is known before searching."""

    shelf: Shelf
    held: Holdings
    completed: Completed
    limits: Limits
    k: int

    @property
    def question(self) -> Question:
        return self.completed.question

    @property
    def language(self) -> Language:
        return self.completed.question.language


def _inquiry(shelf: Shelf, held: Holdings, completed: Completed, limits: Limits, k: int) -> _Inquiry:
    """The inquiry as of the day that the asker gives, or that the question means."""
    if limits.as_of is None and (day := _day_meant(completed.question)) is not None:
        return _Inquiry(shelf, holdings(shelf, day), completed, replace(limits, as_of=day), k)
    return _Inquiry(shelf, held, completed, limits, k)


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
    limits = Limits(_region_named(region, held), as_of)
    inquiry = _inquiry(shelf, held, completed, limits, READ_HITS)
    subject = _documents_meant(inquiry)
    if look_up(shelf, completed.question, subject, held.documents, inquiry.limits) is not None:
        return None
    return _look(inquiry).features


def _region_named(region: str | None, held: Holdings) -> str | None:
    """The official name of the region that the asker filters by."""
    if region is None:
        return None
    named = held.places.official(region)
    if named is None:
        raise UsageError(
            f"{region!r} is no region of this shelf's documents or of China: check the spelling. "
            f"没有“{region}”这个地区"
        )
    return named


def _day_meant(question: Question) -> date | None:
    """The day whose rules are asked for: 2022年底前…, or the last day of a past year (2021年奖励多少)."""
    if question.asked not in _DATED_RULES or not asks_for_gift(question.form) or asks_paid_out(question):
        return None
    if question.moments.as_of is not None:
        return question.moments.as_of
    years = question.moments.years
    if len(years) == 1 and not question.moments.relative and years[0] < date.today().year:
        return date(years[0], 12, 31)
    return None


def _answer(inquiry: _Inquiry) -> Answer:
    question = inquiry.question
    subject = _documents_meant(inquiry)
    looked_up = what_changed(inquiry.shelf, question, subject) or look_up(
        inquiry.shelf, question, subject, inquiry.held.documents, inquiry.limits
    )
    if looked_up is not None:
        return _of_lookup(inquiry, looked_up)
    if subject:
        named = tuple(document.doc_id for document in subject)
        return _of_search(replace(inquiry, limits=replace(inquiry.limits, documents=named)))
    return _of_no_document(inquiry) or _of_search(inquiry)


def _of_no_document(inquiry: _Inquiry) -> Answer | None:
    """What is said where the document asked about is not on the shelf, or not named at all."""
    question, language = inquiry.question, inquiry.language
    name = question.document_number or question.title
    if name is None:
        if question.section is None:
            return None
        return _refused(inquiry, _search(inquiry), [note("which_document", language)])
    bare = all(term.text in match_form(question.title or "") for term in question.terms)
    numbered = question.document_number is not None
    of_document = bare or question.asked in DOCUMENT_ASKED or question.wants_ended or question.section
    if not (of_document or numbered):
        return None
    mentioned = mentions(inquiry.shelf, question, _search(inquiry))
    if mentioned is not None:  # 按国发〔2020〕8号奖励多少: another document may say what follows from it
        return _of_lookup(inquiry, mentioned) if of_document else None
    if not (bare or numbered) and question.section is None:
        return None
    return _refused(inquiry, _search(inquiry), _no_such_document(inquiry, name))


def _no_such_document(inquiry: _Inquiry, name: str) -> list[str]:
    """Says that a document is not on the shelf, and which of the same year and number are."""
    told = [note("no_such_document", inquiry.language, name=name)]
    alike = like_numbers(inquiry.question, inquiry.held.documents)
    return [*told, note("like_number", inquiry.language, numbers="、".join(alike))] if alike else told


def _documents_meant(inquiry: _Inquiry) -> list[DocumentSummary]:
    """The documents that the question names, or that the answer to the question before it rests on."""
    named = documents_named(inquiry.question, _titles_compared(inquiry))
    earlier = inquiry.completed.about
    if named or earlier is None:
        return named
    limits = Limits(inquiry.limits.region, inquiry.limits.as_of, None, all_status=True)
    before = replace(inquiry, completed=Completed(earlier), limits=limits)
    cited = _answer(before).citations
    return [cited[0].document] if cited else []


def _titles_compared(inquiry: _Inquiry) -> Sequence[DocumentSummary]:
    question, documents = inquiry.question, inquiry.held.documents
    if question.document_number or question.title or len(documents) <= MAX_TITLES_COMPARED:
        return documents
    if question.asked not in DOCUMENT_ASKED and question.section is None:
        return documents
    hits = _passages(inquiry, LIST_HITS, Filters())
    return list({hit.document.doc_id: hit.document for hit in hits}.values())


def _passages(inquiry: _Inquiry, count: int, filters: Filters) -> list[Hit]:
    """The best passages for the question alone, whatever it is limited to."""
    hints = hints_of(inquiry.question, inquiry.held.places, EVIDENCE_SCORING)
    text, as_of = inquiry.question.asked_text, inquiry.limits.as_of
    return inquiry.shelf.search(text, count, filters, as_of, hints=hints)


def _search(inquiry: _Inquiry) -> list[Hit]:
    wide = inquiry.question.asked in (Asked.LIST, Asked.COMPARISON)
    count = max(LIST_HITS if wide else READ_HITS, inquiry.k)
    hits = search_within(inquiry.shelf, inquiry.question, inquiry.held.places, inquiry.limits, count)
    day = inquiry.limits.as_of
    return [hit for hit in hits if day is None or hit.document.dated is None or hit.document.dated <= day]


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a search found and what of it would be shown."""

    hits: Sequence[Hit]
    measure: Measure
    sentences: Sequence[Sentence]
    best: Sentence | None
    selection: Selection
    features: Features


def _look(inquiry: _Inquiry) -> _Seen:
    """Search, measure the sentences, choose among them and judge the choice."""
    question, hits, measure = inquiry.question, _search(inquiry), _measure(inquiry)
    sentences = read_sentences(measure, hits)
    best = _most_likely(question, sentences)
    selection = select(question, sentences, inquiry.held.places, measure.weights)
    complete = bool(selection.sentences) and selection.complete
    complete = complete and not _only_elsewhere(inquiry, selection) and not _of_another(inquiry, selection)
    features = features_of(question, best, hits, measure.weights, complete=complete)
    return _Seen(hits, measure, sentences, best, selection, features)


def _of_search(inquiry: _Inquiry) -> Answer:
    question, model = inquiry.question, load_model()
    seen = _look(inquiry)
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


def _measure(inquiry: _Inquiry) -> Measure:
    """What the sentences of hits are measured against."""
    places, day = inquiry.held.places, inquiry.limits.as_of
    return Measure(inquiry.question, _weigh(inquiry), places, day, fact_book(inquiry.shelf).within)


def _weigh(inquiry: _Inquiry) -> Weights:
    """Weights of the question's terms; a term is as frequent as the most frequent of its names."""
    terms = inquiry.question.terms
    counted = iter(inquiry.shelf.passage_counts([name for term in terms for name in term.names]))
    counts = [max(next(counted) for _ in term.names) for term in terms]
    return weigh_terms(terms, counts, inquiry.held.passages)


def _most_likely(question: Question, sentences: Sequence[Sentence]) -> Sentence | None:
    """The sentence that an answer would rest on: one that can stand as the answer, else the nearest."""
    allowed = [sentence for sentence in sentences if sentence.place >= MIN_PLACE]
    able = able_sentences(question, allowed)
    if able:
        return able[0]
    return max(allowed, key=lambda sentence: sentence.core + sentence.own, default=None)


def _composed(inquiry: _Inquiry, seen: _Seen, *, complete: bool) -> Answer:
    question, language, selection = inquiry.question, inquiry.language, seen.selection
    weights = seen.measure.weights
    apart = disagreeing(question, selection, seen.sentences, weights) if complete else []
    selection = _with_others(selection, [sentence for sentence, _ in apart])
    quoter = Quoter(inquiry.shelf, facts=fact_book(inquiry.shelf).within)
    text = compose(question, selection, weights, quoter, complete=complete)
    notes = answer_notes(question, selection, quoter, inquiry.held.places, inquiry.limits.as_of)
    if question.title is not None and _of_another(inquiry, selection):
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


def _only_elsewhere(inquiry: _Inquiry, selection: Selection) -> bool:
    """Whether only documents of other places, above or within the one asked about, speak."""
    regions = regions_meant(inquiry.question, inquiry.held.places)
    if not regions or inquiry.question.asked in (Asked.LIST, Asked.SOURCE, Asked.COMPARISON):
        return False
    return all(
        sentence.place < NAMED_PLACE and sentence.hit.document.region not in (None, *regions)
        for sentence in selection.sentences
    )


def _of_another(inquiry: _Inquiry, selection: Selection) -> bool:
    """Whether a document asked about is neither on the shelf nor named where the answer stands."""
    title = inquiry.question.title
    if title is None or inquiry.limits.documents:
        return False
    wanted = short_title(match_form(title))
    around = (match_form(f"{s.hit.document.title} {s.hit.text}") for s in selection.sentences)
    return not any(wanted in text for text in around)


def _why_refused(inquiry: _Inquiry, measure: Measure, sentences: Sequence[Sentence]) -> list[str]:
    regions = regions_meant(inquiry.question, inquiry.held.places)
    return [*refusal_notes(inquiry.question, regions, sentences), *_ended_left_out(inquiry, measure)]


def _ended_left_out(inquiry: _Inquiry, measure: Measure) -> list[str]:
    """Says so if a repealed or expired document would have answered."""
    if inquiry.limits.all_status or inquiry.question.wants_ended or inquiry.limits.documents:
        return []
    filters = Filters(
        statuses=ENDED,
        kinds=(inquiry.limits.kind,) if inquiry.limits.kind else (),
        regions=regions_meant(inquiry.question, inquiry.held.places),
    )
    hits = _passages(inquiry, inquiry.k, filters)
    able = able_sentences(inquiry.question, read_sentences(measure, hits))
    if not able:
        return []
    features = features_of(inquiry.question, able[0], hits, measure.weights)
    if not load_model().answer.accepts(features):
        return []
    return [note("ended_left_out", inquiry.language, title=able[0].hit.document.title)]


def _of_lookup(inquiry: _Inquiry, found: Lookup) -> Answer:
    quoter = Quoter(inquiry.shelf, list(found.citations))
    cited = tuple(dict.fromkeys(citation.document.doc_id for citation in found.citations)) or found.about
    hits = found.hits or _search(replace(inquiry, limits=replace(inquiry.limits, documents=cited)))
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


def _refused(inquiry: _Inquiry, hits: Sequence[Hit], notes: Sequence[str]) -> Answer:
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
