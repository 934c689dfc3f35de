"""文档库 Library: what is on the shelf; put files in, look at them, correct them, take them off."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio as gr

from desk import AccessError, Upload
from desk.guard import signed_by
from desk.tabs.cards import alert, empty, file_name, standing
from desk.tabs.correcting import correction_sent
from desk.tabs.header import header_of
from desk.tabs.marking import safe, tag
from desk.tabs.page import QUIET, Loading, Page, panel
from desk.tabs.source import clicked, drawn, shown_html
from desk.tabs.texts import Say
from desk.tabs.viewer import Place
from index import AddReport, DocumentSummary
from ingest import SUFFIXES

SHOWN_DOCUMENTS = 200  # rows that a browser draws without a pause; the filter leads to the rest
ARCHIVES = (".zip",)
MAX_CELL_CHARS = 60  # of the issuers: three or four of them
_UNITS = ("B", "KB", "MB", "GB", "TB")
_COLUMNS = ("title", "number", "issuer", "region", "issued", "status")


def build_library(page: Page) -> Loading:
    """Put the tab's contents on the page; what to call when it is shown."""
    say = page.say
    handlers = _Handlers(page)
    with gr.Column(visible=False, elem_id="adding") as adding, gr.Row(elem_id="add-row"):
        files = gr.File(
            label=say("add_files"),
            file_count="multiple",
            file_types=[*sorted(SUFFIXES), *ARCHIVES],
            height=150,
            elem_id="upload",
        )
        with gr.Column(min_width=220, elem_id="add-side"):
            panel("add-hint", _hint(say))
            folder = gr.UploadButton(say("add_folder"), file_count="directory", elem_id="add-folder")
    told = panel("added")
    wanted = gr.Textbox(
        show_label=False,
        label=say("search_documents"),
        placeholder=say("search_documents"),
        max_length=200,
        elem_id="wanted",
    )
    documents, facts = panel("documents"), panel("facts")
    shown = [adding, documents, facts, page.header]
    for given in (files, folder):
        given.upload(handlers.add, [given, wanted], [given, told, *shown], concurrency_limit=2, **QUIET)
    wanted.change(handlers.listed, wanted, documents, trigger_mode="always_last", **QUIET)
    page.bus.correct(handlers.correct, [wanted], [page.drawer, *shown], **QUIET)
    page.bus.remove(handlers.remove, [wanted], [told, *shown], **QUIET)
    return Loading(handlers.show, shown, whenever_shown=True)


def _hint(say: Say) -> str:
    suffixes = " ".join(suffix.removeprefix(".") for suffix in sorted(SUFFIXES))
    lines = (say("library_lead"), say("add_files_hint", suffixes=suffixes))
    return "".join(tag("p", safe(line)) for line in lines)


@dataclass(frozen=True, slots=True)
class _File:
    """A file that is being added, and how far it is."""

    name: str
    state: str = "waiting"  # waiting, reading, added, updated, unchanged, skipped
    detail: str = ""


class _Handlers:
    """What the tab's events do."""

    def __init__(self, page: Page) -> None:
        self._page, self._say = page, page.say

    def show(self, request: gr.Request) -> tuple[Any, ...]:
        """What the tab shows: the controls of an editor, the documents, the shelf's size."""
        return self._shown("", request)

    def _shown(self, wanted: str, request: gr.Request) -> tuple[Any, ...]:
        editor = self._page.may_edit(request)
        header = header_of(self._page)(request)
        facts = self._facts() if editor else tag("p", safe(self._say("reader_only")), class_="wz-facts")
        return gr.update(visible=editor), self.listed(wanted, request), facts, header

    def listed(self, wanted: str, request: gr.Request) -> str:
        """The documents that hold the words of ``wanted`` in their header."""
        try:
            documents = self._page.desk.documents()
        except Exception as error:
            return alert(self._page.told(error), self._say)
        return documents_html(documents, wanted, self._say, editable=self._page.may_edit(request))

    def _facts(self) -> str:
        with self._page.desk.reading() as shelf:
            model = shelf.encoder.name if shelf.documents() else "—"
        size = readable_size(disk_use(self._page.desk.directory))
        text = self._say("shelf_facts", path=self._page.desk.directory, size=size, model=model)
        return tag("p", safe(text), class_="wz-facts")

    def add(self, paths: Sequence[str] | None, wanted: str, request: gr.Request) -> Iterator[tuple[Any, ...]]:
        """Put the files on the shelf one after the other, and say of each what became of it."""
        self._check(request)
        files = [_File(file_name(path)) for path in paths or ()]
        skip = (gr.skip(),) * 4
        for place, path in enumerate(paths or ()):
            files[place] = _File(files[place].name, "reading")
            yield None, progress_html(files, self._say), *skip
            files[place] = self._added(Path(path), files[place].name)
        yield None, progress_html(files, self._say), *self._shown(wanted, request)

    def _added(self, path: Path, name: str) -> _File:
        try:
            return outcome(name, self._page.desk.add_uploads([Upload(name, path)]), self._say)
        except Exception as error:
            return _File(name, "skipped", self._page.told(error))

    def remove(self, wanted: str, request: gr.Request, event: gr.EventData) -> tuple[Any, ...]:
        """Take a document off the shelf."""
        try:
            self._check(request)
            removed = self._page.desk.remove([str(clicked(event).get("doc", ""))])
            told = "".join(
                tag("p", safe(self._say("removed", title=found.title)), class_="wz-rated")
                for found in removed
            )
        except Exception as error:
            told = alert(self._page.told(error), self._say)
        return told, *self._shown(wanted, request)

    def correct(self, wanted: str, request: gr.Request, event: gr.EventData) -> tuple[Any, ...]:
        """Correct a document's header, or take a correction back; the drawer shows what came of it."""
        asked = clicked(event)
        sent = correction_sent(asked)
        name, problem = str(asked.get("doc", "")), ""
        try:
            self._check(request)
            by = signed_by(request)
            self._page.desk.correct(name, sent.values, restore=sent.restore, by=by)
        except Exception as error:
            problem = self._page.told(error)
        try:
            given = sent.values if problem else {}
            form = {"given": given, "problem": problem, "saved": not problem}
            editable = self._page.may_edit(request)
            body = shown_html(self._page.desk.show(name), Place(), self._say, editable=editable, **form)
        except Exception as error:
            body = alert(problem or self._page.told(error), self._say)
        return drawn(body, asked), *self._shown(wanted, request)

    def _check(self, request: gr.Request) -> None:
        if not self._page.may_edit(request):
            raise AccessError(self._say("not_allowed"))


def outcome(name: str, report: AddReport, say: Say) -> _File:
    """What became of one file; a zip's report holds several."""
    counts = {"added": report.added, "updated": report.updated, "unchanged": report.unchanged}
    state = next((key for key, count in counts.items() if count), "skipped")
    told = [
        f"{found.path}: {found.reason}" if found.path != name else found.reason for found in report.skipped
    ]
    told += [warning for document in report.documents for warning in document.warnings]
    if sum(counts.values()) + len(report.skipped) > 1:
        told.insert(0, say("added_sum", **counts, skipped=len(report.skipped)))
    return _File(name, state, "\n".join(told))


def progress_html(files: Sequence[_File], say: Say) -> str:
    """The files that are being added, and how far each is."""
    rows = "".join(
        tag(
            "li",
            tag("span", safe(say(f"{file.state}_state")), class_=f"wz-state wz-state-{file.state}")
            + tag("span", safe(file.name), class_="wz-file")
            + (tag("small", safe(file.detail)) if file.detail else ""),
        )
        for file in files
    )
    return tag("ul", rows, class_="wz-progress", role="status", aria_label=say("add_files"))


def documents_html(documents: Sequence[DocumentSummary], wanted: str, say: Say, *, editable: bool) -> str:
    """The documents as a table, newest first."""
    if not documents:
        return empty(say("empty_library"), say("empty_library_more") if editable else "")
    words = wanted.lower().split()
    found = [document for document in documents if all(word in _searched(document) for word in words)]
    if not found:
        return empty(say("none_match", words=wanted))
    found.sort(key=lambda document: (document.dated is not None, document.dated, document.path), reverse=True)
    heads = "".join(tag("th", safe(say(key)), scope="col") for key in _COLUMNS)
    heads += tag("th", safe(say("actions")), scope="col") if editable else ""
    rows = "".join(_row(document, say, editable=editable) for document in found[:SHOWN_DOCUMENTS])
    more = ""
    if len(found) > SHOWN_DOCUMENTS:
        more = tag("p", safe(say("shown_of", shown=SHOWN_DOCUMENTS, total=len(found))), class_="wz-partly")
    table = f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
    return more + tag("div", table, class_="wz-table wz-documents")


def _searched(document: DocumentSummary) -> str:
    parts = (
        document.title,
        document.document_number,
        document.issuer,
        document.region,
        file_name(document.path),
    )
    return " ".join(part for part in parts if part).lower()


def _row(document: DocumentSummary, say: Say, *, editable: bool) -> str:
    title = tag(
        "button",
        safe(document.title),
        type="button",
        class_="wz-title",
        data_wz="open",
        data_doc=document.doc_id,
        data_start=0,
        data_end=0,
        aria_label=say("open_at", title=document.title),
    )
    warnings = "".join(tag("p", safe(warning), class_="wz-warning") for warning in document.warnings)
    dated = document.dated.isoformat() if document.dated else "—"
    cells = [
        tag("td", title + warnings, class_="wz-first"),
        *(_cell(say(key), value) for key, value in _plain_values(document, dated).items()),
        _cell(say("status"), tag("span", standing(document, say), class_="wz-standing"), html=True),
    ]
    if editable:
        cells.append(_cell(say("actions"), _row_actions(document, say), html=True))
    return tag("tr", "".join(cells))


def _plain_values(document: DocumentSummary, dated: str) -> dict[str, str]:
    return {
        "number": document.document_number or "—",
        "issuer": shortened(document.issuer or "—"),
        "region": document.region or "—",
        "issued": dated,
    }


def shortened(names: str) -> str:
    """The first of many names; all of them stand with the document."""
    return names if len(names) <= MAX_CELL_CHARS else f"{names[:MAX_CELL_CHARS]}…"


def _cell(label: str, value: str, *, html: bool = False) -> str:
    """A cell; its label is shown where the table becomes a list."""
    return tag("td", value if html else safe(value), data_label=label)


def _row_actions(document: DocumentSummary, say: Say) -> str:
    correct = tag(
        "button",
        safe(say("correct_short")),
        type="button",
        class_="wz-action",
        data_wz="open",
        data_doc=document.doc_id,
        data_start=0,
        data_end=0,
        data_edit=1,
        aria_label=say("correct_this", title=document.title),
    )
    return correct + tag(
        "button",
        safe(say("remove")),
        type="button",
        class_="wz-action",
        data_wz="remove",
        data_doc=document.doc_id,
        data_ask=say("remove_ask", title=document.title),
        data_yes=say("remove"),
        data_no=say("cancel"),
        aria_label=say("remove_this", title=document.title),
    )


def disk_use(folder: Path) -> int:
    """Bytes of all files below ``folder``."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def readable_size(size: float) -> str:
    """A number of bytes in the unit that gives it at most four digits."""
    for unit in _UNITS[:-1]:
        if size < 1024:
            return f"{size:.0f} {unit}" if unit == "B" else f"{size:.1f} {unit}"
        size /= 1024
    return f"{size:.1f} {_UNITS[-1]}"
