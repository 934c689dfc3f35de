"""Answers put together from clauses that stand apart, by what links them exactly."""

from __future__ import annotations

from assistant.inquiry import Inquiry, Seen
from assistant.linking.classes import answer_of_class
from assistant.linking.departures import answer_of_departure
from assistant.linking.duties import answer_of_duty
from assistant.linking.extremes import answer_of_extreme
from assistant.linking.roles import answer_of_copies, answer_of_office
from assistant.linking.sanctions import answer_of_penalty
from assistant.linking.shared_clauses import answer_of_shared_clause
from assistant.linking.table_answers import answer_from_table
from assistant.linking.tier_answers import answer_of_tier
from assistant.linking.whole_caps import answer_of_whole_cap
from assistant.quotations import Lookup

# In the order in which they are tried: the narrower the link, the earlier.
_JOINS = (
    answer_of_copies,
    answer_of_office,
    answer_of_penalty,
    answer_of_whole_cap,
    answer_from_table,
    answer_of_extreme,
    answer_of_tier,
    answer_of_departure,
    answer_of_class,
    answer_of_duty,
    answer_of_shared_clause,
)


def join(inquiry: Inquiry, seen: Seen) -> Lookup | None:
    """The first answer that a link in the text gives; None if none does."""
    found = (answer(inquiry, seen) for answer in _JOINS)
    return next((lookup for lookup in found if lookup is not None), None)
