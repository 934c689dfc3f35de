"""Filters keep exactly what states what they ask for."""

from __future__ import annotations

from datetime import date

import pytest

from index.filtering import keeps, short_region
from index.types import DocumentSummary, Filters
from ingest import Kind, Level, Status

COUNTY = DocumentSummary(
    doc_id="a",
    path="/in/a.txt",
    title="通知",
    document_number=None,
    issuer=None,
    region="望溪县",
    level=Level.COUNTY,
    province="青川省",
    city="云川市",
    issued=date(2023, 5, 1),
    published=None,
    effective=None,
    expires=None,
    kind=Kind.NOTICE,
    status=Status.IN_FORCE,
    chars=10,
    sections=1,
    passages=1,
)


@pytest.mark.parametrize(
    ("filters", "kept"),
    [
        (Filters(), True),
        (Filters(regions=("望溪县",)), True),
        (Filters(regions=("云川市",)), True),
        (Filters(regions=("云川",)), True),
        (Filters(regions=("青川省",)), True),
        (Filters(regions=("云川县",)), False),
        (Filters(regions=("安宁市", "云川市")), True),
        (Filters(levels=(Level.COUNTY,)), True),
        (Filters(levels=(Level.MUNICIPAL,)), False),
        (Filters(kinds=(Kind.PLAN,)), False),
        (Filters(kinds=(Kind.PLAN, Kind.NOTICE)), True),
        (Filters(statuses=(Status.IN_FORCE,)), True),
        (Filters(statuses=(Status.EXPIRED,)), False),
        (Filters(documents=("b",)), False),
        (Filters(issued_from=date(2023, 5, 1), issued_to=date(2023, 5, 1)), True),
        (Filters(issued_from=date(2023, 5, 2)), False),
        (Filters(issued_to=date(2023, 4, 30)), False),
        (Filters(regions=("云川市",), kinds=(Kind.PLAN,)), False),
    ],
)
def test_a_document_is_kept_if_it_meets_every_restriction(filters: Filters, kept: bool) -> None:
    assert keeps(filters, COUNTY) is kept


@pytest.mark.parametrize(
    ("name", "short"),
    [("驻马店市", "驻马店"), ("河南省", "河南"), ("广西壮族自治区", "广西"), ("郊区", "郊区"), ("市", "市")],
)
def test_short_names(name: str, short: str) -> None:
    assert short_region(name) == short
