"""The tier of a rule that the size in a question falls into; all tiers where none can be told."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.asked_facts import ROW
from assistant.asking import VALUE_ASKED, Asked
from assistant.bearing import MIN_PLACE
from assistant.citations import check_evidence, cite, marks, quote_line
from assistant.evidence import Sentence, asks_excluded
from assistant.extents import table_start
from assistant.glossary import match_form
from assistant.inquiry import Inquiry, Seen
from assistant.labels import unnumbered
from assistant.linking.bounds import Interval, read_sizes
from assistant.linking.tiers import Ladder, Tier, moved, read_ladders, tier_for
from assistant.notes import as_of_note, level_notes
from assistant.question import Question
from assistant.quotations import Lookup
from assistant.refusal import load_model
from assistant.stems import stems_of
from assistant.types import Citation, Language, Verdict
from assistant.wording import line
from ingest import Document, Level, QuantityKind, split_sentences

MAX_TRIED = 6  # sentences beside whose tiers a size is looked for, the best first
MAX_GAP = 0.25  # how much less of the subject than the best one such a sentence may say
MIN_HELD = 0.5
WINDOW_CHARS = 700  # before and after a sentence in which the tiers beside it stand
MAX_BESIDE_CHARS = 60  # from a sentence to the tiers that it opens or closes
MAX_WHOLE_CHARS = 420  # of tiers quoted in one piece; of longer ones the opening and the tier that holds
MAX_LEAD_CHARS = 90  # of a tier stated above its quote
NEAR_CHARS = 7  # beside a figure: the words for what is measured
_ASKED = VALUE_ASKED | {Asked.FACT, Asked.PROCEDURE}
_FIGURE = re.compile(r"\d")
_ASKS_SEVERAL = re.compile(r"各(?:自|是|为)*(?:多少|几)|分别")  # one tier says one of them
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_CHINESE_PAIR = re.compile(r"[\u4e00-\u9fff]{2}")
# Characters that say nothing of what is measured.
_NO_MEASURE = frozenset(
    "的了在有是和对为于与及且或不超过高低以上下内满足达到年月日人元万亿个家企业能拿多少几给我们"
)


@dataclass(frozen=True, slots=True)
class _Found:
    """Tiers beside a sentence, and the one that holds; None if none can be told."""

    sentence: Sentence
    document: Document
    ladder: Ladder
    tier: Tier | None


def answer_of_tier(inquiry: Inquiry, seen: Seen) -> Lookup | None:
    """The tier for the size that a question gives, with what opens it; None if no rule in tiers is near.

    1. the sizes of the question, and the best sentences that say its subject
    2. the tiers beside each that bound the same figure; of these the one that holds
    3. where none can be told, all of them and no figure above them
    """
    question = inquiry.question
    if question.asked not in _ASKED or question.quoted is not None or asks_excluded(question):
        return None
    if _ASKS_SEVERAL.search(question.form):
        return None
    sizes = read_sizes(question.sized_text)
    found = _of_size(inquiry, seen, sizes) if sizes else _unsized(inquiry, seen)
    return _told(inquiry, found) if found is not None else None


def _of_size(inquiry: Inquiry, seen: Seen, sizes: Sequence[Interval]) -> _Found | None:
    decided: list[_Found] = []
    undecided: _Found | None = None
    for sentence in _near(seen):
        document = inquiry.shelf.load_document(sentence.hit.document.doc_id)
        for ladder in _beside(document, sentence):
            for size in sizes:
                if not _measures(inquiry.question, document.text, ladder, size):
                    continue
                tier = tier_for(ladder, size)
                if tier is not None:
                    decided.append(_Found(sentence, document, ladder, tier))
                elif sentence in seen.selection.sentences[:1]:
                    undecided = _Found(sentence, document, ladder, None)
    return _of_the_nation(inquiry, decided) or undecided


def _of_the_nation(inquiry: Inquiry, decided: Sequence[_Found]) -> _Found | None:
    """The first, or the nation's where no place is asked about and a place's own rule comes first."""
    if not decided or inquiry.question.places or inquiry.limits.region:
        return decided[0] if decided else None
    national = (one for one in decided if one.sentence.hit.document.level is Level.NATIONAL)
    return next(national, decided[0])


def _unsized(inquiry: Inquiry, seen: Seen) -> _Found | None:
    """All tiers of the sentence that would answer, where the question says nothing that tells them apart."""
    question = inquiry.question
    shown = seen.selection.sentences
    if question.asked not in (Asked.AMOUNT, Asked.RATIO) or len(shown) != 1 or ROW in shown[0].text:
        return None
    if not (seen.selection.complete and load_model().answer.accepts(seen.features)):
        return None
    sentence = shown[0]
    document = inquiry.shelf.load_document(sentence.hit.document.doc_id)
    for ladder in _beside(document, sentence):
        within = [t for t in ladder.tiers if sentence.start <= t.start < sentence.end]
        if within and not _told_apart(question, document.text, ladder):
            return _Found(sentence, document, ladder, None)
    return None


def _told_apart(question: Question, text: str, ladder: Ladder) -> bool:
    """Whether a word of the question stands in some tiers and not in others: 大型, 第二年."""
    forms = [match_form(text[tier.start : tier.end]) for tier in ladder.tiers[1:]]
    held = [sum(t.found_in(form) is not None for form in forms) for t in question.terms]
    return any(0 < count < len(forms) for count in held)


def _near(seen: Seen) -> list[Sentence]:
    """The best sentences that say nearly as much of the subject as any, the size itself set aside."""
    allowed = [s for s in (*seen.selection.sentences, *seen.sentences) if s.place >= MIN_PLACE]
    held = {id(s): _held(seen, s) for s in allowed}
    most = max(held.values(), default=0.0)
    about = [s for s in allowed if held[id(s)] >= max(most - MAX_GAP, MIN_HELD)]
    return list(dict.fromkeys(about))[:MAX_TRIED]


def _held(seen: Seen, sentence: Sentence) -> float:
    """The share of the question's words by weight, figures aside, that a sentence and its headings hold."""
    weights, passage = seen.measure.weights, sentence.hit.passage
    terms = seen.measure.question.terms
    words = [t for t in terms if t.text in weights.core and not _FIGURE.search(t.text)]
    form = match_form(" ".join((sentence.hit.document.title, *passage.headings, sentence.text)))
    return sum(weights.of(t) for t in words if t.found_in(form)) / (sum(map(weights.of, words)) or 1.0)


def _beside(document: Document, sentence: Sentence) -> list[Ladder]:
    """The tiers that a sentence is one of, opens or closes."""
    text = document.text
    begin = text.rfind("\n", 0, max(0, sentence.start - WINDOW_CHARS)) + 1
    end = text.find("\n", min(len(text), sentence.end + WINDOW_CHARS))
    window = text[begin : end if end >= 0 else len(text)]
    ladders = [moved(ladder, begin) for ladder in read_ladders(window)]
    first, last = sentence.start - MAX_BESIDE_CHARS, sentence.end + MAX_BESIDE_CHARS
    return [ladder for ladder in ladders if ladder.start < last and first < ladder.end]


def _measures(question: Question, text: str, ladder: Ladder, size: Interval) -> bool:
    """Whether the tiers bound what the size of the question is of: 成交额6000万, 成交额5000万元以上."""
    if not ladder.tiers[0].admits.like(size):
        return False
    if size.kind is QuantityKind.COUNT:
        return True
    named = "".join(text[tier.start : tier.admits.start] for tier in ladder.tiers)
    if not set(_CHINESE.findall(named)) - _NO_MEASURE:
        return True
    if question.language is Language.ENGLISH:
        pairs = {"".join(pair) for pair in pairwise(question.rendered)}
        return any(term.found_in(match_form(named)) for term in question.terms) or any(
            _CHINESE_PAIR.fullmatch(pair) and pair in named for pair in pairs
        )
    asked = question.asked_text
    near = asked[max(0, size.start - NEAR_CHARS) : size.end + NEAR_CHARS]
    form = match_form(named)
    if any(term.found_in(form) for term in question.terms if term.found_in(match_form(near))):
        return True
    return bool((set(near) - _NO_MEASURE) & set(_CHINESE.findall(named)))


def _told(inquiry: Inquiry, found: _Found) -> Lookup | None:
    """The tier as it is written, above the quote of its rule."""
    citations = _quoted(found)
    tier, text = found.tier, found.document.text
    lines = [line("answer_en", inquiry.language)] if inquiry.language is Language.ENGLISH else []
    if tier is not None:
        said = " ".join(text[unnumbered(text, (tier.start, tier.end))[0] : tier.end].split()).strip(
            "。；;，, "
        )
        holding = next(c for c in citations if c.start <= tier.start and tier.end <= c.end)
        if len(said) <= MAX_LEAD_CHARS:
            lines.append(line("value", inquiry.language, value=said, marks=marks([holding.number])))
    lines += [quote_line(citation) for citation in citations]
    told = "\n\n".join(lines)
    if check_evidence(told, citations):
        return None
    notes = level_notes(inquiry.question, citations, inquiry.held.places, inquiry.language)
    notes += as_of_note(inquiry.limits.as_of, inquiry.language)
    return Lookup(Verdict.ANSWERED, told, tuple(citations), tuple(notes))


def _quoted(found: _Found) -> list[Citation]:
    """All tiers with what opens them; of long ones the opening and the tier that holds."""
    document, ladder, summary = found.document, found.ladder, found.sentence.hit.document
    start = _opening(document, ladder.start)
    spans = [stem for stem in stems_of(document, ladder.start) if stem[0] < start]
    whole = ladder.end - start <= MAX_WHOLE_CHARS
    if whole or found.tier is None:
        if spans and ladder.end - spans[0][0] <= MAX_WHOLE_CHARS:
            spans, start = [], spans[0][0]
        spans.append((start, ladder.end))
    else:
        if start < ladder.start and document.text[start : ladder.start].strip():
            spans.append((start, _trimmed_end(document.text, start, ladder.tiers[0].end)))
        spans.append((found.tier.start, found.tier.end))
    spans = list(dict.fromkeys(spans))
    return [cite(i, document, summary, span, found.sentence.hit) for i, span in enumerate(spans, 1)]


def _opening(document: Document, at: int) -> int:
    """Where the sentence, or the table, begins that the first tier stands in."""
    text = document.text
    line_start = text.rfind("\n", 0, at) + 1
    row_end = text.find("\n", at)
    if f" {ROW} " in text[line_start : row_end if row_end >= 0 else len(text)]:
        return table_start(text, line_start)
    for start, end in split_sentences(text, line_start, min(len(text), at + WINDOW_CHARS)):
        if start <= at < end:
            return start
    return at


def _trimmed_end(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1].isspace():
        end -= 1
    return end
