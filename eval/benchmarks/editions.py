"""Editions of a document made by known edits: every clause keeps its identity through them."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest import find_quantities

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
