"""Editions of a document compared clause by clause."""

from assistant.comparing.asked import what_changed
from assistant.comparing.comparison import Edition, compare_editions, diff_documents
from assistant.comparing.contracts import comparison_json
from assistant.comparing.editions import find_editions
from assistant.comparing.figures import ChangedFigures, changed_figures, figures_of
from assistant.comparing.page import HOW_NAMES, comparison_page, write_comparison_html
from assistant.comparing.types import Change, ChangeKind, Comparison, Figure, How

__all__ = [
    "HOW_NAMES",
    "Change",
    "ChangeKind",
    "ChangedFigures",
    "Comparison",
    "Edition",
    "Figure",
    "How",
    "changed_figures",
    "compare_editions",
    "comparison_json",
    "comparison_page",
    "diff_documents",
    "figures_of",
    "find_editions",
    "what_changed",
    "write_comparison_html",
]
