"""What a company may get: the shelf's measures, condition by condition."""

from assistant.matching.contracts import matches_json, missing_json
from assistant.matching.judging import condition_words
from assistant.matching.matching import match_profile
from assistant.matching.page import matches_page, write_matches_html
from assistant.matching.profile import Profile, parse_profile, profile_of, read_profile
from assistant.matching.questions import profile_questions
from assistant.matching.types import ConditionStatus, Match, MatchReport, MatchVerdict, Missing

__all__ = [
    "ConditionStatus",
    "Match",
    "MatchReport",
    "MatchVerdict",
    "Missing",
    "Profile",
    "condition_words",
    "match_profile",
    "matches_json",
    "matches_page",
    "missing_json",
    "parse_profile",
    "profile_of",
    "profile_questions",
    "read_profile",
    "write_matches_html",
]
