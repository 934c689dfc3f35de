"""The JSON of a comparison: fields are added, never renamed or removed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from assistant.comparing.figures import ChangedFigures, changed_figures
from assistant.comparing.types import Change, ChangeKind, Comparison, Figure, Span
from assistant.contracts import Json, citation_json, document_json
from assistant.types import Citation
from ingest import Quantity


def comparison_json(comparison: Comparison) -> Json:
    """The result of ``diff``; ``a`` is the side given first, offsets count in that document's text."""
    return {
        "a": document_json(comparison.a),
        "b": document_json(comparison.b),
        "changes": [_change(change, number) for number, change in enumerate(comparison.changes, start=1)],
        "summary": {
            **{kind.value: comparison.count(kind) for kind in ChangeKind},
            "unchanged": comparison.unchanged,
            "formal": comparison.formal,
        },
        "figures": [_figures_json(told) for told in changed_figures(comparison)],
        "took_ms": round(comparison.took_ms, 1),
    }


def _change(change: Change, number: int) -> Json:
    renumbered = {"from": change.label_a, "to": change.label_b} if change.renumbered else None
    return {
        "kind": change.kind.value,
        "how": change.how.value,
        "a": _side(change.a, number, change.marks_a),
        "b": _side(change.b, number, change.marks_b),
        "renumbered": renumbered,
        "reworded": change.reworded,
        "formal": change.formal,
        "figures": [_figure(change, figure) for figure in change.figures],
        "departments": {
            "removed": [_words(change.a, span) for span in change.departments_gone],
            "added": [_words(change.b, span) for span in change.departments_new],
        },
    }


def _figures_json(told: ChangedFigures) -> Json:
    """The figures of one kind that changed in one clause."""
    return {
        "from": list(told.before),
        "to": list(told.after),
        "of": told.of,
        "place": told.place,
    }


def _side(citation: Citation | None, number: int, marks: tuple[Span, ...]) -> Json | None:
    if citation is None:
        return None
    marked = [{"start": start, "end": end, "text": _words(citation, (start, end))} for start, end in marks]
    return {**citation_json(replace(citation, number=number)), "marks": marked}


def _words(citation: Citation | None, span: Span) -> str:
    if citation is None:
        return ""
    return citation.quote[span[0] - citation.start : span[1] - citation.start]


def _figure(change: Change, figure: Figure) -> Json:
    return {
        "kind": figure.kind,
        "a": _quantity(change.a, figure.a),
        "b": _quantity(change.b, figure.b),
        "same_value": figure.same_value,
    }


def _quantity(citation: Citation | None, quantity: Quantity | None) -> dict[str, Any] | None:
    if quantity is None:
        return None
    return {
        "text": _words(citation, (quantity.start, quantity.end)),
        "value": _number(quantity),
        "unit": quantity.unit,
        "bound": quantity.bound.value,
        "start": quantity.start,
        "end": quantity.end,
    }


def _number(quantity: Quantity) -> str | list[str]:
    """The value as a decimal in words that lose nothing; of a range both ends; of a date its last day."""
    if quantity.day is not None:
        return quantity.day.isoformat()
    low = format(quantity.value, "f")
    return low if quantity.high is None else [low, format(quantity.high, "f")]
