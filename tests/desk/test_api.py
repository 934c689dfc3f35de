"""The HTTP contracts: the same objects as the commands print, errors as {"error"} with a fitting code."""

from __future__ import annotations

import json
from typing import Any

import pytest
from fastapi.openapi.models import OpenAPI
from starlette.testclient import TestClient

from assistant import answer_json, comparison_json, document_json, find_json, matches_json, report_json
from desk import Desk

QUESTION = "云川市对首次认定的高新技术企业奖励多少?"
POLICY = (
    "望溪市苗圃补助办法\n望林〔2024〕9号\n一、补助标准\n"
    "对新建苗圃每亩补助3700元。\n望溪市林业局\n2024年5月6日\n"
)
PROFILE = {"region": "云川市", "qualifications": ["高新技术企业"], "newly_recognised": ["高新技术企业"]}


def timeless(value: dict[str, Any]) -> dict[str, Any]:
    return {key: field for key, field in json.loads(json.dumps(value)).items() if key != "took_ms"}


def test_ask_gives_what_the_command_prints(client: TestClient, desk: Desk) -> None:
    reply = client.post("/api/ask", json={"question": QUESTION, "k": 3})
    assert reply.status_code == 200
    assert timeless(reply.json()) == timeless(answer_json(desk.ask(QUESTION, k=3)))
    assert "20万元" in reply.json()["text"]


def test_a_follow_up_is_completed_from_the_earlier_questions(client: TestClient) -> None:
    reply = client.post("/api/ask", json={"question": "临澜市呢?", "after": [QUESTION]}).json()
    assert {citation["region"] for citation in reply["citations"]} <= {"临澜市"}
    assert "临澜" in reply["understood"]


def test_find_gives_what_the_command_prints(client: TestClient, desk: Desk) -> None:
    reply = client.post("/api/find", json={"query": "研发费用补助", "k": 4})
    found = desk.find("研发费用补助", k=4)
    assert timeless(reply.json()) == timeless(find_json(found.query, found.hits, found.took_ms))
    assert (
        client.post("/api/find", json={"text": "研发费用补助", "k": 4}).json()["hits"] == reply.json()["hits"]
    )


def test_check_diff_and_match_give_what_the_commands_print(client: TestClient, desk: Desk) -> None:
    day = {"as_of": "2026-01-31"}
    checked = client.post("/api/check", json=day)
    assert checked.json()["as_of"] == "2026-01-31"
    assert len(checked.json()["findings"]) == len(report_json(desk.check())["findings"]) > 0
    first, second = (document.doc_id for document in desk.documents()[:2])
    diffed = client.post("/api/diff", json={"a": first, "b": second})
    assert timeless(diffed.json()) == timeless(comparison_json(desk.diff(first, second)))
    matched = client.post("/api/match", json=PROFILE)
    assert timeless(matched.json()) == timeless(matches_json(desk.match(PROFILE)))
    assert matched.json()["matches"]


def test_documents_and_show_give_what_the_commands_print(client: TestClient, desk: Desk) -> None:
    listed = client.get("/api/documents").json()["documents"]
    assert listed == json.loads(json.dumps([document_json(document) for document in desk.documents()]))
    shown = client.get(f"/api/documents/{listed[0]['doc_id']}").json()
    assert {key: shown[key] for key in listed[0] if key != "sections"} == {
        key: value for key, value in listed[0].items() if key != "sections"
    }
    assert shown["text"] == desk.show(listed[0]["doc_id"]).document.text
    assert len(shown["sections"]) == listed[0]["sections"]


def test_quotes_are_slices_of_the_text_that_show_gives(client: TestClient) -> None:
    for citation in client.post("/api/ask", json={"question": QUESTION}).json()["citations"]:
        text = client.get(f"/api/documents/{citation['doc_id']}").json()["text"]
        assert text[citation["start"] : citation["end"]] == citation["quote"]


def test_a_file_is_added_found_and_removed(client: TestClient) -> None:
    added = client.post("/api/documents", files={"files": ("苗圃.txt", POLICY.encode())})
    assert (added.status_code, added.json()["added"]) == (200, 1)
    doc_id = added.json()["documents"][0]["doc_id"]
    assert "3700元" in client.post("/api/ask", json={"question": "望溪市苗圃每亩补助多少?"}).json()["text"]
    again = client.post("/api/documents", files={"files": ("苗圃.txt", POLICY.encode())})
    assert again.json()["unchanged"] == 1
    removed = client.delete(f"/api/documents/{doc_id}")
    assert [document["doc_id"] for document in removed.json()["removed"]] == [doc_id]
    assert client.get(f"/api/documents/{doc_id}").status_code == 404


@pytest.mark.parametrize(
    ("path", "body", "status", "said"),
    [
        ("/api/ask", {"question": "  "}, 400, "the question is empty"),
        ("/api/ask", {"question": ""}, 422, "question: "),
        ("/api/ask", {}, 422, "question: Field required"),
        ("/api/ask", {"question": "x", "surprise": 1}, 422, "surprise: Extra inputs"),
        ("/api/ask", {"question": "x", "k": 0}, 422, "k: "),
        ("/api/ask", {"question": "x", "k": "10"}, 422, "k: "),
        ("/api/ask", {"question": "x", "as_of": "2024-02-31"}, 400, "2024-02-31"),
        ("/api/ask", {"question": "x", "as_of": "yesterday"}, 422, "as_of: "),
        ("/api/ask", {"question": "x", "region": "亚特兰蒂斯"}, 400, "亚特兰蒂斯"),
        ("/api/ask", {"question": "\ud800"}, 422, "unable to parse raw data as a unicode string"),
        ("/api/diff", {"a": "nowhere", "b": "nothing"}, 404, "nowhere"),
        ("/api/match", {"region": "云川市", "employes": 3}, 400, "did you mean employees"),
        ("/api/match", {}, 422, "region: Field required"),
    ],
)
def test_errors_say_which_field_and_what_is_wrong(
    client: TestClient, path: str, body: dict[str, Any], status: int, said: str
) -> None:
    reply = client.post(path, content=json.dumps(body), headers={"content-type": "application/json"})
    assert (reply.status_code, list(reply.json())) == (status, ["error"])
    assert said in reply.json()["error"]


def test_unknown_addresses_and_wrong_methods_are_told_apart(client: TestClient) -> None:
    missing = client.get("/api/nowhere")
    assert (missing.status_code, list(missing.json())) == (404, ["error"])
    wrong = client.put("/api/ask", json={})
    assert (wrong.status_code, wrong.headers["allow"]) == (405, "POST")
    assert client.patch("/api/documents").headers["allow"] == "GET, POST"
    assert client.get("/mcp").status_code == 405


def test_a_body_that_is_no_json_is_refused(client: TestClient) -> None:
    reply = client.post("/api/ask", content=b"{", headers={"content-type": "application/json"})
    assert (reply.status_code, list(reply.json())) == (422, ["error"])


def test_every_promised_field_is_in_the_description(client: TestClient) -> None:
    described = client.get("/openapi.json").json()
    OpenAPI.model_validate(described)
    schemas = described["components"]["schemas"]
    answer = client.post("/api/ask", json={"question": QUESTION}).json()
    for name, value in (
        ("AskReply", answer),
        ("CitationReply", answer["citations"][0]),
        ("HitReply", answer["hits"][0]),
        ("DocumentReply", client.get("/api/documents").json()["documents"][0]),
    ):
        assert set(schemas[name]["required"]) <= set(value)
    assert set(described["paths"]) == {
        "/api/ask", "/api/check", "/api/diff", "/api/documents", "/api/documents/{doc_id}",
        "/api/find", "/api/match", "/api/me", "/health",
    }  # fmt: skip
