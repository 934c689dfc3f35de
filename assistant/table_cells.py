"""Which figure of a table's row answers: the one whose column the question names."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.asking import Asked
from assistant.glossary import match_form
from assistant.question import Question
from assistant.weighing import Weights
from ingest import TableCell, read_tables

# What the words of a figure must say for it to be of the kind that is asked for.
_UNITS = {Asked.AMOUNT: ("元",), Asked.RATIO: ("%",)}
_COUNTED = frozenset({Asked.COUNT, Asked.FIGURE})


def pick_cells(question: Question, quote: str, row_start: int, weights: Weights) -> list[TableCell]:
    """The figure that answers, of the row at ``row_start`` of a quote that begins above its header.

    [] if the question names none of several columns, or one without a figure there (一事一议).
    """
    for table in read_tables(quote):
        rows = [row for row in table.rows if row.start >= row_start]
        figures = [cell for row in rows for cell in row.cells if cell.is_figure and fits(question, cell)]
        if figures:
            return _in_the_column_asked(question, figures, table.columns, weights)
    return []


def _in_the_column_asked(
    question: Question, figures: Sequence[TableCell], names: Sequence[tuple[str, str]], weights: Weights
) -> list[TableCell]:
    columns = {column: _named(question, " ".join(column), weights) for column in names}
    best = max(columns.values())
    named = [column for column, score in columns.items() if score == best]
    chosen = [figure for figure in figures if named == [(figure.upper, figure.column)]]
    return chosen if best > 0 or len(columns) == 1 else []


def stated_in(cells: Sequence[str], quote: str) -> bool:
    """Whether row, column, value and unit belong together in the tables of ``quote``."""
    row, column, value, unit = map(match_form, cells)
    return any(
        (row, column, value, unit) == tuple(map(match_form, (one.row, one.column, one.value, one.unit)))
        for table in read_tables(quote)
        for own in table.rows
        for one in own.cells
    )


def fits(question: Question, cell: TableCell) -> bool:
    """Whether a figure is of the kind that is asked for, as its row, column and unit say."""
    words = match_form(f"{cell.row} {cell.upper} {cell.column} {cell.unit}")
    units = _UNITS.get(question.asked)
    return question.asked in _COUNTED if units is None else any(unit in words for unit in units)


def _named(question: Question, column: str, weights: Weights) -> float:
    """How much of the question the column's head holds, years and qualifiers first."""
    head = match_form(column)
    years = sum(2.0 for year in question.moments.years if str(year) in head)
    qualifiers = sum(1.0 for qualifier in question.qualifiers if qualifier in head)
    held = sum(weights.of(term) for term in question.terms if term.found_in(head))
    # A head that names more than was asked is a little worse than an exact one.
    return years + qualifiers + held - 0.001 * len(head)
