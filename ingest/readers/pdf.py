"""PDF files: text in paragraphs with page numbers, ruled tables in place, scanned pages by OCR."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.errors import ReadError
from ingest.quality import is_garbled, is_unreadable_latin
from ingest.readers import progress
from ingest.readers.layout import Page, Piece, blocks_of_pages, join_lines, without_running_lines
from ingest.readers.page_ranges import page_ranges
from ingest.readers.pdf_letters import text_pieces, text_turn, turned_size, unturned_size
from ingest.readers.pdf_ocr import Unread, read_by_ocr
from ingest.readers.pdf_tables import cells_of, filled, find_grids, has_ruled_lines
from ingest.types import RawDocument

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage, PdfTextPage

MAX_PAGES = 3000
# A page with fewer letters and a picture on it is a scan, perhaps with a stamped page number.
MIN_PAGE_LETTERS = 12
# A seal takes 3 % of a page of A4, a table as a picture a tenth; a picture over most of a page with text
# is a scan behind its text layer.
MIN_PICTURE_SHARE, MAX_PICTURE_SHARE = 0.05, 0.5
# Names that fonts of Chinese letters bear in a PDF.
_CHINESE_FONT = re.compile(
    r"song|fangsong|kaiti|simhei|simsun|heiti|yahei|dengxian|xbs|msung|mhei|gb2312|gbk|_gb|cjk|sourcehan|[\u4e00-\u9fff]"
    r"|\bfz[a-z]|ming|yuanti|lisu",
    re.IGNORECASE,
)
_INFORMATION = {"Title": "file_title", "Author": "author", "CreationDate": "created"}
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
    pictured: dict[int, int] = {}  # how many pictures of each page were not read
    for number in range(1, len(document) + 1):
        page = document[number - 1]
        text_page = page.get_textpage()
        pieces = list(text_pieces(page, text_page))
        text = " ".join(piece.text.strip() for piece in pieces)
        shares = _picture_shares(page)
        if len(text) < MIN_PAGE_LETTERS and sum(shares) > MIN_PICTURE_SHARE:
            unread.scanned.append(number)
        elif is_garbled(text) or (is_unreadable_latin(text) and _has_chinese_font(page)):
            unread.garbled.append(number)
            pieces = []
        elif any(mark in text for mark in _REPLACED):
            damaged.append(number)
        if len(text) >= MIN_PAGE_LETTERS and _unread_pictures(shares):
            pictured[number] = _unread_pictures(shares)
        pages.append(_page(path, page, number, text_page, pieces))
        text_page.close()
        page.close()
        progress.alive()
    pages, coverage, said = read_by_ocr(document, pages, unread, path)
    coverage = replace(coverage, unread_pictures=sum(pictured.values()))
    pages, removed = without_running_lines(pages)
    blocks = blocks_of_pages(pages)
    if not blocks:
        raise ReadError(f"{path}: PDF 中没有文字 (no text in the PDF)")
    properties = {
        name: value.strip()
        for key, name in _INFORMATION.items()
        if (value := document.get_metadata_value(key)).strip()
    }
    return RawDocument(
        tuple(blocks), properties, (*_said(damaged, pictured), *said), tuple(removed), coverage
    )


def _said(damaged: list[int], pictured: dict[int, int]) -> list[str]:
    """What a person should know of pages with damaged characters, and with pictures beside the text."""
    said = []
    if damaged:
        said.append(
            f"{page_ranges(damaged, '第{}页')}有无法识别的字符 · "
            f"{page_ranges(damaged, 'page {}', 'pages {}')}: some characters cannot be decoded"
        )
    if pictured:
        count = sum(pictured.values())
        said.append(
            f"{page_ranges(pictured, '第{}页')}的 {count} 张图片中的文字(如有)未读 · "
            f"words in {count} picture(s) on {page_ranges(pictured, 'page {}', 'pages {}')}, if any, "
            "were not read"
        )
    return said


def _page(path: Path, page: PdfPage, number: int, text_page: PdfTextPage, pieces: Sequence[Piece]) -> Page:
    """The page's lines and tables; its ``pieces`` are cut anew where lines divide cells."""
    turn = text_turn(text_page) if pieces else 0
    width, height = turned_size(page, turn)
    as_shown = turn * 90 == page.get_rotation()  # else the lines are found in another space than the words
    grids = find_grids(path, number) if pieces and as_shown and has_ruled_lines(page) else []
    if grids:
        pieces = list(text_pieces(page, text_page, cells_of(grids)))
    tables = filled(grids, pieces)
    outside = [piece for piece in pieces if not any(table.holds(piece) for table in tables)]
    placed = sorted(((table.top, replace(table.block, page=number)) for table in tables), key=lambda t: t[0])
    return Page(number, width, height, tuple(join_lines(outside)), tuple(placed))


def _picture_shares(page: PdfPage) -> list[float]:
    """Of each picture, the share of the page that it takes."""
    from pypdfium2 import raw

    width, height = unturned_size(page)
    shares = []
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = item.get_bounds()
        across, down = min(right, width) - max(left, 0), min(top, height) - max(bottom, 0)
        shares.append(max(across, 0) * max(down, 0) / (width * height))
    return shares


def _unread_pictures(shares: Sequence[float]) -> int:
    """Pictures large enough for words and too small to be a scan behind its text layer."""
    return sum(MIN_PICTURE_SHARE < share < MAX_PICTURE_SHARE for share in shares)


def _has_chinese_font(page: PdfPage) -> bool:
    """Whether a font of the page's text is by its name one for Chinese."""
    from pypdfium2 import raw

    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT], max_depth=3):
        font = item.get_font()
        if _CHINESE_FONT.search(font.get_base_name()) or _CHINESE_FONT.search(font.get_family_name()):
            return True
    return False
