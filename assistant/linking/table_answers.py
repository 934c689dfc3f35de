"""Answers out of the structure of a table: one cell, a whole column, its highest or lowest, its total."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from assistant.asked_facts import ROW, wanted_quantities
from assistant.asking import DOCUMENT_ASKED, Asked
from assistant.bearing import MIN_PLACE, place_match, regions_meant
from assistant.citations import check_evidence, cite, marks, quote_line
from assistant.glossary import match_form
from assistant.inquiry import Inquiry, Seen
from assistant.linking.table_names import (
    LEVEL_WORD,
    OF_WAYS,
    column_fit,
    core_of,
    qualified_otherwise,
    rows_named,
    shortened,
)
from assistant.places import short_name
from assistant.question import Question
from assistant.question_terms import VERB_ROLE, Term
from assistant.quotations import Lookup
from assistant.table_cells import fits
from assistant.types import Verdict
from assistant.wording import line, note
from index import Hit
from ingest import Document, Table, TableCell, TableRow, read_tables

MAX_DOCUMENTS = 4  # whose tables are read: those of the best passages that hold a row
MAX_QUOTE_CHARS = 1_500  # of a table quoted from its header on; a longer one answers by search alone
MAX_ROWS_TOLD = 40
MIN_LIKENESS = 0.7  # of a head's characters that stand in the question in runs of two or more
MIN_ALONE_LIKENESS = 0.45  # the same, where no other column has half as much
MIN_EXPLAINED = 0.75  # of the weight of the subject that row, column, caption and title must hold
CAPTION_CHARS = 60
_EMPTY = frozenset({"—", "－", "-", "–", "/", "——", "--", "\\", "无", "*"})
_ANY_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
# Words that ask for rows as such; they stand in no table.
_OF_ROWS = re.compile(
    r"^(?:各?(?:县|市|区|县区|市县|区县|县市|县市区|市县区|地区|地方|地市|单位|部门|年度?)|各地|名额|指标|任务|目标|分解|排名"
    r"|建设|附[件表]表?|表[里中格]?|最[高多大低少小]|第一|合计|总计|全市|全省|全县|数量|标准|情况)$"
)
_TOTAL_ROW = re.compile(r"^(?:合计|总计|小计|共计|全(?:市|省|县|区|国)(?:合计|总计)?)$")
_OF_DEPARTMENTS = re.compile("牵头|责任|主管|部门|单位$|负责")
_OF_TIMES = re.compile("时间|期限|时限|日期|截止|进度")


class Wanted(StrEnum):
    """What of a table is asked for."""

    CELL = "cell"
    COLUMN = "column"
    MOST = "most"
    LEAST = "least"
    TOTAL = "total"


_WHICH = r"(?=.*(?:哪|谁|什么(?:县|区|市|地方|单位|专业|项目)|\bwhich\b)).*"
_ASKS = (
    (Wanted.MOST, re.compile(_WHICH + r"(?:最[高多大强]|第一|居首|首位|\b(?:highest|most|largest)\b)")),
    (Wanted.LEAST, re.compile(_WHICH + r"(?:最[低少小弱]|倒数|垫底|\b(?:lowest|least|fewest)\b)")),
    (
        Wanted.COLUMN,
        re.compile(
            r"各(?:个)?(?:县|区|市|地|单位|部门|乡|镇|街道|年|类|项|等级|档|产业|企业)|分别|每个(?:县|区|市)|所有(?:县|区|市)|\beach\b"
        ),
    ),
    (Wanted.TOTAL, re.compile(r"一共|总共|合计|总计|共计|全[市省县区]|总数|\b(?:in )?total\b")),
)


_OF_MANY_ROWS = (Wanted.COLUMN, Wanted.MOST, Wanted.LEAST)
_NO_SENTENCE_SAYS = (Wanted.MOST, Wanted.LEAST, Wanted.TOTAL)
MIN_CORE_SAID = 0.9  # of the subject's weight, for a sentence that says it as well as a cell


# The words of a column's head where no figure is asked for.
_HEAD_OF_KIND = {
    Asked.DEPARTMENT: _OF_DEPARTMENTS,
    Asked.DATE: _OF_TIMES,
    Asked.PROCEDURE: OF_WAYS,
}


@dataclass(frozen=True, slots=True)
class _Reading:
    """What a question asks of one table."""

    hit: Hit
    table: Table
    cells: tuple[TableCell, ...]
    rows: tuple[TableRow, ...]
    fit: float  # how well row, column and what stands around them name what is asked


def answer_from_table(inquiry: Inquiry, seen: Seen) -> Lookup | None:
    """The cells that a question asks for by row and column; None if it names none of any table found.

    1. the tables of the documents found that are of the place asked about
    2. of each the row and column that the question names, and what is wanted of them
    3. the best-named one, if row, column, caption and title hold the subject of the question
    """
    question = inquiry.question
    if question.asked in DOCUMENT_ASKED or question.quoted is not None or _said_in_words(question, seen):
        return None
    if len(regions_meant(question, inquiry.held.places)) + len(question.levels) > 1:
        return None  # side by side
    best: _Reading | None = None
    lacking: _Reading | None = None
    for hit in _hits_with_rows(seen.hits):
        document = inquiry.shelf.load_document(hit.document.doc_id)
        for table in read_tables(document.text):
            reading = _read(inquiry, seen, hit, table)
            if reading is not None and (best is None or reading.fit > best.fit):
                best = reading
            lacking = lacking or _without_the_level(inquiry, hit, table)
    if best is None and lacking is not None:
        return _told(inquiry, lacking, answers=False)
    return _told(inquiry, best) if best is not None else None


def _said_in_words(question: Question, seen: Seen) -> bool:
    """Whether a sentence, not a row, says all of one thing that is asked: the rule, not its guide's table."""
    best = seen.best
    if best is None or ROW in best.form or asks_of_rows(question) in _NO_SENTENCE_SAYS:
        return False
    return seen.selection.complete and best.holds_asked and best.core >= MIN_CORE_SAID


def _hits_with_rows(hits: Sequence[Hit]) -> list[Hit]:
    """The first hit with a row of each of the nearest documents."""
    by_document: dict[str, Hit] = {}
    for hit in hits:
        if f" {ROW} " in hit.text:
            by_document.setdefault(hit.document.doc_id, hit)
    return list(by_document.values())[:MAX_DOCUMENTS]


def _read(inquiry: Inquiry, seen: Seen, hit: Hit, table: Table) -> _Reading | None:
    question = inquiry.question
    wanted = asks_of_rows(question)
    rows = rows_named(question, table)
    if wanted in (Wanted.CELL, Wanted.TOTAL) and not rows:
        rows = _totals(table) if wanted is Wanted.TOTAL else []
    elif wanted is not Wanted.CELL and not rows:
        rows = list(table.rows)
    if wanted in _OF_MANY_ROWS and len(rows) > 1:
        rows = [row for row in rows if not _is_total(row)]
    if not rows or not _of_the_place(inquiry, hit, rows):
        return None
    columns = _columns_named(question, table, rows)
    if not columns or (len(columns) > 1 and wanted not in (Wanted.MOST, Wanted.LEAST)):
        return None
    cells = [cell for row in rows for one in columns if (cell := table.cell(row, one)) is not None]
    cells = [cell for cell in cells if cell.value in _EMPTY or _is_of_the_kind(question, cell)]
    if wanted in (Wanted.MOST, Wanted.LEAST) and len(rows) > 1:
        cells = _farthest(cells, most=wanted is Wanted.MOST)
    if not cells or len(cells) > MAX_ROWS_TOLD:
        return None
    # Who leads or by when is asked of what another column measures: 零售总额由谁牵头.
    heads = table.columns if question.asked in _HEAD_OF_KIND else columns
    names = (*(name for row in rows for name in row.labels), *(name for one in heads for name in one))
    around = match_form(" ".join((*names, table.above, _named_around(hit))))
    explained = _explained(question, seen, columns[0][1], around)
    if explained < MIN_EXPLAINED or not _of_the_year(question, hit, around):
        return None
    fit = explained + max(column_fit(question, one) for one in columns)
    return _Reading(hit, table, tuple(cells), tuple(rows), fit)


def _without_the_level(inquiry: Inquiry, hit: Hit, table: Table) -> _Reading | None:
    """The row asked about of a table with a column for each level but the one asked for: 县级重点实验室."""
    asked = set(inquiry.question.qualifiers)
    levels = {level for _, name in table.columns for level in LEVEL_WORD.findall(name)}
    if not asked or len(levels) < 2 or asked & levels:
        return None
    rows = rows_named(inquiry.question, table)
    if len(rows) != 1 or not _of_the_place(inquiry, hit, rows):
        return None
    return _Reading(hit, table, (), tuple(rows), 0.0)


def asks_of_rows(question: Question) -> Wanted:
    """What of several rows, or of a list, a question asks for."""
    return next((wanted for wanted, pattern in _ASKS if pattern.search(question.form)), Wanted.CELL)


def _totals(table: Table) -> list[TableRow]:
    """The row of the whole, or else those of its parts."""
    totals = [row for row in table.rows if _is_total(row)]
    whole = [row for row in totals if not any(core_of(label) == "小计" for label in row.labels)]
    return whole or totals


def _is_total(row: TableRow) -> bool:
    return any(_TOTAL_ROW.match(core_of(label)) for label in row.labels)


def _named_around(hit: Hit) -> str:
    return " ".join((hit.document.title, *hit.passage.headings, hit.document.region or ""))


def _columns_named(question: Question, table: Table, rows: Sequence[TableRow]) -> list[tuple[str, str]]:
    """The column that the question names best, else all that may hold the figure that it asks for."""
    kinds = [one for one in table.columns if any(_may_hold(question, table.cell(row, one)) for row in rows)]
    scored = sorted(((column_fit(question, name), name) for name in kinds), reverse=True)
    fits_best = [fit for fit, _ in scored] + [0.0, 0.0]
    if fits_best[0] >= MIN_LIKENESS:
        return [scored[0][1]] if fits_best[1] < fits_best[0] else []
    if fits_best[0] >= MIN_ALONE_LIKENESS and fits_best[1] <= fits_best[0] / 2:
        return [scored[0][1]]  # 租房一个月补几百: no other column speaks of it
    free = [name for name in kinds if not qualified_otherwise(question, core_of(name[1]))]
    figures = [name for name in free if any((c := table.cell(row, name)) and c.is_figure for row in rows)]
    return figures if len(free) == len(kinds) == len(figures) else []


def _may_hold(question: Question, cell: TableCell | None) -> bool:
    return cell is not None and (cell.value in _EMPTY or _is_of_the_kind(question, cell))


def _is_of_the_kind(question: Question, cell: TableCell) -> bool:
    """Whether a cell holds the kind of thing that is asked for."""
    asked = question.asked
    named = _HEAD_OF_KIND.get(asked)
    if named is not None:
        return not cell.is_figure and named.search(cell.column) is not None
    if asked in (Asked.AMOUNT, Asked.RATIO, Asked.COUNT, Asked.FIGURE):
        if any(character.isdigit() for character in cell.value) and fits(question, cell):
            return True
        return not cell.is_figure and bool(wanted_quantities(question, cell.value))
    return cell.is_figure or (
        asks_of_rows(question) is Wanted.CELL and not _OF_DEPARTMENTS.search(cell.column)
    )


def _farthest(cells: Sequence[TableCell], *, most: bool) -> list[TableCell]:
    """The cells with the highest or lowest figure; [] if fewer than two can be compared."""
    valued = [(value, cell) for cell in cells if (value := _number(cell.value)) is not None]
    if len(valued) < 2:
        return []
    edge = (max if most else min)(value for value, _ in valued)
    return [cell for value, cell in valued if value == edge]


def _number(written: str) -> Decimal | None:
    match = re.match(r"\d[\d,，]*(?:\.\d+)?", written.strip())
    try:
        return Decimal(re.sub("[,，]", "", match[0])) if match else None
    except InvalidOperation:
        return None


def _of_the_place(inquiry: Inquiry, hit: Hit, rows: Sequence[TableRow]) -> bool:
    """Whether a table is of the place asked about: by its document, or since its rows bear the name.

    A county that another city has too (the gazetteer's) is this document's where its table lists it.
    """
    question = inquiry.question
    if place_match(question, hit, match_form(hit.text), inquiry.held.places) >= MIN_PLACE:
        return True
    named = {core_of(label) for row in rows for label in row.labels}
    own = {hit.document.region, hit.document.city, hit.document.province}
    return bool(question.places) and all(
        place.name in own or {match_form(place.name), match_form(short_name(place.name))} & named
        for place in question.places
    )


def _of_the_year(question: Question, hit: Hit, around: str) -> bool:
    """Whether a table is of the year asked about: by its heads, its caption, its document's title or day."""
    years, dated = question.moments.years, hit.document.dated
    stated = {int(year) for year in _ANY_YEAR.findall(around)}
    if not years or stated & set(years):
        return True
    return not stated or (dated is not None and dated.year in years)


def _explained(question: Question, seen: Seen, column: str, around: str) -> float:
    """The share of the weight of the question's subject that row, column, caption and title hold.

    Nouns alone, where there are any: people choose their verbs freely.
    """
    weights = seen.measure.weights
    terms = [t for t in question.terms if t.text in weights.core and not _OF_ROWS.match(t.text)]
    terms = [term for term in terms if term.role > VERB_ROLE] or terms
    if not terms:
        return 1.0
    spelled = shortened(core_of(column), question.form)
    within = question.form[slice(*spelled)] if spelled else ""
    held = [t for t in terms if t.text in within or _stands(t, around)]
    return sum(map(weights.of, held)) / (sum(map(weights.of, terms)) or 1.0)


def _stands(term: Term, around: str) -> bool:
    """Whether a word stands around a cell, whole or parted among heads: 租房补助, 安家补助 over 租房."""
    if term.found_in(around) or term.spread_in(around):
        return True
    halves = [term.text[i : i + 2] for i in range(0, len(term.text), 2)]
    return len(term.text) > 3 and len(term.text) % 2 == 0 and all(half in around for half in halves)


def _told(inquiry: Inquiry, reading: _Reading, *, answers: bool = True) -> Lookup | None:
    """The cells as lines of an answer over the part of the table that shows them."""
    document = inquiry.shelf.load_document(reading.hit.document.doc_id)
    whole = len(reading.cells) < len(reading.rows) or not reading.cells
    shown = reading.rows if whole else [_row_of(reading, reading.cells[-1])]
    start, end = _begin(document, reading.table), max(row.end for row in shown)
    if end - start > MAX_QUOTE_CHARS:
        return None
    citation = cite(1, document, reading.hit.document, (start, end), reading.hit)
    lines = [_cell_line(inquiry, cell) for cell in reading.cells]
    lines = lines if answers else [line("partial", inquiry.language)]
    text = "\n\n".join([*lines, quote_line(citation)])
    if check_evidence(text, [citation]):
        return None
    empty = any(cell.value in _EMPTY for cell in reading.cells)
    if not answers:
        return Lookup(Verdict.PARTIAL, text, (citation,), (note("missing_figure", inquiry.language),))
    told = (note("empty_cell", inquiry.language),) if empty else ()
    return Lookup(Verdict.ANSWERED, text, (citation,), told)


def _row_of(reading: _Reading, cell: TableCell) -> TableRow:
    return next(row for row in reading.rows if row.start <= cell.start <= row.end)


def _begin(document: Document, table: Table) -> int:
    """Where a table is quoted from: its header, or the line above it that names its unit."""
    text = document.text
    above = text.rfind("\n", 0, max(0, table.start - 1)) + 1
    named = table.start - above <= CAPTION_CHARS and "单位" in text[above : table.start]
    return above if named else table.start


def _cell_line(inquiry: Inquiry, cell: TableCell) -> str:
    key, unit = ("cell_of_unit", {"unit": cell.unit}) if cell.unit else ("cell", {})
    slots = {"row": cell.row, "column": cell.column, "value": cell.value, **unit}
    return line(key, inquiry.language, **slots, marks=marks([1]))
