"""Corrections over HTTP: what an editor says counts at once, is signed, told of, and can be taken back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from desk import Desk

QUESTION = "云川市对首次认定的高新技术企业奖励多少?"


@pytest.fixture(scope="module")
def doc_id(desk: Desk) -> str:
    return desk.summary("云川政〔2023〕7号").doc_id


@pytest.fixture(autouse=True)
def as_before(desk: Desk, doc_id: str) -> Iterator[None]:
    yield
    desk.correct(doc_id, {}, restore=["title", "expires", "kind", "clauses"], by="test")


def corrected(client: TestClient, doc_id: str, **body: Any) -> dict[str, Any]:
    reply = client.patch(f"/api/documents/{doc_id}", json=body)
    assert reply.status_code == 200, reply.text
    return dict(reply.json())


def test_a_correction_counts_everywhere_and_says_so(client: TestClient, doc_id: str) -> None:
    before = client.post("/api/ask", json={"question": QUESTION}).json()
    assert before["citations"][0]["doc_id"] == doc_id and before["citations"][0]["corrected"] == []
    told = corrected(client, doc_id, expires="2024-01-01", title="扶持办法")
    assert (told["status"], told["title"], told["corrected"]) == ("expired", "扶持办法", ["title", "expires"])
    listed = next(one for one in client.get("/api/documents").json()["documents"] if one["doc_id"] == doc_id)
    assert (listed["status"], listed["corrected"]) == ("expired", ["title", "expires"])
    after = client.post("/api/ask", json={"question": QUESTION}).json()
    assert doc_id not in {one["doc_id"] for one in after["citations"]}
    ended = client.post("/api/ask", json={"question": QUESTION, "statuses": ["expired"]}).json()
    assert {one["doc_id"] for one in ended["citations"]} == {doc_id}
    assert (ended["citations"][0]["title"], ended["citations"][0]["corrected"]) == (
        "扶持办法",
        ["title", "expires"],
    )
    found = client.post("/api/find", json={"query": QUESTION, "statuses": ["expired"]}).json()
    assert {hit["status"] for hit in found["hits"]} == {"expired"}


def test_what_was_read_is_kept_and_comes_back(client: TestClient, doc_id: str) -> None:
    corrected(client, doc_id, expires=None, kind="plan")
    told = corrected(client, doc_id, restore=["kind"])
    assert told["corrected"] == ["expires"]
    log = client.get(f"/api/documents/{doc_id}").json()["corrections"]
    assert log == told["corrections"]
    assert [(one["field"], one["value"], one["as_read"], one["by"]) for one in log[-3:]] == [
        ("kind", "plan", "measures", "local"),
        ("expires", None, "2028-05-01", "local"),
        ("kind", "measures", "measures", "local"),
    ]


def test_clauses_are_corrected_by_their_words(client: TestClient, desk: Desk, doc_id: str) -> None:
    assert desk.summary("云川政〔2019〕18号").status == "repealed"
    corrected(client, doc_id, clauses=[])
    assert desk.summary("云川政〔2019〕18号").status == "expired"  # by its own words


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"author": "x"}, 422),
        ({"kind": "essay"}, 422),
        ({"issued": "2024-02-31"}, 400),
        ({"region": "无此地"}, 400),
        ({"restore": ["author"]}, 400),
        ({"title": "x", "restore": ["title"]}, 400),
        ({"clauses": [{"kind": "repeals", "quote": "文中没有", "target": "x"}]}, 400),
    ],
)
def test_what_cannot_be_is_refused(
    client: TestClient, doc_id: str, body: dict[str, Any], status: int
) -> None:
    reply = client.patch(f"/api/documents/{doc_id}", json=body)
    assert (reply.status_code, set(reply.json())) == (status, {"error"})
    assert client.patch("/api/documents/nowhere", json={"title": "x"}).status_code == 404


def test_a_reader_corrects_nothing_and_an_editor_signs(guarded: TestClient, desk: Desk, doc_id: str) -> None:
    refused = guarded.patch(
        f"/api/documents/{doc_id}", json={"kind": "plan"}, auth=("reader", "reading is enough")
    )
    assert (refused.status_code, desk.summary(doc_id).corrected) == (403, ())
    done = guarded.patch(
        f"/api/documents/{doc_id}", json={"kind": "plan"}, auth=("editor", "adding and removing")
    )
    assert done.status_code == 200 and done.json()["corrections"][-1]["by"] == "editor"
