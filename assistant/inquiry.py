"""What is asked, of which documents, and what a search of them brings, measured and judged."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.adding import asks_to_add
from assistant.asking import Asked
from assistant.bearing import MIN_PLACE, NAMED_PLACE, regions_meant
from assistant.demands import asks_for_gift
from assistant.dialogue import Completed
from assistant.evidence import Measure, Sentence, asks_paid_out, read_sentences
from assistant.excluding import asks_for_exclusions
from assistant.fact_book import fact_book
from assistant.glossary import match_form
from assistant.groups import Selection, able_sentences
from assistant.hints import hints_of
from assistant.holdings import Holdings, holdings
from assistant.naming import short_title
from assistant.question import Question
from assistant.question_terms import Term
from assistant.refusal import Features, features_of
from assistant.restriction import EVIDENCE_SCORING, LIST_HITS, READ_HITS, Limits, search_within
from assistant.selection import select
from assistant.types import Language
from assistant.weighing import Weights, weigh_terms
from index import Filters, Hit, Shelf
from ingest import UsageError

# 拿过2025年资金的还能报吗: the year of what one has had, not of the rules that are asked for.
_HAD_BEFORE = re.compile(
    r"(?:拿|得|获|获得|领|领取|享受|申报|报|参加|取得|评上|入选|拿到)(?:过|了)|已(?:经)?(?:拿|获|得|领|享受|取得|认定|入选)"
)
# What is asked as of a day: what one may get or must do. Results and targets carry their own years.
_DATED_RULES = frozenset(
    {Asked.AMOUNT, Asked.RATIO, Asked.LIST, Asked.CONDITION, Asked.YES_NO, Asked.PROCEDURE}
)


@dataclass(frozen=True, slots=True)
class Inquiry:
    """Everything that is known before searching."""

    shelf: Shelf
    held: Holdings
    completed: Completed
    limits: Limits
    k: int

    @property
    def question(self) -> Question:
        """As completed from the dialogue."""
        return self.completed.question

    @property
    def language(self) -> Language:
        """Of the question, and so of the answer."""
        return self.completed.question.language


def inquire(shelf: Shelf, held: Holdings, completed: Completed, limits: Limits, k: int) -> Inquiry:
    """The inquiry as of the day that the asker gives, or that the question means."""
    if limits.as_of is None and (day := _day_meant(completed.question)) is not None:
        return Inquiry(shelf, holdings(shelf, day), completed, replace(limits, as_of=day), k)
    return Inquiry(shelf, held, completed, limits, k)


def region_named(region: str | None, held: Holdings) -> str | None:
    """The official name of the region that the asker filters by; ``UsageError`` if there is none."""
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
    if _HAD_BEFORE.search(question.form):
        return None
    years = question.moments.years
    if len(years) == 1 and not question.moments.relative and years[0] < date.today().year:
        return date(years[0], 12, 31)
    return None


def passages(inquiry: Inquiry, count: int, filters: Filters) -> list[Hit]:
    """The best passages for the question alone, whatever it is limited to."""
    hints = hints_of(inquiry.question, inquiry.held.places, EVIDENCE_SCORING)
    text, as_of = inquiry.question.searched_text, inquiry.limits.as_of
    return inquiry.shelf.search(text, count, filters, as_of, hints=hints)


def search(inquiry: Inquiry) -> list[Hit]:
    """The best passages within the limits, of its regions first, none of a paper later than the day."""
    wide = inquiry.question.asked in (Asked.LIST, Asked.COMPARISON)
    count = max(LIST_HITS if wide else READ_HITS, inquiry.k)
    hits = search_within(inquiry.shelf, inquiry.question, inquiry.held.places, inquiry.limits, count)
    day = inquiry.limits.as_of
    return [hit for hit in hits if day is None or hit.document.dated is None or hit.document.dated <= day]


@dataclass(frozen=True, slots=True)
class Seen:
    """What a search found and what of it would be shown."""

    hits: Sequence[Hit]
    measure: Measure
    sentences: Sequence[Sentence]
    best: Sentence | None
    selection: Selection
    features: Features


def look(inquiry: Inquiry) -> Seen:
    """Search, measure the sentences, choose among them and judge the choice."""
    question, hits, measure = inquiry.question, search(inquiry), _measure(inquiry)
    sentences = read_sentences(measure, hits)
    best = _most_likely(question, sentences)
    selection = select(question, sentences, inquiry.held.places, measure.weights)
    if selection.complete and (asks_for_exclusions(question) or asks_to_add(question)):
        best = next(iter(selection.sentences), best)  # not what gives, however near
    complete = bool(selection.sentences) and selection.complete
    complete = complete and not _only_elsewhere(inquiry, selection) and not of_another(inquiry, selection)
    features = features_of(question, best, hits, measure.weights, complete=complete)
    return Seen(hits, measure, sentences, best, selection, features)


def _measure(inquiry: Inquiry) -> Measure:
    """What the sentences of hits are measured against."""
    question, places, day = inquiry.question, inquiry.held.places, inquiry.limits.as_of
    weights = weigh(inquiry, question.terms)
    return Measure(question, weights, places, day, fact_book(inquiry.shelf).within)


def weigh(inquiry: Inquiry, terms: Sequence[Term]) -> Weights:
    """Weights of terms on the inquiry's shelf; a term is as frequent as the most frequent of its names."""
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


def _only_elsewhere(inquiry: Inquiry, selection: Selection) -> bool:
    """Whether only documents of other places, above or within the one asked about, speak."""
    regions = regions_meant(inquiry.question, inquiry.held.places)
    if not regions or inquiry.question.asked in (Asked.LIST, Asked.SOURCE, Asked.COMPARISON):
        return False
    return all(
        sentence.place < NAMED_PLACE and sentence.hit.document.region not in (None, *regions)
        for sentence in selection.sentences
    )


def of_another(inquiry: Inquiry, selection: Selection) -> bool:
    """Whether a document asked about is neither on the shelf nor named where the answer stands."""
    title = inquiry.question.title
    if title is None or inquiry.limits.documents:
        return False
    wanted = short_title(match_form(title))
    around = (match_form(f"{s.hit.document.title} {s.hit.text}") for s in selection.sentences)
    return not any(wanted in text for text in around)
