"""The web page in a real browser: a question brings its citation, and nothing is fetched from outside."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs Debian's chromium: apt-get install chromium")

ROOT = Path(__file__).resolve().parent.parent
ARTIFACTS = ROOT / "artifacts"  # screenshots of the last run; ignored by git
START_SECONDS = 60
BROWSER_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def page_url(sample_shelf_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    shelf = shutil.copytree(sample_shelf_dir, tmp_path_factory.mktemp("served") / "shelf")
    url = f"http://127.0.0.1:{(port := free_port())}/"
    command = [sys.executable, str(ROOT / "cli.py"), "serve", "--shelf", str(shelf), "--port", str(port)]
    environment = {key: value for key, value in os.environ.items() if not key.startswith("GRADIO_")}
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as server:
        try:
            wait_for(url, server)
            yield url
        finally:
            server.terminate()


def wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(START_SECONDS * 5):
        assert server.poll() is None, f"the server stopped with {server.returncode}"
        try:
            with urlopen(url, timeout=5):
                return
        except (URLError, OSError):
            time.sleep(0.2)
    raise AssertionError(f"no page within {START_SECONDS} s")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=CHROMIUM, args=BROWSER_ARGUMENTS)
        yield opened
        opened.close()


def open_page(browser: Any, url: str, *, locale: str, width: int, requests: list[str] | None = None) -> Any:
    page = browser.new_page(locale=locale, viewport={"width": width, "height": 900})
    if requests is not None:
        page.on("request", lambda request: requests.append(request.url))
    page.goto(url)
    page.locator("#question textarea").wait_for()
    return page


def ask(page: Any, question: str) -> None:
    page.locator("#question textarea").fill(question)
    page.locator("#question textarea").press("Enter")


def screenshot(page: Any, name: str) -> None:
    ARTIFACTS.mkdir(exist_ok=True)
    page.screenshot(path=ARTIFACTS / f"{name}.png")


@pytest.mark.parametrize(
    ("locale", "width", "question", "heading"),
    [
        ("zh-CN", 1600, "云川市对首次认定的高新技术企业奖励多少?", "依据"),
        ("zh-CN", 390, "云川市对首次认定的高新技术企业奖励多少?", "依据"),
        (
            "en-US",
            1600,
            "What reward does Yunchuan pay for first high-tech recognition?",
            "Evidence",
        ),
    ],
    ids=["chinese-wide", "chinese-narrow", "english-wide"],
)
def test_a_question_brings_its_citation(
    browser: Any, page_url: str, locale: str, width: int, question: str, heading: str
) -> None:
    requests: list[str] = []
    page = open_page(browser, page_url, locale=locale, width=width, requests=requests)
    page.get_by_role("heading", name=heading, exact=True).wait_for()
    screenshot(page, f"{locale}-{width}-start")
    ask(page, question)
    card = page.locator("#evidence #cite-1")
    card.wait_for(timeout=30_000)
    assert "20万元" in card.locator("mark").inner_text()
    assert "云川" in card.locator(".wz-meta").inner_text()
    assert "[1]" in page.locator("#chat").inner_text()
    screenshot(page, f"{locale}-{width}-answer")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    outside = [url for url in requests if not url.startswith((page_url, "data:", "blob:"))]
    assert outside == []
    page.close()


def test_a_refusal_says_so_and_shows_the_nearest_passages(browser: Any, page_url: str) -> None:
    page = open_page(browser, page_url, locale="zh-CN", width=1200)
    ask(page, "如何办理护照换发?")
    page.locator("#evidence .wz-card.nearest").first.wait_for(timeout=30_000)
    assert "文档库中没有答案" in page.locator("#chat").inner_text()
    assert page.locator("#evidence [id^=cite-]").count() == 0
    screenshot(page, "zh-CN-1200-refusal")
    page.close()


def test_an_uploaded_document_is_listed_and_can_be_asked_about(
    browser: Any, page_url: str, tmp_path: Path
) -> None:
    policy = tmp_path / "望溪市<img src=x onerror=alert(1)>.txt"
    policy.write_text(
        "望溪市关于扶持<script>alert(1)</script>苗圃的通知\n望林〔2024〕9号\n一、补助标准\n"
        "对新建苗圃每亩补助3700元。\n望溪市林业局\n2024年5月6日\n",
        encoding="utf-8",
    )
    page = open_page(browser, page_url, locale="zh-CN", width=1200)
    page.on("dialog", lambda dialog: pytest.fail("a script from a document ran"))
    page.get_by_role("tab", name="文档库").click()
    page.locator("#upload input[type=file]").set_input_files(policy)
    page.locator("#documents", has_text="望林〔2024〕9号").wait_for(timeout=30_000)
    screenshot(page, "zh-CN-1200-library")
    page.get_by_role("tab", name="问答").click()
    ask(page, "望溪市新建苗圃每亩补助多少?")
    page.locator("#evidence mark", has_text="3700元").wait_for(timeout=30_000)
    assert re.search(r"3700元", page.locator("#chat").inner_text())
    assert page.locator("#evidence script, #documents script, #documents img").count() == 0
    page.close()
