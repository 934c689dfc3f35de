"""Whether one may have several gifts at once: the sentence that allows or limits it comes first."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.asking import VALUE_ASKED
from assistant.evidence import Sentence
from assistant.groups import Selection, answers, distinct, grouped, one_group
from assistant.question import Question

MAX_ADDING = 2
MAX_ADDING_GAP = 0.3
MIN_ADDING_CONTEXT = 0.4  # of what the best sentence of all holds of the question, with what stands around it
_ASKS = re.compile(
    r"叠加|(?:同时|重复|一起|都能?|一并)(?:享受|申报|申请|拿|领|获得|补|给|用)|(?:两|几|多)(?:[份项次头笔].{0,6}|个)(?:奖|补|钱)"
    r"|(?:享受|拿|领|补|奖|报)(?:两|几)[次份遍]|双份|(?:奖|补贴?|贷|贴息).{0,12}(?:冲突|兼得)"
)
# What a rule says of several gifts at once.
_SAYS = re.compile(
    r"不重复|重复(?:享受|奖励|补助|申报|申领|支持)|就高|从高|叠加|同时享受|不得同时|只(?:能)?(?:享受|申请|选择)[^,;。]{0,6}(?:一|其中)"
    r"|择[优高一]|不再(?:给予|享受|重复)|可以?同时|差额补足|已(?:享受|获得)[^;。]{0,40}(?:不再|不予|不得)"
)
_OF_THE_ABOVE = re.compile(r"^(?:上述|以上|前述|本项|该项)")


def asks_to_add(question: Question) -> bool:
    """Whether several gifts at once are asked about: 可以叠加吗, 能拿两份吗."""
    return question.asked not in VALUE_ASKED and bool(_ASKS.search(question.form))


def on_adding(question: Question, allowed: Sequence[Sentence]) -> Selection | None:
    """What is said of several gifts at once, with what it is said of; None if nothing is."""
    able = [s for s in allowed if answers(question, s) and not s.introduces]
    most = max((s.context for s in able), default=0.0)
    said = [s for s in able if _SAYS.search(s.form) and s.context >= most * MIN_ADDING_CONTEXT]
    if not said:
        return None
    said.sort(key=lambda s: s.key)
    chosen = [s for s in distinct(said) if s.score >= said[0].score - MAX_ADDING_GAP][:MAX_ADDING]
    if _OF_THE_ABOVE.match(chosen[0].form):  # 上述奖励与省级奖励可叠加享受。
        chosen += _before(chosen[0], able)
    of_one_place = len({s.hit.document.region for s in chosen}) == 1
    return Selection(one_group(chosen) if of_one_place else grouped(chosen), complete=True)


def _before(sentence: Sentence, able: Sequence[Sentence]) -> list[Sentence]:
    """The last sentence before one in its document that is about the question too."""
    own = [
        s for s in able if s.hit.document.doc_id == sentence.hit.document.doc_id and s.end <= sentence.start
    ]
    return [max(own, key=lambda s: s.end)] if own else []
