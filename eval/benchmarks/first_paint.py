"""How soon the page stands and the first words of an answer come, in a real browser.

``python -m eval.benchmarks.first_paint [--shelf DIR] [--rounds 5]`` starts the server, waits until it is
warm, and loads the page in a new headless Chromium context each round (nothing cached), then asks. Times
are those of the browser's own clock: first paint, the page ready to take a question, and from pressing
Enter to the question shown and to the answer's first words. Needs playwright and Debian's chromium.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

ROOT = Path(__file__).resolve().parent.parent.parent
SAMPLES = ROOT / "samples"
QUESTIONS = (
    "云川市对首次认定的高新技术企业奖励多少?",
    "科技小巨人企业有什么奖励?",
    "What support does Yunchuan give to high-tech enterprises?",
    "研发费用补助的比例是多少?",
    "如何办理护照换发?",
)
START_S = 120
PAINT_TARGET_MS, WORDS_TARGET_MS = 2000, 300
BROWSER_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
# Sends the question as a person does and watches what becomes of the dialogue.
_ASK = """async (question) => {
  const area = document.querySelector('#question textarea');
  Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value').set.call(area, question);
  area.dispatchEvent(new Event('input', { bubbles: true }));
  await new Promise((resolve) => setTimeout(resolve, 50));
  const before = document.querySelectorAll('#feed .wz-turn').length;
  const begun = performance.now();
  const times = {};
  const done = new Promise((resolve) => {
    const look = () => {
      const turns = document.querySelectorAll('#feed .wz-turn');
      if (turns.length > before && !('asked' in times)) times.asked = performance.now() - begun;
      if (turns.length > before && turns[turns.length - 1].querySelector('.wz-actions')) {
        times.words = performance.now() - begun;
        watching.disconnect();
        resolve(times);
      }
    };
    const watching = new MutationObserver(look);
    watching.observe(document.body, { childList: true, subtree: true });
  });
  area.dispatchEvent(new KeyboardEvent('keypress', { key: 'Enter', bubbles: true }));
  document.querySelector('#question .submit-button')?.click();
  return done;
}"""
_PAINT = """() => {
  const paint = performance.getEntriesByName('first-contentful-paint')[0];
  const files = performance.getEntriesByType('resource');
  return { paint: paint ? paint.startTime : null, files: files.length,
    kilobytes: Math.round(files.reduce((sum, one) => sum + one.transferSize, 0) / 1024) };
}"""


@contextmanager
def served(shelf: Path) -> Iterator[str]:
    """A warm server over ``shelf``; its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, str(ROOT / "cli.py"), "serve", "--port", str(port), "--shelf", str(shelf)]
    environment = {key: value for key, value in os.environ.items() if not key.startswith("GRADIO_")}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, cwd=ROOT, env=environment, **quiet) as server:  # type: ignore[call-overload]
        try:
            url = f"http://127.0.0.1:{port}/"
            _wait_for(f"{url}health")
            for question in QUESTIONS * 2:  # both readers
                _post(f"{url}api/ask", {"question": question})
            yield url
        finally:
            server.terminate()


def _wait_for(url: str) -> None:
    for _ in range(START_S * 5):
        try:
            with urlopen(url, timeout=5):
                return
        except (URLError, OSError):
            time.sleep(0.2)
    raise SystemExit(f"the server did not answer within {START_S} s")


def _post(url: str, body: dict[str, Any]) -> None:
    request = Request(url, json.dumps(body).encode(), {"content-type": "application/json"})
    with urlopen(request, timeout=60) as reply:
        reply.read()


def measure(browser: Any, url: str) -> tuple[dict[str, float], list[dict[str, float]]]:
    """One load of the page without a cache, and its questions: times in milliseconds."""
    context = browser.new_context(locale="zh-CN", viewport={"width": 1600, "height": 900})
    try:
        page = context.new_page()
        begun = time.perf_counter()
        page.goto(f"{url}zh/", wait_until="commit")
        page.locator(".wz-suggest").first.wait_for()
        ready = (time.perf_counter() - begun) * 1000
        loaded = {**page.evaluate(_PAINT), "ready": ready}
        return loaded, [page.evaluate(_ASK, question) for question in QUESTIONS]
    finally:
        context.close()


def table(loads: Sequence[dict[str, float]], asked: Sequence[dict[str, float]]) -> str:
    """What was measured, with the targets."""
    rows = [
        ("first paint", [one["paint"] for one in loads], PAINT_TARGET_MS),
        ("ready to take a question", [one["ready"] for one in loads], None),
        ("question shown", [one["asked"] for one in asked], None),
        ("answer's first words", [one["words"] for one in asked], WORDS_TARGET_MS),
    ]
    lines = ["| | median ms | worst ms | target ms |", "|---|---|---|---|"]
    for name, values, target in rows:
        lines.append(f"| {name} | {statistics.median(values):.0f} | {max(values):.0f} | {target or '—'} |")
    files, size = loads[-1]["files"], loads[-1]["kilobytes"]
    return "\n".join(
        [*lines, "", f"{files:.0f} files, {size:.0f} KB, {len(loads)} loads, {len(asked)} questions"]
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--shelf", type=Path, help="default: a new one over the samples")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    from playwright.sync_api import sync_playwright

    from index import open_shelf

    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        raise SystemExit("needs Debian's chromium: apt-get install chromium")
    with TemporaryDirectory() as folder:
        place = options.shelf or Path(folder) / "shelf"
        if options.shelf is None:
            with open_shelf(place, create=True) as shelf:
                shelf.add([SAMPLES])
        with served(place) as url, sync_playwright() as driver:
            browser = driver.chromium.launch(executable_path=chromium, args=BROWSER_ARGUMENTS)
            measured = [measure(browser, url) for _ in range(options.rounds)]
            browser.close()
    sys.stdout.write(
        table([load for load, _ in measured], [one for _, some in measured for one in some]) + "\n"
    )


if __name__ == "__main__":
    main()
