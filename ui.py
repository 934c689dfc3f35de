"""The web page: a chat with the evidence beside it, and the list of documents.

It formats values and owns no rule. It listens on this computer only, fetches nothing from outside and
shows every word of a document, title or file name escaped.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path
from threading import RLock
from typing import Any

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # read once, when gradio is imported

import gradio as gr

from assistant import Answer, Citation, Verdict, ask
from index import DocumentSummary, Hit, Shelf, open_shelf
from ingest import SUFFIXES, WenzhengError

LANGUAGES = ("zh", "en")
MAX_UPLOAD_BYTES = 200 * 2**20  # one file; larger ones go in through the command line
EARLIER_QUESTIONS = 4  # how much of the dialogue a follow-up may draw on

# Every word of ours on the page: key → (Chinese, English).
TEXTS: dict[str, tuple[str, str]] = {
    "tagline": (
        "政策文件问答 · 只引原文,注明文号、章节、日期与效力",
        "Policy questions, answered in the documents' own words",
    ),
    "ask_tab": ("问答", "Ask"),
    "library_tab": ("文档库", "Library"),
    "question": ("问题", "Question"),
    "placeholder": (
        "例如:对首次认定的高新技术企业奖励多少?",
        "e.g. What is the reward for a new high-tech enterprise?",
    ),
    "send": ("提问", "Ask"),
    "clear": ("新对话", "New conversation"),
    "examples": ("试试这些问题", "Try one of these"),
    "welcome": (
        "问一个关于文档库里政策的问题。回答只引用原文,查不到就直说。",
        "Ask about the policies on the shelf. Answers quote the documents; or say they do not.",
    ),
    "evidence": ("依据", "Evidence"),
    "no_evidence": ("提问后,这里显示所引段落及其出处。", "The cited passages appear here after a question."),
    "nearest": ("最接近的段落(不是答案)", "Nearest passages (not an answer)"),
    "understood": ("理解为", "Understood as"),
    "not_found": ("文档库中没有答案", "Not in these documents"),
    "partial": ("只有部分答案", "Partly answered"),
    "notes": ("说明", "Notes"),
    "upload": ("添加文件", "Add files"),
    "upload_hint": ("拖入文件,读取后即可提问", "Drop files here; they can be asked about at once"),
    "documents": ("文档", "Documents"),
    "empty_library": ("文档库还是空的:在上方添加文件。", "The shelf is empty: add files above."),
    "title": ("标题", "Title"),
    "number": ("文号", "Number"),
    "issuer": ("发文机关", "Issuer"),
    "issued": ("日期", "Date"),
    "status": ("效力", "Standing"),
    "added": ("新增", "added"),
    "updated": ("更新", "updated"),
    "unchanged": ("未变", "unchanged"),
    "skipped": ("跳过", "skipped"),
    "page": ("第{}页", "page {}"),
    "untitled_number": ("无文号", "no number"),
    "in_force": ("现行有效", "in force"),
    "not_yet": ("尚未施行", "not yet in force"),
    "draft": ("征求意见稿", "draft"),
    "reply": ("答复", "reply"),
    "expired": ("已过期", "expired"),
    "repealed": ("已废止", "repealed"),
    "unknown": ("效力不明", "standing unknown"),
}

EXAMPLES = (
    "云川市对首次认定的高新技术企业奖励多少?",
    "对高新技术企业有哪些支持?",
    "科技贷贴息由哪个部门牵头?",
    "What support is there for specialised and sophisticated SMEs?",
)

CSS = """
.gradio-container { width: 100% !important; max-width: 1500px !important; margin: 0 auto !important; }
#brand h1 { margin: 0; font-size: 1.5rem; } #brand p { margin: .1rem 0 0; opacity: .75; }
#language .wrap { flex-wrap: nowrap; justify-content: flex-end; } #language label { white-space: nowrap; }
#question button.submit-button { background: var(--color-accent); color: #fff; border-radius: 8px;
  padding: .3rem 1rem; }
#chat blockquote { border-left: 3px solid var(--color-accent); margin: .4rem 0; padding-left: .8rem; }
@media (max-width: 640px) { #chat { height: 46vh !important; } #brand h1 { font-size: 1.1rem; } }
.wz-empty { opacity: .65; padding: 1.2rem .4rem; }
.wz-card { border: 1px solid var(--border-color-primary); border-radius: 10px; padding: .8rem .95rem;
  margin: 0 0 .8rem; background: var(--background-fill-primary); scroll-margin-top: 1rem; }
.wz-card:target { outline: 2px solid var(--color-accent); }
.wz-card.nearest { opacity: .8; border-style: dashed; }
.wz-head { display: flex; gap: .5rem; align-items: baseline; flex-wrap: wrap; }
.wz-number { font-weight: 700; color: var(--color-accent); }
.wz-title { font-weight: 600; overflow-wrap: anywhere; }
.wz-badge { font-size: .75rem; padding: .05rem .5rem; border-radius: 999px; border: 1px solid currentColor;
  white-space: nowrap; }
.wz-in_force { color: #15803d; } .wz-draft, .wz-reply, .wz-not_yet { color: #b45309; }
.wz-expired, .wz-repealed { color: #b91c1c; } .wz-unknown { color: #6b7280; }
.dark .wz-in_force { color: #4ade80; } .dark .wz-draft, .dark .wz-reply, .dark .wz-not_yet { color: #fbbf24; }
.dark .wz-expired, .dark .wz-repealed { color: #f87171; } .dark .wz-unknown { color: #9ca3af; }
.wz-meta, .wz-path { font-size: .85rem; opacity: .75; margin-top: .2rem; overflow-wrap: anywhere; }
.wz-text { margin-top: .5rem; line-height: 1.7; white-space: pre-wrap; overflow-wrap: anywhere;
  max-height: 22rem; overflow-y: auto; }
.wz-text mark { background: #fde68a; color: #111827; padding: .05rem 0; border-radius: 2px; }
.wz-table { overflow-x: auto; } .wz-table table { width: 100%; border-collapse: collapse; font-size: .9rem; }
.wz-table th, .wz-table td { text-align: left; padding: .45rem .6rem; vertical-align: top;
  border-bottom: 1px solid var(--border-color-primary); }
.wz-table table { border: 0 !important; } .wz-table th, .wz-table td { border-width: 0 0 1px !important; }
.wz-table th, .wz-nowrap { white-space: nowrap; }
footer { display: none !important; }
"""

_ASCII_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")
_MARK = re.compile(r"\[(\d{1,3})\]")


def text_for(key: str, language: str) -> str:
    """Our word for ``key`` in ``language``."""
    return TEXTS[key][LANGUAGES.index(language)]


def preferred_language(accept_language: str | None) -> str:
    """'zh' or 'en', whichever the browser names first; 'zh' if it names neither."""
    for choice in (accept_language or "").lower().split(","):
        for language in LANGUAGES:
            if choice.strip().startswith(language):
                return language
    return "zh"


def _plain(text: str) -> str:
    """Text that the chat's Markdown shows as it is, line breaks included."""
    coded = _ASCII_PUNCTUATION.sub(lambda found: f"&#{ord(found.group())};", text)
    return coded.replace("\n", "<br>")


def _linked(text: str, numbers: set[int]) -> str:
    """``text`` escaped, its [n] marks linked to the evidence cards."""

    def link(mark: re.Match[str]) -> str:
        coded = mark.group(1)
        return f'<a href="#cite-{coded}" class="wz-number">&#91;{coded}&#93;</a>'

    pieces = []
    position = 0
    for mark in _MARK.finditer(text):
        if int(mark.group(1)) in numbers:
            pieces += [_plain(text[position : mark.start()]), link(mark)]
            position = mark.end()
    return "".join([*pieces, _plain(text[position:])])


def answer_markdown(answer: Answer, language: str) -> str:
    """An answer as one chat message; its paragraphs that start with '> ' are quotes."""
    numbers = {citation.number for citation in answer.citations}
    blocks = [
        f"<blockquote>{_linked(block.removeprefix('> '), numbers)}</blockquote>"
        if block.startswith("> ")
        else f"<p>{_linked(block, numbers)}</p>"
        for block in answer.text.split("\n\n")
    ]
    if answer.understood:
        blocks.insert(0, f"<p><em>{text_for('understood', language)}: {_plain(answer.understood)}</em></p>")
    if answer.verdict is not Verdict.ANSWERED:
        blocks.insert(0, f"<p><strong>{text_for(answer.verdict.value, language)}</strong></p>")
    if answer.notes:
        items = "".join(f"<li>{_plain(note)}</li>" for note in answer.notes)
        blocks.append(f"<strong>{text_for('notes', language)}</strong><ul>{items}</ul>")
    return "".join(blocks)


def _meta(document: DocumentSummary, page: int | None, language: str) -> str:
    parts = [
        document.document_number or text_for("untitled_number", language),
        document.issuer,
        document.dated.isoformat() if document.dated else None,
        text_for("page", language).format(page) if page else None,
    ]
    return " · ".join(escape(part) for part in parts if part)


def _badge(document: DocumentSummary, language: str) -> str:
    return f'<span class="wz-badge wz-{document.status}">{text_for(document.status.value, language)}</span>'


def _card(
    *,
    number: int | None,
    document: DocumentSummary,
    headings: Sequence[str],
    body: str,
    page: int | None,
    language: str,
) -> str:
    mark = f'<span class="wz-number">[{number}]</span>' if number else ""
    anchor = f' id="cite-{number}"' if number else ""
    return (
        f'<article class="wz-card{"" if number else " nearest"}"{anchor}><div class="wz-head">{mark}'
        f'<span class="wz-title">{escape(document.title)}</span>'
        f"{_badge(document, language)}</div>"
        f'<div class="wz-meta">{_meta(document, page, language)}</div>'
        f'<div class="wz-path">{escape(" › ".join(headings))}</div>'
        f'<div class="wz-text">{body}</div></article>'
    )


def _citation_card(citation: Citation, text: str, language: str) -> str:
    """A cited passage with its quote marked; ``text`` is the whole document."""
    before = escape(text[citation.passage_start : citation.start])
    after = escape(text[citation.end : max(citation.end, citation.passage_end)])
    return _card(
        number=citation.number,
        document=citation.document,
        headings=citation.headings,
        body=f"{before}<mark>{escape(citation.quote)}</mark>{after}",
        page=citation.page,
        language=language,
    )


def _hit_card(hit: Hit, language: str) -> str:
    return _card(
        number=None,
        document=hit.document,
        headings=hit.passage.headings,
        body=escape(hit.text),
        page=hit.passage.page,
        language=language,
    )


def evidence_html(shelf: Shelf, answer: Answer | None, language: str) -> str:
    """The evidence panel: a card for each citation, or the nearest passages of a refusal."""
    if answer is None:
        return f'<p class="wz-empty">{text_for("no_evidence", language)}</p>'
    cards = [
        _citation_card(citation, shelf.load_document(citation.document.doc_id).text, language)
        for citation in answer.citations
    ]
    if answer.verdict is Verdict.NOT_FOUND:
        cards.append(f"<p><strong>{text_for('nearest', language)}</strong></p>")
        cards += [_hit_card(hit, language) for hit in answer.hits[:3]]
    return "".join(cards)


def documents_html(documents: Iterable[DocumentSummary], language: str) -> str:
    """The list of documents as a table, newest first."""
    rows = sorted(documents, key=lambda document: (document.dated is not None, document.dated), reverse=True)
    if not rows:
        return f'<p class="wz-empty">{text_for("empty_library", language)}</p>'
    heads = "".join(
        f"<th>{text_for(key, language)}</th>" for key in ("title", "number", "issuer", "issued", "status")
    )
    body = "".join(_document_row(document, language) for document in rows)
    return f'<div class="wz-table"><table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>'


def _document_row(document: DocumentSummary, language: str) -> str:
    warnings = "".join(f'<div class="wz-meta">⚠ {escape(warning)}</div>' for warning in document.warnings)
    return (
        f"<tr><td>{escape(document.title)}{warnings}</td>"
        f'<td class="wz-nowrap">{escape(document.document_number or "—")}</td>'
        f"<td>{escape(document.issuer or '—')}</td>"
        f'<td class="wz-nowrap">{document.dated.isoformat() if document.dated else "—"}</td>'
        f"<td>{_badge(document, language)}</td></tr>"
    )


class Desk:
    """One open shelf behind the page; a lock lets many people ask at once."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._lock = RLock()

    def reply(
        self, question: str, history: list[dict[str, Any]], earlier: list[str], language: str
    ) -> tuple[str, list[dict[str, Any]], list[str], str]:
        """Chat history, dialogue and evidence after one more question."""
        if not question.strip():
            return "", history, earlier, gr.skip()
        with self._lock:
            try:
                answer = ask(self._shelf, question, after=tuple(earlier[-EARLIER_QUESTIONS:]))
                said, evidence = (
                    answer_markdown(answer, language),
                    evidence_html(self._shelf, answer, language),
                )
            except WenzhengError as error:
                said, evidence = f"⚠ {_plain(str(error))}", evidence_html(self._shelf, None, language)
        shown = [{"role": "user", "content": _plain(question)}, {"role": "assistant", "content": said}]
        return "", history + shown, [*earlier, question], evidence

    def add(self, files: list[str] | None, language: str) -> tuple[None, str, str]:
        """Empty the upload box, say what went in, and list the documents anew."""
        if not files:
            return None, "", self.documents(language)
        with self._lock:
            try:
                report = self._shelf.add([self._keep(Path(file)) for file in files])
            except WenzhengError as error:
                return None, f"⚠ {_plain(str(error))}", self.documents(language)
        counts = {"added": report.added, "updated": report.updated, "unchanged": report.unchanged}
        counts["skipped"] = len(report.skipped)
        lines = [" · ".join(f"{text_for(key, language)} {count}" for key, count in counts.items())]
        lines += [f"⚠ {Path(skipped.path).name}: {skipped.reason}" for skipped in report.skipped]
        return None, _plain("\n".join(lines)), self.documents(language)

    def _keep(self, upload: Path) -> Path:
        """Copy an upload into the shelf's own folder, under a directory named after its content."""
        digest = hashlib.sha256(upload.read_bytes()).hexdigest()[:16]
        kept = self._shelf.directory / "uploads" / digest / upload.name
        kept.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(upload, kept)
        return kept

    def documents(self, language: str) -> str:
        """The list of documents."""
        with self._lock:
            return documents_html(self._shelf.documents(), language)


def build_page(shelf: Shelf) -> gr.Blocks:
    """The page over an open shelf."""
    desk = Desk(shelf)
    page: gr.Blocks
    with gr.Blocks(title="问政 Wenzheng", analytics_enabled=False, fill_width=True) as page:
        earlier = gr.State([])
        with gr.Row():
            brand = gr.Markdown(_brand("zh"), elem_id="brand")
            language = gr.Radio(
                [("中文", "zh"), ("English", "en")],
                value="zh",
                show_label=False,
                container=False,
                scale=0,
                min_width=200,
                elem_id="language",
            )
        with gr.Tab(text_for("ask_tab", "zh")) as ask_tab, gr.Row(equal_height=False):
            with gr.Column(scale=6, min_width=320):
                chat = gr.Chatbot(
                    show_label=False,
                    height="60vh",
                    min_height=320,
                    elem_id="chat",
                    placeholder=text_for("welcome", "zh"),
                    buttons=["copy"],
                    layout="bubble",
                )
                question = gr.Textbox(
                    label=text_for("question", "zh"),
                    placeholder=text_for("placeholder", "zh"),
                    submit_btn=text_for("send", "zh"),
                    autofocus=True,
                    lines=1,
                    max_lines=6,
                    elem_id="question",
                )
                examples = gr.Examples(
                    [[example] for example in EXAMPLES], question, label=text_for("examples", "zh")
                )
                clear = gr.Button(text_for("clear", "zh"), size="sm", variant="secondary")
            with gr.Column(scale=5, min_width=320):
                evidence_title = gr.Markdown(_heading("evidence", "zh"))
                evidence = gr.HTML(evidence_html(shelf, None, "zh"), elem_id="evidence")
        with gr.Tab(text_for("library_tab", "zh")) as library_tab:
            upload = gr.File(
                label=text_for("upload", "zh"),
                file_count="multiple",
                file_types=sorted(SUFFIXES),
                height=140,
                elem_id="upload",
            )
            added = gr.Markdown("")
            documents_title = gr.Markdown(_heading("documents", "zh"))
            documents = gr.HTML(desk.documents("zh"), elem_id="documents")

        def relabel(chosen: str) -> list[Any]:
            return [
                _brand(chosen),
                gr.update(label=text_for("ask_tab", chosen)),
                gr.update(label=text_for("library_tab", chosen)),
                gr.update(placeholder=text_for("welcome", chosen)),
                gr.update(
                    label=text_for("question", chosen),
                    placeholder=text_for("placeholder", chosen),
                    submit_btn=text_for("send", chosen),
                ),
                text_for("clear", chosen),
                _heading("evidence", chosen),
                gr.update(label=text_for("upload", chosen)),
                _heading("documents", chosen),
                desk.documents(chosen),
                gr.update(label=text_for("examples", chosen)),
            ]

        words = [
            brand,
            ask_tab,
            library_tab,
            chat,
            question,
            clear,
            evidence_title,
            upload,
            documents_title,
            documents,
        ]
        words.append(examples.dataset)

        def greet(request: gr.Request) -> list[Any]:
            chosen = preferred_language(request.headers.get("accept-language"))
            return [chosen, *relabel(chosen)]

        page.load(greet, None, [language, *words], api_visibility="private", show_progress="hidden")
        language.input(relabel, language, words, api_visibility="private", show_progress="hidden")
        question.submit(
            desk.reply,
            [question, chat, earlier, language],
            [question, chat, earlier, evidence],
            api_visibility="private",
        )
        gr.on(
            [clear.click, chat.clear],
            lambda chosen: ([], [], evidence_html(shelf, None, chosen)),
            language,
            [chat, earlier, evidence],
            api_visibility="private",
        )
        upload.upload(desk.add, [upload, language], [upload, added, documents], api_visibility="private")
    return page


def _brand(language: str) -> str:
    return f"# 问政 Wenzheng\n{text_for('tagline', language)}"


def _heading(key: str, language: str) -> str:
    return f"### {text_for(key, language)}"


def theme() -> gr.themes.Base:
    """System fonts only: nothing is fetched from outside."""
    fonts = ["system-ui", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "sans-serif"]
    return gr.themes.Soft(
        primary_hue="blue", neutral_hue="slate", font=fonts, font_mono=["ui-monospace", "monospace"]
    )


def serve(directory: Path, *, host: str = "127.0.0.1", port: int = 7860, model: str | None = None) -> None:
    """Open the shelf, creating an empty one if there is none, and serve the page until interrupted."""
    with open_shelf(directory, create=True, model=model) as shelf:
        build_page(shelf).launch(
            server_name=host,
            server_port=port or None,
            share=False,
            show_error=False,
            max_file_size=MAX_UPLOAD_BYTES,
            theme=theme(),
            css=CSS,
            footer_links=[],
            ssr_mode=False,
        )
