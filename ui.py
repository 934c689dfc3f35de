"""The web pages: a tab for each thing that one does with policies, in Chinese and in English.

This module composes the tabs and puts them on a server; they format values and own no rule. Nothing is
fetched from outside, and every word of a document, title or file name is shown escaped.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # read once, when gradio is imported

import gradio as gr

from desk import MAX_FILE_BYTES, Desk, Serving, lead_home, person_of, serve_desk
from desk.tabs.ask import build_ask
from desk.tabs.check import build_check
from desk.tabs.compare import build_compare
from desk.tabs.evaluate import build_evaluate
from desk.tabs.find import build_find
from desk.tabs.header import header_html, header_of
from desk.tabs.library import build_library
from desk.tabs.match import build_match
from desk.tabs.page import QUIET, Loading, Page, make_bus, panel
from desk.tabs.source import make_drawer, open_in_drawer
from desk.tabs.style import head_html, stylesheet, theme
from desk.tabs.texts import LANGUAGES, Say, preferred_language

MayEdit = Callable[[gr.Request], bool]

# The tabs in their order: key of the name, what builds it.
TABS: tuple[tuple[str, Callable[[Page], Loading | None]], ...] = (
    ("ask_tab", build_ask),
    ("find_tab", build_find),
    ("check_tab", build_check),
    ("diff_tab", build_compare),
    ("match_tab", build_match),
    ("library_tab", build_library),
    ("evaluate_tab", build_evaluate),
)
# Of files that were made for downloads or sent for adding: looked at each hour, kept a day.
_FILES_KEPT_S = (3600, 86400)


def _may_edit(request: gr.Request) -> bool:
    return person_of(request).may_edit


def build_page(desk: Desk, language: str, may_edit: MayEdit = _may_edit) -> gr.Blocks:
    """The pages in one language over an open desk."""
    say = Say(language)
    blocks: gr.Blocks
    with gr.Blocks(
        title=say("page_title"), analytics_enabled=False, fill_width=True, delete_cache=_FILES_KEPT_S
    ) as blocks:
        header = panel("header", header_html(say))
        page = Page(desk, say, make_bus(say), header, make_drawer(say), may_edit)
        open_in_drawer(page)
        with gr.Tabs(elem_id="tabs"):
            for key, build in TABS:
                with gr.Tab(say(key), id=key, elem_id=key.replace("_", "-")) as tab:
                    loading = build(page)
                if loading is not None:
                    when = [blocks.load, tab.select] if loading.whenever_shown else [blocks.load]
                    gr.on(when, loading.call, None, loading.outputs, **QUIET)
        blocks.load(header_of(page), None, header, **QUIET)
    blocks.queue(default_concurrency_limit=4)
    return blocks


def mount(app: Any, desk: Desk, *, may_edit: MayEdit = _may_edit) -> None:
    """Serve the pages on ``app`` at ``/zh/`` and ``/en/``; ``/`` leads to the one the browser prefers."""
    lead_home(app, LANGUAGES, preferred_language)
    for language in LANGUAGES:
        gr.mount_gradio_app(
            app,
            build_page(desk, language, may_edit),
            path=f"/{language}",
            footer_links=[],
            run_history=False,  # nothing that was asked stays in the browser
            show_error=False,
            max_file_size=MAX_FILE_BYTES,
            ssr_mode=False,
            pwa=False,
            theme=theme(),
            css=stylesheet(),
            head=head_html(),
        )


def serve(directory: Path, *, host: str = "127.0.0.1", port: int = 7860, model: str | None = None) -> None:
    """Open the shelf, creating an empty one if there is none, and serve it until interrupted."""
    serve_desk(directory, Serving(host, port), mount_pages=mount, say=_tell, model=model)


def _tell(line: str) -> None:
    sys.stderr.write(f"{line}\n")
