"""Sheets: every cell as it is shown."""

from __future__ import annotations

from datetime import date
from pathlib import Path

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
