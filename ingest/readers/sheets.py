"""Tables in files of their own: .xlsx, .xls, .csv; each sheet a heading and a table."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

from ingest.errors import ReadError
from ingest.readers.containers import open_zip
from ingest.readers.merged_cells import Merged, spread
from ingest.readers.tables import one_line, table_blocks
from ingest.readers.text import decode
from ingest.types import Block, BlockKind, RawDocument

# A sheet of 20,000 rows and 50 columns; more is a data set, not a document.
MAX_CELLS = 1_000_000
MAX_FIELD_CHARS = 1_000_000
DELIMITERS = (",", "\t", ";", "|")
# What Excel and WPS call a sheet that nobody has named: no words of the document.
_DEFAULT_NAME = re.compile(r"(?:Sheet|工作表|表)\s*\d*", re.IGNORECASE)
_MERGED_CELL = re.compile(
    rb'<(?:\w+:)?mergeCell\s[^>]{0,80}?ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"'
)
OLE_MAGIC = b"\xd0\xcf\x11\xe0"
ZIP_MAGIC = b"PK\x03\x04"


def read(path: Path) -> RawDocument:
    """The sheets in order, hidden ones left out and said so; what the file is decides, not its suffix."""
    with path.open("rb") as stream:
        magic = stream.read(4)
    if magic == ZIP_MAGIC:
        return _read_xlsx(path)
    if magic == OLE_MAGIC:
        return _read_xls(path)
    if path.suffix.lower() in (".xlsx", ".xls", ".et"):
        raise ReadError(f"{path}: 不是 Excel 文件 (not an Excel file)")
    return _read_csv(path)


def _read_xlsx(path: Path) -> RawDocument:
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    with open_zip(path, "Excel .xlsx") as archive:
        if "xl/workbook.xml" not in archive.namelist():
            raise ReadError(f"{path}: 不是 Excel 文件 (a zip, but not an Excel file)")
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                _refuse_doctype(archive.read(name), f"{path}: {name}")
    try:
        merged_in = _merged_in(path)
        content = io.BytesIO(path.read_bytes())  # by its name alone openpyxl would refuse a misnamed file
        book = openpyxl.load_workbook(content, read_only=True, data_only=True, keep_links=False)
    except (InvalidFileException, KeyError, ValueError) as error:
        raise ReadError(f"{path}: Excel 文件损坏 (damaged Excel file): {error}") from error
    try:
        sheets = []
        hidden = []
        for sheet in book.worksheets:
            if sheet.sheet_state != "visible":
                hidden.append(sheet.title)
                continue
            if hasattr(sheet, "reset_dimensions"):
                sheet.reset_dimensions()
            rows = ([shown(cell.value, cell.number_format) for cell in row] for row in sheet.iter_rows())
            merged = merged_in.get(getattr(sheet, "_worksheet_path", ""), [])
            sheets.append((sheet.title, _limited(rows, path, merged)))
    finally:
        book.close()
    return _document(sheets, hidden, path)


def _merged_in(path: Path) -> dict[str, list[Merged]]:
    """The merged cells of each sheet, by the sheet's name within the file; streaming leaves them out."""
    from openpyxl.utils.cell import column_index_from_string

    found: dict[str, list[Merged]] = {}
    with open_zip(path, "Excel .xlsx") as archive:
        for name in archive.namelist():
            if not name.startswith("xl/worksheets/") or not name.endswith(".xml"):
                continue
            for match in _MERGED_CELL.finditer(archive.read(name)):
                left, right = (column_index_from_string(match[at].decode("ascii")) for at in (1, 3))
                top, bottom = int(match[2]), int(match[4])
                cell = Merged(top - 1, left - 1, bottom - top + 1, right - left + 1)
                found.setdefault(name, []).append(cell)
    return found


def _refuse_doctype(content: bytes, name: str) -> None:
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise ReadError(f"{name}: XML 含 DOCTYPE/实体声明,已拒绝 (XML with a document type is refused)")


def _read_xls(path: Path) -> RawDocument:
    import xlrd
    from xlrd.xldate import xldate_as_datetime

    try:
        book = xlrd.open_workbook(str(path), formatting_info=True, logfile=io.StringIO())
    except xlrd.XLRDError as error:
        if "encrypt" in str(error).lower() or "password" in str(error).lower():
            raise ReadError(
                f"{path}: 有密码保护,请先解除密码 (password-protected; remove the password first)"
            ) from error
        raise ReadError(f"{path}: 不是可读的 Excel 文件 (not a readable Excel file): {error}") from error

    def value(cell: xlrd.sheet.Cell) -> str:
        if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
            return ""  # its format may be one that the file does not have
        number_format = book.format_map[book.xf_list[cell.xf_index].format_key].format_str
        if cell.ctype == xlrd.XL_CELL_DATE:
            return shown(xldate_as_datetime(cell.value, book.datemode), number_format)
        if cell.ctype == xlrd.XL_CELL_BOOLEAN:
            return shown(bool(cell.value), "")
        if cell.ctype == xlrd.XL_CELL_ERROR:
            return str(xlrd.error_text_from_code.get(cell.value, "#ERROR"))
        return shown(cell.value, number_format)

    sheets, hidden = [], []
    for sheet in book.sheets():
        if sheet.visibility:
            hidden.append(sheet.name)
            continue
        rows = ([value(cell) for cell in sheet.row(number)] for number in range(sheet.nrows))
        merged = [Merged(top, left, end - top, right - left) for top, end, left, right in sheet.merged_cells]
        sheets.append((sheet.name, _limited(rows, path, merged)))
    return _document(sheets, hidden, path)


def _read_csv(path: Path) -> RawDocument:
    text, encoding = decode(path.read_bytes(), str(path))
    csv.field_size_limit(MAX_FIELD_CHARS)
    sample = text[:20_000].splitlines()[:20]
    delimiter = max(DELIMITERS, key=lambda sign: sum(line.count(sign) for line in sample))
    try:
        rows = _limited(csv.reader(io.StringIO(text), delimiter=delimiter), path)
    except csv.Error as error:
        raise ReadError(f"{path}: CSV 格式错误 (malformed CSV): {error}") from error
    blocks = list(_sheet_blocks(rows))
    if not blocks:
        raise ReadError(f"{path}: 表格是空的 (the table is empty)")
    return RawDocument(tuple(blocks), {"encoding": encoding})


def _limited(rows: Iterable[list[str]], path: Path, merged: Sequence[Merged] = ()) -> list[list[str]]:
    """The rows that hold anything, merged labels repeated; ReadError when there are too many cells."""
    kept = []
    cells = 0
    for row in rows:
        cells += len(row)
        if cells > MAX_CELLS:
            raise ReadError(f"{path}: 超过 {MAX_CELLS} 个单元格 (too many cells: a data set, not a document)")
        kept.append(row)
    return [row for row in spread(kept, merged) if any(cell.strip() for cell in row)]


def _document(sheets: list[tuple[str, list[list[str]]]], hidden: list[str], path: Path) -> RawDocument:
    blocks: list[Block] = []
    for title, rows in sheets:
        if rows and not _DEFAULT_NAME.fullmatch(title.strip()):
            blocks.append(Block(one_line(title), BlockKind.HEADING, 1))
        blocks += _sheet_blocks(rows)
    if not blocks:
        raise ReadError(f"{path}: 表格是空的 (the sheets are empty)")
    warnings = []
    if hidden:
        names = "、".join(hidden)
        warnings.append(f"隐藏的工作表未读: {names} · hidden sheets were not read: {names}")
    return RawDocument(tuple(blocks), {}, tuple(warnings))


def _sheet_blocks(rows: list[list[str]]) -> Iterator[Block]:
    """Lines above the header row (a title, a unit) as paragraphs, then the table."""
    first = 0
    while first < len(rows) and sum(1 for cell in rows[first] if cell.strip()) == 1:
        first += 1
    if first == len(rows):
        first = 0
    for row in rows[:first]:
        yield from table_blocks([row])
    yield from table_blocks(rows[first:])


def shown(value: object, number_format: str) -> str:
    """A cell's value as the sheet shows it: 15%, 2024-01-31, 12.5; no .0 for whole numbers."""
    text = "" if value is None else str(value)
    if isinstance(value, bool):
        text = "是" if value else "否"
    elif isinstance(value, datetime):
        whole_day = value.time() == time(0)
        text = value.date().isoformat() if whole_day else value.isoformat(" ", "minutes")
    elif isinstance(value, date | time):
        text = value.isoformat()
    elif isinstance(value, int | float):
        number = Decimal(repr(value))
        sign = ""
        if "%" in number_format:
            number, sign = number * 100, "%"
        number = round(number, 10)
        whole = number == number.to_integral_value()
        text = f"{number.quantize(Decimal(1)) if whole else number.normalize():f}{sign}"
    return text
