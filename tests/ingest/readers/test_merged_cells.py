"""Merged cells in all formats that have them: the same rows, labels where they belong."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from ingest import BlockKind, Instrument, ingest_file
from ingest.readers import read_file
from ingest.readers.merged_cells import Merged, spread

# A header of two levels, a label over two rows, a sum over two rows, a total over two columns.
WORDS = [
    ["类别", "奖励标准", "", "资金总额"],
    ["", "国家级", "省级", ""],
    ["实验室", "200万元", "50万元", "300万元"],
    ["工程中心", "100万元", "30万元", ""],
    ["孵化器", "80万元", "20万元", "按年度核定"],
    ["众创空间", "60万元", "10万元", ""],
]
MERGED = [
    Merged(0, 0, 2, 1),
    Merged(0, 1, 1, 2),
    Merged(0, 3, 2, 1),
    Merged(2, 3, 2, 1),
    Merged(4, 3, 2, 1),
]
EXPECTED = [
    "类别 | 奖励标准 | 奖励标准 | 资金总额",
    "类别 | 国家级 | 省级 | 资金总额",
    "实验室 | 200万元 | 50万元 | 300万元",
    "工程中心 | 100万元 | 30万元",
    "孵化器 | 80万元 | 20万元 | 按年度核定",
    "众创空间 | 60万元 | 10万元 | 按年度核定",
]


def at(row: int, column: int) -> Merged | None:
    """The merged cell that covers a place."""
    for one in MERGED:
        inside = one.row <= row < one.row + one.height and one.column <= column < one.column + one.width
        if inside:
            return one
    return None


def write_html(path: Path) -> None:
    rows = ""
    for row, cells in enumerate(WORDS):
        rows += "<tr>"
        for column, words in enumerate(cells):
            one = at(row, column)
            if one is None or (one.row, one.column) == (row, column):
                high, wide = (one.height, one.width) if one else (1, 1)
                rows += f'<td rowspan="{high}" colspan="{wide}">{words}</td>'
        rows += "</tr>"
    path.write_text(f"<html><body><p>标准</p><table>{rows}</table></body></html>", encoding="utf-8")


def write_docx(path: Path) -> None:
    from docx import Document

    document = Document()
    document.add_paragraph("标准")
    table = document.add_table(len(WORDS), len(WORDS[0]))
    for one in MERGED:
        last = table.cell(one.row + one.height - 1, one.column + one.width - 1)
        table.cell(one.row, one.column).merge(last)
    for row, cells in enumerate(WORDS):
        for column, words in enumerate(cells):
            if words:
                table.cell(row, column).text = words
    document.save(str(path))


def write_xlsx(path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for cells in WORDS:
        sheet.append(cells)
    for one in MERGED:
        sheet.merge_cells(
            start_row=one.row + 1,
            start_column=one.column + 1,
            end_row=one.row + one.height,
            end_column=one.column + one.width,
        )
    book.save(path)


def write_pdf(path: Path) -> None:
    from reportlab.lib import colors
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import SimpleDocTemplate, Table

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    style: list[tuple[object, ...]] = [
        ("GRID", (0, 0), (-1, -1), 0.5, colors.black),
        ("FONT", (0, 0), (-1, -1), "STSong-Light", 12),
    ]
    style += [
        ("SPAN", (one.column, one.row), (one.column + one.width - 1, one.row + one.height - 1))
        for one in MERGED
    ]
    SimpleDocTemplate(str(path)).build([Table(WORDS, style=style)])


@pytest.mark.parametrize("write", [write_html, write_docx, write_xlsx, write_pdf])
def test_a_merged_label_stands_in_every_row_and_a_sum_in_none_but_its_own(
    write: Callable[[Path], None], tmp_path: Path
) -> None:
    path = tmp_path / f"table.{write.__name__.removeprefix('write_')}"
    write(path)
    (table,) = [block for block in read_file(path).blocks if block.kind is BlockKind.TABLE]
    assert table.text.split("\n") == EXPECTED


def test_both_levels_of_a_header_tell_what_a_figure_is(tmp_path: Path) -> None:
    write_html(tmp_path / "table.html")
    facts = ingest_file(tmp_path / "table.html").facts
    read = [
        (fact.subject.value, fact.condition.value, fact.instrument, int(fact.amount.value))
        for fact in facts
        if fact.subject and fact.condition and fact.amount
    ]
    assert read[:3] == [
        ("实验室", "国家级", Instrument.AWARD, 2000000),
        ("实验室", "省级", Instrument.AWARD, 500000),
        ("工程中心", "国家级", Instrument.AWARD, 1000000),
    ]


def test_a_row_whose_first_cell_is_empty_keeps_its_columns(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["序号", "支持对象", "奖励标准"], [1, "企业", "10万元"], [None, "团队", "20万元"]):
        sheet.append(row)
    book.save(tmp_path / "table.xlsx")
    facts = ingest_file(tmp_path / "table.xlsx").facts
    assert [
        (fact.subject and fact.subject.value, fact.amount and int(fact.amount.value)) for fact in facts
    ] == [
        ("企业", 100000),
        ("团队", 200000),
    ]


def test_a_title_and_a_total_over_columns_stand_once() -> None:
    rows = [["附表", "", ""], ["项目", "部门", "金额"], ["合计", "", "25万元"]]
    assert spread(rows, [Merged(0, 0, 1, 3), Merged(2, 0, 1, 2)]) == rows


def test_a_long_measure_over_several_rows_stands_once() -> None:
    rows = [["事项", "内容"], ["甲", "对" * 60], ["乙", ""]]
    assert spread(rows, [Merged(1, 1, 2, 1)]) == rows


def test_cells_that_overlap_take_no_time() -> None:
    rows = [["甲", "乙"] for _ in range(3000)]
    begun = time.process_time()
    assert spread(rows, [Merged(0, 0, 3000, 2)] * 3000) == rows
    assert time.process_time() - begun < 1.0


NESTED = """<html><body><p>扶持标准</p><table>
<tr><td>类别</td><td>标准</td></tr>
<tr><td>实验室</td><td><table><tr><td>国家级</td><td>200万元</td></tr><tr><td>省级</td><td>50万元</td></tr></table></td></tr>
<tr><td>孵化器</td><td>80万元</td></tr></table></body></html>"""


def test_a_table_within_a_cell_stays_in_its_row(tmp_path: Path) -> None:
    path = tmp_path / "nested.html"
    path.write_text(NESTED, encoding="utf-8")
    (table,) = [block for block in read_file(path).blocks if block.kind is BlockKind.TABLE]
    assert table.text.split("\n") == [
        "类别 | 标准",
        "实验室 | 国家级、200万元；省级、50万元",
        "孵化器 | 80万元",
    ]


def test_a_table_that_lays_out_the_page_gives_what_its_cells_hold(tmp_path: Path) -> None:
    inner = "<table><tr><td>类别</td><td>标准</td></tr><tr><td>孵化器</td><td>80万元</td></tr></table>"
    path = tmp_path / "layout.html"
    words = "为促进创新，制定本办法。" * 40
    path.write_text(
        f"<html><body><table><tr><td>导航</td></tr><tr><td><p>{words}</p>{inner}</td>"
        "<td>侧栏</td></tr></table></body></html>",
        encoding="utf-8",
    )
    blocks = read_file(path).blocks
    assert [block.text for block in blocks if block.kind is BlockKind.TABLE] == [
        "类别 | 标准\n孵化器 | 80万元"
    ]
