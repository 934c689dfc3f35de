"""Pinned floors: a change that makes answers worse fails, and so does one that changes the data unseen.

``data/floors.json`` holds, by set, the digests of its questions and documents, a floor for each metric
that should be high and a ceiling for each that should be low. A floor is raised by ``raise_floors`` and
lowered only by hand, with the reason in the commit.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.datasets import DATA, find_documents, load_set
from eval.metrics import LOWER_IS_BETTER, Estimate
from eval.results import EvalResult
from eval.runner import run_set
from eval.shelves import Progress
from index import Shelf
from ingest import UsageError

FLOORS = DATA / "floors.json"
GATED_FLOORS = (
    "R@1",
    "R@5",
    "nDCG@10",
    "answer_containment",
    "cited_gold",
    "citation_exact",
    "refused_unanswerable",
    "findings_found",
    "no_false_finding",
    "changes_found",
    "no_false_change",
    "measures_found",
    "match_verdict",
    "match_amount",
    "match_condition",
    "no_false_measure",
)
GATED_CEILINGS = LOWER_IS_BETTER
# Between a measured value and the pinned one: about three questions of a hundred, so that a tie that
# falls the other way on another machine does not stop a build.
MARGIN = 0.03
# Quotes are exact or the program is wrong, and no vector decides whether there is a false alarm.
EXACT = ("citation_exact", "no_false_finding", "no_false_change", "no_false_measure")
_ROUND = 3


@dataclass(frozen=True, slots=True)
class Bar:
    """One metric held against its pinned value."""

    set: str
    metric: str
    value: float | None  # None if the run did not give it
    limit: float
    is_floor: bool

    @property
    def passed(self) -> bool:
        """Whether the metric keeps to its limit."""
        if self.value is None:
            return False
        return self.value >= self.limit if self.is_floor else self.value <= self.limit

    def __str__(self) -> str:
        value = "not measured" if self.value is None else f"{self.value:.3f}"
        sign = "≥" if self.is_floor else "≤"
        mark = "ok  " if self.passed else "FAIL"
        return f"{mark} {self.set} {self.metric} {value} (pinned {sign} {self.limit:.3f})"


@dataclass(frozen=True, slots=True)
class GateReport:
    """All bars, and what else stands in the way."""

    bars: tuple[Bar, ...]
    problems: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether every bar is kept and the data are those that were pinned."""
        return not self.problems and all(bar.passed for bar in self.bars)


def run_gate(
    sets: Sequence[str] = (),
    *,
    floors: Path = FLOORS,
    shelves: Mapping[str, Shelf] | None = None,
    model: str | None = None,
    progress: Progress | None = None,
) -> GateReport:
    """Run the pinned sets, or those named, and hold them against ``floors``.

    Without names, a set whose documents are not on this machine is left out. ``shelves`` are there
    already, by set; the others are built.
    """
    pinned = read_floors(floors)
    unknown = [name for name in sets if name not in pinned]
    if unknown:
        raise UsageError(
            f"No floors are pinned for {', '.join(unknown)}: {floors.name} has {', '.join(pinned)}."
        )
    bars: list[Bar] = []
    problems: list[str] = []
    for name in sets or [name for name in pinned if find_documents(name) is not None]:
        problems += changed_data(name, pinned[name])
        shelf = (shelves or {}).get(name)
        result = run_set(name, shelf=shelf, model=model, lanes=("fused",), progress=progress)
        problems += [f"{name}: {problem}" for problem in result.problems]
        bars += held_against(result, pinned[name])
    return GateReport(tuple(bars), tuple(problems))


def read_floors(path: Path = FLOORS) -> dict[str, dict[str, Any]]:
    """The pinned values by set; ``UsageError`` if the file is not as ``raise_floors`` writes it."""
    try:
        pinned = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"The floors '{path}' cannot be read: {error.strerror}.") from error
    except ValueError as error:
        raise UsageError(f"The floors '{path}' are not JSON: {error}.") from error
    for name, entry in pinned.items() if isinstance(pinned, dict) else [("the file", None)]:
        if not isinstance(entry, dict) or {"questions", "documents", "floors", "ceilings"} - set(entry):
            raise UsageError(
                f"{path}: {name} must have questions, documents, floors and ceilings; pin it again."
            )
    return dict(pinned)


def changed_data(name: str, pinned: Mapping[str, Any]) -> list[str]:
    """What is no longer as it was pinned: the questions, the documents."""
    now = data_digests(name)
    return [
        f"{name}: the {what} are not those that were pinned; look at what changed, then pin again"
        for what in ("questions", "documents")
        if now[what] != pinned[what]
    ]


def data_digests(name: str) -> dict[str, str]:
    """SHA-256, hex, of a set's questions and of its documents' names and bytes, wherever they lie."""
    documents = find_documents(name)
    if documents is None:
        raise UsageError(f"The documents of {name} are not on this machine.")
    digest = hashlib.sha256()
    for path in sorted(documents.rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(documents).as_posix().encode("utf-8", "surrogateescape"))
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return {"questions": load_set(name).digest, "documents": digest.hexdigest()}


def held_against(result: EvalResult, pinned: Mapping[str, Any]) -> list[Bar]:
    """The run's metrics beside their pinned values."""
    metrics = result.metrics()
    return [
        Bar(result.set, metric, metrics[metric].mean if metric in metrics else None, limit, is_floor)
        for limits, is_floor in ((pinned["floors"], True), (pinned["ceilings"], False))
        for metric, limit in limits.items()
    ]


def raise_floors(result: EvalResult, floors: Path = FLOORS) -> dict[str, Any]:
    """Pin a run less ``MARGIN`` and return the entry: floors only go up by it, ceilings only down."""
    pinned = read_floors(floors) if floors.exists() else {}
    before = pinned.get(result.set, {})
    metrics = result.metrics()
    entry = {
        **data_digests(result.set),
        "floors": {
            name: max(_below(name, metrics[name]), before.get("floors", {}).get(name, 0.0))
            for name in GATED_FLOORS
            if name in metrics
        },
        "ceilings": {
            name: min(round(metrics[name].mean + MARGIN, _ROUND), before.get("ceilings", {}).get(name, 1.0))
            for name in GATED_CEILINGS
            if name in metrics
        },
    }
    floors.write_text(json.dumps({**pinned, result.set: entry}, indent=2) + "\n", encoding="utf-8")
    return entry


def _below(name: str, value: Estimate) -> float:
    margin = 0.0 if name in EXACT else MARGIN
    return round(max(0.0, value.mean - margin), _ROUND)
