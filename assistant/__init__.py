"""From a question to a cited answer, or to a refusal."""

from assistant.answer import ask, refusal_features
from assistant.batch import BatchLine, parse_day, run_batch
from assistant.citations import unsupported_lines
from assistant.comparing import (
    Change,
    ChangeKind,
    Comparison,
    Edition,
    compare_editions,
    comparison_json,
    diff_documents,
    write_comparison_html,
)
from assistant.consistency import (
    CheckProgress,
    ConsistencyReport,
    Finding,
    FindingKind,
    Quoted,
    Reported,
    Severity,
    check_documents,
    check_shelf_consistency,
    report_json,
    write_report_html,
)
from assistant.contracts import add_json, answer_json, citation_json, document_json, find_json, hit_json
from assistant.dossier import DossierReport, verify_dossier, write_dossier
from assistant.dossier_files import DOSSIER_SUFFIXES
from assistant.find import find_passages
from assistant.matching import (
    ConditionStatus,
    Match,
    MatchReport,
    MatchVerdict,
    Profile,
    match_profile,
    matches_json,
    missing_json,
    parse_profile,
    profile_of,
    profile_questions,
    read_profile,
    write_matches_html,
)
from assistant.refusal import Features
from assistant.rewording import ModelSettings, reword
from assistant.types import Answer, Citation, Language, Verdict

__all__ = [
    "DOSSIER_SUFFIXES",
    "Answer",
    "BatchLine",
    "Change",
    "ChangeKind",
    "CheckProgress",
    "Citation",
    "Comparison",
    "ConditionStatus",
    "ConsistencyReport",
    "DossierReport",
    "Edition",
    "Features",
    "Finding",
    "FindingKind",
    "Language",
    "Match",
    "MatchReport",
    "MatchVerdict",
    "ModelSettings",
    "Profile",
    "Quoted",
    "Reported",
    "Severity",
    "Verdict",
    "add_json",
    "answer_json",
    "ask",
    "check_documents",
    "check_shelf_consistency",
    "citation_json",
    "compare_editions",
    "comparison_json",
    "diff_documents",
    "document_json",
    "find_json",
    "find_passages",
    "hit_json",
    "match_profile",
    "matches_json",
    "missing_json",
    "parse_day",
    "parse_profile",
    "profile_of",
    "profile_questions",
    "read_profile",
    "refusal_features",
    "report_json",
    "reword",
    "run_batch",
    "unsupported_lines",
    "verify_dossier",
    "write_comparison_html",
    "write_dossier",
    "write_matches_html",
    "write_report_html",
]
