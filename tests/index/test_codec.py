"""What is written is read back equal, and defaults take no room."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import given, strategies as st

from index.codec import dumps, loads
from ingest import (
    Bound,
    ClauseKind,
    Fact,
    Instrument,
    Kind,
    Level,
    Located,
    Metadata,
    Quantity,
    QuantityKind,
    Reference,
    Region,
    Source,
    StatusClause,
)

TEXT = st.text(max_size=8)
OFFSET = st.integers(0, 10**6)


def located(values: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    return st.builds(Located, values, st.none() | OFFSET, st.none() | OFFSET, st.sampled_from(Source))


def optional(values: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    return st.none() | located(values)


def several(values: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    return st.lists(values, max_size=3).map(tuple)


DECIMALS = st.decimals(allow_nan=False, allow_infinity=False)
REFERENCES = st.builds(Reference, OFFSET, OFFSET, st.none() | TEXT, st.none() | TEXT)
CLAUSES = st.builds(
    StatusClause,
    st.sampled_from(ClauseKind),
    OFFSET,
    OFFSET,
    st.none() | st.dates(),
    st.none() | OFFSET,
    st.none() | REFERENCES,
)
REGIONS = st.builds(Region, TEXT, st.sampled_from(Level), *[st.none() | TEXT] * 3)
METADATA = st.builds(
    Metadata,
    optional(TEXT),
    optional(TEXT),
    several(located(TEXT)),
    optional(REGIONS),
    optional(st.sampled_from(Kind)),
    *[optional(st.dates())] * 4,
    optional(TEXT),
    several(located(TEXT)),
    several(located(TEXT)),
    several(CLAUSES),
    several(REFERENCES),
)
QUANTITIES = st.builds(
    Quantity,
    st.sampled_from(QuantityKind),
    DECIMALS,
    TEXT,
    OFFSET,
    OFFSET,
    st.none() | DECIMALS,
    st.sampled_from(Bound),
    st.none() | TEXT,
    st.none() | st.dates(),
)
FACTS = st.builds(
    Fact,
    TEXT,
    OFFSET,
    OFFSET,
    OFFSET,
    OFFSET,
    st.sampled_from(Instrument),
    optional(TEXT),
    st.none() | QUANTITIES,
    optional(TEXT),
    optional(st.dates()),
    optional(TEXT),
)


@given(METADATA)
def test_metadata_round_trips(metadata: Metadata) -> None:
    assert loads(Metadata, dumps(metadata)) == metadata


@given(FACTS)
def test_facts_round_trip(fact: Fact) -> None:
    assert loads(Fact, dumps(fact)) == fact


def test_values_come_back_as_their_own_types() -> None:
    quantity = Quantity(QuantityKind.MONEY, Decimal("150000.50"), "元", 3, 7, bound=Bound.AT_MOST)
    fact = Fact("a", 0, 0, 0, 9, Instrument.AWARD, amount=quantity, deadline=Located(date(2024, 9, 30), 1, 2))
    read = loads(Fact, dumps(fact))
    assert read.amount is not None
    assert (type(read.instrument), type(read.amount.value)) == (Instrument, Decimal)
    assert str(read.amount.value) == "150000.50"
    assert read.deadline == Located(date(2024, 9, 30), 1, 2)


def test_defaults_are_left_out() -> None:
    assert dumps(Metadata()) == "{}"
    assert dumps(Metadata(title=Located("通知"))) == '{"title":{"value":"通知"}}'
