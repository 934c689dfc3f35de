"""Passages: the pieces of a document that are embedded, found and shown.

A leaf section is one passage; very short siblings, and the items of a list, share one under their
parent's heading; a section longer than a passage is cut at paragraph and sentence ends.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.cleaning import Line
from ingest.types import BlockKind, Document, Passage, Section, SectionKind

# 300 Chinese characters are about 190 tokens; 450 with title, headings and lead stay under the 480
# that the built-in model reads.
TARGET_CHARS = 300
MAX_CHARS = 450
# A leaf below this says too little to be found on its own and joins its siblings.
MIN_CHARS = 40
# A cut's last piece below this goes to the one before, if there is room.
MIN_TAIL_CHARS = 120
# The sentence that a list hangs on (有下列情形之一的，处…罚款：) is read with each part of the list.
MAX_LEAD_CHARS = 150
# How much longer than its heading a line may be and still say nothing more: a colon, a space.
HEADING_SLACK_CHARS = 8


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of text on its way to becoming a passage."""

    section: int
    start: int
    end: int
    lead: tuple[int, int] | None = None


def make_passages(document: Document, blocks: Sequence[Line] = ()) -> tuple[Passage, ...]:
    """The document's passages in order; together they hold every character but white space.

    ``blocks`` are the lines of ``document.text`` with what the reader knew of them: page and table.
    """
    cutter = _Cutter(document, blocks)
    pieces = [cut for piece in cutter.pieces() for cut in cutter.cut(piece)]
    return tuple(
        Passage(
            doc_id=document.doc_id,
            ordinal=ordinal,
            section=piece.section,
            headings=heading_path(document.sections, document.sections[piece.section]),
            start=piece.start,
            end=piece.end,
            lead=piece.lead,
            page=cutter.page_at(piece.start),
        )
        for ordinal, piece in enumerate(pieces)
    )


def heading_path(sections: Sequence[Section], section: Section) -> tuple[str, ...]:
    """The headings from the top of the tree down to ``section``, unheaded sections left out."""
    headings: list[str] = []
    node: Section | None = section
    while node is not None:
        if node.heading:
            headings.append(node.heading)
        node = None if node.parent is None else sections[node.parent]
    return tuple(reversed(headings))


class _Cutter:
    """Packs the sections of one document into pieces and cuts those that are too long."""

    def __init__(self, document: Document, blocks: Sequence[Line]) -> None:
        self.text = document.text
        self.sections = document.sections
        self.children: dict[int | None, list[Section]] = {}
        for section in self.sections:
            if not _is_inline(section):
                self.children.setdefault(section.parent, []).append(section)
        self.tables = [block for block in blocks if block.kind is BlockKind.TABLE]
        paged = [block for block in blocks if block.page is not None]
        self.page_starts = [block.start for block in paged]
        self.pages = [block.page for block in paged]

    def pieces(self) -> list[_Piece]:
        """Stretches of text in order, one per passage if they are short enough."""
        tops = [piece for top in self.children.get(None, []) for piece in self._pack(top)]
        return self._with_small_parts(tops)

    def _pack(self, section: Section) -> list[_Piece]:
        """A section as one piece if it is a leaf or a short list, else its own part and its children's."""
        children = self.children.get(section.ordinal, [])
        whole = _Piece(section.ordinal, section.start, section.end)
        if not children:
            return [whole]
        if self._length(whole) <= MAX_CHARS and self._is_list(section):
            return [whole]
        own = _Piece(section.ordinal, section.start, children[0].start)
        pieces = [piece for child in children for piece in self._pack(child)]
        if section.heading and self._length(own) <= len(section.heading) + HEADING_SLACK_CHARS:
            # A heading that has no text of its own goes to the first passage below it.
            pieces[0] = replace(pieces[0], start=own.start)
        elif own.start < own.end:
            pieces.insert(0, own)
        merged = self._merge(section, pieces)
        if _is_item(children[0]) and 0 < self._length(own) <= MAX_LEAD_CHARS:
            lead = self._stripped(own.start, own.end)
            merged = merged[:1] + [replace(one, lead=one.lead or lead) for one in merged[1:]]
        return merged

    def _is_list(self, section: Section) -> bool:
        """Whether all that a section holds are items without headings of their own."""
        children = self.children.get(section.ordinal, [])
        return all(_is_item(child) and self._is_list(child) for child in children)

    def _merge(self, parent: Section, pieces: list[_Piece]) -> list[_Piece]:
        """Items and very short neighbours joined under their parent, up to the target."""
        merged: list[_Piece] = []
        for piece in pieces:
            if merged and self._may_join(parent, merged[-1], piece):
                merged[-1] = _Piece(parent.ordinal, merged[-1].start, piece.end)
            else:
                merged.append(piece)
        return merged

    def _may_join(self, parent: Section, last: _Piece, piece: _Piece) -> bool:
        if len(self.text[last.start : piece.end].strip()) > TARGET_CHARS:
            return False
        pair = [self.sections[last.section], self.sections[piece.section]]
        if any(parent.ordinal not in (one.ordinal, one.parent) for one in pair):
            return False
        if any(_is_article(one) for one in pair):
            return False
        if all(one.ordinal == parent.ordinal or _is_item(one) for one in pair):
            return True
        return min(self._length(last), self._length(piece)) < MIN_CHARS

    def _with_small_parts(self, pieces: list[_Piece]) -> list[_Piece]:
        """Salutation, a few words of a covering notice and its date in one piece; the title block alone."""
        joined: list[_Piece] = []
        for piece in pieces:
            last = joined[-1] if joined else None
            if last is not None and self._are_small_parts(last, piece):
                longer = max(last, piece, key=self._length)
                joined[-1] = _Piece(longer.section, last.start, piece.end)
            else:
                joined.append(piece)
        return joined

    def _are_small_parts(self, last: _Piece, piece: _Piece) -> bool:
        for one in (last, piece):
            section = self.sections[one.section]
            if section.heading or section.parent is not None or section.kind is SectionKind.FRONT:
                return False
        short = min(self._length(last), self._length(piece)) < MIN_CHARS
        return short and len(self.text[last.start : piece.end].strip()) <= TARGET_CHARS

    def cut(self, piece: _Piece) -> list[_Piece]:
        """The piece, or its parts of at most a passage's length; edges without white space."""
        start, end = self._stripped(piece.start, piece.end)
        if start == end:
            return []
        if end - start <= MAX_CHARS:
            return [replace(piece, start=start, end=end, lead=piece.lead or self._header_above(start))]
        parts = []
        for chunk in split_text(self.text[start:end]):
            first, last = self._stripped(start, start + len(chunk))
            start += len(chunk)
            if first < last:
                lead = self._header_above(first) or piece.lead
                parts.append(replace(piece, start=first, end=last, lead=lead))
        return parts

    def _header_above(self, start: int) -> tuple[int, int] | None:
        """The header row of a table that was cut above ``start``."""
        for table in self.tables:
            header_end = table.start + len(table.text.partition("\n")[0])
            if header_end < start < table.end and header_end - table.start <= MAX_LEAD_CHARS:
                return table.start, header_end
        return None

    def page_at(self, start: int) -> int | None:
        """The page on which the character stands, None where the format has no pages."""
        at = bisect_right(self.page_starts, start)
        return self.pages[at - 1] if at else None

    def _length(self, piece: _Piece) -> int:
        return len(self.text[piece.start : piece.end].strip())

    def _stripped(self, start: int, end: int) -> tuple[int, int]:
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        return start, end


def _is_article(section: Section) -> bool:
    """Articles are cited one by one."""
    return section.label.startswith("第") and "条" in section.label


def _is_inline(section: Section) -> bool:
    """一是…, 二是… within a paragraph: a passage keeps them together."""
    return section.label.endswith(("是", "要"))


def _is_item(section: Section) -> bool:
    """A member of a list: a number, or nothing, and no heading."""
    return section.heading == section.label and not _is_article(section)


def split_text(text: str) -> list[str]:
    """The text in chunks of about TARGET_CHARS, cut after line and sentence ends; joined they are the text.

    Only a sentence longer than a passage is cut within, at a comma if it has one.
    """
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(
        chunk_size=TARGET_CHARS,
        chunk_overlap=0,
        separators=["\n", "[。！？；]", "[，、,;]", ""],
        is_separator_regex=True,
        keep_separator="end",
        strip_whitespace=False,
    )
    joined: list[str] = []
    for chunk in splitter.split_text(text):
        short = joined and min(len(joined[-1].strip()), len(chunk.strip())) < MIN_TAIL_CHARS
        if short and len(joined[-1]) + len(chunk) <= MAX_CHARS:
            joined[-1] += chunk
        else:
            joined.append(chunk)
    return joined
