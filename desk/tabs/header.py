"""The bar above the tabs: name, size of the shelf, language, colours, who is signed in."""

from __future__ import annotations

from collections.abc import Callable

import gradio as gr

from desk.guard import person_of
from desk.tabs.marking import safe, tag
from desk.tabs.page import Page
from desk.tabs.texts import LANGUAGES, Say


def header_of(page: Page) -> Callable[[gr.Request], str]:
    """What gives the bar as it is now for who sent a request."""

    def bar(request: gr.Request) -> str:
        try:
            documents: int | None = len(page.desk.documents())
        except Exception as error:
            page.told(error)
            documents = None
        person = person_of(request)
        return header_html(page.say, documents=documents, person=person.name, role=person.role.value)

    return bar


def header_html(say: Say, *, documents: int | None = None, person: str = "", role: str = "") -> str:
    """The bar; ``documents`` is how many the shelf holds, ``person`` who is signed in, if anybody need be."""
    name = tag(
        "div",
        tag("h1", safe(say("brand")), class_="wz-name") + tag("p", safe(say("tagline")), class_="wz-tagline"),
    )
    logo = tag("span", "问", class_="wz-logo", aria_hidden="true")
    skip = tag("a", safe(say("skip")), href="#tabs", class_="wz-skip", data_wz="skip")
    return tag("div", skip + logo + name + _tools(say, documents, person, role), class_="wz-top")


def _tools(say: Say, documents: int | None, person: str, role: str) -> str:
    other = next(language for language in LANGUAGES if language != say.language)
    parts = []
    if documents is not None:
        parts.append(tag("span", safe(say("shelf_size", count=documents)), class_="wz-chip"))
    if person:
        parts.append(tag("span", safe(f"{person} · {say(f'role_{role}')}"), class_="wz-chip wz-who"))
    parts.append(
        tag(
            "a",
            safe(say("other_language")),
            href=f"../{other}/",
            class_="wz-tool",
            data_wz="language",
            data_language=other,
            aria_label=say("other_language_label"),
        )
    )
    icon = tag("span", "", class_="wz-icon wz-icon-theme", aria_hidden="true")
    parts.append(
        tag(
            "button",
            icon,
            type="button",
            class_="wz-tool",
            data_wz="theme",
            aria_label=say("theme"),
            title=say("theme"),
        )
    )
    if person:
        parts.append(
            tag("button", safe(say("sign_out")), type="button", class_="wz-tool", data_wz="sign_out")
        )
    return tag("div", "".join(parts), class_="wz-top-end")
