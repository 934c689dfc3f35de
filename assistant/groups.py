"""What an answer is put together from: sentences in groups, and which of them can stand as the answer."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from assistant.asking import VALUE_ASKED, Asked
from assistant.bearing import MIN_PLACE, WRONG_YEAR
from assistant.demands import contrasts
from assistant.evidence import Sentence
from assistant.question import Question
from ingest import Kind

# Papers that repeat what a rule says; where the rule itself says the same, it is cited.
REPEATING = frozenset({Kind.REPLY, Kind.INTERPRETATION, Kind.GUIDE, Kind.REPORT, Kind.NOTICE, Kind.DECISION})
MIN_SAME = 0.97  # of two folded sentences' characters: the same measure published twice
MIN_CORE_FOR_VALUE = 0.3  # a figure in a sentence that says less of the subject is of something else
# How much less of the subject than the best sentence a sentence with the figure may say.
MAX_CORE_GAP = 0.3
# Characters that make another rule of a sentence: of numbers, and of what negates.
_DECISIVE = frozenset("0123456789一二三四五六七八九十百千万亿两半不未无非禁免")
_FIGURE = re.compile(r"\d+(?:\.\d+)?")


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
    missing_years: tuple[str, ...] = field(default=())

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


def one_group(sentences: Sequence[Sentence]) -> tuple[Group, ...]:
    """The sentences without a heading of their own."""
    return (Group(None, tuple(sentences)),) if sentences else ()


def grouped(sentences: Sequence[Sentence]) -> tuple[Group, ...]:
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


def distinct(sentences: Sequence[Sentence], at_most: int | None = None) -> list[Sentence]:
    """Without sentences that say the same as an earlier one of the same region, whatever the document.

    What two cities say in the same words is two rules.
    """
    kept: list[Sentence] = []
    # Of those kept, by region and length: only the like-sized can say the same.
    forms: dict[tuple[str | None, int], list[str]] = {}
    for sentence in sentences:
        if len(kept) == at_most:
            break
        form, region = sentence.form, sentence.hit.document.region
        others = (other for length in _lengths_near(len(form)) for other in forms.get((region, length), ()))
        if not any(_same(form, other) for other in others):
            kept.append(sentence)
            forms.setdefault((region, len(form)), []).append(form)
    return kept


def _lengths_near(length: int) -> range:
    """The lengths that a form may have which is the same as one of ``length``, and a few more."""
    ratio = MIN_SAME / (2 - MIN_SAME)
    return range(int(length * ratio), int(length / ratio) + 2)


def _same(one: str, other: str) -> bool:
    """Whether nearly all characters of one are those of the other, and none that decides differs.

    Two sentences that differ in a figure, a negation or a member of a set (博士, 硕士) are two rules.
    """
    if one == other:
        return True
    whole = len(one) + len(other)
    if 2 * min(len(one), len(other)) / whole <= MIN_SAME:  # most pairs differ in length
        return False
    ours, theirs = _counted(one), _counted(other)
    shared = sum(min(count, theirs[character]) for character, count in ours.items())
    if 2 * shared / whole <= MIN_SAME:
        return False
    if not _DECISIVE.isdisjoint([*(ours - theirs), *(theirs - ours)]) or _figures(one) != _figures(other):
        return False
    return not contrasts(one, other, "") and not contrasts(other, one, "")


def _figures(form: str) -> list[str]:
    return _FIGURE.findall(form)


@lru_cache(maxsize=1_024)
def _counted(form: str) -> Counter[str]:
    return Counter(form)
