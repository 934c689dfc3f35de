"""Tables are read as rows with all their names and cells with all their heads."""

from __future__ import annotations

from ingest import read_tables

GOALS = """任务分解表（单位：万元）
市 | 县 | 粮食 | 粮食 | 农田（万亩）
市 | 县 | 面积 | 产量 | 农田（万亩）
栖河 | 松亭县 | 88.4 | 40.2 | 4.1
栖河 | 小计 | 88.4 | 40.2 | —
澜州 | 临岫县 | 62.3 | 27.9 |
"""


def test_rows_have_names_until_they_are_told_apart() -> None:
    table = read_tables(GOALS)[0]
    assert [row.labels for row in table.rows] == [("栖河", "松亭县"), ("栖河", "小计"), ("澜州", "临岫县")]
    assert table.columns == (("粮食", "面积"), ("粮食", "产量"), ("", "农田（万亩）"))


def test_a_first_column_that_tells_rows_apart_names_them_alone() -> None:
    table = read_tables("事项 | 牵头单位 | 数量\n修路 | 市交通局 | 3\n种树 | 市林业局 | 5\n")[0]
    assert [row.labels for row in table.rows] == [("修路",), ("种树",)]
    assert table.columns == (("", "牵头单位"), ("", "数量"))


def test_a_cell_stands_where_it_was_written_and_has_the_unit_above() -> None:
    row = read_tables(GOALS)[0].rows[0]
    cell = row.cells[1]
    assert (cell.row, cell.upper, cell.column, cell.value, cell.unit) == (
        "松亭县",
        "粮食",
        "产量",
        "40.2",
        "单位：万元",
    )
    assert GOALS[cell.start : cell.start + 4] == "40.2"
    assert row.cells[2].unit == ""  # its head has a unit of its own


def test_empty_cells_are_left_out_and_dashes_kept() -> None:
    rows = read_tables(GOALS)[0].rows
    assert rows[1].cells[-1].value == "—"
    assert len(rows[2].cells) == 2
