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
    Value,
)
from assistant.consistency.values import differ, value_of

__all__ = [
    "CheckProgress",
    "ConsistencyReport",
    "Finding",
    "FindingKind",
    "Quoted",
    "Reported",
    "Severity",
    "Value",
    "check_documents",
    "check_shelf_consistency",
    "differ",
    "report_json",
    "value_of",
    "write_report_html",
]
