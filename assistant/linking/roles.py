"""Who holds an office, and to whom a paper is copied: lines that name an office, however they are spaced."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from assistant.citations import check_evidence, cite, quote_line
from assistant.glossary import match_form
from assistant.inquiry import Inquiry, Seen
from assistant.nearest import nearest_documents
from assistant.question import Question
from assistant.quotations import Lookup
from assistant.types import Verdict
from ingest import Document, split_sentences

MIN_BODY_SHARE = 0.6  # of the pairs of characters of the body's name that its document must hold
MAX_LIST_LINES = 12  # below 成员: that go on with the list
MAX_MEMBERS_CHARS = 400

# Offices by name, the longer first; 副 and 常务副 before them name others.
_OFFICE = (
    r"(?:第一|常务)?副?(?:总指挥|指挥长|总召集人|召集人|组长|主任委员|主任|主席|理事长|会长|秘书长|总经理|董事长|局长|厅长"
    r"|部长|所长|院长|校长|站长|馆长|负责人|成员|委员)"
)
_ASKS = re.compile(
    rf"(?P<body>[\u4e00-\u9fff、（）()\d]*?)(?:的)?(?P<office>(?:办公室)?{_OFFICE})"
    r"(?:都|分别)?(?:是(?:谁|哪[些几]?[位个]?人?)|由(?:谁|哪位)(?:来)?(?:担任|兼任)|有(?:谁|哪些)|叫什么|名单)"
)
_WHO_IS = re.compile(
    rf"谁(?:是|担任|兼任|任)(?P<body>[\u4e00-\u9fff]*?)(?:的)?(?P<office>(?:办公室)?{_OFFICE})$"
)
_OFFICE_BEFORE = re.compile(r"(?:办公室|副|常务|第一|工作)$")
_LABELLED = re.compile(rf"(?P<office>(?:办公室)?{_OFFICE})[:：]")
_BODY_TAIL = re.compile(r"(?:里|中|内|当中)?(?:的)?$")
_COPIES = re.compile(r"抄送|抄报|抄告")
_COPY_LINE = re.compile(r"抄\s*[送报告]\s*[：:]")
_GOES_ON = re.compile(r"^[\s　]{2,}\S|^[\u4e00-\u9fff]\s{0,2}[\u4e00-\u9fff]{1,3}[\s　]")


@dataclass(frozen=True, slots=True)
class _Asked:
    """An office and the body that it is of."""

    body: str
    office: str


def answer_of_office(inquiry: Inquiry, seen: Seen) -> Lookup | None:
    """The line or clause that names who holds the office asked for; None if none does."""
    asked = _read_office(inquiry.question.form)
    if asked is None:
        return None
    for hit in nearest_documents(inquiry, seen):
        document = inquiry.shelf.load_document(hit.document.doc_id)
        if not _speaks_of(asked.body, document, inquiry.question):
            continue
        for span in _holders(document, asked):
            citation = cite(1, document, hit.document, span, hit)
            text = quote_line(citation)
            if not check_evidence(text, [citation]):
                return Lookup(Verdict.ANSWERED, text, (citation,))
    return None


def answer_of_copies(inquiry: Inquiry, seen: Seen) -> Lookup | None:
    """The line of those to whom a document is copied, where that is asked for."""
    if not _COPIES.search(inquiry.question.form):
        return None
    for summary in (hit.document for hit in nearest_documents(inquiry, seen)):
        document = inquiry.shelf.load_document(summary.doc_id)
        found = list(_COPY_LINE.finditer(document.text))
        if not found:
            continue
        start = found[-1].start()
        end = document.text.find("\n", start)
        citation = cite(1, document, summary, (start, end if end > 0 else len(document.text)), None)
        return Lookup(Verdict.ANSWERED, quote_line(citation), (citation,))
    return None


@lru_cache(maxsize=256)
def _read_office(form: str) -> _Asked | None:
    """The office and body that the form of a question asks the holder of; None if it asks for none."""
    match = _ASKS.search(form) or _WHO_IS.search(form)
    if match is None:
        return None
    return _Asked(_BODY_TAIL.sub("", match["body"]), match["office"])


def _speaks_of(body: str, document: Document, question: Question) -> bool:
    """Whether a document names the body of which an office is asked."""
    for place in question.places:
        body = body.replace(question.form[place.start : place.end], "")
    pairs = {body[i : i + 2] for i in range(len(body) - 1)}
    if not pairs:
        return True
    form = match_form(document.text)
    return sum(pair in form for pair in pairs) >= MIN_BODY_SHARE * len(pairs)


def _holders(document: Document, asked: _Asked) -> Iterator[tuple[int, int]]:
    """Where a document says who holds the office: a labelled line first, else the clause that names it."""
    text, at = document.text, 0
    for line in text.split("\n"):
        spaced = "".join(line.split())
        label = _LABELLED.match(spaced)
        if label is not None and label["office"] == asked.office:
            yield at, _list_end(text, at, at + len(line))
        at += len(line) + 1
    named = re.compile(
        rf"(?<![副务一]){asked.office}[^，。；;]{{0,4}}(?:由|为|是)[^，。；;]{{2,40}}|由[^，。；;]{{2,40}}(?:担任|兼任|任)[^，。；;]{{0,6}}{asked.office}"
    )
    for start, end in split_sentences(text):
        match = named.search(text, start, end)
        if match is not None and not _is_of_other(text, match.start(), asked.office):
            yield start, end


def _is_of_other(text: str, at: int, office: str) -> bool:
    """Whether the words before an office make another one of it: 办公室主任 for 主任."""
    return not office.startswith("办公室") and bool(_OFFICE_BEFORE.search(text[max(0, at - 4) : at]))


def _list_end(text: str, start: int, end: int) -> int:
    """The end of the lines that go on with a list of members."""
    last, lines = end, 0
    while lines < MAX_LIST_LINES and last < len(text):
        stop = text.find("\n", last + 1)
        stop = len(text) if stop < 0 else stop
        line = text[last + 1 : stop]
        if (
            not _GOES_ON.match(line)
            or _LABELLED.match("".join(line.split()))
            or stop - start > MAX_MEMBERS_CHARS
        ):
            break
        last, lines = stop, lines + 1
    return last
