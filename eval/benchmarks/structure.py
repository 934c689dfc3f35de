"""How many numbered articles of real laws become sections: python -m eval.benchmarks.structure FILE.jsonl.gz.

The file holds one law a line, {"id", "text"}, the text in Markdown. The articles are counted a second
time here, by what a line begins with, and the two counts are compared number by number.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from ingest import Section, outline

# An article's number stands at the start of its line, or after a full stop and a space where a copy has
# run lines together, and apart from its words; 第八条规定的… does not.
_NUMBER = r"第[零〇一二三四五六七八九十百千\d]+条(?:之[一二三四五六七八九十]+)?"
ARTICLE_LINE = re.compile(
    rf"(?:^[ \t\u3000]*(?:#+ *)?(?:\*\*)?|(?<=[。；：])[ \u3000]+)({_NUMBER})(?=[ \t\u3000*]|$)", re.MULTILINE
)
ARTICLE_LABEL = re.compile(_NUMBER)


@dataclass(frozen=True, slots=True)
class Comparison:
    """The articles of one law, counted twice."""

    name: str
    numbered: int  # article numbers at the start of a line of the text
    found: int  # sections labelled as articles
    missing: tuple[str, ...]  # numbered, but no section
    extra: tuple[str, ...]  # a section, but not numbered so
    tiles: bool  # whether the sections tile the text

    @property
    def agrees(self) -> bool:
        """Whether both counts name the same articles, and the tree is sound."""
        return not self.missing and not self.extra and self.tiles


def compare(name: str, source: str) -> Comparison:
    """Count the articles of one law in Markdown both ways."""
    text, sections = outline(source, markdown=True)
    numbered = Counter(ARTICLE_LINE.findall(source))
    found = Counter(section.label for section in sections if ARTICLE_LABEL.fullmatch(section.label))
    return Comparison(
        name,
        numbered.total(),
        found.total(),
        tuple((numbered - found).elements()),
        tuple((found - numbered).elements()),
        tiles(text, sections),
    )


def tiles(text: str, sections: tuple[Section, ...]) -> bool:
    """Whether top-level sections tile the text, and children the rest of their parent."""
    if not sections:
        return not text
    ends: dict[int | None, int] = {None: 0}
    for section in sections:
        expected = ends.get(section.parent)
        if expected is None:  # the first child ends its parent's own part
            expected = section.start
        if section.start != expected or section.end < section.start:
            return False
        ends[section.parent] = section.end
    limits = {None: len(text)} | {section.ordinal: section.end for section in sections}
    return all(end == limits[parent] for parent, end in ends.items())


def read_laws(path: Path) -> Iterator[tuple[str, str]]:
    """The id and text of each line of a JSONL file, gzipped or plain."""
    stream: IO[str]
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as stream:
        for line in stream:
            law = json.loads(line)
            yield str(law["id"]), str(law["text"])


def report(comparisons: list[Comparison], seconds: float, shown: int) -> None:
    """Print the agreement, the speed and the laws on which the counts differ."""
    numbered = sum(one.numbered for one in comparisons)
    found = sum(one.found for one in comparisons)
    off = sum(len(one.missing) + len(one.extra) for one in comparisons)
    differing = [one for one in comparisons if not one.agrees]
    print(f"laws              {len(comparisons)}")
    print(f"articles numbered {numbered}")
    print(f"articles found    {found}")
    print(f"agreement         {1 - off / max(numbered, 1):.4%}  ({off} articles differ)")
    print(f"laws that differ  {len(differing)}")
    print(f"speed             {len(comparisons) / seconds:.0f} laws/s")
    for one in sorted(differing, key=lambda one: -len(one.missing) - len(one.extra))[:shown]:
        tiling = "" if one.tiles else "  SECTIONS DO NOT TILE"
        print(f"  {one.name}: missing {_few(one.missing)}; extra {_few(one.extra)}{tiling}")


def _few(labels: tuple[str, ...]) -> str:
    return f"{len(labels)} " + " ".join(labels[:6]) + (" …" if len(labels) > 6 else "")


def main(arguments: list[str] | None = None) -> int:
    """Run the comparison; exit code 0."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("file", type=Path)
    parser.add_argument("--show", type=int, default=40, help="how many differing laws to list")
    given = parser.parse_args(arguments)
    laws = list(read_laws(given.file))
    began = time.perf_counter()
    comparisons = [compare(name, text) for name, text in laws]
    report(comparisons, time.perf_counter() - began, given.show)
    return 0


if __name__ == "__main__":
    sys.exit(main())
