"""How much of a list is quoted for one of its items: its opening with it, all of it where it is asked for."""

from __future__ import annotations

import re

from assistant.asking import Asked
from assistant.evidence import asks_excluded, excludes
from assistant.extents import MAX_LED_QUOTE_CHARS
from assistant.glossary import match_form
from assistant.question import Question
from assistant.stems import heading_of, list_of, stems_of
from ingest import Document

# Asked for these, the whole of a list that opens on it is quoted, up to so many characters.
_ENUMERATED = frozenset({Asked.LIST, Asked.ITEMS, Asked.CONDITION, Asked.PROCEDURE})
_ITEMS = frozenset({Asked.ITEMS, Asked.CONDITION})  # of which a list is the answer, whatever opens it
MAX_LIST_CHARS = 900
# Between the opening and the item: with more items between them the two are quoted apart.
MAX_BETWEEN_CHARS = 80
MAX_BESIDE_CHARS = 4  # the first item follows its opening
# Only what stands under a heading, without words that open a list.
_LISTED_UNDER = re.compile(r"材料|资料|条件|要求|情形|对象|范围|程序|流程|步骤|方式|内容|标准|职责|任务|目标")


def list_span(question: Question, document: Document, at: int, span: tuple[int, int]) -> tuple[int, int]:
    """What is quoted for the sentence at ``at`` whose own quote is ``span``."""
    stems = stems_of(document, at)
    if question.asked in _ENUMERATED or asks_excluded(question):
        whole = _whole(question, document, at, stems)
        if whole is not None:
            return whole[0], max(whole[1], span[1])
    if not stems:
        return span
    between = span[0] - stems[-1][1]
    # Of a list put together from many places, each item is quoted by itself.
    room = MAX_BESIDE_CHARS if question.asked is Asked.LIST else MAX_BETWEEN_CHARS
    near = span[1] - stems[0][0] <= MAX_LED_QUOTE_CHARS and between <= room
    return (stems[0][0] if near else span[0]), span[1]


def _whole(
    question: Question, document: Document, at: int, stems: list[tuple[int, int]]
) -> tuple[int, int] | None:
    """The list that the question asks for, with its opening or heading; None if it asks for another."""
    if stems:
        whole = list_of(document, stems[-1], MAX_LIST_CHARS)
        return whole if whole is not None and _is_asked(question, document, stems[-1], whole) else None
    heading = heading_of(document, at) if question.asked in _ITEMS else None
    if heading is None:
        return None
    words = document.text[slice(*heading)]
    named = _LISTED_UNDER.search(words) is not None and opens_on(question, words)
    return list_of(document, heading, MAX_LIST_CHARS) if named else None


def _is_asked(question: Question, document: Document, stem: tuple[int, int], whole: tuple[int, int]) -> bool:
    opening = document.text[slice(*stem)]
    if opens_on(question, opening) or (asks_excluded(question) and excludes(match_form(opening))):
        return True
    return question.asked in _ITEMS and opens_on(question, document.text[slice(*whole)])


def opens_on(question: Question, words: str) -> bool:
    """Whether words hold half of what the question asks to have listed."""
    form = match_form(words)
    return 2 * sum(term.found_in(form) is not None for term in question.terms) >= len(question.terms) > 0
