"""Pictures in a Word file: read by OCR where they are all there is, else counted and said."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from ingest.errors import ReadError
from ingest.readers import ocr, progress
from ingest.readers.containers import parse_xml
from ingest.readers.layout import Page, blocks_of_pages
from ingest.types import Block, Coverage

_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


def read_pictures(archive: zipfile.ZipFile, main: str, wanted: Sequence[str]) -> Iterator[bytes]:
    """The pictures that the part ``main`` shows, in order, each once, those too small for words left out."""
    folder, name = posixpath.split(main)
    relations = f"{folder}/_rels/{name}.rels"
    names = set(archive.namelist())
    if not wanted or relations not in names:
        return
    root = parse_xml(archive.read(relations), relations)
    targets = {
        relation.get("Id") or "": posixpath.normpath(posixpath.join(folder, relation.get("Target") or ""))
        for relation in root.iter(_RELATION)
        if relation.get("TargetMode") != "External"
    }
    for part in dict.fromkeys(targets.get(identity, "") for identity in wanted):
        if part in names and ocr.may_hold_text(content := archive.read(part)):
            yield content


def blocks_of_pictures(pictures: Sequence[bytes], path: Path) -> tuple[list[Block], Coverage, list[str]]:
    """What OCR reads in the pictures, in order; ReadError if it is not installed."""
    if not ocr.is_installed():
        raise ReadError(
            f"{path}: 只有 {len(pictures)} 张图片,需要 OCR: {ocr.PIP_LINE} "
            "(only pictures: install the OCR extra)"
        )
    pages: list[Page] = []
    unread = 0
    for number, content in enumerate(pictures, start=1):
        page = ocr.page_of_picture(content, number)
        if page is not None and page.lines:
            pages.append(page)
        else:
            unread += 1
        progress.report(number, len(pictures))
    numbers = tuple(page.number for page in pages)
    warnings = [
        f"{len(pages)} 张图片中的文字由OCR识别 · the words of {len(pages)} picture(s) were read by OCR"
    ]
    if unread:
        warnings.append(unread_warning(unread))
    blocks = [replace(block, page=None) for block in blocks_of_pages(pages)]  # a picture is no page
    return blocks, Coverage(None, (), numbers, unread), warnings


def unread_warning(pictures: int) -> str:
    """What says that pictures were left unread."""
    return f"{pictures} 张图片中的文字(如有)未读 · words in {pictures} picture(s), if any, were not read"
