"""Precision and recall of the fact reader on hand-labelled documents, overall and per field.

    python -m eval.benchmarks.facts [--labels FILE.jsonl] [--documents DIR] [--quiet]

A label line holds document, section, subject, instrument, amount (in the unit's base, "high" for a range),
unit, bound, deadline and department. Facts and labels of a document are paired by amount and unit, then by
section and subject. A fact is right where subject, instrument, amount, bound and section are; per field,
precision counts the facts that carry the field, recall the labels that do. Tax relief and carriers that are
built have no amount but a thing, in "what"; those facts are printed once more by themselves. Documents in
HELD_OUT were labelled and never used to mend the reader; those in eval/data/awkward were written to be
awkward, and it was mended on them.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from ingest import Document, Fact, find_sections, fold, ingest_file, label_path

ROOT = Path(__file__).resolve().parent.parent.parent
LABELS = ROOT / "eval" / "data" / "facts.jsonl"
SAMPLES = ROOT / "samples"
AWKWARD = ROOT / "eval" / "data" / "awkward"
HELD_OUT = frozenset(
    {
        "临澜市进一步支持科技创新若干措施_2024.txt",
        "云川市加快高新技术企业发展若干政策_2019.txt",
        "云川市工业企业技术改造奖补办法.txt",
        "澜江省科技企业孵化器管理办法.txt",
        "yunchuan_tian_dafu_2024_0217.txt",
    }
)
SEEN, HELD, MENDED = "seen while building", "held out", "awkward, mended on"
# Two names are one where a name holds the other, or where this share of their character pairs agrees:
# labels and reader may differ in how much of a modifier they take along (省级工程中心 / 工程中心).
SAME_NAME_DICE = 0.6


@dataclass(frozen=True, slots=True)
class Row:
    """A fact as a person or the reader states it, in comparable form."""

    document: str
    section: str
    subject: str | None
    instrument: str
    amount: str  # '' where there is none, but a thing
    unit: str  # the thing, where there is no amount
    bound: str
    deadline: str | None
    department: str | None


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of one half: right ones among those stated and those labelled."""

    right: int
    stated: int
    labelled: int

    def line(self, name: str) -> str:
        """One printed line; '-' where there is nothing to count."""
        precision = f"{self.right / self.stated:.3f}" if self.stated else "-"
        recall = f"{self.right / self.labelled:.3f}" if self.labelled else "-"
        counts = f"({self.right}/{self.stated}, {self.labelled} labelled)"
        return f"{name:<12} precision {precision:>5}  recall {recall:>5}  {counts}"


def same_amount(first: Row, second: Row) -> bool:
    """Whether amounts and units agree, or the things where there is no amount."""
    if first.amount != second.amount:
        return False
    return first.unit == second.unit if first.amount else same_name(first.unit, second.unit)


FIELDS: dict[str, Callable[[Row, Row], bool]] = {
    "section": lambda a, b: a.section == b.section,
    "subject": lambda a, b: same_name(a.subject, b.subject),
    "instrument": lambda a, b: a.instrument == b.instrument,
    "amount": same_amount,
    "bound": lambda a, b: a.bound == b.bound,
    "deadline": lambda a, b: a.deadline == b.deadline,
    "department": lambda a, b: same_name(a.department, b.department),
}
MUST_AGREE = ("section", "subject", "instrument", "amount", "bound")


def same_name(first: str | None, second: str | None) -> bool:
    """Whether two names are one, by the rule above SAME_NAME_DICE."""
    if first is None or second is None:
        return first is second
    a, b = fold(first), fold(second)
    if a in b or b in a:
        return True
    pairs_a, pairs_b = {a[i : i + 2] for i in range(len(a) - 1)}, {b[i : i + 2] for i in range(len(b) - 1)}
    if not pairs_a or not pairs_b:
        return False
    return 2 * len(pairs_a & pairs_b) / (len(pairs_a) + len(pairs_b)) >= SAME_NAME_DICE


def read_labels(path: Path, documents: dict[str, Document]) -> list[Row]:
    """The label lines whose document is at hand; sections in the tree's own form."""
    rows = []
    for line in path.read_text(encoding="utf-8").splitlines():
        label = json.loads(line)
        if label["document"] not in documents:
            continue
        amount = (label["amount"] or "") + (f"-{label['high']}" if "high" in label else "")
        rows.append(
            Row(
                document=label["document"],
                section=_section(documents[label["document"]], label["section"]),
                subject=label["subject"],
                instrument=label["instrument"],
                amount=amount,
                unit=label["unit"] if amount else label["what"],
                bound=label["bound"] if amount else "",
                deadline=label["deadline"],
                department=label["department"],
            )
        )
    return rows


def _section(document: Document, wanted: str) -> str:
    if not wanted:
        return ""  # in no numbered section
    found = find_sections(document.sections, wanted)
    return "/".join(label_path(document.sections, found[0])) if found else f"? {wanted}"


def stated_row(name: str, document: Document, fact: Fact) -> Row:
    """A fact of the reader as a row."""
    amount, unit, bound = "", fact.what.value if fact.what is not None else "", ""
    if fact.amount is not None:
        amount, unit, bound = _plain(fact.amount.value), fact.amount.unit, fact.amount.bound.value
        amount += f"-{_plain(fact.amount.high)}" if fact.amount.high is not None else ""
    return Row(
        document=name,
        section="/".join(label_path(document.sections, document.sections[fact.section])),
        subject=fact.subject.value if fact.subject else None,
        instrument=fact.instrument.value,
        amount=amount,
        unit=unit,
        bound=bound,
        deadline=fact.deadline.value.isoformat() if fact.deadline else None,
        department=fact.department.value if fact.department else None,
    )


def _plain(value: Decimal) -> str:
    return format(value.normalize(), "f")


def pair(stated: Sequence[Row], labelled: Sequence[Row]) -> list[tuple[Row | None, Row | None]]:
    """Each fact with its label; the ones without a partner stand alone. Best agreement first."""
    candidates = sorted(
        (
            (-_agreement(mine, theirs), i, j)
            for i, mine in enumerate(stated)
            for j, theirs in enumerate(labelled)
            if mine.document == theirs.document and same_amount(mine, theirs)
        ),
    )
    partner: dict[int, int] = {}
    taken: set[int] = set()
    for _, i, j in candidates:
        if i not in partner and j not in taken:
            partner[i] = j
            taken.add(j)
    pairs: list[tuple[Row | None, Row | None]] = [
        (row, labelled[partner[i]] if i in partner else None) for i, row in enumerate(stated)
    ]
    return pairs + [(None, row) for j, row in enumerate(labelled) if j not in taken]


def _agreement(mine: Row, theirs: Row) -> int:
    return sum(3 if name in MUST_AGREE else 1 for name, same in FIELDS.items() if same(mine, theirs))


def score(pairs: Iterable[tuple[Row | None, Row | None]], fields: Sequence[str]) -> Score:
    """How many facts agree with their label in all ``fields``; a null field is not counted as stated."""
    right = stated = labelled = 0
    for mine, theirs in pairs:
        given = mine is not None and all(getattr(mine, field) is not None for field in fields)
        wanted = theirs is not None and all(getattr(theirs, field) is not None for field in fields)
        stated += given
        labelled += wanted
        if mine is not None and theirs is not None and given and wanted:
            right += all(FIELDS[field](mine, theirs) for field in fields)
    return Score(right, stated, labelled)


def _print_half(name: str, pairs: Sequence[tuple[Row | None, Row | None]], *, quiet: bool) -> None:
    print(f"\n== {name}: {sum(theirs is not None for _, theirs in pairs)} labelled facts")
    print(score(pairs, MUST_AGREE).line("overall"))
    for field in FIELDS:
        print(score(pairs, (field,)).line(field))
    if quiet:
        return
    for mine, theirs in pairs:
        if mine is None:
            print("  missed     ", theirs)
        elif theirs is None:
            print("  false alarm", mine)
        else:
            wrong = [field for field, same in FIELDS.items() if not same(mine, theirs)]
            if wrong:
                print(
                    "  differs in",
                    ", ".join(f"{f}: {getattr(mine, f)!r} for {getattr(theirs, f)!r}" for f in wrong),
                )
                print("             ", theirs.document, theirs.section, theirs.amount, theirs.unit)


def main() -> None:
    """Read the labelled documents, pair facts with labels and print both halves."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--labels", type=Path, default=LABELS)
    parser.add_argument("--documents", type=Path, default=SAMPLES)
    parser.add_argument("--quiet", action="store_true", help="figures only, no list of differences")
    options = parser.parse_args()
    names = {json.loads(line)["document"] for line in options.labels.read_text(encoding="utf-8").splitlines()}
    documents: dict[str, Document] = {}
    stated: list[Row] = []
    for name in sorted(names):
        path = next(
            (folder / name for folder in (options.documents, AWKWARD) if (folder / name).exists()), None
        )
        if path is None:
            print(f"not there, its labels are left out: {options.documents / name}")
            continue
        ingested = ingest_file(path)
        documents[name] = ingested.document
        stated += [stated_row(name, ingested.document, fact) for fact in ingested.facts]
    pairs = pair(stated, read_labels(options.labels, documents))
    by_part: dict[str, list[tuple[Row | None, Row | None]]] = defaultdict(list)
    for one in pairs:
        row = one[0] or one[1]
        assert row is not None
        by_part[_part(row)].append(one)
    for name in (SEEN, HELD, MENDED):
        _print_half(name, by_part[name], quiet=options.quiet)
    _print_half("all without an amount", [one for one in pairs if not _amount_of(one)], quiet=True)


def _part(row: Row) -> str:
    if (AWKWARD / row.document).exists():
        return MENDED
    return HELD if row.document in HELD_OUT else SEEN


def _amount_of(one: tuple[Row | None, Row | None]) -> str:
    row = one[0] or one[1]
    return row.amount if row is not None else ""


if __name__ == "__main__":
    main()
