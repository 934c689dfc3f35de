"""What people corrected in a document, and the form in which an editor does it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from desk.service import Shown
from desk.tabs.cards import FIELD_TEXTS, alert
from desk.tabs.marking import safe, tag
from desk.tabs.texts import Say
from index import CORRECTABLE, plain_value
from ingest import ClauseKind, Kind

DAYS = frozenset({"issued", "published", "effective", "expires"})
MAX_VALUE_CHARS = 500
MAX_QUOTE_CHARS = 2_000
MAX_CLAUSES = 500


@dataclass(frozen=True, slots=True)
class Sent:
    """What the browser sent of the form."""

    values: dict[str, Any] = field(default_factory=dict)
    restore: tuple[str, ...] = ()


def correction_sent(sent: Mapping[str, object]) -> Sent:
    """The values and the fields to be restored; what is not of the form is left out."""
    given, restore = sent.get("values"), sent.get("restore")
    values: dict[str, Any] = {}
    for name, value in given.items() if isinstance(given, dict) else ():
        if name == "clauses" and isinstance(value, list):
            values[name] = [_clause(one) for one in value[:MAX_CLAUSES] if isinstance(one, dict)]
        elif name in CORRECTABLE and isinstance(value, str):
            values[name] = value.strip() or None
    names = restore if isinstance(restore, list) else []
    return Sent(values, tuple(name for name in names if name in CORRECTABLE))


def _clause(sent: Mapping[str, object]) -> dict[str, Any]:
    clause: dict[str, Any] = {
        key: str(sent[key]).strip()[:MAX_QUOTE_CHARS]
        for key in ("kind", "quote", "day", "target")
        if str(sent.get(key) or "").strip()
    }
    months = str(sent.get("months") or "").strip()
    if months:
        clause["months"] = int(months) if months.isdecimal() and len(months) < 9 else months
    return clause


def corrections_html(shown: Shown, say: Say) -> str:
    """Which fields were corrected: what was read, by whom, when."""
    if not shown.summary.corrected:
        return ""
    last = {made.field: made for made in shown.corrections}
    rows = "".join(
        tag("li", f"{tag('b', safe(_name(name, say)))} {safe(_told(shown, name, last[name], say))}")
        for name in shown.summary.corrected
        if name in last
    )
    return tag("div", tag("p", safe(say("corrected_by_hand"))) + f"<ul>{rows}</ul>", class_="wz-corrected")


def _told(shown: Shown, name: str, made: Any, say: Say) -> str:
    read = shown_value(name, shown.as_read.get(name), say)
    return say("corrected_from", read=read, by=made.by, at=made.at.replace("T", " ").removesuffix("Z"))


def shown_value(name: str, value: Any, say: Say) -> str:
    """A value as a person reads it."""
    if name == "clauses":
        return say("clause_count", count=len(value or ()))
    if not value:
        return say("not_given")
    if name == "kind":
        return say(f"kind_{value}")
    return "、".join(value) if isinstance(value, list) else str(value)


def _name(name: str, say: Say) -> str:
    return say(FIELD_TEXTS.get(name, name))


# The form


def form_html(
    shown: Shown,
    say: Say,
    *,
    given: Mapping[str, Any] | None = None,
    problem: str = "",
    saved: bool = False,
    opened: bool = False,
) -> str:
    """The form over a document; after a ``problem`` with the values that were ``given``."""
    now = {name: plain_value(shown.document.metadata, name, shown.document.text) for name in CORRECTABLE}
    filled = {**now, **(given or {})}
    fields = [_field(shown, name, now[name], filled[name], say) for name in CORRECTABLE if name != "clauses"]
    clauses = _clauses(shown, filled["clauses"] or [], say)
    save = tag(
        "button",
        safe(say("save_correction")),
        type="submit",
        class_="wz-primary",
        data_wz="correct",
        data_doc=shown.summary.doc_id,
    )
    told = alert(problem, say) if problem else ""
    if saved:
        told = tag("p", safe(say("correction_saved")), class_="wz-rated", role="status")
    hint = tag("p", safe(say("correct_hint")), class_="wz-lead")
    grid = tag("div", "".join(fields), class_="wz-fields-grid")
    end = tag("div", told + save, class_="wz-correct-end")
    form = tag("form", hint + grid + clauses + end, class_="wz-correct-form")
    summary = tag("summary", safe(say("correct")))
    return tag(
        "details", summary + form, class_="wz-correct", open="" if problem or saved or opened else None
    )


def _field(shown: Shown, name: str, now: Any, filled: Any, say: Say) -> str:
    ident = f"wz-correct-{name}"
    label = tag("label", safe(_name(name, say)), for_=ident)
    control = _control(name, ident, _written(now), _written(filled), say)
    return tag("div", label + control + _restore(shown, name, say), class_="wz-field")


def _written(value: Any) -> str:
    return "、".join(value) if isinstance(value, list) else str(value or "")


def _control(name: str, ident: str, now: str, filled: str, say: Say) -> str:
    data = {"id": ident, "data_field": name, "data_was": now}
    if name == "kind":
        kinds = [("", say("not_given")), *((kind.value, say(f"kind_{kind.value}")) for kind in Kind)]
        return _select(kinds, filled, **data)
    kind = "date" if name in DAYS else "text"
    limit = None if name in DAYS else MAX_VALUE_CHARS
    return _input(type=kind, value=filled, maxlength=limit, **data)


def _input(**attributes: Any) -> str:
    return tag("input", "", **attributes).removesuffix("</input>")


def _select(choices: Sequence[tuple[str, str]], chosen: str, **attributes: Any) -> str:
    options = "".join(
        tag("option", safe(words), value=value, selected="" if value == chosen else None)
        for value, words in choices
    )
    return tag("select", options, **attributes)


def _restore(shown: Shown, name: str, say: Say) -> str:
    """What was read, and the way back to it, for a field that was corrected."""
    if name not in shown.summary.corrected:
        return ""
    read = say("was_read", read=shown_value(name, shown.as_read.get(name), say))
    button = tag(
        "button",
        safe(say("restore")),
        type="button",
        class_="wz-action",
        data_wz="restore",
        data_doc=shown.summary.doc_id,
        data_field=name,
        aria_label=say("restore_field", field=_name(name, say)),
    )
    return tag("small", safe(read) + button)


def _clauses(shown: Shown, clauses: Sequence[Mapping[str, Any]], say: Say) -> str:
    rows = "".join(_clause_row(clause, place, say) for place, clause in enumerate([*clauses, {}]))
    legend = tag("legend", safe(say("status_clauses")))
    hint = tag("p", safe(say("clauses_hint")), class_="wz-lead")
    return tag("fieldset", legend + hint + rows + _restore(shown, "clauses", say), class_="wz-clauses")


def _clause_row(clause: Mapping[str, Any], place: int, say: Say) -> str:
    """One clause; the last row is empty, for another one."""
    kinds = [(kind.value, say(f"clause_{kind.value}")) for kind in ClauseKind]

    def labelled(key: str, control: str) -> str:
        label = tag("label", safe(say(f"clause_{key}")), for_=f"wz-clause-{place}-{key}")
        return tag("div", label + control, class_=f"wz-field wz-clause-{key}")

    def data(key: str) -> dict[str, Any]:
        was = str(clause.get(key, "" if key != "kind" or clause else kinds[0][0]))
        return {"id": f"wz-clause-{place}-{key}", "data_clause": key, "data_was": was}

    quote = tag("textarea", safe(clause.get("quote", "")), rows=2, maxlength=MAX_QUOTE_CHARS, **data("quote"))
    parts = (
        labelled("kind", _select(kinds, str(clause.get("kind", "")), **data("kind"))),
        labelled("quote", quote),
        labelled("day", _input(type="date", value=clause.get("day", ""), **data("day"))),
        labelled(
            "months", _input(type="number", min=1, max=1200, value=clause.get("months", ""), **data("months"))
        ),
        labelled(
            "target",
            _input(type="text", maxlength=MAX_VALUE_CHARS, value=clause.get("target", ""), **data("target")),
        ),
    )
    return tag("div", "".join(parts), class_="wz-clause-row")
