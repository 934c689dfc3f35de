"""PDF files: text in paragraphs with page numbers, ruled tables in place, scanned pages by OCR."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.errors import ReadError
from ingest.quality import is_garbled, is_unreadable_latin
from ingest.readers import progress
from ingest.readers.layout import WIDE, Page, Piece, blocks_of_pages, join_lines, without_running_lines
from ingest.readers.page_ranges import page_ranges
from ingest.readers.pdf_ocr import Unread, read_by_ocr
from ingest.readers.pdf_tables import Box, cells_of, filled, find_grids, has_ruled_lines
from ingest.types import RawDocument

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage, PdfTextPage

MAX_PAGES = 3000
# A page with fewer letters and a picture over most of it is a scan, perhaps with a stamped page number.
MIN_PAGE_LETTERS = 12
MIN_SCAN_COVER = 0.5
# A page with more letters than this is made to exhaust the reader.
MAX_PAGE_LETTERS = 100_000
# Names that fonts of Chinese letters bear in a PDF.
_CHINESE_FONT = re.compile(
    r"song|fangsong|kaiti|simhei|simsun|heiti|yahei|dengxian|xbs|msung|mhei|gb2312|gbk|_gb|cjk|sourcehan|[\u4e00-\u9fff]"
    r"|\bfz[a-z]|ming|yuanti|lisu",
    re.IGNORECASE,
)
_INFORMATION = {"Title": "file_title", "Author": "author", "CreationDate": "created"}
# Of the letters' height; a written space is a half, the one that is only typeset a quarter.
THIN_SPACE = 0.4
_REPLACED = "\ufffd\ufffe\uffff"


def read(path: Path) -> RawDocument:
    """The blocks of all pages; ReadError if it is encrypted, damaged, or has no text and no OCR is there."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        why = str(error).lower()
        if "password" in why:
            message = "有密码保护,请先解除密码 (password-protected; remove the password first)"
        else:
            message = f"PDF 文件损坏或不完整 (damaged or truncated PDF): {error}"
        raise ReadError(f"{path}: {message}") from error
    try:
        return _read_document(document, path)
    except pypdfium2.PdfiumError as error:
        raise ReadError(f"{path}: PDF 文件损坏 (damaged PDF): {error}") from error
    finally:
        document.close()


def _read_document(document: PdfDocument, path: Path) -> RawDocument:
    if len(document) > MAX_PAGES:
        raise ReadError(
            f"{path}: {len(document)} 页,超过上限 {MAX_PAGES} 页 (too many pages; split the file)"
        )
    pages: list[Page] = []
    unread = Unread([], [])
    damaged: list[int] = []
    for number in range(1, len(document) + 1):
        page = document[number - 1]
        text_page = page.get_textpage()
        pieces = list(text_pieces(page, text_page))
        text = " ".join(piece.text.strip() for piece in pieces)
        if len(text) < MIN_PAGE_LETTERS and _is_scan(page):
            unread.scanned.append(number)
        elif is_garbled(text) or (is_unreadable_latin(text) and _has_chinese_font(page)):
            unread.garbled.append(number)
            pieces = []
        elif any(mark in text for mark in _REPLACED):
            damaged.append(number)
        pages.append(_page(path, page, number, text_page, pieces))
        text_page.close()
        page.close()
        progress.alive()
    warnings = []
    if damaged:
        warnings.append(
            f"{page_ranges(damaged, '第{}页')}有无法识别的字符 · "
            f"{page_ranges(damaged, 'page {}', 'pages {}')}: some characters cannot be decoded"
        )
    pages, coverage, said = read_by_ocr(document, pages, unread, path)
    warnings += said
    pages, removed = without_running_lines(pages)
    blocks = blocks_of_pages(pages)
    if not blocks:
        raise ReadError(f"{path}: PDF 中没有文字 (no text in the PDF)")
    properties = {
        name: value.strip()
        for key, name in _INFORMATION.items()
        if (value := document.get_metadata_value(key)).strip()
    }
    return RawDocument(tuple(blocks), properties, tuple(warnings), tuple(removed), coverage)


def _page(path: Path, page: PdfPage, number: int, text_page: PdfTextPage, pieces: Sequence[Piece]) -> Page:
    """The page's lines and tables; its ``pieces`` are cut anew where lines divide cells."""
    width, height = page.get_size()
    grids = find_grids(path, number) if pieces and has_ruled_lines(page) else []
    if grids:
        pieces = list(text_pieces(page, text_page, cells_of(grids)))
    tables = filled(grids, pieces)
    outside = [piece for piece in pieces if not any(table.holds(piece) for table in tables)]
    placed = sorted(((table.top, replace(table.block, page=number)) for table in tables), key=lambda t: t[0])
    return Page(number, width, height, tuple(join_lines(outside)), tuple(placed))


def text_pieces(page: PdfPage, text_page: PdfTextPage, cells: Sequence[Box] = ()) -> Iterator[Piece]:
    """Runs of letters on one line without a gap, with their boxes; y from the top of the page.

    A run ends also where one of the ``cells`` ends: narrow columns leave no gap between their words.
    """
    from pypdfium2 import raw

    _, height = page.get_size()
    count = text_page.count_chars()
    if count > MAX_PAGE_LETTERS:
        raise ReadError(f"一页有 {count} 个字符,超过上限 (a page with {count} characters is refused)")
    run: list[str] = []
    box: list[float] = []
    spaces = 0  # before the next letter
    run_cell: int | None = None
    handle = text_page.raw
    for at in range(count):
        letter = chr(raw.FPDFText_GetUnicode(handle, at))
        if letter in "\r\n\0":
            if run:
                yield Piece("".join(run), *box)
            run, spaces = [], 0
            continue
        if letter in " \xa0":
            spaces += bool(run)
            continue
        left, bottom, right, top = text_page.get_charbox(at, loose=True)
        new = [left, height - top, right, height - bottom]
        cell = _cell_of(cells, new)
        if run and (_breaks(box, new) or cell != run_cell):
            yield Piece("".join(run), *box)
            run = []
        if run and spaces and not _is_thin(run[-1], letter, (left - box[2]) / max(new[3] - new[1], 1.0)):
            run.append(" " * spaces)
        spaces = 0
        if run:
            box = [min(box[0], left), min(box[1], new[1]), max(box[2], right), max(box[3], new[3])]
        elif letter.isspace():
            continue
        else:
            box, run_cell = new, cell
        run.append(letter)
    if run:
        yield Piece("".join(run), *box)


def _cell_of(cells: Sequence[Box], box: Sequence[float]) -> int | None:
    """The cell in which the middle of a box lies."""
    across, down = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    for at, (left, top, right, bottom) in enumerate(cells):
        if left <= across <= right and top <= down <= bottom:
            return at
    return None


def _is_thin(before: str, after: str, gap: float) -> bool:
    """Whether a space is the sliver that word processors set between Chinese and Latin letters."""
    return gap < THIN_SPACE and bool(WIDE.match(before) or WIDE.match(after))


def _breaks(box: Sequence[float], new: Sequence[float]) -> bool:
    """Whether a letter starts a new run: on another line, or far from the last one."""
    size = max(new[3] - new[1], 1.0)
    shared = min(box[3], new[3]) - max(box[1], new[1])
    return shared < size * 0.3 or new[0] - box[2] > size or new[0] < box[2] - size


def _is_scan(page: PdfPage) -> bool:
    """Whether pictures cover most of the page."""
    from pypdfium2 import raw

    width, height = page.get_size()
    covered = 0.0
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = item.get_bounds()
        covered += max(min(right, width) - max(left, 0), 0) * max(min(top, height) - max(bottom, 0), 0)
    return bool(covered > MIN_SCAN_COVER * width * height)


def _has_chinese_font(page: PdfPage) -> bool:
    """Whether a font of the page's text is by its name one for Chinese."""
    from pypdfium2 import raw

    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT], max_depth=3):
        font = item.get_font()
        if _CHINESE_FONT.search(font.get_base_name()) or _CHINESE_FONT.search(font.get_family_name()):
            return True
    return False
