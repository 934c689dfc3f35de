"""Requirements of two levels: a city may be stricter than its province, not laxer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from assistant.consistency.conflicts import COMPARABLE, Statement, statement_evidence
from assistant.consistency.requirements import PREFIX
from assistant.consistency.types import Finding, FindingKind, Severity, Value
from assistant.consistency.values import differ
from index import DocumentSummary
from ingest import Bound, Kind, Level

_ORDER = (Level.NATIONAL, Level.PROVINCIAL, Level.MUNICIPAL, Level.COUNTY)
MAX_BLOCK = 60  # statements of one wording; more are a formula that says nothing of its matter

Linked = Callable[[str, str], bool]


def find_across_levels(statements: Iterable[Statement], linked: Linked) -> Iterator[Finding]:
    """Requirements in which a lower level differs from the level above it, in documents on one matter."""
    blocks: dict[str, list[Statement]] = defaultdict(list)
    for statement in statements:
        binding = statement.document.kind not in (Kind.DRAFT, Kind.REPLY)
        if statement.claim.key.startswith(PREFIX) and statement.document.status in COMPARABLE and binding:
            blocks[statement.claim.key].append(statement)
    for block in blocks.values():
        if len(block) > MAX_BLOCK:
            continue
        for higher in block:
            for lower in block:
                if _above(higher.document, lower.document) and linked(
                    higher.document.doc_id, lower.document.doc_id
                ):
                    yield from _compare(higher, lower)


def _above(higher: DocumentSummary, lower: DocumentSummary) -> bool:
    """Whether the second document's place lies in the first one's."""
    if higher.level is None or lower.level is None:
        return False
    if _ORDER.index(higher.level) >= _ORDER.index(lower.level):
        return False
    return higher.level is Level.NATIONAL or higher.region in (lower.province, lower.city)


def _compare(higher: Statement, lower: Statement) -> Iterator[Finding]:
    above, below = higher.claim.value, lower.claim.value
    if not differ(above, below):
        return
    stricter = _is_stricter(above, below)
    yield Finding(
        kind=FindingKind.INFO if stricter else FindingKind.CONFLICT,
        severity=Severity.INFO if stricter else Severity.WARNING,
        rule="stricter_below" if stricter else "laxer_below",
        subject=lower.claim.subject,
        evidence=(statement_evidence(higher), statement_evidence(lower)),
        slots=(
            ("higher", higher.document.region or higher.document.title),
            ("lower", lower.document.region or lower.document.title),
        ),
    )


def _is_stricter(above: Value, below: Value) -> bool:
    """Whether the lower level's limit stays within the higher one's; of ranges, whether it lies inside."""
    if above.high is not None or below.high is not None:
        return above.low <= below.low and (below.high or below.low) <= (above.high or above.low)
    return below.low < above.low if above.bound is Bound.AT_MOST else below.low > above.low
