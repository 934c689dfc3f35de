"""Where sentences and clauses begin and end: the one place that cuts text at its punctuation."""

from __future__ import annotations

SENTENCE_ENDS = frozenset("。！？；!?;")
CLAUSE_ENDS = frozenset("，,")
CLOSING_OF = {
    "（": "）",
    "(": ")",
    "“": "”",
    "‘": "’",
    "《": "》",
    "〈": "〉",
    "「": "」",
    "『": "』",
    "【": "】",
    "〔": "〕",
    "[": "]",
    "［": "］",
}
CLOSINGS = frozenset(CLOSING_OF.values())

# A pair further apart than this is taken for two stray marks: official text forgets to close a bracket
# now and then, and one forgotten mark must not glue the rest of a document together. The longest
# bracketed list of departments in real policies is about 180 characters.
MAX_ENCLOSED_CHARS = 300
MAX_OPEN_MARKS = 16  # deeper nesting is noise; the cap keeps a line of stray marks linear


def split_sentences(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Spans of the sentences of ``text[start:end]``, in order, stripped of surrounding white space.

    A sentence ends after 。！？； (or their ASCII forms) and at a line break. A mark inside brackets or
    quotes does not end it, but ``“…。”`` ends after the closing quote. Nothing but white space is lost.
    """
    stop = len(text) if end is None else end
    return _cut(text, start, stop, SENTENCE_ENDS)


def split_clauses(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Spans of the clauses of ``text[start:end]``: cut at commas as well as at sentence ends."""
    stop = len(text) if end is None else end
    return _cut(text, start, stop, SENTENCE_ENDS | CLAUSE_ENDS)


def enclosed_spans(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Spans of the outermost bracketed or quoted stretches, marks included, each within one line."""
    spans: list[tuple[int, int]] = []
    opened: list[int] = []
    for i in range(start, len(text) if end is None else end):
        mark = text[i]
        if mark == "\n":
            opened.clear()
        elif mark in CLOSING_OF:
            opened.append(i)
            del opened[:-MAX_OPEN_MARKS]
        elif mark in CLOSINGS:
            _close(text, opened, i, spans)
    return spans


def _close(text: str, opened: list[int], i: int, spans: list[tuple[int, int]]) -> None:
    for depth in range(len(opened) - 1, -1, -1):
        if CLOSING_OF[text[opened[depth]]] != text[i]:
            continue
        first = opened[depth]
        del opened[depth:]
        if i + 1 - first <= MAX_ENCLOSED_CHARS:
            while spans and spans[-1][0] > first:
                spans.pop()
            spans.append((first, i + 1))
        return


def _cut(text: str, start: int, stop: int, ends: frozenset[str]) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    inside = iter(enclosed_spans(text, start, stop))
    enclosed = next(inside, None)
    begin = i = start
    while i < stop:
        if enclosed is not None and i == enclosed[0]:
            i = enclosed[1]
            enclosed = next(inside, None)
            if text[i - 2] in "。！？!?" and text[i - 1] in "”’」』":
                begin = _keep(text, begin, i, spans)
            continue
        if text[i] == "\n" or (text[i] in ends and not _joins(text, i, stop)):
            begin = _keep(text, begin, i + 1, spans)
        i += 1
    _keep(text, begin, stop, spans)
    return spans


def _joins(text: str, i: int, stop: int) -> bool:
    """Whether the ASCII mark at i is part of a token: ``1,500`` or ``list?id=3``."""
    if text[i] not in ",?!;" or i == 0 or i + 1 >= stop:
        return False
    before, after = text[i - 1], text[i + 1]
    if text[i] == ",":
        return before.isdigit() and text[i + 1 : i + 4].isdigit() and not text[i + 4 : i + 5].isdigit()
    return before.isascii() and before.isalnum() and after.isascii() and after.isalnum()


def _keep(text: str, begin: int, end: int, spans: list[tuple[int, int]]) -> int:
    """Append the stripped span unless it is empty or mere closing marks; return where the next begins."""
    first, last = begin, end
    while first < last and text[first].isspace():
        first += 1
    while last > first and text[last - 1].isspace():
        last -= 1
    if first < last:
        if spans and all(mark in CLOSINGS or mark in SENTENCE_ENDS for mark in text[first:last]):
            spans[-1] = (spans[-1][0], last)
        else:
            spans.append((first, last))
    return end
