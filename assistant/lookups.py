"""Questions about documents themselves: by number or title, their header, a section, a quotation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

from assistant.asking import DOCUMENT_ASKED, Asked
from assistant.citations import cite, marks, quote_line
from assistant.glossary import match_form
from assistant.places import Gazetteer
from assistant.question import Question
from assistant.restriction import Limits
from assistant.types import Citation, Verdict
from assistant.wording import line, note
from index import DocumentSummary, Filters, Hit, Shelf
from ingest import ClauseKind, Document, Located, Status, find_sections, fold, split_sentences

# A title without 《》 is recognised by a run of its words this long, or by most of a short one.
MIN_TITLE_RUN = 8
MIN_TITLE_SHARE = 0.6
MAX_SECTION_CHARS = 3000  # of a section's text in an answer; the rest is open in the source
# Below this likeness a quotation and a sentence are two different sentences.
MIN_QUOTE_LIKENESS = 0.6
SAME_QUOTE = 0.999
MAX_CHANGES_SHOWN = 8
MAX_ENDING_CLAUSES = 2
_ENDS = re.compile(r"废止|失效|停止执行|不再执行|终止执行|代替|替代|有效期届满")

_STANDING_CLAUSES = (
    ClauseKind.EFFECTIVE_FROM,
    ClauseKind.VALID_FOR,
    ClauseKind.VALID_UNTIL,
    ClauseKind.TRIAL,
    ClauseKind.DRAFT,
)


_ISSUING = re.compile(r"关于(?:印发|发布|公布|转发)(.{4,})的(?:通知|公告|通告)$")


@dataclass(frozen=True, slots=True)
class Lookup:
    """What was looked up."""

    verdict: Verdict
    text: str
    citations: tuple[Citation, ...]
    notes: tuple[str, ...] = ()
    hits: tuple[Hit, ...] = ()


def documents_named(
    question: Question, documents: Sequence[DocumentSummary], places: Gazetteer
) -> list[DocumentSummary]:
    """The documents that a question names by number or title, [] if it names none of the shelf's."""
    if question.document_number is not None:
        wanted = plain_number(question.document_number)
        found = [d for d in documents if d.document_number and plain_number(d.document_number) == wanted]
        if found:
            return found
        ending = _number_ending(question.document_number)
        found = [d for d in documents if d.document_number and _number_ending(d.document_number) == ending]
        same = [d for d in found if wanted.endswith(plain_number(d.document_number or ""))]
        return same if len(same) == 1 else []
    if question.title is not None:
        wanted = match_form(question.title)
        exact = [d for d in documents if match_form(d.title) == wanted]
        return exact or [
            d for d in documents if wanted in match_form(d.title) and len(wanted) >= MIN_TITLE_RUN
        ]
    if question.asked in DOCUMENT_ASKED or question.section is not None:
        return _by_title_run(question.form, documents)
    return []


def plain_number(number: str) -> str:
    """A document number without what people type differently: brackets, spaces, leading zeros."""
    return "".join(character for character in fold(number) if character.isalnum())


def _number_ending(number: str) -> str:
    plain = plain_number(number)
    return plain[next((i for i, c in enumerate(plain) if c.isdigit()), 0) :]


def _by_title_run(form: str, documents: Sequence[DocumentSummary]) -> list[DocumentSummary]:
    scored = []
    for document in documents:
        title = _core_title(match_form(document.title))
        blocks = SequenceMatcher(None, form, title, autojunk=False).get_matching_blocks()
        held = sum(block.size for block in blocks if block.size > 1)
        longest = max(block.size for block in blocks) if blocks else 0
        if longest >= MIN_TITLE_RUN or (longest >= 4 and held >= MIN_TITLE_SHARE * len(title)):
            scored.append((held / len(title), document))
    best = max((share for share, _ in scored), default=0.0)
    return [document for share, document in scored if share == best]


def _core_title(title: str) -> str:
    """The name of what a notice issues: 某市关于印发某方案的通知 → 某方案."""
    match = _ISSUING.search(title)
    return match[1] if match else title


def look_up(
    shelf: Shelf,
    question: Question,
    subject: Sequence[DocumentSummary],
    documents: Sequence[DocumentSummary],
    limits: Limits,
) -> Lookup | None:
    """The answer to a question about a document, or None if the question is about its contents."""
    if question.quoted is not None and _is_about_the_quotation(question):
        return _find_quotation(shelf, question, limits)
    if not subject and question.section is not None and len(documents) == 1:
        subject = documents
    if not subject:
        return None
    if question.section is not None:
        return _section(shelf, question, subject)
    if question.asked in DOCUMENT_ASKED:
        return header(shelf, question, subject[0])
    if (question.document_number or question.title) and not _about_contents(question):
        return _describe(shelf, question, subject)
    return None


def _is_about_the_quotation(question: Question) -> bool:
    """Whether the quoted words are what is looked for, not an aside."""
    quoted = question.quoted or ""
    return question.asked in (Asked.SOURCE, Asked.FACT) or 2 * len(quoted) > len(question.asked_text)


def _about_contents(question: Question) -> bool:
    if question.asked in (Asked.SOURCE, Asked.FACT, Asked.YES_NO, Asked.DEFINITION):
        empty = {"内容", "文件", "主要", "全文", "原文", "规定", "通知", "方案", "讲", "标题", "名称"}
        return any(
            term.text not in empty and term.text not in match_form(question.title or "")
            for term in question.terms
        )
    return True


def _located(values: Sequence[Located[str] | Located[date] | None]) -> list[tuple[int, int]]:
    return [(v.start, v.end) for v in values if v is not None and v.start is not None and v.end is not None]


def _header_spans(document: Document, asked: Asked) -> list[tuple[str, tuple[int, int]]]:
    """Line keys and spans of the header fields that answer."""
    metadata = document.metadata
    if asked is Asked.NUMBER:
        return [("number", span) for span in _located([metadata.document_number])]
    if asked is Asked.ISSUER:
        return [("issuer", span) for span in _located(metadata.issuers)]
    if asked is Asked.RECIPIENTS:
        return [("recipients", span) for span in _located([metadata.recipients])]
    if asked is Asked.ATTACHMENTS:
        return [("attachment", span) for span in _located(metadata.attachments)]
    if asked is Asked.ISSUED:
        issued = [("issued", span) for span in _located([metadata.issued])]
        return issued or [("published", span) for span in _located([metadata.published])]
    return []


def header(shelf: Shelf, question: Question, summary: DocumentSummary) -> Lookup:
    document = shelf.load_document(summary.doc_id)
    if question.asked is Asked.VALIDITY:
        return _validity(shelf, question, document, summary)
    fields = _header_spans(document, question.asked)
    if not fields:
        return _unstated(question, document, summary)
    citations = [cite(i, document, summary, span, None) for i, (_, span) in enumerate(fields, start=1)]
    lines = [
        line(key, question.language, value=" ".join(c.quote.split()), marks=marks((c.number,)))
        for (key, _), c in zip(fields, citations, strict=True)
    ]
    return Lookup(Verdict.ANSWERED, "\n\n".join(lines), tuple(citations))


def _validity(shelf: Shelf, question: Question, document: Document, summary: DocumentSummary) -> Lookup:
    ended = ending_clauses(shelf, summary) if summary.status in (Status.REPEALED, Status.EXPIRED) else []
    clauses = [c for c in document.metadata.clauses if c.kind in _STANDING_CLAUSES and c.target is None]
    clauses.sort(key=lambda clause: (_STANDING_CLAUSES.index(clause.kind), clause.start))
    spans = list(dict.fromkeys(_sentence_around(document, clause.start, clause.end) for clause in clauses))
    dated = [c for c in clauses if c.kind not in (ClauseKind.TRIAL, ClauseKind.DRAFT)]
    if not spans and not ended:
        return _unstated(question, document, summary)
    citations = [cite(i, document, summary, span, None) for i, span in enumerate(spans, start=1)]
    for hit, span in ended:
        other = shelf.load_document(hit.document.doc_id)
        citations.append(cite(len(citations) + 1, other, hit.document, span, hit))
    text = "\n\n".join(quote_line(citation) for citation in citations)
    verdict = Verdict.ANSWERED if dated or ended else Verdict.PARTIAL
    told = () if dated or ended else (note("not_stated_in_document", question.language),)
    return Lookup(verdict, text, tuple(citations), told)


def ending_clauses(shelf: Shelf, summary: DocumentSummary) -> list[tuple[Hit, tuple[int, int]]]:
    """The sentences of other documents that end this one, at most two."""
    names = [match_form(name) for name in (summary.document_number, summary.title) if name]
    names.append(_core_title(match_form(summary.title)))
    query = f"废止 {summary.document_number or ''} {summary.title}"
    found = []
    for hit in shelf.search(query, k=10):
        if hit.document.doc_id == summary.doc_id:
            continue
        for start, end in split_sentences(hit.text):
            form = match_form(hit.text[start:end])
            if any(name in form for name in names) and (_ENDS.search(form) or _in_list_of_ended(hit)):
                found.append((hit, (hit.passage.start + start, hit.passage.start + end)))
    return found[:MAX_ENDING_CLAUSES]


def _in_list_of_ended(hit: Hit) -> bool:
    return any(_ENDS.search(heading) for heading in hit.passage.headings)


def _sentence_around(document: Document, start: int, end: int) -> tuple[int, int]:
    line_start = document.text.rfind("\n", 0, start) + 1
    line_end = document.text.find("\n", end)
    line_end = len(document.text) if line_end < 0 else line_end
    spans = [s for s in split_sentences(document.text, line_start, line_end) if s[0] < end and start < s[1]]
    return (spans[0][0], spans[-1][1]) if spans else (start, end)


def _unstated(question: Question, document: Document, summary: DocumentSummary) -> Lookup:
    """The document is there, the field is not: its title is quoted, so that the asker sees which was read."""
    title = _located([document.metadata.title])
    told = (note("not_stated_in_document", question.language),)
    opening = line("partial", question.language)
    if not title:
        return Lookup(Verdict.PARTIAL, line("not_found", question.language), (), told)
    citation = cite(1, document, summary, title[0], None)
    return Lookup(Verdict.PARTIAL, f"{opening}\n\n{quote_line(citation)}", (citation,), told)


def _describe(shelf: Shelf, question: Question, subject: Sequence[DocumentSummary]) -> Lookup:
    """Title, number, issuer and date of documents asked for by number or title."""
    citations: list[Citation] = []
    lines: list[str] = []
    for summary in subject:
        document = shelf.load_document(summary.doc_id)
        metadata = document.metadata
        fields = [("title", span) for span in _located([metadata.title])]
        for asked in (Asked.NUMBER, Asked.ISSUER, Asked.ISSUED):
            fields += _header_spans(document, asked)[:3]
        purpose = _purpose(document)
        for key, span in fields:
            citation = cite(len(citations) + 1, document, summary, span, None)
            citations.append(citation)
            value = " ".join(citation.quote.split())
            lines.append(line(key, question.language, value=value, marks=marks((citation.number,))))
        if purpose is not None:
            citation = cite(len(citations) + 1, document, summary, purpose, None)
            citations.append(citation)
            lines.append(quote_line(citation))
    return Lookup(Verdict.ANSWERED, "\n\n".join(lines), tuple(citations))


def _purpose(document: Document) -> tuple[int, int] | None:
    """The sentence that says what the document is for: 为…，制定本方案。"""
    for start, end in split_sentences(document.text):
        text = document.text[start:end]
        if (
            len(text) > 20
            and text.startswith(("为", "根据", "按照", "您提出", "您在"))
            and text.endswith("。")
        ):
            return start, end
    return None


def _section(shelf: Shelf, question: Question, subject: Sequence[DocumentSummary]) -> Lookup | None:
    for summary in subject:
        document = shelf.load_document(summary.doc_id)
        steps = (question.section or "").split("/")
        for wanted in (question.section or "", steps[-1], *_other_labels(steps)):
            sections = find_sections(document.sections, wanted)
            if sections:
                section = sections[0]
                end = min(section.end, section.start + MAX_SECTION_CHARS)
                text = document.text[section.start : end].rstrip()
                span = (section.start, section.start + len(text))
                citation = cite(1, document, summary, span, None)
                opening = line("source", question.language)
                return Lookup(Verdict.ANSWERED, f"{opening}\n\n{quote_line(citation)}", (citation,))
    return None


def _other_labels(steps: Sequence[str]) -> list[str]:
    """第三部分第17条 of a document numbered 三、 and 17. names 三/17."""
    bare = [step.strip("第编章节条款项部分") for step in steps]
    return ["/".join(bare), bare[-1]]


def _find_quotation(shelf: Shelf, question: Question, limits: Limits) -> Lookup | None:
    """The sentence of the shelf that is, or is most like, a quotation."""
    quoted = match_form(question.quoted or "")
    filters = Filters(documents=limits.documents)
    hits = shelf.search(question.quoted or "", k=10, filters=filters, as_of=limits.as_of)
    best: tuple[float, Hit, tuple[int, int]] | None = None
    for hit in hits:
        for span in _windows(hit.text, quoted):
            form = match_form(hit.text[span[0] : span[1]])
            likeness = 1.0 if quoted in form else _likeness(quoted, form)
            if best is None or likeness > best[0]:
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
    matcher = SequenceMatcher(None, given, original, autojunk=False)
    changes = [
        f"「{given[a:b]}」→「{original[c:d]}」" for tag, a, b, c, d in matcher.get_opcodes() if tag != "equal"
    ]
    return "；".join(changes[:MAX_CHANGES_SHOWN])
