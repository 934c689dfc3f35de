"""文档库 in a real browser: files go in, are listed, shown and taken off; a document's markup stays text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Shot = Callable[[Any, str], None]
HOSTILE_NAME = "望溪市<img src=x onerror=alert(1)>.txt"
HOSTILE_TITLE = "<script>alert(5)</script><img src=x onerror=alert(6)>${x}{{y}}通知"
HOSTILE_QUESTION = "望溪市新建苗圃每亩补助多少?<img src=x onerror=alert(7)>"
HOSTILE_TEXT = (
    "望溪市关于扶持<script>alert(1)</script>苗圃的通知\n望林〔2024〕9号\n一、补助<b>标准</b>{{value}}${alert(2)}\n"
    '对新建苗圃每亩补助3700元<img src="x" onerror="alert(3)">。\n望溪市林业局\n2024年5月6日\n'
)

# Where the page puts what comes from documents and people.
SHOWN = "#feed, #evidence, #documents, #added, #drawer, #found, #findings, #changes, #matches, #evaluation"


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


@pytest.mark.parametrize(
    ("locale", "width", "dark", "tab", "told"),
    [("zh-CN", 1600, False, "文档库", "已更正"), ("en-US", 390, True, "Library", "Corrected")],
)
def test_a_person_corrects_a_document_and_takes_it_back(
    open_page: Any, show_tab: Shot, shot: Shot, locale: str, width: int, dark: bool, tab: str, told: str
) -> None:
    page = open_page(locale=locale, width=width, dark=dark)
    name = f"library-{locale}-{width}-{'dark' if dark else 'light'}"
    show_tab(page, tab)
    row = page.locator("#documents tbody tr", has_text="云川政规〔2022〕2号")
    row.locator("[data-edit]").click()
    page.locator("#wz-correct-region").fill("无此地")
    page.locator("[data-wz=correct]").click()
    page.locator(".wz-correct-form .wz-alert").wait_for()
    assert page.locator("#wz-correct-region").input_value() == "无此地"
    shot(page, f"{name}-correcting-problem")
    page.locator("#wz-correct-region").fill("云川市")
    page.locator("#wz-correct-expires").fill("2024-01-01")
    page.locator("[data-wz=correct]").click()
    page.locator(".wz-correct-form .wz-rated").wait_for()
    assert page.locator("#drawer .wz-corrected li").count() == 1
    shot(page, f"{name}-corrected")
    page.keyboard.press("Escape")
    row.locator(".wz-is-corrected", has_text=told).wait_for()
    row.locator(".wz-is-expired").wait_for()
    row.locator(".wz-title").click()
    page.locator(".wz-correct summary").click()
    page.locator("[data-wz=restore]").click()
    page.locator("#drawer .wz-corrected").wait_for(state="detached")
    page.keyboard.press("Escape")
    row.locator(".wz-is-corrected").wait_for(state="detached")
    page.close()


def ask_and_wait(page: Any, question: str) -> None:
    page.locator("#question textarea").fill(question)
    page.locator("#question textarea").press("Enter")
    page.locator(".wz-turn", has_text=question).last.locator(".wz-actions").wait_for()


def choose(page: Any, dropdown: str, words: str) -> None:
    page.locator(f"{dropdown} input").click()
    page.locator("[role=option]:visible", has_text=words).first.click()


def test_markup_in_a_document_its_title_and_its_name_stays_text(
    open_page: Any, shot: Shot, tmp_path: Path
) -> None:
    """Seen in Library, source, correction form, Ask, judging, Find, Check, Compare, Match and Evaluate."""
    hostile, older, damaged = tmp_path / HOSTILE_NAME, tmp_path / "望溪市旧版.txt", tmp_path / "坏.pdf"
    hostile.write_text(HOSTILE_TEXT, encoding="utf-8")
    older.write_text(HOSTILE_TEXT.replace("3700", "3500").replace("9号", "3号"), encoding="utf-8")
    damaged.write_bytes(b"%PDF-1.4 and nothing else")
    page = open_page()
    page.get_by_role("tab", name="文档库").click()
    page.locator("#upload input[type=file]").set_input_files([hostile, older, damaged])
    page.locator("#added .wz-state-added").nth(1).wait_for()
    page.locator("#added .wz-state-skipped").wait_for()
    page.locator("#wanted").locator("input, textarea").first.fill("望林")
    page.locator("#documents tbody tr").nth(2).wait_for(state="detached")
    row = page.locator("#documents tbody tr", has_text="望林〔2024〕9号")
    row.locator("[data-edit]").click()
    page.locator("#wz-correct-title").fill(HOSTILE_TITLE)
    page.locator("[data-wz=correct]").click()
    page.locator(".wz-correct-form .wz-rated").wait_for()
    paper = page.locator("#drawer .wz-paper", has_text="${alert(2)}")
    assert "<script>alert(1)</script>" in paper.inner_text()
    assert page.locator("#wz-viewer-title").inner_text() == HOSTILE_TITLE
    shot(page, "library-zh-CN-1600-light-hostile-source")
    page.keyboard.press("Escape")
    page.locator("#drawer .wz-drawer").wait_for(state="hidden")
    assert row.locator(".wz-title").inner_text() == HOSTILE_TITLE
    shot(page, "library-zh-CN-1600-light-hostile")
    page.get_by_role("tab", name="问答").click()
    ask_and_wait(page, HOSTILE_QUESTION)
    page.locator("#evidence mark", has_text="3700元").first.wait_for()
    assert HOSTILE_TITLE in page.locator("#evidence").inner_text()
    shot(page, "ask-zh-CN-1600-light-hostile")
    page.locator("[data-rating=bad]").first.click()
    page.locator(".wz-right").wait_for()
    page.get_by_role("tab", name="找原文").click()
    page.locator("#sentence textarea").fill("对新建苗圃每亩补助3800元")
    page.locator("#find-run").click()
    page.locator("#found .wz-card ins").first.wait_for()
    page.get_by_role("tab", name="匹配").click()
    page.locator("#wz-field-region").fill("望溪市<img src=x onerror=alert(4)>")
    page.locator("[data-wz=match]").first.click()
    page.locator("#matches .wz-alert, #matches .wz-summary").wait_for()
    page.locator("#wz-field-region").fill("望溪市")
    page.locator("[data-wz=match]").first.click()
    page.locator("#matches .wz-match").first.wait_for()
    page.get_by_role("tab", name="一致性").click()
    page.locator("#check-run").click()
    page.locator("#findings .wz-finding", has_text="3500元").first.wait_for()
    page.get_by_role("tab", name="对照").click()
    choose(page, "#diff-a", "望林〔2024〕3号")
    choose(page, "#diff-b", "望林〔2024〕9号")
    page.locator("#diff-run").click()
    page.locator("#changes .wz-finding").first.wait_for()
    page.get_by_role("tab", name="问答").click()
    page.locator("[data-rating=good]").first.click()
    page.locator("#feed .wz-rated").first.wait_for()
    page.get_by_role("tab", name="评测").click()
    choose(page, "#evaluate-set", "您评价过的回答")
    page.locator("#evaluate-run").click()
    page.locator("#evaluation .wz-figures").wait_for()
    report = page.frame_locator("#evaluation iframe")
    assert HOSTILE_QUESTION in report.locator("body").text_content()
    assert report.locator("script, img").count() == 0
    shot(page, "evaluate-zh-CN-1600-light-hostile")
    assert page.locator(f"{SHOWN}, .wz-live").locator("script, img, b[onclick]").count() == 0
    page.get_by_role("tab", name="文档库").click()
    for _ in range(2):
        page.locator("#documents tbody tr", has_text="望林").first.locator("[data-wz=remove]").click()
        shot(page, "library-zh-CN-1600-light-removing")
        page.locator(".wz-dialog .wz-yes").click()
        page.locator("#added .wz-rated").wait_for()
    page.locator(".wz-chip", has_text="22").wait_for()
    page.close()
