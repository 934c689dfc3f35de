"""Gold cases: what is asked, what must be found, and a lint that says what to mend.

A set is a JSONL file, one case a line; ``docs/evaluation.md`` describes the fields for users.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from assistant import Language, Verdict
from eval.lint import Problem, is_word_list, is_words, lint_choice, lint_day, lint_names, lint_words
from eval.planted import PHRASINGS, planted_cases
from eval.tasks import HALVES, Task, TaskCase, lint_task, parse_task
from ingest import UsageError

DATA = Path(__file__).resolve().parent / "data"
CHECKOUT = DATA.parent.parent
SAMPLES = "samples"
POLICIES = "policies"
CONSISTENCY = "consistency"  # its lines, and documents made from phrasings
# Folder of the documents that eval/data/policies.jsonl asks about; they are not part of the repository.
POLICIES_VARIABLE = "WENZHENG_POLICIES"
# Where a named set's documents lie, from the checkout; the first that exists is taken.
_DOCUMENT_PLACES = {
    SAMPLES: (CHECKOUT / "samples",),
    POLICIES: (CHECKOUT.parent / "shared" / "policies",),
    CONSISTENCY: (CHECKOUT / "samples",),
    "editions": (CHECKOUT / "samples",),
    "matching": (CHECKOUT / "samples",),
}
_FIELDS = (
    "id", "task", "category", "half", "language", "question", "after", "region", "as_of", "expect", "gold",
)  # fmt: skip
_GOLD_FIELDS = ("document", "section", "must")
# More would scroll the first, usually decisive, ones away.
_SHOWN_PROBLEMS = 10


@dataclass(frozen=True, slots=True)
class Gold:
    """One place that answers: a section of a document and the words its passage must hold."""

    document: str  # file name
    section: str  # label path, e.g. 三/（四）/17; '@closing' a kind of section; '' the whole document
    must: tuple[str, ...] = ()  # a passage needs one of them, a full answer all of them


@dataclass(frozen=True, slots=True)
class Case:
    """One question and what is expected of the assistant."""

    line: int  # in the file, from 1
    id: str
    question: str
    expect: Verdict
    gold: tuple[Gold, ...] = ()
    category: str = "general"
    half: str | None = None  # 'dev' may be tuned on, 'held' may not
    language: Language = Language.CHINESE
    after: tuple[str, ...] = ()  # earlier questions of the same dialogue, oldest first
    region: str | None = None
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class GoldSet:
    """The cases of one file."""

    name: str
    path: Path
    cases: tuple[Case, ...]  # questions
    tasks: tuple[TaskCase, ...]  # checks, comparisons and matches
    digest: str  # SHA-256 of the file, hex, and of what other cases are made from


def set_names() -> tuple[str, ...]:
    """The sets that come with the program."""
    return tuple(name for name in _DOCUMENT_PLACES if (DATA / f"{name}.jsonl").is_file())


def find_set(name_or_path: str | Path) -> Path:
    """The file of a named set or of a user's own; ``UsageError`` if there is none."""
    named = DATA / f"{name_or_path}.jsonl"
    if str(name_or_path) in set_names():
        return named
    path = Path(name_or_path)
    if path.is_file():
        return path
    raise UsageError(
        f"There is no question set '{name_or_path}': give one of {', '.join(set_names())} or a JSONL file."
    )


def find_documents(name: str, given: Path | None = None) -> Path | None:
    """The folder of a named set's documents, or None where it is not on this machine."""
    if given is not None:
        if not given.exists():
            raise UsageError(f"There is no folder of documents at '{given}': check --documents.")
        return given
    places = list(_DOCUMENT_PLACES.get(name, ()))
    if name == POLICIES and os.environ.get(POLICIES_VARIABLE):
        places.insert(0, Path(os.environ[POLICIES_VARIABLE]))
    return next((place for place in places if place.is_dir()), None)


def load_set(name_or_path: str | Path) -> GoldSet:
    """The questions of a set; ``UsageError`` names the lines to mend if the file has faults."""
    path = find_set(name_or_path)
    read, problems = read_cases(path)
    refuse(path, problems)
    digest = hashlib.sha256(path.read_bytes())
    tasks = [case for case in read if isinstance(case, TaskCase)]
    if path == DATA / f"{CONSISTENCY}.jsonl":
        tasks += planted_cases()
        digest.update(PHRASINGS.read_bytes())
    cases = tuple(case for case in read if isinstance(case, Case))
    return GoldSet(path.stem, path, cases, tuple(tasks), digest.hexdigest())


def only_half(gold_set: GoldSet, half: str | None) -> GoldSet:
    """The set's cases of one half; all for None. ``UsageError`` if there are none."""
    if half is None:
        return gold_set
    cases = tuple(case for case in gold_set.cases if case.half == half)
    tasks = tuple(case for case in gold_set.tasks if case.half == half)
    if half not in HALVES or not (cases or tasks):
        halves = [case.half for case in gold_set.cases] + [case.half for case in gold_set.tasks]
        known = sorted(set(map(str, halves)))
        raise UsageError(
            f"{gold_set.path.name} has no case of half '{half}': its halves are {', '.join(known)}."
        )
    return replace(gold_set, cases=cases, tasks=tasks)


def refuse(path: Path, problems: list[Problem]) -> None:
    """Raise ``UsageError`` with the first of ``problems``, one line each; do nothing if there are none."""
    if not problems:
        return
    shown = "\n".join(f"  {problem}" for problem in problems[:_SHOWN_PROBLEMS])
    rest = len(problems) - _SHOWN_PROBLEMS
    more = f"\n  … and {rest} more" if rest > 0 else ""
    raise UsageError(f"{path.name} has {len(problems)} faults:\n{shown}{more}")


def read_cases(path: Path) -> tuple[list[Case | TaskCase], list[Problem]]:
    """The sound cases of a file and the faults of the others."""
    cases: list[Case | TaskCase] = []
    problems: list[Problem] = []
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        problems.append(Problem(1, "file", f"is not UTF-8 (byte {error.start})", "save it as UTF-8"))
        return cases, problems
    except OSError as error:
        raise UsageError(f"The question set '{path}' cannot be read: {error.strerror}.") from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        entry, found = _parse_line(number, line)
        asks = entry.get("task", Task.ASK) == Task.ASK
        found = found or list((_lint_entry if asks else lint_task)(number, entry))
        problems.extend(found)
        if not found:
            cases.append((_case if asks else parse_task)(number, entry))
    problems.extend(_lint_ids(cases))
    if not cases and not problems:
        problems.append(Problem(1, "file", "holds no question", "write one JSON object a line"))
    return cases, sorted(problems, key=lambda problem: problem.line)


def _parse_line(number: int, line: str) -> tuple[dict[str, Any], list[Problem]]:
    try:
        entry = json.loads(line)
    except json.JSONDecodeError as error:
        mend = "write one complete JSON object on the line"
        return {}, [Problem(number, f"column {error.colno}", f"is not JSON ({error.msg})", mend)]
    if not isinstance(entry, dict):
        kind = type(entry).__name__
        return {}, [Problem(number, "line", f"is a {kind}, not an object", 'write {"id": …, "question": …}')]
    return entry, []


def _case(number: int, entry: dict[str, Any]) -> Case:
    gold = tuple(
        Gold(item["document"], item.get("section", ""), tuple(item.get("must", ())))
        for item in entry.get("gold", ())
    )
    question = entry["question"].strip()
    default_expect = Verdict.ANSWERED if gold else Verdict.NOT_FOUND
    default_language = Language.ENGLISH if question.isascii() else Language.CHINESE
    return Case(
        line=number,
        id=entry["id"],
        question=question,
        expect=Verdict(entry.get("expect", default_expect)),
        gold=gold,
        category=entry.get("category", "general"),
        half=entry.get("half"),
        language=Language(entry.get("language", default_language)),
        after=tuple(entry.get("after") or ()),
        region=entry.get("region"),
        as_of=date.fromisoformat(entry["as_of"]) if entry.get("as_of") else None,
    )


def _lint_entry(number: int, entry: dict[str, Any]) -> Iterator[Problem]:
    yield from lint_names(number, "", entry, _FIELDS)
    for field in ("id", "question"):
        if not is_words(entry.get(field)):
            yield Problem(number, field, "is missing or empty", f'add "{field}": "…"')
    yield from lint_words(number, entry, ("category", "region"))
    yield from lint_choice(number, "expect", entry.get("expect"), Verdict)
    yield from lint_choice(number, "language", entry.get("language"), Language)
    yield from lint_choice(number, "half", entry.get("half"), HALVES)
    if not is_word_list(entry.get("after", [])):
        yield Problem(number, "after", "is not a list of questions", 'write ["earlier question", …]')
    yield from lint_day(number, "as_of", entry.get("as_of"))
    yield from _lint_gold(number, entry)


def _lint_gold(number: int, entry: dict[str, Any]) -> Iterator[Problem]:
    gold = entry.get("gold", [])
    if not isinstance(gold, list) or not all(isinstance(item, dict) for item in gold):
        yield Problem(number, "gold", "is not a list of objects", 'write [{"document": …, "section": …}]')
        return
    if entry.get("expect") == Verdict.ANSWERED and not gold:
        yield Problem(number, "gold", "is empty but an answer is expected", "name the document and section")
    if entry.get("expect") == Verdict.NOT_FOUND and gold:
        mend = "set expect to answered or partial, or empty gold"
        yield Problem(number, "gold", "names a place but nothing should be found", mend)
    for index, item in enumerate(gold):
        field = f"gold[{index}]"
        yield from lint_names(number, f"{field}.", item, _GOLD_FIELDS)
        if not is_words(item.get("document")):
            yield Problem(number, f"{field}.document", "is missing or empty", "write the file's name")
        if not isinstance(item.get("section", ""), str):
            yield Problem(number, f"{field}.section", "is not text", "write a label path such as 三/（二）/5")
        if not is_word_list(item.get("must", [])):
            yield Problem(number, f"{field}.must", "is not a list of words", 'write ["15万元"]')
    places = Counter((str(item.get("document")), str(item.get("section", ""))) for item in gold)
    for (document, section), count in places.items():
        if count > 1:
            mend = "join them into one with all their words in must"
            yield Problem(number, "gold", f"names {document} {section} {count} times", mend)


def _lint_ids(cases: Sequence[Case | TaskCase]) -> Iterator[Problem]:
    first_line: dict[str, int] = {}
    for case in cases:
        if case.id in first_line:
            message = f"'{case.id}' was used on line {first_line[case.id]}"
            yield Problem(case.line, "id", message, "give each question its own")
        first_line.setdefault(case.id, case.line)
