"""How well companies are matched to the measures of the sample documents, against hand-made labels.

    python -m eval.benchmarks.matching [--labels FILE.jsonl] [--half dev|held] [--quiet]

A line is a profile with the day it is asked for and labels. A label names a measure by document, section and
words (split by spaces) that stand in its conditions, amount or recipient, and gives its verdict; where they
matter also the amount (null: cannot be worked out), the deadline, and how single conditions stand. ``absent``
lists documents none of whose measures may be offered. Both halves were written before
the matcher was tuned, on the first only.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant import match_profile, matches_json, parse_day, profile_of
from index import Shelf, open_shelf
from ingest import find_sections

ROOT = Path(__file__).resolve().parent.parent.parent
LABELS = ROOT / "eval" / "data" / "matching.jsonl"
SAMPLES = ROOT / "samples"


@dataclass(frozen=True, slots=True)
class Checked:
    """One labelled thing and what came out."""

    case: str
    half: str
    what: str  # verdict, condition, amount, deadline, absent, found
    wanted: str
    got: str
    where: str

    @property
    def right(self) -> bool:
        """Whether it came out as labelled."""
        return self.wanted == self.got


def read_cases(path: Path = LABELS) -> list[dict[str, Any]]:
    """The labelled profiles."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def check_case(shelf: Shelf, case: dict[str, Any]) -> Iterator[Checked]:
    """Everything that is labelled of one profile."""
    profile = profile_of(case["profile"], case["id"])
    report = matches_json(match_profile(shelf, profile, as_of=parse_day(case["as_of"])))
    names = {match["citation"]["path"].rsplit("/", 1)[-1] for match in report["matches"]}
    for document in case["absent"]:
        got = "offered" if document in names else "absent"
        yield Checked(case["id"], case["half"], "absent", "absent", got, document)
    for label in case["labels"]:
        yield from _check_label(shelf, case, label, report["matches"])


def _check_label(
    shelf: Shelf, case: dict[str, Any], label: dict[str, Any], matches: Sequence[dict[str, Any]]
) -> Iterator[Checked]:
    where = f"{label['document']} {label['section']} {label['must']}"

    def checked(what: str, wanted: object, got: object) -> Checked:
        return Checked(case["id"], case["half"], what, str(wanted), str(got), where)

    found = [match for match in matches if _is_labelled(shelf, label, match)]
    if len(found) != 1:
        yield checked("found", 1, len(found))
        return
    match = found[0]
    yield checked("found", 1, 1)
    yield checked("verdict", label["verdict"], match["verdict"])
    if "value_yuan" in label:
        yield checked("amount", label["value_yuan"], match["amount"] and match["amount"]["value_yuan"])
    if "deadline" in label:
        yield checked("deadline", label["deadline"], match["deadline"])
    for words, status in label.get("conditions", {}).items():
        these = [one for one in match["conditions"] if words in one["text"]]
        typed = [one for one in these if one["kind"] != "other"]  # an untyped one repeats the whole clause
        standing = [one["status"] for one in typed or these]
        standing = standing or [
            one["status"] for one in match["conditions"] if words in one["citation"]["quote"]
        ]
        yield checked("condition", status, "/".join(sorted(set(standing))) or "missing")


def _is_labelled(shelf: Shelf, label: dict[str, Any], match: dict[str, Any]) -> bool:
    citation = match["citation"]
    if not citation["path"].endswith(label["document"]):
        return False
    document = shelf.load_document(citation["doc_id"])
    sections = find_sections(document.sections, label["section"])
    if not any(section.start <= citation["start"] < section.end for section in sections):
        return False
    told = [one["text"] for one in match["conditions"]]
    words = " ".join((*told, match["amount"]["text"], match["recipient"] or ""))
    return all(word in words for word in label["must"].split())


def report_lines(results: Iterable[Checked], *, quiet: bool) -> list[str]:
    """Shares right per kind and half, the confusion of verdicts, and what was wrong."""
    told = list(results)
    lines = []
    for half in ("dev", "held"):
        for what in ("found", "verdict", "condition", "amount", "deadline", "absent"):
            these = [one for one in told if (one.half, one.what) == (half, what)]
            if these:
                right = sum(one.right for one in these)
                lines.append(f"{half:<5}{what:<10}{right / len(these):6.3f}  ({right}/{len(these)})")
        confused = Counter(
            (one.wanted, one.got) for one in told if one.half == half and one.what in ("verdict", "condition")
        )
        lines += [
            f"     {wanted} → {got}: {count}"
            for (wanted, got), count in sorted(confused.items())
            if wanted != got
        ]
    if not quiet:
        lines += [
            f"WRONG {one.case} {one.what}: {one.where}: wanted {one.wanted}, got {one.got}"
            for one in told
            if not one.right
        ]
    return lines


def _checked(cases: Sequence[dict[str, Any]], shelf: Path | None, fresh: Path) -> list[Checked]:
    with open_shelf(shelf or fresh, create=True) as opened:
        if shelf is None:
            opened.add([SAMPLES])
        return [one for case in cases for one in check_case(opened, case)]


def main(argv: Sequence[str] | None = None) -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--labels", type=Path, default=LABELS)
    parser.add_argument("--half", choices=("dev", "held"))
    parser.add_argument("--shelf", type=Path, help="a shelf over samples/, else one is built")
    parser.add_argument("--quiet", action="store_true", help="no list of errors")
    given = parser.parse_args(argv)
    cases = [case for case in read_cases(given.labels) if given.half in (None, case["half"])]
    with tempfile.TemporaryDirectory() as folder:
        results = _checked(cases, given.shelf, Path(folder) / "shelf")
    print("\n".join(report_lines(results, quiet=given.quiet)))


if __name__ == "__main__":
    main()
