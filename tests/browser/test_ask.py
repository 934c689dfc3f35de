"""问答 in a real browser: an answer with its evidence, the source behind it, what a person does with it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest

Shot = Callable[[Any, str], None]
ZH_QUESTION = "云川市对首次认定的高新技术企业奖励多少?"
EN_QUESTION = "What support does Yunchuan give to high-tech enterprises?"


def ask(page: Any, question: str) -> Any:
    """The turn of a question that was not asked before, answered."""
    page.locator("#question textarea").fill(question)
    page.locator("#question textarea").press("Enter")
    turn = page.locator(".wz-turn", has_text=question).last
    turn.locator(".wz-actions, .wz-alert").wait_for()
    return turn


@pytest.mark.parametrize(
    ("locale", "width", "dark", "question", "evidence"),
    [
        ("zh-CN", 1600, False, ZH_QUESTION, "依据"),
        ("zh-CN", 390, True, ZH_QUESTION, "依据"),
        ("en-US", 1600, True, EN_QUESTION, "Evidence"),
        ("en-US", 390, False, EN_QUESTION, "Evidence"),
    ],
    ids=["chinese-wide", "chinese-narrow-dark", "english-wide-dark", "english-narrow"],
)
def test_a_citation_opens_its_source_at_the_quote(
    open_page: Any, shot: Shot, locale: str, width: int, dark: bool, question: str, evidence: str
) -> None:
    name = f"ask-{locale}-{width}-{'dark' if dark else 'light'}"
    page = open_page(locale=locale, width=width, dark=dark)
    assert page.evaluate("document.documentElement.lang") == ("zh-CN" if locale == "zh-CN" else "en")
    shot(page, f"{name}-start")
    turn = ask(page, question)
    page.locator("#evidence .wz-card mark").first.wait_for()
    assert page.locator("#evidence h2").inner_text() == evidence
    shot(page, f"{name}-answer")
    quote = page.locator("#evidence .wz-n-1 mark").first.inner_text()
    turn.locator(".wz-cite").first.click()
    page.locator("#drawer .wz-paper mark").first.wait_for()
    page.wait_for_timeout(250)  # the drawer slides in
    assert quote in page.locator("#drawer .wz-paper").inner_text()
    assert page.locator("#drawer .wz-paper mark").first.is_visible()
    box = page.locator("#drawer .wz-paper mark").first.bounding_box()
    assert box is not None and 0 <= box["y"] < page.viewport_size["height"]
    shot(page, f"{name}-source")
    page.keyboard.press("Escape")
    page.locator("#drawer .wz-drawer").wait_for(state="hidden")
    page.close()


@pytest.fixture(scope="module")
def answered(open_page: Any) -> Any:
    """A page on which one question was answered."""
    page = open_page()
    ask(page, ZH_QUESTION)
    return page


def test_narrow_screens_show_the_evidence_directly_under_the_answer(open_page: Any) -> None:
    page = open_page(width=390)
    turn = ask(page, ZH_QUESTION)
    page.locator("#evidence .wz-card").first.wait_for()
    answer, evidence, under = (
        part.bounding_box() for part in (turn, page.locator("#evidence"), page.locator("#ask-under"))
    )
    assert answer["y"] + answer["height"] <= evidence["y"] < answer["y"] + answer["height"] + 60
    assert under["y"] >= evidence["y"] + evidence["height"]
    page.close()


def test_the_quoted_figure_is_marked_and_its_source_told(answered: Any) -> None:
    answered.locator("#evidence mark", has_text="20万元").first.wait_for()
    assert "云川政〔2023〕7号" in answered.locator("#evidence .wz-card .wz-meta").first.inner_text()


def test_copying_takes_the_sources_along(answered: Any) -> None:
    text = answered.locator("#wz-turn-1 .wz-copy-text").input_value()
    assert text.splitlines()[0] == ZH_QUESTION
    assert "[1] 《云川市人民政府关于印发云川市支持高新技术企业高质量发展若干政策的通知》" in text
    assert "云川政〔2023〕7号" in text


def test_an_answer_can_be_taken_away_as_a_dossier(answered: Any, tmp_path: Path) -> None:
    turn = answered.locator("#wz-turn-1")
    for suffix in ("docx", "html", "md", "json"):
        turn.locator(".wz-menu summary").click()
        with answered.expect_download() as download:
            turn.locator(f"[data-format={suffix}]").click()
        download.value.save_as(tmp_path / f"dossier.{suffix}")
        written = (tmp_path / f"dossier.{suffix}").read_bytes()
        assert written[:2] == b"PK" if suffix == "docx" else "20万元" in written.decode("utf-8")


def test_a_source_opens_and_closes_by_keyboard(answered: Any) -> None:
    answered.locator("#wz-turn-1 .wz-cite").first.focus()
    answered.keyboard.press("Enter")
    answered.locator("#drawer .wz-paper mark").first.wait_for()
    answered.locator("#drawer button[data-wz=close]:focus").wait_for()
    answered.keyboard.press("Escape")
    answered.locator("#drawer .wz-drawer").wait_for(state="hidden")
    assert answered.evaluate("document.activeElement.className").startswith("wz-cite")


def test_a_follow_up_says_how_it_was_understood(answered: Any) -> None:
    turn = ask(answered, "重新认定的呢?")
    assert "重新认定" in turn.locator(".wz-understood").inner_text()
    assert "10万元" in turn.locator(".wz-said").inner_text()


def test_a_refusal_is_shown_as_such_with_the_nearest_passages(answered: Any, shot: Shot) -> None:
    turn = ask(answered, "如何办理护照换发?")
    assert turn.locator(".wz-verdict-not_found").inner_text() == "文档库中没有答案"
    answered.locator("#evidence .wz-near").first.wait_for()
    assert answered.locator("#evidence .wz-cited").count() == 0
    shot(answered, "ask-zh-CN-1600-light-refusal")


def test_filters_limit_an_answer_and_a_faulty_date_is_told(open_page: Any, shot: Shot) -> None:
    page = open_page(locale="en-US")
    page.locator("#filters button").first.click()
    day = page.locator("#filters").get_by_label("As of (empty: today)")
    day.fill("2024-13-45")
    turn = ask(page, EN_QUESTION)
    assert "2024-13-45" in turn.locator(".wz-alert").inner_text()
    shot(page, "ask-en-US-1600-light-error")
    day.fill("2022-06-30")
    turn = ask(page, ZH_QUESTION)
    assert "10万元" in turn.locator(".wz-said").inner_text()  # what was in force on that day
    assert turn.locator(".wz-within").inner_text() == "Filters: 2022-06-30"
    page.close()


def test_a_judgement_becomes_a_line_of_the_users_question_set(open_page: Any, shot: Shot) -> None:
    page = open_page(locale="en-US")
    turn = ask(page, ZH_QUESTION)
    turn.locator("[data-rating=good]").click()
    turn.locator(".wz-rated", has_text="gold.jsonl").wait_for()
    turn = ask(page, "云川市瞪羚企业奖励多少?")
    turn.locator("[data-rating=bad]").click()
    turn.locator(".wz-right").wait_for()
    shot(page, "ask-en-US-1600-light-judging")
    turn.locator("[data-rating=this]").first.click()
    turn.locator(".wz-rated", has_text="gold.jsonl").wait_for()
    page.close()


def test_the_language_follows_the_browser_until_a_person_switches(open_page: Any) -> None:
    page = open_page(locale="en-US")
    assert page.url.endswith("/en/")
    page.get_by_label("Switch to Chinese").click()
    page.get_by_text("问文件，得原文").wait_for()
    page.goto(page.url.replace("/zh/", "/"))
    page.get_by_text("问文件，得原文").wait_for()
    assert page.url.endswith("/zh/")
    page.close()


def test_the_pages_offer_no_endpoint_of_their_own_to_programs(desk_url: str) -> None:
    with urlopen(Request(f"{desk_url}zh/gradio_api/info"), timeout=10) as reply:
        described = json.load(reply)
    assert described["named_endpoints"] == {} and described["unnamed_endpoints"] == {}
