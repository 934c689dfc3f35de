"""OCR that was interrupted goes on at the page where it stopped."""

import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from index import open_shelf
from index.adding import OCR_PAGES
from ingest import Ingested, ingest_files
from ingest.readers import kept_pages
from ingest.readers.layout import Piece
from ingest.sandbox import Sandbox

pytest.importorskip("rapidocr", reason="the OCR extra is not installed")

PICTURE = np.arange(24, dtype=np.uint8).reshape(2, 4, 3)
PIECES = [Piece("第三条", 1.0, 2.0, 30.5, 12.0)]


@pytest.fixture
def keeping(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "pages"
    kept_pages.keep_in(folder)
    yield folder
    kept_pages.keep_in(None)


def write_scan(path: Path, numbers: range) -> Path:
    """A PDF of pictures, each with its own number on it."""
    pages = []
    for number in numbers:
        picture = Image.new("RGB", (420, 160), "white")
        font = ImageFont.load_default(size=60)
        ImageDraw.Draw(picture).text((40, 40), f"PAGE {number}00", fill="black", font=font)
        pages.append(picture)
    pages[0].save(path, save_all=True, append_images=pages[1:], resolution=72)
    return path


def test_what_is_kept_is_found_by_the_same_dots_only(keeping: Path) -> None:
    name = kept_pages.name_of(PICTURE)
    assert kept_pages.kept(name) is None
    kept_pages.keep(name, PIECES)
    assert kept_pages.kept(kept_pages.name_of(PICTURE.copy())) == PIECES
    assert kept_pages.kept(kept_pages.name_of(PICTURE + 1)) is None
    assert kept_pages.kept(kept_pages.name_of(PICTURE.reshape(4, 2, 3))) is None


def test_a_kept_page_that_was_cut_short_is_read_again(keeping: Path) -> None:
    name = kept_pages.name_of(PICTURE)
    kept_pages.keep(name, PIECES)
    file = keeping / f"{name}.json"
    file.write_bytes(file.read_bytes()[:-4])
    assert kept_pages.kept(name) is None


def test_a_folder_that_cannot_be_written_costs_no_page(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    kept_pages.keep_in(tmp_path / "file")
    try:
        kept_pages.keep(kept_pages.name_of(PICTURE), PIECES)
        assert kept_pages.kept(kept_pages.name_of(PICTURE)) is None
    finally:
        kept_pages.keep_in(None)


def test_an_interrupted_scan_goes_on_where_it_stopped(tmp_path: Path) -> None:
    scan, folder = write_scan(tmp_path / "scan.pdf", range(1, 4)), tmp_path / "pages"

    def interrupt(page: int, pages: int) -> None:
        if page == 2:
            raise KeyboardInterrupt

    with Sandbox(kept_pages=folder) as sandbox, pytest.raises(KeyboardInterrupt):
        sandbox.read(scan, interrupt)
    kept = {file: file.read_text("utf-8") for file in folder.glob("*.json")}
    assert 2 <= len(kept) <= 3  # the child may have gone on before it was told
    for file, written in kept.items():  # a mark that only a kept page can bear
        file.write_text(written.replace("PAGE", "KEPT"), "utf-8")
    (ingested,) = ingest_files([scan], kept_pages=folder)
    assert isinstance(ingested, Ingested)
    assert re.findall("KEPT|PAGE", ingested.document.text) == ["KEPT"] * len(kept) + ["PAGE"] * (
        3 - len(kept)
    )
    assert len(list(folder.glob("*.json"))) == 3


def test_pages_are_kept_no_longer_than_the_shelf_needs_them(tmp_path: Path) -> None:
    shelf_folder = tmp_path / "shelf"
    (tmp_path / "policy.txt").write_text("对新认定的高新技术企业给予15万元奖励。", encoding="utf-8")
    with open_shelf(shelf_folder, create=True) as shelf:
        (shelf_folder / OCR_PAGES).mkdir()  # of a run that was interrupted
        (shelf_folder / OCR_PAGES / "page.json").write_text("[]", encoding="utf-8")
        assert shelf.add([tmp_path / "policy.txt"]).added == 1
    assert not (shelf_folder / OCR_PAGES).exists()
