"""How much is quoted of a sentence: all that completes the answer, and no more than a reader takes in.

A clause is quoted to its full stop; an opening (…包括：) with the list it opens; a row with the header of its
table; a run-in heading (（七）强化咨询服务。) with its item. Where a description is asked for, the sentences
that follow in the same section go with it while they are few.
"""

from __future__ import annotations

import re

from assistant.asking import VALUE_ASKED, Asked
from assistant.evidence import Sentence
from assistant.question import Question
from ingest import Document, split_sentences

MAX_LED_QUOTE_CHARS = 240  # of a clause quoted together with the clauses that lead to it
MAX_TABLE_QUOTE_CHARS = 400  # from the header row down to the row quoted
MAX_CAPTION_CHARS = 60  # of the line above a table that names its unit
MAX_LIST_QUOTE_CHARS = 500  # of a sentence quoted together with the list that it opens
# Of a description quoted with the sentences after it; a second place of the document is quoted beside
# it. Re-check with `wenzheng eval --beir`.
MAX_DESCRIPTION_CHARS = 200
MAX_LISTED_CHARS = 180  # of one measure in a list
RUN_IN_CHARS = 32  # a sentence this short that bears a label is the heading of what follows

# Asked for any of these, what follows the sentence belongs to the answer.
DESCRIBED = frozenset(
    {Asked.PROCEDURE, Asked.FACT, Asked.CONDITION, Asked.DEFINITION, Asked.LIST, Asked.ITEMS}
)

_LABEL = r"[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]|[①-⑳]|第[一二三四五六七八九十百]+[条章节]"
_LIST_ITEM = re.compile(rf"{_LABEL}|[一二三四五六七八九十]是|[—\-•·]")
_LABELLED = re.compile(_LABEL)
# 提出三方面要求。: what follows says which.
_ANNOUNCES = re.compile(
    r"(?:[一二两三四五六七八九十\d]+(?:个|大|方面|项|条|点|类|种)[^,，。;；]{0,12}|以下|如下)[^,，。;；]{0,10}[。:：]$"
)
_ASKS_EXTREME = re.compile(
    r"最[长短多少高低大早晚]|至多|至少|上限|封顶|\b(?:maximum|minimum|longest|at most|up to)\b"
)
# May one have both: what limits it belongs to the answer.
_ASKS_TO_ADD = re.compile(r"同时|既.*又|叠加|累计|重复|两个|两项|都|一起|加起来|一共|\bboth\b|\btogether\b")
_LIMITS = re.compile(r"不重复|就高|只享受|只能|不得超过|最高不超过|总额不超过|从高不重复|择优|仅可")
_OPEN_ENDS = ("：", ":")
_CLAUSE_ENDS = ("；", ";")


def quote_span(question: Question, sentence: Sentence, document: Document) -> tuple[int, int]:
    """The span of the document that is quoted for a sentence."""
    text = document.text
    start, end = sentence.start, sentence.end
    if "|" in sentence.text:
        return table_start(text, start), end
    limit = section_end(document, start)
    if sentence.text.rstrip().endswith(_OPEN_ENDS) or _ANNOUNCES.search(sentence.text):
        return start, _list_end(text, end, _subtree_end(document, start))
    if sentence.led:
        start = _led_start(text, start, end)
    if question.asked in VALUE_ASKED and _ASKS_EXTREME.search(question.form):
        start, end = _whole_sentence(text, start, end, limit)
    if question.asked is Asked.YES_NO and _ASKS_TO_ADD.search(question.form):
        return start, _limited_end(text, end, limit)
    if question.asked in DESCRIBED or _is_run_in_heading(sentence.text):
        most = MAX_LISTED_CHARS if question.asked is Asked.LIST else MAX_DESCRIPTION_CHARS
        return start, _description_end(text, end, start + most, limit)
    return start, end


def _limited_end(text: str, end: int, limit: int) -> int:
    """The end of the sentence after ``end`` that limits what one may get at once, if one does."""
    last = end
    for _, stop in split_sentences(text, end, limit)[:2]:
        if _LIMITS.search(text, last, stop):
            return stop
        last = stop
    return end


def _whole_sentence(text: str, start: int, end: int, limit: int) -> tuple[int, int]:
    """All clauses of the sentence (不满六个月的…；满三年的…), or as given where they are too many.

    Which of them goes farthest is seen only beside the others.
    """
    first, last = _led_start(text, start, end), end
    if text[start:end].rstrip().endswith(_CLAUSE_ENDS):
        for _, stop in split_sentences(text, end, limit):
            last = stop
            if not text[:stop].rstrip().endswith(_CLAUSE_ENDS):
                break
    return (first, last) if last - first <= MAX_LED_QUOTE_CHARS else (start, end)


def section_end(document: Document, at: int) -> int:
    """Where the innermost section that holds ``at`` ends, or its first subsection begins."""
    ends = [s.end for s in document.sections if s.start <= at < s.end]
    begins = [s.start for s in document.sections if s.start > at]
    return min([len(document.text), *ends, *begins])


def _subtree_end(document: Document, at: int) -> int:
    """Where the innermost section that holds ``at`` ends, subsections included."""
    return min((s.end for s in document.sections if s.start <= at < s.end), default=len(document.text))


def _is_run_in_heading(text: str) -> bool:
    return len(text) <= RUN_IN_CHARS and bool(_LABELLED.match(text))


def _led_start(text: str, start: int, end: int) -> int:
    """The start of the clauses that lead to one: 对获得A的…；获得B的，…"""
    line = text.rfind("\n", 0, start) + 1
    first = start
    for begun, stopped in reversed(split_sentences(text, line, start)):
        if not text[begun:stopped].endswith(_CLAUSE_ENDS) or end - begun > MAX_LED_QUOTE_CHARS:
            break
        first = begun
    return first


def table_start(text: str, start: int) -> int:
    """The start of the header row above a row, with the line that names its unit.

    Of the row itself if the table is too long to quote.
    """
    first = start
    while first > 0:
        before = text.rfind("\n", 0, first - 1) + 1
        if "|" not in text[before : first - 1]:
            break
        first = before
    if start - first > MAX_TABLE_QUOTE_CHARS:
        return start
    above = text.rfind("\n", 0, max(0, first - 1)) + 1
    return above if first - above <= MAX_CAPTION_CHARS and "单位" in text[above:first] else first


def _list_end(text: str, end: int, limit: int) -> int:
    """The end of the last listed line that still belongs to the sentence before ``end``."""
    last = end
    for first, stop in split_sentences(text, end, limit):
        if stop - end > MAX_LIST_QUOTE_CHARS:
            break
        starts_line = text[text.rfind("\n", 0, first) + 1 : first].strip() == ""
        if starts_line and not _LIST_ITEM.match(text, first):
            break
        last = stop
    return last


def _description_end(text: str, end: int, most: int, limit: int) -> int:
    """The end of the last sentence after ``end`` that lies before ``most``."""
    last = end
    for _, stop in split_sentences(text, end, limit):
        if stop > most:
            break
        last = stop
    return last
