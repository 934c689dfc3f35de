"""The shelf: documents and passages in SQLite, found by meaning and by words."""

from index.fusion import Lane
from index.shelf import Shelf, default_shelf_dir, open_shelf
from index.types import AddReport, DocumentSummary, Filters, Hit
from index.verifying import VerifyReport

__all__ = [
    "AddReport",
    "DocumentSummary",
    "Filters",
    "Hit",
    "Lane",
    "Shelf",
    "VerifyReport",
    "default_shelf_dir",
    "open_shelf",
]
