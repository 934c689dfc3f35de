"""评测 Evaluate: run a set of questions, see how good the answers are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import Any

import gradio as gr

from desk import AccessError
from desk.tabs.cards import alert, empty, waiting
from desk.tabs.check import latest
from desk.tabs.marking import safe, tag
from desk.tabs.page import QUIET, Loading, Page, follow_download, panel, temporary_file
from desk.tabs.texts import Say
from eval import EvalResult, load_set, run_set, set_names, write_html
from ingest import WenzhengError

MINE = "mine"  # the judgements that people gave on the page
SAMPLES = "samples"
# The figures that stand above the charts.
HEADLINES = ("R@1", "R@5", "answer_containment", "citation_exact", "refused_unanswerable", "verdict_accuracy")


def build_evaluate(page: Page) -> Loading:
    """Put the tab's contents on the page; what to call when it is shown."""
    say = page.say
    lead = tag("p", safe(say("evaluate_lead")), class_="wz-lead")
    panel("evaluate-lead", lead + tag("p", safe(say("mine_where")), class_="wz-lead"))
    with gr.Row(elem_classes="wz-form wz-row"):
        chosen = gr.Dropdown([], label=say("question_set"), elem_id="evaluate-set")
        run = gr.Button(say("evaluate_run"), variant="primary", elem_id="evaluate-run", elem_classes="wz-run")
        export = gr.Button(
            say("export_html"), elem_id="evaluate-export", interactive=False, elem_classes="wz-run"
        )
    shown = panel("evaluation", empty(say("evaluate_empty")))
    result = gr.State(None)
    download = gr.File(visible="hidden", elem_id="evaluate-download")
    handlers = _Handlers(page)
    run.click(handlers.run, chosen, [shown, result, export], concurrency_limit=1, **QUIET)
    export.click(handlers.export, result, download, **QUIET).success(
        None, None, None, js=follow_download("evaluate-download"), **QUIET
    )
    return Loading(handlers.sets, [chosen], whenever_shown=True)


class _Handlers:
    """What the tab's events do."""

    def __init__(self, page: Page) -> None:
        self._page, self._say = page, page.say

    def sets(self, request: gr.Request) -> Any:
        """The sets that can be run: the person's own first, where there is one."""
        choices = []
        mine = questions_in(self._page.questions_file(request))
        if mine:
            choices.append((self._say("set_mine", count=mine), MINE))
        if SAMPLES in set_names():
            choices.append((self._say("set_samples", count=questions_in(SAMPLES)), SAMPLES))
        return gr.update(choices=choices, value=choices[0][1] if choices else None)

    def run(self, chosen: str | None, request: gr.Request) -> Iterator[tuple[Any, Any, Any]]:
        """Run the set, showing how far it is."""
        off = gr.update(interactive=False)
        if chosen not in (MINE, SAMPLES):
            yield empty(self._say("evaluate_empty")), None, off
            return
        if not self._page.may_edit(request):
            yield alert(self._page.told(AccessError(self._say("not_allowed"))), self._say), None, off
            return
        says: Queue[Any] = Queue()
        asked = (chosen, self._page.questions_file(request), says)
        Thread(target=self._work, args=asked, daemon=True).start()
        yield waiting(self._say("busy")), None, off
        while True:
            said = latest(says)
            if isinstance(said, tuple):
                told = self._say("evaluate_running", phase=said[0], done=said[1], total=said[2])
                yield waiting(told), gr.skip(), gr.skip()
            elif isinstance(said, EvalResult):
                yield result_html(said, self._say), said, gr.update(interactive=True)
                return
            else:
                yield alert(self._page.told(said), self._say), None, off
                return

    def _work(self, chosen: str, mine: Path, says: Queue[Any]) -> None:
        def step(*told: Any) -> None:
            says.put(told)

        try:
            if chosen == MINE:
                with self._page.desk.reading() as shelf:
                    says.put(run_set(mine, shelf=shelf, progress=step))
            else:
                says.put(run_set(SAMPLES, progress=step))
        except Exception as error:
            says.put(error)

    def export(self, result: EvalResult | None) -> Any:
        """The report as a file to download."""
        if result is None:
            return gr.skip()
        path = temporary_file("wenzheng-evaluation.html")
        write_html(result, path)
        return str(path)


def questions_in(name: str | Path) -> int:
    """How many questions a set has; 0 for one that is not there or cannot be used."""
    try:
        return len(load_set(name).cases)
    except WenzhengError:
        return 0


def _term(metric: str, say: Say) -> str:
    return tag("dt", safe(say(f"metric_{metric}")), title=metric)


def result_html(result: EvalResult, say: Say) -> str:
    """The main figures, then the whole report in a frame that may neither load nor run anything."""
    metrics = result.metrics()
    figures = "".join(
        tag(
            "div", tag("dt", safe(say(f"metric_{name}")), title=name) + tag("dd", f"{metrics[name].mean:.3f}")
        )
        for name in HEADLINES
        if name in metrics
    )
    path = temporary_file("report.html")
    write_html(result, path)
    frame = tag(
        "iframe",
        "",
        srcdoc=path.read_text(encoding="utf-8"),
        sandbox="",
        title=result.set,
        class_="wz-report",
    )
    return tag("dl", figures, class_="wz-figures") + frame
