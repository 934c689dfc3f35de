"""Pages of a PDF whose words can only be seen: scans, and text layers of garbled letters."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.errors import ReadError
from ingest.quality import is_garbled, is_unreadable_latin
from ingest.readers import ocr, progress
from ingest.readers.layout import Page, join_lines
from ingest.readers.page_ranges import page_ranges
from ingest.types import Coverage

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage

# 200 dots an inch: 99.3 % of characters were read rightly; twice as many cost four times the time.
OCR_SCALE = 200 / 72
# No side over this many dots: posters are read smaller.
MAX_SIDE_DOTS = 4000


@dataclass(frozen=True, slots=True)
class Unread:
    """1-based numbers of the pages that gave no text, in order."""

    scanned: list[int]  # pictures
    garbled: list[int]  # letters that mean nothing

    def numbers(self) -> list[int]:
        """All of them, in order."""
        return sorted({*self.scanned, *self.garbled})


def read_by_ocr(
    document: PdfDocument,
    pages: Sequence[Page],
    unread: Unread,
    path: Path,
    *,
    seconds: float = ocr.MAX_SECONDS,
) -> tuple[list[Page], Coverage, list[str]]:
    """The pages with the unread ones read by OCR, which pages those are, and the words that say so.

    What could not be read within ``seconds``, or fails, is left out with a warning. ReadError if all pages
    need OCR and it is not installed.
    """
    numbers = unread.numbers()
    if not ocr.is_installed():
        if numbers and len(numbers) == len(pages):
            raise ReadError(f"{path}: {'; '.join(_missing(unread))}")
        return list(pages), Coverage(len(pages), tuple(numbers)), _missing(unread)
    read: dict[int, Page] = {}
    failed: list[int] = []
    deadline = time.monotonic() + seconds
    for done, number in enumerate(numbers, start=1):
        if time.monotonic() > deadline:
            break
        try:
            page = ocr_page(document, number)
            text = " ".join(line.text for line in page.lines)
            if number in unread.garbled and (is_garbled(text) or is_unreadable_latin(text)):
                failed.append(number)  # the letters look as the text layer says
            else:
                read[number] = page
        except (RuntimeError, ValueError, TypeError) as error:  # a picture that the engine cannot take
            failed.append(number)
            if len(numbers) == len(pages) == 1:
                raise ReadError(f"{path}: OCR 失败 (OCR failed): {error}") from error
        progress.report(done, len(numbers))
    late = [number for number in numbers if number not in read and number not in failed]
    found = [read.get(page.number, page) for page in pages]
    coverage = Coverage(len(pages), tuple(numbers), tuple(read))
    return found, coverage, [*_said(unread, read), *_left_out(failed, late, seconds)]


def ocr_page(document: PdfDocument, number: int) -> Page:
    """Page ``number`` as a picture, its lines read by OCR; lengths in dots."""
    page = document[number - 1]
    picture = page.render(scale=_scale(page)).to_numpy()
    page.close()
    size = (float(picture.shape[1]), float(picture.shape[0]))
    return Page(number, *size, tuple(join_lines(ocr.read_picture(picture))))


def _scale(page: PdfPage) -> float:
    return float(min(OCR_SCALE, MAX_SIDE_DOTS / max(*page.get_size(), 1.0)))


def _missing(unread: Unread) -> list[str]:
    """What the missing extra leaves unread."""
    said = []
    for numbers, chinese, english in (
        (unread.scanned, "没有文字层", "without a text layer"),
        (unread.garbled, "的文字层是乱码", "with a garbled text layer"),
    ):
        if numbers:
            said.append(
                f"{page_ranges(numbers, '第{}页')}{chinese},需要 OCR: {ocr.PIP_LINE} · "
                f"{page_ranges(numbers, 'page {}', 'pages {}')} {english}: install the OCR extra"
            )
    return said


def _said(unread: Unread, read: dict[int, Page]) -> list[str]:
    """Which pages were read by OCR, and why."""
    said = []
    for wanted, chinese, english in (
        (unread.scanned, "没有文字层", "had no text layer"),
        (unread.garbled, "的文字层是乱码", "had a garbled text layer"),
    ):
        numbers = [number for number in wanted if number in read]
        if numbers:
            said.append(
                f"{page_ranges(numbers, '第{}页')}{chinese},已OCR · "
                f"{page_ranges(numbers, 'page {}', 'pages {}')} {english} and "
                f"{'were' if len(numbers) > 1 else 'was'} read by OCR"
            )
    return said


def _left_out(failed: list[int], late: list[int], seconds: float) -> list[str]:
    said = []
    if failed:
        said.append(
            f"{page_ranges(failed, '第{}页')}没有可读的文字层,OCR 也未能读出 · "
            f"{page_ranges(failed, 'page {}', 'pages {}')}: no readable text layer, and OCR could not read it"
        )
    if late:
        said.append(ocr.too_late(late, seconds))
    return said
