"""Who gets nothing, or what is forbidden: the clauses that say so and nothing else."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.asking import Asked
from assistant.evidence import Sentence, asks_excluded
from assistant.glossary import match_form
from assistant.groups import Selection, able_sentences, distinct, grouped, one_group
from assistant.question import Question
from assistant.stems import marker

# Asked whether one thing is excluded, the sentence that decides is shown as for any other question.
_LISTING = frozenset({Asked.LIST, Asked.ITEMS, Asked.CONDITION, Asked.FACT})
MAX_EXCLUSIONS = 4
MAX_EXCLUSION_CORE_GAP = 0.35  # how much less of the subject than the best another one may say
MAX_EXCLUSION_GAP = 0.4  # … and how far it may lie behind by its score
MIN_LIST_CONTEXT = 0.5  # of the question's weight that the best holds with what stands around it
LIST_BONUS = 0.3  # of a list of exclusions, which answers as a whole
_ONE_OF = re.compile(
    r"(?:下列|以下|之一)[^。;]{0,40}(?:不予|不得|不能|不再|不享受|不适用|取消|停止|追回|禁止)|不[予得享再][^。;]{0,20}(?:下列|以下)"
)
# Stricter than what moves a sentence's score: 确因工作需要不能安排, 不再扣回 exclude nobody.
_EXCLUDES = re.compile(
    r"不予|不得(?!超过|低于|少于|高于|多于|早于|晚于|迟于|小于|大于)|不享受|不纳入|不支持|禁止|取消|停止|不适用|不属于|不包括"
    r"|不计入|不给予|不列入|追回|不再(?=给予|享受|安排|支持|发放|奖|补|受理|列入)|除外"
    r"|不(?:能|可以?)(?=享受|申请|申报|获得|领取|参加|作为|列入)"
)
# 总额不超过1000万元，“一事一议”项目除外: excepted from a ceiling, not from a gift.
_CEILING = re.compile(r"不(?:得)?超过[^;。]*除外")
# What happens on the way is no exclusion: 逾期…不予受理, 一年内不得再次申请.
_OF_PROCEDURE = re.compile(r"逾期(?:未|不|没有|视)|视为放弃|弄虚作假|骗取|再次申请|不予受理")
_OPENING = re.compile(r"[^\n]*[:：]\s*$", re.MULTILINE)


def asks_for_exclusions(question: Question) -> bool:
    """Whether who or what is excluded is to be listed: 哪些企业不能享受."""
    return question.asked in _LISTING and asks_excluded(question)


def excluded(question: Question, allowed: Sequence[Sentence]) -> Selection | None:
    """The excluding clauses of the subject; None if none says who or what is excluded."""
    able = [s for s in able_sentences(question, allowed) if not s.introduces]
    clauses = [s for s in able if _excludes(s.form) or _excludes(_opening_of(s))]
    if not _OF_PROCEDURE.search(question.form):
        clauses = [s for s in clauses if not _OF_PROCEDURE.search(s.form) or _is_list(s)] or clauses
    if not clauses:
        return None
    clauses.sort(key=lambda s: (-_worth(s), s.key))
    near = [s for s in clauses if _is_near(s, clauses)]
    chosen = _one_of_each_list(distinct(near))[:MAX_EXCLUSIONS]
    of_one_place = len({s.hit.document.region for s in chosen}) == 1
    return Selection(one_group(chosen) if of_one_place else grouped(chosen), complete=True)


def _is_near(sentence: Sentence, clauses: Sequence[Sentence]) -> bool:
    """Whether a clause speaks of what the others do; a list need not name who it is for again."""
    if sentence.score < max(s.score for s in clauses) - MAX_EXCLUSION_GAP:
        return False
    if _is_list(sentence):
        return sentence.context >= max(s.context for s in clauses) * MIN_LIST_CONTEXT
    return sentence.core >= max(s.core for s in clauses) - MAX_EXCLUSION_CORE_GAP


def _excludes(form: str) -> bool:
    return bool(_EXCLUDES.search(form)) and not _CEILING.search(form)


def _worth(sentence: Sentence) -> float:
    return sentence.score + LIST_BONUS * _is_list(sentence)


def _is_list(sentence: Sentence) -> bool:
    return bool(_ONE_OF.search(sentence.form) or _ONE_OF.search(_opening_of(sentence)))


def _opening_of(sentence: Sentence) -> str:
    """The match form of the opening of the list that a sentence is an item of, '' if its passage has none."""
    own = marker(sentence.text)
    if own is None:
        return ""
    before = sentence.hit.text[: max(0, sentence.start - sentence.hit.passage.start)]
    openings = list(_OPENING.finditer(before))
    if not openings:
        return ""
    first = marker(before[openings[-1].end() :] or sentence.text)
    return match_form(openings[-1][0]) if first is not None and first[0] == own[0] else ""


def _one_of_each_list(sentences: Sequence[Sentence]) -> list[Sentence]:
    """Of the items of one list the best: all of it is quoted for it."""
    kept: dict[tuple[str, str], Sentence] = {}
    for sentence in sentences:
        opening = sentence.form if sentence.form.endswith(":") else _opening_of(sentence)
        kept.setdefault((sentence.hit.document.doc_id, opening or sentence.form), sentence)
    return list(kept.values())
