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
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from assistant import Comparison, Edition, compare_editions
from index import DocumentSummary
from ingest import Document, Status, find_quantities, fold, ingest_file, ingest_text

ROOT = Path(__file__).resolve().parent.parent.parent
SAMPLES = ROOT / "samples"
MIN_CLAUSES = 8  # a shorter document has too little to tell its clauses apart by
MIN_CLAUSE_CHARS = 24
EDITS = (
    "add",
    "remove",
    "move",
    "move and change",
    "split",
    "merge",
    "figure",
    "department",
    "reword",
    "rewrite",
    "rewrite most",
)
_LABEL = re.compile(r"^(?:第[一二三四五六七八九十百]+条|（[一二三四五六七八九十]+）|\d{1,2}[.．])")
_CHAPTER = re.compile(r"第[一二三四五六七八九十]+[章节]|[一二三四五六七八九十]+、")
_DIGITS = "零一二三四五六七八九"
# Words that mean the same, for a clause that is only worded anew.
SYNONYMS = (
    ("给予", "予以"),
    ("支持", "扶持"),
    ("不超过", "不高于"),
    ("应当", "须"),
    ("鼓励", "引导"),
    ("按照", "依照"),
    ("建设", "打造"),
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of an edition; ``origin`` is the line of the first edition it comes from."""

    origin: int | None
    label: str
    body: str
    fate: str = ""  # moved, changed, split


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


def chinese(number: int) -> str:
    """12 → 十二, below 100."""
    tens, ones = divmod(number, 10)
    lead = "" if tens == 0 else "十" if tens == 1 else _DIGITS[tens] + "十"
    return lead + (_DIGITS[ones] if ones or not tens else "")


def lines_of(text: str) -> list[Line]:
    """The lines of a document's text with their numbers apart."""
    found: list[Line] = []
    for written in text.split("\n"):
        words = written.strip()
        if words:
            label = _LABEL.match(words)
            found.append(
                Line(len(found), label[0] if label else "", words[label.end() if label else 0 :].strip())
            )
    return found


def style_of(label: str) -> str:
    """The style of a clause number."""
    return "条" if label.startswith("第") else "（" if label.startswith("（") else "." if label else ""


def clauses_of(lines: Sequence[Line]) -> tuple[str, list[int]] | None:
    """The style that numbers the document's clauses through, and their places; None if there is none."""
    for style in ("条", ".", "（"):
        places = [i for i, line in enumerate(lines) if style_of(line.label) == style]
        numbers = [lines[i].label for i in places]
        if len(places) >= MIN_CLAUSES and numbers == [number(style, n) for n in range(1, len(places) + 1)]:
            return style, places
    return None


def number(style: str, ordinal: int) -> str:
    """A clause number."""
    return {"条": f"第{chinese(ordinal)}条", "（": f"（{chinese(ordinal)}）", ".": f"{ordinal}."}[style]


@dataclass(frozen=True, slots=True)
class Made:
    """Two editions and what changed between them."""

    first: list[Line]
    second: list[Line]
    figures: list[tuple[str, str]]
    departments: list[tuple[str, str]]


def make(lines: list[Line], foreign: Sequence[str], draw: random.Random, edits: int) -> Made | None:
    """An edited edition of a document."""
    through = clauses_of(lines)
    if through is None:
        return None
    style, places = through
    second = list(lines)
    figures: list[tuple[str, str]] = []
    departments: list[tuple[str, str]] = []
    long_enough = [p for p in places if len(lines[p].body) >= MIN_CLAUSE_CHARS and _stands_alone(lines, p)]
    chosen = draw.sample(long_enough, min(edits, len(long_enough)))
    changes = _Changes(style, draw, foreign, chosen, figures, departments)
    for place in chosen:
        at = next((i for i, line in enumerate(second) if line.origin == place), None)
        if at is not None and not second[at].fate:  # else it is part of another clause by now
            changes.edit(second, at)
    return Made(lines, renumbered(second, style), figures, departments)


def _stands_alone(lines: Sequence[Line], place: int) -> bool:
    """Whether no items or paragraphs follow that would have to go where the clause goes."""
    after = lines[place + 1] if place + 1 < len(lines) else None
    return (
        after is None
        or (after.label == "" and bool(_CHAPTER.match(after.body)))
        or (style_of(after.label) == style_of(lines[place].label))
    )


@dataclass(frozen=True, slots=True)
class _Changes:
    """What edits need to know, and the figures and departments that they change."""

    style: str
    draw: random.Random
    foreign: Sequence[str]
    chosen: Sequence[int]
    figures: list[tuple[str, str]]
    departments: list[tuple[str, str]]

    def edit(self, lines: list[Line], at: int) -> None:
        """One edit, drawn by chance, of the clause at a place."""
        edit, line = self.draw.choice(EDITS), lines[at]
        if edit == "add":
            lines.insert(at + 1, Line(None, number(self.style, 1), self.draw.choice(self.foreign)))
        elif edit == "remove":
            del lines[at]
        elif edit == "split":
            _split(lines, at, self.style)
        elif edit == "merge":
            _merge(lines, at, self.style, taken=self.chosen)
        elif edit == "move":
            _move(lines, at, self.style, self.draw)
        else:
            lines[at] = self.reword(edit, line)
            if edit == "move and change":
                _move(lines, at, self.style, self.draw)

    def reword(self, edit: str, line: Line) -> Line:
        """The clause with other words."""
        if edit == "department":
            return _department(line, self.departments)
        if edit.startswith("rewrite"):
            share = 0.5 if edit == "rewrite" else 0.35
            return _rewrite(line, self.draw.choice(self.foreign), share)
        if edit == "figure" or (edit == "move and change" and self.draw.random() < 0.5):
            return _figure(line, self.draw, self.figures)
        return _reword(line)


def _move(lines: list[Line], at: int, style: str, draw: random.Random) -> None:
    line = lines.pop(at)
    targets = [i for i, one in enumerate(lines) if style_of(one.label) == style and abs(i - at) > 3]
    if not targets:
        lines.insert(at, line)
        return
    lines.insert(draw.choice(targets), replace(line, fate="moved"))


def _split(lines: list[Line], at: int, style: str) -> None:
    body = lines[at].body
    cut = [m.end() for m in re.finditer("[。；]", body[:-1]) if 14 <= m.end() <= len(body) - 14]
    if not cut:
        return
    middle = min(cut, key=lambda place: abs(place - len(body) // 2))
    first, second = body[:middle].rstrip("；") + ("。" if body[middle - 1] == "；" else ""), body[middle:]
    origin = lines[at].origin
    lines[at : at + 1] = [
        Line(origin, lines[at].label, first, "split"),
        Line(origin, number(style, 1), second, "split"),
    ]


def _merge(lines: list[Line], at: int, style: str, *, taken: Sequence[int]) -> None:
    """A clause and the one after it become one."""
    after = at + 1
    if after >= len(lines) or style_of(lines[after].label) != style or lines[after].origin in taken:
        return
    if min(len(lines[at].body), len(lines[after].body)) < MIN_CLAUSE_CHARS or lines[after].fate:
        return
    body = lines[at].body.rstrip("；。") + "；" + lines[after].body
    both = (lines[at].origin or 0, lines[after].origin or 0)
    lines[at : after + 1] = [Line(lines[at].origin, lines[at].label, body, f"merged {both[0]} {both[1]}")]


def _figure(line: Line, draw: random.Random, figures: list[tuple[str, str]]) -> Line:
    found = [q for q in find_quantities(line.body) if re.match(r"\d+", line.body[q.start :])]
    if not found:
        return line
    quantity = draw.choice(found)
    old = line.body[quantity.start : quantity.end]
    digits = re.match(r"\d+", old)
    assert digits is not None
    new = f"{int(digits[0]) + draw.choice((1, 3, 7))}{old[digits.end() :]}"
    figures.append((old, new))
    return replace(line, body=line.body[: quantity.start] + new + line.body[quantity.end :], fate="changed")


def _department(line: Line, departments: list[tuple[str, str]]) -> Line:
    match = re.search(r"(?:责任|牵头|配合)单位：([^、；）]+)", line.body)
    if match is None:
        return line
    new = "省数据局" if match[1].startswith("省") else "市数据局"
    departments.append((match[1], new))
    return replace(line, body=line.body[: match.start(1)] + new + line.body[match.end(1) :], fate="changed")


def _reword(line: Line) -> Line:
    for old, new in SYNONYMS:
        if old in line.body:
            return replace(line, body=line.body.replace(old, new, 1), fate="changed")
    return line


def _rewrite(line: Line, other: str, share: float) -> Line:
    """All but the first ``share`` of the clause replaced by other words."""
    cuts = [match.end() for match in re.finditer("[，。；]", line.body[:-1])]
    if not cuts:
        return line
    middle = min(cuts, key=lambda place: abs(place - len(line.body) * share))
    return replace(line, body=line.body[:middle] + other[: len(line.body) - middle], fate="changed")


def renumbered(lines: Sequence[Line], style: str) -> list[Line]:
    """The clauses numbered from one again."""
    found, count = [], 0
    for line in lines:
        if style_of(line.label) == style:
            count += 1
            found.append(replace(line, label=number(style, count)))
        else:
            found.append(line)
    return found


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
    document = ingest_text(name, "\n".join(line.label + line.body for line in lines)).document
    return Edition(document, summary_of(document))


def summary_of(document: Document) -> DocumentSummary:
    """A summary of a document that is on no shelf."""
    empty = dict.fromkeys(
        (
            "document_number",
            "issuer",
            "region",
            "level",
            "province",
            "city",
            "issued",
            "published",
            "effective",
        )
    )
    return DocumentSummary(
        doc_id=document.doc_id,
        path=document.path,
        title=document.title,
        expires=None,
        kind=None,
        status=Status.UNKNOWN,
        chars=len(document.text),
        sections=len(document.sections),
        passages=0,
        **empty,  # type: ignore[arg-type]
    )


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
