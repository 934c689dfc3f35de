"""What departs from a rule in the case asked about: 建在村里的上浮50%, 注册不满1年的减半, 软件另按20%."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.asked_facts import ROW
from assistant.asking import Asked
from assistant.citations import check_evidence, cite, marks, quote_line
from assistant.evidence import Sentence
from assistant.extents import section_end
from assistant.glossary import match_form
from assistant.inquiry import Inquiry, Seen
from assistant.labels import unnumbered
from assistant.linking.bounds import Interval, read_bounds, read_sizes
from assistant.notes import as_of_note, level_notes
from assistant.question import Question
from assistant.quotations import Lookup
from assistant.stems import list_of, stems_of
from assistant.types import Language, Verdict
from assistant.wording import line
from ingest import Document, split_sentences

MAX_FOLLOWING = 4  # sentences after a rule, in its provision, that may depart from it
MAX_LIST_CHARS = 900
MAX_TOGETHER_CHARS = 420  # of a rule quoted in one piece with what departs from it
MAX_BETWEEN_CHARS = 80
MAX_LEAD_CHARS = 90
_ASKED = frozenset({Asked.AMOUNT, Asked.RATIO, Asked.FIGURE, Asked.FACT, Asked.YES_NO})
# What changes a figure that another sentence gives.
_CHANGES = re.compile(
    r"减半|折半|上浮|下浮|加倍|翻倍|翻番|(?:另|再|额外)[^，,。；;]{0,6}(?:给予|按|奖|补|增加|追加)|提高(?:到|至|[\d一二三四五])"
    r"|降低(?:到|至|[\d一二三四五])|上调|下调|增加\d|不再(?:给予|享受)|不予"
)
_FIGURE = re.compile(r"[\d一二三四五六七八九十]+(?:\.\d+)?(?:[%％‰倍元万亿折]|个百分点|个月|年)|百分之")
_EXCLUDES = re.compile(
    r"[（(]?(?:不含|不包括|不包含|除)(?P<what>[^（）()，,。；;]{1,16}?)(?:[）)]|外|以外|之外|[，,。；;])"
)
_ARTICLE = re.compile(r"第[一二三四五六七八九十百零\d]+条")
# Kinds of place that part a rule; who is at one is at none of the others.
_SEATS = (
    ("town", re.compile(r"市区|城区|城里|主城")),
    ("county", re.compile(r"县城|县政府驻地")),
    ("township", re.compile(r"建制镇|乡镇|镇上|(?<![乡村城])镇(?!痛|静)")),
    ("village", re.compile(r"(?:行政|自然|在)?村(?:里|庄|上|级)?(?!镇)|农村|乡下")),
)
_ELSEWHERE = re.compile(r"不在[^，,。；;]{2,30}(?:的|，)|其他地区|其他地方")


@dataclass(frozen=True, slots=True)
class _Departure:
    """A sentence that holds for the case asked about, and whether it only changes the rule's figure."""

    start: int
    end: int
    changes: bool


def answer_of_departure(inquiry: Inquiry, seen: Seen) -> Lookup | None:
    """What holds in the case that a question names and the best sentence leaves aside; None if nothing does.

    1. the case: a size, a kind of place, or what the best sentence excludes by name
    2. the sentence of the same provision, or that names the provision, which is for that case
    3. that sentence, with the rule where it only changes the rule's figure
    """
    question, shown = inquiry.question, seen.selection.sentences
    if question.asked not in _ASKED or question.language is Language.ENGLISH or not shown:
        return None
    rule = shown[0]
    if ROW in rule.text:
        return None
    document = inquiry.shelf.load_document(rule.hit.document.doc_id)
    found = _departure(question, document, rule)
    return _told(inquiry, document, rule, found) if found is not None else None


def _departure(question: Question, document: Document, rule: Sentence) -> _Departure | None:
    """The first sentence in reach that is for the case asked about."""
    text = document.text
    excluded = _excluded_terms(question, rule)
    seats = _seats(question.asked_text) - _seats(rule.text)
    sizes = [s for s in read_sizes(question.sized_text) if not _bounded_in(rule.text, s)]
    for start, end, within in _in_reach(document, rule):
        said = text[start:end]
        changes = _CHANGES.search(said) is not None
        if not (changes or (within and _FIGURE.search(said))):
            continue
        if within and excluded and _holds_included(said, excluded):
            return _Departure(start, end, changes=False)
        if seats and _is_for_seat(said, seats, rule.text):
            return _Departure(start, end, changes)
        if changes and any(_is_for_size(question, said, size) for size in sizes):
            return _Departure(start, end, changes=True)
    return None


def _in_reach(document: Document, rule: Sentence) -> Iterator[tuple[int, int, bool]]:
    """The sentences that may depart from a rule, with whether they stand in its provision."""
    text = document.text
    stems = stems_of(document, rule.start)
    whole = list_of(document, stems[-1], MAX_LIST_CHARS) if stems else None
    if whole is not None:
        own = [s for s in split_sentences(text, whole[0], whole[1]) if s[0] != rule.start]
    else:
        limit = section_end(document, rule.start)
        own = split_sentences(text, rule.end, max(limit, rule.end))[:MAX_FOLLOWING]
    yield from ((start, end, True) for start, end in own)
    line_start = text.rfind("\n", 0, rule.start) + 1
    label = _ARTICLE.match(text[line_start : rule.end].lstrip())
    if label is None:
        return
    at = text.find(label[0])
    while at >= 0:
        first, last = text.rfind("\n", 0, at) + 1, text.find("\n", at)
        last = last if last >= 0 else len(text)
        for start, end in split_sentences(text, first, last):
            if start <= at < end and text[start:at].strip():
                yield start, end, False
        at = text.find(label[0], at + 1)


def _excluded_terms(question: Question, rule: Sentence) -> list[str]:
    """The words of the question that the rule names only to leave them out: 设备（不含软件）."""
    excluded = [match_form(found["what"]) for found in _EXCLUDES.finditer(rule.text)]
    rest = match_form(_EXCLUDES.sub(" ", rule.text))
    return [
        name
        for term in question.terms
        for name in term.names
        if any(name in what for what in excluded) and name not in rest
    ]


def _holds_included(said: str, names: list[str]) -> bool:
    form = match_form(_EXCLUDES.sub(" ", said))
    return any(name in form for name in names)


def _seats(text: str) -> set[str]:
    """The kinds of place that a text speaks of, without those it says not to be meant."""
    bare = _ELSEWHERE.sub(" ", text)
    return {name for name, words in _SEATS if words.search(bare)}


def _is_for_seat(said: str, seats: set[str], rule: str) -> bool:
    """Whether a sentence is for a kind of place, or for all that its fellows do not name."""
    if _seats(said) & seats:
        return True
    return bool(_seats(rule)) and _ELSEWHERE.search(said) is not None and not _denied_seats(said) & seats


def _denied_seats(said: str) -> set[str]:
    denied = " ".join(found[0] for found in _ELSEWHERE.finditer(said))
    return {name for name, words in _SEATS if words.search(denied)}


def _bounded_in(text: str, size: Interval) -> bool:
    return any(bound.like(size) for bound in read_bounds(text))


def _is_for_size(question: Question, said: str, size: Interval) -> bool:
    """Whether a sentence is for the size asked about: 企业注册不满1年的, asked 注册不满一年."""
    form = question.asked_text
    near = form[max(0, size.start - 4) : size.start]
    for bound in read_bounds(said):
        before = said[max(0, bound.start - 6) : bound.start]
        if bound.holds(size) and any(near[i : i + 2] in before for i in range(len(near) - 1)):
            return True
    return False


def _told(inquiry: Inquiry, document: Document, rule: Sentence, found: _Departure) -> Lookup | None:
    spans = [(found.start, found.end)]
    if found.changes:
        together = min(rule.start, found.start), max(rule.end, found.end)
        between = max(rule.start, found.start) - min(rule.end, found.end)
        near = between <= MAX_BETWEEN_CHARS and together[1] - together[0] <= MAX_TOGETHER_CHARS
        spans = [together] if near else [(rule.start, rule.end), spans[0]]
    else:
        spans = [*stems_of(document, found.start)[-1:], *spans]
    summary = rule.hit.document
    citations = [cite(i, document, summary, span, rule.hit) for i, span in enumerate(spans, 1)]
    start = unnumbered(document.text, (found.start, found.end))[0]
    said = " ".join(document.text[start : found.end].split()).strip("。；;，, ")
    lines = [quote_line(citation) for citation in citations]
    if len(said) <= MAX_LEAD_CHARS:
        lines.insert(0, line("value", inquiry.language, value=said, marks=marks([len(citations)])))
    told = "\n\n".join(lines)
    if check_evidence(told, citations):
        return None
    notes = level_notes(inquiry.question, citations, inquiry.held.places, inquiry.language)
    notes += as_of_note(inquiry.limits.as_of, inquiry.language)
    return Lookup(Verdict.ANSWERED, told, tuple(citations), tuple(notes))
