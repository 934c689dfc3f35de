"""找原文 Find: the original of a sentence, with what differs from it marked."""

from __future__ import annotations

from collections.abc import Iterator

import gradio as gr

from assistant import Answer, Verdict
from desk.tabs.cards import alert, empty, hit_card, quote_card, waiting
from desk.tabs.marking import differences, marked, safe, tag
from desk.tabs.page import QUIET, Loading, Page, panel
from desk.tabs.texts import Say

NEAREST_SHOWN = 4
MAX_SENTENCE_CHARS = 1500
_ENDINGS = "。；;，,.！？!?"
# Quotation marks would end the quotation that the sentence is put into.
_INNER_MARKS = str.maketrans({"“": "", "”": "", "「": "", "」": "", '"': ""})


def build_find(page: Page) -> Loading | None:
    """Put the tab's contents on the page."""
    say = page.say
    panel("find-lead", tag("p", safe(say("find_lead")), class_="wz-lead"))
    with gr.Column(elem_classes="wz-form"):
        sentence = gr.Textbox(
            label=say("sentence"),
            placeholder=say("sentence_hint"),
            lines=3,
            max_lines=8,
            max_length=MAX_SENTENCE_CHARS,
            elem_id="sentence",
        )
        button = gr.Button(say("find_it"), variant="primary", elem_id="find-run", elem_classes="wz-run")
    result = panel("found", empty(say("find_empty")))

    def find(given: str) -> Iterator[str]:
        if not given.strip():
            yield empty(say("find_empty"))
            return
        yield waiting(say("searching"))
        try:
            if not page.desk.documents():
                yield empty(say("welcome_empty"))
                return
            quoted = f"“{' '.join(given.split()).translate(_INNER_MARKS)}”出自哪里？"
            yield found_html(given.strip(), page.desk.ask(quoted, all_status=True), say)
        except Exception as error:
            yield alert(page.told(error), say)

    gr.on([button.click, sentence.submit], find, sentence, result, concurrency_limit=20, **QUIET)
    return None


def found_html(given: str, answer: Answer, say: Say) -> str:
    """The sentence beside its original, or the nearest passages where there is none."""
    near = "".join(hit_card(hit, say) for hit in answer.hits[:NEAREST_SHOWN])
    nearest = tag("h3", safe(say("nearest")), class_="wz-near-title") + near if near else ""
    if answer.verdict is not Verdict.ANSWERED or not answer.citations:
        told = tag("p", safe(say("found_none")), class_="wz-verdict wz-verdict-not_found")
        return told + nearest
    citation = answer.citations[0]
    # A sentence that is cut out elsewhere ends with another mark: no difference worth showing.
    ours, theirs = differences(given.rstrip(_ENDINGS), citation.quote.rstrip(_ENDINGS))
    count = max(len(ours), len(theirs))
    told = say("found_differs", count=count) if count else say("found_exact")
    kind = "partial" if count else "exact"
    head = tag("p", safe(told), class_=f"wz-verdict wz-verdict-{kind}", role="status")
    text = tag("div", marked(given, ours, opening="<del>", closing="</del>"), class_="wz-text")
    left = tag("article", tag("p", safe(say("given")), class_="wz-side") + text, class_="wz-card")
    body = marked(citation.quote, theirs, opening="<ins>", closing="</ins>")
    span = (citation.start, citation.end)
    right = quote_card(citation.document, citation.headings, span, body=body, say=say, label=say("original"))
    return head + tag("div", left + right, class_="wz-pair")
