"""With accounts: a reader sees no control that changes the shelf, and cannot call what stands behind one."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
PASSWORD = "correct horse battery 42"


@pytest.fixture(scope="module")
def guarded_url(served: Any, sample_shelf_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A server that asks who one is, with a reader and an editor."""
    folder = tmp_path_factory.mktemp("guarded")
    shelf = shutil.copytree(sample_shelf_dir, folder / "shelf")
    for name, role in (("rita", "reader"), ("edwin", "editor")):
        command = [sys.executable, str(ROOT / "cli.py"), "user", "add", name, "--role", role]
        options = ["--auth", str(folder / "users.json"), "--password-stdin"]
        subprocess.run([*command, *options], input=f"{PASSWORD}\n", text=True, check=True, cwd=ROOT)
    with served("--shelf", str(shelf), "--auth", str(folder / "users.json")) as url:
        yield url


def log_in(open_page: Any, url: str, name: str) -> Any:
    page = open_page(url=url)
    page.locator("input[name=name]").fill(name)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("form button").click()
    page.locator(".wz-welcome").wait_for()
    page.locator(".wz-who", has_text=name).wait_for()
    page.get_by_role("tab", name="文档库").click()
    page.locator("#documents tbody tr").first.wait_for()
    return page


def test_a_reader_may_look_and_no_more(
    open_page: Any, guarded_url: str, shot: Callable[[Any, str], None]
) -> None:
    page = log_in(open_page, guarded_url, "rita")
    assert page.locator("#upload, [data-wz=remove]").count() == 0
    shot(page, "library-zh-CN-1600-light-reader")
    # The event that the missing button would send.
    page.evaluate(
        """() => {
          const row = document.querySelector('#documents .wz-title');
          const button = document.createElement('button');
          Object.assign(button.dataset, { wz: 'remove', doc: row.dataset.doc, ask: '?', yes: 'y', no: 'n' });
          document.body.append(button);
          button.click();
        }"""
    )
    page.locator(".wz-dialog .wz-yes").click()
    assert "没有这个权限" in page.locator("#added .wz-alert").inner_text()
    page.locator(".wz-chip", has_text="22").wait_for()
    page.close()


def test_an_editor_has_the_controls_and_can_sign_out(open_page: Any, guarded_url: str) -> None:
    page = log_in(open_page, guarded_url, "edwin")
    page.locator("#upload").wait_for()
    assert page.locator("[data-wz=remove]").count() == 22
    page.locator("[data-wz=sign_out]").click()
    page.locator("input[name=password]").wait_for()
    page.close()
