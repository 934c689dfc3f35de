"""找原文, 一致性, 对照, 匹配 and 评测 in a real browser, each tab's main path in both languages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Shot = ShowTab = Callable[[Any, str], None]
# Names of the tabs by language: find, check, compare, match, evaluate.
TABS = {
    "zh-CN": ("找原文", "一致性", "对照", "匹配", "评测"),
    "en-US": ("Find", "Check", "Compare", "Match", "Evaluate"),
}


def choose(page: Any, dropdown: str, words: str) -> None:
    page.locator(f"{dropdown} input").click()
    page.locator("[role=option]:visible", has_text=words).first.click()


@pytest.mark.parametrize(
    ("locale", "width", "dark"),
    [("zh-CN", 1600, False), ("en-US", 390, True), ("zh-CN", 390, False), ("en-US", 1600, True)],
)
def test_each_tabs_main_path(
    open_page: Any, show_tab: ShowTab, shot: Shot, locale: str, width: int, dark: bool
) -> None:
    page = open_page(locale=locale, width=width, dark=dark)
    find, check, compare, match, evaluate = TABS[locale]
    name = f"{locale}-{width}-{'dark' if dark else 'light'}"

    show_tab(page, find)
    page.locator("#sentence textarea").fill("对首次认定的高新技术企业，市级财政一次性奖励30万元。")
    page.locator("#find-run").click()
    page.locator("#found ins").wait_for()
    assert page.locator("#found del").all_inner_texts() == ["30"]
    assert page.locator("#found ins").all_inner_texts() == ["20"]
    shot(page, f"find-{name}")

    show_tab(page, check)
    page.locator("#check-run").click()
    page.locator("#findings .wz-finding").first.wait_for()
    first = page.locator("#findings .wz-finding").first
    assert {"10%", "500万元", "8%", "300万元"} <= set(first.locator("mark").all_inner_texts())
    shot(page, f"check-{name}")

    show_tab(page, compare)
    choose(page, "#diff-a", "云川政〔2019〕18号")
    choose(page, "#diff-b", "云川政〔2023〕7号")
    page.locator("#diff-run").click()
    page.locator("#changes .wz-finding").first.wait_for()
    assert page.locator("#changes del").count() > 0 and page.locator("#changes ins").count() > 0
    shot(page, f"compare-{name}")

    show_tab(page, match)
    page.locator("#wz-field-region").fill("云川市")
    page.locator("#wz-field-qualifications").fill("高新技术企业")
    page.locator("#wz-field-newly_recognised").fill("高新技术企业")
    page.locator("[data-wz=match]").first.click()
    eligible = page.locator("#matches .wz-match-eligible", has_text="20万元")
    eligible.first.wait_for()
    assert eligible.first.locator(".wz-c-met").count() >= 1
    shot(page, f"match-{name}")

    show_tab(page, evaluate)
    page.locator("#evaluate-set input").wait_for()
    shot(page, f"evaluate-{name}")
    page.close()


def test_findings_can_be_filtered_and_taken_away(open_page: Any, show_tab: ShowTab, tmp_path: Path) -> None:
    page = open_page()
    show_tab(page, "一致性")
    page.locator("#check-run").click()
    page.locator("#findings .wz-finding").first.wait_for()
    choose(page, "#check-kind", "数字算不对")
    page.locator("#findings .wz-kind", has_text="文件之间矛盾").first.wait_for(state="detached")
    assert set(page.locator("#findings .wz-kind").all_inner_texts()) == {"数字算不对"}
    with page.expect_download() as download:
        page.locator("#check-export").click()
    download.value.save_as(tmp_path / "check.html")
    assert "云川工信〔2024〕26号" in (tmp_path / "check.html").read_text(encoding="utf-8")
    page.close()


def test_a_persons_own_judgements_are_run_as_a_question_set(
    open_page: Any, show_tab: ShowTab, shot: Shot
) -> None:
    page = open_page()
    page.locator("#question textarea").fill("云川市对首次认定的高新技术企业奖励多少?")
    page.locator("#question textarea").press("Enter")
    page.locator("[data-rating=good]").click()
    page.locator(".wz-rated").wait_for()
    show_tab(page, "评测")
    choose(page, "#evaluate-set", "您评价过的回答")
    page.locator("#evaluate-run").click()
    page.locator("#evaluation .wz-figures").wait_for()
    assert page.frame_locator("#evaluation iframe").locator("svg").count() > 0
    shot(page, "evaluate-zh-CN-1600-light-done")
    page.close()
