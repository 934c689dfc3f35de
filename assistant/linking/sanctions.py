"""What follows a breach, where the conduct stands in one provision and the penalty in another.

Three shapes of law: the penalty names the conduct itself; the conduct is an item below the penalty
(有下列行为之一的,处…罚款：（二）…); the penalty names only the article (违反本条例第十条第一款规定的,…).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from assistant.asking import Asked
from assistant.citations import check_evidence, cite, marks, quote_line
from assistant.coverage import phrase_share
from assistant.glossary import match_form
from assistant.inquiry import Inquiry, Seen, weigh
from assistant.nearest import nearest_documents
from assistant.notes import level_notes
from assistant.question import Question, without_spans
from assistant.question_terms import Term, chinese_terms
from assistant.quotations import Lookup
from assistant.read_figures import quantities_in
from assistant.stems import stems_of
from assistant.types import Citation, Language, Verdict
from assistant.weighing import Weights
from assistant.wording import line
from index import DocumentSummary, Hit
from ingest import Document, QuantityKind, find_sections, split_sentences

REMEMBERED_DOCUMENTS = 32
MAX_PENALTY_CHARS = 320  # of a penalty quoted with what follows where the breach goes on
# Of the weight of the words for the conduct, how much the provision must hold.
MIN_CONDUCT = 0.6
MIN_TELLING_CONDUCT = 0.5  # the same, where one of them is a word of so many characters
TELLING_CHARS = 4
MIN_OWN_CONDUCT = 0.5  # the same of the words that are not the document's title
ABOVE_SHARE = 0.8  # what a word counts that stands only in the opening of the list or the title
NEARNESS_WEIGHT = 0.2  # of the passage's search score, for conduct that people call otherwise
PHRASE_WEIGHT = 0.2  # of words that stand together as in the question
UNPUNISHED_MARGIN = 0.15  # by which a provision without a penalty says more of the conduct

_ASKS = re.compile(
    r"罚|处分|法律责任|什么(?:后果|责任)|[会要](?:怎么|如何)处理|追究(?:什么|哪些)|\b(?:fine[ds]?|penalt\w+|punish\w*)\b"
)
# Cut out before the words for the conduct are read: 养烈性犬罚多少.
_ASKING = re.compile(
    r"(?:会|要|该|应|可)?(?:被|受到?)?(?:怎么|如何|什么)?(?:处以?|并处)?(?:罚款|处罚|罚则|罚|处分|法律责任|后果)(?:是|有)?(?:吗|么|多少钱?|几|什么)?"
    r"|违反|违规|违法|\b(?:fine[ds]?|penalt\w+|punish\w*)\b"
)
_NOT = re.compile(r"没有|不曾|(?<!拒)[不没]")  # 不办登记 is 未办登记
_LEFT_UNDONE = re.compile(r"未([\u4e00-\u9fff])")
_ASKS_MOST = re.compile(r"最[高多重]|上限|\bmaximum\b")
_PENALTY = re.compile(r"罚款|处罚|警告|吊销|没收|责令|处分|拘留|刑事责任|加收|追缴|追回")
_CN = "零〇一二三四五六七八九十百两"
_BELOW = rf"第[（(]?[{_CN}\d]{{1,5}}[）)]?[款项]"
_ARTICLE = rf"第[{_CN}\d]{{1,7}}条(?:之[一二三四五六])?"
_BREACH = re.compile(rf"违反(?:了)?(?:本[\u4e00-\u9fff]{{1,6}}?)?(?={_ARTICLE}|{_BELOW})")
_CITED = re.compile(
    rf"(?P<article>{_ARTICLE})?(?P<below>(?:{_BELOW})*)(?:[、,，]|和|或者?|以及|至)?", re.ASCII
)
_RANGE = re.compile(
    rf"[{_CN}\d,.千万亿]+元(?:以上[{_CN}\d,.千万亿]+元以下|以下|以上)?|[{_CN}\d]+倍以上[{_CN}\d]+倍以下"
)


_PARTIES = ("个人", "单位")


@dataclass(frozen=True, slots=True)
class Penalty:
    """A penalty and the conduct that it is for, as spans of a document."""

    start: int
    end: int
    conduct: tuple[int, int]  # the same where the penalty names the conduct itself


@dataclass(frozen=True, slots=True)
class _Match:
    hit: Hit
    document: Document
    penalty: Penalty
    held: float  # share of the weight of the words for the conduct that the provision holds
    fit: float  # the same with what tells provisions apart that hold the same words


@dataclass(frozen=True, slots=True)
class _Conduct:
    """What was done, in the asker's words."""

    form: str
    terms: tuple[Term, ...]
    weights: Weights

    def held_in(self, form: str, above: str) -> float:
        """The share of its weight that a provision holds, itself or in what stands above it."""
        held = 0.0
        for term in self.terms:
            if self._said(term, form):
                held += self.weights.of(term)
            elif self._said(term, above):
                held += ABOVE_SHARE * self.weights.of(term)
        return held / (sum(map(self.weights.of, self.terms)) or 1.0)

    def _said(self, term: Term, form: str) -> bool:
        """Whether a text says a word and not only its contrary: 超过 in 不超过."""
        name = term.found_in(form)
        if name is None:
            return term.spread_in(form)
        denied = form.count(f"不{name}")
        return denied < form.count(name) or f"未{name}" in self.form

    def done_by(self, form: str) -> bool:
        """Whether a provision has the act that was left undone: 未戴头盔 is not 未提供头盔."""
        return all(act in form for act in _LEFT_UNDONE.findall(self.form))

    def beyond(self, title: str) -> _Conduct:
        """What was done without the words of the document's own title, which all its provisions share."""
        return replace(self, terms=tuple(term for term in self.terms if not term.found_in(title)))


def asks_for_penalty(question: Question) -> bool:
    """Whether what follows a breach is asked for."""
    return question.asked is not Asked.LIST and _ASKS.search(question.form) is not None


def answer_of_penalty(inquiry: Inquiry, seen: Seen) -> Lookup | None:
    """The penalty for the conduct that a question names, with the provision that forbids it."""
    question = inquiry.question
    if not asks_for_penalty(question):
        return None
    conduct = _conduct_asked(inquiry)
    if not conduct.terms:
        return None
    found = [
        match for hit in nearest_documents(inquiry, seen) for match in _matches(inquiry, seen, hit, conduct)
    ]
    found = [match for match in found if _is_meant(conduct, match) and _holds_sum(question, match)]
    found = [match for match in found if not _of_another_party(question, match)]
    best = _best_of_place(question, found)
    if best is None:
        return None
    unpunished = max(
        (conduct.held_in(s.form, match_form(s.hit.document.title)) for s in seen.sentences), default=0.0
    )
    if unpunished > best.held + UNPUNISHED_MARGIN:
        return None
    return _told(inquiry, best.hit.document, best.hit, [best.penalty])


def _best_of_place(question: Question, found: Sequence[_Match]) -> _Match | None:
    """The best fit; a rule of the place asked about that holds as much goes before one from above it."""
    best = max(found, key=lambda match: match.fit, default=None)
    if best is None:
        return None
    own = [m for m in found if m.hit.document.region in question.regions and m.held >= best.held]
    return max(own, key=lambda match: match.fit, default=best)


def _is_meant(conduct: _Conduct, match: _Match) -> bool:
    """Whether a provision holds enough of the conduct, or half of it with a word as telling as 交通标志."""
    if match.held >= MIN_CONDUCT:
        return True
    form = match_form(match.document.text[slice(*match.penalty.conduct)])
    telling = any(len(term.text) >= TELLING_CHARS and term.text in form for term in conduct.terms)
    return match.held >= MIN_TELLING_CONDUCT and telling


def penalty_of_provision(inquiry: Inquiry, subject: Sequence[DocumentSummary]) -> Lookup | None:
    """The penalties for a breach of the provision that a question names, None if it asks for none."""
    label = inquiry.question.section
    if label is None or not asks_for_penalty(inquiry.question):
        return None
    for summary in subject or (inquiry.held.documents if len(inquiry.held.documents) == 1 else ()):
        found = _of_provision(inquiry.shelf.load_document(summary.doc_id), label)
        if found:
            return _told(inquiry, summary, None, found)
    return None


def _of_provision(document: Document, label: str) -> list[Penalty]:
    """The penalties that name a provision, or one above or within it."""
    path = "/".join(step for step in label.split("/"))
    article, *below = re.split(r"/(?=第[^/]*[款项])", path, maxsplit=1)
    wanted = "/".join((article, *(part.replace("/", "") for part in below)))
    asked = find_sections(document.sections, wanted, document.text)
    if not asked:
        return []
    start, end = asked[0].start, asked[0].end
    return [
        penalty
        for penalty in penalties_of(document)
        if not penalty.start <= start < penalty.end
        and penalty.conduct != (penalty.start, penalty.end)
        and penalty.conduct[0] < end
        and start < penalty.conduct[1]
    ]


def _conduct_asked(inquiry: Inquiry) -> _Conduct:
    """The words of the question for what was done, without those that ask for the penalty."""
    question = inquiry.question
    if question.language is Language.ENGLISH:
        terms = [term for term in question.terms if not _ASKING.fullmatch(term.text)]
        form = question.form
    else:
        spans = [(place.start, place.end) for place in question.places] + list(question.moments.spans)
        form = _ASKING.sub(" ", without_spans(question.form, spans))
        terms = chinese_terms(form)
    return _Conduct(_NOT.sub("未", form), tuple(terms), weigh(inquiry, terms))


def _matches(inquiry: Inquiry, seen: Seen, hit: Hit, conduct: _Conduct) -> Iterator[_Match]:
    """Every penalty of a document with how much of the conduct asked about it is for."""
    document = inquiry.shelf.load_document(hit.document.doc_id)
    near, title = _nearness(seen, hit.document.doc_id), match_form(hit.document.title)
    own = conduct.beyond(title)
    for penalty in penalties_of(document):
        for start, end in split_sentences(document.text, *penalty.conduct):
            form = match_form(document.text[start:end])
            above = stems_of(document, start)
            stem = match_form(document.text[slice(*above[-1])]) if above else ""
            held = conduct.held_in(form, f"{title}\n{stem}")
            fit = held + PHRASE_WEIGHT * phrase_share(conduct.form, _NOT.sub("未", form))
            fit += NEARNESS_WEIGHT * max((s for a, b, s in near if a < end and start < b), default=0.0)
            unit = Penalty(penalty.start, penalty.end, _unit(penalty, (start, end)))
            if own.terms and own.held_in(form, stem) < MIN_OWN_CONDUCT:
                continue
            if not conduct.done_by(form):
                continue
            yield _Match(hit, document, unit, held, fit)


def _unit(penalty: Penalty, span: tuple[int, int]) -> tuple[int, int]:
    own = penalty.conduct == (penalty.start, penalty.end)
    return penalty.conduct if own else span


def _nearness(seen: Seen, doc_id: str) -> list[tuple[int, int, float]]:
    """The passages of a document that were found, with how near each is to the nearest of all, 0 to 1."""
    if not seen.hits:
        return []
    scores = [hit.score for hit in seen.hits]
    low, high = min(scores), max(scores)
    own = (hit for hit in seen.hits if hit.document.doc_id == doc_id)
    return [(h.passage.start, h.passage.end, (h.score - low) / ((high - low) or 1.0)) for h in own]


def _of_another_party(question: Question, match: _Match) -> bool:
    """Whether a penalty is for the other of persons and organisations than the question names."""
    said = match.document.text[match.penalty.start : match.penalty.end]
    asked = [party for party in _PARTIES if party in question.form]
    return len(asked) == 1 and asked[0] not in said and any(party in said for party in _PARTIES)


def _holds_sum(question: Question, match: _Match) -> bool:
    """Whether a penalty states a sum, where a sum is asked for."""
    if question.asked not in (Asked.AMOUNT, Asked.FIGURE):
        return True
    text = match.document.text[match.penalty.start : match.penalty.end]
    return any(q.kind is QuantityKind.MONEY for q in quantities_in(text)) or bool(_RANGE.search(text))


def penalties_of(document: Document) -> tuple[Penalty, ...]:
    """Every penalty of a document with the conduct that it is for."""
    return _penalties(document.text, tuple(_lines(document.text)), _Sections(document))


class _Sections:
    """A document's provisions by label; equal for equal texts, so that penalties are read once."""

    def __init__(self, document: Document) -> None:
        self.document = document

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Sections) and other.document.text == self.document.text

    def __hash__(self) -> int:
        return hash(self.document.text)

    def spans(self, label: str) -> list[tuple[int, int]]:
        """Where the provision of a label stands."""
        found = find_sections(self.document.sections, label, self.document.text)
        return [(section.start, section.end) for section in found[:1]]


@lru_cache(maxsize=REMEMBERED_DOCUMENTS)
def _penalties(text: str, lines: tuple[tuple[int, int], ...], sections: _Sections) -> tuple[Penalty, ...]:
    found: list[Penalty] = []
    for start, end in lines:
        if not _PENALTY.search(text, start, end):
            continue
        if text[start:end].rstrip().endswith(("：", ":")):
            found += [Penalty(start, end, item) for item in _items_below(text, lines, end)]
            continue
        for first, last in _steps(text, start, end):
            cited = _cited(text[first:last], text[start:first])
            found.append(Penalty(first, last, (first, last)))
            found += [Penalty(first, last, span) for label in cited for span in sections.spans(label)]
    return tuple(found)


def _lines(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        if text[start:end].strip():
            yield start, end
        start = end + 1


_ITEM = re.compile(r"\s*(?:[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.．、]|[①-⑳])")


def _items_below(text: str, lines: Sequence[tuple[int, int]], end: int) -> Iterator[tuple[int, int]]:
    for start, stop in lines:
        if start < end:
            continue
        if not _ITEM.match(text, start, stop):
            return
        yield start, stop


def _steps(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The parts of a line: each breach with all that it leads to (拒不改正的,处…)."""
    parts: list[tuple[int, int]] = []
    for first, last in split_sentences(text, start, end):
        new = not parts or _BREACH.search(text, first, last) or last - parts[-1][0] > MAX_PENALTY_CHARS
        if new:
            parts.append((first, last))
        else:
            parts[-1] = parts[-1][0], last
    return [part for part in parts if _PENALTY.search(text, *part)]


def _cited(part: str, before: str) -> list[str]:
    """The labels of the provisions whose breach is meant: 第十条, 第十八条/第一项.

    A bare 第二项 is of the article named before it.
    """
    breach = _BREACH.search(part)
    if breach is None:
        return []
    earlier = re.findall(_ARTICLE, before)
    article, labels = (earlier[-1] if earlier else ""), []
    at = breach.end()
    while (match := _CITED.match(part, at)) and match.end() > at and (match["article"] or match["below"]):
        article = match["article"] or article
        if article:
            labels.append(f"{article}/{match['below']}" if match["below"] else article)
        at = match.end()
    return labels


def _told(
    inquiry: Inquiry, summary: DocumentSummary, hit: Hit | None, penalties: Sequence[Penalty]
) -> Lookup | None:
    """The penalties, each with the provision that it is for beside it."""
    document = inquiry.shelf.load_document(summary.doc_id)
    citations: list[Citation] = []
    lines: list[str] = []
    for penalty in penalties:
        for span in dict.fromkeys(((penalty.start, penalty.end), penalty.conduct)):
            if not any(one.start <= span[0] and span[1] <= one.end for one in citations):
                citations.append(cite(len(citations) + 1, document, summary, span, hit))
        lines += _sum_line(inquiry, document, penalty, citations)
    lines += [quote_line(citation) for citation in citations]
    text = "\n\n".join(dict.fromkeys(lines))
    if check_evidence(text, citations):
        return None
    notes = level_notes(inquiry.question, citations, inquiry.held.places, inquiry.language)
    return Lookup(Verdict.ANSWERED, text, tuple(citations), tuple(notes))


def _sum_line(
    inquiry: Inquiry, document: Document, penalty: Penalty, citations: Sequence[Citation]
) -> list[str]:
    """The sum as a line of its own where the penalty states one, or the highest if that is asked."""
    ranges = [match[0] for match in _RANGE.finditer(document.text, penalty.start, penalty.end)]
    if not ranges or inquiry.question.asked not in (Asked.AMOUNT, Asked.FIGURE):
        return []
    if len(ranges) > 1 and not _ASKS_MOST.search(inquiry.question.form):
        return []
    number = next(one.number for one in citations if one.start <= penalty.start < one.end)
    return [line("value", inquiry.language, value=ranges[-1], marks=marks([number]))]
