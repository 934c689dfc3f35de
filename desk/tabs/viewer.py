"""A whole document with its section tree; a quote in it is highlighted and its passage set off."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from desk.tabs.cards import file_name, standing
from desk.tabs.marking import Span, safe, tag
from desk.tabs.passages import text_html, words
from desk.tabs.texts import Say
from index import DocumentSummary
from ingest import Document, Section, SectionKind

# A browser lays out so much at once without a pause that is felt (about 0.2 s on two old cores).
SHOWN_CHARS = 150_000
# Of a document that is shown in part: how much stands before the place that was asked for.
LEAD_CHARS = 20_000
TREE_DEPTH = 3  # deeper sections are found by reading
TREE_LABEL_CHARS = 60
_FIRST_LEVEL, _LAST_LEVEL = 3, 6  # of headings in the text: the title above it is of level 2
_UNTITLED = {
    SectionKind.FRONT: "front_section",
    SectionKind.CLOSING: "closing_section",
    SectionKind.SALUTATION: "salutation_section",
}


@dataclass(frozen=True, slots=True)
class Place:
    """What to show of a document: the quote, and the passage around it."""

    quote: Span | None = None
    passage: Span | None = None

    @property
    def at(self) -> int:
        """The character that the view opens at."""
        return self.quote[0] if self.quote else 0


def document_html(
    document: Document, summary: DocumentSummary, place: Place, say: Say, *, extra: str = ""
) -> str:
    """The document's header, ``extra`` below it, its contents and its text around ``place``."""
    window = _window(len(document.text), place.at)
    partly = ""
    if window != (0, len(document.text)):
        note = say("whole_part", start=f"{window[0] + 1:,}", end=f"{window[1]:,}")
        partly = tag("p", safe(note), class_="wz-partly", role="status")
    contents = _contents(document, window, say)
    body = tag(
        "div",
        partly + _body(document, place, window),
        class_="wz-paper",
        role="region",
        tabindex="0",
        aria_label=say("document"),
    )
    return _header(document, summary, say, extra) + tag("div", contents + body, class_="wz-reader")


def _window(length: int, at: int) -> Span:
    if length <= SHOWN_CHARS:
        return 0, length
    start = max(0, min(at - LEAD_CHARS, length - SHOWN_CHARS))
    return start, min(length, start + SHOWN_CHARS)


def _header(document: Document, summary: DocumentSummary, say: Say, extra: str) -> str:
    size = say("size_value", chars=f"{summary.chars:,}", sections=summary.sections, passages=summary.passages)
    fields = [
        ("number", summary.document_number),
        ("issuer", summary.issuer),
        ("region", summary.region),
        ("kind", say(f"kind_{summary.kind.value}") if summary.kind else None),
        ("issued", summary.issued),
        ("published", summary.published),
        ("effective", summary.effective),
        ("expires", summary.expires),
        ("size", size),
        ("file", file_name(summary.path)),
    ]
    shown = "".join(
        f"<div>{tag('dt', safe(say(key)))}{tag('dd', safe(value))}</div>" for key, value in fields if value
    )
    warnings = "".join(tag("li", safe(warning)) for warning in document.warnings)
    told = (
        f'<details class="wz-warned"><summary>{safe(say("warnings"))}</summary><ul>{warnings}</ul></details>'
    )
    title = tag("h2", safe(summary.title), id="wz-viewer-title") + standing(summary, say)
    return tag(
        "header",
        tag("div", title, class_="wz-doc-title")
        + tag("dl", shown, class_="wz-fields")
        + (told if warnings else "")
        + extra,
        class_="wz-doc-head",
    )


# The tree


def _contents(document: Document, window: Span, say: Say) -> str:
    items = _tree(document, None, window, say)
    if not items:
        return ""
    return (
        '<details class="wz-contents" open>'
        f"<summary>{safe(say('contents'))}</summary>{tag('nav', items, aria_label=say('contents'))}</details>"
    )


def _tree(document: Document, parent: int | None, window: Span, say: Say) -> str:
    items = [
        tag("li", _tree_entry(document, section, window, say) + _tree(document, section.ordinal, window, say))
        for section in document.sections
        if section.parent == parent and section.depth < TREE_DEPTH and _named(section)
    ]
    return f"<ol>{''.join(items)}</ol>" if items else ""


def _named(section: Section) -> bool:
    return bool(section.heading) or section.kind in _UNTITLED


def _tree_entry(document: Document, section: Section, window: Span, say: Say) -> str:
    label = _label(document, section, say)
    if len(label) > TREE_LABEL_CHARS:
        label = f"{label[:TREE_LABEL_CHARS]}…"
    if window[0] <= section.start < window[1]:
        return tag("a", safe(label), href=f"#wz-at-{section.ordinal}", data_wz="jump")
    return tag(
        "button",
        safe(label),
        type="button",
        data_wz="open",
        data_doc=document.doc_id,
        data_start=section.start,
        data_end=section.start,
    )


def _label(document: Document, section: Section, say: Say) -> str:
    """A section's heading, or the words it begins with where its heading is a number alone."""
    if section.kind in _UNTITLED and not section.heading:
        return say(_UNTITLED[section.kind])
    if section.heading and section.heading != section.label:
        return section.heading
    begins = document.text[section.start : section.start + TREE_LABEL_CHARS].split("\n")[0].strip()
    return begins or section.heading or say("unnamed_section")


# The text


def _body(document: Document, place: Place, window: Span) -> str:
    starts = [section.start for section in document.sections]
    quotes = [place.quote] if place.quote else []

    def paragraph(line: Span) -> str:
        return _paragraph(document, line, place, starts)

    return text_html(document.text, window, quotes, paragraph)


def _paragraph(document: Document, line: Span, place: Place, starts: Sequence[int]) -> str:
    """A line; where sections start in it, it holds their anchors, and their heading stands out."""
    first, stop = bisect_left(starts, line[0]), bisect_left(starts, line[1])
    begun = document.sections[first:stop]
    anchors = "".join(tag("span", "", id=f"wz-at-{found.ordinal}", class_="wz-anchor") for found in begun)
    classes = ["wz-around"] if _touches(line, place.passage) else []
    quotes = [place.quote] if place.quote else []
    section = begun[-1] if begun else None
    written = document.text[line[0] : line[1]].lstrip()
    if section is None or not section.heading or not written.startswith(section.heading):
        return tag("p", anchors + words(document.text, line, quotes), class_=" ".join(classes) or None)
    end = line[1] - len(written) + len(section.heading)
    head, rest = (words(document.text, span, quotes) for span in ((line[0], end), (end, line[1])))
    if rest:
        return tag("p", f"{anchors}<b>{head}</b>{rest}", class_=" ".join(classes) or None)
    classes.append(f"wz-h wz-h{min(section.depth, TREE_DEPTH)}")
    level = min(section.depth + _FIRST_LEVEL, _LAST_LEVEL)
    return tag("p", anchors + head, class_=" ".join(classes), role="heading", aria_level=level)


def _touches(line: Span, passage: Span | None) -> bool:
    return passage is not None and line[0] < passage[1] and passage[0] < line[1]
