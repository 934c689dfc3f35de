"""Draft questions for a shelf, from its facts, headings and header fields, for a person to accept or not.

A draft names the place it was made from, so an accepted one is a line of a question set at once. Drafts
use the documents' own words; a set gets harder, and better, when its owner rewords them.
"""

from __future__ import annotations

import hashlib
import random
import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import zip_longest
from pathlib import PurePosixPath
from typing import Any

from assistant import Verdict
from eval.datasets import DATA, Gold
from eval.feedback import ID_CHARS, section_named
from index import DocumentSummary, Shelf
from ingest import Document, Fact, Instrument, Kind, Section, SectionKind, Status, fold

CATEGORY = "suggested"
DEFAULT_COUNT = 20
NOT_THERE_SHARE = 4  # one draft in so many asks what the documents should not answer
MAX_SUBJECT_CHARS = 24  # longer ones are clauses, and make no question
MIN_HEADING_CHARS, MAX_HEADING_CHARS = 5, 24
MAX_TITLE_CHARS = 40  # a longer one nobody quotes

# What is asked about a measure's amount, by instrument; two ways, so that a set does not read as one form.
_AMOUNTS = {
    Instrument.AWARD: ("{where}对{whom}奖励多少？", "{whom}在{where}能拿到多少奖励？"),
    Instrument.SUBSIDY: ("{where}给{whom}补助多少？", "{whom}在{where}能申请多少补助？"),
    Instrument.INTEREST_SUBSIDY: ("{where}给{whom}贴息多少？", "{whom}在{where}能享受多少贴息？"),
}
_RATIOS = {
    Instrument.AWARD: ("{where}对{whom}按什么比例奖励？",),
    Instrument.SUBSIDY: ("{where}给{whom}按什么比例补助？", "{whom}在{where}补助比例是多少？"),
    Instrument.INTEREST_SUBSIDY: ("{where}给{whom}按什么比例贴息？",),
}
_QUESTION_MARKS = ("?", "？")  # headings of 政策问答 are questions already
# Papers that set rules. The others repeat them, report on them or are not in force: what they say of an
# amount is not what a person should be told.
_RULES = frozenset(
    {Kind.LAW, Kind.MEASURES, Kind.PLAN, Kind.OPINIONS, Kind.NOTICE, Kind.DECISION, Kind.OTHER}
)
_RATIO = re.compile(r"[%％‰]|^百分之|^[一二三四五六七八九]成")
_ISSUED_UNDER = re.compile(
    r"(?:关于|公布)(?:印发|发布|公布|下发)[《<]?(?P<name>[^《》]{4,40}?)[》>]?的(?:通知|决定)"
)
_CLAUSE_MARKS = re.compile(r"[,，。；;、（）()“”]|等$")


@dataclass(frozen=True, slots=True)
class Draft:
    """A question that might go into a set, and why it was drafted."""

    question: str
    expect: Verdict
    gold: tuple[Gold, ...]
    quote: str  # the words it was made from; '' for one that should not be answered
    subject: str | None = None  # who or what it asks about, where another place may not know it

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
        whom = _recipient(fact)
        if whom is None or fact.amount is None or not summary.region or summary.kind not in _RULES:
            continue
        amount = document.text[fact.amount.start : fact.amount.end]
        forms = (_RATIOS if _RATIO.search(amount) else _AMOUNTS).get(fact.instrument, ())
        if forms:
            form = forms[fact.ordinal % len(forms)]
            draft = _draft(document, summary, fact, form.format(where=summary.region, whom=whom), (amount,))
            yield replace(draft, subject=fact.subject.value if fact.subject else None)


def _of_departments(document: Document, summary: DocumentSummary, facts: Sequence[Fact]) -> Iterator[Draft]:
    """Who leads the task that a section is headed by."""
    for fact in facts:
        topic = _topic(document.sections[fact.section])
        if fact.department is None or topic is None or not _is_task(topic):
            continue
        departments = tuple(fact.department.value.split("、"))
        yield _draft(document, summary, fact, f"{_whose(summary)}{topic}由哪个部门负责？", departments)


def _recipient(fact: Fact) -> str | None:
    """Who gets it, with the condition where it says more; None for what no person would call somebody."""
    words = _words()
    subject = fact.subject.value if fact.subject is not None else ""
    condition = fact.condition.value if fact.condition is not None else ""
    if not 2 <= len(subject) <= MAX_SUBJECT_CHARS or not subject.endswith(words["recipients"]):
        return None
    if subject.startswith(words["deeds"]) or _CLAUSE_MARKS.search(subject):
        return None
    if condition in subject or subject in condition or _CLAUSE_MARKS.search(condition):
        condition = ""
    if len(condition) > MAX_SUBJECT_CHARS or condition.startswith(words["deeds"]):
        condition = ""
    if subject in words["too_wide"] and not condition:
        return None
    return f"{condition.removesuffix('的')}的{subject}" if condition else subject


@lru_cache(maxsize=1)
def _words() -> dict[str, tuple[str, ...]]:
    tables = tomllib.loads((DATA / "drafts.toml").read_text(encoding="utf-8"))
    return {name: tuple(words) for name, words in tables.items()}


def _is_task(topic: str) -> bool:
    return topic.startswith(_words()["task_verbs"])


def _draft(
    document: Document, summary: DocumentSummary, fact: Fact, question: str, must: tuple[str, ...]
) -> Draft:
    place = Gold(_file_name(summary), section_named(document, fact.start), must)
    return Draft(question, Verdict.ANSWERED, (place,), document.text[fact.start : fact.end])


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
        form = "{}如何{}？" if _is_task(topic) else "{}对{}有什么规定？"
        question = topic if asks_itself else form.format(_whose(summary), topic)
        yield Draft(question, Verdict.ANSWERED, (place,), words[:200])


def _topic(section: Section) -> str | None:
    topic = section.heading.removeprefix(section.label).strip(" 、.．。:：")
    fits = section.kind is SectionKind.BODY and bool(section.label) and "第" not in section.label
    if not fits or not MIN_HEADING_CHARS <= len(topic) <= MAX_HEADING_CHARS:
        return None
    if any(word in topic for word in _words()["furniture"]):
        return None
    return None if _CLAUSE_MARKS.search(topic.removesuffix("？")) else topic


def _of_header(summary: DocumentSummary) -> Iterator[Draft]:
    under = _ISSUED_UNDER.search(summary.title)
    name = under["name"] if under is not None else summary.title
    if "《" in name or len(name) > MAX_TITLE_CHARS:
        return
    if summary.document_number:
        place = Gold(_file_name(summary), "", (summary.document_number,))
        yield Draft(f"《{name}》的发文字号是什么？", Verdict.ANSWERED, (place,), summary.document_number)
    issuers = tuple((summary.issuer or "").split("、"))
    if all(issuers) and not any(issuer in name for issuer in issuers):
        place = Gold(_file_name(summary), "", issuers)
        yield Draft(f"《{name}》是哪个单位发的？", Verdict.ANSWERED, (place,), "、".join(issuers))


def _of_elsewhere(
    shelf: Shelf, summaries: Sequence[DocumentSummary], drafts: Sequence[Draft]
) -> Iterator[Draft]:
    """A measure of one region asked of another, whose documents do not have its words."""
    regions = sorted({summary.region for summary in summaries if summary.region})
    words: dict[str, str] = {}
    for draft in drafts:
        own = next((region for region in regions if region in draft.question), None)
        if own is None or draft.subject is None:
            continue
        for region in regions:
            if region in own or own in region:
                continue
            if region not in words:
                words[region] = _words_of(shelf, summaries, region)
            if fold(draft.subject) not in words[region]:
                yield Draft(draft.question.replace(own, region), Verdict.PARTIAL, (), "")
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
