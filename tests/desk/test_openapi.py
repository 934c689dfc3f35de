"""The served description is true: requests made from it, fair and foul, are answered as it says."""

from __future__ import annotations

import os
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

# The grammar of the description cannot say which dates exist and which questions are empty: 400 is fair.
TOO_STRICT = [positive_data_acceptance]
EXAMPLES = int(os.environ.get("WENZHENG_FUZZ", "8"))  # of each route and kind; more by hand
ROUTES = [
    ("POST", "/api/ask"),
    ("POST", "/api/find"),
    ("POST", "/api/check"),
    ("POST", "/api/diff"),
    ("POST", "/api/match"),
    ("GET", "/api/documents"),
    ("POST", "/api/documents"),
    ("GET", "/api/documents/{doc_id}"),
    ("PATCH", "/api/documents/{doc_id}"),
    ("DELETE", "/api/documents/{doc_id}"),
    ("GET", "/api/me"),
    ("GET", "/health"),
]

# They take nothing, or any string.
NOTHING_WRONG = {("GET", "/health"), ("GET", "/api/me"), ("DELETE", "/api/documents/{doc_id}")}


@pytest.fixture(scope="module")
def described(live_url: str) -> Any:
    return schemathesis.openapi.from_url(f"{live_url}/openapi.json")


def test_every_described_route_is_tried(described: Any) -> None:
    operations = [operation.ok() for operation in described.get_all_operations()]
    assert sorted((one.method.upper(), one.path) for one in operations) == sorted(ROUTES)


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.name.lower())
@pytest.mark.parametrize(("method", "path"), ROUTES, ids=lambda part: part.strip("/"))
def test_the_server_answers_as_described(
    described: Any, method: str, path: str, mode: GenerationMode
) -> None:
    operation = described[path][method]
    if mode is GenerationMode.NEGATIVE and (method, path) in NOTHING_WRONG:
        return

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def tried(case: schemathesis.Case) -> None:
        case.call_and_validate(excluded_checks=TOO_STRICT)

    tried()
