"""Passages: the pieces of a document that are embedded, found and shown.

Neighbouring sections that say little share one (``ingest.packing``); a section longer than a passage is
cut at paragraph and sentence ends.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from ingest.cleaning import Line
from ingest.packing import MAX_CHARS, MAX_LEAD_CHARS, TARGET_CHARS, Piece, pack, stripped
from ingest.types import BlockKind, Document, Passage, Section

# A cut's last piece below this goes to the one before, if there is room.
MIN_TAIL_CHARS = 120


def make_passages(document: Document, blocks: Sequence[Line] = ()) -> tuple[Passage, ...]:
    """The document's passages in order; together they hold every character but white space.

    ``blocks`` are the lines of ``document.text`` with what the reader knew of them: page and table.
    """
    cutter = _Cutter(document, blocks)
    pieces = [cut for piece in pack(document) for cut in cutter.cut(piece)]
    return tuple(
        Passage(
            doc_id=document.doc_id,
            ordinal=ordinal,
            section=_section_of(document.sections, piece),
            headings=_headings_of(document.sections, piece),
            start=piece.start,
            end=piece.end,
            lead=piece.lead,
            page=cutter.page_at(piece.start),
        )
        for ordinal, piece in enumerate(pieces)
    )


def _section_of(sections: Sequence[Section], piece: Piece) -> int:
    """The section that encloses the piece, or the top-level one where a piece of several begins."""
    if piece.section is not None:
        return piece.section
    return next(one.ordinal for one in sections if one.parent is None and piece.start < one.end)


def _headings_of(sections: Sequence[Section], piece: Piece) -> tuple[str, ...]:
    return () if piece.section is None else heading_path(sections, sections[piece.section])


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
    """Cuts what is too long, and knows the tables and pages of one document."""

    def __init__(self, document: Document, blocks: Sequence[Line]) -> None:
        self.text = document.text
        self.tables = [block for block in blocks if block.kind is BlockKind.TABLE]
        paged = [block for block in blocks if block.page is not None]
        self.page_starts = [block.start for block in paged]
        self.pages = [block.page for block in paged]

    def cut(self, piece: Piece) -> list[Piece]:
        """The piece, or its parts of at most a passage's length; edges without white space."""
        start, end = stripped(self.text, piece.start, piece.end)
        if start == end:
            return []
        if end - start <= MAX_CHARS:
            return [replace(piece, start=start, end=end, lead=piece.lead or self._header_above(start))]
        parts = []
        for chunk in split_text(self.text[start:end]):
            first, last = stripped(self.text, start, start + len(chunk))
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
