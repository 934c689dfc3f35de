"""Answers put together from clauses that stand apart, by what links them exactly."""

from __future__ import annotations

from assistant.classes import answer_of_class
from assistant.departures import answer_of_departure
from assistant.duties import answer_of_duty
from assistant.extremes import answer_of_extreme
from assistant.inquiry import Inquiry, Seen
from assistant.quotations import Lookup
from assistant.roles import answer_of_copies, answer_of_office
from assistant.sanctions import answer_of_penalty
from assistant.shared_clauses import answer_of_shared_clause
from assistant.table_answers import answer_from_table
from assistant.tier_answers import answer_of_tier
from assistant.whole_caps import answer_of_whole_cap

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
