"""A server over the sample shelf and a real Chromium in front of it, both started once."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ROOT = Path(__file__).resolve().parent.parent.parent
ARTIFACTS = ROOT / "artifacts"  # screenshots of the last run; ignored by git
START_SECONDS = 60
SIZES = {1600: 900, 1200: 900, 390: 844}  # width → height
BROWSER_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

OpenPage = Callable[..., Any]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if CHROMIUM is None and here in item.path.parents:
            item.add_marker(pytest.mark.skip(reason="needs Debian's chromium: apt-get install chromium"))


@pytest.fixture(scope="session")
def desk_url(sample_shelf_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A running server over a copy of the sample shelf."""
    shelf = shutil.copytree(sample_shelf_dir, tmp_path_factory.mktemp("served") / "shelf")
    with serving("--shelf", str(shelf)) as url:
        yield url


class serving:  # noqa: N801 - reads as a statement
    """A server with the given options, as long as it is needed."""

    def __init__(self, *options: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._port = int(probe.getsockname()[1])
        command = [sys.executable, str(ROOT / "cli.py"), "serve", "--port", str(self._port), *options]
        environment = {key: value for key, value in os.environ.items() if not key.startswith("GRADIO_")}
        self._server = subprocess.Popen(
            command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT
        )

    def __enter__(self) -> str:
        url = f"http://127.0.0.1:{self._port}/"
        for _ in range(START_SECONDS * 5):
            assert self._server.poll() is None, f"the server stopped with {self._server.returncode}"
            try:
                with urlopen(f"{url}health", timeout=5):
                    return url
            except (URLError, OSError):
                time.sleep(0.2)
        raise AssertionError(f"no answer within {START_SECONDS} s")

    def __exit__(self, *_: object) -> None:
        self._server.terminate()
        try:
            self._server.wait(15)
        except subprocess.TimeoutExpired:
            self._server.kill()
            self._server.wait()


@pytest.fixture(scope="session")
def served() -> Callable[..., serving]:
    """Start a server with options of one's own."""
    return serving


@pytest.fixture(scope="module")  # while it is open an event loop runs, beside which others can't
def chromium() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=CHROMIUM, args=BROWSER_ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def open_page(chromium: Any, desk_url: str) -> Iterator[OpenPage]:
    """Open the desk: ``open_page(locale='zh-CN', width=1600, dark=False)``.

    When the module ends, nothing was asked of another host, no script of a document has run or been kept
    from running, and no error was met in a page.
    """
    contexts: list[Any] = []
    asked: list[str] = []
    wrong: list[str] = []

    def opened(*, locale: str = "zh-CN", width: int = 1600, dark: bool = False, url: str = desk_url) -> Any:
        context = chromium.new_context(
            locale=locale,
            viewport={"width": width, "height": SIZES[width]},
            color_scheme="dark" if dark else "light",
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.on("request", lambda request: asked.append(request.url))
        page.on("dialog", lambda dialog: wrong.append(f"a script ran: {dialog.message}"))
        page.on("console", lambda told: wrong.append(told.text) if "Content Security" in told.text else None)
        page.on("pageerror", lambda error: wrong.append(f"an error in the page: {error}"))
        page.goto(url)
        page.locator(".wz-welcome, form").first.wait_for()
        return page

    yield opened
    for context in contexts:
        context.close()
    assert wrong == []
    assert [url for url in asked if not url.startswith(("http://127.0.0.1:", "data:", "blob:"))] == []


@pytest.fixture
def shot() -> Callable[[Any, str], None]:
    """Keep a picture of the page; nothing may stick out at its side."""

    def kept(page: Any, name: str) -> None:
        ARTIFACTS.mkdir(exist_ok=True)
        page.screenshot(path=ARTIFACTS / f"{name}.png")
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), name

    return kept


@pytest.fixture
def show_tab() -> Callable[[Any, str], None]:
    """Choose a tab by its name, out of the menu where it has no room."""

    def shown(page: Any, name: str) -> None:
        tab = page.get_by_role("tab", name=name, exact=True)
        if tab.count() and tab.first.is_visible():
            tab.first.click()
        else:
            page.locator(".overflow-menu > button").first.click()
            page.locator(".overflow-dropdown button", has_text=name).click()

    return shown
