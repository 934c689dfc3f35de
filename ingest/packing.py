"""Which sections share a passage: tiny neighbours go together, what is cited on its own stays alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.types import Document, Section, SectionKind

# 300 Chinese characters are about 190 tokens; 450 with title, headings and lead stay under the 480
# that the built-in model reads.
TARGET_CHARS = 300
MAX_CHARS = 450
# A task of this length is asked about on its own and says enough to be found.
OWN_CHARS = 150
# Below this a piece says too little: a heading, a signature, 各有关单位：. It joins a neighbour.
TINY_CHARS = 60
# Articles are cited one by one: only tiny ones share a passage, and no more of them than this.
ARTICLES_CHARS = 200
# The sentence that a list hangs on (有下列情形之一的，处…罚款：) is read with each part of the list.
MAX_LEAD_CHARS = 150
# How much longer than its heading a line may be and still say nothing more: a colon, a space.
HEADING_SLACK_CHARS = 8

# Parts that stand around the provisions.
_AROUND = (SectionKind.FRONT, SectionKind.SALUTATION, SectionKind.CLOSING)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text on its way to becoming a passage."""

    section: int | None  # the deepest that encloses it, unheaded parts left aside; None if there is none
    start: int
    end: int
    longest: int  # characters of the longest section part in it
    cited: bool = False  # holds an article
    lead: tuple[int, int] | None = None


def pack(document: Document) -> list[Piece]:
    """Stretches of the text in order, one per passage if short enough; together they are the text."""
    packer = _Packer(document.text, document.sections)
    pieces = [piece for top in packer.children.get(None, []) for piece in packer.pack(top)]
    if len(pieces) > 1 and len(document.text.strip()) <= MAX_CHARS:
        pieces = [packer.joined(pieces)]
    return packer.without_tiny(packer.with_front(pieces))


class _Packer:
    """The sections of one document and how their pieces go together."""

    def __init__(self, text: str, sections: Sequence[Section]) -> None:
        self.text = text
        self.sections = sections
        self.children: dict[int | None, list[Section]] = {}
        for section in sections:
            if not _is_inline(section):
                self.children.setdefault(section.parent, []).append(section)

    def pack(self, section: Section) -> list[Piece]:
        """A section as one piece if it is a leaf or a short list, else its own part and its children's."""
        children = self.children.get(section.ordinal, [])
        whole = self._piece(section, section.end)
        if not children or (self._length(whole) <= MAX_CHARS and self._is_list(section)):
            return [whole]
        own = self._piece(section, children[0].start)
        pieces = [piece for child in children for piece in self.pack(child)]
        if self._is_bare_heading(own):
            pieces[0] = replace(pieces[0], start=own.start)
        elif own.start < own.end:
            pieces.insert(0, own)
        merged = self._merge(section, pieces)
        if self._is_bare_heading(own) or not 0 < self._length(own) <= MAX_LEAD_CHARS:
            return merged
        lead = stripped(self.text, own.start, own.end)
        return merged[:1] + [self._led(one, section, lead) for one in merged[1:]]

    def _led(self, piece: Piece, parent: Section, lead: tuple[int, int]) -> Piece:
        """The piece, to be read with the sentence that opens its list if it is part of one."""
        if piece.section is None or piece.lead is not None:
            return piece
        holder = self.sections[piece.section]
        return replace(piece, lead=lead) if holder is parent or _is_item(holder) else piece

    def with_front(self, pieces: Sequence[Piece]) -> list[Piece]:
        """Title, number, salutation and first words together; at the end signature and date."""
        joined: list[Piece] = []
        for piece in pieces:
            last = joined[-1] if joined else None
            if last is not None and self._is_small_talk(last, piece):
                joined[-1] = self.joined([last, piece])
            else:
                joined.append(piece)
        return joined

    def without_tiny(self, pieces: Sequence[Piece]) -> list[Piece]:
        """Pieces that say too little put to the neighbour with which they share most."""
        left = list(pieces)
        at = 0
        while at < len(left):
            side = self._side_to_join(left, at) if self._length(left[at]) < TINY_CHARS else 0
            if side == 0:
                at += 1
                continue
            first = at + min(side, 0)
            left[first : first + 2] = [self._joined_to_fit(*left[first : first + 2])]
            at = first
        return left

    def joined(self, pieces: Sequence[Piece]) -> Piece:
        """Neighbours as one piece."""
        named = [piece.section for piece in pieces if not self._is_around(piece)]
        section = self._enclosing(named) if named else pieces[0].section
        start = pieces[0].start
        leads = [piece.lead for piece in pieces[:2] if piece.lead and piece.lead[1] <= start]
        longest = max(piece.longest for piece in pieces)
        cited = any(piece.cited for piece in pieces)
        return Piece(section, start, pieces[-1].end, longest, cited, leads[0] if leads else None)

    def _joined_to_fit(self, last: Piece, piece: Piece) -> Piece:
        """Both as one piece; a heading before what must be cut anyway goes under the heading of that."""
        if self._length_of_both(last, piece) > MAX_CHARS:
            return replace(piece, start=last.start)
        return self.joined([last, piece])

    def _merge(self, parent: Section, pieces: list[Piece]) -> list[Piece]:
        """Items and short neighbours joined under their parent, up to the target."""
        merged: list[Piece] = []
        for piece in pieces:
            if merged and self._may_join(parent, merged[-1], piece):
                merged[-1] = replace(self.joined([merged[-1], piece]), section=parent.ordinal)
            else:
                merged.append(piece)
        return merged

    def _may_join(self, parent: Section, last: Piece, piece: Piece) -> bool:
        pair = [self.sections[one.section] for one in (last, piece) if one.section is not None]
        if any(parent.ordinal not in (one.ordinal, one.parent) for one in pair):
            return False
        if any(_is_article(one) and one is not parent for one in pair):
            return False
        if self._length_of_both(last, piece) > TARGET_CHARS:
            return False
        if all(one.ordinal == parent.ordinal or _is_item(one) for one in pair):
            return True
        return max(last.longest, piece.longest) < OWN_CHARS

    def _is_small_talk(self, last: Piece, piece: Piece) -> bool:
        """Whether what surrounds the provisions goes on, or a short one of its parts touches them."""
        around = [one for one in (last, piece) if self._is_around(one)]
        if not around or self._length_of_both(last, piece) > TARGET_CHARS:
            return False
        return len(around) == 2 or self._length(around[0]) < TINY_CHARS

    def _side_to_join(self, pieces: Sequence[Piece], at: int) -> int:
        """-1 for the piece before, 1 for the one after, 0 if a tiny piece must stay alone."""
        tiny = pieces[at]
        opens = self._opens(tiny)
        sides = []
        for side in (-1, 1):
            if not 0 <= at + side < len(pieces):
                continue
            pair = sorted((tiny, pieces[at + side]), key=lambda piece: piece.start)
            forced = side == 1 and opens
            if forced or self._length_of_both(*pair) <= self._room(*pair):
                sides.append((forced, self._kinship(*pair), side == -1, side))
        return max(sides)[-1] if sides else 0

    def _room(self, last: Piece, piece: Piece) -> int:
        """How long both together may be."""
        both = self.joined([last, piece])
        if not (last.cited and piece.cited) or self._article_of(both.section) is not None:
            return MAX_CHARS
        return ARTICLES_CHARS if self._chapter_of(last) == self._chapter_of(piece) else 0

    def _article_of(self, ordinal: int | None) -> Section | None:
        """The article that a section is or lies in."""
        path = (self.sections[step] for step in self._path(ordinal))
        return next((section for section in path if _is_article(section)), None)

    def _chapter_of(self, piece: Piece) -> int | None:
        article = self._article_of(piece.section)
        return piece.section if article is None else article.parent

    def _opens(self, piece: Piece) -> bool:
        """Whether a piece only announces what follows: the title, a heading, a line that ends in a colon."""
        words = self.text[piece.start : piece.end].strip()
        is_title = piece.start == 0 and self._is_around(piece)
        return is_title or words.endswith(("：", ":")) or self._is_bare_heading(piece)

    def _is_bare_heading(self, piece: Piece) -> bool:
        heading = "" if piece.section is None else self.sections[piece.section].heading
        return bool(heading) and self._length(piece) <= len(heading) + HEADING_SLACK_CHARS

    def _is_around(self, piece: Piece) -> bool:
        """Title block, salutation, closing, words before the first heading: under no heading."""
        if piece.section is None:
            return False
        section = self.sections[piece.section]
        return section.kind in _AROUND or (section.parent is None and not section.heading)

    def _enclosing(self, ordinals: Sequence[int | None]) -> int | None:
        """The deepest section that holds all of ``ordinals``."""
        paths = [self._path(ordinal) for ordinal in ordinals]
        common = [steps[0] for steps in zip(*paths, strict=False) if len(set(steps)) == 1]
        return common[-1] if common else None

    def _path(self, ordinal: int | None) -> list[int]:
        """The ordinals from the top of the tree down to ``ordinal``."""
        path: list[int] = []
        while ordinal is not None:
            path.append(ordinal)
            ordinal = self.sections[ordinal].parent
        return path[::-1]

    def _kinship(self, last: Piece, piece: Piece) -> int:
        """How many sections hold both; what stands around the provisions is of no kin."""
        if self._is_around(last) or self._is_around(piece):
            return 0
        return len(self._path(self.joined([last, piece]).section))

    def _is_list(self, section: Section) -> bool:
        """Whether all that a section holds are items without headings of their own."""
        children = self.children.get(section.ordinal, [])
        return all(_is_item(child) and self._is_list(child) for child in children)

    def _piece(self, section: Section, end: int) -> Piece:
        length = len(self.text[section.start : end].strip())
        return Piece(
            section.ordinal, section.start, end, length, self._article_of(section.ordinal) is not None
        )

    def _length(self, piece: Piece) -> int:
        return len(self.text[piece.start : piece.end].strip())

    def _length_of_both(self, last: Piece, piece: Piece) -> int:
        return len(self.text[last.start : piece.end].strip())


def stripped(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without white space at its edges."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _is_article(section: Section) -> bool:
    return section.label.startswith("第") and "条" in section.label


def _is_inline(section: Section) -> bool:
    """一是…, 二是… within a paragraph: a passage keeps them together."""
    return section.label.endswith(("是", "要"))


def _is_item(section: Section) -> bool:
    """A member of a list: a number, or nothing, and no heading."""
    return section.heading == section.label and not _is_article(section)
