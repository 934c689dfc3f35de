"""Pieces that several pages show: a standing's badge, a source line, a card of evidence, empty states."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath

from assistant import Citation
from desk.tabs.marking import Span, safe, tag
from desk.tabs.passages import text_html
from desk.tabs.texts import Say
from index import DocumentSummary, Hit
from ingest import Status

# The words for the fields that can be corrected, where they differ from their names.
FIELD_TEXTS = {"document_number": "number", "issuers": "issuer", "clauses": "status_clauses"}


def badge(status: Status, say: Say) -> str:
    """A document's standing, told by words and by colour."""
    return tag("span", safe(say(status.value)), class_=f"wz-badge wz-is-{status.value}")


def standing(document: DocumentSummary, say: Say) -> str:
    """A document's badges: its standing, and that a person corrected its header."""
    return badge(document.status, say) + corrected_mark(document, say)


def corrected_mark(document: DocumentSummary, say: Say) -> str:
    """Says that header fields were corrected by a person, and which."""
    if not document.corrected:
        return ""
    names = "、".join(say(FIELD_TEXTS.get(name, name)) for name in document.corrected)
    return tag("span", safe(say("corrected")), class_="wz-badge wz-is-corrected", title=names)


def file_name(path: str) -> str:
    """The name of a document's file, without the server's folders."""
    return PurePosixPath(path.replace("\\", "/")).name


def _standing(document: DocumentSummary, say: Say) -> str:
    return tag("span", standing(document, say), class_="wz-standing")


def source_line(document: DocumentSummary, say: Say, page: int | None = None) -> str:
    """Number, issuer, date and page, those that are known."""
    parts = [
        document.document_number or say("no_number"),
        document.issuer,
        document.dated.isoformat() if document.dated else None,
        say("page", page=page) if page else None,
    ]
    return tag(
        "p", '<span class="wz-dot">·</span>'.join(safe(part) for part in parts if part), class_="wz-meta"
    )


def headings_line(headings: Sequence[str]) -> str:
    """Where in the document, from the top of its tree down."""
    path = '<span class="wz-dot">›</span>'.join(safe(heading) for heading in headings)
    return tag("p", path, class_="wz-path") if path else ""


def opener(document: DocumentSummary, span: Span, near: Span, *, label: str, body: str, class_: str) -> str:
    """A button that opens the document at ``span``; ``near`` is the passage it stands in."""
    return tag(
        "button",
        body,
        type="button",
        class_=class_,
        data_wz="open",
        data_doc=document.doc_id,
        data_start=span[0],
        data_end=span[1],
        data_near=f"{near[0]}-{near[1]}",
        aria_label=label,
    )


def citation_button(citation: Citation, say: Say) -> str:
    """[n] in an answer: opens the source at the quote."""
    return opener(
        citation.document,
        (citation.start, citation.end),
        (citation.passage_start, citation.passage_end),
        label=f"[{citation.number}] {say('open_at', title=citation.document.title)}",
        body=f"[{citation.number}]",
        class_="wz-cite",
    )


def _card(head: str, document: DocumentSummary, body: str, class_: str, *, label: str) -> str:
    return tag(
        "article", f"{head}{body}", class_=f"wz-card {class_}", data_doc=document.doc_id, aria_label=label
    )


def citation_card(citations: Sequence[Citation], text: str, say: Say) -> str:
    """A passage with all that is cited of it marked; ``text`` is the whole document."""
    citation, document = citations[0], citations[0].document
    passage = (
        min(cited.passage_start for cited in citations),
        max(max(cited.end, cited.passage_end) for cited in citations),
    )
    quotes = [(cited.start, cited.end) for cited in citations]
    numbers = " ".join(f"[{cited.number}]" for cited in citations)
    shown = "".join(tag("span", str(cited.number), class_="wz-number") for cited in citations)
    title = opener(
        document,
        quotes[0],
        passage,
        label=f"{numbers} {say('open_at', title=document.title)}",
        body=safe(document.title),
        class_="wz-title",
    )
    number = tag("span", shown, class_="wz-numbers", aria_hidden="true")
    head = tag("header", f"{number}{title}{_standing(document, say)}", class_="wz-card-head")
    body = (
        source_line(document, say, citation.page)
        + headings_line(citation.headings)
        + tag("div", text_html(text, passage, quotes), class_="wz-text", tabindex="0")
    )
    cited_as = " ".join(f"wz-n-{cited.number}" for cited in citations)
    return _card(head, document, body, f"wz-cited {cited_as}", label=f"{numbers} {document.title}")


def hit_card(hit: Hit, say: Say, extra: str = "") -> str:
    """A passage that was found but not quoted."""
    document, passage = hit.document, hit.passage
    span = (passage.start, passage.end)
    title = opener(
        document,
        span,
        span,
        label=say("open_at", title=document.title),
        body=safe(document.title),
        class_="wz-title",
    )
    head = tag("header", f"{title}{_standing(document, say)}", class_="wz-card-head")
    body = (
        source_line(document, say, passage.page)
        + headings_line(passage.headings)
        + tag("div", text_html(hit.text, (0, len(hit.text)), []), class_="wz-text", tabindex="0")
        + extra
    )
    return _card(head, document, body, "wz-near", label=document.title)


def quote_card(
    document: DocumentSummary, headings: Sequence[str], span: Span, *, body: str, say: Say, label: str = ""
) -> str:
    """A stretch of a document, ``body`` its words as HTML, under the title that opens it there."""
    title = _title(document, span, document.title, say)
    head = tag("header", f"{title}{_standing(document, say)}", class_="wz-card-head wz-two")
    about = source_line(document, say) + headings_line(headings)
    text = tag("div", body, class_="wz-text", tabindex="0")
    return _card(side(label) + head, document, about + text, "wz-quoted", label=document.title)


def clause_card(
    document: DocumentSummary, headings: Sequence[str], span: Span, *, body: str, say: Say, label: str
) -> str:
    """The same where many clauses of one document follow each other: under its headings alone."""
    title = _title(document, span, " › ".join(headings) or say("open_source"), say)
    text = tag("div", body, class_="wz-text", tabindex="0")
    return _card(side(label) + title, document, text, "wz-quoted wz-clause", label=label)


def side(label: str) -> str:
    """Which of two that stand side by side this is."""
    return tag("p", safe(label), class_="wz-side") if label else ""


def _title(document: DocumentSummary, span: Span, words: str, say: Say) -> str:
    label = say("open_at", title=document.title)
    spoken = label if words in label else f"{words} {label}"  # what is seen must be in what is said
    return opener(document, span, span, label=spoken, body=safe(words), class_="wz-title")


def empty(text: str, more: str = "") -> str:
    """What a panel shows while there is nothing in it."""
    return tag("div", tag("p", safe(text)) + (tag("p", safe(more)) if more else ""), class_="wz-empty")


def alert(text: str, say: Say) -> str:
    """An error of ours, in its own words."""
    body = tag("strong", safe(say("wrong"))) + tag("p", safe(text))
    return tag("div", body, class_="wz-alert", role="alert")


def waiting(text: str) -> str:
    """A panel that is being filled."""
    bars = '<span class="wz-bar"></span>' * 3
    return tag("div", f"{tag('p', safe(text))}{bars}", class_="wz-waiting", role="status")
