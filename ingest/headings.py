"""What a numbered line shows as its heading, and the 一是…二是… inside a paragraph."""

from __future__ import annotations

import re

from ingest.cleaning import flat
from ingest.numbering import LEGAL, Marker, Style

# A heading that runs on in its line ends at its first full stop; a longer first sentence is text.
MAX_INLINE_HEADING_CHARS = 45
# 申报条件：企业应当… — before a colon, only a name is a heading.
MAX_COLON_HEADING_CHARS = 15
# A line of its own without a full stop; the longest seen is a 62-character title of a task.
MAX_HEADING_LINE_CHARS = 70
# 第一条 适用范围, alone on its line.
MAX_ARTICLE_TITLE_CHARS = 20

_SENTENCE_END = re.compile("[。！？!?；;]")
_ARTICLE_TITLE = re.compile(r"[【\[（(〔][^】\]）)〕]{1,30}[】\]）)〕]")
_PUNCTUATION = re.compile("[。；;，,：:！？]")
_ENUMERATED = re.compile(r"(?:^|(?<=[。；;：:，,！!]))([一二三四五六七八九十]{1,3})([是要])")
# Labels that stand apart from the words of their heading: 第一章 总则, 1 范围.
_SPACED_STYLES = LEGAL | {Style.SPACED, Style.TASK}
_DIGITS = "一二三四五六七八九十"


def heading_of(line: str, marker: Marker, *, followed: bool, in_article: bool = False) -> str:
    """The heading that a numbered line carries, its label included; the label alone if it has none.

    A line without a full stop is a heading as a whole, and so is the short first sentence before other
    text. A lone sentence is text, unless ``followed`` says that unnumbered lines of its own come next.
    The items of an article are sentences; only a name counts as their heading.
    """
    words = line[marker.end :]
    glue = " " if marker.spaced and words and marker.style in _SPACED_STYLES else ""
    if marker.style is Style.ARTICLE:
        found = _article_title(words)
    elif line[-1:] in "；;":
        found = ""
    elif in_article:
        found = _name(words)
    else:
        found = opening_heading(words, followed=followed)
    return marker.label + glue + found if found else marker.label


def opening_heading(words: str, *, followed: bool) -> str:
    """The heading at the start of a paragraph, '' if it has none."""
    stop = _SENTENCE_END.search(words)
    if stop is None:
        return flat(words.rstrip("：:，, ")) if len(words) <= MAX_HEADING_LINE_CHARS else _before_colon(words)
    alone = stop.end() == len(words)
    first = words[: stop.start()]
    if stop[0] in "？?" and alone and len(words) <= MAX_HEADING_LINE_CHARS:  # 一、为什么要出台本政策？
        return flat(words)
    quotes = first.count("“") != first.count("”")
    if stop[0] == "。" and len(first) <= MAX_INLINE_HEADING_CHARS and (followed or not alone) and not quotes:
        return _before_colon(first) or flat(first)
    return _before_colon(words)


def _before_colon(words: str) -> str:
    head, colon, _ = words.replace(":", "：").partition("：")
    named = colon and len(head) <= MAX_COLON_HEADING_CHARS and not _PUNCTUATION.search(head)
    return flat(head) if named else ""


def _article_title(words: str) -> str:
    title = _ARTICLE_TITLE.match(words)
    if title:
        return title[0]
    return _name(words)


def _name(words: str) -> str:
    return flat(words) if len(words) <= MAX_ARTICLE_TITLE_CHARS and not _PUNCTUATION.search(words) else ""


def find_enumeration(line: str, start: int = 0) -> list[tuple[int, str]]:
    """Offsets and labels of 一是…二是… (or 一要…二要…) in a paragraph; [] unless there are two in order."""
    for word in "是要":
        cuts: list[tuple[int, str]] = []
        for match in _ENUMERATED.finditer(line, start):
            if match[2] == word and len(cuts) < len(_DIGITS) and match[1] == _DIGITS[len(cuts)]:
                cuts.append((match.start(), match[0]))
        if len(cuts) > 1:
            return cuts
    return []
