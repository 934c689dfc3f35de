"""What a list question gets: the measures and tasks of all documents, without titles, openings or repeats."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.bearing import NAMED_PLACE, WRONG_YEAR
from assistant.demands import asks_for_gift
from assistant.evidence import Sentence
from assistant.fact_book import GIVEN
from assistant.groups import REPEATING, Selection, distinct, grouped, one_group
from assistant.question import Question
from ingest import Fact, Instrument

MAX_LISTED = 12
MAX_LISTED_PER_DOCUMENT = 5
MAX_LISTED_WITHOUT_CORE = 3
# A listed measure must hold this share of the subject's weight in its own words or headings.
MIN_LISTED_CORE = 0.4
LISTED_SCORE_SHARE = 0.6  # of the best sentence's score
# A document whose best sentence falls this far behind the best of all speaks of something else.
MAX_DOCUMENT_GAP = 0.4
GIFT_BONUS = 0.3  # of a sentence that gives something, where gifts are asked for
RESULT_PENALTY = 0.3  # of one that only reports, where support is asked for

_NAME_ENDING = re.compile(r"(?:汇总表|一览表|清单|目录|附件\d*|名单|申请表|申报表)[;。]?$")
_DOCUMENT_NUMBER = re.compile(r"\[(?:19|20)\d\d\]\d{1,5}号")
# Whom to call is no measure, though 技术支持 names the line.
_CONTACT = re.compile(r"(?<!\d)(?:0\d{2,3}[-—]?\d{7,8}|1[3-9]\d{9}|12345)(?!\d)|@")
MAX_NUMBERS_CITED = 2  # a line that names more documents is a register of them
_SUPPORT = re.compile(r"支持|扶持|政策|优惠|待遇|好处|帮扶|资金|\b(?:support|incentive|benefit|polic)")
_REPORTS = re.compile(r"成效|成果|成绩|进展|做了|取得|完成|\b(?:achiev|progress|result|has done|have done)")


def listed(question: Question, allowed: Sequence[Sentence], regions: Sequence[str]) -> Selection:
    """Measures of several documents, grouped by region and document, newest first, without repeats."""
    if not allowed:
        return Selection((), complete=False, missing=("missing_any",))
    able = [s for s in allowed if s.core >= MIN_LISTED_CORE and s.year >= WRONG_YEAR and _says_something(s)]
    able = _of_the_region(able, regions)
    ranked = sorted((_weighed(question, sentence) for sentence in able), key=lambda sentence: sentence.key)
    chosen = _chosen(_without_repeats(question, _rules_first(distinct(ranked))))
    if not chosen:
        usable = [s for s in allowed if s.year >= WRONG_YEAR]
        return Selection(one_group(usable[:MAX_LISTED_WITHOUT_CORE]), complete=bool(usable))
    return Selection(grouped(chosen), complete=True)


def _says_something(sentence: Sentence) -> bool:
    """Whether it states a measure: no name of a table, no number to call, no opening, no register."""
    if _NAME_ENDING.search(sentence.form) or _CONTACT.search(sentence.form) or sentence.introduces:
        return False
    return sentence.holds_asked and len(_DOCUMENT_NUMBER.findall(sentence.form)) <= MAX_NUMBERS_CITED


def _of_the_region(able: list[Sentence], regions: Sequence[str]) -> list[Sentence]:
    """Documents of no stated region say nothing of a region that has documents of its own."""
    own = [s for s in able if s.hit.document.region is not None or s.place >= NAMED_PLACE]
    return own if regions and own else able


def _weighed(question: Question, sentence: Sentence) -> Sentence:
    """The sentence with its score moved by what its facts say."""
    if not (asks_for_gift(question.form) or _SUPPORT.search(question.form)):
        return sentence
    kinds = {fact.instrument for fact in sentence.facts}
    if kinds & GIVEN:
        return replace(sentence, score=sentence.score + GIFT_BONUS)
    reports = kinds == {Instrument.RESULT} and not _REPORTS.search(question.form)
    return replace(sentence, score=sentence.score - RESULT_PENALTY) if reports else sentence


def _chosen(ranked: Sequence[Sentence]) -> list[Sentence]:
    """The best sentences of the best documents."""
    chosen: list[Sentence] = []
    per_document: dict[str, int] = {}
    best = ranked[0].score if ranked else 0.0
    for sentence in ranked:
        doc_id = sentence.hit.document.doc_id
        if sentence.score < best * LISTED_SCORE_SHARE or len(chosen) >= MAX_LISTED:
            break
        if doc_id not in per_document and sentence.score < best - MAX_DOCUMENT_GAP:
            continue
        if per_document.get(doc_id, 0) < MAX_LISTED_PER_DOCUMENT:
            per_document[doc_id] = per_document.get(doc_id, 0) + 1
            chosen.append(sentence)
    return chosen


def _rules_first(ranked: Sequence[Sentence]) -> list[Sentence]:
    """Without what replies, guides and reports say again of a rule: they are named beside it."""
    rules = [s for s in ranked if s.hit.document.kind not in REPEATING and _sums(s)]
    told: dict[tuple[str, int], list[Sentence]] = {}
    kept = []
    for sentence in ranked:
        rule = next((r for r in rules if _tells_again(sentence, r)), None)
        if rule is None:
            if _sums(sentence) or not _only_explains(sentence, rules):
                kept.append(sentence)
        else:
            told.setdefault((rule.hit.document.doc_id, rule.start), []).append(sentence)
    again = [(*s.repeated_by, *told.get((s.hit.document.doc_id, s.start), ())) for s in kept]
    return [replace(s, repeated_by=others) for s, others in zip(kept, again, strict=True)]


def _only_explains(sentence: Sentence, rules: Sequence[Sentence]) -> bool:
    """Whether a paper that is no rule speaks where rules of the same region do."""
    regions = {rule.hit.document.region for rule in rules}
    return sentence.hit.document.kind in REPEATING and sentence.hit.document.region in regions


def _tells_again(sentence: Sentence, rule: Sentence) -> bool:
    same_region = sentence.hit.document.region == rule.hit.document.region
    return sentence.hit.document.kind in REPEATING and same_region and bool(_sums(sentence) & _sums(rule))


def _sums(sentence: Sentence) -> set[tuple[str, str]]:
    """What is given in a sentence, whoever gets it."""
    amounts = (fact.amount for fact in sentence.facts if fact.instrument in GIVEN)
    return {(amount.unit, str(amount.value)) for amount in amounts if amount is not None}


def _without_repeats(question: Question, ranked: Sequence[Sentence]) -> list[Sentence]:
    """Each measure once: a sentence all of whose gifts another one of its region states goes with it."""
    kept: list[Sentence] = []
    for sentence in ranked:
        gifts = _gifts(sentence)
        same = next(
            (
                i
                for i, other in enumerate(kept)
                if gifts
                and gifts <= _gifts(other)
                and other.hit.document.region == sentence.hit.document.region
                and other.hit.document.doc_id != sentence.hit.document.doc_id
            ),
            None,
        )
        if same is None:
            kept.append(sentence)
        else:
            kept[same] = replace(kept[same], repeated_by=(*kept[same].repeated_by, sentence))
    return kept


def _gifts(sentence: Sentence) -> frozenset[tuple[str, str, str]]:
    """Who is given how much, as far as the facts tell."""
    return frozenset(_gift(fact) for fact in sentence.facts if fact.instrument in GIVEN and fact.amount)


def _gift(fact: Fact) -> tuple[str, str, str]:
    assert fact.amount is not None
    subject = fact.subject.value if fact.subject else ""
    return subject.removeprefix("市级").removeprefix("省级"), fact.amount.unit, str(fact.amount.value)
