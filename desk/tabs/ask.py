"""问答 Ask: a dialogue with the shelf, and the evidence beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from queue import Queue
from threading import Lock, Thread
from typing import Any

import gradio as gr

from assistant import DOSSIER_SUFFIXES, write_dossier
from desk.tabs.conversation import Turn, changed, evidence_html, feed_html
from desk.tabs.examples import Examples
from desk.tabs.marking import safe, tag
from desk.tabs.page import QUIET, Loading, Page, follow_download, panel, parse_day, temporary_file
from desk.tabs.source import clicked, number
from desk.tabs.texts import Say
from eval import Asked, append_gold, approved_line, passage_line, refusal_line
from ingest import Kind, Status, UsageError

EARLIER_QUESTIONS = 4  # how much of the dialogue a follow-up may draw on
PEOPLE_AT_ONCE = 20  # questions that are taken at the same time; the shelf's readers share them out
CURRENT, ALL = "current", "all"  # choices of standing beside the standings themselves
_WRITING = Lock()  # one judgement at a time reaches the file


def build_ask(page: Page) -> Loading:
    """Put the tab's contents on the page; what to call when it opens."""
    say = page.say
    turns = gr.State([])
    with gr.Row(elem_id="ask-row"):
        with gr.Column(elem_id="ask-left"):
            feed = panel("feed")
            with gr.Column(elem_id="composer"):
                question = gr.Textbox(
                    show_label=False,
                    label=say("question"),
                    placeholder=say("placeholder"),
                    submit_btn=say("send"),
                    lines=1,
                    max_lines=6,
                    max_length=2000,
                    elem_id="question",
                    container=True,
                )
                rewording = gr.Checkbox(
                    label=say("reword"),
                    info=say("reword_info"),
                    visible=page.desk.rewords,
                    elem_id="reword",
                )
            with gr.Column(elem_id="ask-under"):
                region, *others = _filters(say)
                clear = gr.Button(say("clear"), size="sm", elem_id="clear")
        with gr.Column(elem_id="ask-right"):
            evidence = panel("evidence", evidence_html(None, None, say))
    handlers = _Handlers(page)
    chosen = [rewording, region, *others]
    shown = [question, feed, evidence, turns]
    busy = {**QUIET, "concurrency_limit": PEOPLE_AT_ONCE}
    question.submit(handlers.reply, [question, turns, *chosen], shown, **busy)
    page.bus.suggest(handlers.suggested, [turns, *chosen], shown, **busy)
    page.bus.rate(handlers.rate, [turns], [feed, turns], **busy)
    download = gr.File(visible="hidden", elem_id="download")
    exported = page.bus.export(handlers.export, [turns], [download, feed, turns], **busy)
    exported.success(None, None, None, js=follow_download("download"), **QUIET)
    clear.click(handlers.begin, None, [feed, evidence, turns, region], **busy)
    return Loading(handlers.begin, [feed, evidence, turns, region])


def _filters(say: Say) -> tuple[gr.components.Component, ...]:
    """The controls that limit an answer: region, kind, day, standing."""
    with gr.Accordion(say("filters"), open=False, elem_id="filters"), gr.Row():
        return (
            gr.Dropdown([(say("any_region"), "")], label=say("region"), value="", min_width=120),
            gr.Dropdown(_kinds(say), label=say("kind"), value="", min_width=120),
            gr.Textbox(label=say("as_of"), placeholder=say("as_of_hint"), max_length=10, min_width=120),
            gr.Dropdown(_standings(say), value=CURRENT, label=say("standing_filter"), min_width=120),
        )


@dataclass(frozen=True, slots=True)
class _Limits:
    """The filters as a person set them."""

    region: str | None
    kind: Kind | None
    as_of: date | None
    standing: str  # CURRENT, ALL or a status

    @property
    def statuses(self) -> tuple[Status, ...]:
        """The one standing that was chosen."""
        return () if self.standing in (CURRENT, ALL) else (Status(self.standing),)


class _Handlers:
    """What the tab's events do; each gives the new values of the components it is bound to."""

    def __init__(self, page: Page) -> None:
        self._page, self._say = page, page.say
        self._examples = Examples(page.desk, page.say)

    def begin(self) -> tuple[Any, ...]:
        """A new dialogue: the welcome, no evidence, no turns, and the regions that the shelf has now."""
        documents = self._page.desk.documents()
        regions = sorted({document.region for document in documents if document.region})
        choices = [(self._say("any_region"), ""), *((name, name) for name in regions)]
        return (
            welcome_html(self._examples.offered(), self._say, empty=not documents),
            evidence_html(None, None, self._say),
            [],
            gr.update(choices=choices, value=""),
        )

    def suggested(self, turns: list[Turn], *chosen: Any, event: gr.EventData) -> Iterator[tuple[Any, ...]]:
        """Ask the example that was clicked."""
        yield from self.reply(str(clicked(event).get("question", "")), turns, *chosen)

    def reply(
        self, question: str, turns: list[Turn], reword: bool, *chosen: Any
    ) -> Iterator[tuple[Any, ...]]:
        """Show the question at once, then its answer, then the evidence, then other words for it."""
        say = self._say
        if not question.strip():
            yield (gr.skip(),) * 4
            return
        turn = Turn(ordinal=len(turns) + 1, question=question.strip())
        yield "", feed_html([*turns, turn], say), gr.skip(), gr.skip()
        try:
            with self._page.desk.reading() as shelf:
                limits = self._limits(*chosen)
                after = tuple(earlier.question for earlier in turns)[-EARLIER_QUESTIONS:]
                answer = self._page.desk.ask(
                    turn.question,
                    after=after,
                    region=limits.region,
                    kind=limits.kind,
                    as_of=limits.as_of,
                    all_status=limits.standing == ALL,
                    statuses=limits.statuses,
                )
                asked = Asked(after, limits.region, limits.as_of)
                turns = [*turns, replace(turn, answer=answer, asked=asked, within=self._told(limits))]
                yield gr.skip(), feed_html(turns, say), gr.skip(), turns
                yield gr.skip(), gr.skip(), evidence_html(shelf, answer, say), gr.skip()
            if reword and self._page.desk.rewords:
                for told in self._reworded(turns):
                    yield gr.skip(), feed_html(told, say), gr.skip(), told
        except Exception as error:
            failed = replace(turn, error=self._page.told(error))
            yield question, feed_html([*turns, failed], say), evidence_html(None, None, say), gr.skip()

    def _reworded(self, turns: list[Turn]) -> Iterator[list[Turn]]:
        """``turns`` with the last answer reworded, sentence by sentence as they pass their check."""
        turn, says = turns[-1], Queue[Any]()
        assert turn.answer is not None
        answer = turn.answer

        def work() -> None:
            try:
                says.put(self._page.desk.reword(answer, says.put))
            except Exception as error:
                says.put(error)

        yield changed(turns, turn.ordinal, rewording="")
        Thread(target=work, daemon=True).start()
        passed: list[str] = []
        while isinstance(said := says.get(), str):
            passed.append(said)
            yield changed(turns, turn.ordinal, rewording="".join(passed))
        if isinstance(said, Exception):
            noted = replace(answer, notes=(*answer.notes, self._page.told(said)))
            yield changed(turns, turn.ordinal, answer=noted, rewording=None)
        else:
            yield changed(turns, turn.ordinal, answer=said, rewording=None)

    def _limits(self, region: str, kind: str, as_of: str, standing: str) -> _Limits:
        day = parse_day(as_of, self._say)
        return _Limits(region or None, Kind(kind) if kind else None, day, standing or CURRENT)

    def _told(self, limits: _Limits) -> str:
        """The filters in words, so that a closed panel hides none of them."""
        parts = [limits.region, limits.as_of.isoformat() if limits.as_of else None]
        parts.append(self._say(f"kind_{limits.kind.value}") if limits.kind else None)
        chosen = {CURRENT: None, ALL: self._say("standing_all")}
        parts.append(chosen[limits.standing] if limits.standing in chosen else self._say(limits.standing))
        return " · ".join(part for part in parts if part)

    def rate(self, turns: list[Turn], request: gr.Request, event: gr.EventData) -> tuple[Any, Any]:
        """Record the person's judgement of a turn as a line of their question set."""
        sent = clicked(event)
        turn = _turn_named(turns, sent)
        if turn is None or turn.answer is None or turn.rated:
            return gr.skip(), gr.skip()
        rating = sent.get("rating")
        if rating in ("bad", "cancel"):
            turns = changed(turns, turn.ordinal, asks_right=rating == "bad")
            return feed_html(turns, self._say), turns
        try:
            told = self._record(turn, str(rating), sent.get("hit"), self._page.questions_file(request))
        except Exception as error:
            told = self._page.told(error)
        turns = changed(turns, turn.ordinal, rated=told, asks_right=False)
        return feed_html(turns, self._say), turns

    def _record(self, turn: Turn, rating: str, hit: object, path: Path) -> str:
        answer, asked = turn.answer, turn.asked
        assert answer is not None
        with self._page.desk.reading() as shelf:
            if rating == "good":
                line = approved_line(shelf, answer, asked)
            elif rating == "nothing":
                line = refusal_line(answer, asked)
            elif rating == "this" and number(hit) < len(answer.hits):
                line = passage_line(shelf, answer, answer.hits[number(hit)], asked)
            else:
                raise UsageError(f"{rating!r} is no judgement of an answer. 无此评价")
        with _WRITING:
            append_gold(path, line)
        return self._say("rated_good", path=path.name)

    def export(self, turns: list[Turn], event: gr.EventData) -> tuple[Any, Any, Any]:
        """A turn's dossier as a file to download."""
        sent = clicked(event)
        turn, suffix = _turn_named(turns, sent), f".{sent.get('format')}"
        if turn is None or turn.answer is None or suffix not in DOSSIER_SUFFIXES:
            return gr.skip(), gr.skip(), gr.skip()
        try:
            path = temporary_file(f"wenzheng-{turn.ordinal}{suffix}")
            with self._page.desk.reading() as shelf:
                write_dossier(turn.answer, shelf, path)
        except Exception as error:
            turns = changed(turns, turn.ordinal, rated=self._page.told(error))
            return gr.skip(), feed_html(turns, self._say), turns
        return str(path), gr.skip(), gr.skip()


def _turn_named(turns: Sequence[Turn], sent: dict[str, object]) -> Turn | None:
    return next((turn for turn in turns if turn.ordinal == number(sent.get("turn"))), None)


def _kinds(say: Say) -> list[tuple[str, str]]:
    return [(say("any_kind"), ""), *((say(f"kind_{kind.value}"), kind.value) for kind in Kind)]


def _standings(say: Say) -> list[tuple[str, str]]:
    chosen = [(say("standing_current"), CURRENT), (say("standing_all"), ALL)]
    return [*chosen, *((say("standing_only", standing=say(one.value)), one.value) for one in Status)]


def welcome_html(examples: Sequence[str], say: Say, *, empty: bool) -> str:
    """What stands where the dialogue will be: what one may expect, and questions that this shelf answers."""
    title = tag("h2", safe(say("welcome")))
    if empty:
        return tag("div", title + tag("p", safe(say("welcome_empty"))), class_="wz-welcome")
    items = "".join(
        tag(
            "li",
            tag(
                "button",
                safe(text),
                type="button",
                class_="wz-suggest",
                data_wz="suggest",
                data_question=text,
            ),
        )
        for text in examples
    )
    heading = tag("h3", safe(say("examples")))
    listed = tag("div", heading + f"<ul>{items}</ul>", class_="wz-examples") if items else ""
    return tag("div", title + tag("p", safe(say("welcome_more"))) + listed, class_="wz-welcome")
