"""Try a change before it is taken: the same questions before and after, and whether anything got worse."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from assistant import built_in_glossary, own_glossary_file, read_glossary, use_glossary
from eval.compare import SIGNIFICANT, Comparison, MetricChange, compare_runs
from eval.gate import GATED_CEILINGS, GATED_FLOORS
from eval.results import EvalResult
from eval.runner import run_set
from eval.shelves import Progress
from index import Shelf

_LANES = ("fused",)
# A small set can show no significance whatever happens to it: so large a fall, on so many questions more
# than rose, is no accident either.
LARGE_FALL = 0.1
LARGE_QUESTIONS = 3


@dataclass(frozen=True, slots=True)
class Trial:
    """Two runs of the same questions, and the gated metrics that fell from the first to the second."""

    comparison: Comparison
    worse: tuple[MetricChange, ...]  # by less than counts against the change
    much_worse: tuple[MetricChange, ...]

    @property
    def refused(self) -> bool:
        """Whether the change should not be taken."""
        return bool(self.much_worse)


def try_model(
    name_or_path: str | Path,
    model: str,
    *,
    instead_of: str | None = None,
    documents: Path | None = None,
    progress: Progress | None = None,
) -> Trial:
    """What ``model`` changes on a set against ``instead_of``, by default the built-in one."""
    before, after = (
        run_set(name_or_path, documents_dir=documents, lanes=_LANES, model=one, progress=progress)
        for one in (instead_of, model)
    )
    return judge_trial(before, after, (instead_of or "built-in", Path(model).name))


def try_glossary(
    name_or_path: str | Path,
    glossary: Path,
    *,
    shelf: Shelf | None = None,
    documents: Path | None = None,
    progress: Progress | None = None,
) -> Trial:
    """What the words of ``glossary`` change on a set, asked of ``shelf`` or of ``documents``.

    Before are the words that ``shelf`` has of its own, if it has any, else the built-in ones.
    """
    own = own_glossary_file(shelf.directory) if shelf is not None else None
    first = read_glossary(own) if own is not None and own.is_file() else built_in_glossary()
    runs = []
    for words in (first, read_glossary(glossary)):
        with use_glossary(words):
            runs.append(
                run_set(name_or_path, shelf=shelf, documents_dir=documents, lanes=_LANES, progress=progress)
            )
    names = (own.name if first is not built_in_glossary() and own else "built-in", glossary.name)
    return judge_trial(runs[0], runs[1], names)


def judge_trial(before: EvalResult, after: EvalResult, names: tuple[str, str]) -> Trial:
    """The comparison, and which of the gated metrics got worse."""
    comparison = compare_runs(before, after, names=names)
    worse = [change for change in comparison.metrics if _fell(change)]
    return Trial(
        comparison,
        tuple(change for change in worse if not _counts(change)),
        tuple(change for change in worse if _counts(change)),
    )


def _counts(change: MetricChange) -> bool:
    """Whether a fall is more than an accident."""
    test = change.test
    large = abs(test.difference) >= LARGE_FALL and test.worse - test.better >= LARGE_QUESTIONS
    return large or test.p_value < SIGNIFICANT


def _fell(change: MetricChange) -> bool:
    if change.metric in GATED_CEILINGS:
        return change.test.difference > 0
    return change.metric in GATED_FLOORS and change.test.difference < 0
