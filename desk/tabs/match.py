"""匹配 Match: what a company may get, condition by condition; the form asks for what measures need."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import gradio as gr

from assistant import (
    ConditionStatus,
    Match,
    MatchReport,
    MatchVerdict,
    profile_questions,
    write_matches_html,
)
from desk.tabs.cards import alert, empty, opener, quote_card, waiting
from desk.tabs.marking import marked, safe, tag
from desk.tabs.page import QUIET, Loading, Page, follow_download, panel, temporary_file
from desk.tabs.source import clicked
from desk.tabs.texts import Say

FIRST_FIELDS = 6  # of the form; the rest is folded away, as it matters to fewer measures
MAX_FIELDS = 60  # that a browser may send
MAX_VALUE_CHARS = 500
_BETWEEN_NAMES = re.compile(r"[、,，;；\n]+")
_LISTED = "list"
_NONE = ("[]", "无", "没有", "none")  # how a person says that a list is empty, not unknown
_YES_NO = "yes_no"
_BARE_NUMBER = re.compile(r"\d{1,15}(?:\.\d{1,6})?")


def build_match(page: Page) -> Loading:
    """Put the tab's contents on the page; what to call when it is shown."""
    say = page.say
    panel("match-lead", tag("p", safe(say("match_lead")), class_="wz-lead"))
    report = gr.State(None)
    form = panel("match-form")
    shown = panel("matches", empty(say("match_empty")))
    export = gr.Button(say("export_html"), elem_id="match-export", visible=False)
    download = gr.File(visible="hidden", elem_id="match-download")

    def questions() -> str:
        try:
            with page.desk.reading() as shelf:
                regions = sorted({found.region for found in shelf.documents() if found.region})
                return form_html(profile_questions(shelf), regions, say)
        except Exception as error:
            return alert(page.told(error), say)

    def match(event: gr.EventData) -> Iterator[tuple[Any, Any, Any]]:
        yield waiting(say("busy")), gr.skip(), gr.update(visible=False)
        try:
            found = page.desk.match(profile_sent(clicked(event)))
            yield matches_html(found, say), found, gr.update(visible=True)
        except Exception as error:
            yield alert(page.told(error), say), None, gr.update(visible=False)

    def save(found: MatchReport | None) -> Any:
        if found is None:
            return gr.skip()
        path = temporary_file("wenzheng-match.html")
        write_matches_html(found, path)
        return str(path)

    page.bus.match(match, None, [shown, report, export], concurrency_limit=4, **QUIET)
    export.click(save, report, download, **QUIET).success(
        None, None, None, js=follow_download("match-download"), **QUIET
    )
    return Loading(questions, [form])


def profile_sent(sent: Mapping[str, object]) -> dict[str, Any]:
    """The profile that a browser sent: fields by name, lists cut, answers by the words they answer."""
    fields, types, answers = (sent.get(key) for key in ("fields", "types", "answers"))
    profile: dict[str, Any] = {}
    kinds = types if isinstance(types, dict) else {}
    for name, value in _texts(fields).items():
        listed = [part.strip() for part in _BETWEEN_NAMES.split(value) if part.strip()]
        listed = [] if value in _NONE else listed
        profile[name] = listed if kinds.get(name) == _LISTED else value
    answered = {words: _answer(value) for words, value in _texts(answers).items()}
    return {**profile, "answers": answered} if answered else profile


def _texts(sent: object) -> dict[str, str]:
    if not isinstance(sent, dict):
        return {}
    given = {str(key)[:MAX_VALUE_CHARS]: str(value).strip() for key, value in list(sent.items())[:MAX_FIELDS]}
    return {key: value[:MAX_VALUE_CHARS] for key, value in given.items() if value}


def _answer(value: str) -> bool | float | str:
    if value in ("yes", "no"):
        return value == "yes"
    return float(value) if _BARE_NUMBER.fullmatch(value) else value


# The form


def form_html(questions: Sequence[Any], regions: Sequence[str], say: Say) -> str:
    """Fields for what the shelf's measures ask, the most needed first."""
    fields = [_field(question, regions, say) for question in questions]
    more = ""
    if fields[FIRST_FIELDS:]:
        summary = tag("summary", safe(say("match_more")))
        folded = tag("div", "".join(fields[FIRST_FIELDS:]), class_="wz-fields-grid")
        more = tag("details", summary + folded, class_="wz-more")
    run = tag("button", safe(say("match_run")), type="submit", class_="wz-primary", data_wz="match")
    first = tag("div", "".join(fields[:FIRST_FIELDS]), class_="wz-fields-grid")
    return tag("form", first + more + run, class_="wz-profile")


def _field(question: Any, regions: Sequence[str], say: Say) -> str:
    name = f"wz-field-{question.name}"
    asked = question.question_zh if say.language == "zh" else question.question_en
    label = tag("label", safe(asked), for_=name)
    data = {"id": name, "data_field": question.name, "data_type": question.type}
    if question.type == _YES_NO:
        return tag("div", label + _yes_no(say, **data), class_="wz-field")
    if question.name == "region":
        options = "".join(tag("option", "", value=region) for region in regions)
        listed = tag("datalist", options, id="wz-regions")
        return tag("div", label + _input(list="wz-regions", required="", **data) + listed, class_="wz-field")
    hint = say("list_hint") if question.type == _LISTED else None
    return tag("div", label + _input(placeholder=hint, **data), class_="wz-field")


def _input(**attributes: Any) -> str:
    return tag("input", "", type="text", maxlength=MAX_VALUE_CHARS, **attributes).removesuffix("</input>")


def _yes_no(say: Say, **attributes: Any) -> str:
    options = "".join(
        tag("option", safe(say(key)), value=value)
        for key, value in (("not_said", ""), ("yes", "yes"), ("no", "no"))
    )
    return tag("select", options, **attributes)


# The result


def matches_html(report: MatchReport, say: Say) -> str:
    """The measures by verdict, what is still to be told, and what was left out."""
    counts = {verdict.value: report.count(verdict) for verdict in MatchVerdict}
    head = tag(
        "p", safe(say("match_done", region=report.region, **counts)), class_="wz-summary", role="status"
    )
    if report.total_yuan:
        total = say("match_total", total=f"{report.total_yuan:,.0f}")
        head += tag("p", safe(total), class_="wz-total")
    if not report.matches:
        return head + empty(say("match_none")) + _left_out(report, say)
    groups = "".join(_group(report, verdict, say) for verdict in MatchVerdict)
    return head + _missing(report, say) + groups + _left_out(report, say)


def _missing(report: MatchReport, say: Say) -> str:
    if not report.missing:
        return ""
    rows = []
    for place, one in enumerate(report.missing):
        asked = one.question_zh if say.language == "zh" else one.question_en
        count = tag("small", safe(say("missing_count", count=one.measures)))
        if not one.words:
            rows.append(tag("li", f"{safe(asked)} {count}"))
            continue
        name = f"wz-answer-{place}"
        choice = _yes_no(say, id=name, data_answer=one.words)
        rows.append(tag("li", tag("label", f"{safe(asked)} {count}", for_=name) + choice))
    again = tag("button", safe(say("match_run")), type="button", class_="wz-secondary", data_wz="match")
    title = tag("summary", safe(say("missing_head")))
    return tag("details", title + tag("ul", "".join(rows)) + again, class_="wz-missing")


def _group(report: MatchReport, verdict: MatchVerdict, say: Say) -> str:
    found = [match for match in report.matches if match.verdict is verdict]
    if not found:
        return ""
    title = tag(
        "h2", f"{safe(say(f'verdict_{verdict.value}'))} <small>{len(found)}</small>", class_="wz-group"
    )
    return title + "".join(_match(match, say) for match in found)


def _match(match: Match, say: Say) -> str:
    """A measure; one that the company may get lies open."""
    verdict, citation = match.verdict.value, match.citation
    label = tag("span", safe(say(f"verdict_{verdict}")), class_=f"wz-badge wz-m-{verdict}")
    worth = tag("span", safe(match.worth.text), class_="wz-scope") if match.worth else ""
    head = tag("summary", label + tag("span", safe(match.title), class_="wz-finding-text") + worth)
    span = (citation.start, citation.end)
    source = quote_card(match.document, citation.headings, span, body=_marked_worth(match), say=say)
    notes = match.notes_zh if say.language == "zh" else match.notes_en
    told = tag("ul", "".join(tag("li", safe(note)) for note in notes), class_="wz-notes") if notes else ""
    facts = _facts(match, say) + _conditions(match, say) + told + _rules(match, say)
    body = tag("div", tag("div", facts) + source, class_="wz-pair")
    is_open = "" if match.verdict is MatchVerdict.ELIGIBLE else None
    return tag("details", head + body, class_=f"wz-finding wz-match wz-match-{verdict}", open=is_open)


def _marked_worth(match: Match) -> str:
    quote = match.citation.quote
    at = quote.find(match.worth.text) if match.worth and match.worth.text else -1
    spans = [(at, at + len(match.worth.text))] if match.worth and at >= 0 else []
    return marked(quote, spans)


def _facts(match: Match, say: Say) -> str:
    """Amount and deadline, with how the amount was worked out."""
    rows = []
    worth, deadline = match.worth, match.deadline
    if worth is not None:
        parts = [safe(worth.text)]
        if worth.value_yuan is not None:
            per = f" / {worth.per}" if worth.per else ""
            value = say("amount_for_you", value=f"{worth.value_yuan:,.0f}", per=per)
            parts.append(tag("strong", safe(value)))
        if worth.working:
            parts.append(tag("small", safe(worth.working)))
        rows.append(f"<div>{tag('dt', safe(say('amount')))}<dd>{' '.join(parts)}</dd></div>")
    if deadline is not None and (deadline.day or deadline.passed):
        told = str(deadline.day) if deadline.day else say("deadline_passed", day=deadline.passed)
        if deadline.day and deadline.passed:
            told = say("deadline_next", passed=deadline.passed, day=deadline.day)
        rows.append(f"<div>{tag('dt', safe(say('deadline')))}{tag('dd', safe(told))}</div>")
    return tag("dl", "".join(rows), class_="wz-fields") if rows else ""


def _conditions(match: Match, say: Say) -> str:
    rows = []
    for judged in match.conditions:
        status: ConditionStatus = judged.status
        mark = tag("span", safe(say(f"condition_{status.value}")), class_=f"wz-badge wz-c-{status.value}")
        why = judged.why_zh if say.language == "zh" else judged.why_en
        span = (judged.citation.start, judged.citation.end)
        words = opener(
            judged.citation.document,
            span,
            span,
            label=say("open_at", title=judged.citation.document.title),
            body=safe(judged.condition.words),
            class_="wz-words",
        )
        rows.append(tag("li", mark + tag("div", words + tag("small", safe(why)))))
    return tag("ul", "".join(rows), class_="wz-conditions", aria_label=say("conditions")) if rows else ""


def _rules(match: Match, say: Say) -> str:
    if not match.rules:
        return ""
    quotes = "".join(tag("blockquote", safe(rule.quote)) for rule in match.rules)
    return tag("details", tag("summary", safe(say("rules_head"))) + quotes, class_="wz-more wz-rules")


def _left_out(report: MatchReport, say: Say) -> str:
    if not report.left_out:
        return ""
    rows = "".join(
        tag("li", f"{safe(one.document.title)} — {safe(_why(one.why, say))}") for one in report.left_out
    )
    title = tag("summary", safe(say("left_out", count=len(report.left_out))))
    return tag("details", f"{title}<ul>{rows}</ul>", class_="wz-more")


def _why(why: str, say: Say) -> str:
    for key in (f"left_{why}", why, f"kind_{why}"):
        try:
            return say(key)
        except KeyError:
            continue
    return why
