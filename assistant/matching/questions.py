"""Which fields of a profile the measures of a shelf ask about, for a form."""

from __future__ import annotations

from collections import Counter

from assistant.holdings import holdings
from assistant.matching.judging import asked_field
from assistant.matching.offers import REPEATING
from assistant.matching.profile import Field, fields
from assistant.matching.supports import Supports
from assistant.matching.types import Missing
from index import Shelf
from ingest import Condition, ConditionKind, Measure, Recognition, Status

# Asked for whatever the shelf holds.
ALWAYS = ("region", "name", "industry", "qualifications", "newly_recognised")


def profile_questions(shelf: Shelf) -> list[Missing]:
    """The fields that measures in force need, the most needed first; region and name come before all."""
    counts: Counter[str] = Counter()
    with Supports(shelf) as supports:
        for summary in holdings(shelf).documents:
            if summary.kind in REPEATING or summary.status is not Status.IN_FORCE:
                continue
            read = supports.of(summary.doc_id)
            for measure in read[1].measures if read is not None else ():
                counts.update(needed(measure))
    order = list(fields())
    names = sorted(counts, key=lambda name: (-counts[name], order.index(name)))
    listed = [*ALWAYS, *(name for name in names if name not in ALWAYS)]
    return [_question(fields()[name], counts[name]) for name in listed]


def needed(measure: Measure) -> set[str]:
    """The profile fields that a measure's conditions and sum rest on."""
    found = {name for condition in measure.conditions for name in _of_condition(condition)}
    if measure.grant.base_field is not None:
        found.add(asked_field(measure.grant.base_field))
    return {name for name in found if name in fields() and name != "answers"}


def _of_condition(condition: Condition) -> set[str]:
    if condition.kind is ConditionKind.FIGURE and condition.field is not None:
        return {asked_field(condition.field)}
    if condition.kind is ConditionKind.STATEMENT and condition.field is not None:
        return {condition.field}
    if condition.kind is ConditionKind.QUALIFICATION:
        if (condition.name or "").startswith("规模以上"):
            return {"above_scale"}
        asked = {Recognition.NEW: "newly_recognised", Recognition.RENEWED: "renewed"}
        return {"qualifications", asked.get(condition.recognition, "qualifications")}
    named = {ConditionKind.INDUSTRY: "industry", ConditionKind.SIZE: "size", ConditionKind.REGION: "region"}
    return {named[condition.kind]} if condition.kind in named else set()


def _question(field: Field, count: int) -> Missing:
    return Missing(field.name, field.zh, field.en, field.type, count)
