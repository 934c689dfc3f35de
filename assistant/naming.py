"""Which documents of the shelf a question names, by number or by title."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from assistant.asking import DOCUMENT_ASKED
from assistant.glossary import load_glossary, match_form
from assistant.question import Question
from assistant.weighing import is_measure_word
from index import DocumentSummary
from ingest import fold

# A title without 《》 is recognised by a run of its words this long, or by most of a short one.
MIN_TITLE_RUN = 8
MIN_SHORT_RUN = 4
MIN_TITLE_SHARE = 0.6

_ORDER = re.compile(r"^(.*)令第?(\d+)号?$")
_ISSUING = re.compile(r"关于(?:印发|发布|公布|转发)(.{4,})的(?:通知|公告|通告)$")


def documents_named(question: Question, documents: Sequence[DocumentSummary]) -> list[DocumentSummary]:
    """The documents that a question names by number or title, [] if it names none of the shelf's."""
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
        wanted = match_form(question.title)
        exact = [d for d in documents if match_form(d.title) == wanted]
        return exact or [
            d for d in documents if wanted in match_form(d.title) and len(wanted) >= MIN_TITLE_RUN
        ]
    if question.asked in DOCUMENT_ASKED or question.section is not None:
        return _by_title_run(question.form, documents) or _by_title_run(_spelled_out(question), documents)
    return []


def _spelled_out(question: Question) -> str:
    """The question with abbreviations as titles write them: 技改 → 技术改造."""
    form = question.form
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
    scored = []
    for document in documents:
        title = core_title(match_form(document.title))
        blocks = SequenceMatcher(None, form, title, autojunk=False).get_matching_blocks()
        held = sum(block.size for block in blocks if block.size > 1)
        longest = max(block.size for block in blocks) if blocks else 0
        if longest >= MIN_TITLE_RUN or (longest >= MIN_SHORT_RUN and held >= MIN_TITLE_SHARE * len(title)):
            scored.append((held / len(title), document))
    best = max((share for share, _ in scored), default=0.0)
    return [document for share, document in scored if share == best]


def core_title(title: str) -> str:
    """The name of what a notice issues: 某市关于印发某方案的通知 → 某方案."""
    match = _ISSUING.search(title)
    return match[1] if match else title
