"""Which documents of the shelf a question names, by number or by title."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from assistant.asking import DOCUMENT_ASKED
from assistant.glossary import load_glossary, match_form
from assistant.question import Question
from assistant.question_terms import Term
from assistant.weighing import is_measure_word
from assistant.words import word_list
from index import DocumentSummary
from ingest import Status, fold

# A title without 《》 is recognised by a run of its words this long, or by most of a short one.
MIN_TITLE_RUN = 8
MIN_SHORT_RUN = 4
MIN_TITLE_SHARE = 0.6

# A short title is known by this many characters (民法典); of one in 《》 this share must stand in the whole.
MIN_NAME = 3
MIN_HELD_SHARE = 0.85

MAX_LIKE_NUMBERS = 3
# Words of questions about a document that are not of its title.
_OF_HEADERS = frozenset(word_list("document_words"))

_MATTER = re.compile(r"(?<!\d)0*(\d{1,6})号(?:重点)?(?:建议|提案|议案)")
_OF_PAPERS = re.compile(r"(?:办法|措施|政策|意见|细则|规定|条例|方案|通知|决定|规划|计划)$")
_EDITION = re.compile(r"[(](?:试行|暂行|(?:19|20)\d\d年?(?:修订|修正|版|本)?|修订|修正|修订版)[)]$")
_ORDER = re.compile(r"^(.*)令第?(\d+)号?$")
_ISSUING = re.compile(r"关于(?:印发|发布|公布|转发)(.{4,})的(?:通知|公告|通告)$")


def documents_named(question: Question, documents: Sequence[DocumentSummary]) -> list[DocumentSummary]:
    """The documents that a question names by number or title, [] if it names none of the shelf's.

    Of several editions of one, those of the year it names, else those that no later one has replaced.
    """
    found = _all_named(question, documents)
    titles = {short_title(match_form(document.title)) for document in found}
    if len(found) < 2 or len(titles) > 1:
        return found
    years = set(question.moments.years)
    of_year = [document for document in found if years & _years_of(document)]
    standing = [document for document in found if document.status is not Status.REPEALED]
    return of_year or standing or found


def _years_of(document: DocumentSummary) -> set[int]:
    """The years by which people call an edition: of issue, of revision, of taking effect."""
    return {day.year for day in (document.issued, document.effective, document.dated) if day is not None}


def _all_named(question: Question, documents: Sequence[DocumentSummary]) -> list[DocumentSummary]:
    if question.document_number is not None:
        wanted = plain_number(question.document_number)
        found = [d for d in documents if d.document_number and plain_number(d.document_number) == wanted]
        if found:
            return found
        if _ORDER.search(wanted):
            return [d for d in documents if d.document_number and _same_order(wanted, d.document_number)]
        ending = _number_ending(question.document_number)
        found = [d for d in documents if d.document_number and _number_ending(d.document_number) == ending]
        same = [d for d in found if wanted.endswith(plain_number(d.document_number or ""))]
        return same if len(same) == 1 else []
    if question.title is not None:
        return _by_title(question, documents)
    if question.asked in DOCUMENT_ASKED or question.section is not None:
        return (
            _by_matter(question.form, documents)
            or _by_short_name(question.form, documents)
            or _by_title_run(question.form, documents)
            or _by_title_run(_spelled_out(question, question.form), documents)
            or _by_title_words(question, documents)
        )
    return []


def _by_title_words(question: Question, documents: Sequence[DocumentSummary]) -> list[DocumentSummary]:
    """The one document of the place, and of the year if one is named, whose title holds every word asked."""
    words = [term for term in question.terms if term.text not in _OF_HEADERS]
    if not words or not question.regions:
        return []
    of_place = [d for d in documents if {d.region, d.city, d.province} & set(question.regions)]
    years = set(question.moments.years)
    found = [d for d in of_place if _holds_words(d, words) and (not years or years & _years_of(d))]
    if not found and years:  # 规定 of 2021年的办法第七条怎么规定 is no word of the title
        kinds = [term for term in words if _OF_PAPERS.match(term.text)]
        found = [d for d in of_place if kinds and years & _years_of(d) and _holds_words(d, kinds[:1])]
    return found if len(found) == 1 else []


def _holds_words(document: DocumentSummary, words: Sequence[Term]) -> bool:
    title = match_form(document.title)
    return all(term.text in title or term.found_in(title) for term in words)


def like_numbers(question: Question, documents: Sequence[DocumentSummary]) -> list[str]:
    """Numbers of the shelf with the year and number that the question names, of other issuers."""
    if question.document_number is None or _ORDER.search(plain_number(question.document_number)):
        return []
    ending = _number_ending(question.document_number)
    numbers = (document.document_number for document in documents)
    return [number for number in numbers if number and _number_ending(number) == ending][:MAX_LIKE_NUMBERS]


def _by_matter(form: str, documents: Sequence[DocumentSummary]) -> list[DocumentSummary]:
    """Replies by the number of what they reply to: 第86号建议的答复."""
    wanted = {match[1] for match in _MATTER.finditer(form)}
    if not wanted:
        return []
    return [d for d in documents if wanted & {match[1] for match in _MATTER.finditer(match_form(d.title))}]


def _by_title(question: Question, documents: Sequence[DocumentSummary]) -> list[DocumentSummary]:
    """The documents of a title in 《》: as it stands, as a part, without 中华人民共和国, or shortened."""
    wanted = match_form(question.title or "")
    named = [(d, match_form(d.title)) for d in documents]
    exact = [d for d, title in named if wanted in (title, core_title(title))]
    short = [d for d, title in named if short_title(title) == short_title(wanted)]
    within = [d for d, title in named if wanted in title and len(wanted) >= MIN_TITLE_RUN]
    if exact or short or within:
        return exact or short or within
    spelled = _spelled_out(question, wanted)
    return [
        document
        for document in _by_title_run(wanted, documents) or _by_title_run(spelled, documents)
        if any(_held(name, match_form(document.title)) for name in (wanted, spelled))
    ]


def _held(wanted: str, title: str) -> bool:
    """Whether a title holds nearly all of a shortened one in its order: 某市技改办法 is no 某市人才办法."""
    blocks = SequenceMatcher(None, wanted, title, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) >= MIN_HELD_SHARE * len(wanted)


def _by_short_name(form: str, documents: Sequence[DocumentSummary]) -> list[DocumentSummary]:
    """Documents whose short title stands in the question: 民法典第十条, 预算法什么时候施行."""
    titles = [(document, short_title(core_title(match_form(document.title)))) for document in documents]
    named = [(document, title) for document, title in titles if len(title) >= MIN_NAME and title in form]
    longest = max((len(title) for _, title in named), default=0)
    return [document for document, title in named if len(title) == longest]


def short_title(title: str) -> str:
    """A folded title as people say it: without 中华人民共和国 and without the mark of its edition."""
    return _EDITION.sub("", title.removeprefix("中华人民共和国"))


def _spelled_out(question: Question, form: str) -> str:
    """The question, or the title in it, with abbreviations as titles write them: 技改 → 技术改造."""
    for term in question.terms:
        if is_measure_word(term):
            continue
        concepts = load_glossary().by_name.get(term.text, ())
        for concept in concepts[:1]:
            form = form.replace(term.text, concept.names[0])
    return form


def _same_order(wanted: str, number: str) -> bool:
    """国务院令第707号 and 国令第707号; 令第707号 alone fits any."""
    one, other = _ORDER.search(wanted), _ORDER.search(plain_number(number))
    if one is None or other is None or one[2] != other[2]:
        return False
    return not one[1] or (one[1][0] == other[1][:1] and one[1][-1:] in other[1] + "院")


def plain_number(number: str) -> str:
    """A document number without what people type differently: brackets, spaces, leading zeros."""
    return "".join(character for character in fold(number) if character.isalnum())


def _number_ending(number: str) -> str:
    plain = plain_number(number)
    return plain[next((i for i, c in enumerate(plain) if c.isdigit()), 0) :]


def _by_title_run(form: str, documents: Sequence[DocumentSummary]) -> list[DocumentSummary]:
    scored = [(share_named(form, core_title(match_form(document.title))), document) for document in documents]
    best = max((share for share, _ in scored), default=0.0)
    return [document for share, document in scored if best and share == best]


def share_named(form: str, title: str) -> float:
    """The share of a folded title that a question says; 0 where that is too little to mean it."""
    blocks = SequenceMatcher(None, form, title, autojunk=False).get_matching_blocks()
    held = sum(block.size for block in blocks if block.size > 1)
    longest = max(block.size for block in blocks)
    named = longest >= MIN_TITLE_RUN or (longest >= MIN_SHORT_RUN and held >= MIN_TITLE_SHARE * len(title))
    return held / len(title) if named else 0.0


def core_title(title: str) -> str:
    """The name of what a notice issues: 某市关于印发某方案的通知 → 某方案."""
    match = _ISSUING.search(title)
    return match[1] if match else title
