"""Citations, and the one check that nothing in an answer goes beyond them.

A citation is a span; its quote is read from the document. ``check_evidence`` reads an answer's text line
by line: a quote line must stand in its citation word for word, any other line must be one of the lines in
``wording`` with nothing in its slots but words of the quotes it cites.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cached_property, lru_cache

from assistant.claims import read_claims
from assistant.fact_book import fact_book, no_facts
from assistant.table_cells import stated_in
from assistant.types import Citation
from assistant.wording import LINES, PLACES
from index import DocumentSummary, Hit, Shelf
from ingest import Document, Fact, Section, fold

QUOTE_PREFIX = "> "
_MARKS = re.compile(r"(?: ?\[\d{1,3}\])+$")
_ONE_MARK = re.compile(r"\[(\d{1,3})\]")
_SLOT = re.compile(r"\\\{(\w+)\\\}")
# Slots that name where a quote comes from; all others hold words of the quote.
_SOURCE_SLOTS = frozenset({"place", "title"})


def cite(
    number: int, document: Document, summary: DocumentSummary, span: tuple[int, int], hit: Hit | None
) -> Citation:
    """Citation ``number`` of a span of a document, within the passage of ``hit`` if there is one."""
    start, end = span
    passage = (hit.passage.start, hit.passage.end) if hit else span
    return Citation(
        number=number,
        document=summary,
        headings=headings_at(document.sections, start),
        start=start,
        end=end,
        quote=document.text[start:end],
        passage_start=min(passage[0], start),
        passage_end=max(passage[1], end),
        page=hit.passage.page if hit else None,
    )


def headings_at(sections: Sequence[Section], at: int) -> tuple[str, ...]:
    """The headings of the sections that hold the character ``at``, outermost first."""
    return tuple(s.heading for s in sections if s.start <= at < s.end and s.heading)


def marks(numbers: Sequence[int]) -> str:
    """``[1][3]``."""
    return "".join(f"[{number}]" for number in dict.fromkeys(numbers))


def quote_line(citation: Citation) -> str:
    """The quote on one line, as check_evidence reads it back."""
    return f"{QUOTE_PREFIX}{' '.join(citation.quote.split())} {marks((citation.number,))}"


def check_evidence(
    text: str,
    citations: Sequence[Citation],
    facts: Callable[[str, int, int], tuple[Fact, ...]] = no_facts,
) -> tuple[str, ...]:
    """The lines of ``text`` that say anything their citations don't; empty if every word is covered.

    ``facts`` gives the facts of a span of a document, which say whose each figure is.
    """
    quotes = {citation.number: _Quoted(citation, facts) for citation in citations}
    sources = [_bare(name) for citation in citations for name in _source_names(citation.document)]
    sources += [_bare(name) for names in PLACES.values() for name in names]
    lines = (line.strip() for line in text.split("\n"))
    return tuple(line for line in lines if line and not _covered(line, quotes, sources))


def unsupported_lines(shelf: Shelf, text: str, citations: Sequence[Citation]) -> tuple[str, ...]:
    """``check_evidence`` for an answer from ``shelf``, whose facts say whose each figure is."""
    return check_evidence(text, citations, fact_book(shelf).within)


class _Quoted:
    """A quote as lines are held against it."""

    def __init__(self, citation: Citation, facts: Callable[[str, int, int], tuple[Fact, ...]]) -> None:
        self.words = _bare(citation.quote)
        self._citation = citation
        self._facts = facts

    @cached_property
    def pairs(self) -> frozenset[tuple[str, str]]:
        """Every figure of the quote with the words that say whose it is."""
        quote, start, end = self._citation.quote, self._citation.start, self._citation.end
        claims = read_claims(quote, start, self._facts(self._citation.document.doc_id, start, end))
        return frozenset(
            (_bare(quote[slice(*claim.subject)]), _bare(quote[slice(*claim.value)]))
            for claim in claims
            if claim.subject
        )

    def has_cell(self, cell: Sequence[str]) -> bool:
        """Whether a figure of a table in the quote stands in the row and column given, in that unit."""
        return stated_in(cell, self._citation.quote)


def _covered(line: str, quotes: dict[int, _Quoted], sources: list[str]) -> bool:
    numbers = (
        [int(number) for number in _ONE_MARK.findall(found[0])] if (found := _MARKS.search(line)) else []
    )
    if any(number not in quotes for number in numbers):
        return False
    cited = [quotes[number] for number in numbers]
    if line.startswith(QUOTE_PREFIX.strip()):
        words = _bare(_MARKS.sub("", line[len(QUOTE_PREFIX.strip()) :]))
        return bool(words) and len(cited) == 1 and words == cited[0].words
    for pattern in _line_patterns():
        match = pattern.fullmatch(line)
        if match is not None and _slots_covered(match.groupdict(), cited, sources):
            return True
    return False


def _slots_covered(slots: dict[str, str], cited: list[_Quoted], sources: list[str]) -> bool:
    if not all(_slot_covered(name, value, cited, sources) for name, value in slots.items()):
        return False
    if "row" in slots:
        cell = [slots.get(name, "") for name in ("row", "column", "value", "unit")]
        return any(quote.has_cell(cell) for quote in cited)
    if "subject" not in slots:
        return True
    pair = (_bare(slots["subject"]), _bare(slots["value"]))
    return any(pair in quote.pairs for quote in cited)


def _slot_covered(name: str, value: str, cited: list[_Quoted], sources: list[str]) -> bool:
    if name == "marks":
        return True
    words = _bare(value)
    if name in _SOURCE_SLOTS:
        return words in sources
    return bool(words) and any(stands_in(words, quote.words) for quote in cited)


def stands_in(words: str, quote: str) -> bool:
    """Whether ``words`` stand in ``quote`` whole: 5万元 does not stand in 15万元, nor 10 in 100."""
    at = quote.find(words)
    while at >= 0:
        end = at + len(words)
        before, after = quote[at - 1 : at], quote[end : end + 1]
        cut_before = words[0].isdigit() and (
            before.isdigit() or (before in tuple(".,") and quote[at - 2 : at - 1].isdigit())
        )
        cut_after = words[-1].isdigit() and (after.isdigit() or after in tuple("万亿千百%"))
        if not cut_before and not cut_after:
            return True
        at = quote.find(words, at + 1)
    return False


def _bare(text: str) -> str:
    return "".join(fold(text).split())


def _source_names(document: DocumentSummary) -> tuple[str, ...]:
    return tuple(name for name in (document.region, document.title) if name)


@lru_cache(maxsize=1)
def _line_patterns() -> tuple[re.Pattern[str], ...]:
    """Every line of our own as a pattern with its slots."""
    templates = dict.fromkeys(text for texts in LINES.values() for text in texts if text)
    return tuple(re.compile(_SLOT.sub(_group, re.escape(template))) for template in templates)


def _group(match: re.Match[str]) -> str:
    return r"(?P<marks>(?:\[\d{1,3}\])+)" if match[1] == "marks" else rf"(?P<{match[1]}>[^\n]+?)"
