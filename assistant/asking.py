"""What kind of thing a question asks for, read off a table of phrases."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files


class Asked(StrEnum):
    """The kind of answer that would satisfy a question."""

    ATTACHMENTS = "attachments"
    ISSUER = "issuer"
    NUMBER = "number"  # 发文字号
    VALIDITY = "validity"  # from when, until when, whether in force
    ISSUED = "issued"  # when a document was issued
    RECIPIENTS = "recipients"  # 主送
    EXPLAINER = "explainer"  # 由谁负责解释
    CONTACT = "contact"
    COMPARISON = "comparison"
    SOURCE = "source"  # which document says so
    DEPARTMENT = "department"
    CONDITION = "condition"
    RATIO = "ratio"
    COUNT = "count"
    AMOUNT = "amount"
    DATE = "date"
    FIGURE = "figure"  # a value of any kind
    DEFINITION = "definition"
    LIST = "list"  # put together from several places: measures, rules, towns
    ITEMS = "items"  # any other list (…有哪些功能, 哪些门诊停诊): it stands in one place
    PROCEDURE = "procedure"
    YES_NO = "yes_no"
    FACT = "fact"  # anything else


# Asked about a document's header rather than its provisions.
DOCUMENT_ASKED = frozenset(
    {
        Asked.ATTACHMENTS,
        Asked.ISSUER,
        Asked.NUMBER,
        Asked.VALIDITY,
        Asked.ISSUED,
        Asked.RECIPIENTS,
        Asked.EXPLAINER,
    }
)
_GATHERED = re.compile(
    r"政策|措施|举措|支持|扶持|帮扶|奖|补助|补贴|资助|优惠|待遇|好处|红利|资金|规定|办法|文件|方案|渠道|任务|目标|产业"
    r"|[哪各](?:些|几个)?(?:城市|地方|地区|地市|市|县|区|省|地)"
    r"|\b(?:support|incentive|benefit|polic|measure|subsid|reward|award|grant|fund|help|preferential|rule|cit"
    r"|document|task|target|goal|industr|tax|loan|offer|provid)"
)
MARKS = " ?!.。"  # at the end of a folded question
# The answer must hold a value.
VALUE_ASKED = frozenset({Asked.AMOUNT, Asked.RATIO, Asked.COUNT, Asked.FIGURE, Asked.DATE})


@lru_cache(maxsize=2)
def _patterns(language: str) -> tuple[tuple[Asked, re.Pattern[str]], ...]:
    """The kinds in the order of their lines, each run of lines of one kind as one pattern."""
    parts: list[tuple[Asked, list[str]]] = []
    for line in files("assistant").joinpath("data/asking.tsv").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            kind, of_language, pattern = line.split("\t")
            if of_language == language:
                if not parts or parts[-1][0] != kind:
                    parts.append((Asked(kind), []))
                parts[-1][1].append(pattern)
    return tuple((asked, re.compile("|".join(patterns))) for asked, patterns in parts)


def read_asked(folded: str, *, english: bool) -> Asked:
    """The kind of answer asked for by a folded question; FACT where no phrase of the table occurs."""
    bare = folded.strip(MARKS)
    for asked, pattern in _patterns("en" if english else "zh"):
        if pattern.search(bare):
            gathers = _GATHERED.search(_listed(bare) if english else bare)
            return Asked.ITEMS if asked is Asked.LIST and not gathers else asked
    return Asked.FACT


# What is listed ends before these: which vehicles | are exempt from tax.
_ENGLISH_HEAD_ENDS = re.compile(
    r"\s(?:are|is|was|were|do|does|did|can|may|must|should|will|has|have|for|that|of|in|to|by|at|on|with|under"
    r"|from|lose|get|receive|need|there)\b"
)


def _listed(bare: str) -> str:
    """The words of an English question that say what is to be listed; all of it where they say nothing."""
    ends = _ENGLISH_HEAD_ENDS.search(bare)
    head = bare[: ends.start()] if ends else bare
    return head if " " in head else bare


def has_asking_words(folded: str, *, english: bool) -> bool:
    """Whether the text asks for anything by itself: '那科技小巨人呢' does not."""
    bare = folded.strip(MARKS)
    return any(pattern.search(bare) for _, pattern in _patterns("en" if english else "zh"))
