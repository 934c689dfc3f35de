"""Which figure of a table's row answers: the one whose column the question names."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.asking import Asked
from assistant.glossary import match_form
from assistant.question import Question
from assistant.weighing import Weights
from ingest import TableFigure, table_figures

# What the words of a figure must say for it to be of the kind that is asked for.
_UNITS = {Asked.AMOUNT: ("元",), Asked.RATIO: ("%",)}
_COUNTED = frozenset({Asked.COUNT, Asked.FIGURE})


def pick_cells(question: Question, quote: str, row_start: int, weights: Weights) -> list[TableFigure]:
    """The figure that answers, of the row at ``row_start`` of a quote that begins above its header.

    [] if the question names none of several columns, or one without a figure there (一事一议).
    """
    figures = [cell for cell in table_figures(quote) if cell.start >= row_start and _fits(question, cell)]
    if not figures:
        return []
    columns = {column: _named(question, column, weights) for column in figures[0].columns}
    best = max(columns.values())
    named = [column for column, score in columns.items() if score == best]
    chosen = [figure for figure in figures if named == [figure.column]]
    return chosen if best > 0 or len(columns) == 1 else []


def stated_in(cells: Sequence[str], quote: str) -> bool:
    """Whether row, column, figure and unit belong together in the tables of ``quote``."""
    row, column, value, unit = map(match_form, cells)
    return any(
        (row, column, value, unit) == tuple(map(match_form, (one.row, one.column, one.value, one.unit)))
        for one in table_figures(quote)
    )


def _fits(question: Question, cell: TableFigure) -> bool:
    words = match_form(f"{cell.row} {cell.column} {cell.unit}")
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
