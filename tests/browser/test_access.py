"""With a keyboard and a screen reader: controls have names, pages have landmarks, answers are told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

TABS = {
    "zh-CN": ("问答", "找原文", "一致性", "对照", "匹配", "文档库", "评测"),
    "en-US": ("Ask", "Find", "Check", "Compare", "Match", "Library", "Evaluate"),
}
# What a person can reach has a name of its own; ids are not given twice; one heading stands above all.
_FAULTS = """() => {
  const seen = (one) => one.offsetParent && getComputedStyle(one).visibility !== 'hidden';
  const labels = (one) => [...(one.labels || [])].map((label) => label.textContent).join('').trim();
  const named = (one) => one.getAttribute('aria-label') || one.getAttribute('aria-labelledby') || one.title
    || labels(one) || (one.matches('button, a, summary') && one.textContent.trim());
  const all = (selector) => [...document.querySelectorAll(selector)];
  const controls = all('button, a[href], input:not([type=hidden]), select, textarea, summary, iframe');
  const ids = all('[id]').map((one) => one.id).filter(Boolean);
  return [
    ...controls.filter((one) => seen(one) && !named(one)).map((one) => `no name: ${one.outerHTML}`),
    ...ids.filter((id, place) => ids.indexOf(id) !== place).map((id) => `twice: ${id}`),
    ...(all('h1').length === 1 ? [] : ['not one h1']),
    ...(all('main, [role=main]').length ? [] : ['no main landmark']),
    ...(all('[tabindex]').some((one) => one.tabIndex > 0) ? ['an order of its own'] : []),
  ];
}"""


@pytest.mark.parametrize("locale", TABS)
def test_every_control_has_a_name_in_every_tab(
    open_page: Any, show_tab: Callable[[Any, str], None], locale: str
) -> None:
    page = open_page(locale=locale)
    for name in TABS[locale]:
        show_tab(page, name)
        page.wait_for_timeout(150)
        assert page.evaluate(_FAULTS) == [], name
    page.close()


def test_the_keyboard_leads_past_the_bar_and_to_the_answer(open_page: Any) -> None:
    page = open_page()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "wz-skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.className") == "wz-suggest"
    page.get_by_role("tab", name="找原文").focus()
    page.keyboard.press("Enter")
    page.locator("#sentence textarea").wait_for()
    page.locator(".wz-skip").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.closest('#sentence') !== null")
    page.close()


def test_an_answer_is_told_once_without_the_dialogue_before_it(open_page: Any) -> None:
    page = open_page()
    for question, told in (
        ("云川市对首次认定的高新技术企业奖励多少?", "20万元"),
        ("如何办理护照换发?", "文档库中没有答案"),
    ):
        page.locator("#question textarea").fill(question)
        page.locator("#question textarea").press("Enter")
        page.locator(".wz-live", has_text=told).wait_for(state="attached")
    said = page.locator(".wz-live")
    assert said.get_attribute("role") == "status"
    assert "20万元" not in said.text_content()
    page.close()


def test_only_documents_of_the_chosen_standing_are_asked(open_page: Any) -> None:
    page = open_page()
    page.locator("#filters button").first.click()
    page.get_by_label("效力范围").click()
    options = page.locator("[role=option]:visible").all_inner_texts()
    standings = ("现行有效", "尚未施行", "征求意见稿", "答复", "已过期", "已废止", "效力不明")
    assert [option.replace("✓", "").strip() for option in options[-7:]] == [
        f"只看：{one}" for one in standings
    ]
    page.locator("[role=option]:visible", has_text="已废止").click()
    page.locator("#question textarea").fill("云川市对首次认定的高新技术企业奖励多少?")
    page.locator("#question textarea").press("Enter")
    page.locator("#evidence .wz-cited").first.wait_for()
    assert set(page.locator("#evidence .wz-cited .wz-badge").all_inner_texts()) == {"已废止"}
    assert page.locator(".wz-within").inner_text() == "筛选: 已废止"
    page.close()
