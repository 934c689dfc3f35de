"""Answers put together from clauses that stand apart: tiers, classes, tables, penalties, shared clauses."""

from assistant.linking.joining import join
from assistant.linking.sanctions import penalty_of_provision

__all__ = ["join", "penalty_of_provision"]
