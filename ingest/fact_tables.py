"""Facts in tables: a row names the beneficiary or indicator, a column what its figures are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from ingest import fact_words as words
from ingest.beneficiaries import BENEFICIARY_END
from ingest.measures import alternatives
from ingest.phrases import Span
from ingest.quantities import find_quantities
from ingest.types import CELL_MARK, Instrument, Located, Quantity, QuantityKind
from ingest.unpriced import find_unpriced

_UNIT = re.compile(
    r"[（(]\s*(?:单位[：:])?\s*(?P<unit>[万亿千]?(?:美元|元)|[%％]|家|个|人|项|件|台|名|亩)(?P<per>[/／][^）)]{1,6})?"
    r"(?:[，,、][^）)]{1,6})?\s*[）)]"
)
_UNIT_LINE = re.compile(r"单位\s*[：:]\s*(?P<unit>[万亿千]?元|[%％]|家|个|人|项|件|台|名|亩)")
UNIT_LINE_CHARS = 40  # how far above a table the line with its unit is looked for
BARE_FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?(?:\s*[-—~～至]\s*\d[\d,]*(?:\.\d+)?)?")
_INSTRUMENT = re.compile(alternatives(words.INSTRUMENT_OF))
_DEPARTMENT_COLUMN = re.compile("牵头|责任|主管|部门|单位$")
NUMBER_COLUMN = re.compile("^(?:序号|编号|No.?)$")
_DUE_COLUMN = re.compile("时限|截止|完成时间|完成期限|办结")
_BENEFICIARY_COLUMN = re.compile(
    "^(?:支持|扶持|奖励|奖补|补贴|补助|申报|享受|服务|适用)?(?:对象|主体)|企业类型|受益"
)
_OVERRIDING = re.compile(alternatives(words.OVERRIDING))
_CELL_CONDITION = re.compile(
    r"(?P<when>(?![按每])[^，,；;。：:\d]{2,20}?)的?(?:给予|一次性|每家|每人|每个)*(?:奖励|奖补|补助|补贴|资助)(?:最高|不超过)?$"
)
# A cell with more figures is a scale, whose figures belong to steps that a cell does not keep apart.
MAX_CELL_FIGURES = 3
_AIM_COLUMN = re.compile("目标|计划|指标值|预期")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell and where it stands."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class TableFact:
    """A figure of a table with what its row and column say about it."""

    row: Span
    instrument: Instrument
    subject: Located[str]
    amount: Quantity | None
    column: Located[str] | None  # the column's head, or the cell's own condition
    deadline: Located[date] | None
    department: Located[str] | None
    what: Located[str] | None = None  # a relief or carrier without an amount


_Role = tuple[Instrument, Located[date] | None]


@dataclass(frozen=True, slots=True)
class _Column:
    """What a column's head says of its figures."""

    head: Cell
    role: _Role | None
    unit: tuple[str, str | None]  # of bare figures, and what it is counted by

    @property
    def is_general(self) -> bool:
        """Whether the head says that something is given, but not as what."""
        return "支持" in self.head.text or "扶持" in self.head.text


def table_spans(text: str, start: int, end: int) -> list[Span]:
    """Spans of the tables in ``text[start:end]``: two or more lines in a row with cell marks."""
    spans: list[Span] = []
    lines: list[Span] = []
    for line in [*_lines(text, start, end), (end, end)]:
        if CELL_MARK in text[slice(*line)]:
            lines.append(line)
            continue
        if len(lines) > 1:
            spans.append((lines[0][0], lines[-1][1]))
        lines = []
    return spans


def levels_and_rows(text: str, table: Span) -> tuple[list[list[Cell]], list[list[Cell]]]:
    """The one or two levels of a table's header, upper first, and the rows below them."""
    rows = [_cells(text, line) for line in _lines(text, *table)]
    levels = 2 if len(rows) > 2 and _goes_deeper(rows[0], rows[1]) else 1
    return rows[:levels], rows[levels:]


def above_table(text: str, table: Span) -> str:
    """What stands right above a table, where its unit may be named."""
    return text[max(0, table[0] - UNIT_LINE_CHARS) : table[0]]


def unit_line(above: str) -> re.Match[str] | None:
    """The words above a table that name the ``unit`` of all its bare figures: 单位：万元."""
    return _UNIT_LINE.search(above)


def find_table_facts(text: str, table: Span, *, topic: str, issued: date | None) -> list[TableFact]:
    """What a table gives, aims at or reports, as its columns, cells or else ``topic`` say."""
    levels, rows = levels_and_rows(text, table)
    roles: list[_Role | None] = [None] * len(levels[0])
    units: list[tuple[str, str | None] | None] = [None] * len(levels[0])
    for heads in levels:  # 奖励标准 over 国家级 and 省级: the upper says what is given, the lower to whom
        roles = [_role(head, topic, issued) or role for head, role in zip(heads, roles, strict=True)]
        units = [unit_of(head) or unit for head, unit in zip(heads, units, strict=True)]
    above = above_table(text, table)
    named = unit_line(above)
    of_table = named["unit"] if named else ""
    if of_table and not any(roles):
        roles = [_of_class(head, f"{topic} {above}") for head in levels[-1]]
    columns = [
        _Column(head, role, unit or (of_table, None))
        for head, role, unit in zip(levels[-1], roles, units, strict=True)
    ]
    # Empty cells at the end of a row are not written.
    return [fact for row in rows for fact in _row_facts(text, row, columns, issued)]


def _row_facts(
    text: str, row: Sequence[Cell], columns: Sequence[_Column], issued: date | None
) -> Iterator[TableFact]:
    heads = [column.head for column in columns]
    subject = row_label(heads, row)
    if subject is None or len(row) > len(columns):
        return
    department = _cell_under(_DEPARTMENT_COLUMN, heads, row)
    due = _due(text, _cell_under(_DUE_COLUMN, heads, row), issued)
    span = row[0].start, row[-1].end
    unit = unit_of(subject)
    label = _without_unit(subject)
    who = Located(label.text, label.start, label.end)
    for cell, column in zip(row, columns, strict=False):
        if cell is subject or cell is department:
            continue
        head = Located(column.head.text, column.head.start, column.head.end)
        for amount, role in _amounts(text, cell, column, unit or column.unit, span):
            own = _own_condition(text, cell, amount) if column.is_general else None
            by = role[1] or due
            if own is None and _is_class(column.head) and not _is_class(label):
                yield TableFact(span, role[0], head, amount, who, by, _named(department))
            else:
                yield TableFact(span, role[0], who, amount, own or head, by, _named(department))
        for one in find_unpriced(text, (cell.start, cell.end), _figures(text, cell)):
            named = one.subject if one.subject and one.subject != one.what else who
            yield TableFact(
                span, one.instrument, named, None, one.condition, due, _named(department), one.what
            )


def _figures(text: str, cell: Cell) -> list[int]:
    return [q.start for q in find_quantities(text, cell.start, cell.end) if q.day is None]


def _own_condition(text: str, cell: Cell, amount: Quantity) -> Located[str] | None:
    """首次认定奖励15万元: what the cell says before the figure, of a column that says only 支持内容."""
    match = _CELL_CONDITION.search(text, cell.start, amount.start)
    return Located(match["when"], *match.span("when")) if match else None


def _cell_under(wanted: re.Pattern[str], heads: Sequence[Cell], row: Sequence[Cell]) -> Cell | None:
    """The row's cell in the first column whose head matches."""
    return next((cell for cell, head in zip(row, heads, strict=False) if wanted.search(head.text)), None)


def _due(text: str, cell: Cell | None, issued: date | None) -> Located[date] | None:
    """The last day that a cell of a column such as 完成时限 names."""
    if cell is None:
        return None
    year = issued.year if issued else None
    days = [q for q in find_quantities(text, cell.start, cell.end, year=year) if q.day is not None]
    return Located(days[-1].day, days[-1].start, days[-1].end) if days and days[-1].day else None


def _goes_deeper(first: Sequence[Cell], second: Sequence[Cell]) -> bool:
    """Whether the second row is the lower level of a header: labels repeated from above beside new ones."""
    if len(first) != len(second) or any(BARE_FIGURE.fullmatch(cell.text) for cell in second):
        return False
    same = [a.text == b.text for a, b in zip(first, second, strict=True)]
    repeated = [cell.text for cell in first]
    return any(same) and not all(same) and any(repeated.count(text) > 1 for text in repeated)


def _lines(text: str, start: int, end: int) -> Iterator[Span]:
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        yield start, stop
        start = stop + 1


def _cells(text: str, line: Span) -> list[Cell]:
    cells: list[Cell] = []
    at = line[0]
    if text.startswith(CELL_MARK.lstrip(), at):  # the first cell is empty, and its space was stripped
        cells.append(Cell("", at, at))
        at += len(CELL_MARK.lstrip())
    for written in text[at : line[1]].split(CELL_MARK):
        lead = len(written) - len(written.lstrip())
        stripped = written.strip()
        cells.append(Cell(stripped, at + lead, at + lead + len(stripped)))
        at += len(written) + len(CELL_MARK)
    return cells


def row_label(heads: Sequence[Cell], row: Sequence[Cell]) -> Cell | None:
    """The cell that names a row: the one under 支持对象 and the like, else the first that names something."""
    named = _cell_under(_BENEFICIARY_COLUMN, heads, row)
    if named is not None and named.text and not BARE_FIGURE.fullmatch(named.text):
        return named
    for cell, head in zip(row, heads, strict=False):
        if cell.text and not NUMBER_COLUMN.match(head.text) and not BARE_FIGURE.fullmatch(cell.text):
            return cell
    return None


def _role(column: Cell, topic: str, issued: date | None) -> _Role | None:
    """What a column's figures are, and by when."""
    days = [q for q in find_quantities(column.text) if q.day is not None]
    due = days[-1].day if days else None
    named = _INSTRUMENT.findall(column.text)
    if named:
        return words.INSTRUMENT_OF[named[-1]], None
    if _AIM_COLUMN.search(column.text) or (due and issued and due > issued):
        place = (column.start + days[-1].start, column.start + days[-1].end) if days else None
        return Instrument.TARGET, Located(due, *place) if due and place else None
    if due is not None:
        return Instrument.RESULT, None
    named = _INSTRUMENT.findall(topic)
    return (words.INSTRUMENT_OF[named[-1]], None) if named and "标准" in column.text else None


def _of_class(column: Cell, topic: str) -> _Role | None:
    """What the figures below a class of firms or people are, of a table whose title says it.

    临东区 | 5 | 30 under 创新型中小企业 | 小巨人企业: only 奖补标准表(单位:万元) above says what is given.
    """
    named = _INSTRUMENT.findall(topic)
    return (words.INSTRUMENT_OF[named[-1]], None) if named and "标准" in topic and _is_class(column) else None


def _is_class(cell: Cell) -> bool:
    """Whether a head or label names who is given something, rather than a place, a grade or an indicator."""
    return bool(BENEFICIARY_END.search(cell.text))


def _without_unit(label: Cell) -> Cell:
    """数字化转型覆盖率（%） → 数字化转型覆盖率."""
    unit = _UNIT.search(label.text)
    text = label.text[: unit.start()].rstrip() if unit and unit.end() == len(label.text) else ""
    return Cell(text, label.start, label.start + len(text)) if text else label


def unit_of(column: Cell) -> tuple[str, str | None] | None:
    """The unit that a head names, and what it is counted by: 补贴标准（元/平方米） → 元, /平方米."""
    unit = _UNIT.search(column.text)
    return (unit["unit"], unit["per"]) if unit else None


def _amounts(
    text: str, cell: Cell, column: _Column, unit: tuple[str, str | None], row: Span
) -> Iterator[tuple[Quantity, _Role]]:
    """The figures of a cell, with the unit of their own or else ``unit``, and what they are."""
    name, per = unit
    if BARE_FIGURE.fullmatch(cell.text) and name:
        read = find_quantities(cell.text + name)
        if len(read) == 1 and column.role is not None:
            yield replace(read[0], start=cell.start, end=cell.end, per=per), column.role
        return
    own = [q for q in find_quantities(text, cell.start, cell.end) if q.kind is not QuantityKind.DATE]
    named = _OVERRIDING.search(text, *row) or _INSTRUMENT.search(cell.text)
    role = column.role or ((words.INSTRUMENT_OF[named[0]], None) if named else None)
    if role is None:
        return
    if role[0] in (Instrument.TARGET, Instrument.RESULT):
        if len(own) == 1:
            yield own[0], role
        return
    if named is not None and column.is_general:  # 支持标准: 首次认定奖励15万元
        role = words.INSTRUMENT_OF[named[0]], role[1]
    given = [q for q in own if q.kind in (QuantityKind.MONEY, QuantityKind.RATIO)]
    if len(given) <= MAX_CELL_FIGURES:
        yield from ((quantity, role) for quantity in given)


def _named(cell: Cell | None) -> Located[str] | None:
    if cell is None or not re.search(r"[一-鿿]", cell.text):
        return None
    return Located(cell.text, cell.start, cell.end)
