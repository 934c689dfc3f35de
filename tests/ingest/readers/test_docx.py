"""Word files: automatic numbers, tables, changes."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from ingest.errors import ReadError
from ingest.readers import ocr, read_file
from ingest.readers.docx_numbers import chinese, number, roman
from ingest.types import BlockKind

SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
NUMBERING = (
    f'<w:numbering {SPACE}><w:abstractNum w:abstractNumId="0">'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>'
    '<w:lvlText w:val="%1、"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>'
    '<w:lvlText w:val="（%2）"/></w:lvl>'
    '</w:abstractNum><w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
    '<w:numFmt w:val="chineseCounting"/><w:lvlText w:val="第%1条"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
)


def write_docx(path: Path, body: str, numbering: str = NUMBERING) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", f"<w:document {SPACE}><w:body>{body}</w:body></w:document>")
        archive.writestr("word/numbering.xml", numbering)
    return path


def paragraph(text: str, list_id: int = 0, level: int = 0) -> str:
    numbers = f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr></w:pPr>'
    return f"<w:p>{numbers if list_id else ''}<w:r><w:t>{text}</w:t></w:r></w:p>"


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text) if text else '<w:p/>'}</w:tc>"


def test_automatic_numbers_are_written_out_and_lower_levels_start_again(tmp_path: Path) -> None:
    body = (
        paragraph("总则", 1)
        + paragraph("范围", 1, 1)
        + paragraph("对象", 1, 1)
        + paragraph("任务", 1)
        + paragraph("创新", 1, 1)
        + paragraph("为了规范", 2)
    )
    raw = read_file(write_docx(tmp_path / "a.docx", body))
    assert [block.text for block in raw.blocks] == [
        *("一、总则", "（一）范围", "（二）对象", "二、任务", "（一）创新", "第一条\u3000为了规范"),
    ]


def test_tables_keep_every_cell_in_its_column(tmp_path: Path) -> None:
    wide = '<w:gridSpan w:val="2"/>'
    restart, go_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    body = (
        "<w:tbl>"
        + f"<w:tr>{cell('部门')}{cell('事项')}{cell('金额')}</w:tr>"
        + f"<w:tr>{cell('科技局', restart)}{cell('认定')}{cell('15万元')}</w:tr>"
        + f"<w:tr>{cell('', go_on)}{cell('研发')}{cell('10万元')}</w:tr>"
        + f"<w:tr>{cell('合计', wide)}{cell('25万元')}</w:tr></w:tbl>"
    )
    [table] = read_file(write_docx(tmp_path / "a.docx", paragraph("表") + body)).blocks[1:]
    assert table.kind is BlockKind.TABLE
    assert table.text.split("\n") == [
        "部门 | 事项 | 金额",
        "科技局 | 认定 | 15万元",
        "科技局 | 研发 | 10万元",
        "合计 |  | 25万元",
    ]


def test_deleted_and_hidden_words_are_left_out_and_counted(tmp_path: Path) -> None:
    body = (
        "<w:p><w:r><w:t>奖励</w:t></w:r><w:del><w:r><w:delText>10万元</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>20万元</w:t></w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>密</w:t></w:r></w:p>"
    )
    raw = read_file(write_docx(tmp_path / "a.docx", body))
    assert [block.text for block in raw.blocks] == ["奖励20万元"]
    assert raw.warnings == (
        "修订中已删除的 4 字未读 · 4 characters deleted in tracked changes were not read",
    )


@pytest.mark.parametrize(
    ("value", "expected"),
    [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (105, "一百零五"), (110, "一百一十")],
)
def test_chinese_counting(value: int, expected: str) -> None:
    assert chinese(value) == expected


def test_other_numbering_formats() -> None:
    assert roman(1994) == "MCMXCIV"
    assert number(3, "decimalEnclosedCircle") == "③"
    assert number(28, "upperLetter") == "BB"
    assert number(2, "ideographTraditional") == "乙"


def test_entities_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", '<!DOCTYPE a [<!ENTITY b "ha">]><a>&b;</a>')
    with pytest.raises(ReadError, match="DOCTYPE"):
        read_file(path)


def write_pictures(path: Path, text: str, pictures: list[bytes]) -> Path:
    drawing = "http://schemas.openxmlformats.org/drawingml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    shown = "".join(
        f'<w:p><w:r><w:drawing><a:blip xmlns:a="{drawing}" xmlns:r="{office}" r:embed="p{number}"/>'
        "</w:drawing></w:r></w:p>"
        for number in range(len(pictures))
    )
    relations = "".join(
        f'<Relationship Id="p{number}" Type="image" Target="media/{number}.png"/>'
        for number in range(len(pictures))
    )
    with zipfile.ZipFile(path, "w") as archive:
        body = (paragraph(text) if text else "") + shown
        archive.writestr("word/document.xml", f"<w:document {SPACE}><w:body>{body}</w:body></w:document>")
        archive.writestr(
            "word/_rels/document.xml.rels", f'<Relationships xmlns="{package}">{relations}</Relationships>'
        )
        for number, content in enumerate(pictures):
            archive.writestr(f"word/media/{number}.png", content)
    return path


def drawn(words: str, size: tuple[int, int] = (800, 300)) -> bytes:
    from PIL import Image, ImageDraw, ImageFont

    picture = Image.new("L", size, 255)
    ImageDraw.Draw(picture).text((60, 100), words, font=ImageFont.load_default(size=48), fill=0)
    with io.BytesIO() as stream:
        picture.save(stream, "PNG")
        return stream.getvalue()


def test_pictures_in_a_text_are_said_to_be_unread_and_seals_are_not(tmp_path: Path) -> None:
    pictures = [drawn("TABLE 1"), drawn("SEAL", (200, 200)), drawn("TABLE 2")]
    raw = read_file(write_pictures(tmp_path / "a.docx", "为支持企业创新，制定本措施。" * 5, pictures))
    assert raw.coverage.unread_pictures == 2
    assert raw.warnings == ("2 张图片中的文字(如有)未读 · words in 2 picture(s), if any, were not read",)


@pytest.mark.skipif(not ocr.is_installed(), reason="needs the OCR extra")
def test_a_file_of_pictures_is_read_by_ocr(tmp_path: Path) -> None:
    raw = read_file(write_pictures(tmp_path / "a.docx", "", [drawn("AWARD 150000 YUAN")]))
    assert [(block.text, block.page) for block in raw.blocks] == [("AWARD 150000 YUAN", None)]
    assert raw.warnings == ("1 张图片中的文字由OCR识别 · the words of 1 picture(s) were read by OCR",)


def test_a_file_of_pictures_needs_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "is_installed", lambda: False)
    with pytest.raises(ReadError, match="只有 1 张图片,需要 OCR"):
        read_file(write_pictures(tmp_path / "a.docx", "", [drawn("AWARD")]))
