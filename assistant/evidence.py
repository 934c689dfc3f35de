"""The sentences that carry an answer, scored by what they share with the question."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from assistant.asked_facts import ROW, holds_asked
from assistant.asking import VALUE_ASKED, Asked
from assistant.bearing import place_match, year_match
from assistant.coverage import Candidate, candidates, coverage_of, phrase_share
from assistant.demands import (
    asks_for_gift,
    contrasts,
    only_paid_out,
    paid_from_above,
    unmet,
)
from assistant.fact_book import GIVEN, no_facts
from assistant.glossary import match_form
from assistant.near_misses import (
    counts_others,
    lacks_a_name,
    lacks_the_gift,
    lacks_the_level,
    lacks_the_part,
    named_too_late,
    names_beneficiary,
    of_another_matter,
)
from assistant.places import Gazetteer
from assistant.pointing import points_at
from assistant.question import Question
from assistant.size_classes import out_of_range
from assistant.weighing import Weights
from index import DocumentSummary, Hit
from ingest import Fact, Instrument, Kind, Status

# What makes up a sentence's score beside its coverage (0 to 1); re-check with `wenzheng eval`.
HOLDS_ASKED_BONUS = 0.25
PASSAGE_WEIGHT = 0.5  # for the passage's search score, relative to the best passage's
POINTED_BONUS = 0.35  # the steps, the address, the definition or what follows, where asked for
PHRASE_WEIGHT = 0.4  # for words that stand together as in the question
YEAR_WEIGHT = 0.3
QUALIFIER_PENALTY = 0.2  # 国家级 asked, not said
DEMAND_PENALTY = 0.2  # for each demand on the figure that the sentence does not meet
SIZE_PENALTY = 0.4  # for another class by size, where no figure is asked for: 上千万的项目咋补
CONTRAST_PENALTY = 0.35  # 重新认定 asked, 首次认定 said
PAYER_PENALTY = 0.25  # the province pays and the question is about the city
OTHER_PAID_PENALTY = 0.25  # who is paid is not who was asked about
LONG_PENALTY = 0.1
# What follows a breach, or a duty neglected, is no rule on whose duty it is or what is to be done.
SANCTION_PENALTY = 0.35
_SANCTION = re.compile(
    r"违反本|有下列(?:行为|情形)之一的,(?:由|责令|给予)|不履行|未履行|玩忽职守|擅自|未经[^,;。]{0,16}(?:批准|许可|同意)|依法给予处分|行政处分|追究刑事责任"
)
_ASKS_SANCTION = re.compile(
    r"罚|处分|违法|违规|违反|不履行|责任追究|后果|刑|拒不|骗|弄虚作假|造假|怎么办|\b(?:fine|penalt|punish|violat|sanction)"
)
# What a breach costs is no other sum, nor that of a clause that leaves the breach to others to name.
_ASKS_FINE = re.compile(r"罚|\b(?:fine[ds]?|penalt\w+)\b")
_SANCTIONS = re.compile(r"罚|滞纳金|没收|加收|违法所得|赔偿|警告")
_NAMES_NO_CONDUCT = re.compile(
    r"下列(?:行为|情形|规定)|违反本[\u4e00-\u9fff]{1,6}?第[^,;。]{1,60}规定的?,(?:由|责令|处|给予|依)"
)
# Each year has its own: an undated paper that does not name the year says nothing of it.
_OF_EACH_YEAR = re.compile(r"放假|假期|调休|补班|安排|日程|时间表|名单|考试|招生|招录|招聘|报名|申报")
_A_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?=年)")
# Demands of questions that ask for no figure.
_WANTED_OF_ANY = frozenset({"materials", "name"})
_CREDIT = frozenset({Instrument.LOAN, Instrument.INTEREST_SUBSIDY, Instrument.GUARANTEE, Instrument.FUND})
_ASKS_AWARD = re.compile(r"奖|补助|补贴|资助|津贴|\b(?:reward|award|subsid|grant|bonus|allowance)")
_NAMES_CREDIT = re.compile(
    r"贷|息|利率|担保|保费|保险|风险|补偿|基金|融资|\b(?:loan|interest|guarantee|fund|credit|insur)"
)
# Who gets nothing, or what is forbidden, was asked: a sentence that gives or allows says the contrary.
EXCLUSION_PENALTY = 0.4
_ASKS_EXCLUDED = re.compile(
    r"(?<!能)不能|(?<!可)不可以?|不得|(?<!给)不给|不予|不享受|(?<!补)不补|(?<!奖)不奖|不算|没资格|不符合|禁止"
    r"|排除|除外|不支持|不包括|不纳入|[拿得]不到|不适用"
    r"|\b(?:not eligible|ineligible|excluded|cannot|may not|prohibited|not allowed)\b"
)
_OF_EXCLUSIONS = frozenset({Asked.LIST, Asked.ITEMS, Asked.CONDITION, Asked.FACT})
_EXCLUDES = re.compile(
    r"不予|不得(?!超过|低于|少于|高于|多于|早于|晚于|迟于)|不能|不再|不享受|不纳入|不支持|除外|禁止|取消|不适用|不属于|不包括|不计入|不给予|追回|不可"
)
# 2024年兑现了多少: what was paid out in a year, not what the rule gives.
PAID_OUT_PENALTY = 0.4
_ASKS_PAID_OUT = re.compile(
    r"(?:兑现|兑付|拨付|发放|下达|落实|支出|支付)(?:了|过)|(?:兑现|兑付|拨付)[^,，?？]{0,12}多少"
)
# The question's words are a heading: what stands below it is asked for, not what mentions them elsewhere.
HEADING_BONUS = 0.35
MIN_HEADING_SHARE = 0.6  # of the heading's pairs of characters that the question holds
MIN_HEADING_PAIRS = 3
REMEMBERED_HEADINGS = 8_192
MAX_HEADING_CHARS = 40  # a longer one is a clause
_UNHEADED = re.compile(
    r"^(?:第?[一二三四五六七八九十百\d]+[章节条]?[、.．]?|[（(][一二三四五六七八九十\d]+[）)])?\s*"
    r"(?:关于|大力|积极|着力|进一步|加强|强化|支持|加快|推进|推动|促进|提升|完善|深化|鼓励|落实|优化|加大|实施|开展|做好|给予|对)*"
    r"|(?:的?(?:建议|问题|情况|方面|力度|工作|措施|政策))?[。:：]?$"
)
INTRODUCTION_PENALTY = 0.6  # 为贯彻…,现就…通知如下: holds the words of the question and no answer
_OF_INTRODUCTIONS = frozenset({Asked.SOURCE, Asked.DEFINITION, Asked.ISSUED, Asked.ISSUER, Asked.COMPARISON})
LONG_SENTENCE_CHARS = 220  # from here on a sentence says many things, each a little
# What is in force goes before what is not yet, or not a rule.
STATUS_PENALTY = {
    Status.DRAFT: 0.1,
    Status.NOT_YET: 0.1,
    Status.REPLY: 0.03,
    Status.EXPIRED: 0.1,
    Status.REPEALED: 0.15,
}
# Asked for a rule, the rule goes before what explains, applies, drafts or reports it.
KIND_PENALTY = {
    Kind.INTERPRETATION: 0.25,
    Kind.GUIDE: 0.15,
    Kind.REPLY: 0.2,
    Kind.REPORT: 0.2,
    Kind.DRAFT: 0.25,
}
GIVEN_BY_SIZE = frozenset({Asked.AMOUNT, Asked.RATIO, Asked.FIGURE})
_DESCRIBED_BY_SIZE = frozenset({Asked.PROCEDURE, Asked.FACT, Asked.YES_NO, Asked.CONDITION, Asked.ITEMS})
RULES_ASKED = frozenset(
    {Asked.AMOUNT, Asked.RATIO, Asked.CONDITION, Asked.YES_NO, Asked.LIST, Asked.DATE, Asked.COMPARISON}
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a hit, measured against the question."""

    hit: Hit
    start: int  # span into the document's text
    end: int
    text: str
    form: str  # its match form
    own: float  # share of the question's term weight that the sentence itself holds, 0..1
    context: float  # the same with headings, title and neighbours, discounted, 0..1
    core: float  # own share of the subject alone, headings included, 0..1
    led: bool  # whether words of the question stand only in what leads to it
    holds_asked: bool  # whether it holds the kind of thing that is asked for
    short_of: tuple[str, ...]  # demands on the figure that it does not meet
    place: float  # 1: of the region asked about, or none asked; 0: of another
    year: float  # 1: of the year asked about, or none asked; 0: of another
    score: float
    facts: tuple[Fact, ...] = ()  # whose figures stand in it
    introduces: bool = False  # whether it only says why or that something was issued
    repeated_by: tuple[Sentence, ...] = ()  # sentences of other documents that say the same

    @property
    def key(self) -> tuple[float, str, int]:
        """Sorts best first, ties by place in the shelf."""
        return (-self.score, self.hit.document.doc_id, self.start)


@dataclass(frozen=True, slots=True)
class Measure:
    """What sentences are measured against."""

    question: Question
    weights: Weights
    places: Gazetteer
    rules_of: date | None = None  # the day whose rules are asked for
    facts: Callable[[str, int, int], tuple[Fact, ...]] = no_facts  # of a span of a document


def read_sentences(measure: Measure, hits: Sequence[Hit]) -> list[Sentence]:
    """Every sentence of the hits, best first, each once."""
    if not hits:
        return []
    best = max(hit.score for hit in hits)
    worst = min(hit.score for hit in hits)
    found: dict[tuple[str, int, int], Sentence] = {}
    other_years = _of_other_years(measure.question, hits)
    for hit in hits:
        share = (hit.score - worst) / (best - worst) if best > worst else 1.0
        for candidate in candidates(hit):
            sentence = _measured(measure, hit, candidate, share)
            if hit.document.doc_id in other_years:
                sentence = replace(sentence, year=0.0, score=sentence.score - YEAR_WEIGHT * sentence.year)
            key = (hit.document.doc_id, sentence.start, sentence.end)
            if key not in found or found[key].score < sentence.score:
                found[key] = sentence
    return sorted(found.values(), key=lambda sentence: sentence.key)


def _measured(measure: Measure, hit: Hit, candidate: Candidate, share: float) -> Sentence:
    question = measure.question
    coverage = coverage_of(question, candidate, measure.weights)
    holds = holds_asked(question, candidate.text, candidate.led_by)
    place = place_match(question, hit, candidate.form, measure.places)
    before = candidate.led_by if ROW in candidate.form else candidate.before
    year = year_match(question, hit, candidate.form, before, measure.rules_of)
    start = hit.passage.start + candidate.start
    end = start + len(candidate.text)
    facts = measure.facts(hit.document.doc_id, start, end)
    short_of = _short_of(question, hit.document, candidate, facts)
    score = (
        coverage.context
        + HOLDS_ASKED_BONUS * holds
        + POINTED_BONUS * points_at(question, f"{candidate.led_by}\n{candidate.form}")
        + PASSAGE_WEIGHT * share
        + HEADING_BONUS * _stands_below(question, candidate.lowest)
        + PHRASE_WEIGHT * phrase_share(question.form, candidate.form)
        + YEAR_WEIGHT * (year - 1)
        + (place - 1)
        - _penalties(question, hit.document, candidate, short_of)
        - OTHER_PAID_PENALTY * _pays_another(question, facts)
    )
    return Sentence(
        hit=hit,
        start=start,
        end=end,
        text=candidate.text,
        form=candidate.form,
        own=coverage.own,
        context=coverage.context,
        core=coverage.core,
        led=coverage.led,
        holds_asked=holds,
        short_of=short_of,
        place=place,
        year=year,
        score=score,
        facts=facts,
        introduces=candidate.introduces,
    )


def _of_other_years(question: Question, hits: Sequence[Hit]) -> frozenset[str]:
    """Undated papers that never name the year asked about, where what is asked has its own each year.

    A count of such a paper is of another year if it names others; holidays and lists of names are anyway.
    """
    years = {str(year) for year in question.moments.years}
    each = bool(_OF_EACH_YEAR.search(question.form))
    if not years or not (each or question.asked is Asked.COUNT):
        return frozenset()
    named: dict[str, set[str]] = defaultdict(set)
    for hit in hits:
        if hit.document.dated is None:
            named[hit.document.doc_id] |= set(_A_YEAR.findall(f"{hit.document.title}\n{hit.text}"))
    return frozenset(doc_id for doc_id, said in named.items() if not said & years and (each or said))


def _stands_below(question: Question, heading: str) -> bool:
    """Whether what is described under a heading is asked for; a figure may stand under any."""
    return question.asked not in GIVEN_BY_SIZE and _names_heading(question.form, heading)


@lru_cache(maxsize=REMEMBERED_HEADINGS)
def _names_heading(question_form: str, heading: str) -> bool:
    """Whether a question's words are those of a heading: 新质生产力有哪些举措, 加快发展新质生产力."""
    bare = _UNHEADED.sub("", heading)
    pairs = {bare[i : i + 2] for i in range(len(bare) - 1)}
    if not MIN_HEADING_PAIRS <= len(pairs) <= MAX_HEADING_CHARS:
        return False
    held = sum(pair in question_form for pair in pairs)
    return held >= max(MIN_HEADING_PAIRS, MIN_HEADING_SHARE * len(pairs))


def _pays_another(question: Question, facts: Sequence[Fact]) -> bool:
    """Whether all that is given goes to others than the question names: 每家给予运营单位5万元."""
    if not facts or question.asked not in GIVEN_BY_SIZE:
        return False
    asked = [t for t in question.terms if names_beneficiary(t.names)]
    paid = [fact.subject for fact in facts if fact.instrument in GIVEN and fact.subject is not None]
    if not asked or not paid:
        return False
    return not any(term.found_in(match_form(subject.value)) for term in asked for subject in paid)


def _short_of(
    question: Question, document: DocumentSummary, candidate: Candidate, facts: Sequence[Fact]
) -> tuple[str, ...]:
    """The demands of the question on a figure, or on who does it, that a sentence does not meet."""
    other = of_another_matter(question, candidate, document.level) or _misses_the_point(question, candidate)
    if other is not None:
        return (other,)
    if question.asked not in VALUE_ASKED:
        wanted = _WANTED_OF_ANY | ({"contact"} if question.asked is Asked.CONTACT else set())
        return tuple(name for name in unmet(question.form, candidate.form) if name in wanted)
    if _names_no_breach(question, candidate.form):
        return ("conduct",)
    return _short_of_figure(question, candidate, facts)


def _names_no_breach(question: Question, form: str) -> bool:
    """Whether a fine is asked for and a sentence states none, or leaves the breach to others to name.

    Where another sum is asked for (收费多少), a fine is none.
    """
    if not _ASKS_FINE.search(question.form):
        return question.asked is Asked.AMOUNT and "罚款" in form and not _ASKS_SANCTION.search(question.form)
    return bool(_NAMES_NO_CONDUCT.search(form)) or not _SANCTIONS.search(form)


def _short_of_figure(question: Question, candidate: Candidate, facts: Sequence[Fact]) -> tuple[str, ...]:
    """The demands of the question on a figure that a sentence does not meet."""
    missing = tuple(name for name in unmet(question.form, candidate.form) if name != "contact")
    if question.asked is Asked.DATE:
        missing = tuple(name for name in missing if name in ("duration", "day", "period"))
    lacking = lacks_a_name(question, candidate) or lacks_the_level(question, candidate)
    if lacking or counts_others(question, candidate):
        missing = (*missing, "subject")
    if question.asked in GIVEN_BY_SIZE and out_of_range(question.form, candidate.form):
        missing = (*missing, "size")
    if lacks_the_gift(question, candidate) or _gives_otherwise(question, facts):
        missing = (*missing, "gift")
    if question.asked is Asked.AMOUNT and only_paid_out(
        question.form, f"{candidate.led_by}\n{candidate.form}"
    ):
        missing = (*missing, "rate")
    if question.asked in GIVEN_BY_SIZE and named_too_late(question, candidate):
        missing = (*missing, "subject")
    if lacks_the_part(question, candidate):
        missing = (*missing, "part")
    if contrasts(question.form, candidate.form, candidate.headings):
        missing = (*missing, "contrast")
    return missing


def _misses_the_point(question: Question, candidate: Candidate) -> str | None:
    """Names it where a sentence gives to those who are asked after as excluded, or punishes for a duty."""
    listed = question.asked in _OF_EXCLUSIONS and asks_excluded(question)
    if listed and not excludes(f"{candidate.led_by}\n{candidate.form}"):
        return "exclusion"
    return "duty" if question.asked is Asked.DEPARTMENT and _sanctions(question, candidate.form) else None


def _gives_otherwise(question: Question, facts: Sequence[Fact]) -> bool:
    """Whether all that is given is credit or cover, and an award or subsidy was asked for: 贴息 for 奖励."""
    if question.asked not in GIVEN_BY_SIZE or not _ASKS_AWARD.search(question.form):
        return False
    kinds = {fact.instrument for fact in facts if fact.instrument in GIVEN and fact.amount is not None}
    return bool(kinds) and kinds <= _CREDIT and not _NAMES_CREDIT.search(question.form)


def asks_paid_out(question: Question) -> bool:
    """Whether what was paid out in a year is asked, not what a rule gives."""
    return bool(question.moments.years) and bool(_ASKS_PAID_OUT.search(question.form))


def _reports(question: Question, form: str, document: DocumentSummary) -> bool:
    """Whether a sentence speaks of the year asked about, or stands in a report or reply."""
    named = any(str(year) in form for year in question.moments.years)
    return named or document.kind in (Kind.REPORT, Kind.REPLY)


def asks_excluded(question: Question) -> bool:
    """Whether a question asks who or what is excluded or forbidden: 哪些企业不能拿奖励."""
    return bool(_ASKS_EXCLUDED.search(question.form))


def excludes(form: str) -> bool:
    """Whether a match form says who gets nothing or what is forbidden; a ceiling (不得超过) does not."""
    return bool(_EXCLUDES.search(form))


def _sanctions(question: Question, form: str) -> bool:
    """Whether a sentence says what follows a breach, which was not asked for."""
    return bool(_SANCTION.search(form)) and not _ASKS_SANCTION.search(question.form)


def _penalties(
    question: Question, document: DocumentSummary, candidate: Candidate, short_of: Sequence[str]
) -> float:
    form, headings = candidate.form, candidate.headings
    absent = sum(q not in form and q not in headings for q in question.qualifiers)
    from_above = not question.levels and paid_from_above(question.form, form)
    about_rules = question.asked in RULES_ASKED and asks_for_gift(question.form)
    about_rules = about_rules and not asks_paid_out(question)
    return (
        STATUS_PENALTY.get(document.status, 0.0)
        + (KIND_PENALTY.get(document.kind or Kind.OTHER, 0.0) if about_rules else 0.0)
        + QUALIFIER_PENALTY * absent
        + SIZE_PENALTY * (question.asked in _DESCRIBED_BY_SIZE and out_of_range(question.form, form))
        + DEMAND_PENALTY * len(short_of)
        + CONTRAST_PENALTY * contrasts(question.form, form, headings)
        + PAYER_PENALTY * from_above
        + INTRODUCTION_PENALTY * (candidate.introduces and question.asked not in _OF_INTRODUCTIONS)
        + SANCTION_PENALTY * _sanctions(question, form)
        + PAID_OUT_PENALTY * (asks_paid_out(question) and not _reports(question, form, document))
        + EXCLUSION_PENALTY * (asks_excluded(question) and not excludes(form + candidate.led_by))
        + LONG_PENALTY * (len(candidate.text) > LONG_SENTENCE_CHARS)
    )
