"""Sheets: every cell as it is shown."""

from __future__ import annotations

import importlib.util
import struct
import sys
from datetime import date
from pathlib import Path
from types import ModuleType

import openpyxl
import pytest

from ingest.readers import read_file
from ingest.readers.sheets import shown
from ingest.types import BlockKind


def test_each_sheet_is_a_heading_its_lines_and_a_table(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "奖补"
    for row in (["奖补明细表"], ["事项", "金额", "比例", "截止"], ["认定", 15.0, 0.1, date(2024, 5, 31)]):
        sheet.append(row)
    sheet["C3"].number_format = "0%"
    book.create_sheet("隐藏").append(["密"])
    book["隐藏"].sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    raw = read_file(tmp_path / "a.xlsx")
    assert [(block.kind, block.text) for block in raw.blocks] == [
        (BlockKind.HEADING, "奖补"),
        (BlockKind.PARAGRAPH, "奖补明细表"),
        (BlockKind.TABLE, "事项 | 金额 | 比例 | 截止\n认定 | 15 | 10% | 2024-05-31"),
    ]
    assert raw.warnings == ("隐藏的工作表未读: 隐藏 · hidden sheets were not read: 隐藏",)


def test_csv_in_gb18030_with_quoted_cells(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes('事项,说明\n认定,"第一行\n第二行, 完"\n'.encode("gb18030"))
    [table] = read_file(tmp_path / "a.csv").blocks
    assert table.text == "事项 | 说明\n认定 | 第一行 第二行, 完"


@pytest.mark.parametrize(
    ("value", "number_format", "expected"),
    [
        (12.0, "General", "12"),
        (0.155, "0.0%", "15.5%"),
        (0.1 + 0.2, "General", "0.3"),
        (None, "", ""),
        (1e15, "", "1000000000000000"),
    ],
)
def test_numbers_as_shown(value: object, number_format: str, expected: str) -> None:
    assert shown(value, number_format) == expected


def _notice_files() -> ModuleType:
    spec = importlib.util.spec_from_file_location("notice_files", Path(__file__).parent / "notice_files.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["notice_files"] = module
    spec.loader.exec_module(module)
    return module


def record(code: int, content: bytes) -> bytes:
    return struct.pack("<HH", code, len(content)) + content


def wide(text: str) -> bytes:
    return b"\1" + text.encode("utf-16-le")


def opening(kind: int) -> bytes:
    return record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0, 1997, 0, 0x0600))


def sheet_stream(rows: list[list[tuple[object, int]]]) -> bytes:
    """A sheet of BIFF8; each cell a value and the number of its format."""
    cells = b""
    for at, row in enumerate(rows):
        for column, (value, style) in enumerate(row):
            place = struct.pack("<HHH", at, column, style)
            if isinstance(value, str):
                cells += record(0x0204, place + struct.pack("<H", len(value)) + wide(value))
            else:
                cells += record(0x0203, place + struct.pack("<d", value))
    return opening(0x0010) + cells + record(0x000A, b"")


def write_xls(path: Path, sheets: dict[str, bytes], hidden: frozenset[str] = frozenset()) -> Path:
    """An Excel 97 file with three cell formats: plain, 0%, and a date."""
    font = record(
        0x0031, struct.pack("<HHHHHBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0) + b"\5" + wide("Arial")
    )
    styles = b"".join(
        record(0x00E0, struct.pack("<HHHBBBBIIH", 0, form, 0, 0, 0, 0, 0, 0, 0, 0)) for form in (0, 9, 14)
    )
    heads = [
        lambda at, name=name: record(
            0x0085, struct.pack("<IBBB", at, int(name in hidden), 0, len(name)) + wide(name)
        )
        for name in sheets
    ]
    front = opening(0x0005) + record(0x0042, struct.pack("<H", 1200)) + font * 5 + styles
    start = len(front) + sum(len(head(0)) for head in heads) + 4
    listed, body = b"", b""
    for head, content in zip(heads, sheets.values(), strict=True):
        listed += head(start + len(body))
        body += content
    _notice_files().write_ole(path, {"Workbook": front + listed + record(0x000A, b"") + body})
    return path


def test_an_old_excel_file_shows_its_cells_as_excel_does(tmp_path: Path) -> None:
    rows: list[list[tuple[object, int]]] = [
        [("奖补明细表", 0)],
        [("事项", 0), ("金额", 0), ("比例", 0), ("截止", 0)],
        [("认定", 0), (15.0, 0), (0.1, 1), (45443.0, 2)],
    ]
    sheets = {"奖补": sheet_stream(rows), "隐藏": sheet_stream([[("密", 0)]])}
    raw = read_file(write_xls(tmp_path / "a.xls", sheets, frozenset({"隐藏"})))
    assert [(block.kind, block.text) for block in raw.blocks] == [
        (BlockKind.HEADING, "奖补"),
        (BlockKind.PARAGRAPH, "奖补明细表"),
        (BlockKind.TABLE, "事项 | 金额 | 比例 | 截止\n认定 | 15 | 10% | 2024-05-31"),
    ]
    assert raw.warnings == ("隐藏的工作表未读: 隐藏 · hidden sheets were not read: 隐藏",)
