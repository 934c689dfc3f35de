"""Draft questions for a shelf, from its facts, headings and header fields, for a person to accept or not.

A draft names the place it was made from, so an accepted one is a line of a question set at once. Drafts
use the documents' own words; a set gets harder, and better, when its owner rewords them.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import PurePosixPath
from typing import Any

from assistant import Verdict
from eval.datasets import Gold
from eval.feedback import ID_CHARS, section_named
from index import DocumentSummary, Shelf
from ingest import Document, Fact, Instrument, Section, SectionKind, Status, fold

CATEGORY = "suggested"
DEFAULT_COUNT = 20
NOT_THERE_SHARE = 4  # one draft in so many asks what the documents should not answer
MAX_SUBJECT_CHARS = 24  # longer ones are clauses, and make no question
MIN_HEADING_CHARS, MAX_HEADING_CHARS = 5, 24

# What is asked about a measure's amount, by instrument.
_AMOUNT_NOUNS = {
    Instrument.AWARD: "奖励",
    Instrument.SUBSIDY: "补助",
    Instrument.INTEREST_SUBSIDY: "贴息",
    Instrument.LOAN: "贷款",
    Instrument.GUARANTEE: "担保或风险补偿",
    Instrument.FUND: "规模",
}
_QUESTION_MARKS = ("?", "？")  # headings of 政策问答 are questions already
_HEADERS = (
    ("document_number", "《{title}》的发文字号是什么？"),
    ("issuer", "《{title}》是哪个单位发的？"),
)


@dataclass(frozen=True, slots=True)
class Draft:
    """A question that might go into a set, and why it was drafted."""

    question: str
    expect: Verdict
    gold: tuple[Gold, ...]
    quote: str  # the words it was made from; '' for one that should not be answered

    def line(self) -> dict[str, Any]:
        """The draft as a line of a question set (docs/evaluation.md)."""
        digest = hashlib.sha256(self.question.encode()).hexdigest()[:ID_CHARS]
        return {
            "id": f"draft-{digest}",
            "category": CATEGORY,
            "question": self.question,
            "expect": self.expect.value,
            "gold": [
                {"document": place.document, "section": place.section, "must": list(place.must)}
                for place in self.gold
            ],
        }


def suggest_questions(shelf: Shelf, count: int = DEFAULT_COUNT, *, seed: int = 0) -> list[Draft]:
    """At most ``count`` drafts, spread over documents and kinds; the same for the same shelf and seed."""
    chance = random.Random(seed)
    summaries = [summary for summary in shelf.documents() if summary.status is not Status.REPEALED]
    per_document: list[list[Draft]] = []
    for summary in summaries:
        document = shelf.load_document(summary.doc_id)
        facts = shelf.facts(summary.doc_id)
        kinds = [
            list(_of_amounts(document, summary, facts)),
            list(_of_departments(document, summary, facts)),
            list(_of_headings(document, summary)),
            list(_of_header(summary)),
        ]
        for drafts in kinds:
            chance.shuffle(drafts)
        per_document.append(_in_turn(kinds))
    chance.shuffle(per_document)
    answered = _distinct(_in_turn(per_document))
    wanted = min(count // NOT_THERE_SHARE, len(answered))
    absent = _distinct(_of_elsewhere(shelf, summaries, answered))[:wanted]
    return [*answered[: count - len(absent)], *absent]


def _in_turn(lists: Iterable[Sequence[Draft]]) -> list[Draft]:
    """One of each list, then the next of each."""
    return [draft for row in zip_longest(*lists) for draft in row if draft is not None]


def _distinct(drafts: Iterable[Draft]) -> list[Draft]:
    return list({draft.question: draft for draft in drafts}.values())


def _of_amounts(document: Document, summary: DocumentSummary, facts: Sequence[Fact]) -> Iterator[Draft]:
    for fact in facts:
        noun = _AMOUNT_NOUNS.get(fact.instrument)
        subject = _subject(fact)
        if noun is None or subject is None or fact.amount is None:
            continue
        condition = fact.condition.value if fact.condition else ""
        said_anyway = condition in subject or subject in condition
        whose = subject if said_anyway or len(condition) > MAX_SUBJECT_CHARS else f"{condition}的{subject}"
        amount = document.text[fact.amount.start : fact.amount.end]
        yield _draft(document, summary, fact, f"对{whose}的{noun}是多少？", amount)


def _of_departments(document: Document, summary: DocumentSummary, facts: Sequence[Fact]) -> Iterator[Draft]:
    for fact in facts:
        subject = _subject(fact)
        if fact.department is None or subject is None:
            continue
        question = f"{subject}的相关工作由哪个部门负责？"
        yield _draft(document, summary, fact, question, fact.department.value)


def _subject(fact: Fact) -> str | None:
    if fact.subject is None or not 2 <= len(fact.subject.value) <= MAX_SUBJECT_CHARS:
        return None
    return fact.subject.value


def _draft(document: Document, summary: DocumentSummary, fact: Fact, question: str, must: str) -> Draft:
    place = Gold(_file_name(summary), section_named(document, fact.start), (must,))
    return Draft(
        f"{_whose(summary)}{question}", Verdict.ANSWERED, (place,), document.text[fact.start : fact.end]
    )


def _of_headings(document: Document, summary: DocumentSummary) -> Iterator[Draft]:
    """What a section that says something is about."""
    for section in document.sections:
        topic = _topic(section)
        children = (child.start for child in document.sections if child.parent == section.ordinal)
        own = document.text[section.start : min(children, default=section.end)]
        words = own.strip().removeprefix(section.heading).strip()
        if topic is None or not words:
            continue
        place = Gold(_file_name(summary), section_named(document, section.start))
        asks_itself = topic.endswith(_QUESTION_MARKS)
        question = topic if asks_itself else f"{_whose(summary)}在{topic}方面有什么规定？"
        yield Draft(question, Verdict.ANSWERED, (place,), words[:200])


def _topic(section: Section) -> str | None:
    topic = section.heading.removeprefix(section.label).strip(" 、.．。:：")
    fits = section.kind is SectionKind.BODY and bool(section.label) and "第" not in section.label
    return topic if fits and MIN_HEADING_CHARS <= len(topic) <= MAX_HEADING_CHARS else None


def _of_header(summary: DocumentSummary) -> Iterator[Draft]:
    for name, template in _HEADERS:
        value = getattr(summary, name)
        if value:
            place = Gold(_file_name(summary), "", (value,))
            yield Draft(template.format(title=summary.title), Verdict.ANSWERED, (place,), value)


def _of_elsewhere(
    shelf: Shelf, summaries: Sequence[DocumentSummary], drafts: Sequence[Draft]
) -> Iterator[Draft]:
    """A measure of one region asked of another, whose documents do not have its words."""
    regions = sorted({summary.region for summary in summaries if summary.region})
    words: dict[str, str] = {}
    for draft in drafts:
        own = next((region for region in regions if draft.question.startswith(region)), None)
        if own is None or not draft.gold[0].must:
            continue
        subject = draft.question.removeprefix(own).removeprefix("对").split("的")[0]
        for region in regions:
            if region in own or own in region:
                continue
            if region not in words:
                words[region] = _words_of(shelf, summaries, region)
            if subject and fold(subject) not in words[region]:
                question = f"{region}{draft.question.removeprefix(own)}"
                yield Draft(question, Verdict.NOT_FOUND, (), "")
                break


def _words_of(shelf: Shelf, summaries: Sequence[DocumentSummary], region: str) -> str:
    """Everything that documents of a region, or above it, say."""
    above = {region}
    for summary in summaries:
        if summary.region == region:
            above |= {name for name in (summary.province, summary.city) if name}
    return "\n".join(
        fold(shelf.load_document(summary.doc_id).text)
        for summary in summaries
        if summary.region is None or summary.region in above
    )


def _whose(summary: DocumentSummary) -> str:
    return summary.region or ""


def _file_name(summary: DocumentSummary) -> str:
    return PurePosixPath(summary.path.replace("\\", "/")).name
