"""Every cell of a table is kept in its row, whatever format it comes in and wherever a page cuts it."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from ingest import Block, BlockKind
from ingest.readers import read_file
from ingest.readers.tables import header_row, with_header

SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
Grid = list[list[tuple[str, int]]]  # rows of cells: words, columns they take


def write_docx(path: Path, body: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", f"<w:document {SPACE}><w:body>{body}</w:body></w:document>")
    return path


def docx_table(grid: Grid) -> str:
    rows = ""
    for row in grid:
        cells = "".join(
            f'<w:tc><w:tcPr><w:gridSpan w:val="{wide}"/></w:tcPr>'
            f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:tc>"
            for words, wide in row
        )
        rows += f"<w:tr>{cells}</w:tr>"
    return f"<w:tbl>{rows}</w:tbl>"


def html_table(grid: Grid) -> str:
    rows = (
        "<tr>" + "".join(f'<td colspan="{wide}">{words}</td>' for words, wide in row) + "</tr>"
        for row in grid
    )
    return f"<table>{''.join(rows)}</table>"


def write_html(path: Path, grid: Grid) -> None:
    path.write_text(f"<html><body><p>明细表</p>{html_table(grid)}</body></html>", encoding="utf-8")


def write_xlsx(path: Path, grid: Grid) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for at, row in enumerate(grid, start=1):
        column = 1
        for words, wide in row:
            sheet.cell(at, column, words)
            if wide > 1:
                sheet.merge_cells(start_row=at, end_row=at, start_column=column, end_column=column + wide - 1)
            column += wide
    book.save(path)


def write_csv(path: Path, grid: Grid) -> None:
    with path.open("w", encoding="gb18030", newline="") as stream:
        writer = csv.writer(stream)
        for row in grid:
            writer.writerow([part for words, wide in row for part in [words, *[""] * (wide - 1)]])


WRITERS: dict[str, Callable[[Path, Grid], object]] = {
    "docx": lambda path, grid: write_docx(path, docx_table(grid)),
    "html": write_html,
    "xlsx": write_xlsx,
    "csv": write_csv,
}


@st.composite
def grids(draw: st.DrawFn) -> Grid:
    """Tables of 2 to 5 columns and 2 to 6 rows; every cell has words of its own, some take two columns."""
    columns = draw(st.integers(2, 5))
    rows: Grid = []
    for at in range(draw(st.integers(2, 6))):
        row: list[tuple[str, int]] = []
        left = columns
        while left:
            wide = draw(st.integers(1, min(2, left))) if at else 1
            row.append((f"甲{at}乙{columns - left}", wide))
            left -= wide
        rows.append(row)
    return rows


@pytest.mark.parametrize("suffix", WRITERS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(grid=grids())
def test_every_cell_stands_in_its_row_and_column(suffix: str, grid: Grid, tmp_path: Path) -> None:
    path = tmp_path / f"table.{suffix}"
    WRITERS[suffix](path, grid)
    [table] = [block for block in read_file(path).blocks if block.kind is BlockKind.TABLE]
    used = sorted({int(words[3:]) for row in grid for words, _ in row})
    expected = []
    for row in grid:
        places = {int(words[3:]): words for words, _ in row}
        expected.append([places.get(at, "") for at in used])
    found = [[cell.strip() for cell in line.split(" | ")] for line in table.text.split("\n")]
    width = max(map(len, expected))
    assert [row + [""] * (width - len(row)) for row in found] == expected


def write_pdf_table(
    path: Path, rows: list[list[str]], *, repeat: int = 0, width: float | None = None
) -> Path:
    from reportlab.lib import colors
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import SimpleDocTemplate, Table

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    style = [("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("FONT", (0, 0), (-1, -1), "STSong-Light", 12)]
    widths = [width] * len(rows[0]) if width else None
    SimpleDocTemplate(str(path)).build([Table(rows, widths, repeatRows=repeat, style=style)])
    return path


@pytest.mark.parametrize("repeat", [0, 1], ids=["header once", "header on each page"])
def test_a_pdf_table_over_two_pages_has_its_header_on_both(repeat: int, tmp_path: Path) -> None:
    rows = [["项目", "部门", "金额"], *([f"事项{number}", "科技局", f"{number}万元"] for number in range(50))]
    raw = read_file(write_pdf_table(tmp_path / "a.pdf", rows, repeat=repeat))
    assert [block.page for block in raw.blocks] == [1, 2]
    lines = [line for block in raw.blocks for line in block.text.split("\n")]
    assert [block.text.split("\n")[0] for block in raw.blocks] == ["项目 | 部门 | 金额"] * 2
    assert [line for line in lines if line != lines[0]] == [" | ".join(row) for row in rows[1:]]


def test_words_of_narrow_columns_stay_in_their_cells(tmp_path: Path) -> None:
    rows = [["一", "二", "三"], ["奖励", "补助", "贴息"]]
    [table] = read_file(write_pdf_table(tmp_path / "a.pdf", rows, width=36)).blocks
    assert table.text == "一 | 二 | 三\n奖励 | 补助 | 贴息"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 | 2\n3 | 4", "项目 | 金额\n1 | 2\n3 | 4"),
        ("项目 | 金额\n乙 | 4万元", "项目 | 金额\n乙 | 4万元"),
        ("事项 | 标准\n乙 | 4万元", "事项 | 标准\n乙 | 4万元"),
        ("乙 | 4万元 | 丙", "乙 | 4万元 | 丙"),
    ],
    ids=["goes on", "repeats it itself", "another table", "another width"],
)
def test_a_header_is_repeated_only_where_the_table_goes_on(text: str, expected: str) -> None:
    before = Block("项目 | 金额\n甲 | 3万元", BlockKind.TABLE, page=1)
    assert with_header(Block(text, BlockKind.TABLE, page=2), before).text == expected


def test_a_first_row_of_figures_is_no_header() -> None:
    assert header_row("2023 | 15万元\n2024 | 20万元") is None


def test_a_table_in_a_cell_keeps_its_cells(tmp_path: Path) -> None:
    inner = docx_table([[("甲", 1), ("乙", 1)], [("丙", 1), ("丁", 1)]])
    outer = (
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>项目</w:t></w:r></w:p></w:tc>"
        "<w:tc><w:p><w:r><w:t>明细</w:t></w:r></w:p></w:tc></w:tr>"
        f"<w:tr><w:tc><w:p><w:r><w:t>奖励</w:t></w:r></w:p></w:tc><w:tc>{inner}<w:p/></w:tc></w:tr></w:tbl>"
    )
    [table] = read_file(write_docx(tmp_path / "a.docx", outer)).blocks
    assert table.text == "项目 | 明细\n奖励 | 甲、乙；丙、丁"
