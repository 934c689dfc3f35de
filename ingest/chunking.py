"""Passages: the pieces of a document that are embedded, found and shown.

A leaf section is one passage; short siblings share one under their parent's heading; a section longer
than a passage is cut at paragraph and sentence ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.cleaning import Line
from ingest.types import BlockKind, Document, Passage, Section, SectionKind

# 300 Chinese characters are about 190 tokens; 450 and a path of headings stay under the 480 that the
# built-in model reads (shared measurements, DEPENDENCIES).
TARGET_CHARS = 300
MAX_CHARS = 450
# A leaf below this says too little to be found on its own and joins its siblings.
MIN_CHARS = 60


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of text on its way to becoming a passage."""

    section: int
    start: int
    end: int


def make_passages(document: Document, blocks: Sequence[Line] = ()) -> tuple[Passage, ...]:
    """The document's passages in order; together they hold every character but white space.

    ``blocks`` are the lines of ``document.text`` with what the reader knew of them: page and table.
    """
    if not document.text.strip():
        return ()
    cutter = _Cutter(document, blocks)
    return tuple(cutter.passages())


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
    """Packs the sections of one document into passages."""

    def __init__(self, document: Document, blocks: Sequence[Line]) -> None:
        self.document = document
        self.text = document.text
        self.sections = document.sections
        self.children: dict[int | None, list[Section]] = {}
        for section in self.sections:
            self.children.setdefault(section.parent, []).append(section)
        self.tables = [block for block in blocks if block.kind is BlockKind.TABLE]
        self.pages = [(block.start, block.page) for block in blocks if block.page is not None]

    def passages(self) -> list[Passage]:
        pieces: list[_Piece] = []
        for top in self.children.get(None, []):
            pieces += self._pack(top)
        found = []
        for piece in self._with_heading_lines(pieces):
            for start, end in self._cut(piece):
                found.append((piece.section, start, end))
        return [
            Passage(
                doc_id=self.document.doc_id,
                ordinal=ordinal,
                section=section,
                headings=heading_path(self.sections, self.sections[section]),
                start=start,
                end=end,
                lead=self._lead(start, end),
                page=self._page(start),
            )
            for ordinal, (section, start, end) in enumerate(found)
        ]

    def _pack(self, section: Section) -> list[_Piece]:
        """Pieces of a section: itself if it fits, else its own part and its children."""
        children = [child for child in self.children.get(section.ordinal, []) if not _is_inline(child)]
        whole = _Piece(section.ordinal, section.start, section.end)
        length = self._length(section.start, section.end)
        fits = length <= (MAX_CHARS if _holds_list(section, children) else TARGET_CHARS)
        if not children or (fits and not any(_stands_alone(child) for child in children)):
            return [whole]
        pieces = []
        if children[0].start > section.start:
            pieces.append(_Piece(section.ordinal, section.start, children[0].start))
        for child in children:
            pieces += self._pack(child)
        return self._merge(section, pieces)

    def _merge(self, parent: Section, pieces: list[_Piece]) -> list[_Piece]:
        """Very short neighbours joined under their parent, as long as they stay within the target."""
        merged: list[_Piece] = []
        for piece in pieces:
            last = merged[-1] if merged else None
            if last is not None and self._may_join(parent, last, piece):
                merged[-1] = _Piece(parent.ordinal, last.start, piece.end)
            else:
                merged.append(piece)
        return merged

    def _may_join(self, parent: Section, last: _Piece, piece: _Piece) -> bool:
        if self._length(last.start, piece.end) > TARGET_CHARS:
            return False
        if any(_stands_alone(self.sections[one.section]) for one in (last, piece)):
            return False
        for one in (last, piece):
            section = self.sections[one.section]
            if parent.ordinal not in (section.ordinal, section.parent):
                return False
        return min(self._length(last.start, last.end), self._length(piece.start, piece.end)) < MIN_CHARS

    def _with_heading_lines(self, pieces: list[_Piece]) -> list[_Piece]:
        """A heading that has no text of its own goes to the first passage below it."""
        kept: list[_Piece] = []
        pending: int | None = None
        for at, piece in enumerate(pieces):
            section = self.sections[piece.section]
            below = at + 1 < len(pieces) and self._lies_in(pieces[at + 1].section, piece.section)
            own = self.text[piece.start : piece.end].strip()
            if below and section.heading and "\n" not in own and len(own) <= len(section.heading) + 8:
                pending = piece.start if pending is None else pending
                continue
            kept.append(_Piece(piece.section, piece.start if pending is None else pending, piece.end))
            pending = None
        return kept

    def _lies_in(self, ordinal: int, ancestor: int) -> bool:
        node: int | None = ordinal
        while node is not None and node != ancestor:
            node = self.sections[node].parent
        return node is not None

    def _length(self, start: int, end: int) -> int:
        return len(self.text[start:end].strip())

    def _cut(self, piece: _Piece) -> list[tuple[int, int]]:
        """Spans of at most a passage's length, stripped of white space at their edges."""
        start, end = _stripped(self.text, piece.start, piece.end)
        if start == end:
            return []
        if end - start <= MAX_CHARS:
            return [(start, end)]
        spans = []
        offset = start
        for chunk in split_text(self.text[start:end]):
            first, last = _stripped(self.text, offset, offset + len(chunk))
            if first < last:
                spans.append((first, last))
            offset += len(chunk)
        return spans

    def _lead(self, start: int, end: int) -> tuple[int, int] | None:
        """The header row of a table that was cut above ``start``."""
        for table in self.tables:
            header_end = table.start + len(table.text.split("\n", 1)[0])
            if header_end < start < table.end:
                return table.start, header_end
        return None

    def _page(self, start: int) -> int | None:
        page = None
        for at, number in self.pages:
            if at > start:
                break
            page = number
        return page


def _stands_alone(section: Section) -> bool:
    """Articles are cited one by one, and the parts of a letter are not each other's text."""
    return section.label.endswith("条") or "条之" in section.label or section.kind is not SectionKind.BODY


def _is_inline(section: Section) -> bool:
    """一是…, 二是… within a paragraph: a passage keeps them together."""
    return section.label.endswith(("是", "要"))


def _holds_list(section: Section, children: Sequence[Section]) -> bool:
    return section.label.endswith("条") or all(child.heading == child.label for child in children)


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def split_text(text: str) -> list[str]:
    """The text in pieces of about TARGET_CHARS; joined again they are the text."""
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(
        chunk_size=TARGET_CHARS,
        chunk_overlap=0,
        separators=[r"\n", r"[。！？；]", r"[，、,;]", ""],
        is_separator_regex=True,
        keep_separator="end",
        strip_whitespace=False,
    )
    return _joined_tails(splitter.split_text(text))


def _joined_tails(chunks: list[str]) -> list[str]:
    """Chunks too short to stand alone go to a neighbour that has room."""
    joined: list[str] = []
    for chunk in chunks:
        short = joined and min(len(joined[-1].strip()), len(chunk.strip())) < MIN_CHARS * 2
        if short and len(joined[-1]) + len(chunk) <= MAX_CHARS:
            joined[-1] += chunk
        else:
            joined.append(chunk)
    return joined
