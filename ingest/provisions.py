"""The parts of an article as lawyers cite them: 第五条第二款, 第五条第一款第（三）项.

款 are the paragraphs of an article and bear no number in the text, so they are counted. 项 are its
numbered lines, which belong to the paragraph above them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.numbering import Style, chinese_number, read_marker
from ingest.types import Section

_CN = "零〇一二三四五六七八九十百两"
_STEP = re.compile(rf"第[（(]?([{_CN}]{{1,5}}|\d{{1,3}})[）)]?([款项])")
_ITEM_STYLES = frozenset(
    {Style.CHINESE_PAREN, Style.ARABIC, Style.ARABIC_PAREN, Style.HALF_PAREN, Style.CIRCLED, Style.DECIMAL}
)
# 第二条 适用范围 on a line of its own names the article; its first 款 stands below.
_TITLE = re.compile(r"[^，,。；;：:！？]{0,24}")
_TABLE_ROW = " | "


@dataclass(frozen=True, slots=True)
class Step:
    """One step below an article."""

    label: str  # as asked for: 第二款
    number: int
    is_item: bool  # 项; else 款


def split_provision(wanted: str) -> tuple[str, tuple[Step, ...]]:
    """The label path of the article and the steps below it: 第五条第二款第（三）项 → 第五条, 款 2, 项 3."""
    first = _STEP.search(wanted)
    if first is None:
        return wanted, ()
    steps = []
    for match in _STEP.finditer(wanted, first.start()):
        number = chinese_number(match[1])
        if number is not None:
            steps.append(Step(match[0], number, match[2] == "项"))
    return wanted[: first.start()].rstrip("/ "), tuple(steps)


def find_provision(text: str, article: Section, steps: Sequence[Step]) -> Section | None:
    """The part of ``article`` that the steps name, None if it has none; its ordinal is the article's."""
    found = article
    for step in steps:
        parts = _items(text, found) if step.is_item else _paragraphs(text, found)
        if not 0 < step.number <= len(parts):
            return None
        start, end = parts[step.number - 1]
        found = replace(found, label=found.label + step.label, start=start, end=end)
    return found


def _lines(text: str, section: Section) -> list[tuple[int, int]]:
    spans, at = [], section.start
    for line in text[section.start : section.end].split("\n"):
        if line.strip():
            spans.append((at, at + len(line)))
        at += len(line) + 1
    return spans


def _paragraphs(text: str, article: Section) -> list[tuple[int, int]]:
    """Spans of the article's paragraphs, each with its numbered lines and tables."""
    spans: list[tuple[int, int]] = []
    for place, (start, end) in enumerate(_lines(text, article)):
        line = text[start:end]
        if place == 0:
            marker = read_marker(line)
            words = line[marker.end :] if marker else line
            if _TITLE.fullmatch(words) and end < article.end:
                continue
            spans.append((start, end))
        elif spans and (_is_item(line) or _TABLE_ROW in line):
            spans[-1] = spans[-1][0], end
        else:
            spans.append((start, end))
    return spans


def _items(text: str, paragraph: Section) -> list[tuple[int, int]]:
    """Spans of the numbered lines; in an article without a step for 款 those of all its paragraphs."""
    spans: list[tuple[int, int]] = []
    style = None
    for start, end in _lines(text, paragraph):
        marker = read_marker(text[start:end])
        if marker is not None and marker.style in _ITEM_STYLES and (style is None or marker.style is style):
            style = marker.style
            if marker.number == 1 and spans:
                break  # the list of the next paragraph
            spans.append((start, end))
        elif spans and marker is not None:
            spans[-1] = spans[-1][0], end  # 1. under （一）
    return spans


def _is_item(line: str) -> bool:
    marker = read_marker(line)
    return marker is not None and marker.style in _ITEM_STYLES
