"""The clause that a question points at: the steps, the address, the definition, what follows."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.demands import REMEMBERED_QUESTIONS
from assistant.question import Question

# What such a question names, and how the clause that answers it is written.
_POINTS = (
    (
        re.compile(
            r"(?:怎么|如何|怎样|咋)(?:去|来)?(?:申请|申报|办理?$|报名)|流程|步骤|程序"
            r"|\bhow (?:do|can|to)\b.*\bapply\b"
        ),
        re.compile(
            r"(?:下列|以下|如下)(?:程序|流程|步骤)|(?:程序|流程|步骤)(?:如下|办理|为|是|包括|:)|按[^,;。]{0,8}程序"
        ),
    ),
    (
        re.compile(r"在哪(?:里|儿|个地方)?(?:办公|上班)|(?<!网)地址|\bwhere is\b.*\boffice\b|\baddress\b"),
        re.compile(r"地址|[路街道巷]\d+号|\d+室|号窗口"),
    ),
    (
        re.compile(r"会(?:被)?(?:怎[样么]|咋样|如何)|后果"),
        re.compile(
            r"处[^,;。]{0,20}罚款|收回|退回|退还|取消[^,;。]{0,6}资格|不得再|责令|年内不得|追究|吊销|记入"
        ),
    ),
)
_ASKS_MEANING = re.compile(r"^(?:请问)?什么(?:是|叫)|(?:是|叫)什么(?:意思)?$|定义|含义|指的?是什么|是指什么")
_MEANS = r"(?:\([^)]{0,30}\))?(?:,是(?:指)?|是指|指的是|,?系指)"


def points_at(question: Question, text: str) -> bool:
    """Whether ``text``, the match form of a sentence and what it lives on, is the clause pointed at."""
    if any(met.search(text) for met in _clauses_asked(question.form)):
        return True
    if not _ASKS_MEANING.search(question.form):
        return False
    names = [name for term in question.terms for name in term.names if len(name) > 1]
    return any(re.search(re.escape(name) + _MEANS, text) for name in names)


@lru_cache(maxsize=REMEMBERED_QUESTIONS)
def _clauses_asked(question_form: str) -> tuple[re.Pattern[str], ...]:
    return tuple(met for asked, met in _POINTS if asked.search(question_form))
