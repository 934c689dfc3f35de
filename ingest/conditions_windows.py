"""When a document says that applications are taken."""

from __future__ import annotations

import re
from datetime import date

from ingest.conditions_document import own_span
from ingest.conditions_types import Window
from ingest.sentences import split_sentences
from ingest.types import Document

YEARLY = 2000  # the year that a yearly window's days are written in: a leap year, so that 2月29日 is a day

_DAY = r"(\d{1,2})月(?:(\d{1,2})日|底)"
_YEARLY_RANGE = re.compile(rf"每年(\d{{1,2}})月(\d{{1,2}})日(?:起)?(?:至|到|—|-|～|~){_DAY}")
_YEARLY_UNTIL = re.compile(rf"每年{_DAY}(?:之?前|止)")
_ONCE = re.compile(
    r"(20\d\d)年(\d{1,2})月(\d{1,2})日(?:起)?(?:至|到|—|-|～|~)(?:(20\d\d)年)?(\d{1,2})月(\d{1,2})日"
)
_ONCE_UNTIL = re.compile(r"(20\d\d)年(\d{1,2})月(\d{1,2})日(?:\d{1,2}[时点:：]\d{0,2}分?)?(?:之?前|止|截止)")
_APPLYING = re.compile(r"申报|申请|受理|填报|提出|登录")
_NOT_APPLYING = re.compile(r"初审|审核完成|公示|拨付|清理|评价|更新|推荐意见|完成审")
_LAST_DAY = {1: 31, 2: 28, 3: 31, 4: 30, 5: 31, 6: 30, 7: 31, 8: 31, 9: 30, 10: 31, 11: 30, 12: 31}


def find_windows(document: Document) -> tuple[Window, ...]:
    """When applications are taken."""
    found: list[Window] = []
    for section in document.sections:
        for start, end in split_sentences(document.text, *own_span(document, section)):
            words = document.text[start:end]
            if not _APPLYING.search(words):
                continue
            found += _windows(words, start, section.ordinal)
    return tuple(found)


def _windows(words: str, at: int, section: int) -> list[Window]:
    found: list[Window] = []
    for match in _YEARLY_RANGE.finditer(words):
        opens, closes = _day(YEARLY, match[1], match[2]), _day(YEARLY, match[3], match[4])
        if closes is not None:
            found.append(Window(at + match.start(), at + match.end(), opens, closes, True, section))
    for match in _YEARLY_UNTIL.finditer(words):
        closes = _day(YEARLY, match[1], match[2])
        if closes is not None and not _NOT_APPLYING.search(words[match.end() : match.end() + 8]):
            found.append(Window(at + match.start(), at + match.end(), None, closes, True, section))
    for match in _ONCE_UNTIL.finditer(words):
        closes = _day(int(match[1]), match[2], match[3])
        ranged = any(one.start() <= match.start() < one.end() for one in _ONCE.finditer(words))
        if (
            closes is not None
            and not ranged
            and not _NOT_APPLYING.search(words[match.end() : match.end() + 8])
        ):
            found.append(Window(at + match.start(), at + match.end(), None, closes, False, section))
    for match in _ONCE.finditer(words):
        opens = _day(int(match[1]), match[2], match[3])
        closes = _day(int(match[4] or match[1]), match[5], match[6])
        if closes is not None:
            found.append(Window(at + match.start(), at + match.end(), opens, closes, False, section))
    return found


def _day(year: int, month: str, day: str | None) -> date | None:
    try:
        return date(year, int(month), int(day) if day else _LAST_DAY[int(month)])
    except (ValueError, KeyError):
        return None
