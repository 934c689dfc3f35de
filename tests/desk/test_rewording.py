"""A language model that the server was given rewords where somebody asks, and only then."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from assistant import ModelSettings
from desk import Desk, create_app

QUESTION = "云川市对首次认定的高新技术企业奖励多少?"
PIECE_CHARS = 7


class Model(BaseHTTPRequestHandler):
    """Says the first quote it is shown, in pieces; with ``lie`` another figure."""

    asked = 0
    lie = False

    def do_POST(self) -> None:
        type(self).asked += 1
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        quote = json.loads(body["messages"][1]["content"])["quotes"][0]
        words = f"{quote['text'].rstrip('；。')}[{quote['n']}]。"
        words = words.replace("20万元", "90万元") if self.lie else words
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.end_headers()
        for start in range(0, len(words), PIECE_CHARS):
            delta = {"index": 0, "delta": {"content": words[start : start + PIECE_CHARS]}}
            chunk = {
                "id": "1",
                "object": "chat.completion.chunk",
                "created": 1,
                "model": "m",
                "choices": [delta],
            }
            self.wfile.write(b"data: " + json.dumps(chunk).encode() + b"\n\n")
        self.wfile.write(b"data: [DONE]\n\n")

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture
def model() -> Iterator[type[Model]]:
    Model.asked, Model.lie = 0, False
    server = ThreadingHTTPServer(("127.0.0.1", 0), Model)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    Model.url = f"http://127.0.0.1:{server.server_address[1]}/v1"  # type: ignore[attr-defined]
    yield Model
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def rewording(model: type[Model], sample_shelf_dir: Path) -> Iterator[TestClient]:
    settings = ModelSettings(model.url, "m", timeout_s=10)  # type: ignore[attr-defined]
    with (
        Desk(sample_shelf_dir, rewording=settings) as desk,
        TestClient(create_app(desk), base_url="http://127.0.0.1") as opened,
    ):
        yield opened


def test_only_who_asks_for_it_gets_other_words(rewording: TestClient, model: type[Model]) -> None:
    assert rewording.get("/api/me").json()["rewording"] is True
    plain = rewording.post("/api/ask", json={"question": QUESTION}).json()
    assert (plain["reworded"], model.asked) == (None, 0)
    reworded = rewording.post("/api/ask", json={"question": QUESTION, "reword": True}).json()
    assert (reworded["reworded"], model.asked) == (
        "对首次认定的高新技术企业，市级财政一次性奖励20万元[1]。",
        1,
    )
    assert reworded["text"] == plain["text"]


def test_words_that_the_quotes_do_not_bear_out_are_dropped(rewording: TestClient, model: type[Model]) -> None:
    model.lie = True
    reply = rewording.post("/api/ask", json={"question": QUESTION, "reword": True}).json()
    assert reply["reworded"] is None and "没有引文支持" in reply["notes"][-1]
    assert "20万元" in reply["text"]


def test_a_model_that_is_gone_leaves_the_answer(sample_shelf_dir: Path) -> None:
    gone = ModelSettings("http://127.0.0.1:9/v1", "m", timeout_s=2)
    with (
        Desk(sample_shelf_dir, rewording=gone) as desk,
        TestClient(create_app(desk), base_url="http://127.0.0.1") as opened,
    ):
        reply = opened.post("/api/ask", json={"question": QUESTION, "reword": True}).json()
    assert reply["reworded"] is None and "以原文为准" in reply["notes"][-1]


def test_a_server_without_a_model_says_so(client: TestClient) -> None:
    assert client.get("/api/me").json()["rewording"] is False
    reply = client.post("/api/ask", json={"question": QUESTION, "reword": True})
    assert reply.status_code == 400 and "--llm-url" in reply.json()["error"]
