"""Which sentences make up the answer, by the kind of question."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from assistant.asking import VALUE_ASKED, Asked
from assistant.bearing import MIN_PLACE, WRONG_YEAR, regions_meant
from assistant.evidence import Sentence
from assistant.places import Gazetteer
from assistant.question import Question
from assistant.weighing import Weights
from ingest import Level

# Sentences as good as the best within this much are shown beside it where they add something.
TIE = 0.08
MAX_CONSIDERED = 12
MAX_COVERING_GAP = 0.35
MAX_SENTENCES = 3
MAX_LISTED = 12
MAX_LISTED_PER_DOCUMENT = 5
# A listed measure must hold this share of the subject's weight in its own words or headings.
MIN_LISTED_CORE = 0.4
LISTED_SCORE_SHARE = 0.5  # of the best sentence's score
MIN_SAME = 0.9  # of two folded sentences' characters: the same measure published twice
MIN_CORE_FOR_VALUE = 0.3  # a figure in a sentence that says less of the subject is of something else
MIN_CORE_OF_SIDE = 0.3  # each side of a comparison must speak of the subject
# How much less of the subject than the best sentence a sentence with the figure may say.
MAX_CORE_GAP = 0.3
# A further sentence is shown if it holds this share of the question's weight that no earlier one holds.
MIN_ADDED_SHARE = 0.12


@dataclass(frozen=True, slots=True)
class Group:
    """Sentences of one region, or of one side of a comparison."""

    place: str | None  # official name; None: unknown or not to be shown
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Selection:
    """The sentences of an answer in the order in which they are shown."""

    groups: tuple[Group, ...]
    complete: bool  # whether they hold what was asked for
    missing: tuple[str, ...] = ()  # keys of notes on what is missing
    missing_places: tuple[str, ...] = field(default=())

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """All sentences, in order."""
        return tuple(sentence for group in self.groups for sentence in group.sentences)


def answers(question: Question, sentence: Sentence) -> bool:
    """Whether a sentence can stand as the answer: about the subject, of the right place and year."""
    if sentence.place < MIN_PLACE or (sentence.year < WRONG_YEAR and not question.moments.relative):
        return False
    if question.asked in VALUE_ASKED or question.asked is Asked.DEPARTMENT:
        return sentence.holds_asked and not sentence.short_of
    return True


def able_sentences(question: Question, sentences: Sequence[Sentence]) -> list[Sentence]:
    """The sentences that can stand as the answer.

    A figure in a sentence that says much less of the subject than another one does belongs to something
    else: then the subject is there and the figure is not.
    """
    able = [sentence for sentence in sentences if answers(question, sentence)]
    if question.asked in VALUE_ASKED or question.asked is Asked.DEPARTMENT:
        most = max((sentence.core for sentence in sentences if sentence.place >= MIN_PLACE), default=0.0)
        able = [s for s in able if s.core >= max(most - MAX_CORE_GAP, MIN_CORE_FOR_VALUE)]
    return able


def select(
    question: Question, sentences: Sequence[Sentence], places: Gazetteer, weights: Weights
) -> Selection:
    """The sentences to show, best first or grouped, and whether they are an answer."""
    allowed = [sentence for sentence in sentences if sentence.place >= MIN_PLACE]
    regions = regions_meant(question, places)
    if question.asked is Asked.COMPARISON or len(regions) > 1 or (regions and question.levels):
        return _side_by_side(question, allowed, regions)
    if question.asked is Asked.LIST:
        return _listed(question, allowed)
    return _best(question, allowed, regions, weights)


def _best(
    question: Question, allowed: Sequence[Sentence], regions: Sequence[str], weights: Weights
) -> Selection:
    able = able_sentences(question, allowed)
    if not able:
        nearest = distinct(sorted(allowed, key=lambda s: (-(s.core + s.own), s.key)))[:2]
        return Selection(_one_group(nearest), complete=False, missing=_missing(question))
    top = able[0]
    near = _covering(question, able, weights)
    if not regions and question.level is None:
        near = _one_per_region(able, top) or near
        if len(near) > 1:
            return Selection(tuple(Group(s.hit.document.region, (s,)) for s in near), complete=True)
    return Selection(_one_group(near[:MAX_SENTENCES]), complete=True)


def _covering(question: Question, able: Sequence[Sentence], weights: Weights) -> list[Sentence]:
    """The best sentence, and those of its document that hold what it lacks of the question."""
    top = able[0]
    chosen = [top]
    for sentence in distinct(able[:MAX_CONSIDERED]):
        if sentence is top or sentence.hit.document.doc_id != top.hit.document.doc_id:
            continue
        held = {term.text for other in chosen for term in question.terms if term.found_in(other.form)}
        added = (t for t in question.terms if t.text not in held and t.found_in(sentence.form))
        share = sum(weights.of(term) for term in added) / (weights.total or 1.0)
        near = sentence.score >= top.score - MAX_COVERING_GAP
        if share >= MIN_ADDED_SHARE and near and len(chosen) < MAX_SENTENCES:
            chosen.append(sentence)
    return chosen


def _one_per_region(able: Sequence[Sentence], top: Sentence) -> list[Sentence]:
    """Where no region is named: the best sentence of each region that is nearly as good."""
    chosen: dict[str | None, Sentence] = {}
    for sentence in able:
        if sentence.score >= top.score - 2 * TIE and sentence.core >= top.core - TIE:
            chosen.setdefault(sentence.hit.document.region, sentence)
    return list(chosen.values()) if len(chosen) > 1 else []


def _one_group(sentences: Sequence[Sentence]) -> tuple[Group, ...]:
    return (Group(None, tuple(sentences)),) if sentences else ()


def _missing(question: Question) -> tuple[str, ...]:
    named = f"missing_{question.asked}"
    return (
        (named,) if question.asked in VALUE_ASKED or question.asked is Asked.DEPARTMENT else ("missing_any",)
    )


def _listed(question: Question, allowed: Sequence[Sentence]) -> Selection:
    """Measures of several documents, grouped by region and document, newest first, without repeats."""
    if not allowed:
        return Selection((), complete=False, missing=("missing_any",))
    able = [s for s in allowed if s.core >= MIN_LISTED_CORE and s.year >= WRONG_YEAR]
    floor = allowed[0].score * LISTED_SCORE_SHARE
    chosen: list[Sentence] = []
    per_document: dict[str, int] = {}
    for sentence in distinct([s for s in able if s.holds_asked and s.score >= floor and not _is_name(s)]):
        held = per_document.get(sentence.hit.document.doc_id, 0)
        if held < MAX_LISTED_PER_DOCUMENT and len(chosen) < MAX_LISTED:
            per_document[sentence.hit.document.doc_id] = held + 1
            chosen.append(sentence)
    if not chosen:
        usable = [s for s in allowed if s.year >= WRONG_YEAR]
        return Selection(_one_group(usable[:MAX_SENTENCES]), complete=bool(usable), missing=())
    return Selection(_grouped(chosen), complete=True)


def _is_name(sentence: Sentence) -> bool:
    """A line that names a table or annex and says nothing."""
    return bool(_NAME_ENDING.search(sentence.form))


_NAME_ENDING = re.compile(r"(?:汇总表|一览表|清单|目录|附件\d*|名单)$")


def _grouped(sentences: Sequence[Sentence]) -> tuple[Group, ...]:
    """By region in order of its best sentence; within it newest document first, then as in the text."""
    regions = list(dict.fromkeys(s.hit.document.region for s in sentences))
    groups = []
    for region in regions:
        members = [s for s in sentences if s.hit.document.region == region]
        members.sort(key=lambda s: (-_day_number(s), s.hit.document.doc_id, s.start))
        groups.append(Group(region, tuple(members)))
    return tuple(groups)


def _day_number(sentence: Sentence) -> int:
    dated = sentence.hit.document.dated
    return dated.toordinal() if dated else 0


def _side_by_side(question: Question, allowed: Sequence[Sentence], regions: Sequence[str]) -> Selection:
    """The best sentences of each side; without named regions, of each document."""
    if not regions:
        chosen = distinct(allowed)[: 2 * MAX_SENTENCES]
        floor = chosen[0].score * LISTED_SCORE_SHARE if chosen else 0
        return Selection(_grouped([s for s in chosen if s.score >= floor]), complete=bool(chosen))
    groups, missing = [], []
    sides: list[tuple[str | None, Level | None]] = [(None, level) for level in question.levels]
    sides += [(region, None) for region in regions]
    for region, level in sides:
        own = [s for s in allowed if _belongs(s, region, level)]
        able = [s for s in distinct(own) if answers(question, s) and s.core >= MIN_CORE_OF_SIDE]
        if able:
            room = MAX_LISTED_PER_DOCUMENT if question.asked is Asked.LIST else MAX_SENTENCES
            gap = MAX_COVERING_GAP if question.asked is Asked.LIST else 2 * TIE
            near = [s for s in able if s.score >= able[0].score - gap][:room]
            place = region or near[0].hit.document.region
            groups.append(Group(place, tuple(sorted(near, key=lambda s: s.start))))
        elif region is not None:
            missing.append(region)
    return Selection(tuple(groups), complete=bool(groups) and not missing, missing_places=tuple(missing))


def _belongs(sentence: Sentence, region: str | None, level: Level | None) -> bool:
    document = sentence.hit.document
    if level is not None:
        return document.level is level
    if document.region == region:
        return True
    return document.level is Level.COUNTY and region == document.city


def distinct(sentences: Sequence[Sentence]) -> list[Sentence]:
    """Without sentences that say the same as an earlier one, in this or another document."""
    kept: list[Sentence] = []
    for sentence in sentences:
        if not any(_same(sentence.form, other.form) for other in kept):
            kept.append(sentence)
    return kept


def _same(one: str, other: str) -> bool:
    if abs(len(one) - len(other)) > (1 - MIN_SAME) * max(len(one), len(other)):
        return False
    return one == other or SequenceMatcher(None, one, other, autojunk=False).quick_ratio() > 0.97
