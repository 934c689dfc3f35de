"""Every word of ours on the pages, in Chinese and in English, read from ``data/texts.tsv``."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

LANGUAGES = ("zh", "en")
_FILE = Path(__file__).parent / "data" / "texts.tsv"


@lru_cache(maxsize=1)
def all_texts() -> dict[str, tuple[str, str]]:
    """Key → (Chinese, English)."""
    rows = (line.split("\t") for line in _FILE.read_text(encoding="utf-8").splitlines())
    return {row[0]: (row[1], row[2]) for row in rows if len(row) == len(LANGUAGES) + 1}


class Say:
    """Our words in one language: ``say('page', page=3)``."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._column = LANGUAGES.index(language)

    def __call__(self, key: str, **values: object) -> str:
        """The text ``key`` with its slots filled; KeyError for one that is not in the table."""
        text = all_texts()[key][self._column]
        return text.format(**values) if values else text


def preferred_language(accept_language: str | None) -> str:
    """'zh' or 'en', whichever the browser names first; 'zh' if it names neither."""
    for choice in (accept_language or "").lower().split(","):
        for language in LANGUAGES:
            if choice.strip().startswith(language):
                return language
    return LANGUAGES[0]
