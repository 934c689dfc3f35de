"""Pages of an OFD file that are pictures: the parts they show, read by OCR."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from ingest.readers import ocr, progress
from ingest.readers.layout import Page
from ingest.readers.ofd_package import Package, child_of, name_of
from ingest.readers.page_ranges import page_ranges

if TYPE_CHECKING:
    from lxml.etree import _Element


def media_of(package: Package, document: _Element, base: str) -> dict[str, str]:
    """The parts of a document's pictures by the number that pages call them by."""
    found: dict[str, str] = {}
    for element in document.iter():
        if name_of(element) not in ("PublicRes", "DocumentRes") or not (element.text or "").strip():
            continue
        place = package.resolve(base, (element.text or "").strip())
        if not package.has(place):
            continue
        root = package.xml(place)
        folder = posixpath.join(posixpath.dirname(place), root.get("BaseLoc") or "")
        for item in root.iter():
            file = child_of(item, "MediaFile") if name_of(item) == "MultiMedia" else None
            if file is not None and (file.text or "").strip():
                found[item.get("ID") or ""] = package.resolve(folder, (file.text or "").strip())
    return found


def scanned_pages(package: Package, scanned: dict[int, list[str]]) -> dict[int, Page]:
    """Pages that are a picture, by OCR where it is installed; of several pictures the largest is the scan."""
    read: dict[int, Page] = {}
    for done, (number, parts) in enumerate(scanned.items(), start=1):
        if ocr.is_installed():
            page = ocr.page_of_picture(max(map(package.content, parts), key=len), number)
            if page is not None and page.lines:
                read[number] = page
            progress.report(done, len(scanned))
    return read


def what_was_scanned(scanned: dict[int, list[str]], read: dict[int, Page]) -> list[str]:
    """Warnings that name the pages read by OCR and those left unread."""
    said = []
    left = [number for number in scanned if number not in read]
    if read:
        said.append(
            f"{page_ranges(read, '第{}页')}只有图片,已OCR · "
            f"{page_ranges(read, 'page {}', 'pages {}')}: only pictures, read by OCR"
        )
    if left:
        said.append(
            f"{page_ranges(left, '第{}页')}只有图片,没有文字 · "
            f"{page_ranges(left, 'page {}', 'pages {}')}: only pictures, no text"
        )
    return said
