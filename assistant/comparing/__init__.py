"""Editions of a document compared clause by clause."""

from assistant.comparing.comparison import Edition, compare_editions, diff_documents
from assistant.comparing.contracts import comparison_json
from assistant.comparing.page import comparison_page, write_comparison_html
from assistant.comparing.types import Change, ChangeKind, Comparison, Figure, How

__all__ = [
    "Change",
    "ChangeKind",
    "Comparison",
    "Edition",
    "Figure",
    "How",
    "compare_editions",
    "comparison_json",
    "comparison_page",
    "diff_documents",
    "write_comparison_html",
]
