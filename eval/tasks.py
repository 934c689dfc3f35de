"""Cases that are no questions: what a check, a comparison of editions or a match should find.

They stand in the same files as questions and are told apart by ``task``; ``docs/evaluation.md`` describes
the fields for users.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from assistant import ChangeKind, ConditionStatus, FindingKind, How, MatchVerdict, profile_of
from eval.lint import (
    Entry,
    Problem,
    is_word_list,
    is_words,
    lint_choice,
    lint_day,
    lint_names,
    lint_words,
)
from ingest import UsageError

HALVES = ("dev", "held")


class Task(StrEnum):
    """What a case puts to the test."""

    ASK = "ask"
    CHECK = "check"
    DIFF = "diff"
    MATCH = "match"


# Differences that are allowed claim nothing, so none is expected and none is a false alarm.
FINDING_KINDS = tuple(kind for kind in FindingKind if kind is not FindingKind.INFO)
_COMMON = ("id", "task", "category", "half", "as_of", "note", "gold")
_FIELDS = {
    Task.CHECK: (*_COMMON, "documents", "texts", "others"),
    Task.DIFF: (*_COMMON, "documents", "texts", "others"),
    Task.MATCH: (*_COMMON, "profile", "others", "absent"),
}
_GOLD_FIELDS = {
    Task.CHECK: ("kind", "documents", "must"),
    Task.DIFF: ("kind", "how", "a", "b"),
    Task.MATCH: ("document", "section", "must", "verdict", "value_yuan", "deadline", "conditions"),
}
EDITIONS = 2  # that are compared


@dataclass(frozen=True, slots=True)
class FindingGold:
    """A finding of the check: its kind, and where they are given its documents and words of its quotes."""

    kind: FindingKind
    documents: tuple[str, ...] = ()
    must: tuple[str, ...] = ()

    def __str__(self) -> str:
        return " ".join((self.kind, *self.documents, "/".join(self.must))).strip()


@dataclass(frozen=True, slots=True)
class ChangeGold:
    """A change between editions: its kind, and words that stand in the clause before and after it."""

    kind: ChangeKind
    how: How | None = None
    a: tuple[str, ...] = ()
    b: tuple[str, ...] = ()

    def __str__(self) -> str:
        sides = f"{'/'.join(self.a) or '—'} → {'/'.join(self.b) or '—'}"
        return f"{self.kind}{f' ({self.how})' if self.how else ''} {sides}"


@dataclass(frozen=True, slots=True)
class MeasureGold:
    """A measure and how it stands for the company."""

    document: str
    section: str
    must: tuple[str, ...]  # words of its conditions, amount or recipient, by which it is known
    stated: dict[str, Any] = field(default_factory=dict)  # of verdict, value_yuan, deadline, those given
    conditions: dict[str, ConditionStatus] = field(default_factory=dict)  # by words of the condition

    def __str__(self) -> str:
        told = ", ".join(f"{name} {value}" for name, value in self.stated.items())
        return f"{self.document} {self.section} {'/'.join(self.must)}: {told}"


AnyGold = FindingGold | ChangeGold | MeasureGold


@dataclass(frozen=True, slots=True)
class TaskCase:
    """One check, comparison or match and what should come of it."""

    line: int  # in the file, from 1; 0 for a made case
    id: str
    task: Task
    gold: tuple[AnyGold, ...]
    category: str
    half: str | None = None
    as_of: date | None = None
    documents: tuple[str, ...] = ()  # file names; for a check, none are all
    texts: tuple[tuple[str, str], ...] = ()  # documents given in the case itself: name, text
    others: bool = False  # what the gold does not name may be found too
    profile: dict[str, Any] = field(default_factory=dict)
    absent: tuple[str, ...] = ()  # documents none of whose measures may be offered


def parse_task(number: int, entry: Entry) -> TaskCase:
    """The case of a line without faults."""
    task = Task(entry["task"])
    return TaskCase(
        line=number,
        id=entry["id"],
        task=task,
        gold=tuple(map(_GOLD_OF[task], entry.get("gold", ()))),
        category=entry.get("category", task.value),
        half=entry.get("half"),
        as_of=date.fromisoformat(entry["as_of"]) if entry.get("as_of") else None,
        documents=tuple(entry.get("documents", ())),
        texts=tuple(entry.get("texts", {}).items()),
        others=entry.get("others", False),
        profile=dict(entry.get("profile", {})),
        absent=tuple(entry.get("absent", ())),
    )


def _finding(item: Entry) -> FindingGold:
    return FindingGold(
        FindingKind(item["kind"]), tuple(item.get("documents", ())), tuple(item.get("must", ()))
    )


def _change(item: Entry) -> ChangeGold:
    how = How(item["how"]) if item.get("how") else None
    return ChangeGold(ChangeKind(item["kind"]), how, tuple(item.get("a", ())), tuple(item.get("b", ())))


def _measure(item: Entry) -> MeasureGold:
    return MeasureGold(
        item["document"],
        item.get("section", ""),
        tuple(item.get("must", ())),
        {name: item[name] for name in ("verdict", "value_yuan", "deadline") if name in item},
        {words: ConditionStatus(status) for words, status in item.get("conditions", {}).items()},
    )


_GOLD_OF: dict[Task, Callable[[Entry], AnyGold]] = {
    Task.CHECK: _finding,
    Task.DIFF: _change,
    Task.MATCH: _measure,
}


def lint_task(number: int, entry: Entry) -> Iterator[Problem]:
    """The faults of a line whose ``task`` is not to ask."""
    yield from lint_choice(number, "task", entry.get("task"), Task)
    if entry.get("task") not in tuple(_FIELDS):
        return
    task = Task(entry["task"])
    yield from lint_names(number, "", entry, _FIELDS[task])
    if not is_words(entry.get("id")):
        yield Problem(number, "id", "is missing or empty", 'add "id": "…"')
    yield from lint_words(number, entry, ("category", "note"))
    yield from lint_choice(number, "half", entry.get("half"), HALVES)
    yield from lint_day(number, "as_of", entry.get("as_of"))
    if not isinstance(entry.get("others", False), bool):
        yield Problem(number, "others", f"is {entry['others']!r}", "write true or false")
    yield from _lint_documents(number, task, entry)
    if task is Task.MATCH:
        yield from _lint_profile(number, entry)
    yield from _lint_gold(number, task, entry)


def _lint_documents(number: int, task: Task, entry: Entry) -> Iterator[Problem]:
    documents, texts = entry.get("documents", []), entry.get("texts", {})
    if not is_word_list(documents):
        yield Problem(number, "documents", "is not a list of file names", 'write ["a.txt", "b.txt"]')
        return
    if not isinstance(texts, dict) or not all(is_words(text) for text in texts.values()):
        yield Problem(number, "texts", "does not give each document's text", 'write {"a.txt": "…"}')
        return
    if documents and texts:
        yield Problem(number, "texts", "is given beside documents", "keep one of the two")
    if task is Task.DIFF and len(documents or texts) != EDITIONS:
        mend = 'name the older and the newer edition: ["2021.txt", "2024.txt"]'
        yield Problem(number, "documents", f"names {len(documents or texts)}, not {EDITIONS}", mend)


def _lint_profile(number: int, entry: Entry) -> Iterator[Problem]:
    if not isinstance(entry.get("profile"), dict):
        yield Problem(number, "profile", "is not an object", 'write {"region": "…", …} as for wenzheng match')
        return
    try:
        profile_of(entry["profile"], "profile")
    except UsageError as error:
        message, _, mend = str(error).removeprefix("profile: ").partition("; ")
        yield Problem(number, "profile", message, mend or "write it as for wenzheng match")
    if not is_word_list(entry.get("absent", [])):
        yield Problem(number, "absent", "is not a list of file names", 'write ["a.txt"]')


def _lint_gold(number: int, task: Task, entry: Entry) -> Iterator[Problem]:
    gold = entry.get("gold")
    if not isinstance(gold, list) or not all(isinstance(item, dict) for item in gold):
        mend = "write [{…}], or [] where nothing should be found"
        yield Problem(number, "gold", "is not a list of objects" if "gold" in entry else "is missing", mend)
        return
    for index, item in enumerate(gold):
        at = f"gold[{index}]"
        yield from lint_names(number, f"{at}.", item, _GOLD_FIELDS[task])
        for name in ("documents", "must", "a", "b"):
            if not is_word_list(item.get(name, [])):
                yield Problem(number, f"{at}.{name}", "is not a list of words", 'write ["15万元"]')
        yield from _LINT_OF[task](number, at, item)


def _lint_finding(number: int, at: str, item: Entry) -> Iterator[Problem]:
    yield from lint_choice(number, f"{at}.kind", item.get("kind"), FINDING_KINDS, required=True)


def _lint_change(number: int, at: str, item: Entry) -> Iterator[Problem]:
    yield from lint_choice(number, f"{at}.kind", item.get("kind"), ChangeKind, required=True)
    yield from lint_choice(number, f"{at}.how", item.get("how"), How)
    for kind, side in ((ChangeKind.ADDED, "a"), (ChangeKind.REMOVED, "b")):
        if item.get("kind") == kind and item.get(side):
            yield Problem(
                number, f"{at}.{side}", f"names words, but what was {kind} has no such side", "empty it"
            )


def _lint_measure(number: int, at: str, item: Entry) -> Iterator[Problem]:
    if not is_words(item.get("document")):
        yield Problem(number, f"{at}.document", "is missing or empty", "write the file's name")
    if not isinstance(item.get("section", ""), str):
        yield Problem(number, f"{at}.section", "is not text", "write a label path such as 三/（二）/5")
    yield from lint_choice(number, f"{at}.verdict", item.get("verdict"), MatchVerdict, required=True)
    value = item.get("value_yuan")
    if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
        yield Problem(number, f"{at}.value_yuan", f"is {value!r}", "write yuan as a number, or null")
    yield from lint_day(number, f"{at}.deadline", item.get("deadline"))
    conditions = item.get("conditions", {})
    if not isinstance(conditions, dict):
        yield Problem(number, f"{at}.conditions", "is not an object", 'write {"首次认定": "met"}')
        return
    for words, status in conditions.items():
        yield from lint_choice(number, f"{at}.conditions.{words}", status, ConditionStatus, required=True)


_LINT_OF = {Task.CHECK: _lint_finding, Task.DIFF: _lint_change, Task.MATCH: _lint_measure}
