"""Scans read by OCR: python -m eval.benchmarks.ocr [--font FONT] [--pages N] [--folder DIR].

The samples' own text is set in a CJK font as pages of A4 at 200 dots an inch, once clean and once as a
bad copy (turned, noisy, pale, packed as JPEG), bound as a PDF without a text layer, and read back.
Printed: pages a second, and the share of characters that came back, by edit distance.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import TYPE_CHECKING

from eval.benchmarks.formats import letters
from ingest import Ingested, ReadError, fold, ingest_file, ingest_files

if TYPE_CHECKING:
    from PIL import Image

SAMPLES = Path(__file__).parents[2] / "samples"
FONTS = (
    Path("/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc"),
    Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"),
)
# Of a .ttc of four languages, the simplified Chinese one.
SIMPLIFIED = 2
DOTS = 200
A4 = (round(210 / 25.4 * DOTS), round(297 / 25.4 * DOTS))
# Three-size letters (16 points), 28 a line and 22 lines a page, as official papers are set.
SIZE = round(16 / 72 * DOTS)
LINE, LINES, CHARS = round(29 / 72 * DOTS), 22, 28
LEFT, TOP = round(28 / 25.4 * DOTS), round(37 / 25.4 * DOTS)


@dataclass(frozen=True, slots=True)
class Scan:
    """One way in which a page is copied."""

    name: str
    spoil: Callable[[Image.Image], Image.Image]
    jpeg_quality: int = 90


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came back of one scan."""

    name: str
    pages: int
    seconds: float
    accuracy: float  # 1 - edit distance / characters
    warnings: tuple[str, ...]


def bad_copy(page: Image.Image) -> Image.Image:
    """Turned by 1.2 degrees, pale grey on grey, with the grain of a cheap copier."""
    import numpy as np
    from PIL import Image

    turned = page.rotate(1.2, fillcolor=255, resample=Image.Resampling.BICUBIC)
    pale = np.asarray(turned, dtype=np.float32) * 0.45 + 110
    grain = np.random.default_rng(7).normal(0, 18, pale.shape)
    return Image.fromarray(np.clip(pale + grain, 0, 255).astype(np.uint8))


def lying(page: Image.Image) -> Image.Image:
    """Put into the scanner sideways."""
    return page.rotate(90, expand=True)


SCANS = (Scan("clean", lambda page: page), Scan("bad copy", bad_copy, 40), Scan("sideways", lying))


def sample_lines(pages: int) -> list[str]:
    """Lines of the samples' text as a page of 28 characters breaks them, for so many pages."""
    lines: list[str] = []
    for path in sorted(SAMPLES.glob("*.txt")):
        for paragraph in ingest_file(path).document.text.split("\n"):
            rest = "\u3000\u3000" + paragraph
            lines += [rest[at : at + CHARS] for at in range(0, len(rest), CHARS)]
    return (lines * (pages * LINES // len(lines) + 1))[: pages * LINES]


def drawn_pages(lines: list[str], font: Path) -> Iterator[Image.Image]:
    """Pictures of the pages, grey, black on white."""
    from PIL import Image, ImageDraw, ImageFont

    face = ImageFont.truetype(str(font), SIZE, index=SIMPLIFIED if font.suffix == ".ttc" else 0)
    for first in range(0, len(lines), LINES):
        page = Image.new("L", A4, 255)
        draw = ImageDraw.Draw(page)
        for row, line in enumerate(lines[first : first + LINES]):
            draw.text((LEFT, TOP + row * LINE), line, font=face, fill=0)
        yield page


def write_scan(path: Path, lines: list[str], font: Path, scan: Scan) -> None:
    """A PDF of pictures."""
    first, *others = [scan.spoil(page) for page in drawn_pages(lines, font)]
    first.save(path, save_all=True, append_images=others, resolution=DOTS, quality=scan.jpeg_quality)


def accuracy(expected: str, found: str) -> float:
    """1 less the edits (put in, left out, changed) that lead from one to the other, a character."""
    wanted, got = letters(fold(expected)), letters(fold(found))
    edits = 0
    for operation, a, b, c, d in SequenceMatcher(None, wanted, got, autojunk=False).get_opcodes():
        if operation != "equal":
            edits += max(b - a, d - c)
    return 1 - edits / max(len(wanted), 1)


def measure(folder: Path, scan: Scan, lines: list[str], font: Path) -> Outcome:
    """Write one scan, read it, compare."""
    path = folder / f"{scan.name.replace(' ', '-')}.pdf"
    write_scan(path, lines, font, scan)
    began = time.perf_counter()
    [result] = ingest_files([path])
    seconds = time.perf_counter() - began
    if not isinstance(result, Ingested):
        raise ReadError(str(result))
    document = result.document
    quality = document.metadata.quality
    pages = quality.pages if quality and quality.pages else 0
    compared = accuracy("".join(lines), document.text)
    return Outcome(scan.name, pages, seconds, compared, document.warnings)


def main(arguments: list[str] | None = None) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--font", type=Path, default=next((font for font in FONTS if font.exists()), None))
    parser.add_argument("--pages", type=int, default=5, help="per scan")
    parser.add_argument("--folder", type=Path, help="keep the scans here")
    parser.add_argument("--only", help="one of: " + ", ".join(scan.name for scan in SCANS))
    given = parser.parse_args(arguments)
    if given.font is None:
        parser.error("no CJK font found: install fonts-noto-cjk, or name one with --font")
    lines = sample_lines(given.pages)
    print("scan        pages  seconds  pages/s  characters right")
    with tempfile.TemporaryDirectory() as made:
        for scan in SCANS:
            if given.only in (None, scan.name):
                one = measure(given.folder or Path(made), scan, lines, given.font)
                rate = one.pages / one.seconds
                print(f"{one.name:10}  {one.pages:5}  {one.seconds:7.1f}  {rate:7.2f}  {one.accuracy:.4f}")
                for warning in one.warnings:
                    print(f"  {warning}")


if __name__ == "__main__":
    main()
