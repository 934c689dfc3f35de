"""What a comparison gets: for each side the sentences that hold what is compared."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from assistant.asked_facts import holds_asked
from assistant.asking import VALUE_ASKED, Asked, read_asked
from assistant.demands import asks_for_gift
from assistant.evidence import Sentence
from assistant.fact_book import GIVEN
from assistant.groups import REPEATING, Group, Selection, answers, distinct, grouped
from assistant.question import Question
from assistant.types import Language
from ingest import Level, Status

MAX_PER_SIDE = 3
MAX_LISTED_PER_SIDE = 5
MAX_SIDES = 3  # of a comparison that names no regions
MIN_CORE_OF_SIDE = 0.3  # each side must speak of the subject
SIDE_GAP = 0.16  # how far behind a side's best sentence another one may be
LISTED_SIDE_GAP = 0.35
ATTRIBUTE_BONUS = 0.4  # of a sentence that holds what is compared
SIDE_SCORE_SHARE = 0.5  # of the best sentence's score, for a side to be one

_COMPARES = re.compile(
    r"(?:有(?:什么|何|哪些|啥)?)?(?:不同|不一样|区别|差别|差异|异同)(?:是什么|在哪里?|有哪些)?|对比|比较(?:一下)?|相比"
    r"|(?:是不是|是否)?(?:一样|一致|相同|矛盾|相符|冲突|同一个数)(?:吗|么)?|哪个(?:更|比较|最)?|谁(?:更|最)"
    r"|\b(?:compare|comparison|compared|differ|differs|difference|differences|different|versus|vs)\b"
)


# Two years set side by side, or one beside now: 2022年和2024年各奖多少, 比2021年高吗.
_EACH = re.compile(r"各(?!类|项|种|级|县|区|市|部|单|地)|分别|\b(?:each|respectively|both)\b")
_CHANGES = re.compile(r"变化|变动|变了|\bchang")
_BESIDE_NOW = re.compile(
    r"现在|如今|目前|今年|现行|新(?:的|版|政策)|相比|[比较]|变化|\b(?:now|current\w*|today|than)\b"
)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)年")
YEAR_CORE_GAP = 0.25  # how much less of the subject than the year's best sentence another may say


def years_compared(question: Question) -> tuple[int, ...]:
    """The years whose rules or figures a question sets side by side, () if it does not."""
    years = question.moments.years
    if len(question.regions) + len(question.levels) > 1:
        return ()
    if len(years) > 1:
        each = question.asked in VALUE_ASKED and _EACH.search(question.form)
        compares = question.asked is Asked.COMPARISON or _CHANGES.search(question.form)
        return years if compares or each else ()
    this_year = date.today().year
    if question.asked is not Asked.COMPARISON or not years:
        return ()
    return (*years, this_year) if years[0] < this_year and _BESIDE_NOW.search(question.form) else ()


def side_by_side(question: Question, allowed: Sequence[Sentence], regions: Sequence[str]) -> Selection:
    """The best sentences of each side: of years, regions or levels named, else of documents or sections."""
    weighed = _weighed(question, allowed)
    if years := years_compared(question):
        return _by_year(question, weighed, years)
    if len(regions) + len(question.levels) < 2:
        return _by_document(weighed)
    groups, missing = [], []
    sides: list[tuple[str | None, Level | None]] = [(None, level) for level in question.levels]
    sides += [(region, None) for region in regions]
    for region, level in sides:
        own = [s for s in weighed if _belongs(s, region, level)]
        able = [s for s in distinct(own) if answers(question, s) and s.core >= MIN_CORE_OF_SIDE]
        able = _giving(question, able)
        if able:
            place = region or able[0].hit.document.region
            groups.append(Group(place, _of_side(question, able)))
        elif region is not None:
            missing.append(region)
    return Selection(tuple(groups), complete=bool(groups) and not missing, missing_places=tuple(missing))


def _giving(question: Question, able: list[Sentence]) -> list[Sentence]:
    """Of the sentences of a side those that give something, where gifts are compared; all if none does."""
    if not asks_for_gift(question.form):
        return able
    return [s for s in able if any(fact.instrument in GIVEN and fact.amount for fact in s.facts)] or able


def _of_side(question: Question, able: Sequence[Sentence]) -> tuple[Sentence, ...]:
    lists = question.asked is Asked.LIST
    room, gap = (MAX_LISTED_PER_SIDE, LISTED_SIDE_GAP) if lists else (MAX_PER_SIDE, SIDE_GAP)
    near = [s for s in able if s.score >= able[0].score - gap][:room]
    return tuple(sorted(near, key=lambda s: (s.hit.document.doc_id, s.start)))


def _by_year(question: Question, weighed: Sequence[Sentence], years: Sequence[int]) -> Selection:
    """For each year what was laid down in it, or else held then, repealed since or not."""
    any_year = replace(question, moments=replace(question.moments, relative=True))
    able = [s for s in distinct(weighed) if answers(any_year, s) and s.core >= MIN_CORE_OF_SIDE]
    chosen: list[Sentence] = []
    missing = []
    for year in years:
        side = _of_year(question, able, year)
        chosen += [sentence for sentence in side if sentence not in chosen]
        if not side:
            missing.append(str(year))
    groups = (Group(None, tuple(chosen)),) if chosen else ()
    return Selection(groups, complete=bool(chosen) and not missing, missing_years=tuple(missing))


def _of_year(question: Question, able: Sequence[Sentence], year: int) -> tuple[Sentence, ...]:
    own = [sentence for sentence in able if _is_of_year(sentence, year)]
    if not own:
        own = _newest([sentence for sentence in able if _held_in(sentence, year)])
    own = [s for s in own if s.hit.document.kind not in REPEATING] or own
    own = _giving(question, own)
    most = max((sentence.core for sentence in own), default=0.0)
    return _of_side(question, [s for s in own if s.core >= most - YEAR_CORE_GAP]) if own else ()


def _is_of_year(sentence: Sentence, year: int) -> bool:
    """Whether a sentence names the year, or names none and stands in a document of that year."""
    stated = [int(named) for named in _YEAR.findall(sentence.form)]
    dated = sentence.hit.document.dated
    return year in stated if stated else dated is not None and dated.year == year


def _held_in(sentence: Sentence, year: int) -> bool:
    document = sentence.hit.document
    begun = document.effective or document.dated
    ended = document.expires is not None and document.expires.year < year
    ended = ended or (year >= date.today().year and document.status is Status.REPEALED)
    return begun is not None and begun.year <= year and not ended and not _YEAR.search(sentence.form)


def _newest(held: Sequence[Sentence]) -> list[Sentence]:
    """Of the sentences that say about as much as the best, those of the newest rule: it held then."""
    near = [s for s in held if s.score >= held[0].score - LISTED_SIDE_GAP]  # none if none is held
    rules = [s for s in near if s.hit.document.kind not in REPEATING] or near
    newest = max((s.hit.document.dated for s in rules if s.hit.document.dated), default=None)
    return [sentence for sentence in rules if sentence.hit.document.dated == newest]


def _weighed(question: Question, allowed: Sequence[Sentence]) -> list[Sentence]:
    """The sentences, those first that hold what is compared: 补助比例一致吗 compares shares."""
    english = question.language is Language.ENGLISH
    attribute = read_asked(_COMPARES.sub(" ", question.form), english=english)
    if attribute not in VALUE_ASKED and asks_for_gift(question.form):
        attribute = Asked.AMOUNT
    if question.asked is not Asked.COMPARISON or attribute in (Asked.COMPARISON, Asked.FACT):
        return list(allowed)
    about = replace(question, asked=attribute)
    lifted = (replace(s, score=s.score + ATTRIBUTE_BONUS * holds_asked(about, s.text, "")) for s in allowed)
    return sorted(lifted, key=lambda sentence: sentence.key)


def _by_document(weighed: Sequence[Sentence]) -> Selection:
    """Without two regions: the best sentence of each document and of each of their sections."""
    chosen: dict[tuple[str, tuple[str, ...]], Sentence] = {}
    floor = weighed[0].score * SIDE_SCORE_SHARE if weighed else 0.0
    for sentence in distinct([s for s in weighed if s.score >= floor and not s.introduces]):
        chosen.setdefault((sentence.hit.document.doc_id, sentence.hit.passage.headings), sentence)
    sides = list(chosen.values())[:MAX_SIDES]
    return Selection(grouped(sides), complete=bool(sides))


def _belongs(sentence: Sentence, region: str | None, level: Level | None) -> bool:
    document = sentence.hit.document
    if level is not None:
        return document.level is level
    if document.region == region:
        return True
    return document.level is Level.COUNTY and region == document.city
