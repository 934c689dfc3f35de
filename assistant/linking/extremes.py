"""Which of the names that a sentence lists with figures has most or least: 卢氏县87.2%、义马市85.7%."""

from __future__ import annotations

import re
from decimal import Decimal

from assistant.bearing import MIN_PLACE
from assistant.citations import check_evidence, cite, marks, quote_line
from assistant.evidence import Sentence
from assistant.glossary import match_form
from assistant.inquiry import Inquiry, Seen
from assistant.linking.table_answers import Wanted, asks_of_rows
from assistant.quotations import Lookup
from assistant.types import Verdict
from assistant.wording import line

MAX_SENTENCES = 30  # of the best that are read for a list
MIN_LISTED = 3  # two names with figures are a comparison, not a list
MIN_SUBJECT_HELD = 0.6  # of the subject's weight, by the sentence and what stands right before it
BEFORE_CHARS = 120
_LISTED = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{2,10}?)(?P<value>(?P<number>\d+(?:\.\d+)?)(?P<unit>[%％]|[万亿]?元|家|个|项|名|人|件|亩|吨))"
    r"(?=[、，,；;。和]|$)"
)
_AND_OTHERS = re.compile(r"其余|其他|等")  # who has least is then not told
_OF_WHICH = re.compile(r"^.*(?:其中|来看|分别为|依次为|为)[：:，,]?")


def answer_of_extreme(inquiry: Inquiry, seen: Seen) -> Lookup | None:
    """The one of a sentence's list that has most or least; None where no sentence lists what is asked."""
    wanted = asks_of_rows(inquiry.question)
    if wanted not in (Wanted.MOST, Wanted.LEAST):
        return None
    for sentence in seen.sentences[:MAX_SENTENCES]:
        if sentence.place < MIN_PLACE or not _is_about(seen, sentence):
            continue
        listed = _list_in(sentence.text)
        units = {match["unit"] for match in listed}
        if len(listed) < MIN_LISTED or len(units) != 1:
            continue
        if wanted is Wanted.LEAST and _AND_OTHERS.search(sentence.text, listed[-1].end()):
            continue
        edge = max if wanted is Wanted.MOST else min
        chosen = edge(listed, key=lambda match: Decimal(match["number"]))
        return _told(inquiry, sentence, _OF_WHICH.sub("", chosen["name"]), chosen["value"])
    return None


def _list_in(text: str) -> list[re.Match[str]]:
    """The names with figures of a sentence, from 其中 on where the whole stands before it."""
    found = list(_LISTED.finditer(text))
    begun = [i for i, match in enumerate(found) if _OF_WHICH.match(match["name"])]
    return found[begun[-1] :] if begun else found


def _is_about(seen: Seen, sentence: Sentence) -> bool:
    """Whether a sentence, or what stands right before it, holds the subject of the question."""
    text, at = sentence.hit.text, sentence.start - sentence.hit.passage.start
    around = match_form(text[max(0, at - BEFORE_CHARS) : at] + sentence.text)
    weights = seen.measure.weights
    terms = [term for term in seen.measure.question.terms if term.text in weights.core]
    held = sum(weights.of(term) for term in terms if term.found_in(around) or term.spread_in(around))
    return held >= MIN_SUBJECT_HELD * sum(map(weights.of, terms))


def _told(inquiry: Inquiry, sentence: Sentence, name: str, value: str) -> Lookup | None:
    document = inquiry.shelf.load_document(sentence.hit.document.doc_id)
    span = (sentence.start, sentence.end)
    citation = cite(1, document, sentence.hit.document, span, sentence.hit)
    first = line("value", inquiry.language, value=f"{name}{value}", marks=marks([1]))
    text = f"{first}\n\n{quote_line(citation)}"
    if check_evidence(text, [citation]):
        return None
    return Lookup(Verdict.ANSWERED, text, (citation,))
