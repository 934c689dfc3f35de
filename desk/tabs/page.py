"""What every tab is given: the desk, the words, the browser's messages, and who may change things."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import gradio as gr

from desk.guard import person_of
from desk.service import Desk
from desk.tabs.marking import safe
from desk.tabs.style import script
from desk.tabs.texts import Say
from eval import gold_file
from ingest import UsageError, WenzhengError

# How our events are declared: not part of the HTTP interface, and without the library's own bars.
QUIET: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
_TOLD = ("loading", "copied", "copy_failed", "nothing_changed")  # words that the script shows
# Other names may look the same to a file system: it may not tell Lin from lin.
_PLAIN_NAME = re.compile(r"[a-z0-9_-]{1,64}")
_HTML_LANGUAGES = {"zh": "zh-CN", "en": "en"}

logger = logging.getLogger("wenzheng.pages")


@dataclass(frozen=True, slots=True)
class Loading:
    """What fills a tab when the page is opened, and the components it gives values for."""

    call: Callable[..., Any]
    outputs: list[Any]
    whenever_shown: bool = False  # also each time that the tab is chosen


@dataclass(frozen=True, slots=True)
class Page:
    """One page in one language."""

    desk: Desk
    say: Say
    bus: gr.HTML  # its events are what a person does in HTML of ours
    header: gr.HTML  # the bar above the tabs
    drawer: gr.HTML  # in which sources open
    may_edit: Callable[[gr.Request], bool]

    def questions_file(self, request: gr.Request) -> Path:
        """Where the judgements of who sent ``request`` are kept: each person that logs in has a set."""
        shared = gold_file(self.desk.directory)
        name = person_of(request).name
        if not name:
            return shared
        plain = name if _PLAIN_NAME.fullmatch(name) else f"{name}-{sha256(name.encode()).hexdigest()[:8]}"
        return shared.with_name(f"{shared.stem}-{plain}{shared.suffix}")

    def told(self, error: Exception) -> str:
        """``error`` as a person may read it; one that is not of our tree is logged and not shown."""
        if isinstance(error, WenzhengError):
            return str(error)
        logger.error("a page failed: %s", type(error).__name__, exc_info=error)
        return self.say("unexpected")


def panel(elem_id: str, value: str = "") -> gr.HTML:
    """A place for HTML of ours."""
    return gr.HTML(value, js_on_load=None, elem_id=elem_id, apply_default_css=False)


def follow_download(elem_id: str) -> str:
    """JavaScript that saves the file which an event has put into the hidden component ``elem_id``."""
    return f"() => setTimeout(() => document.querySelector('#{elem_id} a[download]')?.click(), 150)"


def temporary_file(name: str) -> Path:
    """Where to write a file that a person takes away; the library deletes it after a day."""
    return Path(mkdtemp(prefix="wenzheng-")) / name


def make_bus(say: Say) -> gr.HTML:
    """The hidden component through which clicks in our HTML reach the server."""
    words = {**{key: say(key) for key in _TOLD}, "lang": _HTML_LANGUAGES[say.language]}
    value = f'<div data-words="{safe(json.dumps(words))}"></div>'
    return gr.HTML(
        value, js_on_load=script(), elem_id="bus", elem_classes="wz-hidden", apply_default_css=False
    )


def parse_day(value: str | None, say: Say) -> date | None:
    """The day that a person wrote, None for nothing; UsageError for what is no day."""
    if value is None or not value.strip():
        return None
    try:
        return date.fromisoformat(value.strip().replace("/", "-").replace(".", "-"))
    except ValueError:
        raise UsageError(say("bad_day", value=value)) from None
