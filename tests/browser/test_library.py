"""文档库 in a real browser: files go in, are listed, shown and taken off; a document's markup stays text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Shot = Callable[[Any, str], None]
HOSTILE_NAME = "望溪市<img src=x onerror=alert(1)>.txt"
HOSTILE_TEXT = (
    "望溪市关于扶持<script>alert(1)</script>苗圃的通知\n望林〔2024〕9号\n一、补助<b>标准</b>{{value}}${alert(2)}\n"
    '对新建苗圃每亩补助3700元<img src="x" onerror="alert(3)">。\n望溪市林业局\n2024年5月6日\n'
)


@pytest.mark.parametrize(
    ("locale", "width", "dark", "tab"),
    [
        ("zh-CN", 1600, True, "文档库"),
        ("zh-CN", 390, False, "文档库"),
        ("en-US", 1600, False, "Library"),
        ("en-US", 390, True, "Library"),
    ],
)
def test_the_documents_are_listed_and_open(
    open_page: Any, show_tab: Shot, shot: Shot, locale: str, width: int, dark: bool, tab: str
) -> None:
    page = open_page(locale=locale, width=width, dark=dark)
    show_tab(page, tab)
    page.locator("#documents tbody tr").first.wait_for()
    page.locator("#upload").wait_for()
    shot(page, f"library-{locale}-{width}-{'dark' if dark else 'light'}")
    page.locator("#documents .wz-title").first.click()
    page.locator("#drawer .wz-contents").wait_for()
    page.close()


def test_markup_in_a_document_its_title_and_its_name_stays_text(
    open_page: Any, shot: Shot, tmp_path: Path
) -> None:
    hostile, damaged = tmp_path / HOSTILE_NAME, tmp_path / "坏.pdf"
    hostile.write_text(HOSTILE_TEXT, encoding="utf-8")
    damaged.write_bytes(b"%PDF-1.4 and nothing else")
    page = open_page()
    page.get_by_role("tab", name="文档库").click()
    page.locator("#upload input[type=file]").set_input_files([hostile, damaged])
    page.locator("#added .wz-state-added").wait_for()
    page.locator("#added .wz-state-skipped").wait_for()
    page.locator("#wanted").locator("input, textarea").first.fill("望林")
    page.locator("#documents tbody tr").nth(1).wait_for(state="detached")
    row = page.locator("#documents tbody tr", has_text="望林〔2024〕9号")
    assert row.locator("script, img").count() == 0
    shot(page, "library-zh-CN-1600-light-added")
    row.locator(".wz-title").click()
    paper = page.locator("#drawer .wz-paper", has_text="${alert(2)}")
    paper.wait_for()
    assert "<script>alert(1)</script>" in paper.inner_text()
    shot(page, "library-zh-CN-1600-light-hostile-source")
    page.keyboard.press("Escape")
    page.get_by_role("tab", name="问答").click()
    page.locator("#question textarea").fill("望溪市新建苗圃每亩补助多少?")
    page.locator("#question textarea").press("Enter")
    page.locator("#evidence mark", has_text="3700元").first.wait_for()
    page.get_by_role("tab", name="找原文").click()
    page.locator("#sentence textarea").fill("对新建苗圃每亩补助3800元")
    page.locator("#find-run").click()
    page.locator("#found .wz-card ins", has_text="3700").wait_for()
    page.get_by_role("tab", name="匹配").click()
    page.locator("#wz-field-region").fill("望溪市<img src=x onerror=alert(4)>")
    page.locator("[data-wz=match]").first.click()
    page.locator("#matches .wz-alert, #matches .wz-summary").wait_for()
    page.get_by_role("tab", name="一致性").click()
    page.locator("#check-run").click()
    page.locator("#findings .wz-summary").wait_for()
    shown = "#feed, #evidence, #documents, #found, #matches, #findings, #drawer, #added"
    assert page.locator(shown).locator("script, img").count() == 0
    page.get_by_role("tab", name="文档库").click()
    page.locator("#documents tbody tr", has_text="望林〔2024〕9号").locator("[data-wz=remove]").click()
    shot(page, "library-zh-CN-1600-light-removing")
    page.locator(".wz-dialog .wz-yes").click()
    page.locator("#added .wz-rated").wait_for()
    page.locator(".wz-chip", has_text="22").wait_for()
    page.close()
