"""一致性 Check: whether the documents agree, finding by finding, both passages side by side."""

from __future__ import annotations

from collections.abc import Iterator
from queue import Queue
from threading import Thread
from typing import Any

import gradio as gr

from assistant import ConsistencyReport, FindingKind, Quoted, Reported, Severity, write_report_html
from desk.tabs.cards import alert, empty, quote_card, waiting
from desk.tabs.marking import differing_figures, marked, safe, tag
from desk.tabs.page import QUIET, Loading, Page, follow_download, panel, parse_day, temporary_file
from desk.tabs.texts import Say

SHOWN_FINDINGS = 100  # a page of more is slow to draw; the filters lead to the rest


def build_check(page: Page) -> Loading | None:
    """Put the tab's contents on the page."""
    say = page.say
    panel("check-lead", tag("p", safe(say("check_lead")), class_="wz-lead"))
    report = gr.State(None)
    with gr.Row(elem_classes="wz-form wz-row"):
        as_of = gr.Textbox(
            label=say("as_of"), placeholder=say("as_of_hint"), max_length=10, elem_id="check-as-of"
        )
        kind = gr.Dropdown(
            [(say("any_finding"), ""), *((say(f"finding_{one.value}"), one.value) for one in FindingKind)],
            value="",
            label=say("finding_kind"),
            elem_id="check-kind",
        )
        severity = gr.Dropdown(
            [(say("any_severity"), ""), *((say(f"severity_{one.value}"), one.value) for one in Severity)],
            value="",
            label=say("severity"),
            elem_id="check-severity",
        )
        run = gr.Button(say("check_run"), variant="primary", elem_id="check-run", elem_classes="wz-run")
        export = gr.Button(
            say("export_html"), elem_id="check-export", interactive=False, elem_classes="wz-run"
        )
    found = panel("findings", empty(say("check_empty")))
    download = gr.File(visible="hidden", elem_id="check-download")
    handlers = _Handlers(page)
    filters = [kind, severity]
    run.click(handlers.run, [as_of, *filters], [found, report, export], concurrency_limit=2, **QUIET)
    gr.on([kind.change, severity.change], handlers.filtered, [report, *filters], found, **QUIET)
    export.click(handlers.export, report, download, **QUIET).success(
        None, None, None, js=follow_download("check-download"), **QUIET
    )
    return None


class _Handlers:
    """What the tab's events do."""

    def __init__(self, page: Page) -> None:
        self._page, self._say = page, page.say

    def run(self, as_of: str, kind: str, severity: str) -> Iterator[tuple[Any, Any, Any]]:
        """Check the shelf, showing how far it is."""
        says: Queue[tuple[str, int, int] | ConsistencyReport | Exception] = Queue()
        try:
            day = parse_day(as_of, self._say)
        except Exception as error:
            yield alert(self._page.told(error), self._say), None, gr.update(interactive=False)
            return

        def work() -> None:
            try:
                desk = self._page.desk
                says.put(desk.check(as_of=day, progress=lambda *step: says.put(step)))
            except Exception as error:
                says.put(error)

        Thread(target=work, daemon=True).start()
        yield waiting(self._say("busy")), None, gr.update(interactive=False)
        while True:
            said = latest(says)
            if isinstance(said, tuple):
                told = self._say("check_progress", phase=said[0], done=said[1], total=said[2])
                yield waiting(told), gr.skip(), gr.skip()
            elif isinstance(said, Exception):
                yield alert(self._page.told(said), self._say), None, gr.skip()
                return
            else:
                yield findings_html(said, kind, severity, self._say), said, gr.update(interactive=True)
                return

    def filtered(self, report: ConsistencyReport | None, kind: str, severity: str) -> str:
        """The findings of a kind and severity; all where these are empty."""
        if report is None:
            return empty(self._say("check_empty"))
        return findings_html(report, kind, severity, self._say)

    def export(self, report: ConsistencyReport | None) -> Any:
        """The report as a file to download."""
        if report is None:
            return gr.skip()
        path = temporary_file("wenzheng-check.html")
        write_report_html(report, path)
        return str(path)


def latest(says: Queue[Any]) -> Any:
    """The next message, steps of progress that were overtaken left out."""
    said = says.get()
    while isinstance(said, tuple) and not says.empty():
        said = says.get()
    return said


def findings_html(report: ConsistencyReport, kind: str, severity: str, say: Say) -> str:
    """The findings that pass the filters, the gravest first."""
    if not report.documents:
        return empty(say("welcome_empty"))
    done = say(
        "check_done",
        documents=report.documents,
        findings=len(report.findings),
        seconds=f"{report.took_ms / 1000:.1f}",
    )
    head = tag("p", safe(done), class_="wz-summary", role="status")
    if not report.findings:
        return head + empty(say("check_none"))
    found = [
        one
        for one in report.findings
        if kind in ("", one.finding.kind.value) and severity in ("", one.finding.severity.value)
    ]
    if not found:
        return head + empty(say("check_none_of"))
    more = ""
    if len(found) > SHOWN_FINDINGS:
        more = tag("p", safe(say("shown_of", shown=SHOWN_FINDINGS, total=len(found))), class_="wz-partly")
    return head + more + "".join(finding_html(one, say) for one in found[:SHOWN_FINDINGS])


def finding_html(one: Reported, say: Say) -> str:
    """One finding: what is wrong, and the passages that show it side by side."""
    severity = one.finding.severity.value
    labels = tag("span", safe(say(f"severity_{severity}")), class_=f"wz-badge wz-severity-{severity}")
    labels += tag("span", safe(say(f"finding_{one.finding.kind.value}")), class_="wz-kind")
    scope = tag("span", safe(one.scope), class_="wz-scope") if one.scope else ""
    summary = one.summary_zh if say.language == "zh" else one.summary_en
    head = tag("summary", labels + tag("span", safe(summary), class_="wz-finding-text") + scope)
    cards = "".join(_quoted(quoted, one.citations, say) for quoted in one.citations)
    return tag("details", head + tag("div", cards, class_="wz-pair"), class_="wz-finding", open="")


def _quoted(quoted: Quoted, all_of: tuple[Quoted, ...], say: Say) -> str:
    marks = list(quoted.marks)
    others = [other for other in all_of if other is not quoted]
    if not marks and len(others) == 1:
        marks = differing_figures(quoted.quote, others[0].quote)[0]
    span = (quoted.start, quoted.end)
    return quote_card(quoted.document, quoted.headings, span, body=marked(quoted.quote, marks), say=say)
