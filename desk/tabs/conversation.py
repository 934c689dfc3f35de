"""A dialogue as HTML: what was asked, what was answered, and the evidence beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant import Answer, Citation, Verdict, in_title_marks
from desk.tabs.cards import alert, citation_button, citation_card, empty, hit_card, waiting
from desk.tabs.marking import safe, tag, with_marks
from desk.tabs.passages import CELL, text_html
from desk.tabs.texts import Say
from eval import Asked
from index import Shelf

SHOWN_TURNS = 30  # of a dialogue; a page of more is slow to send and nobody scrolls so far
NEAREST_SHOWN = 3  # passages of a refusal
ALSO_NEAR_SHOWN = 4  # further passages under an answer
SCROLLING_CHARS = 200  # a longer question scrolls in itself, by keyboard too
EXPORTS = (("docx", "Word"), ("html", "HTML"), ("md", "Markdown"), ("json", "JSON"))
_QUOTE = "> "  # starts a line that quotes
_LAST_MARK = re.compile(r"\[(\d{1,3})\]$")


_ALONE = Asked()


@dataclass(frozen=True, slots=True)
class Turn:
    """One question and what came of it; ``answer`` and ``error`` are None while it is looked for."""

    ordinal: int  # from 1
    question: str
    answer: Answer | None = None
    asked: Asked = _ALONE  # what else the answer depends on
    rewording: str | None = None  # what a language model has said so far
    within: str = ""  # the filters it was asked with, in words
    error: str | None = None
    rated: str | None = None  # what became of the person's judgement, in words
    asks_right: bool = False  # the person said it was wrong, and is asked what would be right


def changed(turns: Sequence[Turn], ordinal: int, **values: object) -> list[Turn]:
    """``turns`` with those of ``values`` set in the one that ``ordinal`` names."""
    return [replace(turn, **values) if turn.ordinal == ordinal else turn for turn in turns]  # type: ignore[arg-type]


def feed_html(turns: Sequence[Turn], say: Say) -> str:
    """The dialogue, oldest first."""
    earlier = ""
    if len(turns) > SHOWN_TURNS:
        earlier = tag("p", safe(say("shown_later")), class_="wz-partly")
    shown = "".join(turn_html(turn, say) for turn in turns[-SHOWN_TURNS:])
    return tag(
        "div", earlier + shown, class_="wz-feed", role="log", aria_live="off", aria_label=say("dialogue")
    )


def turn_html(turn: Turn, say: Say) -> str:
    """A question and its answer."""
    scrolls = "0" if len(turn.question) > SCROLLING_CHARS else None
    asked = tag(
        "div",
        safe(turn.question),
        class_="wz-asked",
        role="group",
        aria_label=say("you_asked"),
        tabindex=scrolls,
    )
    if turn.within:
        asked += tag("p", f"{safe(say('filters'))}: {safe(turn.within)}", class_="wz-within")
    if turn.error is not None:
        reply = alert(turn.error, say)
    elif turn.answer is None:
        reply = waiting(say("searching"))
    else:
        reply = _answer_html(turn, turn.answer, say)
    return tag(
        "section",
        asked + tag("div", reply, class_="wz-reply"),
        class_="wz-turn",
        id=f"wz-turn-{turn.ordinal}",
    )


def _answer_html(turn: Turn, answer: Answer, say: Say) -> str:
    parts = []
    if answer.verdict is not Verdict.ANSWERED:
        parts.append(
            tag("p", safe(say(answer.verdict.value)), class_=f"wz-verdict wz-verdict-{answer.verdict}")
        )
    if answer.understood:
        label = tag("span", safe(say("understood")))
        parts.append(tag("p", f"{label} {safe(answer.understood)}", class_="wz-understood"))
    parts.append(_reworded_html(turn, answer, say))
    parts.append(answer_text_html(answer, say))
    if answer.notes:
        items = "".join(tag("li", safe(note)) for note in answer.notes)
        parts.append(tag("ul", items, class_="wz-notes", aria_label=say("notes")))
    parts.append(_actions(turn, answer, say))
    if turn.rated:
        parts.append(tag("p", safe(turn.rated), class_="wz-rated", role="status"))
    if turn.asks_right:
        parts.append(_what_is_right(turn, say))
    return "".join(parts)


def _reworded_html(turn: Turn, answer: Answer, say: Say) -> str:
    """Other words for the answer, told from the document's own, and that they are being looked for."""
    words = turn.rewording if turn.rewording is not None else answer.reworded
    if words is None:
        return ""
    buttons = {citation.number: citation_button(citation, say) for citation in answer.citations}
    label = tag("span", safe(say("reworded_label")), class_="wz-badge wz-is-corrected")
    going_on = tag("p", safe(say("rewording_now")), class_="wz-going") if turn.rewording is not None else ""
    said = tag("p", label + with_marks(words, buttons), class_="wz-line") if words else ""
    return tag("div", said + going_on, class_="wz-reworded")


def answer_text_html(answer: Answer, say: Say) -> str:
    """The answer's own lines, its quotes set off, each [n] a button."""
    buttons = {citation.number: citation_button(citation, say) for citation in answer.citations}
    lines = [line for line in answer.text.split("\n") if line.strip()]
    tables = {citation.number: citation.quote for citation in answer.citations if CELL in citation.quote}
    blocks = [
        _quote_html(line.removeprefix(_QUOTE), buttons, tables)
        if line.startswith(_QUOTE)
        else tag("p", with_marks(line, buttons), class_="wz-line")
        for line in lines
    ]
    return tag("div", "".join(blocks), class_="wz-said")


def _quote_html(line: str, buttons: dict[int, str], tables: dict[int, str]) -> str:
    """A quote line; a quote with rows of a table, which the line holds in a row, is shown as a table."""
    cited = _LAST_MARK.search(line)
    quote = tables.get(int(cited[1])) if cited else None
    if cited is None or quote is None:
        return tag("blockquote", with_marks(line, buttons))
    return tag("blockquote", text_html(quote, (0, len(quote)), []) + buttons[int(cited[1])])


def _actions(turn: Turn, answer: Answer, say: Say) -> str:
    hidden = tag(
        "textarea", safe(copy_text(answer, say)), class_="wz-copy-text", hidden="", readonly="", tabindex="-1"
    )
    copy = _button(say("copy_cited"), "copy", icon="copy") + hidden
    formats = "".join(
        _button(
            name,
            "export",
            data_turn=turn.ordinal,
            data_format=suffix,
            aria_label=say("export_as", format=name),
        )
        for suffix, name in EXPORTS
    )
    opened_by = tag("summary", _icon("export") + safe(say("export")))
    export = tag("details", opened_by + tag("div", formats), class_="wz-menu")
    judged = turn.rated is not None
    rate = "".join(
        _button(
            say(key),
            "rate",
            icon=key,
            data_turn=turn.ordinal,
            data_rating=key,
            disabled="" if judged else None,
        )
        for key in ("good", "bad")
    )
    took = tag("span", safe(say("took", ms=round(answer.took_ms))), class_="wz-took")
    return tag("div", copy + export + rate + took, class_="wz-actions")


def _icon(name: str) -> str:
    return tag("span", "", class_=f"wz-icon wz-icon-{name}", aria_hidden="true")


def _button(label: str, action: str, icon: str | None = None, **attributes: object) -> str:
    shown = (_icon(icon) if icon else "") + safe(label)
    return tag("button", shown, type="button", class_="wz-action", data_wz=action, **attributes)


def _what_is_right(turn: Turn, say: Say) -> str:
    close = _button(say("rate_close"), "rate", data_turn=turn.ordinal, data_rating="cancel")
    nothing = _button(say("rate_nothing"), "rate", data_turn=turn.ordinal, data_rating="nothing")
    title = tag("strong", safe(say("rate_bad")))
    hits = turn.answer.hits if turn.answer else ()
    cards = "".join(
        hit_card(
            hit,
            say,
            extra=_button(
                say("rate_this"), "rate", data_turn=turn.ordinal, data_rating="this", data_hit=place
            ),
        )
        for place, hit in enumerate(hits)
    )
    return tag(
        "div", f"{title}{nothing}{close}{cards}", class_="wz-right", role="group", aria_label=say("rate_bad")
    )


def copy_text(answer: Answer, say: Say) -> str:
    """The answer as plain text with its sources, for the clipboard."""
    quoted = answer.text.replace("\n> ", "\n").removeprefix(_QUOTE)
    sources = [_source(citation, say) for citation in answer.citations]
    parts = [answer.question, quoted, "\n".join(answer.notes)]
    if sources:
        parts.append("\n".join([f"{say('source_label')}:", *sources]))
    return "\n\n".join(part for part in parts if part)


def _source(citation: Citation, say: Say) -> str:
    document = citation.document
    named = [
        in_title_marks(document.title),
        document.document_number,
        document.issuer,
        document.dated.isoformat() if document.dated else None,
        " › ".join(citation.headings) or None,
        say("page", page=citation.page) if citation.page else None,
        say(document.status.value),
        say("corrected") if document.corrected else None,
    ]
    return f"[{citation.number}] " + "，".join(str(part) for part in named if part)


def by_passage(citations: Sequence[Citation]) -> list[list[Citation]]:
    """The citations, those of one passage together, in the order in which the passages are first cited."""
    groups: dict[tuple[str, int], list[Citation]] = {}
    for citation in citations:
        groups.setdefault((citation.document.doc_id, citation.passage_start), []).append(citation)
    return list(groups.values())


def evidence_html(shelf: Shelf | None, answer: Answer | None, say: Say) -> str:
    """The evidence panel: a card for each citation, then the nearest other passages."""
    heading = tag("h2", safe(say("evidence")), class_="wz-panel-title")
    if answer is None or shelf is None:
        return heading + empty(say("no_evidence"))
    cards = [
        citation_card(cited, shelf.load_document(cited[0].document.doc_id).text, say)
        for cited in by_passage(answer.citations)
    ]
    if answer.verdict is Verdict.NOT_FOUND:
        near = "".join(hit_card(hit, say) for hit in answer.hits[:NEAREST_SHOWN])
        title = tag("h3", safe(say("nearest")), class_="wz-near-title")
        return heading + (title + near if near else empty(say("no_evidence")))
    quoted = {(c.document.doc_id, c.passage_start) for c in answer.citations}
    others = [hit for hit in answer.hits if (hit.document.doc_id, hit.passage.start) not in quoted]
    more = "".join(hit_card(hit, say) for hit in others[:ALSO_NEAR_SHOWN])
    if more:
        cards.append(f'<details class="wz-more"><summary>{safe(say("also_near"))}</summary>{more}</details>')
    return heading + "".join(cards)
