"""What a comparison gets: for each side the sentences that hold what is compared."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.asked_facts import holds_asked
from assistant.asking import VALUE_ASKED, Asked, read_asked
from assistant.demands import asks_for_gift
from assistant.evidence import Sentence
from assistant.groups import Group, Selection, answers, distinct, grouped
from assistant.question import Question
from assistant.types import Language
from ingest import Level

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


def side_by_side(question: Question, allowed: Sequence[Sentence], regions: Sequence[str]) -> Selection:
    """The best sentences of each side: of regions and levels named, else of documents or sections."""
    weighed = _weighed(question, allowed)
    if len(regions) + len(question.levels) < 2:
        return _by_document(weighed)
    groups, missing = [], []
    sides: list[tuple[str | None, Level | None]] = [(None, level) for level in question.levels]
    sides += [(region, None) for region in regions]
    for region, level in sides:
        own = [s for s in weighed if _belongs(s, region, level)]
        able = [s for s in distinct(own) if answers(question, s) and s.core >= MIN_CORE_OF_SIDE]
        if able:
            place = region or able[0].hit.document.region
            groups.append(Group(place, _of_side(question, able)))
        elif region is not None:
            missing.append(region)
    return Selection(tuple(groups), complete=bool(groups) and not missing, missing_places=tuple(missing))


def _of_side(question: Question, able: Sequence[Sentence]) -> tuple[Sentence, ...]:
    lists = question.asked is Asked.LIST
    room, gap = (MAX_LISTED_PER_SIDE, LISTED_SIDE_GAP) if lists else (MAX_PER_SIDE, SIDE_GAP)
    near = [s for s in able if s.score >= able[0].score - gap][:room]
    return tuple(sorted(near, key=lambda s: (s.hit.document.doc_id, s.start)))


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
