"""Run a check, a comparison of editions or a match as its case says, and judge what comes of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path, PurePosixPath
from time import perf_counter
from typing import Any

from assistant import (
    Change,
    Edition,
    FindingKind,
    Reported,
    check_documents,
    compare_editions,
    match_profile,
    matches_json,
    profile_of,
)
from eval.judging import comparable, gold_sections
from eval.results import Found, QuestionResult
from eval.tasks import ChangeGold, FindingGold, MeasureGold, Task, TaskCase
from index import Shelf, summarise_ingested
from ingest import Ingested, Status, UsageError, WenzhengError, discover, ingest_file, ingest_text

SHOWN_FOUND = 6  # of what was found instead; a comparison of other documents finds dozens
_EXCERPT_CHARS = 120
# The share of gold that was found, whether nothing else was: by task.
_FOUND = {Task.CHECK: "findings_found", Task.DIFF: "changes_found", Task.MATCH: "measures_found"}
_ALONE = {Task.CHECK: "no_false_finding", Task.DIFF: "no_false_change", Task.MATCH: "no_false_measure"}
# Of a measure's stated values: the metric of each.
_STATED = {"verdict": "match_verdict", "value_yuan": "match_amount", "deadline": "match_deadline"}
_CONDITION = "match_condition"
_UNTYPED = "other"  # kind of a condition that repeats its whole clause


@dataclass(frozen=True, slots=True)
class Bench:
    """What cases are run on: the folder of their documents, and for matches a shelf over them."""

    folder: Path | None
    shelf: Shelf | None
    read: Callable[[Path], Ingested]


@dataclass(slots=True)
class _Verdicts:
    """What came of a case."""

    checks: dict[str, float] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    found: list[Found] = field(default_factory=list)  # what was found instead


def make_bench(documents: Path | None, shelf: Shelf | None) -> Bench:
    """The files under ``documents``, looked for and read when a case needs them, each at most once."""
    return Bench(documents, shelf, lru_cache(maxsize=None)(ingest_file))


def run_task(case: TaskCase, bench: Bench) -> QuestionResult:
    """The result of one case; a failure or crash is a miss in every respect."""
    started = perf_counter()
    error = None
    try:
        verdicts = _RUN[case.task](case, bench)
    except WenzhengError as failure:
        error = f"failed: {failure}"
    except Exception as failure:  # a crash is a miss of its case, not the end of the run
        error = f"crashed: {type(failure).__name__}: {failure}"
    if error is not None:
        missed = dict.fromkeys((_FOUND[case.task], _ALONE[case.task]), 0.0)
        verdicts = _Verdicts(missed, [error])
    return QuestionResult(
        id=case.id,
        question=_title(case),
        category=case.category,
        half=case.half,
        expect=None,
        wanted=tuple(map(str, case.gold)),
        scores={},
        checks=verdicts.checks,
        task=case.task,
        task_ms=(perf_counter() - started) * 1000,
        found=tuple(verdicts.found[:SHOWN_FOUND]),
        faults=tuple(verdicts.faults),
        error=error,
    )


def _title(case: TaskCase) -> str:
    if case.task is Task.MATCH:
        return f"match {case.profile.get('name') or case.profile['region']}"
    names = case.documents or tuple(name for name, _ in case.texts)
    return f"{case.task} {' '.join(names) or 'all documents'}"


def _documents(case: TaskCase, bench: Bench) -> list[Ingested]:
    if case.texts:
        return [ingest_text(name, text) for name, text in case.texts]
    if bench.folder is None:
        raise UsageError("The documents that the case is about are not known: give --documents DIR.")
    files = {path.name: path for path in discover([bench.folder])[0]}
    for name in case.documents:
        if name not in files:
            raise UsageError(f"No document {name} is in {bench.folder.name}; check the name.")
    return [bench.read(files[name]) for name in case.documents or sorted(files)]


def _run_check(case: TaskCase, bench: Bench) -> _Verdicts:
    report = check_documents(_documents(case, bench), as_of=case.as_of)
    claims = [one for one in report.findings if one.finding.kind is not FindingKind.INFO]
    wanted = [gold for gold in case.gold if isinstance(gold, FindingGold)]
    return _judge(case, wanted, claims, (_is_finding, _shown_finding))


def _is_finding(gold: FindingGold, one: Reported) -> bool:
    names = {PurePosixPath(quoted.document.path).name for quoted in one.citations}
    quotes = "\n".join(quoted.quote for quoted in one.citations)
    return one.finding.kind is gold.kind and names >= set(gold.documents) and _holds_all(quotes, gold.must)


def _shown_finding(one: Reported) -> Found:
    names = dict.fromkeys(PurePosixPath(quoted.document.path).name for quoted in one.citations)
    quotes = " ↔ ".join(_excerpt(quoted.quote) for quoted in one.citations)
    return Found(" ".join(names), (one.finding.kind, one.finding.rule), f"{one.summary_zh} {quotes}")


def _run_diff(case: TaskCase, bench: Bench) -> _Verdicts:
    first, second = (
        Edition(made.document, summarise_ingested(made, Status.UNKNOWN)) for made in _documents(case, bench)
    )
    changes = compare_editions(first, second).changes
    wanted = [gold for gold in case.gold if isinstance(gold, ChangeGold)]
    return _judge(case, wanted, changes, (_is_change, _shown_change))


def _is_change(gold: ChangeGold, change: Change) -> bool:
    before, after = (citation.quote if citation else "" for citation in (change.a, change.b))
    fits = change.kind is gold.kind and gold.how in (None, change.how)
    return fits and _holds_all(before, gold.a) and _holds_all(after, gold.b)


def _shown_change(change: Change) -> Found:
    before, after = (citation.quote if citation else "—" for citation in (change.a, change.b))
    names = " → ".join(c.document.title for c in (change.a, change.b) if c is not None)
    return Found(names, (change.kind, change.how), f"{_excerpt(before)} → {_excerpt(after)}")


def _judge(
    case: TaskCase,
    wanted: Sequence[Any],
    found: Sequence[Any],
    means: tuple[Callable[[Any, Any], bool], Callable[[Any], Found]],
) -> _Verdicts:
    """Gold that nothing fits was missed, what fits no gold is false.

    ``means`` are whether something fits a gold, and how it is shown.
    """
    fits, shown = means
    missed = [gold for gold in wanted if not any(fits(gold, one) for one in found)]
    false = [one for one in found if not any(fits(gold, one) for gold in wanted)]
    verdicts = _Verdicts(found=list(map(shown, false)))
    if wanted:
        verdicts.checks[_FOUND[case.task]] = 1 - len(missed) / len(wanted)
    verdicts.faults += [f"not found: {gold}" for gold in missed]
    if not case.others:
        verdicts.checks[_ALONE[case.task]] = float(not false)
        if false:
            verdicts.faults.append(f"{len(false)} found that should not be")
    return verdicts


def _run_match(case: TaskCase, bench: Bench) -> _Verdicts:
    if bench.shelf is None:
        raise UsageError("A match needs a shelf of documents: give --documents DIR.")
    profile = profile_of(case.profile, case.id)
    matches = matches_json(match_profile(bench.shelf, profile, as_of=case.as_of))["matches"]
    judged = _Verdicts()
    hits: list[float] = []
    taken: list[int] = []
    rows: dict[str, list[float]] = {}
    for gold in (gold for gold in case.gold if isinstance(gold, MeasureGold)):
        fitting = [at for at, match in enumerate(matches) if _is_measure(bench.shelf, gold, match)]
        taken += fitting
        hits.append(float(len(fitting) == 1))
        if len(fitting) != 1:
            judged.faults.append(f"{len(fitting)} measures fit, 1 was expected: {gold}")
            judged.found += [_shown_match(matches[at]) for at in fitting]
        _judge_measure(gold, matches[fitting[0]] if len(fitting) == 1 else None, rows, judged)
    false = [
        match
        for at, match in enumerate(matches)
        if _file_name(match) in case.absent or (at not in taken and not case.others)
    ]
    judged.faults += [f"offered: {_file_name(match)} {match['title']}" for match in false]
    judged.found += map(_shown_match, false)
    judged.checks = {name: sum(values) / len(values) for name, values in rows.items()}
    if hits:
        judged.checks[_FOUND[Task.MATCH]] = sum(hits) / len(hits)
    if case.absent or not case.others:
        judged.checks[_ALONE[Task.MATCH]] = float(not false)
    return judged


def _judge_measure(
    gold: MeasureGold, match: Mapping[str, Any] | None, rows: dict[str, list[float]], judged: _Verdicts
) -> None:
    """Add what is right and wrong about a measure; one that was not found is wrong in all."""
    told = {} if match is None else {**match, "value_yuan": (match["amount"] or {}).get("value_yuan")}
    comparisons = [(_STATED[name], name, wanted, told.get(name)) for name, wanted in gold.stated.items()]
    comparisons += [
        (_CONDITION, words, status.value, _standing(match, words))
        for words, status in gold.conditions.items()
    ]
    for metric, name, wanted, got in comparisons:
        right = match is not None and wanted == got
        rows.setdefault(metric, []).append(float(right))
        if match is not None and not right:
            judged.faults.append(
                f"{name} {got}, {wanted} was expected: {gold.document} {gold.section} {'/'.join(gold.must)}"
            )
            judged.found.append(_shown_match(match))


def _standing(match: Mapping[str, Any] | None, words: str) -> str:
    """How the conditions stand that say ``words``: typed ones first, since an untyped repeats its clause."""
    conditions = match["conditions"] if match is not None else []
    saying = [one for one in conditions if words in one["text"]]
    typed = [one for one in saying if one["kind"] != _UNTYPED]
    quoted = [one for one in conditions if words in one["citation"]["quote"]]
    return "/".join(sorted({one["status"] for one in typed or saying or quoted})) or "missing"


def _is_measure(shelf: Shelf, gold: MeasureGold, match: Mapping[str, Any]) -> bool:
    citation = match["citation"]
    if _file_name(match) != gold.document:
        return False
    if gold.section:
        sections = gold_sections(shelf.load_document(citation["doc_id"]), gold.section)
        if not any(section.start <= citation["start"] < section.end for section in sections):
            return False
    told = [one["text"] for one in match["conditions"]]
    words = " ".join((*told, (match["amount"] or {}).get("text", ""), match["recipient"] or ""))
    return all(word in words for word in gold.must)


def _shown_match(match: Mapping[str, Any]) -> Found:
    worth = match["amount"] or {}
    told = f"{match['verdict']}, {worth.get('text', 'no amount')} = {worth.get('value_yuan')}"
    return Found(_file_name(match), tuple(match["citation"]["headings"]), f"{match['title']}: {told}")


def _file_name(match: Mapping[str, Any]) -> str:
    return PurePosixPath(match["citation"]["path"].replace("\\", "/")).name


def _holds_all(text: str, must: Iterable[str]) -> bool:
    unified = comparable(text)
    return all(comparable(words) in unified for words in must)


def _excerpt(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _EXCERPT_CHARS else f"{line[:_EXCERPT_CHARS]}…"


_RUN = {Task.CHECK: _run_check, Task.DIFF: _run_diff, Task.MATCH: _run_match}
