"""Pages without words are read by OCR as far as the time goes; what was not read is said."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ingest import Coverage, ReadError
from ingest.readers import ocr, pdf
from ingest.readers.layout import Page
from ingest.readers.pdf_ocr import Unread, read_by_ocr

if TYPE_CHECKING:
    from PIL import Image

needs_ocr = pytest.mark.skipif(not ocr.is_installed(), reason="needs the OCR extra")
WORDS = "NOTICE 2024 NO 12", "AWARD 150000 YUAN"
ENGLISH = "The award is paid once to each new firm of the city."
GARBLED = "\xb2\xe9P\xcaE\xc1\xb0\xe0\xda\xdd\xd1H\xbbB\xd9V\xd2\xd8iE\xdaF\xc3yJ\xec\xaeW\xc9T"


def drawn(*lines: str) -> Image.Image:
    from PIL import Image, ImageDraw, ImageFont

    page = Image.new("L", (800, 1100), 255)
    for row, line in enumerate(lines):
        font = ImageFont.load_default(size=40)
        ImageDraw.Draw(page).text((100, 120 + 80 * row), line, font=font, fill=0)
    return page


def write_scan(path: Path, pages: int) -> Path:
    first, *others = [drawn(*WORDS)] * pages
    first.save(path, save_all=True, append_images=others, resolution=100)
    return path


def write_letters(path: Path, pages: list[str]) -> Path:
    """A page for each text, in a font whose name says that its letters are Chinese."""
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(path), pagesize=(595, 842), pageCompression=0)
    for text in pages:
        canvas.setFont("Helvetica", 14)
        for row in range(8):
            canvas.drawString(72, 700 - 30 * row, text)
        canvas.showPage()
    canvas.save()
    path.write_bytes(path.read_bytes().replace(b"/BaseFont /Helvetica", b"/BaseFont /FangSong "))
    return path


def blank(number: int) -> Page:
    return Page(number, 576.0, 792.0, ())


@needs_ocr
def test_a_scan_is_read_and_said_to_be_one(tmp_path: Path) -> None:
    raw = pdf.read(write_scan(tmp_path / "scan.pdf", 1))
    assert [block.text for block in raw.blocks] == [" ".join(WORDS)]
    assert raw.coverage == Coverage(1, (1,), (1,))
    assert raw.warnings == ("第1页没有文字层,已OCR · page 1 had no text layer and was read by OCR",)


@needs_ocr
def test_when_the_time_is_up_the_rest_is_named(tmp_path: Path) -> None:
    import pypdfium2

    document = pypdfium2.PdfDocument(write_scan(tmp_path / "scan.pdf", 3))
    pages = [blank(number) for number in (1, 2, 3)]
    found, coverage, said = read_by_ocr(document, pages, Unread([1, 2, 3], []), tmp_path, seconds=-60.0)
    document.close()
    assert found == pages
    assert coverage == Coverage(3, (1, 2, 3), ())
    assert said == [
        "OCR 已用满 -1 分钟,第1–3页未读,请拆分文件 · "
        "OCR stopped after -1 minutes, pages 1–3 not read: split the file"
    ]


@needs_ocr
def test_a_picture_of_several_pages_is_read_in_part(tmp_path: Path) -> None:
    path = tmp_path / "scan.tif"
    drawn(*WORDS).save(path, save_all=True, append_images=[drawn("SECOND PAGE")])
    raw = ocr.read(path, seconds=-60.0)
    assert [(block.text, block.page) for block in raw.blocks] == [(" ".join(WORDS), 1)]
    assert raw.coverage == Coverage(2, (1, 2), (1,))
    assert raw.warnings[1].startswith("OCR 已用满 -1 分钟,第2页未读")


@needs_ocr
def test_a_page_of_garbled_letters_is_no_text(tmp_path: Path) -> None:
    raw = pdf.read(write_letters(tmp_path / "a.pdf", [ENGLISH, GARBLED]))
    assert {block.page for block in raw.blocks} == {1}
    assert raw.coverage.without_text == (2,)
    assert raw.warnings == (
        "第2页没有可读的文字层,OCR 也未能读出 · page 2: no readable text layer, and OCR could not read it",
    )


def test_without_the_extra_what_is_missing_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "is_installed", lambda: False)
    raw = pdf.read(write_letters(tmp_path / "a.pdf", [ENGLISH, GARBLED]))
    assert raw.warnings == (
        '第2页的文字层是乱码,需要 OCR: pip install "wenzheng[ocr]" · '
        "page 2 with a garbled text layer: install the OCR extra",
    )
    with pytest.raises(ReadError, match="第1–3页没有文字层,需要 OCR"):
        pdf.read(write_scan(tmp_path / "scan.pdf", 3))


@pytest.mark.parametrize(
    ("read", "written"),
    [
        ("(一）认定奖励", "（一）认定奖励"),
        ("对企业,给予3,000元(税前)", "对企业，给予3,000元（税前）"),
        ("ISO 9001 (2015), EN", "ISO 9001 (2015), EN"),
    ],
)
def test_marks_are_as_wide_as_the_chinese_they_stand_by(read: str, written: str) -> None:
    assert ocr.widened(read) == written
