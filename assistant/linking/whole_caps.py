"""What one firm may get of all measures together, where no single measure is asked about."""

from __future__ import annotations

import re

from assistant.bearing import MIN_PLACE
from assistant.citations import check_evidence, cite, marks, quote_line
from assistant.inquiry import Inquiry, Seen
from assistant.leads import asks_whole_cap
from assistant.notes import as_of_note, level_notes
from assistant.quotations import Lookup
from assistant.types import Language, Verdict
from assistant.wording import line
from ingest import split_sentences

MAX_DOCUMENTS = 4
MAX_LEAD_CHARS = 90
# 单个企业每年获得本措施各类奖补资金总额不超过1000万元
_CAP_OF_ALL = re.compile(
    r"(?:单个|同一|每[家个户]|一[家个])(?:企业|单位|公司|主体|法人|个人)[^。；;]{0,40}?(?:总额|累计|合计|各类|总计|各项)[^。；;]{0,30}?"
    r"(?:不(?:得)?超过|最高|最多|上限|封顶)[^。；;]{0,12}?[\d一二三四五六七八九十百千万亿]+"
)


def answer_of_whole_cap(inquiry: Inquiry, seen: Seen) -> Lookup | None:
    """The sentence that caps all that one firm gets, of the nearest documents; None if none does."""
    question = inquiry.question
    if not asks_whole_cap(question) or question.language is Language.ENGLISH:
        return None
    hits = {s.hit.document.doc_id: s.hit for s in seen.sentences if s.place >= MIN_PLACE}
    for doc_id, hit in list(hits.items())[:MAX_DOCUMENTS]:
        document = inquiry.shelf.load_document(doc_id)
        capped = _CAP_OF_ALL.search(document.text)
        if capped is None:
            continue
        begin = document.text.rfind("\n", 0, capped.start()) + 1
        spans = split_sentences(document.text, begin, min(len(document.text), capped.end() + 200))
        span = next(((start, end) for start, end in spans if start <= capped.start() < end), None)
        if span is None:
            continue
        citation = cite(1, document, hit.document, span, hit)
        said = " ".join(citation.quote.split()).strip("。；; ")
        lines = [quote_line(citation)]
        if len(said) <= MAX_LEAD_CHARS:
            lines.insert(0, line("value", inquiry.language, value=said, marks=marks([1])))
        told = "\n\n".join(lines)
        if check_evidence(told, [citation]):
            continue
        notes = level_notes(question, [citation], inquiry.held.places, inquiry.language)
        notes += as_of_note(inquiry.limits.as_of, inquiry.language)
        return Lookup(Verdict.ANSWERED, told, (citation,), tuple(notes))
    return None
