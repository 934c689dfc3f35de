"""From a question to an answer: the recipe."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.asking import DOCUMENT_ASKED, Asked
from assistant.bearing import NAMED_PLACE, regions_meant
from assistant.compose import Quoter, compose
from assistant.demands import asks_for_gift
from assistant.dialogue import Completed, complete_question
from assistant.evidence import Measure, Sentence, read_sentences
from assistant.lookups import Lookup, documents_named, header, look_up
from assistant.notes import as_of_note, gap_notes, level_notes, standing_notes
from assistant.places import Gazetteer, gazetteer
from assistant.question import Question, check_question
from assistant.refusal import features_of, load_model
from assistant.restriction import LIST_HITS, READ_HITS, Limits, search_within
from assistant.selection import Selection, able_sentences, select
from assistant.types import Answer, Language, Verdict
from assistant.weighing import Weights, weigh_terms
from assistant.wording import line, note
from index import DocumentSummary, Hit, Shelf
from ingest import Kind, UsageError


def ask(
    shelf: Shelf,
    question: str,
    *,
    after: Sequence[str] = (),
    region: str | None = None,
    as_of: date | None = None,
    kind: Kind | None = None,
    all_status: bool = False,
    k: int = 10,
) -> Answer:
    """The answer to ``question``, made of quotes from the shelf, or a refusal.

    1. understand: complete the question from the earlier ones (``after``, oldest first), read it
    2. look up: a document's header, a section or a quotation needs no search
    3. restrict and search: the region's documents first, without what has ended
    4. evidence: the sentences that answer, each measured against the question
    5. enough? else ``not_found`` or ``partial``, never a guess
    6. compose from quotes, check every word, add notes

    ``k`` is how many of the nearest passages the answer lists. UsageError for an empty or endless
    question, or an unknown region.
    """
    begun = time.perf_counter()
    documents = shelf.documents(as_of=as_of)
    places = gazetteer(documents)
    completed = complete_question(check_question(question), after, places, as_of or date.today())
    limits = _limits(completed.question, region, as_of, kind, all_status, places)
    inquiry = _Inquiry(shelf, documents, places, completed, limits, k)
    answer = _answer(inquiry)
    return replace(answer, question=question, took_ms=(time.perf_counter() - begun) * 1000)


@dataclass(frozen=True, slots=True)
class _Inquiry:
    """Everything that is known before searching."""

    shelf: Shelf
    documents: Sequence[DocumentSummary]
    places: Gazetteer
    completed: Completed
    limits: Limits
    k: int

    @property
    def question(self) -> Question:
        return self.completed.question

    @property
    def language(self) -> Language:
        return self.completed.question.language


def _limits(
    question: Question,
    region: str | None,
    as_of: date | None,
    kind: Kind | None,
    all_status: bool,
    places: Gazetteer,
) -> Limits:
    named = None
    if region is not None:
        named = places.official(region)
        if named is None:
            raise UsageError(
                f"{region!r} is no region of this shelf's documents or of China: check the spelling. "
                f"没有“{region}”这个地区"
            )
    return Limits(named, as_of or _day_meant(question), kind, all_status)


# What is asked as of a day: what one may get or must do. Results and targets carry their own years.
_RULES_ASKED = frozenset(
    {Asked.AMOUNT, Asked.RATIO, Asked.LIST, Asked.CONDITION, Asked.YES_NO, Asked.PROCEDURE}
)


def _day_meant(question: Question) -> date | None:
    """The day whose rules are asked for: 2022年底前…, or the last day of a past year (2021年奖励多少)."""
    if question.asked not in _RULES_ASKED or not asks_for_gift(question.form):
        return None
    if question.moments.as_of is not None:
        return question.moments.as_of
    years = question.moments.years
    if len(years) == 1 and not question.moments.relative and years[0] < date.today().year:
        return date(years[0], 12, 31)
    return None


def _answer(inquiry: _Inquiry) -> Answer:
    subject = _documents_meant(inquiry)
    looked_up = look_up(inquiry.shelf, inquiry.question, subject, inquiry.documents, inquiry.limits)
    if looked_up is not None:
        return _of_lookup(inquiry, looked_up)
    if subject:
        inquiry = replace(
            inquiry,
            limits=replace(inquiry.limits, documents=tuple(document.doc_id for document in subject)),
        )
    elif inquiry.question.document_number is not None and not inquiry.question.terms:
        missing = note("no_such_document", inquiry.language, name=inquiry.question.document_number)
        return _refusal(inquiry, _search(inquiry), [missing])
    return _of_search(inquiry)


def _documents_meant(inquiry: _Inquiry) -> list[DocumentSummary]:
    """The documents that the question, or the answer before it, names."""
    named = documents_named(inquiry.question, inquiry.documents, inquiry.places)
    earlier = inquiry.completed.about
    if named or earlier is None:
        return named
    limits = Limits(inquiry.limits.region, None, None, all_status=True)
    before = _Inquiry(inquiry.shelf, inquiry.documents, inquiry.places, Completed(earlier), limits, 1)
    cited = _answer(before).citations
    return [cited[0].document] if cited else []


def _search(inquiry: _Inquiry) -> list[Hit]:
    wide = inquiry.question.asked in (Asked.LIST, Asked.COMPARISON)
    count = max(LIST_HITS if wide else READ_HITS, inquiry.k)
    return search_within(inquiry.shelf, inquiry.question, inquiry.places, inquiry.limits, count)


def _of_search(inquiry: _Inquiry) -> Answer:
    question = inquiry.question
    hits = _search(inquiry)
    weights = _weigh(inquiry)
    sentences = read_sentences(Measure(question, weights, inquiry.places, inquiry.limits.as_of), hits)
    best = _most_likely(question, sentences)
    likely = load_model().probability(features_of(question, best, hits, weights))
    if best is None or likely < load_model().partial_from:
        return _refusal(inquiry, hits, _no_region(inquiry))
    selection = select(question, sentences, inquiry.places, weights)
    if not selection.sentences:
        return _refusal(inquiry, hits, _no_region(inquiry))
    if question.asked in DOCUMENT_ASKED and likely >= load_model().answer_from:
        found = header(inquiry.shelf, question, best.hit.document)
        return _of_lookup(inquiry, replace(found, hits=tuple(hits)))
    if likely < load_model().answer_from:
        selection = replace(selection, complete=False, missing=selection.missing or ("missing_any",))
    return _composed(inquiry, hits, weights, selection)


def _weigh(inquiry: _Inquiry) -> Weights:
    terms = inquiry.question.terms
    counts = [max(counted) for counted in _counts(inquiry.shelf, [term.names for term in terms])]
    return weigh_terms(terms, counts, sum(document.passages for document in inquiry.documents))


def _counts(shelf: Shelf, names: Sequence[tuple[str, ...]]) -> list[list[int]]:
    flat = shelf.passage_counts([name for group in names for name in group])
    counts, at = [], 0
    for group in names:
        counts.append(flat[at : at + len(group)] or [0])
        at += len(group)
    return counts


def _most_likely(question: Question, sentences: Sequence[Sentence]) -> Sentence | None:
    """The sentence that an answer would rest on: one that can stand as the answer, else the best."""
    allowed = [sentence for sentence in sentences if sentence.place > 0]
    able = able_sentences(question, allowed)
    if able:
        return able[0]
    return max(allowed, key=lambda s: s.core + s.own, default=None)


def _no_region(inquiry: _Inquiry) -> list[str]:
    """Why a question about one region was refused although the shelf speaks of its subject elsewhere."""
    regions = regions_meant(inquiry.question, inquiry.places)
    if not regions:
        return []
    known = {
        name for document in inquiry.documents for name in (document.region, document.city, document.province)
    }
    missing = [region for region in regions if region not in known]
    return [note("no_region", inquiry.language, region=region) for region in missing]


def _composed(inquiry: _Inquiry, hits: Sequence[Hit], weights: Weights, selection: Selection) -> Answer:
    question, language = inquiry.question, inquiry.language
    quoter = Quoter(inquiry.shelf)
    complete = selection.complete and not _only_elsewhere(inquiry, selection)
    text = compose(question, selection, weights, quoter, complete=complete)
    notes = [
        *gap_notes(question, selection, language),
        *level_notes(question, quoter.citations, inquiry.places, language),
        *standing_notes(quoter.citations, quoter, language),
        *as_of_note(inquiry.limits.as_of, language),
    ]
    return _made(
        inquiry,
        Verdict.ANSWERED if complete else Verdict.PARTIAL,
        text,
        quoter,
        notes,
        hits,
    )


def _only_elsewhere(inquiry: _Inquiry, selection: Selection) -> bool:
    """Whether only documents of other places, above or within the one asked about, speak."""
    regions = regions_meant(inquiry.question, inquiry.places)
    if not regions or inquiry.question.asked in (Asked.LIST, Asked.SOURCE, Asked.COMPARISON):
        return False
    return all(s.place < NAMED_PLACE and _is_elsewhere(s.hit.document, regions) for s in selection.sentences)


def _is_elsewhere(document: DocumentSummary, regions: Sequence[str]) -> bool:
    return document.region is not None and document.region not in regions


def _of_lookup(inquiry: _Inquiry, found: Lookup) -> Answer:
    quoter = Quoter(inquiry.shelf, list(found.citations))
    notes = [*found.notes, *standing_notes(found.citations, quoter, inquiry.language)]
    return _made(inquiry, found.verdict, found.text, quoter, notes, found.hits)


def _refusal(inquiry: _Inquiry, hits: Sequence[Hit], notes: Sequence[str]) -> Answer:
    told = [*notes, note("not_an_answer", inquiry.language)] if hits else list(notes)
    text = line("not_found", inquiry.language)
    return _made(inquiry, Verdict.NOT_FOUND, text, Quoter(inquiry.shelf), told, hits)


def _made(
    inquiry: _Inquiry, verdict: Verdict, text: str, quoter: Quoter, notes: Sequence[str], hits: Sequence[Hit]
) -> Answer:
    return Answer(
        question=inquiry.question.asked_text,
        understood=inquiry.completed.understood,
        verdict=verdict,
        text=text,
        citations=tuple(quoter.citations),
        notes=tuple(dict.fromkeys(notes)),
        hits=tuple(hits[: inquiry.k]),
        language=inquiry.language,
        took_ms=0.0,
    )
