"""A document that wants to be a program: through every way in and out it stays words."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from mcp import Client
from starlette.testclient import TestClient

from desk import Desk

NAME = '<img src=x onerror="alert(1)">.txt'
SCRIPT = "<script>alert(1)</script>"
POLICY = (
    f"望溪市关于扶持{SCRIPT}苗圃的通知\n望林〔2024〕9号\n一、补助标准\n"
    f"对新建苗圃每亩补助3700元{SCRIPT}，详见![图](http://evil.example/x.png)。\n望溪市林业局\n2024年5月6日\n"
)
QUESTION = "望溪市新建苗圃每亩补助多少?"


@pytest.fixture(scope="module")
def hostile(client: TestClient) -> Iterator[dict[str, Any]]:
    added = client.post("/api/documents", files={"files": (NAME, POLICY.encode())}).json()
    yield added["documents"][0]
    client.delete(f"/api/documents/{added['documents'][0]['doc_id']}")


def test_the_file_is_kept_under_a_name_of_ours(hostile: dict[str, Any], desk: Desk) -> None:
    kept = Path(hostile["path"])
    assert kept.parent.parent == desk.directory.absolute() / "uploads"
    assert kept.name == "_img src_x onerror__22alert(1)_22_.txt"


def test_every_answer_with_its_words_is_json_that_no_browser_runs(
    hostile: dict[str, Any], client: TestClient
) -> None:
    replies = [
        client.post("/api/ask", json={"question": QUESTION}),
        client.post("/api/find", json={"query": QUESTION}),
        client.post("/api/check", json={}),
        client.post("/api/diff", json={"a": hostile["doc_id"], "b": desk_document(client)}),
        client.post("/api/match", json={"region": "望溪市"}),
        client.get("/api/documents"),
        client.get(f"/api/documents/{hostile['doc_id']}"),
    ]
    assert [reply.status_code for reply in replies] == [200] * len(replies)
    assert SCRIPT in replies[0].text
    for reply in replies:
        assert reply.headers["content-type"] == "application/json"
        assert reply.headers["x-content-type-options"] == "nosniff"
        assert reply.headers["content-security-policy"].startswith("default-src 'none'")


def desk_document(client: TestClient) -> str:
    listed = client.get("/api/documents").json()["documents"]
    return str(next(one["doc_id"] for one in listed if "uploads" not in one["path"]))


def test_a_tool_gives_its_words_as_words(hostile: dict[str, Any], live_url: str, desk: Desk) -> None:
    async def found() -> Any:
        async with Client(f"{live_url}/mcp") as tools:
            return await tools.call_tool("find", {"query": QUESTION})

    text = desk.show(hostile["doc_id"]).document.text
    hits = asyncio.run(found()).structured_content["hits"]
    own = [hit for hit in hits if hit["doc_id"] == hostile["doc_id"]]
    assert any(SCRIPT in hit["text"] for hit in own)
    assert all(hit["text"] == text[hit["start"] : hit["end"]] for hit in own)


@pytest.mark.parametrize(
    "name",
    [
        "../../../etc/passwd",
        "..%2f..%2fetc%2fpasswd",
        "/etc/passwd",
        "....//catalog.sqlite3",
        "uploads",
        "%00",
    ],
)
def test_no_address_leads_to_a_file(client: TestClient, name: str) -> None:
    for path in (f"/api/documents/{name}", f"/{name}"):
        reply = client.get(path)
        assert reply.status_code == 404
        assert "root:" not in reply.text
    assert client.delete(f"/api/documents/{name}").status_code in (404, 405)


@pytest.mark.parametrize("name", ["../escaped.txt", "/tmp/escaped.txt", "..\\..\\escaped.txt"])
def test_a_zip_member_stays_where_it_is_unpacked(client: TestClient, desk: Desk, name: str) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(name, POLICY)
    reply = client.post("/api/documents", files={"files": ("packed.zip", packed.getvalue())}).json()
    for document in reply.get("documents", []):
        client.delete(f"/api/documents/{document['doc_id']}")
    assert list(desk.directory.parent.rglob("escaped.txt")) == []
    assert not Path("/tmp/escaped.txt").exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("program.exe", b"MZ\x90\x00"),
        ("program.pdf", b"\x7fELF" + bytes(range(256)) * 8),
        ("empty.txt", b""),
        ("bomb.zip", b"PK\x03\x04 not a zip"),
        ("", b"text"),
    ],
    ids=["unknown", "not-what-it-says", "empty", "broken-zip", "nameless"],
)
def test_what_is_no_document_is_refused_with_a_reason(
    client: TestClient, desk: Desk, name: str, content: bytes
) -> None:
    reply = client.post("/api/documents", files={"files": (name, content)})
    assert reply.status_code == 422
    assert reply.json()["error"]
    assert [path for path in (desk.directory / "uploads").rglob("*") if path.name == name] == []


def test_an_address_is_never_fetched(client: TestClient) -> None:
    for body in ({"files": "http://127.0.0.1:9/x.pdf"}, {"url": "http://127.0.0.1:9/x.pdf"}):
        assert client.post("/api/documents", data=body).status_code == 422
        assert client.post("/api/documents", json=body).status_code == 422
    assert client.get("/api/documents/http:%2F%2F127.0.0.1:9%2Fx.pdf").status_code == 404


def test_the_log_and_the_figures_hold_no_words(
    hostile: dict[str, Any], client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        client.post("/api/ask", json={"question": QUESTION})
        client.get(f"/api/documents/{hostile['doc_id']}?section=四/21")
        client.post("/api/ask", json={"question": QUESTION, "region": "亚特兰蒂斯"})
    ours = [record for record in caplog.records if record.name.startswith("wenzheng")]
    fields = json.dumps([vars(record).get("fields") for record in ours], ensure_ascii=False)
    assert [vars(record)["fields"]["status"] for record in ours] == [200, 404, 400]
    for words in ("望溪", "苗圃", "亚特兰蒂斯", hostile["doc_id"], "四/21"):
        assert words not in fields
        assert words not in client.get("/metrics").text
    assert (
        'wenzheng_requests_total{method="POST",route="/api/ask",status="400"}' in client.get("/metrics").text
    )
