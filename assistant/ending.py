"""What other documents say about the end of a document."""

from __future__ import annotations

import re

from assistant.glossary import match_form
from assistant.naming import core_title
from index import DocumentSummary, Hit, Shelf
from ingest import split_sentences

MAX_ENDING_CLAUSES = 2
SEARCHED_HITS = 10
_ENDS = re.compile(r"废止|失效|已[^,，。]{0,16}到期|停止执行|不再执行|终止执行|代替|替代|有效期届满")


def ending_clauses(shelf: Shelf, summary: DocumentSummary) -> list[tuple[Hit, tuple[int, int]]]:
    """The sentences of other documents that end this one, at most two."""
    names = [match_form(name) for name in (summary.document_number, summary.title) if name]
    names.append(core_title(match_form(summary.title)))
    query = f"废止 {summary.document_number or ''} {summary.title}"
    found = []
    for hit in shelf.search(query, k=SEARCHED_HITS):
        if hit.document.doc_id == summary.doc_id:
            continue
        for start, end in split_sentences(hit.text):
            form = match_form(hit.text[start:end])
            if any(name in form for name in names) and says_it_ended(form, hit):
                found.append((hit, (hit.passage.start + start, hit.passage.start + end)))
    return found[:MAX_ENDING_CLAUSES]


_STANDING = re.compile(rf"{_ENDS.pattern}|有效|到期|届满|施行|生效|解释")


def speaks_of_standing(form: str) -> bool:
    """Whether a sentence says of some document whether it holds, from when, until when or by whom."""
    return bool(_STANDING.search(form))


def says_it_ended(form: str, hit: Hit) -> bool:
    """Whether a sentence, or the heading of the list it stands in, says that what it names has ended."""
    return bool(_ENDS.search(form)) or any(_ENDS.search(heading) for heading in hit.passage.headings)
