"""Questions put to shelves that answer them and to shelves that do not: what the refusal is fitted to.

The questions of the sets at home, those that name a region of their shelf on the others, and, of
``eval.left_out``, those whose answer was taken away.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, fields
from itertools import chain
from pathlib import Path

import numpy as np

from assistant import Features, Verdict, refusal_features
from eval.beir import load_benchmark
from eval.datasets import Case, load_set
from eval.left_out import halves, without_documents, without_sentences
from eval.shelves import benchmark_shelf, folder_shelf
from index import Shelf

# Without a complete selection nothing is given out as an answer, so that nothing is left to be weighed.
DECIDED = "complete"
NAMES = tuple(field.name for field in fields(Features) if field.name != DECIDED)
BENCHMARK_STEP = 8  # every so many questions of a benchmark are asked: more would outweigh the sets
REFUSED = "refused"  # partial or not_found, whichever
HOME, ELSEWHERE, CUT = "home", "elsewhere", "left out"
# Of one case in the fit. Those made by the hundred are less like what people ask than those written by
# hand, and some can be answered after all; .3 to 1 give the same curve within a point.
CASE_WEIGHTS = {HOME: 1.0, ELSEWHERE: 1.0, CUT: 0.5}
BENCHMARK_WEIGHT = 0.3


@dataclass
class Collected:
    """Features and classes of the questions put to the shelves, in the order of asking."""

    rows: list[list[float]]
    classes: list[str]  # a verdict, or REFUSED
    origins: list[str]  # HOME, ELSEWHERE, CUT, or the name of a benchmark
    themes: list[str]  # questions of one theme are judged by weights that saw none of them
    held: list[bool]  # of a held half: judged, not fitted to
    open: list[bool]  # whether there is something to give out, so that the weights decide

    def add(self, shelf: Shelf, case: Case, expected: Verdict | None, origin: str, theme: str) -> None:
        """Ask ``case`` of ``shelf``; ``expected`` is the right verdict. Look-ups have no features."""
        found = refusal_features(shelf, case.question, after=case.after, region=case.region, as_of=case.as_of)
        if found is not None:
            values = asdict(found)
            self.rows.append([float(values[name]) for name in NAMES])
            self.open.append(bool(values[DECIDED]))
            self.classes.append(str(expected) if expected is not None else REFUSED)
            self.origins.append(origin)
            self.themes.append(theme)
            self.held.append(case.half == "held")

    @property
    def case_weights(self) -> np.typing.NDArray[np.float64]:
        """What each question counts in the fit."""
        return np.array([CASE_WEIGHTS.get(origin, BENCHMARK_WEIGHT) for origin in self.origins])


def collect(
    sets: Sequence[tuple[str, Path]], benchmarks: Sequence[Path], *, left_out: bool = False
) -> Collected:
    """Features and the right verdict of each question; of held halves only those at home.

    With ``left_out``, questions of the dev halves are asked again without what answers them, and those of
    the benchmarks of both halves of their collections.
    """
    found = Collected([], [], [], [], [], [])
    with ExitStack() as stack:
        folders = dict.fromkeys(folder.resolve() for _, folder in sets)
        shelves = {folder: stack.enter_context(folder_shelf(folder))[0] for folder in folders}
        for name, folder in sets:
            cases = load_set(name).cases
            own = shelves[folder.resolve()]
            _collect_set(found, cases, own, [shelf for shelf in shelves.values() if shelf is not own])
            if left_out:
                fitted = [case for case in cases if case.half != "held"]
                for cut in chain(without_documents(own, fitted), without_sentences(own, fitted)):
                    found.add(cut.shelf, cut.case, cut.expected, CUT, cut.theme)
        for folder in benchmarks:
            _collect_benchmark(found, folder, list(shelves.values()), left_out=left_out)
    return found


def _collect_set(found: Collected, cases: Sequence[Case], own: Shelf, others: Sequence[Shelf]) -> None:
    for case in cases:
        theme = case.gold[0].document if case.gold else case.id
        found.add(own, case, case.expect, HOME, theme)
        if case.half != "held" and case.expect is Verdict.ANSWERED and _is_local(case, own):
            for shelf in others:
                found.add(shelf, case, Verdict.NOT_FOUND, ELSEWHERE, theme)


def _collect_benchmark(found: Collected, folder: Path, shelves: Sequence[Shelf], *, left_out: bool) -> None:
    benchmark = load_benchmark(folder)
    with benchmark_shelf(benchmark) as (own, _):
        if left_out:
            for half in halves(own, benchmark):
                found.add(half.shelf, half.case, half.expected, benchmark.name, half.theme)
        for line, question in enumerate(list(benchmark.queries.values())[::BENCHMARK_STEP]):
            case = Case(line, str(line), question, Verdict.ANSWERED)
            if not left_out:
                found.add(own, case, Verdict.ANSWERED, benchmark.name, case.id)
            if shelves:
                other = shelves[line % len(shelves)]
                found.add(other, case, Verdict.NOT_FOUND, ELSEWHERE, case.id)


def _is_local(case: Case, shelf: Shelf) -> bool:
    """Whether a question stands alone and names a region of its own shelf: no other shelf answers it."""
    stems = {document.region[:-1] for document in shelf.documents() if document.region}
    return not case.after and any(stem in case.question for stem in stems)
