"""对照 Compare: two editions clause by clause, what changed marked on both sides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import gradio as gr

from assistant import (
    Change,
    ChangedFigures,
    ChangeKind,
    Citation,
    Comparison,
    changed_figures,
    figures_of,
    write_comparison_html,
)
from desk.tabs.cards import alert, badge, clause_card, empty, side, source_line, waiting
from desk.tabs.marking import Span, marked, safe, tag
from desk.tabs.page import QUIET, Loading, Page, follow_download, panel, temporary_file
from desk.tabs.texts import Say
from index import DocumentSummary

SHOWN_CHANGES = 150  # a page of more is slow to draw; the filter leads to the rest


def build_compare(page: Page) -> Loading:
    """Put the tab's contents on the page; what to call when it is shown."""
    say = page.say
    panel("diff-lead", tag("p", safe(say("diff_lead")), class_="wz-lead"))
    comparison = gr.State(None)
    with gr.Row(elem_classes="wz-form wz-row"):
        first = gr.Dropdown([], label=say("edition_a"), min_width=300, elem_id="diff-a")
        second = gr.Dropdown([], label=say("edition_b"), min_width=300, elem_id="diff-b")
    with gr.Row(elem_classes="wz-form wz-row"):
        kind = gr.Dropdown(
            [(say("any_change"), ""), *((say(f"change_{one.value}"), one.value) for one in ChangeKind)],
            value="",
            label=say("finding_kind"),
            elem_id="diff-kind",
        )
        run = gr.Button(say("compare"), variant="primary", elem_id="diff-run", elem_classes="wz-run")
        export = gr.Button(
            say("export_html"), elem_id="diff-export", interactive=False, elem_classes="wz-run"
        )
    shown = panel("changes", empty(say("diff_empty")))
    download = gr.File(visible="hidden", elem_id="diff-download")
    handlers = _Handlers(page)
    run.click(handlers.run, [first, second, kind], [shown, comparison, export], concurrency_limit=4, **QUIET)
    kind.change(handlers.filtered, [comparison, kind], shown, **QUIET)
    export.click(handlers.export, comparison, download, **QUIET).success(
        None, None, None, js=follow_download("diff-download"), **QUIET
    )
    return Loading(handlers.choices, [first, second], whenever_shown=True)


class _Handlers:
    """What the tab's events do."""

    def __init__(self, page: Page) -> None:
        self._page, self._say = page, page.say

    def choices(self) -> tuple[Any, Any]:
        """The documents that may be chosen, those with the same words in their title side by side."""
        documents = sorted(self._page.desk.documents(), key=lambda found: (found.title, str(found.dated)))
        named = [
            (_name(found.title, found.document_number, found.dated), found.doc_id) for found in documents
        ]
        return gr.update(choices=named), gr.update(choices=named)

    def run(self, first: str | None, second: str | None, kind: str) -> Iterator[tuple[Any, Any, Any]]:
        """Compare the two that were chosen."""
        if not first or not second:
            yield empty(self._say("diff_empty")), None, gr.update(interactive=False)
            return
        yield waiting(self._say("busy")), None, gr.update(interactive=False)
        try:
            found = self._page.desk.diff(first, second)
            yield changes_html(found, kind, self._say), found, gr.update(interactive=True)
        except Exception as error:
            yield alert(self._page.told(error), self._say), None, gr.update(interactive=False)

    def filtered(self, comparison: Comparison | None, kind: str) -> str:
        """The changes of a kind; all where it is empty."""
        if comparison is None:
            return empty(self._say("diff_empty"))
        return changes_html(comparison, kind, self._say)

    def export(self, comparison: Comparison | None) -> Any:
        """The comparison as a file to download."""
        if comparison is None:
            return gr.skip()
        path = temporary_file("wenzheng-compare.html")
        write_comparison_html(comparison, path)
        return str(path)


def _name(title: str, document_number: str | None, dated: object) -> str:
    return " · ".join(str(part) for part in (title, document_number, dated) if part)


def changes_html(comparison: Comparison, kind: str, say: Say) -> str:
    """The changes that pass the filter, in the order of the later edition."""
    counts = {one.value: comparison.count(one) for one in ChangeKind}
    told = say("diff_done", **counts, unchanged=comparison.unchanged)
    head = tag("p", safe(told), class_="wz-summary", role="status")
    if not comparison.changes:
        return head + empty(say("diff_same"))
    found = [change for change in comparison.changes if kind in ("", change.kind.value)]
    if not found:
        return head + empty(say("check_none_of"))
    more = ""
    if len(found) > SHOWN_CHANGES:
        more = tag("p", safe(say("shown_of", shown=SHOWN_CHANGES, total=len(found))), class_="wz-partly")
    editions = tag("div", _edition(comparison.a, say, "edition_a") + _edition(comparison.b, say, "edition_b"))
    both = tag("div", editions, class_="wz-editions")
    shown = sorted(found, key=lambda change: change.formal)[:SHOWN_CHANGES]
    return (
        both + head + _summary(comparison, say) + more + "".join(change_html(change, say) for change in shown)
    )


def _edition(document: DocumentSummary, say: Say, label: str) -> str:
    name = tag("strong", safe(document.title))
    return tag("div", f"{side(say(label))}{name} {badge(document.status, say)}{source_line(document, say)}")


def change_html(change: Change, say: Say) -> str:
    """One clause that differs: the earlier words left, the later ones right."""
    kind = change.kind.value
    labels = tag("span", safe(say(f"change_{kind}")), class_=f"wz-badge wz-change-{kind}")
    labels += tag("span", safe(say(f"how_{change.how.value}")), class_="wz-kind")
    numbers = " → ".join(label for label in (change.label_a, change.label_b) if label)
    figures = "；".join(map(_figures, figures_of(change)))
    text = " · ".join(part for part in (numbers, figures) if part)
    head = tag("summary", labels + tag("span", safe(text), class_="wz-finding-text"))
    left = _side(change.a, change.marks_a, say, "edition_a", "del")
    right = _side(change.b, change.marks_b, say, "edition_b", "ins")
    return tag("details", head + tag("div", left + right, class_="wz-pair"), class_="wz-finding", open="")


def _figures(told: ChangedFigures) -> str:
    """Figures that changed, as both editions write them: 70% → 30%、50%、60%."""
    return " → ".join("、".join(side) or "—" for side in (told.before, told.after))


def _summary(comparison: Comparison, say: Say) -> str:
    """The figures of provisions that both editions have, at a glance."""
    found = changed_figures(comparison)
    if not found:
        return ""
    items = "".join(
        tag("li", tag("strong", safe(_figures(told))) + safe(f" {told.place} 「{told.of}」"))
        for told in found
    )
    return tag("div", tag("p", safe(say("diff_figures"))) + tag("ul", items), class_="wz-summary")


def _side(citation: Citation | None, marks: Sequence[Span], say: Say, label: str, element: str) -> str:
    if citation is None:
        nothing = tag("p", safe(say("not_there")), class_="wz-meta")
        return tag("article", side(say(label)) + nothing, class_="wz-card wz-near")
    inside = [(start - citation.start, end - citation.start) for start, end in marks]
    body = marked(citation.quote, inside, opening=f"<{element}>", closing=f"</{element}>")
    span = (citation.start, citation.end)
    return clause_card(citation.document, citation.headings, span, body=body, say=say, label=say(label))
