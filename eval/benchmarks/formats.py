"""What the readers make of a folder of real files: python -m eval.benchmarks.formats DIR.

DIR/manifest.jsonl names each file, with the characters and the opening ("sample") that a plain read
of its parts finds; for web pages also title, document number and issuer as their site lists them.
A page's text is compared with that of its container, character by character.
"""

from __future__ import annotations

import argparse
import difflib
import html
import json
import re
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ingest import Ingested, Skipped, discover, fold, ingest_files

_NOT_TEXT = re.compile(r"[\s|\u200b\ufeff]+")


@dataclass
class Row:
    """The files of one format."""

    tried: int = 0
    read: int = 0
    refused: list[str] = field(default_factory=list)  # name: reason
    shares: list[float] = field(default_factory=list)  # of the reference found in the text
    characters: int = 0
    warned: int = 0


def letters(text: str) -> str:
    """The text without white space and the bars between cells."""
    return _NOT_TEXT.sub("", text)


def share_found(reference: str, text: str) -> float:
    """How much of ``reference`` stands in ``text`` in its order, from 0 to 1."""
    if not reference:
        return 1.0
    if reference in text:
        return 1.0
    matcher = difflib.SequenceMatcher(None, reference, text[: 4 * len(reference)], autojunk=False)
    return sum(block.size for block in matcher.get_matching_blocks()) / len(reference)


def share_of_letters(reference: str, text: str) -> float:
    """How many of the letters of ``reference`` are in ``text``, in any order: a form has none of its own."""
    wanted, found = Counter(reference), Counter(text)
    return (wanted & found).total() / max(wanted.total(), 1)


def page_reference(path: Path) -> str | None:
    """The words in the container of a State Council page, None for other pages."""
    from lxml import html as tree

    root = tree.document_fromstring(path.read_text(encoding="utf-8", errors="replace"))
    found = [element for element in root.iter() if element.get("id") == "UCAP-CONTENT"]
    return letters("".join(map(str, found[0].itertext()))) if found else None


def measure(folder: Path) -> tuple[dict[str, Row], dict[str, list[str]]]:
    """A row for each suffix, and for each header field the pages where it is not what the site lists."""
    entries = {
        str(folder / entry["file"]): entry
        for entry in map(json.loads, (folder / "manifest.jsonl").read_text(encoding="utf-8").splitlines())
    }
    rows: dict[str, Row] = defaultdict(Row)
    wrong: dict[str, list[str]] = {"title": [], "doc_no": [], "issuer": []}
    files, skipped = discover(sorted(entries))
    results = [*skipped, *ingest_files(files)]
    for result in results:
        if isinstance(result, Skipped):
            path = Path(result.path)
            row = rows[path.suffix.lower()]
            row.tried += 1
            row.refused.append(f"{path.name}: {result.reason}")
        elif isinstance(result, Ingested):
            path = Path(result.document.path)
            _count(rows[path.suffix.lower()], result, entries[str(path)], path)
            _compare_fields(result, entries[str(path)], wrong)
    return rows, wrong


def _count(row: Row, result: Ingested, entry: dict[str, Any], path: Path) -> None:
    row.tried += 1
    row.read += 1
    row.characters += len(letters(result.document.text))
    row.warned += bool(result.document.warnings)
    reference = page_reference(path) if path.suffix == ".html" else letters(entry.get("sample", "")) or None
    if reference:
        removed = letters("".join(result.document.removed))
        text = letters(result.document.text)
        if path.suffix.lower() == ".ofd":
            row.shares.append(share_of_letters(html.unescape(reference), removed + text))
        else:
            row.shares.append(max(share_found(reference, text), share_found(reference, removed + text)))


def _compare_fields(result: Ingested, entry: dict[str, Any], wrong: dict[str, list[str]]) -> None:
    metadata = result.document.metadata
    found = {
        "title": metadata.title.value if metadata.title else "",
        "doc_no": metadata.document_number.value if metadata.document_number else "",
        "issuer": "、".join(issuer.value for issuer in metadata.issuers),
    }
    for name, value in found.items():
        if entry.get(name) and letters(fold(value)) != letters(fold(entry[name])):
            wrong[name].append(f"{entry['file']}: {value!r}, not {entry[name]!r}")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder.resolve()
    started = time.perf_counter()
    rows, wrong = measure(folder)
    seconds = time.perf_counter() - started
    print("format  tried  read  refused  warned  characters  reference found  identical")
    for suffix, row in sorted(rows.items()):
        mean = f"{sum(row.shares) / len(row.shares):.4f}" if row.shares else "-"
        whole = f"{sum(share == 1.0 for share in row.shares)}/{len(row.shares)}" if row.shares else "-"
        counts = f"{row.tried:5}  {row.read:4}  {len(row.refused):7}  {row.warned:6}  {row.characters:10}"
        print(f"{suffix:6}  {counts}  {mean:>15}  {whole:>9}")
    for row in rows.values():
        for line in row.refused:
            print(f"refused {line}")
    for name, lines in wrong.items():
        print(f"{name}: {len(lines)} wrong")
        for line in lines:
            print(f"  {line}")
    tried = sum(row.tried for row in rows.values())
    print(f"{tried} files in {seconds:.1f} s, {tried / seconds:.1f} a second")


if __name__ == "__main__":
    main()
