"""The drawer in which a source opens at the passage that was clicked."""

from __future__ import annotations

import re
from typing import Any

import gradio as gr

from desk.service import Shown
from desk.tabs.cards import alert
from desk.tabs.correcting import corrections_html, form_html
from desk.tabs.marking import Span, safe, tag
from desk.tabs.page import QUIET, Page
from desk.tabs.texts import Say
from desk.tabs.viewer import Place, document_html

_NEAR = re.compile(r"(\d{1,9})-(\d{1,9})")


def make_drawer(say: Say) -> gr.HTML:
    """The drawer, shut."""
    return gr.HTML("", html_template=_frame(say), js_on_load=None, elem_id="drawer", apply_default_css=False)


def open_in_drawer(page: Page) -> None:
    """Open documents in the page's drawer."""
    say = page.say

    def show(request: gr.Request, event: gr.EventData) -> str:
        asked = clicked(event)
        try:
            shown = page.desk.show(str(asked.get("doc", "")))
            place = place_of(asked, len(shown.document.text))
            body = shown_html(
                shown, place, say, editable=page.may_edit(request), opened=bool(asked.get("edit"))
            )
        except Exception as error:
            body = alert(page.told(error), say)
        return drawn(body, asked)

    page.bus.open(show, None, page.drawer, concurrency_limit=None, **QUIET)


def shown_html(shown: Shown, place: Place, say: Say, *, editable: bool, **form: Any) -> str:
    """A document with what was corrected in it, and for an editor the form to correct it."""
    extra = corrections_html(shown, say) + (form_html(shown, say, **form) if editable else "")
    return document_html(shown.document, shown.summary, place, say, extra=extra)


def drawn(body: str, asked: dict[str, object]) -> str:
    """What the drawer shows; the key makes each answer differ, so that a place can be opened twice."""
    return tag("div", body, class_="wz-shown", data_key=asked.get("again", ""))


def clicked(event: gr.EventData) -> dict[str, object]:
    """What the browser sent with an event; {} if that is no object."""
    sent = event._data
    return {str(key): value for key, value in sent.items()} if isinstance(sent, dict) else {}


def number(value: object) -> int:
    """A whole number that the browser sent; 0 for anything else."""
    return int(value) if isinstance(value, int | float) and 0 <= value < 1e12 else 0


def place_of(asked: dict[str, object], length: int) -> Place:
    """The place that was clicked, within a text of ``length`` characters."""
    start, end = (min(number(asked.get(name)), length) for name in ("start", "end"))
    near = _NEAR.fullmatch(str(asked.get("near", "")))
    passage: Span | None = (int(near[1]), int(near[2])) if near else None
    return Place((start, end), passage)


def _frame(say: Say) -> str:
    close = safe(say("close"))
    return (
        '<div class="wz-backdrop" data-wz="close"></div>'
        '<div class="wz-drawer" role="dialog" aria-modal="true" aria-labelledby="wz-viewer-title">'
        f'<div class="wz-drawer-bar"><span>{safe(say("document"))}</span>'
        f'<button type="button" class="wz-tool" data-wz="close" aria-label="{close}">{close}</button></div>'
        '<div class="wz-drawer-body">${value}</div></div>'
    )
