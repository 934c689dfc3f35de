"""Precision and recall of the check, per kind, on planted disagreements and on what only looks like one.

    python -m eval.benchmarks.consistency [--half dev|held] [--failures] [--write FOLDER]
    python -m eval.benchmarks.consistency --documents FOLDER|FILE.jsonl.gz [--limit N] [--sample N]

The first form runs the cases of the set ``consistency``, as ``wenzheng eval consistency`` does, and prints
precision and recall per kind and what was found in the cases of each sort. A case counts as right for a kind
if at least one finding of that kind is made where one is planted; every finding of a kind that is not planted
is a false alarm. ``--write`` puts the made documents into a folder. The second form checks documents that
nobody labelled and lists what is said of them.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from assistant import Reported, check_documents
from eval.datasets import CONSISTENCY, load_set
from eval.tasks import HALVES, FindingGold, TaskCase
from ingest import Ingested, discover, ingest_file, ingest_text

NOTHING = "-"
UNCOUNTED = frozenset({"info"})  # allowed differences; no claim that anything is wrong
QUOTE_CHARS = 160


@dataclass
class Score:
    """Counts for one kind."""

    right: int = 0
    missed: int = 0
    false_alarms: int = 0

    def line(self, name: str) -> str:
        """One printed line."""
        stated, planted = self.right + self.false_alarms, self.right + self.missed
        precision = f"{self.right / stated:.3f}" if stated else "-"
        recall = f"{self.right / planted:.3f}" if planted else "-"
        return (
            f"{name:<15} precision {precision:>5}  recall {recall:>5}  "
            f"({self.right} right, {self.missed} missed, {self.false_alarms} false)"
        )


@dataclass
class Outcome:
    """What came of the cases of one half."""

    scores: dict[str, Score] = field(default_factory=lambda: defaultdict(Score))
    confusion: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    failures: list[tuple[TaskCase, list[Reported]]] = field(default_factory=list)

    def total(self) -> Score:
        """All kinds together."""
        every = self.scores.values()
        return Score(
            sum(score.right for score in every),
            sum(score.missed for score in every),
            sum(score.false_alarms for score in every),
        )


def make_cases() -> list[TaskCase]:
    """The cases of the set that bring their own texts."""
    return [case for case in load_set(CONSISTENCY).tasks if case.texts]


def write_documents(cases: Sequence[TaskCase], folder: Path) -> int:
    """Each case as a folder of text files, to be read and put on a shelf; how many files."""
    count = 0
    for case in cases:
        place = folder / (case.half or "") / case.id
        place.mkdir(parents=True, exist_ok=True)
        for name, text in case.texts:
            (place / name).write_text(text, encoding="utf-8")
            count += 1
    return count


def expected_kinds(case: TaskCase) -> tuple[str, ...]:
    """The kinds that should be found."""
    return tuple(gold.kind.value for gold in case.gold if isinstance(gold, FindingGold))


def found_in(case: TaskCase) -> list[Reported]:
    """What the check says of a case."""
    documents = [ingest_text(f"{case.id}/{name}", text) for name, text in case.texts]
    report = check_documents(documents, as_of=case.as_of)
    return [one for one in report.findings if one.finding.kind not in UNCOUNTED]


def judge(cases: Iterable[TaskCase]) -> Outcome:
    """Counts over the cases."""
    outcome = Outcome()
    for case in cases:
        found = found_in(case)
        kinds = Counter(one.finding.kind.value for one in found)
        outcome.confusion[case.category].update(kinds or {NOTHING: 1})
        for kind in expected_kinds(case):
            outcome.scores[kind].right += kinds[kind] > 0
            outcome.scores[kind].missed += kinds[kind] == 0
        for kind, count in kinds.items():
            if kind not in expected_kinds(case):
                outcome.scores[kind].false_alarms += count
        if set(kinds) != set(expected_kinds(case)):
            outcome.failures.append((case, found))
    return outcome


def _print_outcome(half: str, cases: Sequence[TaskCase], *, failures: bool) -> None:
    started = time.perf_counter()
    outcome = judge(cases)
    print(f"\n== {half}: {len(cases)} cases, {time.perf_counter() - started:.1f} s")
    print(outcome.total().line("all"))
    for kind in sorted(outcome.scores):
        print(outcome.scores[kind].line(kind))
    print("  planted → found")
    for planted, row in sorted(outcome.confusion.items()):
        print(f"  {planted:<14} " + ", ".join(f"{kind} {count}" for kind, count in row.most_common()))
    for case, found in outcome.failures if failures else ():
        print(f"\n  ! {case.id} {case.category}: wanted {', '.join(expected_kinds(case)) or NOTHING}")
        for one in found:
            print(f"      {one.finding.kind}/{one.finding.rule}: {one.summary_zh}")


def read_unlabelled(path: Path, limit: int | None) -> Iterator[Ingested]:
    """Documents of a folder, or of JSON lines with ``id`` (or ``_id``) and ``text``, that can be read."""
    if path.name.endswith((".jsonl", ".jsonl.gz")):
        opener = gzip.open if path.suffix == ".gz" else open
        with opener(path, "rt", encoding="utf-8") as lines:
            for line in islice(lines, limit):
                record = json.loads(line)
                name = str(record.get("id") or record["_id"]).rsplit("/", 1)[-1]
                yield ingest_text(name, record["text"], title=record.get("title") or None)
        return
    for file in discover([path])[0][:limit]:
        yield ingest_file(file)


def _print_unlabelled(path: Path, limit: int | None, sample: int | None) -> None:
    started = time.perf_counter()
    documents = list(read_unlabelled(path, limit))
    read_s = time.perf_counter() - started
    report = check_documents(documents)
    print(f"{report.documents} documents read in {read_s:.1f} s, checked in {report.took_ms / 1000:.1f} s")
    by_rule: dict[str, list[Reported]] = defaultdict(list)
    for one in report.findings:
        by_rule[f"{one.finding.kind}/{one.finding.rule}"].append(one)
    for rule, found in by_rule.items():
        print(f"\n== {rule}: {len(found)}")
        chosen = found if sample is None else random.Random(0).sample(found, min(sample, len(found)))
        for one in chosen:
            print(f"- {one.summary_zh}")
            for citation in one.citations:
                print(
                    f"    {citation.document.title[:40]} | {' '.join(citation.quote.split())[:QUOTE_CHARS]}"
                )


def main() -> None:
    """Run the labelled cases, or check documents without labels."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--half", choices=HALVES, help="only this half of the cases")
    parser.add_argument("--failures", action="store_true", help="list the cases that went wrong")
    parser.add_argument("--write", type=Path, metavar="FOLDER", help="write the made documents and stop")
    parser.add_argument("--documents", type=Path, help="documents without labels: a folder or .jsonl[.gz]")
    parser.add_argument("--limit", type=int, help="of --documents, only so many")
    parser.add_argument("--sample", type=int, help="of --documents, list only so many findings of each rule")
    options = parser.parse_args()
    if options.documents is not None:
        _print_unlabelled(options.documents, options.limit, options.sample)
        return
    cases = make_cases()
    if options.write is not None:
        print(f"{write_documents(cases, options.write)} documents in {options.write}")
        return
    for half in HALVES if options.half is None else (options.half,):
        chosen = [case for case in cases if case.half == half]
        _print_outcome(half, chosen, failures=options.failures)


if __name__ == "__main__":
    main()
