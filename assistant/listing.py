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
from assistant.near_misses import names_beneficiary
from assistant.question import Question
from ingest import Fact, Instrument

# Paragraphs, each quoted once with all that it gives.
MAX_LISTED = 14
MAX_LISTED_PER_DOCUMENT = 8
MAX_LISTED_WITHOUT_CORE = 3
# A listed measure must hold this share of the subject's weight in its own words or headings.
MIN_LISTED_CORE = 0.4
LISTED_SCORE_SHARE = 0.6  # of the best sentence's score
# A document whose best sentence falls this far behind the best of all speaks of something else.
MAX_DOCUMENT_GAP = 0.4
GIFT_BONUS = 0.3  # of a sentence that gives something, where gifts are asked for
CLASS_BONUS = 0.3  # … to the class of firms or people that the question names
MAX_REGION_CORE_GAP = 0.25  # how much less of the subject another place's best may say, where all are asked
RESULT_PENALTY = 0.3  # of one that only reports, where support is asked for

_NAME_ENDING = re.compile(r"(?:汇总表|一览表|清单|目录|附件\d*|名单|申请表|申报表)[;。]?$")
_DOCUMENT_NUMBER = re.compile(r"\[(?:19|20)\d\d\]\d{1,5}号")
_HEADING = re.compile(
    r"(?:[一二三四五六七八九十]+、|[(][一二三四五六七八九十]+[)]|第.{1,3}[章节])?[^,;。:、]{2,20}[。]?$"
)
# Whom to call is no measure, though 技术支持 names the line.
_CONTACT = re.compile(r"(?<!\d)(?:0\d{2,3}[-—]?\d{7,8}|1[3-9]\d{9}|12345)(?!\d)|@")
MAX_NUMBERS_CITED = 2  # a line that names more documents is a register of them
_SUPPORT = re.compile(r"支持|扶持|政策|优惠|待遇|好处|帮扶|资金|\b(?:support|incentive|benefit|polic)")
# Gifts and nothing else are asked for.
_GIFTS_ALONE = re.compile(r"奖|补助|补贴|资助|津贴|贴息|\b(?:subsid|reward|award|grant|allowance)")
_MORE_THAN_GIFTS = re.compile(
    r"支持|扶持|政策|措施|优惠|待遇|好处|帮扶|目标|成绩|任务|\b(?:support|incentive|benefit|polic|measure|target)"
)
# Applications, repeals and interpretations are no measures.
_NO_MEASURE = re.compile(r"同时废止|申[报请]材料|申请表[;。]?$|负责解释|证书复印件|扫描件")
# Every place's own is asked for.
_EVERYWHERE = re.compile(
    r"各(?:市|地|县|区|省|城)|[两三几]个?(?:城市|市|省|地)|哪些(?:城市|地方|地区|市)"
    r"|\b(?:each|both|all) cit|\bcities\b"
)
_REPORTS = re.compile(r"成效|成果|成绩|进展|做了|取得|完成|\b(?:achiev|progress|result|has done|have done)")


def listed(question: Question, allowed: Sequence[Sentence], regions: Sequence[str]) -> Selection:
    """Measures of several documents, grouped by region and document, newest first, without repeats."""
    if not allowed:
        return Selection((), complete=False, missing=("missing_any",))
    about = [s for s in allowed if s.core >= MIN_LISTED_CORE or _is_for_the_class(question, s)]
    able = [s for s in about if s.year >= WRONG_YEAR and _says_something(s)]
    able = _of_what_is_asked(question, _of_the_region(able, regions))
    ranked = sorted((_weighed(question, sentence) for sentence in able), key=lambda sentence: sentence.key)
    ranked = _without_repeats(question, _rules_first(distinct(ranked)))
    chosen = _chosen(question, ranked)
    if not chosen:
        usable = [s for s in allowed if s.year >= WRONG_YEAR]
        return Selection(one_group(usable[:MAX_LISTED_WITHOUT_CORE]), complete=bool(usable))
    return Selection(grouped(chosen), complete=True)


def _says_something(sentence: Sentence) -> bool:
    """Whether it states a measure: no name of a table, no number to call, no opening, no register."""
    if _HEADING.match(sentence.form) and not sentence.facts:
        return False
    if _NAME_ENDING.search(sentence.form) or _CONTACT.search(sentence.form) or sentence.introduces:
        return False
    return sentence.holds_asked and len(_DOCUMENT_NUMBER.findall(sentence.form)) <= MAX_NUMBERS_CITED


def _of_the_region(able: list[Sentence], regions: Sequence[str]) -> list[Sentence]:
    """Documents of no stated region say nothing of a region that has documents of its own."""
    own = [s for s in able if s.hit.document.region is not None or s.place >= NAMED_PLACE]
    return own if regions and own else able


def _of_what_is_asked(question: Question, able: list[Sentence]) -> list[Sentence]:
    """Measures, where support is asked for; sums and reliefs alone, where nothing else is asked for."""
    if not (asks_for_gift(question.form) or _SUPPORT.search(question.form)):
        return able
    measures = [s for s in able if not _NO_MEASURE.search(s.form)] or able
    if not _GIFTS_ALONE.search(question.form) or _MORE_THAN_GIFTS.search(question.form):
        return measures
    return [s for s in measures if _gives(s)] or measures


def _gives(sentence: Sentence) -> bool:
    return any(fact.instrument in GIVEN and (fact.amount or fact.what) for fact in sentence.facts)


def _is_for_the_class(question: Question, sentence: Sentence) -> bool:
    """Whether a sentence gives something to the class of firms or people that the question names."""
    classes = [term for term in question.terms if names_beneficiary(term.names)]
    return _gives(sentence) and any(term.found_in(sentence.form) for term in classes)


def _weighed(question: Question, sentence: Sentence) -> Sentence:
    """The sentence with its score moved by what its facts say."""
    if not (asks_for_gift(question.form) or _SUPPORT.search(question.form)):
        return sentence
    kinds = {fact.instrument for fact in sentence.facts}
    if kinds & GIVEN:
        bonus = GIFT_BONUS + CLASS_BONUS * _is_for_the_class(question, sentence)
        return replace(sentence, score=sentence.score + bonus)
    reports = kinds == {Instrument.RESULT} and not _REPORTS.search(question.form)
    return replace(sentence, score=sentence.score - RESULT_PENALTY) if reports else sentence


def _chosen(question: Question, ranked: Sequence[Sentence]) -> list[Sentence]:
    """The best sentences of the best documents, and of every place where all places are asked for."""
    chosen: list[Sentence] = []
    paragraphs: dict[str, set[int]] = {}
    best = ranked[0].score if ranked else 0.0
    firsts = _first_of_each_place(question, ranked)
    for sentence in ranked:
        doc_id, paragraph = sentence.hit.document.doc_id, _paragraph(sentence)
        own = paragraphs.get(doc_id, set())
        kept = sentence in firsts or _is_for_the_class(question, sentence)
        if sentence.score < best * LISTED_SCORE_SHARE and sentence not in firsts:
            continue
        if not own and sentence.score < best - MAX_DOCUMENT_GAP and not kept:
            continue
        whole = sum(map(len, paragraphs.values())) >= MAX_LISTED or len(own) >= MAX_LISTED_PER_DOCUMENT
        if paragraph in own or not whole:
            paragraphs.setdefault(doc_id, set()).add(paragraph)
            chosen.append(sentence)
    return chosen


def _first_of_each_place(question: Question, ranked: Sequence[Sentence]) -> list[Sentence]:
    """The best sentence of each region, where every place's own is asked for."""
    if not _EVERYWHERE.search(question.form):
        return []
    firsts: dict[str | None, Sentence] = {}
    for sentence in ranked:
        if sentence.core >= ranked[0].core - MAX_REGION_CORE_GAP:
            firsts.setdefault(sentence.hit.document.region, sentence)
    return list(firsts.values())


def _paragraph(sentence: Sentence) -> int:
    """Where in the document the line begins that a sentence stands in."""
    offset = sentence.start - sentence.hit.passage.start
    return sentence.hit.passage.start + sentence.hit.text.rfind("\n", 0, offset) + 1


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
