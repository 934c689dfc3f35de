"""An English question in the words that Chinese documents use for what it names and asks.

The words of Chinese questions decide much (who is excluded, the highest, both at once); an English
question is read for them in its rendering, so that it is answered as its Chinese twin is.
"""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files

from assistant.english_numbers import with_chinese_figures, without_figures
from assistant.glossary import LONGEST_ENGLISH_WORDS, english_words, load_glossary

FORM_ONLY = "~"  # marks Chinese that is read for the kind of question and not searched for
_CHINESE = re.compile(r"[\u3400-\u9fff%]")
_PIECE = re.compile(r"[\d.]*[\u3400-\u9fff%][\u3400-\u9fff\d.%]*|(?:(?![\d.]*[\u3400-\u9fff%]).)+", re.DOTALL)


@lru_cache(maxsize=1)
def _frames() -> tuple[tuple[str, bool, re.Pattern[str]], ...]:
    """Chinese, whether it is searched for, and the English that it stands for, in the table's order."""
    lines = files("assistant").joinpath("data", "english_frames.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line.strip() and not line.startswith("#")]
    return tuple(
        (chinese.removeprefix(FORM_ONLY), not chinese.startswith(FORM_ONLY), re.compile(pattern))
        for chinese, pattern in rows
    )


def framed(folded: str, *, searched: bool = False) -> str:
    """A folded English text with the phrases of the table in Chinese; ``searched``: those searched for."""
    folded = without_figures(folded) if searched else with_chinese_figures(folded)
    for chinese, kept, pattern in _frames():
        folded = pattern.sub(f" {chinese} " if kept or not searched else " ", folded)
    return folded


def rendered(folded: str) -> str:
    """The Chinese of the known words of a folded English text, in its order, separated by spaces."""
    words: list[str] = []
    for piece in _PIECE.findall(framed(folded)):
        words.extend([piece] if _CHINESE.search(piece) else _translated(piece))
    return " ".join(dict.fromkeys(words))


def _translated(text: str) -> list[str]:
    """What documents call the notions of an English text, longest phrases first; unknown words left out."""
    glossary = load_glossary()
    words = english_words(text)
    found: list[str] = []
    i = 0
    while i < len(words):
        for length in range(min(LONGEST_ENGLISH_WORDS, len(words) - i), 0, -1):
            concepts = glossary.by_english.get(" ".join(words[i : i + length]))
            if concepts:
                found.append(concepts[0].names[0])
                i += length
                break
        else:
            i += 1
    return found
