"""The original of a quotation, exact or slightly wrong, with the differences."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher

from assistant.asking import Asked
from assistant.citations import cite, quote_line
from assistant.glossary import match_form
from assistant.question import Question
from assistant.restriction import EVIDENCE_SCORING, Limits
from assistant.types import Citation, Verdict
from assistant.wording import line, note
from index import Filters, Hints, Hit, Shelf
from ingest import split_sentences

# Below this likeness a quotation and a sentence are two different sentences.
MIN_QUOTE_LIKENESS = 0.6
SAME_QUOTE = 0.999
MAX_CHANGES_SHOWN = 8
SEARCHED_HITS = 10
_TOKEN = re.compile(r"\d+(?:\.\d+)?|\D")  # a figure differs as a whole


@dataclass(frozen=True, slots=True)
class Lookup:
    """What was looked up."""

    verdict: Verdict
    text: str
    citations: tuple[Citation, ...]
    notes: tuple[str, ...] = ()
    hits: tuple[Hit, ...] = ()
    about: tuple[str, ...] = ()  # doc_ids of the documents looked into, where nothing of them is cited


def find_quotation(shelf: Shelf, question: Question, limits: Limits) -> Lookup | None:
    """The sentence of the shelf that is, or is most like, a quotation."""
    quoted = match_form(question.quoted or "")
    filters = Filters(documents=limits.documents)
    # The hits are compared with the quotation letter by letter, so their order among themselves is nothing.
    hints = Hints(scoring=EVIDENCE_SCORING)
    hits = shelf.search(
        question.quoted or "", k=SEARCHED_HITS, filters=filters, as_of=limits.as_of, hints=hints
    )
    best: tuple[float, Hit, tuple[int, int]] | None = None
    characters = Counter(quoted)
    for hit in hits:
        for span in _windows(hit.text, quoted):
            form = match_form(hit.text[span[0] : span[1]])
            if best is not None and _most_alike(characters, form) < best[0]:
                continue  # most windows, and far sooner than by comparing
            likeness = 1.0 if quoted in form else _likeness(quoted, form)
            length = span[1] - span[0]
            if best is None or (likeness, -length) > (best[0], best[2][0] - best[2][1]):
                best = (likeness, hit, span)
    if best is None or best[0] < MIN_QUOTE_LIKENESS:
        return None
    likeness, hit, span = best
    document = shelf.load_document(hit.document.doc_id)
    start = hit.passage.start
    citation = cite(1, document, hit.document, (start + span[0], start + span[1]), hit)
    exact = likeness >= SAME_QUOTE
    opening = line("source" if exact else "differs", question.language)
    told = (
        () if exact else (note("differences", question.language, changes=_changes(question, citation.quote)),)
    )
    return Lookup(Verdict.ANSWERED, f"{opening}\n\n{quote_line(citation)}", (citation,), told, tuple(hits))


def _most_alike(quoted: Counter[str], form: str) -> float:
    """What ``_likeness`` cannot exceed: the share of the quotation whose characters the form has at all."""
    return sum(min(count, form.count(one)) for one, count in quoted.items()) / (quoted.total() or 1)


def _likeness(quoted: str, form: str) -> float:
    """Share of the quotation that a stretch of the form as long as the quotation holds in its order."""
    matcher = SequenceMatcher(None, quoted, form, autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size > 1]
    if not blocks:
        return 0.0
    held = sum(block.size for block in blocks)
    stretch = blocks[-1].b + blocks[-1].size - blocks[0].b
    return held / max(len(quoted), min(stretch, 2 * len(quoted)))


def _windows(text: str, quoted: str) -> list[tuple[int, int]]:
    """Runs of one to three neighbouring sentences about as long as the quotation."""
    spans = split_sentences(text)
    windows = []
    for i in range(len(spans)):
        for j in range(i, min(i + 3, len(spans))):
            windows.append((spans[i][0], spans[j][1]))
            if spans[j][1] - spans[i][0] >= len(quoted):
                break
    return windows


def _stretch(given: str, original: str) -> str:
    """The part of the original that the quotation stands for."""
    blocks = SequenceMatcher(None, given, original, autojunk=False).get_matching_blocks()
    blocks = [block for block in blocks if block.size > 1]
    if not blocks:
        return original
    start = max(0, blocks[0].b - blocks[0].a)
    end = blocks[-1].b + blocks[-1].size + (len(given) - blocks[-1].a - blocks[-1].size)
    return original[start : min(end, len(original))]


def _changes(question: Question, original: str) -> str:
    """Differences between the quotation and the original, as 「given」→「original」."""
    given = question.quoted or ""
    original = _stretch(given, original)
    ours, theirs = _TOKEN.findall(given), _TOKEN.findall(original)
    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    pairs = [("".join(ours[a:b]), "".join(theirs[c:d])) for _, a, b, c, d in matcher.get_opcodes()]
    changes = [f"「{one}」→「{other}」" for one, other in pairs if match_form(one) != match_form(other)]
    return "；".join(changes[:MAX_CHANGES_SHOWN])


def is_about_the_quotation(question: Question) -> bool:
    """Whether the quoted words are what is looked for, not an aside."""
    quoted = question.quoted or ""
    return question.asked in (Asked.SOURCE, Asked.FACT) or 2 * len(quoted) > len(question.asked_text)
