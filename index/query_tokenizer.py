"""A tokenizer for questions that is ready in 0.1 s, where loading the whole one takes a second.

It gives exactly the ids of the whole tokenizer for texts made of the characters in ``_PLAIN`` (Chinese,
Latin, digits, usual punctuation) and says None for all others (combining marks, emoji, rare scripts),
which the caller then gives to the whole one. The method is SentencePiece's Unigram: of all ways to cut a
word into pieces, the one with the highest sum of log probabilities (Kudo 2018, arXiv:1804.10959).
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np

from index.e5_blob import E5Blob
from index.e5_tokenizer import SPACE_MARK

VOCABULARY_FILE = "pieces.txt"  # one piece per line, by id
SCORES_FILE = "scores.npy"  # float64 log probability of each piece
SETTINGS_FILE = "tokenizer.json"
UNKNOWN_PENALTY = 10.0  # below the least likely piece, as SentencePiece has it

# Ranges in which each character is a grapheme of its own, so that the normaliser can go by characters.
# '<' is missing because special tokens such as <s> begin with it.
_PLAIN_RANGES = (
    (0x20, 0x3B),  # ASCII up to ';'
    (0x3D, 0x7E),  # ASCII from '='
    (0xA1, 0xAC),  # Latin-1 signs (0xAD is the soft hyphen)
    (0xAE, 0xFF),  # Latin-1 letters
    (0x2010, 0x2027),  # dashes, quotation marks, ellipsis
    (0x3000, 0x3029),  # ideographic space, 、。〈〉《》「」【】〔〕
    (0x4E00, 0x9FFF),  # Chinese characters
    (0xFF01, 0xFF5E),  # full-width ASCII
)
_PLAIN = re.compile("[" + "".join(f"\\u{first:04x}-\\u{last:04x}" for first, last in _PLAIN_RANGES) + "]*")
_SPACES = re.compile(" {2,}")


def write_vocabulary(blob: E5Blob, folder: Path) -> None:
    """Write what ``QueryTokenizer`` reads, into an existing folder."""
    pieces = [piece for piece, _ in blob.pieces]
    if any("\n" in piece for piece in pieces):
        raise ValueError("a piece holds a line feed, so a line per piece cannot hold them")
    (folder / VOCABULARY_FILE).write_bytes("\n".join(pieces).encode())
    np.save(folder / SCORES_FILE, np.array([score for _, score in blob.pieces], np.float64))
    plain = {
        chr(code_point): replacement
        for code_point, replacement in blob.replacements.items()
        if _PLAIN.fullmatch(chr(code_point))
    }
    settings = {
        "begin_id": blob.begin_id,
        "end_id": blob.end_id,
        "unknown_id": blob.unknown_id,
        "longest_piece": max(map(len, pieces)),
        "lowest_score": min(score for _, score in blob.pieces),
        "max_tokens": blob.positions,
        "replacements": plain,
    }
    text = json.dumps(settings, ensure_ascii=False, indent=1)
    (folder / SETTINGS_FILE).write_text(text, encoding="utf-8")


class QueryTokenizer:
    """Ids of plain texts, equal to the whole tokenizer's."""

    def __init__(self, folder: Path) -> None:
        settings = json.loads((folder / SETTINGS_FILE).read_text(encoding="utf-8"))
        pieces = (folder / VOCABULARY_FILE).read_bytes().decode().split("\n")
        self._scores = np.load(folder / SCORES_FILE, mmap_mode="r")
        if len(pieces) != len(self._scores):
            raise ValueError(f"{len(pieces)} pieces but {len(self._scores)} scores in {folder}")
        self._ids = dict(zip(pieces, range(len(pieces)), strict=True))
        self._replacements = str.maketrans(settings["replacements"])
        self._begin: int = settings["begin_id"]
        self._end: int = settings["end_id"]
        self._unknown: int = settings["unknown_id"]
        self._longest: int = settings["longest_piece"]
        self._unknown_score = settings["lowest_score"] - UNKNOWN_PENALTY
        self._max_tokens: int = settings["max_tokens"]

    def encode(self, text: str) -> list[int] | None:
        """Token ids with ``<s>`` and ``</s>``, cut to the model's length; None if the text is not plain."""
        if not _PLAIN.fullmatch(text):
            return None
        normal = _SPACES.sub(" ", text.translate(self._replacements)).replace(" ", SPACE_MARK)
        if not normal:
            return [self._begin, self._end]
        if not normal.startswith(SPACE_MARK):
            normal = SPACE_MARK + normal
        words = (SPACE_MARK + word for word in normal.split(SPACE_MARK)[1:])
        ids = [token for word in words for token in self._cut(word)]
        return [self._begin, *ids[: self._max_tokens - 2], self._end]

    def _cut(self, word: str) -> list[int]:
        """The most probable pieces of a word; neighbouring unknown characters become one unknown token."""
        length = len(word)
        best: list[tuple[float, int, int] | None] = [(0.0, 0, self._unknown)] + [None] * length
        for start in range(length):
            here = best[start]
            assert here is not None  # the unknown token reaches every position
            known_character = False
            for end in range(start + 1, min(start + self._longest, length) + 1):
                token = self._ids.get(word[start:end])
                if token is None:
                    continue
                known_character |= end == start + 1
                self._offer(best, end, here[0] + float(self._scores[token]), (start, token))
            if not known_character:
                self._offer(best, start + 1, here[0] + self._unknown_score, (start, self._unknown))
        return self._walk_back(best)

    @staticmethod
    def _offer(
        best: list[tuple[float, int, int] | None], end: int, score: float, step: tuple[int, int]
    ) -> None:
        present = best[end]
        if present is None or score > present[0]:
            best[end] = (score, *step)

    def _walk_back(self, best: list[tuple[float, int, int] | None]) -> list[int]:
        ids: list[int] = []
        end = len(best) - 1
        while end > 0:
            step = best[end]
            assert step is not None
            _, start, token = step
            if not (token == self._unknown and ids and ids[-1] == self._unknown):
                ids.append(token)
            end = start
        return ids[::-1]
