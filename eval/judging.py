"""Whether a hit is relevant, a quote exact and an answer complete."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from assistant import Answer, Verdict
from eval.datasets import Case, Gold
from index import Hit
from ingest import Document, Section, SectionKind, find_sections, fold, label_path, numbers

# Space between two Latin letters or digits separates words; any other is layout.
_LAYOUT_SPACE = re.compile(r"(?<![0-9a-z])\s+|\s+(?![0-9a-z])")
# A line of the answer's own: not a quote ('> …'), and with the number of its citation at the end.
_HEADLINE = re.compile(r"\s*(?!>)(\S.*?)(?:\s*\[\d{1,3}\])+\s*")
_PATH_DECORATION = "、.．:：。 　"


@dataclass(frozen=True, slots=True)
class Place:
    """A gold entry found in the shelf: the spans of its section and the words it must hold."""

    key: str  # names it in rankings
    doc_id: str
    spans: tuple[tuple[int, int], ...]  # one, unless the section's path is ambiguous
    must: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is right and wrong about one answer; None where the question does not put it to the test."""

    verdict: Verdict
    verdict_right: bool
    refused: bool  # said less than a plain answer
    containment: float | None  # share of gold entries all of whose words are in the text
    cited_gold: float | None  # 1 if a citation lies in a gold section and holds one of its words
    citations: int
    exact_citations: int  # whose quote is the document's text at its offsets
    quote_chars: int
    missing: tuple[str, ...]  # gold words that the text lacks
    headlines: tuple[str, ...]  # what the text says in its own lines, above the quotes
    headline_right: float | None  # 1 if they state a gold figure, 0 if only others, None if none


def comparable(text: str) -> str:
    """``text`` with widths, case, brackets, layout space and numerals unified: 15 万元 → ⟨150000⟩元.

    The marks around numbers keep 5家 from being found in 15家.
    """
    folded = _LAYOUT_SPACE.sub("", fold(text))
    parts: list[str] = []
    done = 0
    for start, end, value in numbers(folded):
        parts += [folded[done:start], "⟨", value, "⟩"]
        done = end
    return "".join([*parts, folded[done:]])


def holds(text: str, words: str) -> bool:
    """Whether ``words`` occur in ``text``, numbers compared by value."""
    return comparable(words) in comparable(text)


def holds_any(text: str, must: Sequence[str]) -> bool:
    """Whether ``text`` holds one of ``must``; true where nothing is demanded."""
    if not must:
        return True
    unified = comparable(text)
    return any(comparable(words) in unified for words in must)


def gold_sections(document: Document, path: str) -> list[Section]:
    """The sections that a gold label path names; [] if there is none.

    An exact path goes before one that leaves enclosing labels out, so 二 is not also （二）.
    ``@closing`` names sections by kind; ``（一）#2`` the second of those that ``（一）`` names.
    """
    if path.startswith("@"):
        return [section for section in document.sections if section.kind == path[1:]]
    path, _, wanted = path.partition("#")
    steps = _steps(path)
    exact = [section for section in document.sections if _steps_of(document, section) == steps]
    found = exact or find_sections(document.sections, path)
    if wanted:
        index = int(wanted) - 1 if wanted.isdecimal() else -1
        every = find_sections(document.sections, path) if index >= len(exact) else found
        return every[index : index + 1] if index >= 0 else []
    return found


def _steps(path: str) -> list[str]:
    return [fold(step).strip(_PATH_DECORATION).replace(" ", "") for step in path.split("/") if step.strip()]


def _steps_of(document: Document, section: Section) -> list[str]:
    if not section.label:
        return []
    return [step for label in label_path(document.sections, section) for step in _steps(label)]


def find_place(gold: Gold, document: Document, key: str) -> Place | None:
    """Where a gold entry lies in its document; None if the section is not there."""
    if not gold.section:
        return Place(key, document.doc_id, ((0, len(document.text)),), gold.must)
    sections = gold_sections(document, gold.section)
    if not sections:
        return None
    spans = tuple((section.start, section.end) for section in sections)
    return Place(key, document.doc_id, spans, gold.must)


def section_kinds() -> tuple[str, ...]:
    """The words that may follow '@' in a gold section."""
    return tuple(str(kind) for kind in SectionKind)


def in_place(place: Place, doc_id: str, start: int, end: int, text: str) -> bool:
    """Whether a span overlaps the place and its text holds one of the place's words."""
    if doc_id != place.doc_id or not any(start < high and low < end for low, high in place.spans):
        return False
    return holds_any(text, place.must)


def ranking(hits: Iterable[Hit], places: Sequence[Place]) -> list[str]:
    """The hits as items of a ranking: a place's key at its first hit, the passage's own id otherwise.

    A second passage of a place that was found earlier counts as not relevant: it takes up room.
    """
    found: set[str] = set()
    items: list[str] = []
    for hit in hits:
        passage = hit.passage
        keys = [
            place.key
            for place in places
            if place.key not in found
            and in_place(place, passage.doc_id, passage.start, passage.end, hit.text)
        ]
        found.update(keys)
        items.extend(keys or [f"{passage.doc_id}:{passage.ordinal}"])
    return items


def judge(case: Case, answer: Answer, places: Sequence[Place], load: Callable[[str], Document]) -> Judgement:
    """The answer held against the gold; ``load`` gives the document of a doc_id."""
    citations = answer.citations
    exact = sum(
        bool(citation.quote)
        and load(citation.document.doc_id).text[citation.start : citation.end] == citation.quote
        for citation in citations
    )
    tested = case.expect is Verdict.ANSWERED and bool(case.gold)
    unified = comparable(answer.text)
    missing = tuple(
        words for gold in case.gold for words in gold.must if tested and comparable(words) not in unified
    )
    return Judgement(
        verdict=answer.verdict,
        verdict_right=answer.verdict is case.expect,
        refused=answer.verdict is not Verdict.ANSWERED,
        containment=_containment(case, unified) if tested else None,
        cited_gold=float(_cites(answer, places)) if tested else None,
        citations=len(citations),
        exact_citations=exact,
        quote_chars=sum(len(citation.quote) for citation in citations),
        missing=missing,
        headlines=headlines(answer.text),
        headline_right=_headline_right(case, headlines(answer.text)) if tested else None,
    )


def headlines(text: str) -> tuple[str, ...]:
    """The lines outside of the quotes that state something and cite it: 奖励：15万元 [1]."""
    found = (_HEADLINE.fullmatch(line) for line in text.splitlines())
    return tuple(match[1].strip() for match in found if match is not None)


def _headline_right(case: Case, stated: Sequence[str]) -> float | None:
    """Whether the lines that state figures state one of those asked for; lists are not put to the test."""
    figures = [words for gold in case.gold for words in gold.must if "⟨" in comparable(words)]
    unified = comparable("\n".join(stated))
    if len(case.gold) != 1 or not figures or "⟨" not in unified:
        return None
    return float(any(comparable(words) in unified for words in figures))


def _containment(case: Case, unified: str) -> float:
    full = [all(comparable(words) in unified for words in gold.must) for gold in case.gold]
    return sum(full) / len(full)


def _cites(answer: Answer, places: Sequence[Place]) -> bool:
    return any(
        in_place(place, citation.document.doc_id, citation.start, citation.end, citation.quote)
        for citation in answer.citations
        for place in places
    )
