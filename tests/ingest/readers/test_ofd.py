"""OFD pages: tables by their lines, pages that are pictures by OCR."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from ingest import BlockKind, Coverage
from ingest.readers import ocr, read_file
from ingest.readers.merged_cells import Merged
from ingest.readers.ofd_tables import grids_of, path_lines

NAMESPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
PLAIN = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0]


def text_object(text: str, left: float, top: float) -> str:
    return (
        f'<ofd:TextObject ID="1" Size="5" Boundary="{left} {top} 60 6">'
        f'<ofd:TextCode X="0" Y="5" DeltaX="g {len(text)} 5">{text}</ofd:TextCode></ofd:TextObject>'
    )


def write_ofd(path: Path, pages: list[str], picture: bytes = b"") -> Path:
    listed = "".join(f'<ofd:Page ID="{at}" BaseLoc="Pages/{at}.xml"/>' for at in range(len(pages)))
    parts = {
        "OFD.xml": f"<ofd:OFD {NAMESPACE}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>"
        "</ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {NAMESPACE}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>"
        "0 0 210 297</ofd:PhysicalBox></ofd:PageArea><ofd:DocumentRes>Res.xml</ofd:DocumentRes>"
        f"</ofd:CommonData><ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
        "Doc_0/Res.xml": f'<ofd:Res {NAMESPACE} BaseLoc="Res"><ofd:MultiMedias>'
        '<ofd:MultiMedia ID="7" Type="Image"><ofd:MediaFile>scan.png</ofd:MediaFile></ofd:MultiMedia>'
        "</ofd:MultiMedias></ofd:Res>",
        **{
            f"Doc_0/Pages/{at}.xml": f'<ofd:Page {NAMESPACE}><ofd:Content><ofd:Layer ID="2">{content}'
            "</ofd:Layer></ofd:Content></ofd:Page>"
            for at, content in enumerate(pages)
        },
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
        archive.writestr("Doc_0/Res/scan.png", picture)
    return path


def grid_page(rows: list[list[str]], merged: Sequence[Merged] = ()) -> str:
    """A ruled table of cells 40 wide and 10 high, the lines drawn one by one around every cell."""
    wide, high = len(rows[0]), len(rows)
    inner = {  # the places whose line at the left (0) or above (1) is left out
        (row, column, side)
        for one in merged
        for row in range(one.row, one.row + one.height)
        for column in range(one.column, one.column + one.width)
        for side in ((0,) if column > one.column else ()) + ((1,) if row > one.row else ())
    }
    lines = [f"M 0 {high * 10} L {wide * 40} {high * 10}", f"M {wide * 40} 0 L {wide * 40} {high * 10}"]
    for row in range(high):
        for column in range(wide):
            left, top = column * 40, row * 10
            if (row, column, 0) not in inner:
                lines.append(f"M {left} {top} L {left} {top + 10}")
            if (row, column, 1) not in inner:
                lines.append(f"M {left} {top} L {left + 40} {top}")
    ruled = (
        f'<ofd:PathObject ID="3" Boundary="20 50 {wide * 40} {high * 10}">'
        f"<ofd:AbbreviatedData>{' '.join(lines)}</ofd:AbbreviatedData></ofd:PathObject>"
    )
    cells = [
        text_object(cell, 22 + 40 * column, 52 + 10 * row)
        for row, line in enumerate(rows)
        for column, cell in enumerate(line)
        if cell
    ]
    return text_object("奖励明细表", 80, 30) + ruled + "".join(cells)


def test_a_ruled_table_is_a_table(tmp_path: Path) -> None:
    rows = [["项目", "部门", "金额"], ["认定奖励", "科技局", "15万元"], ["研发补助", "", "10万元"]]
    raw = read_file(write_ofd(tmp_path / "a.ofd", [grid_page(rows)]))
    assert [(block.kind, block.text, block.page) for block in raw.blocks] == [
        (BlockKind.PARAGRAPH, "奖励明细表", 1),
        (BlockKind.TABLE, "项目 | 部门 | 金额\n认定奖励 | 科技局 | 15万元\n研发补助 |  | 10万元", 1),
    ]


def test_a_merged_label_stands_in_every_row_and_a_sum_in_none_but_its_own(tmp_path: Path) -> None:
    rows = [
        ["类别", "奖励标准", ""],
        ["", "国家级", "资金"],
        ["实验室", "200万元", "50万元"],
        ["", "300万元", ""],
    ]
    merged = [Merged(0, 0, 2, 1), Merged(0, 1, 1, 2), Merged(2, 0, 2, 1), Merged(2, 2, 2, 1)]
    raw = read_file(write_ofd(tmp_path / "a.ofd", [grid_page(rows, merged)]))
    (table,) = [block for block in raw.blocks if block.kind is BlockKind.TABLE]
    assert table.text.split("\n") == [
        "类别 | 奖励标准 | 奖励标准",
        "类别 | 国家级 | 资金",
        "实验室 | 200万元 | 50万元",
        "实验室 | 300万元",
    ]


def test_curves_and_slanted_lines_make_no_table() -> None:
    assert path_lines("M 0 0 B 1 1 2 2 3 3 L 3 9 C", [10, 20, 5, 5], PLAIN) == [
        ((13.0, 23.0), (13.0, 29.0)),
        ((13.0, 29.0), (10.0, 20.0)),
    ]
    assert grids_of([((0.0, 0.0), (float(at), 40.0)) for at in range(2, 20)]) == []


def scan() -> bytes:
    from PIL import Image, ImageDraw, ImageFont

    picture = Image.new("L", (800, 300), 255)
    ImageDraw.Draw(picture).text((60, 100), "AWARD 150000 YUAN", font=ImageFont.load_default(size=48), fill=0)
    with io.BytesIO() as stream:
        picture.save(stream, "PNG")
        return stream.getvalue()


PICTURE_PAGE = '<ofd:ImageObject ID="5" ResourceID="7" Boundary="0 0 210 297"/>'


@pytest.mark.skipif(not ocr.is_installed(), reason="needs the OCR extra")
def test_a_page_that_is_a_picture_is_read_by_ocr(tmp_path: Path) -> None:
    pages = [text_object("关于奖励的通知", 60, 60), PICTURE_PAGE]
    raw = read_file(write_ofd(tmp_path / "a.ofd", pages, scan()))
    assert [(block.text, block.page) for block in raw.blocks] == [
        ("关于奖励的通知", 1),
        ("AWARD 150000 YUAN", 2),
    ]
    assert raw.coverage == Coverage(2, (2,), (2,))
    assert raw.warnings == ("第2页只有图片,已OCR · page 2: only pictures, read by OCR",)


def test_without_the_extra_the_page_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "is_installed", lambda: False)
    pages = [text_object("关于奖励的通知", 60, 60), PICTURE_PAGE]
    raw = read_file(write_ofd(tmp_path / "a.ofd", pages, scan()))
    assert raw.coverage == Coverage(2, (2,), ())
    assert raw.warnings == ("第2页只有图片,没有文字 · page 2: only pictures, no text",)
