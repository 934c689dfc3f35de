"""The shelf: documents and passages in SQLite, found by meaning and by words."""

from index.types import AddReport, DocumentSummary, Filters, Hit

__all__ = ["AddReport", "DocumentSummary", "Filters", "Hit"]
