"""What an item of a list hangs on: （一）给予税收优惠 says the contrary without 不得含有下列内容：."""

from __future__ import annotations

import re

from ingest import Document, split_sentences

MAX_LINES_BACK = 80  # from an item to the opening of its list
MAX_STEM_CHARS = 220  # a longer opening is quoted from its last sentence on
# An opening this short (（一）申报条件：) hangs on another one.
SHORT_STEM_CHARS = 24

_CHINESE = "一二三四五六七八九十"
_STYLES = (  # outermost first
    re.compile(rf"([{_CHINESE}]{{1,3}})、"),
    re.compile(rf"[（(]([{_CHINESE}]{{1,3}})[）)]"),
    re.compile(r"(\d{1,2})[.．、](?!\d)"),
    re.compile(r"[（(](\d{1,2})[）)]"),
    re.compile(r"([①-⑳])"),
)
_FIRST = frozenset({"一", "1", "①"})
_OPENS = (":", "：")
MAX_HEADING_CHARS = 30  # a longer line says something itself
_SENTENCE = re.compile(r"[。；;:：!！?？]")
# Openings of whole papers say nothing of their items.
_OF_PAPERS = re.compile(
    r"(?:通知|公告|通告|意见|措施|政策|方案|规定|办法|答复|决定|批复|说明|事项)如下[:：]$"
    r"|(?:制定|提出|出台|实施|采取|印发)[^,，。]{0,12}(?:如下|以下|下列)[^,，。]{0,12}[:：]$"
)


def stems_of(document: Document, at: int) -> list[tuple[int, int]]:
    """The openings of the lists that the line at ``at`` is an item of, outermost first; [] if of none."""
    first = _stem(document.text, at)
    if first is None or _OF_PAPERS.search(document.text[slice(*first)].strip()):
        return []
    if first[1] - first[0] > SHORT_STEM_CHARS:
        return [first]
    return [*stems_of(document, first[0]), first]


def heading_of(document: Document, at: int) -> tuple[int, int] | None:
    """The heading above the list that the line at ``at`` is an item of; None if something else is.

    Headings (四、申报材料) open a list as well as 申报材料包括： does.
    """
    first = _first_item(document.text, at)
    if first is None or first == 0:
        return None
    text = document.text
    end = len(text[:first].rstrip())
    begin = text.rfind("\n", 0, end) + 1
    line = text[begin:end].strip()
    return (begin, end) if 0 < len(line) <= MAX_HEADING_CHARS and not _SENTENCE.search(line) else None


def list_of(document: Document, stem: tuple[int, int], most: int) -> tuple[int, int] | None:
    """The span of an opening with all items of its list, None if that is more than ``most`` characters."""
    text, end = document.text, stem[1]
    style: int | None = None
    for start, stop in _lines_after(text, stem[1]):
        found = marker(text[start:stop])
        style = found[0] if style is None and found is not None else style
        again = found is not None and found[0] == style and found[1] in _FIRST and end > stem[1]
        if found is None or style is None or found[0] < style or again:
            break
        if stop - stem[0] > most:
            return None
        end = stop
    return (stem[0], end) if end > stem[1] else None


def _stem(text: str, at: int) -> tuple[int, int] | None:
    """The last sentence of the line above the first item of the list, if it ends with a colon."""
    first = _first_item(text, at)
    return _opening(text, first) if first is not None else None


def _first_item(text: str, at: int) -> int | None:
    """Where the line of the first item of a list begins, of which the line at ``at`` is one."""
    begin = text.rfind("\n", 0, at) + 1
    own = marker(text[begin : _line_end(text, begin)])
    if own is None:
        return None
    for _ in range(MAX_LINES_BACK):
        above = text.rfind("\n", 0, max(0, begin - 1)) + 1
        line = text[begin : _line_end(text, begin)]
        found = marker(line)
        if found is not None and found[0] == own[0] and found[1] in _FIRST:
            return begin
        if begin == 0:
            return None
        begin = above
    return None


def _opening(text: str, item: int) -> tuple[int, int] | None:
    end = item
    while end > 0 and text[end - 1].isspace():
        end -= 1
    if not text[:end].endswith(_OPENS):
        return None
    begin = text.rfind("\n", 0, end) + 1
    sentences = split_sentences(text, begin, end)
    if not sentences or end - begin <= MAX_STEM_CHARS:
        return begin, end
    return sentences[-1][0], end


def marker(line: str) -> tuple[int, str] | None:
    """Which style numbers a line and by what number; None if none does."""
    bare = line.lstrip()
    for style, pattern in enumerate(_STYLES):
        match = pattern.match(bare)
        if match is not None:
            return style, match[1]
    return None


def _line_end(text: str, begin: int) -> int:
    end = text.find("\n", begin)
    return len(text) if end < 0 else end


def _lines_after(text: str, at: int) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    begin = _line_end(text, at) + 1
    while begin < len(text) and len(spans) < MAX_LINES_BACK:
        end = _line_end(text, begin)
        if text[begin:end].strip():
            spans.append((begin, end))
        begin = end + 1
    return spans
