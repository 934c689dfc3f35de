"""What a class gets, asked of somebody whom the text puts into that class: 博士 → D类人才 → 30万元."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import SequenceMatcher

from assistant.asking import Asked
from assistant.citations import check_evidence, cite, quote_line
from assistant.claims import LIST_MARK
from assistant.compose import Quoter, compose
from assistant.dialogue import Completed
from assistant.evidence import Sentence
from assistant.fact_book import fact_book
from assistant.glossary import match_form
from assistant.inquiry import Inquiry, Seen, look
from assistant.linking.table_answers import answer_from_table
from assistant.nearest import nearest_documents
from assistant.question import Question, understand
from assistant.question_terms import MIN_SPREAD_CHARS, NOUN_ROLE, Term
from assistant.quotations import Lookup
from assistant.refusal import load_model
from assistant.types import Verdict
from assistant.weighing import is_measure_word
from assistant.wording import line, note
from index import Hit
from ingest import Document, read_tables, split_clauses, split_sentences

MIN_NAMED_CHARS = 2
MAX_NAMED_CHARS = 8
MIN_HELD_BESIDE = 0.5  # of the weight of the nouns, by the quotes of a class's rule
MIN_CORE_SAID = 0.75  # of the subject, for a sentence that needs no class
_ASKED = frozenset({Asked.AMOUNT, Asked.RATIO, Asked.FIGURE, Asked.COUNT})
# Names that a text gives to classes.
_LABEL = re.compile(
    r"[A-HＡ-Ｈ]\+?[类级档]|第[一二三四五六七八]?[一二三四五六][类档层]次?|[一二三四五六甲乙丙丁][类档](?!似|型)|[特一二三]等奖?"
)
_LEAD = r"[\s　]*(?:[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.．、]|[①-⑳])?[\s　]*"
# （四）D类：具有博士学位…; D类人才是指…
_DEFINED = re.compile(
    rf"{_LEAD}(?P<label>{_LABEL.pattern})[\u4e00-\u9fff]{{0,6}}(?:[（(][^）)]*[）)])?\s*(?:[：:]|是指|指|包括|为)"
)
# 规上企业按第一档执行; 分别认定为C类、D类
_PUT_INTO = re.compile(
    rf"(?P<who>.+?)(?:分别|均|可)?(?:按照?|认定为|评为|列为|归为|属于?|对应|享受|参照|执行|确定为|纳入|视为)"
    rf"(?P<labels>(?:{_LABEL.pattern})(?:[、，,和]?(?:{_LABEL.pattern}))*)"
)
_GIFT = re.compile(r"(?:补贴|补助|津贴|奖励|奖补|资助|贴息)")
_REST = re.compile(r"其他|其余")  # what holds for all classes not named
_LEADS_TO_NAME = re.compile(r"^.*(?:对|在|获得|获|将|给予?)")
# A longer name that begins so is another one: 博士后 for 博士.
_GOES_ON = re.compile(r"后(?!的)|生导师")


@dataclass(frozen=True, slots=True)
class _Class:
    """A class of a document and words that put somebody into it."""

    label: str
    who: str  # match form
    start: int  # of the words that say so, in the document
    end: int
    listed: bool = False  # one of a list by 分别, known by its beginning: 一等奖 of 一等奖的选手


@dataclass(frozen=True, slots=True)
class _Placed:
    """Somebody named in the question, and the class that they are put into."""

    hit: Hit
    document: Document
    named: str  # the words of the question
    into: _Class


def answer_of_class(inquiry: Inquiry, seen: Seen) -> Lookup | None:
    """What the class gets into which the text puts whom the question names; None if it puts them into none.

    1. the classes of the documents found, with the words that put somebody into each
    2. the one class whose words hold most of what the question names
    3. the question asked again of the class; both quotes, if the second one names the class
    """
    question = inquiry.question
    if question.asked not in _ASKED or question.quoted is not None:
        return None
    placed = _placed(inquiry, seen)
    if placed is None or _answers_already(seen, placed):
        return None
    again = _of_the_class(inquiry, placed)
    return _told(again, placed) if again is not None else _of_other_classes(inquiry, seen, placed)


def _placed(inquiry: Inquiry, seen: Seen) -> _Placed | None:
    question = inquiry.question
    found: list[_Placed] = []
    for hit in nearest_documents(inquiry, seen):
        document = inquiry.shelf.load_document(hit.document.doc_id)
        for one in _classes(document):
            named = _named(question, one)
            if named and one.label not in question.asked_text:
                found.append(_Placed(hit, document, named, one))
    longest = max((len(placed.named) for placed in found), default=0)
    best = [placed for placed in found if len(placed.named) == longest]
    return best[0] if len({placed.into.label for placed in best}) == 1 else None


def _named(question: Question, into: _Class) -> str:
    """The longest words of the question that a class's words hold, a little apart too; '' if none."""
    form, who = question.form, into.who
    match = SequenceMatcher(None, form, who, autojunk=False).find_longest_match()
    words = form[match.a : match.a + match.size]
    if _GOES_ON.match(who, match.b + match.size):
        words = ""
    for size in range(MAX_NAMED_CHARS, max(len(words), MIN_SPREAD_CHARS - 1), -1):
        parts = (form[at : at + size] for at in range(len(form) - size + 1))
        apart = next((part for part in parts if Term(part, (part,)).spread_in(who)), "")
        if apart:
            words = apart
            break
    if len(words) < MIN_NAMED_CHARS or (into.listed and not words.startswith(who[: len(words) // 2 + 1])):
        return ""
    nouns = (t for t in question.terms if t.role >= NOUN_ROLE and not is_measure_word(t))
    return words if any(t.text in words and t.text not in _OF_ALL_CLASSES for t in nouns) else ""


# Words for whoever belongs to any class.
_OF_ALL_CLASSES = frozenset(
    {"人才", "企业", "高层次人才", "单位", "项目", "人员", "选手", "用人单位", "认定", "标准"}
)


def _classes(document: Document) -> Iterator[_Class]:
    """Every class of a document with what puts somebody into it."""
    text = document.text
    if not _LABEL.search(text):
        return
    for table in read_tables(text):
        for row in table.rows:
            label = _LABEL.match(row.label)
            words = " ".join(cell.value for cell in row.cells if not cell.is_figure)
            if label and len(words) > MIN_NAMED_CHARS:
                yield _Class(label[0], match_form(words), table.start, row.end)
    at = 0
    for written in text.split("\n"):
        yield from _classes_of_line(text, at, at + len(written))
        at += len(written) + 1


def _classes_of_line(text: str, start: int, end: int) -> Iterator[_Class]:
    defined = _DEFINED.match(text, start, end)
    if defined is not None:
        yield _Class(defined["label"], match_form(text[defined.end() : end]), start, end)
        return
    for first, last in split_sentences(text, start, end):
        labels = _LABEL.findall(text[first:last])
        if not labels:
            continue
        whole = _PUT_INTO.match(text[first:last])
        if whole is not None and "分别" in whole[0]:
            yield from _listed(whole, first, last)
            continue
        for begun, stopped in split_clauses(text, first, last):
            put = _PUT_INTO.match(text[begun:stopped])
            into = _LABEL.findall(put["labels"]) if put else []
            if put is not None and len(into) == 1:
                yield _Class(into[0], match_form(put["who"]), first, last)


def _listed(put: re.Match[str], start: int, end: int) -> Iterator[_Class]:
    """获得一等奖、二等奖、三等奖的选手,分别认定为C类、D类、E类人才: each with its own."""
    labels = _LABEL.findall(put["labels"])
    names = [name for name in LIST_MARK.split(put["who"].removesuffix("分别").rstrip("，,")) if name.strip()]
    if len(names) >= len(labels) > 1:
        before = _LEADS_TO_NAME.match(names[-len(labels)])
        first = names[-len(labels)][before.end() :] if before else names[-len(labels)]
        own = [first, *names[len(names) - len(labels) + 1 :]]
        for label, name in zip(labels, own, strict=True):
            yield _Class(label, match_form(name), start, end, listed=True)


def _answers_already(seen: Seen, placed: _Placed) -> bool:
    """Whether what was found speaks of those named themselves: then no class is needed."""
    best = seen.best
    if best is None or not (seen.selection.complete and load_model().answer.accepts(seen.features)):
        return False
    said = placed.named in best.form and best.core >= MIN_CORE_SAID
    return said and match_form(placed.into.label) not in best.form


@dataclass(frozen=True, slots=True)
class _Again:
    """The question asked of the class, and what answers it."""

    lookup: Lookup
    inquiry: Inquiry


def _of_the_class(inquiry: Inquiry, placed: _Placed) -> _Again | None:
    asked = inquiry.question.asked_text
    if placed.named not in asked:
        return None
    label = placed.into.label
    whole = f"{label}人才" if f"{label}人才" in placed.document.text else label
    text = asked.replace(placed.named, whole, 1)
    if (
        placed.into.listed
    ):  # 全国技能大赛一等奖选手: what else of them stands with the list is said by the class
        said = match_form(placed.document.text[placed.into.start : placed.into.end])
        for term in inquiry.question.terms:
            if term.text in said and term.text not in whole and not is_measure_word(term):
                text = text.replace(term.text, "", 1)
    question = understand(text, inquiry.held.places, date.today())
    question = replace(question, asked=inquiry.question.asked, moments=inquiry.question.moments)
    again = replace(inquiry, completed=Completed(question))
    seen = look(again)
    told = answer_from_table(again, seen)
    if told is not None:
        if not all(_names_the_gift(question, one.quote) for one in told.citations):
            return None
        named = told.verdict is Verdict.ANSWERED and any(label in one.quote for one in told.citations)
        return _Again(told, again) if named and _of_the_same(told, placed) else None
    if not (seen.selection.complete and load_model().answer.accepts(seen.features)):
        return None
    first = seen.selection.sentences[0] if seen.selection.sentences else None
    if (
        first is None
        or match_form(label) not in first.form
        or not _names_the_gift(question, _line_of(again, first))
    ):
        return None
    return _composed(again, seen, placed)


def _line_of(inquiry: Inquiry, sentence: Sentence) -> str:
    """The whole line that a sentence stands in."""
    text = inquiry.shelf.load_document(sentence.hit.document.doc_id).text
    end = text.find("\n", sentence.end)
    return text[text.rfind("\n", 0, sentence.start) + 1 : end if end >= 0 else len(text)]


def _names_the_gift(question: Question, quote: str) -> bool:
    """Whether a quote names what is given as the question does: 购房补贴 is no 安家补助."""
    form = match_form(quote)
    named = [term.text for term in question.terms if not is_measure_word(term)]
    gifts = [text for text in named if _GIFT.search(text, 2)]
    kinds = [gift[:2] for gift in gifts if gift not in form]
    kinds += [text for text in named if re.search(re.escape(text) + _GIFT.pattern, question.form)]
    return all(kind in form for kind in kinds)


def _composed(again: Inquiry, seen: Seen, placed: _Placed) -> _Again | None:
    """The first sentence alone: the class's own rule."""
    groups = seen.selection.groups[:1]
    groups = tuple(replace(group, place=None, sentences=group.sentences[:1]) for group in groups)
    quoter = Quoter(again.shelf, facts=fact_book(again.shelf).within)
    selection = replace(seen.selection, groups=groups)
    text = compose(again.question, selection, seen.measure.weights, quoter, complete=True)
    told = Lookup(Verdict.ANSWERED, text, tuple(quoter.citations))
    return _Again(told, again) if _of_the_same(told, placed) and _says_all(again, seen, told) else None


def _says_all(again: Inquiry, seen: Seen, told: Lookup) -> bool:
    """Whether the quotes, with what stands above them, hold what the question names beside the class."""
    around = match_form(
        " ".join(f"{one.document.title} {' '.join(one.headings)} {one.quote}" for one in told.citations)
    )
    weights = seen.measure.weights
    nouns = [t for t in again.question.terms if t.role >= NOUN_ROLE and t.text in weights.core]
    held = sum(weights.of(term) for term in nouns if term.found_in(around) or term.spread_in(around))
    return held >= MIN_HELD_BESIDE * sum(map(weights.of, nouns))


def _of_the_same(told: Lookup, placed: _Placed) -> bool:
    """Whether the class is the same: that of one document, or of one region's."""
    own = placed.hit.document
    return all(
        one.document.doc_id == own.doc_id or (own.region is not None and one.document.region == own.region)
        for one in told.citations
    )


def _of_other_classes(inquiry: Inquiry, seen: Seen, placed: _Placed) -> Lookup | None:
    """What was found where it speaks of classes by name: it is theirs, not of the one asked about."""
    best = seen.selection.sentences[0] if seen.selection.sentences else None
    if best is None or not _LABEL.search(best.text) or placed.named in best.form:
        return None
    if placed.into.start <= best.start < placed.into.end or _REST.search(_line_of(inquiry, best)):
        return None
    spans = (placed.into.start, placed.into.end), (best.start, best.end)
    papers = (placed.document, placed.hit), (inquiry.shelf.load_document(best.hit.document.doc_id), best.hit)
    citations = tuple(
        cite(number, document, hit.document, span, hit)
        for number, (span, (document, hit)) in enumerate(zip(spans, papers, strict=True), start=1)
    )
    lines = [line("partial", inquiry.language), *map(quote_line, citations)]
    return Lookup(Verdict.PARTIAL, "\n\n".join(lines), citations, (note("missing_figure", inquiry.language),))


def _told(again: _Again, placed: _Placed) -> Lookup | None:
    """The class's rule, and beside it what puts the one asked about into the class."""
    told, into = again.lookup, placed.into
    cited: Sequence[int] = [one.start for one in told.citations if one.document == placed.hit.document]
    citation = cite(
        len(told.citations) + 1, placed.document, placed.hit.document, (into.start, into.end), placed.hit
    )
    if into.start in cited:
        return told
    citations = (*told.citations, citation)
    text = f"{told.text}\n\n{quote_line(citation)}"
    if check_evidence(text, citations, fact_book(again.inquiry.shelf).within):
        return None
    return replace(told, text=text, citations=citations)
