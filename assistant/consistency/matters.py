"""Which documents are on one matter: their titles name the same thing."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache

from assistant.consistency.lexicon import dice
from index import DocumentSummary

MIN_TITLE_DICE = 0.6
SAME_TITLE_DICE = 0.95
# What a title says beside its matter: who issues it and what sort of paper it is.
_WRAPPING = re.compile(
    r"中华人民共和国|^.*?关于(?:印发|发布|公布|转发)?|[《》]|的?(?:通知|公告|通告|决定)$|(?:实施|管理|暂行|试行|若干|有关)+|"
    r"(?:办法|细则|措施|政策|规定|意见|方案|条例|指南|计划)(?:[（(]试行[）)])?$"
)


def on_one_matter(documents: Mapping[str, DocumentSummary]) -> Callable[[str, str], bool]:
    """A test of two doc_ids.

    That one cites the other is not enough: 刑事诉讼法的解释 cites 民事诉讼法 and binds another court.
    """

    @lru_cache(maxsize=65536)
    def linked(first: str, second: str) -> bool:
        return dice(_matter(documents[first]), _matter(documents[second])) >= MIN_TITLE_DICE

    return linked


def same_title(first: DocumentSummary, second: DocumentSummary) -> bool:
    """Whether two documents of one place bear one title: editions, of which the later one counts."""
    return first.region == second.region and dice(first.title, second.title) >= SAME_TITLE_DICE


def _matter(document: DocumentSummary) -> str:
    """A title without its place, its issuer and its kind of paper."""
    title = re.sub(r"\s+", "", document.title)
    for place in (document.region, document.province, document.city):
        title = title.replace(place, "") if place else title
    return _WRAPPING.sub("", _WRAPPING.sub("", title))
