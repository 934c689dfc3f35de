"""From a question to a cited answer, or to a refusal."""

from assistant.answer import ask, refusal_features
from assistant.batch import BatchLine, parse_day, run_batch
from assistant.contracts import add_json, answer_json, citation_json, document_json, find_json, hit_json
from assistant.find import find_passages
from assistant.refusal import Features
from assistant.types import Answer, Citation, Language, Verdict

__all__ = [
    "Answer",
    "BatchLine",
    "Citation",
    "Features",
    "Language",
    "Verdict",
    "add_json",
    "answer_json",
    "ask",
    "citation_json",
    "document_json",
    "find_json",
    "find_passages",
    "hit_json",
    "parse_day",
    "refusal_features",
    "run_batch",
]
