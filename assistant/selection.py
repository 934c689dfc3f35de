"""Which sentences make up the answer, by the kind of question."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from assistant.adding import asks_to_add, on_adding
from assistant.asking import VALUE_ASKED, Asked
from assistant.bearing import MIN_PLACE, regions_meant
from assistant.evidence import Sentence, asks_excluded
from assistant.excluding import asks_for_exclusions, excluded
from assistant.extents import DESCRIBED
from assistant.fact_book import GIVEN
from assistant.groups import REPEATING, Group, Selection, able_sentences, distinct, one_group
from assistant.listing import listed
from assistant.places import Gazetteer
from assistant.question import Question
from assistant.siding import side_by_side, years_compared
from assistant.weighing import Weights
from ingest import Level, Status

# Sentences as good as the best within this much are shown beside it where they add something.
TIE = 0.08
MAX_CONSIDERED = 12
MIN_NEAR_CONTEXT = 0.5  # of a sentence that holds a value of the kind asked for and is no answer
MAX_COVERING_GAP = 0.35
MAX_SENTENCES = 3
# A further sentence is shown if it holds this share of the question's weight that no earlier one holds.
MIN_ADDED_SHARE = 0.12
# Of a description: how far behind the best sentence a second one may be, and how many are shown.
SECOND_GAP = 0.2
MAX_DESCRIBED = 2
# Of the nation's rule, which binds whoever asks, behind a region's: further than between regions.
NATIONAL_GAP = 0.5
# Kinds of question that a list answers, and what such lists are of.
_ENUMERATED = frozenset({Asked.ITEMS, Asked.CONDITION})
LIST_OPENING_BONUS = 0.35
# Words for what is listed; those of one line stand for each other.
_LISTED_THINGS = tuple(
    re.compile(words)
    for words in (
        "材料|资料|证件",
        "条件|要求|资格|标准",
        "情形|行为|情况",
        "程序|流程|步骤",
        "方式|途径|渠道|方法",
        "对象|范围|企业|人员|单位",
        "来源|内容|职责|任务|原则",
    )
)
_OPENS_LIST = re.compile(r"下列|以下|如下|包括|之一|应当(?:符合|具备|提交|提供|达到|满足)|分为")
MAX_RULE_CORE_GAP = 0.25  # how much less of the subject the rule's own sentence may say


def select(
    question: Question, sentences: Sequence[Sentence], places: Gazetteer, weights: Weights
) -> Selection:
    """The sentences to show, best first or grouped, and whether they are an answer."""
    allowed = [sentence for sentence in sentences if sentence.place >= MIN_PLACE]
    regions = regions_meant(question, places)
    if asks_to_add(question) and (together := on_adding(question, allowed)) is not None:
        return together
    compares = question.asked is Asked.COMPARISON or bool(years_compared(question))
    if compares or len(regions) > 1 or (regions and question.levels):
        return side_by_side(question, allowed, regions)
    if asks_for_exclusions(question) and (without := excluded(question, allowed)) is not None:
        return without
    if question.asked is Asked.LIST and not asks_excluded(question):
        return listed(question, allowed, regions)
    return _best(question, allowed, regions, weights)


def _best(
    question: Question, allowed: Sequence[Sentence], regions: Sequence[str], weights: Weights
) -> Selection:
    able = able_sentences(question, allowed)
    if not able:
        nearest = distinct(_nearest(question, allowed), at_most=2)
        return Selection(one_group(nearest), complete=False, missing=_missing(question))
    able = _enumeration_first(question, _rule_first(question, able))
    top = able[0]
    near = _covering(question, able, weights)
    if question.asked in DESCRIBED:
        near += _beside(near, able)
    if not regions and question.level is None and (each := _one_per_region(able, top)):
        return Selection(tuple(Group(s.hit.document.region, (s,)) for s in each), complete=True)
    return Selection(one_group(near[:MAX_SENTENCES]), complete=True)


def _enumeration_first(question: Question, able: list[Sentence]) -> list[Sentence]:
    """The opening of the list asked for before what mentions its words: 应当上传下列材料："""
    if question.asked not in _ENUMERATED:
        return able
    asked = [words for words in _LISTED_THINGS if words.search(question.form)]
    lifted = [replace(s, score=s.score + LIST_OPENING_BONUS * _opens(s.form, asked)) for s in able]
    return sorted(lifted, key=lambda sentence: sentence.key)


def _opens(form: str, asked: Sequence[re.Pattern[str]]) -> float:
    """1 if a sentence opens a list of what is asked for, half where the question does not say of what."""
    if not form.endswith(":") or not _OPENS_LIST.search(form):
        return 0.0
    if not asked:
        return 0.5
    return float(any(words.search(form) for words in asked))


def _nearest(question: Question, allowed: Sequence[Sentence]) -> list[Sentence]:
    """What comes nearest to an answer, best first: what holds a value asked for, then the subject."""
    about = sorted(allowed, key=lambda s: (-(s.core + s.own), s.key))
    if question.asked not in VALUE_ASKED:
        return about
    holding = [s for s in allowed if s.holds_asked and not s.short_of and s.context >= MIN_NEAR_CONTEXT]
    return [*holding[:1], *(sentence for sentence in about if sentence not in holding[:1])]


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


def _beside(chosen: Sequence[Sentence], able: Sequence[Sentence]) -> list[Sentence]:
    """The next best sentence of the document, where what is described stands in two places of it."""
    top = chosen[0]
    others = (s for s in distinct(able[:MAX_CONSIDERED]) if s not in chosen and not s.introduces)
    own = (s for s in others if s.hit.document.doc_id == top.hit.document.doc_id)
    return [s for s in own if s.score >= top.score - SECOND_GAP][: max(0, MAX_DESCRIBED - len(chosen))]


def _rule_first(question: Question, able: list[Sentence]) -> list[Sentence]:
    """The rule itself before the guide, reply or interpretation that repeats its figure."""
    top = able[0]
    if question.asked not in VALUE_ASKED or top.hit.document.kind not in REPEATING:
        return able
    figures = _figures(top)
    for sentence in able[1:]:
        document = sentence.hit.document
        rule = document.kind not in REPEATING and document.status in (Status.IN_FORCE, Status.UNKNOWN)
        same = document.region == top.hit.document.region and figures & _figures(sentence)
        if rule and same and sentence.core >= top.core - MAX_RULE_CORE_GAP:
            return [sentence, *(other for other in able if other is not sentence and other is not top)]
    return able


def _figures(sentence: Sentence) -> set[tuple[str, Decimal]]:
    """What is given in a sentence: unit and value."""
    amounts = (fact.amount for fact in sentence.facts if fact.instrument in GIVEN)
    return {(amount.unit, amount.value) for amount in amounts if amount is not None}


def _one_per_region(able: Sequence[Sentence], top: Sentence) -> list[Sentence]:
    """Where no region is named: the best sentence of each region nearly as good, the nation's first."""
    chosen: dict[str | None, Sentence] = {}
    for sentence in able:
        gap = NATIONAL_GAP if _holds_everywhere(sentence) else 2 * TIE
        if sentence.score >= top.score - gap and sentence.core >= top.core - TIE:
            chosen.setdefault(sentence.hit.document.region, sentence)
    named = [sentence for region, sentence in chosen.items() if region is not None]
    named.sort(key=lambda sentence: not _holds_everywhere(sentence))
    return named if len(named) > 1 else []


def _holds_everywhere(sentence: Sentence) -> bool:
    return sentence.hit.document.level is Level.NATIONAL


def _missing(question: Question) -> tuple[str, ...]:
    named = f"missing_{question.asked}"
    return (
        (named,) if question.asked in VALUE_ASKED or question.asked is Asked.DEPARTMENT else ("missing_any",)
    )
