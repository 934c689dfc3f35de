"""A language model's wording on the page: off until switched on, told from the document's own words."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

QUESTION = "云川市对首次认定的高新技术企业奖励多少?"


class _Model(BaseHTTPRequestHandler):
    """Says the first quote it is shown."""

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        quote = json.loads(body["messages"][1]["content"])["quotes"][0]
        delta = {"index": 0, "delta": {"content": f"{quote['text'].rstrip('；。')}[{quote['n']}]。"}}
        chunk = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [delta]}
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.end_headers()
        self.wfile.write(b"data: " + json.dumps(chunk).encode() + b"\n\ndata: [DONE]\n\n")

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture(scope="module")
def rewording_url(served: Callable[..., Any], sample_shelf_dir: Path) -> Iterator[str]:
    model = ThreadingHTTPServer(("127.0.0.1", 0), _Model)
    thread = threading.Thread(target=model.serve_forever)
    thread.start()
    address = f"http://127.0.0.1:{model.server_address[1]}/v1"
    with served("--shelf", str(sample_shelf_dir), "--llm-url", address, "--llm-model", "m") as url:
        yield url
    model.shutdown()
    thread.join()
    model.server_close()


def test_the_switch_is_off_and_turns_rewording_on(
    open_page: Any, rewording_url: str, shot: Callable[[Any, str], None]
) -> None:
    page = open_page(url=rewording_url)
    switch = page.get_by_label("用语言模型改写")
    assert not switch.is_checked()
    switch.check()
    page.locator("#question textarea").fill(QUESTION)
    page.locator("#question textarea").press("Enter")
    page.locator(".wz-reworded .wz-cite").first.wait_for()
    page.locator(".wz-going").wait_for(state="detached")
    told = page.locator(".wz-reworded").inner_text()
    assert told.startswith("模型改写") and "一次性奖励20万元" in told
    assert page.locator(".wz-said blockquote").count() > 0  # the document's own words stay
    shot(page, "ask-zh-CN-1600-light-reworded")
    page.close()
