"""OFD, the national fixed-layout format (GB/T 33190): a zip of XML pages with placed text."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.errors import ReadError
from ingest.readers.containers import open_zip
from ingest.readers.layout import Page, Piece, blocks_of_pages, join_lines, without_running_lines
from ingest.readers.ofd_package import Package, child_of, name_of, tidy
from ingest.readers.ofd_pictures import media_of, scanned_pages, what_was_scanned
from ingest.readers.ofd_tables import Line, grids_of, path_lines
from ingest.readers.pdf_tables import filled
from ingest.types import Coverage, RawDocument

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_PAGES = 3000
# A page of A4 in millimetres, where the file does not say.
DEFAULT_BOX = (0.0, 0.0, 210.0, 297.0)
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_INFORMATION = {"Title": "file_title", "Author": "author", "CreationDate": "created"}


def read(path: Path) -> RawDocument:
    """The text of all pages of all documents in the file, line by line, as paragraphs."""
    with open_zip(path, "OFD") as archive:
        package = Package(archive, path)
        entry = package.xml("OFD.xml")
        roots = [element for element in entry.iter() if name_of(element) == "DocRoot" and element.text]
        if not roots:
            raise ReadError(f"{path}: OFD 文件中没有文档 (the OFD file holds no document)")
        properties = _information(entry)
        pages: list[Page] = []
        scanned: dict[int, list[str]] = {}
        for root in roots:
            for page, pictures in _pages(package, (root.text or "").strip(), len(pages)):
                pages.append(page)
                if pictures and not page.lines and not page.tables:
                    scanned[page.number] = pictures
        read = scanned_pages(package, scanned)
    pages = [read.get(page.number, page) for page in pages]
    warnings = [*package.warnings, *what_was_scanned(scanned, read)]
    pages, removed = without_running_lines(pages)
    blocks = blocks_of_pages(pages)
    if not blocks:
        why = "页面只有图片或签章 (only pictures or seals)" if pages else "没有页面 (no pages)"
        raise ReadError(f"{path}: OFD 文件中没有文字,{why}")
    coverage = Coverage(len(pages), tuple(scanned), tuple(read))
    return RawDocument(tuple(blocks), properties, tuple(warnings), tuple(removed), coverage)


def _information(entry: _Element) -> dict[str, str]:
    return {
        _INFORMATION[name_of(element)]: (element.text or "").strip()
        for element in entry.iter()
        if name_of(element) in _INFORMATION and (element.text or "").strip()
    }


def _pages(package: Package, location: str, before: int) -> Iterator[tuple[Page, list[str]]]:
    """Each page of one document, numbered after ``before``, and the parts that hold its pictures."""
    document = package.xml(location)
    media = media_of(package, document, posixpath.dirname(tidy(location)))
    base = posixpath.dirname(tidy(location))
    default = _box(next((e for e in document.iter() if name_of(e) == "PhysicalBox"), None), DEFAULT_BOX)
    templates = {
        element.get("ID") or "": package.resolve(base, element.get("BaseLoc") or "")
        for element in document.iter()
        if name_of(element) == "TemplatePage"
    }
    listed = [element for element in document.iter() if name_of(element) == "Page" and element.get("BaseLoc")]
    if len(listed) + before > MAX_PAGES:
        raise ReadError(f"{package.path}: 超过 {MAX_PAGES} 页 (too many pages)")
    for number, element in enumerate(listed, start=before + 1):
        place = package.resolve(base, element.get("BaseLoc") or "")
        if not package.has(place):
            package.warnings.append(f"缺少第{number}页 · page {number} is missing from the file")
            continue
        page, pictures = _page(package, package.xml(place), number, default, templates)
        yield page, [media[identity] for identity in pictures if identity in media]


def _page(
    package: Package, root: _Element, number: int, default: tuple[float, ...], templates: dict[str, str]
) -> tuple[Page, tuple[str, ...]]:
    area = child_of(root, "Area")
    box = _box(child_of(area, "PhysicalBox") if area is not None else None, default)
    layers = [root]
    for element in root:
        place = templates.get(element.get("TemplateID") or "")
        if name_of(element) == "Template" and place and package.has(place):
            layers.insert(0, package.xml(place))
    pieces = list(_once(piece for layer in layers for piece in _pieces(layer)))
    tables = filled(grids_of([line for layer in layers for line in _drawn_lines(layer)]), pieces)
    outside = [piece for piece in pieces if not any(table.holds(piece) for table in tables)]
    placed = sorted(((table.top, replace(table.block, page=number)) for table in tables), key=lambda t: t[0])
    shown = [element for layer in layers for element in layer.iter() if name_of(element) == "ImageObject"]
    pictures = tuple(element.get("ResourceID") or "" for element in shown)
    return Page(number, box[2], box[3], tuple(join_lines(outside)), tuple(placed)), pictures


def _drawn_lines(layer: _Element) -> Iterator[Line]:
    """The straight lines of a layer's paths."""
    for element in layer.iter():
        boundary = _numbers(element.get("Boundary"))
        if name_of(element) != "PathObject" or element.get("Visible") == "false" or len(boundary) < 4:
            continue
        data = child_of(element, "AbbreviatedData")
        if data is not None:
            yield from path_lines(data.text or "", boundary, _matrix(element))


def _matrix(element: _Element) -> list[float]:
    numbers = _numbers(element.get("CTM"))
    return numbers if len(numbers) == 6 else [1.0, 0.0, 0.0, 1.0, 0.0, 0.0]


def _once(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Pieces without those drawn twice at one place for a bold look."""
    seen = set()
    for piece in pieces:
        key = (piece.text, round(piece.left), round(piece.top))
        if key not in seen:
            seen.add(key)
            yield piece


def _pieces(layer: _Element) -> Iterator[Piece]:
    """Each run of text with its place in millimetres."""
    for element in layer.iter():
        if name_of(element) != "TextObject" or element.get("Visible") == "false":
            continue
        boundary = _numbers(element.get("Boundary"))
        if len(boundary) < 4:
            continue
        size = _first(element.get("Size"), 4.0)
        matrix = _matrix(element)
        x = y = 0.0
        for code in element:
            if name_of(code) != "TextCode" or not (code.text or "").strip():
                continue
            x, y = _first(code.get("X"), x), _first(code.get("Y"), y)
            yield from _code_pieces(code, (x, y), size, boundary, matrix)


def _code_pieces(
    code: _Element, place: tuple[float, float], size: float, boundary: list[float], matrix: list[float]
) -> Iterator[Piece]:
    """The letters of one run; where it steps down the page, each letter on its own."""
    text = code.text or ""
    x, y = place
    across, down = _deltas(code.get("DeltaX")), _deltas(code.get("DeltaY"))
    run, start_x, start_y = "", x, y
    for at, letter in enumerate(text):
        run += letter
        step = across[at] if at < len(across) else size * (0.5 if letter.isascii() else 1.0)
        fall = down[at] if at < len(down) else 0.0
        width = size * (0.5 if letter.isascii() else 1.0)
        if abs(fall) > size / 4 or step > 2.5 * size or step < -size or at == len(text) - 1:
            yield _placed(run, (start_x, start_y, x + width), size, boundary, matrix)
            run, start_x, start_y = "", x + step, y + fall
        x, y = x + step, y + fall


def _placed(
    text: str, span: tuple[float, float, float], size: float, boundary: list[float], matrix: list[float]
) -> Piece:
    """A run whose baseline starts at span[0], span[1] and ends at span[2], in the page's millimetres."""
    a, b, c, d, e, f = matrix
    left, base, right = span
    corners = [
        (boundary[0] + a * px + c * py + e, boundary[1] + b * px + d * py + f)
        for px, py in ((left, base), (right, base), (left, base - size * 0.85), (right, base + size * 0.1))
    ]
    across, down = [x for x, _ in corners], [y for _, y in corners]
    return Piece(text, min(across), min(down), max(across), max(down))


def _deltas(value: str | None) -> list[float]:
    """Steps from letter to letter; 'g 3 4.5' stands for three steps of 4.5."""
    steps: list[float] = []
    words = (value or "").split()
    at = 0
    while at < len(words) and len(steps) < 100_000:
        if words[at] == "g" and at + 2 < len(words) and words[at + 1].isdecimal():
            steps += [_first(words[at + 2], 0.0)] * min(int(words[at + 1]), 10_000)
            at += 3
        else:
            steps.append(_first(words[at], 0.0))
            at += 1
    return steps


def _numbers(value: str | None) -> list[float]:
    return [float(number) for number in _NUMBER.findall(value or "")]


def _first(value: str | None, default: float) -> float:
    match = _NUMBER.match((value or "").strip())
    return float(match[0]) if match else default


def _box(element: _Element | None, default: tuple[float, ...]) -> tuple[float, ...]:
    numbers = _numbers(element.text) if element is not None else []
    return tuple(numbers) if len(numbers) == 4 else tuple(default)
