"""When, where and by whom to apply, in the clause that a document has for all its measures together."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from assistant.asking import DOCUMENT_ASKED
from assistant.citations import check_evidence, cite, quote_line
from assistant.coverage import phrase_share
from assistant.evidence import Sentence
from assistant.glossary import match_form
from assistant.inquiry import Inquiry, Seen
from assistant.nearest import nearest_documents
from assistant.question import Question
from assistant.question_terms import NOUN_ROLE, VERB_ROLE, Term
from assistant.quotations import Lookup
from assistant.refusal import load_model
from assistant.types import Citation, Verdict
from assistant.weighing import is_measure_word
from assistant.wording import line, note
from index import Hit
from ingest import Document, split_sentences

MAX_CLAUSES = 2  # that say as much: one on where to apply, one on where to hand in papers
PHRASE_WEIGHT = 3.0  # of the words that stand together as in the question, beside the weight of each
MIN_SUBJECT_HELD = 0.9  # of the subject's weight, by the document whose clause answers
_APPLY = r"申报|申请|申领|报名|提交|提出|报送|受理|填报|递交|送达|交[到至]?"
_STEPS = r"审核|审批|审查|初审|复审|核验|公示|拨付|发放|兑付|评审|办结|制发|答复|受理"


@dataclass(frozen=True, slots=True)
class _Aspect:
    """Something that one clause says for all measures of a document."""

    asks: re.Pattern[str]
    states: re.Pattern[str]
    words: re.Pattern[str]  # of a question, that name the aspect and no subject
    missing: str | None = None  # note that it is not stated, where another clause would be taken for it


_DAYS = r"(?<![月\d])\d+(?:个)?(?:工作日|日|天)"
_ASPECTS = (
    _Aspect(  # 公示几天, 多少天内审核完
        re.compile(rf"(?=.*(?:{_STEPS})).*(?:(?:多少|几)个?(?:工作日|天|日)|多久|多长时间|时限)"),
        re.compile(rf"(?=.*(?:{_STEPS})).*{_DAYS}"),
        re.compile(rf"{_STEPS}|工作日|时限"),
    ),
    _Aspect(
        re.compile(
            rf"(?=.*(?:{_APPLY}|截止)).*(?:什么时候|何时|什么时间|截止|几号|哪[一]?[天日]|几月|(?:起止|申报|申请|报名|受理)(?:时间|日期|期限))"
        ),
        re.compile(rf"(?=.*(?:{_APPLY})).*(?:\d{{1,2}}月(?:\d{{1,2}}[日号]|底|[上中下]旬|份)|\d{{1,2}}[日号]前)"),
        re.compile(rf"{_APPLY}|时间|日期|期限|截止|材料|资料"),
        missing="missing_date",
    ),
    _Aspect(
        re.compile(r"电话|联系人|联系方式|热线|邮箱|传真|网址|怎么联系|如何联系|打哪个"),
        re.compile(
            r"\d{3,4}-\d{6,8}|[48]00-?\d{3}-?\d{4}|(?:电话|热线|联系)[^,;。\d]{0,12}\d{5,12}(?!\d|号)|(?<!\d)1\d{10}(?!\d)"
            r"|(?:拨打|热线|电话)[^,;。]{0,12}\d{5}|@|联系人|https?:|www[.]"
        ),
        re.compile(r"电话|联系|热线|邮箱|传真|网址|咨询|号码"),
        missing="missing_contact",
    ),
    _Aspect(
        re.compile(
            rf"(?=.*(?:{_APPLY}|办理|办|领取)).*(?:哪里|哪儿|在哪|去哪|到哪|什么地方|地址|地点|哪个窗口|什么平台|哪个(?:平台|网站|系统)|网址|入口)"
        ),
        re.compile(r"地址|窗口|平台|网址|https?:|网站|系统|小程序|(?:向|至|到)[^,;。]{2,24}(?:提出|申请|申报|报送|提交)|报送至"),
        re.compile(rf"{_APPLY}|平台|网址|网站|地址|地点|窗口|材料|办理"),
    ),
    _Aspect(
        re.compile(rf"(?=.*(?:{_APPLY}|办理)).*(?:收费|要钱|交钱|费用|免费|收不收)"),
        re.compile(r"(?:不|免)(?:得)?(?:收取?|交)|免费|工本费|收取[^,。]{0,12}费"),
        re.compile(rf"{_APPLY}|收费|费用|免费"),
    ),
)  # fmt: skip
_ANY_TIME = re.compile(
    r"\d月\d{1,2}[日号]|随时|常年|全年|每季|每半年|每月|之日起|[年月日天]内|工作日|免申|即申|[上下]半年|[年月]底|季度|另行|通知"
)
# Words of an aspect that every clause on it may hold or leave out.
_OF_ANY_CLAUSE = re.compile(rf"{_APPLY}|电话|联系|号码|时间|日期|期限|截止|时限|工作日")
# Of a clause's label (首台套装备：陈立) that names an aspect, not a measure.
_OF_ASPECTS = re.compile(
    r"电话|联系|咨询|技术支持|地址|时间|方式|平台|邮箱|传真|网址|窗口|单位|部门|科室|条件|材料"
)
_LABEL = re.compile(r"^(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]?)?([^：:，,；;。]{2,30})[：:]")
_GIFT = re.compile(r"([\u4e00-\u9fff]{2})(?:补贴|津贴|奖补|奖励|补助|贴息|资助)")
_ANY_GIFT = re.compile(r"(?:以上|上述|各项|本|该|此|相关|有关|财政|发放|给予|申请|申报|享受)$")


def answer_of_shared_clause(inquiry: Inquiry, seen: Seen) -> Lookup | None:
    """The clause of the subject's own document that says when, where or whom; None if it has none.

    1. which aspect is asked, and of what
    2. the documents found that name the whole of it
    3. their clause that states the aspect for all, or for the one asked about, but for no other
    """
    question = inquiry.question
    aspect = next((one for one in _ASPECTS if one.asks.search(question.form)), None)
    if aspect is None or question.asked in DOCUMENT_ASKED or question.quoted is not None:
        return None
    subject = _subject(question, aspect)
    if not subject:
        return _unsaid(inquiry, seen, aspect)
    found: list[tuple[float, int, Hit, tuple[int, int]]] = []
    titled, hits = _speaking_of(seen, subject, nearest_documents(inquiry, seen))
    for rank, hit in enumerate(hits):
        document = inquiry.shelf.load_document(hit.document.doc_id)
        if _holds(seen, subject, match_form(f"{hit.document.title}\n{document.text}")) < MIN_SUBJECT_HELD:
            continue
        found += [(worth, -rank, hit, span) for worth, span in _clauses(seen, document, aspect, subject)]
    best = max(found, key=lambda one: (one[0], one[1], -one[3][0]), default=None)
    if best is None:
        return _unsaid(inquiry, seen, aspect, {hit.document.doc_id for hit in hits} if titled else set())
    if _said_already(seen, best[0], aspect, subject):
        return None
    alike = [span for worth, rank, _, span in found if (worth, rank) == best[:2]][:MAX_CLAUSES]
    return _told(inquiry, seen, best[2], alike, subject)


def _subject(question: Question, aspect: _Aspect) -> list[Term]:
    """The terms that name a measure or whom it is for."""
    named = [t for t in question.terms if not is_measure_word(t) and not aspect.words.search(t.text)]
    return [term for term in named if term.role > VERB_ROLE] or named


def _speaking_of(seen: Seen, subject: Sequence[Term], hits: Sequence[Hit]) -> tuple[bool, Sequence[Hit]]:
    """Those of documents whose title names the whole subject, if any does: another only mentions it."""
    held = [(hit, _holds(seen, subject, match_form(hit.document.title))) for hit in hits]
    titled = [hit for hit, share in held if share >= MIN_SUBJECT_HELD]
    return bool(titled), titled or hits


def _holds(seen: Seen, terms: Sequence[Term], form: str) -> float:
    weights = seen.measure.weights
    held = sum(weights.of(term) for term in terms if term.found_in(form) or term.spread_in(form))
    return held / (sum(map(weights.of, terms)) or 1.0)


def _clauses(
    seen: Seen, document: Document, aspect: _Aspect, subject: Sequence[Term]
) -> Iterator[tuple[float, tuple[int, int]]]:
    """The sentences that state the aspect, each with how many words of the question it holds."""
    question, text = seen.measure.question, document.text
    for start, end in split_sentences(text):
        form = match_form(text[start:end])
        if not aspect.states.search(form) or not _of_the_year(question, document, form):
            continue
        own = any(term.found_in(form) for term in subject)
        if not own and _is_of_another(question, text[start:end]):
            continue
        yield _worth(seen, aspect, subject, form), (start, end)


def _worth(seen: Seen, aspect: _Aspect, subject: Sequence[Term], form: str) -> float:
    """The weight of the question's words that a clause holds, more for the subject and the aspect's own."""
    question, weights = seen.measure.question, seen.measure.weights
    telling = (term for term in question.terms if not aspect.words.search(term.text))
    words = sum(weights.of(term) for term in telling if term.found_in(form))
    own = any(term.found_in(form) for term in subject)
    steps = {word for word in aspect.words.findall(question.form) if not _OF_ANY_CLAUSE.fullmatch(word)}
    said = sum(1.0 for word in steps if word in form)
    return words + own + said + PHRASE_WEIGHT * phrase_share(question.form, form)


def _is_of_another(question: Question, written: str) -> bool:
    """Whether a clause is for a measure by name, and not for the one asked about."""
    label = _LABEL.match(written)
    if label is not None and not _OF_ASPECTS.search(label[1]):
        return True
    gifts = [match[1] for match in _GIFT.finditer(written) if not _ANY_GIFT.search(match[1])]
    return bool(gifts) and not any(match_form(gift) in question.form for gift in gifts)


def _of_the_year(question: Question, document: Document, form: str) -> bool:
    """Whether a clause is of the year asked about: by its own words, its document's title or day."""
    years = question.moments.years
    if not years or any(str(year) in form for year in years):
        return True
    metadata = document.metadata
    title = metadata.title.value if metadata.title else ""
    issued = metadata.issued.value.year if metadata.issued else None
    return any(str(year) in title or year == issued for year in years)


def _said_already(seen: Seen, worth: float, aspect: _Aspect, subject: Sequence[Term]) -> bool:
    """Whether the sentence that would answer states the aspect, in as many words of the question."""
    first = seen.selection.sentences[0] if seen.selection.sentences else None
    if first is None or not seen.selection.complete or not load_model().answer.accepts(seen.features):
        return False
    own = _worth(seen, aspect, subject, first.form)
    return aspect.states.search(first.form) is not None and own >= worth


def _unsaid(inquiry: Inquiry, seen: Seen, aspect: _Aspect, own: Collection[str] = ()) -> Lookup | None:
    """Says so where what would answer names no time to apply: 申请引才奖补,每年最高50万元.

    Or where it stands in another document than those of ``own``, whose titles name the subject.
    """
    first = seen.selection.sentences[0] if seen.selection.sentences else None
    if aspect.missing is None or first is None:
        return None
    elsewhere = bool(own) and first.hit.document.doc_id not in own
    if aspect.states.search(first.form) and not elsewhere:
        return None
    if (aspect.missing == "missing_date" and _ANY_TIME.search(first.form)) or not seen.selection.complete:
        return None
    document = inquiry.shelf.load_document(first.hit.document.doc_id)
    citation = cite(1, document, first.hit.document, (first.start, first.end), first.hit)
    text = f"{line('partial', inquiry.language)}\n\n{quote_line(citation)}"
    return Lookup(Verdict.PARTIAL, text, (citation,), (note(aspect.missing, inquiry.language),))


def _told(
    inquiry: Inquiry, seen: Seen, hit: Hit, spans: Sequence[tuple[int, int]], subject: Sequence[Term]
) -> Lookup | None:
    """The clauses, and beside it the sentence that names the subject, if they do not."""
    document = inquiry.shelf.load_document(hit.document.doc_id)
    citations: list[Citation] = []
    for span in spans:
        citations.append(cite(len(citations) + 1, document, hit.document, span, hit))
    form = match_form(" ".join(citation.quote for citation in citations))
    if not any(term.found_in(form) for term in subject if term.role >= NOUN_ROLE):
        own: list[Sentence] = [s for s in seen.sentences if s.hit.document.doc_id == hit.document.doc_id]
        named = max(own, key=lambda s: (_holds(seen, subject, s.form), s.score), default=None)
        if named is not None and _holds(seen, subject, named.form) > 0:
            place = (named.start, named.end)
            citations.append(cite(len(citations) + 1, document, hit.document, place, named.hit))
    text = "\n\n".join(map(quote_line, citations))
    if check_evidence(text, citations):
        return None
    return Lookup(Verdict.ANSWERED, text, tuple(citations))
