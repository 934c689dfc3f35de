"""Whether the documents of a shelf agree with each other, and with themselves."""

from assistant.consistency.check import check_documents, check_shelf_consistency
from assistant.consistency.contract import report_json
from assistant.consistency.page import write_report_html
from assistant.consistency.types import (
    CheckProgress,
    ConsistencyReport,
    Finding,
    FindingKind,
    Quoted,
    Reported,
    Severity,
)

__all__ = [
    "CheckProgress",
    "ConsistencyReport",
    "Finding",
    "FindingKind",
    "Quoted",
    "Reported",
    "Severity",
    "check_documents",
    "check_shelf_consistency",
    "report_json",
    "write_report_html",
]
