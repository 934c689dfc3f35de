"""PDF pages are read the way they are shown, and what is only in pictures is said."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from ingest.readers import read_file

LINES = [f"Line {number} of the turned page." for number in range(4)]
# Where the origin goes before the text is turned, so that it stays on a page of 595 by 842 points.
ORIGINS = {0: (0, 0), 90: (595, 0), 180: (595, 842), 270: (0, 842)}


def write_turned(path: Path, degrees: int, *, page_too: bool) -> Path:
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(path), pagesize=(595, 842))
    if page_too:
        canvas.setPageRotation(degrees)
    canvas.translate(*ORIGINS[degrees])
    canvas.rotate(degrees)
    for number, line in enumerate(LINES):
        canvas.drawString(72, 500 - 60 * number, line)
    canvas.save()
    return path


@pytest.mark.parametrize("degrees", ORIGINS)
@pytest.mark.parametrize("page_too", [True, False], ids=["page turned", "text sideways"])
def test_turned_text_is_read_line_by_line(degrees: int, page_too: bool, tmp_path: Path) -> None:
    raw = read_file(write_turned(tmp_path / "a.pdf", degrees, page_too=page_too))
    assert [block.text for block in raw.blocks] == LINES


def write_pictured(path: Path, side: int) -> Path:
    from PIL import Image
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    stream = io.BytesIO()
    Image.new("L", (100, 100), 128).save(stream, "PNG")
    canvas = Canvas(str(path), pagesize=(595, 842))
    canvas.drawString(72, 700, LINES[0])
    canvas.drawImage(ImageReader(stream), 72, 100, side, side)
    canvas.save()
    return path


def test_a_picture_beside_text_is_said_to_be_unread_and_a_seal_is_not(tmp_path: Path) -> None:
    raw = read_file(write_pictured(tmp_path / "a.pdf", 300))
    assert raw.coverage.unread_pictures == 1
    assert raw.warnings == (
        "第1页的 1 张图片中的文字(如有)未读 · words in 1 picture(s) on page 1, if any, were not read",
    )
    assert read_file(write_pictured(tmp_path / "b.pdf", 110)).warnings == ()
