"""Where annexes begin, as against the lines that only list them."""

from __future__ import annotations

from collections.abc import Sequence

from ingest import zone_patterns as patterns
from ingest.cleaning import Line, flat
from ingest.numbering import read_marker
from ingest.types import BlockKind

MAX_TITLE_LINES = 3
MAX_TITLE_CHARS = 60


def annex_starts(lines: Sequence[Line]) -> list[int]:
    """Indexes of the lines that open an annex."""
    return [at for at in range(len(lines) - 1) if _opens_annex(lines, at)]


def _opens_annex(lines: Sequence[Line], at: int) -> bool:
    text, following = flat(lines[at].text), flat(lines[at + 1].text)
    if lines[at].kind is BlockKind.TABLE or not patterns.ANNEX_LINE.fullmatch(text):
        return False
    if patterns.FIRST_OF_LIST.fullmatch(text) and patterns.SECOND_OF_LIST.fullmatch(following):
        return False
    if patterns.ANNEX_LINE.fullmatch(following) or patterns.DATE_LINE.fullmatch(following):
        return False
    if _is_bare(text):
        return list_start(lines, 0, _items_end(lines, at)) != at or _items_end(lines, at) == at + 1
    if patterns.LISTED_NAME.fullmatch(text):
        # 附件：某某办法 before the signature lists it; after the signature it opens it.
        return _signed_before(lines, at)
    second = flat(lines[at + 2].text) if at + 2 < len(lines) else ""
    return not (patterns.SIGNATURE.fullmatch(lines[at + 1].text) and patterns.DATE_LINE.fullmatch(second))


def _is_bare(text: str) -> bool:
    return bool(patterns.ANNEX_LABEL.fullmatch(text.rstrip(":：")))


def _items_end(lines: Sequence[Line], at: int) -> int:
    """After the numbered names under a bare 附件："""
    end = at + 1
    if not flat(lines[at].text).endswith((":", "：")):
        return end
    while end < len(lines) and patterns.LIST_ITEM.fullmatch(lines[end].text):
        end += 1
    closed = end == len(lines) or bool(
        patterns.ANNEX_LINE.fullmatch(flat(lines[end].text))
        or patterns.DATE_LINE.fullmatch(flat(lines[end].text))
        or patterns.SIGNATURE.fullmatch(lines[end].text)
    )
    return end if closed else at + 1


def _signed_before(lines: Sequence[Line], at: int) -> bool:
    if at == 0:
        return False
    before = flat(lines[at - 1].text)
    return bool(patterns.DATE_LINE.fullmatch(before)) or any(
        pattern.fullmatch(before) for pattern in patterns.CLOSINGS
    )


def list_start(lines: Sequence[Line], first: int, end: int) -> int | None:
    """The line 附件：1.… of the list of attachments that ends just before ``end``, if one does."""
    at = end - 1
    while at > first and _is_item(lines[at].text):
        at -= 1
    return at if at >= first and patterns.LIST_OPENING.fullmatch(lines[at].text) else None


def _is_item(text: str) -> bool:
    return bool(patterns.LIST_ITEM.fullmatch(text)) and not patterns.LIST_OPENING.fullmatch(text)


def annex_heading(lines: Sequence[Line], first: int, last: int) -> tuple[str, str, int]:
    """Label and heading of the annex that line ``first`` opens, and how many lines they take."""
    text = flat(lines[first].text)
    match = patterns.ANNEX_LABEL.match(text)
    label = "".join(match[0].split()) if match else ""
    if match is None or text[match.end() :].strip(":： \u3000"):
        return label, text, 1
    end = first + 1
    while end < min(last, first + 1 + MAX_TITLE_LINES) and _is_title(lines, first + 1, end):
        end += 1
    title = "".join(flat(line.text) for line in lines[first + 1 : end])
    return label, f"{label} {title}".strip(), end - first


def _is_title(lines: Sequence[Line], first: int, at: int) -> bool:
    """The first line belongs to the title, then a note in brackets or the rest of an unfinished one."""
    line, text = lines[at], flat(lines[at].text)
    if line.kind is BlockKind.TABLE or read_marker(line.text) or text[-1:] in "。；;:：，,":
        return False
    if len(text) > MAX_TITLE_CHARS:
        return False
    return at == first or bool(patterns.NOTE.fullmatch(text)) or not _is_finished(lines[first:at])


def _is_finished(title: Sequence[Line]) -> bool:
    return bool(patterns.TITLE_END.search(flat(title[-1].text)))
