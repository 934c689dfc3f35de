"""The two sides of a comparison: saved runs, the present one, lanes of it, another model or glossary."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from assistant import read_glossary, use_glossary
from eval.compare import Comparison, compare_runs
from eval.results import MAIN_SYSTEM, EvalResult, read_saved
from eval.runner import ASK, LANES
from ingest import UsageError

NOW = "now"
MODEL, GLOSSARY = "model=", "glossary="
# Runs a set: (lanes, model, with answers).
Run = Callable[[tuple[str, ...], str | None, bool], EvalResult]


@dataclass(frozen=True, slots=True)
class _Side:
    """What one side names; one of the fields is set, none for the present run."""

    saved: Path | None = None
    lane: str | None = None
    model: str | None = None
    glossary: Path | None = None


def compare_sides(first: str, second: str, run: Run) -> Comparison:
    """Compare what two words name; ``run`` is called once for each run that is not saved.

    A side is a file saved with --json, ``now``, a lane of the present run (lexical, dense, fused, ask),
    ``model=FOLDER`` or ``glossary=FILE``. ``UsageError`` for any other.
    """
    sides = _side(first), _side(second)
    lanes = tuple(dict.fromkeys(side.lane for side in sides if side.lane in LANES)) or (MAIN_SYSTEM,)
    if any(side.lane in (None, ASK) and side.saved is None for side in sides):
        lanes = tuple(dict.fromkeys((*lanes, MAIN_SYSTEM)))
    # Lanes differ in their rankings alone; what is answered does not depend on which is looked at.
    answers = any(side.lane in (None, ASK) for side in sides)

    @cache
    def result(side: _Side) -> EvalResult:
        if side.saved is not None:
            return read_saved(side.saved)
        if side.glossary is not None:
            with use_glossary(read_glossary(side.glossary)):
                return run(lanes, None, answers)
        return run(lanes, side.model, answers)

    def system(side: _Side) -> str:
        return side.lane or result(side).main_system

    runs = [result(_Side() if side.lane else side) for side in sides]
    return compare_runs(
        runs[0], runs[1], names=(_name(first), _name(second)), systems=(system(sides[0]), system(sides[1]))
    )


def _side(word: str) -> _Side:
    if word == NOW:
        return _Side()
    if word in (*LANES, ASK):
        return _Side(lane=word)
    if word.startswith(MODEL):
        return _Side(model=word.removeprefix(MODEL))
    if word.startswith(GLOSSARY):
        return _Side(glossary=Path(word.removeprefix(GLOSSARY)))
    if not Path(word).is_file():
        raise UsageError(
            f"'{word}' cannot be compared: give a file saved with --json, {NOW}, a lane "
            f"({', '.join((*LANES, ASK))}), {MODEL}FOLDER or {GLOSSARY}FILE. 无法比较"
        )
    return _Side(saved=Path(word))


def _name(word: str) -> str:
    return Path(word).stem if Path(word).is_file() else word
