"""Different values for one thing, in two documents or in one: claims meet by key, never all with all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations
from typing import TypeVar

from assistant.consistency.matters import same_title
from assistant.consistency.requirements import PREFIX
from assistant.consistency.types import Claim, Evidence, Finding, FindingKind, Severity
from assistant.consistency.values import differ
from index import DocumentSummary
from ingest import Bound, Kind, Status

T = TypeVar("T")
Linked = Callable[[str, str], bool]  # of two doc_ids

# A subject with more differing statements than this shows these; more would only repeat the point.
MAX_SHOWN = 6
_RULE_OF = {"target": "target", "result": "target", PREFIX: "requirement"}  # by family of claims
_ROUNDED = ("target", "result")  # figures that documents round as they like
# In other papers a figure without a year is no aim: 挫伤面积达30% in a standard, one grade of many.
_AIMING = frozenset({Kind.PLAN, Kind.OPINIONS, Kind.DRAFT})
# Papers that report; 功能丧失累计达16% in a standard reports nothing, and news tells of many places.
_REPORTING = _AIMING | {Kind.REPLY, Kind.REPORT, Kind.NOTICE, Kind.INTERPRETATION}
COMPARABLE = frozenset({Status.IN_FORCE, Status.UNKNOWN})


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim and the document that makes it."""

    document: DocumentSummary
    claim: Claim


def find_conflicts(
    statements: Iterable[Statement], related: frozenset[tuple[str, str]], linked: Linked
) -> Iterator[Finding]:
    """Disagreements between documents of one region that hold on the day.

    ``related`` are pairs of documents of which one ends, amends or re-publishes the other; ``linked`` says
    of two documents whether they are on one matter, which requirements ask for.
    """
    blocks: dict[tuple[str, str, str], list[Statement]] = defaultdict(list)
    for statement in statements:
        scope = jurisdiction(statement.document)
        if statement.claim.shared and scope and statement.document.status in COMPARABLE:
            blocks[statement.claim.key, statement.claim.year, scope].append(statement)
    found = []
    for block in blocks.values():
        if len(block) < 2:
            continue
        by_document = _grouped(block, lambda one: one.document.doc_id).values()
        clear = [group[0] for group in by_document if _only([one.claim for one in group])]
        found += [_finding(FindingKind.CONFLICT, group) for group in _clashes(clear, related, linked)]
    yield from merged(found)


def find_internal(document: DocumentSummary, claims: Sequence[Claim]) -> Iterator[Finding]:
    """Disagreements of a document with itself; a target without a year takes the plan's last one."""
    horizon = max((claim.year for claim in claims if claim.key.startswith("target")), default="")
    blocks: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.key.startswith(PREFIX):
            continue  # whom a limit binds is said by its list, which differs from list to list
        target = claim.key.startswith("target")
        year = claim.year or (horizon if target and document.kind in _AIMING else "")
        told = claim.key.startswith("result") and document.kind in _REPORTING
        given = not claim.key.startswith(_ROUNDED)
        if given or told or (target and (year or document.kind in _AIMING)):
            blocks[claim.key, year].append(claim)
    found = []
    for block in blocks.values():
        stated = (_only(sentence) for sentence in _grouped(block, _place).values())
        statements = [Statement(document, clear) for clear in stated if clear is not None]
        found += [
            _finding(FindingKind.INTERNAL, group) for group in _clashes(statements, frozenset(), _always)
        ]
    yield from merged(found)


def jurisdiction(document: DocumentSummary) -> str:
    """The place a document's rules hold for; of one that names none, its issuer."""
    if document.kind in (Kind.DRAFT, Kind.REPLY):
        return ""
    return document.region or (f"?{document.issuer}" if document.issuer else "")


def _clashes(
    statements: Sequence[Statement], related: frozenset[tuple[str, str]], linked: Linked
) -> Iterator[tuple[Statement, ...]]:
    """The statements of one thing if they cannot all hold: one for each value, at most ``MAX_SHOWN``."""
    ordered = sorted(statements, key=_age)
    distinct = [group[0] for group in _grouped(ordered, _what).values()][:MAX_SHOWN]
    clashing: dict[int, Statement] = {}
    for (i, first), (j, second) in combinations(enumerate(distinct), 2):
        pair = (first.document.doc_id, second.document.doc_id)
        if pair in related or pair[::-1] in related or not _differ(first.claim, second.claim):
            continue
        if pair[0] != pair[1] and same_title(first.document, second.document):
            continue  # editions: the later one counts
        if not first.claim.key.startswith(PREFIX) or linked(*pair):
            clashing |= {i: first, j: second}
    if clashing:
        yield tuple(clashing[at] for at in sorted(clashing))


def _age(statement: Statement) -> tuple[date, str, int]:
    """Older documents first; within one, by place."""
    return statement.document.dated or date.min, statement.document.doc_id, statement.claim.figure[0]


def _grouped(items: Iterable[T], by: Callable[[T], Hashable]) -> dict[Hashable, list[T]]:
    groups: dict[Hashable, list[T]] = defaultdict(list)
    for item in items:
        groups[by(item)].append(item)
    return groups


def _place(claim: Claim) -> Hashable:
    return claim.start, claim.end


def _only(claims: Sequence[Claim]) -> Claim | None:
    """What they agree on; None if they give one thing several values: which one holds is not said."""
    first = claims[0]
    return None if any(_differ(first, other) for other in claims[1:]) else first


def _what(statement: Statement) -> Hashable:
    value = statement.claim.value
    return (value.low, value.high, value.bound, statement.claim.per)


def _always(first: str, second: str) -> bool:
    return True


def _differ(first: Claim, second: Claim) -> bool:
    if first.per and second.per and first.per != second.per:
        return False
    one, other = first.value, second.value
    if first.key.startswith("target"):  # 达到80% and 达到80%以上 set one target
        one, other = (
            replace(value, bound=Bound.EQUAL) if value.bound is Bound.AT_LEAST else value
            for value in (one, other)
        )
    return differ(one, other, rounded=first.key.startswith(_ROUNDED))


def _finding(kind: FindingKind, pair: Sequence[Statement]) -> Finding:
    evidence = tuple(statement_evidence(statement) for statement in pair)
    family = pair[0].claim.key.partition("|")[0].rstrip("+")
    rule = f"{kind.value}_{_RULE_OF.get(family, 'benefit')}"
    return Finding(kind, Severity.ERROR, rule, pair[0].claim.subject, evidence)


def statement_evidence(statement: Statement) -> Evidence:
    """The sentence of a statement with its figure marked."""
    claim = statement.claim
    return Evidence(statement.document.doc_id, claim.start, claim.end, (claim.figure,))


def merged(findings: Iterable[Finding]) -> list[Finding]:
    """Findings on the same sentences as one, with all their figures marked: 8% and 10%, 300 and 500万元."""
    by_place: dict[tuple[tuple[str, int, int], ...], Finding] = {}
    for finding in findings:
        place = tuple(sorted((one.doc_id, one.start, one.end) for one in finding.evidence))
        known = by_place.get(place)
        by_place[place] = finding if known is None else _joined(known, finding)
    return list(by_place.values())


def _joined(first: Finding, second: Finding) -> Finding:
    marks: Mapping[tuple[str, int, int], set[tuple[int, int]]] = defaultdict(set)
    for one in (*first.evidence, *second.evidence):
        marks[one.doc_id, one.start, one.end].update(one.marks)
    evidence = tuple(
        Evidence(one.doc_id, one.start, one.end, tuple(sorted(marks[one.doc_id, one.start, one.end])))
        for one in first.evidence
    )
    return replace(first, evidence=evidence)
