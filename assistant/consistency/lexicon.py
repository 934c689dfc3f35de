"""What is left of a statement when words that tell nothing apart are taken out."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib.resources import files

from ingest import fold

# With fewer other characters, 企业 or 机构 is what tells two statements apart.
MIN_WORDS_CHARS = 4
# Marks that write one name in two ways: “小巨人”企业, 高新技术企业（含…）.
_LOOSE = re.compile(r"[\s\"'《》<>\[\]“”‘’·]+")
_NO_LETTER = re.compile(r"[^\w一-鿿]+")


@lru_cache(maxsize=1)
def _data() -> dict[str, str]:
    return tomllib.loads(files("assistant").joinpath("data/consistency.toml").read_text("utf-8"))


@lru_cache(maxsize=1)
def _replacements() -> tuple[re.Pattern[str], dict[str, str]]:
    """A pattern of every known word, the longest first, and what each becomes ('' for none)."""
    data = _data()
    becomes = {loose(word): "" for word in data["neutral"].split()}
    for line in data["aliases"].split("\n"):
        for word in line.split():
            becomes[loose(word)] = loose(line.split()[0])
    known = sorted(becomes, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, known))), becomes


@lru_cache(maxsize=8)
def word_list(name: str) -> tuple[str, ...]:
    """A list of the file, in loose form, the longest words first."""
    return tuple(sorted(map(loose, _data()[name].split()), key=len, reverse=True))


@lru_cache(maxsize=8)
def word_pattern(name: str) -> re.Pattern[str]:
    """Any word of a list, in running text."""
    return re.compile("|".join(map(re.escape, word_list(name))))


def loose(text: str) -> str:
    """``text`` folded, without spaces, quotes and brackets of titles."""
    return _LOOSE.sub("", fold(text))


@lru_cache(maxsize=65536)
def telling(text: str) -> str:
    """The words of ``text`` that tell it apart, one name for each thing, in their order."""
    pattern, becomes = _replacements()
    return _NO_LETTER.sub("", pattern.sub(lambda match: becomes[match[0]], loose(text)))


def bag(text: str) -> str:
    """The characters of what ``telling`` leaves, each once and sorted: word order tells nothing apart.

    Nouns that only say who is paid (企业, 组织) are left out where other words remain.
    """
    whole = telling(text)
    bare = word_pattern("agents").sub("", whole)
    return "".join(sorted(set(bare if len(bare) >= MIN_WORDS_CHARS else whole)))


def specific(text: str) -> str:
    """What ``telling`` leaves without nouns that name nobody in particular (企业, 项目)."""
    return word_pattern("generic").sub("", telling(text))


def dice(first: str, second: str) -> float:
    """How alike two texts are, by their pairs of characters: 0 to 1."""
    one, other = (
        {words[at : at + 2] for at in range(len(words) - 1)} for words in (loose(first), loose(second))
    )
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0
