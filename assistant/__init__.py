"""From a question to a cited answer, or to a refusal."""

from assistant.types import Answer, Citation, Language, Verdict

__all__ = ["Answer", "Citation", "Language", "Verdict"]
