"""How fast a folder is read, and in how much memory: python -m eval.benchmarks.reading FILE.jsonl.gz.

The laws of FILE ({"id", "text"} a line, Markdown) are written out as files, each in one of four formats in
turn, and read as ``wenzheng add`` reads them: text, sections, header fields, facts, passages; nothing is
encoded or stored. Memory is that of this process after each quarter of the folder, which should not grow,
and the most that any of its children held.
"""

from __future__ import annotations

import argparse
import html
import os
import resource
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

from eval.benchmarks.structure import read_laws
from ingest import Ingested, ingest_files

MEBI = 1024 * 1024
KIBI = 1024
QUARTERS = 4
# A folder of one format shows what that format costs; the mix is what offices have.
FORMATS = ("md", "txt", "html", "docx")


def write_document(path: Path, text: str) -> None:
    """One law as a file of the format that the suffix names."""
    lines = [line.strip("# ").strip() for line in text.split("\n") if line.strip()]
    if path.suffix == ".docx":
        import docx

        document = docx.Document()
        for line in lines:
            document.add_paragraph(line)
        document.save(str(path))
    elif path.suffix == ".html":
        body = "".join(f"<p>{html.escape(line)}</p>" for line in lines)
        path.write_text(f'<html><head><meta charset="utf-8"></head><body>{body}</body></html>', "utf-8")
    else:
        path.write_text(text if path.suffix == ".md" else "\n".join(lines), "utf-8")


def write_folder(folder: Path, laws: Iterable[tuple[str, str]], formats: tuple[str, ...]) -> list[Path]:
    """The files, in the order in which they are read."""
    files = []
    for number, (_, text) in enumerate(laws):
        path = folder / f"{number:05}.{formats[number % len(formats)]}"
        write_document(path, text)
        files.append(path)
    return files


def resident_bytes() -> int:
    """What this process holds now; 0 where the system does not say."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


def measure(files: list[Path]) -> None:
    """Read the files and print the table."""
    counts: Counter[str] = Counter()
    characters = passages = facts = 0
    held = [resident_bytes()]
    began = time.perf_counter()
    for number, result in enumerate(ingest_files(files), start=1):
        counts[type(result).__name__] += 1
        if isinstance(result, Ingested):
            characters += len(result.document.text)
            passages += len(result.passages)
            facts += len(result.facts)
        if number * QUARTERS % len(files) < QUARTERS:
            held.append(resident_bytes())
    seconds = time.perf_counter() - began
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * KIBI
    print(f"files             {len(files)}  {dict(counts)}")
    print(f"characters        {characters:,}  passages {passages:,}  facts {facts:,}")
    print(
        f"speed             {len(files) / seconds:.1f} documents/s ({seconds:.0f} s, {os.cpu_count()} cores)"
    )
    print("memory, MB        " + " ".join(f"{size // MEBI}" for size in held) + " (start, then each quarter)")
    print(f"largest child, MB {child // MEBI}")


def main(arguments: list[str] | None = None) -> None:
    """Write the folder and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path, help="docs.jsonl.gz")
    parser.add_argument("--first", type=int, help="only so many laws")
    parser.add_argument(
        "--formats", default=",".join(FORMATS), help="comma-separated, of md, txt, html, docx"
    )
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        laws = islice(read_laws(given.file), given.first)
        measure(write_folder(Path(folder), laws, tuple(given.formats.split(","))))


if __name__ == "__main__":
    main()
