"""How well editions are compared: precision and recall per kind of change, on editions made by known edits.

    python -m eval.benchmarks.diff [--documents DIR] [--editions N] [--seed N] [--quiet]

Each document with numbered clauses is edited N times: clauses are added (taken from another document),
removed, moved (and changed), split, merged, given other figures, another leading department or other words
(up to two thirds of them), and the numbers are made consecutive again. Every clause keeps its identity
through the edits, so that what changed is known.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from assistant import Comparison, Edition, compare_editions
from eval.benchmarks.editions import MIN_CLAUSE_CHARS, Line, Made, lines_of, make
from index import summarise_ingested
from ingest import Status, fold, ingest_file, ingest_text

ROOT = Path(__file__).resolve().parent.parent.parent
SAMPLES = ROOT / "samples"


@dataclass(slots=True)
class Tally:
    """Counts of one kind."""

    right: int = 0
    told: int = 0
    wanted: int = 0
    missed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def line(self, name: str) -> str:
        """One printed line; '-' where there is nothing to count."""
        precision = f"{self.right / self.told:.3f}" if self.told else "-"
        recall = f"{self.right / self.wanted:.3f}" if self.wanted else "-"
        counts = f"({self.right}/{self.told}, {self.wanted} made)"
        return f"{name:<12} precision {precision:>5}  recall {recall:>5}  {counts}"


Fact = tuple[str, int | None, int | None]  # kind, place in the first and in the second edition


def wanted(made: Made) -> set[Fact]:
    """What changed, by the edits."""
    facts: set[Fact] = set()
    kept = {line.origin for line in made.second}
    facts |= {("removed", i, None) for i, line in enumerate(made.first) if line.origin not in kept}
    for place, line in enumerate(made.second):
        if line.origin is None:
            facts.add(("added", None, place))
            continue
        before = made.first[line.origin]
        if line.fate == "split":
            facts.add(("split", line.origin, place))
            continue
        if line.fate.startswith("merged"):
            parts = [int(part) for part in line.fate.split()[1:]]
            facts |= {("merged", part, place) for part in parts}
            facts -= {("removed", part, None) for part in parts}
            continue
        if line.fate == "moved":
            facts.add(("moved", line.origin, place))
        elif line.label != before.label:
            facts.add(("renumbered", line.origin, place))
        if line.body != before.body:
            facts.add(("changed", line.origin, place))
    return facts


def told(comparison: Comparison, made: Made) -> set[Fact]:
    """What changed, by the comparison, in the same terms."""
    left = {_key(line.label + line.body): i for i, line in enumerate(made.first)}
    right = {_key(line.label + line.body): i for i, line in enumerate(made.second)}
    facts: set[Fact] = set()
    for change in comparison.changes:
        a = left.get(_key(change.a.quote)) if change.a is not None else None
        b = right.get(_key(change.b.quote)) if change.b is not None else None
        if change.how.value == "split" and change.a is not None and a is None:
            a = next((i for key, i in left.items() if _key(change.a.quote).lstrip("。") in key), None)
        if change.how.value == "merged" and change.b is not None and b is None:
            b = next((i for key, i in right.items() if _key(change.b.quote).rstrip("；。") in key), None)
        if change.how.value in ("split", "merged"):
            facts.add((change.how.value, a, b))
            continue
        if change.kind.value in ("added", "removed"):
            facts.add((change.kind.value, a, b))
            continue
        if change.how.value == "relocated":
            facts.add(("moved", a, b))
        elif change.renumbered:
            facts.add(("renumbered", a, b))
        if change.reworded:
            facts.add(("changed", a, b))
    return facts


def _key(words: str) -> str:
    return "".join(fold(words).split())


def edition(name: str, lines: Sequence[Line]) -> Edition:
    """A document made of lines."""
    made = ingest_text(name, "\n".join(line.label + line.body for line in lines))
    return Edition(made.document, summarise_ingested(made, Status.UNKNOWN))


def run(documents: Sequence[Path], editions: int, seed: int) -> dict[str, Tally]:
    """Make editions of each document, compare, and count."""
    texts = {path: ingest_file(path).document.text for path in documents}
    pool = [
        line.body
        for text in texts.values()
        for line in lines_of(text)
        if line.label and len(line.body) >= MIN_CLAUSE_CHARS
    ]
    tallies: dict[str, Tally] = {}
    draw = random.Random(seed)
    for path, text in texts.items():
        lines = lines_of(text)
        own = {line.body for line in lines}
        foreign = [body for body in pool if body not in own]
        for turn in range(editions):
            made = make(lines, foreign, draw, draw.randint(3, 7))
            if made is not None:
                _count(f"{path.stem}#{turn}", made, tallies)
    return tallies


def _count(name: str, made: Made, tallies: dict[str, Tally]) -> None:
    comparison = compare_editions(edition("a.txt", made.first), edition("b.txt", made.second))
    right, out = wanted(made), told(comparison, made)
    for kind in ("added", "removed", "changed", "moved", "renumbered", "split", "merged"):
        of_kind = {fact for fact in right if fact[0] == kind}, {fact for fact in out if fact[0] == kind}
        tally = tallies.setdefault(kind, Tally())
        tally.right += len(of_kind[0] & of_kind[1])
        tally.wanted += len(of_kind[0])
        tally.told += len(of_kind[1])
        tally.missed += [f"{name} {_shown(fact, made)}" for fact in sorted(of_kind[0] - of_kind[1], key=str)]
        tally.wrong += [f"{name} {_shown(fact, made)}" for fact in sorted(of_kind[1] - of_kind[0], key=str)]
    _count_pairs(tallies.setdefault("figures", Tally()), made.figures, _figures(comparison))
    _count_pairs(tallies.setdefault("departments", Tally()), made.departments, _departments(comparison))


def _count_pairs(tally: Tally, right: Iterable[tuple[str, str]], out: Iterable[tuple[str, str]]) -> None:
    left, told_pairs = Counter(right), Counter(out)
    tally.right += (left & told_pairs).total()
    tally.wanted += left.total()
    tally.told += told_pairs.total()


def _figures(comparison: Comparison) -> list[tuple[str, str]]:
    """Pairs of figures within clauses that only had a figure changed: there the edit tells the pair."""
    found = []
    for change in comparison.changes:
        pairs = [one for one in change.figures if one.a is not None and one.b is not None]
        if change.a is None or change.b is None or len(change.figures) != 1 or len(pairs) != 1:
            continue
        a, b = pairs[0].a, pairs[0].b
        assert a is not None and b is not None
        start_a, start_b = change.a.start, change.b.start
        found.append(
            (
                change.a.quote[a.start - start_a : a.end - start_a],
                change.b.quote[b.start - start_b : b.end - start_b],
            )
        )
    return found


def _departments(comparison: Comparison) -> list[tuple[str, str]]:
    found = []
    for change in comparison.changes:
        if len(change.departments_gone) == 1 == len(change.departments_new) and change.a and change.b:
            (a0, a1), (b0, b1) = change.departments_gone[0], change.departments_new[0]
            gone = change.a.quote[a0 - change.a.start : a1 - change.a.start]
            found.append((gone, change.b.quote[b0 - change.b.start : b1 - change.b.start]))
    return found


def _shown(fact: Fact, made: Made) -> str:
    kind, a, b = fact
    left = made.first[a].label + made.first[a].body[:24] if a is not None else "—"
    right = made.second[b].label + made.second[b].body[:24] if b is not None else "—"
    return f"{kind}: {left} | {right}"


def main(argv: Sequence[str] | None = None) -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--documents", type=Path, default=SAMPLES)
    parser.add_argument("--editions", type=int, default=6, help="editions made of each document")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--quiet", action="store_true", help="no list of errors")
    given = parser.parse_args(argv)
    tallies = run(sorted(given.documents.glob("*.txt")), given.editions, given.seed)
    for name, tally in tallies.items():
        print(tally.line(name))
    if not given.quiet:
        for tally in tallies.values():
            print(
                *(f"MISSED {one}" for one in tally.missed), *(f"WRONG {one}" for one in tally.wrong), sep="\n"
            )


if __name__ == "__main__":
    main()
