"""Names typed with characters that sound alike: 高薪技术企业 → 高新技术企业, 奖利 → 奖励."""

from __future__ import annotations

from functools import lru_cache

from assistant.glossary import Glossary, load_glossary
from assistant.words import word_list

# A shorter name is mended only if it is a word of benefits or acts: two sounds alone say too little.
MIN_NAME_CHARS = 3
MIN_SAME_SHARE = 0.5  # of a name's characters that must be typed right

Sounds = tuple[str, ...]


def mend_typos(text: str) -> str:
    """``text`` with each glossary name that was typed by its sound put right; the same text if none was."""
    sounds = _sounds(text)
    longest = max(map(len, _names_by_sound(load_glossary())))
    mended, at = [], 0
    while at < len(text):
        name = _name_at(text, sounds, at, longest)
        mended.append(name or text[at])
        at += len(name) if name else 1
    return "".join(mended)


def _name_at(text: str, sounds: Sounds, at: int, longest: int) -> str | None:
    """The longest name that ``text`` sounds like from ``at``, right or wrong."""
    names = _names_by_sound(load_glossary())
    for length in range(min(longest, len(text) - at), 1, -1):
        found = names.get(sounds[at : at + length])
        if not found:
            continue
        written = text[at : at + length]
        if written in found or written in load_glossary().by_name:
            return written
        if _cuts_a_name(text, at, length):
            continue
        for name in found:
            if sum(a == b for a, b in zip(name, written, strict=True)) >= MIN_SAME_SHARE * length:
                return name
    return None


def _cuts_a_name(text: str, at: int, length: int) -> bool:
    """Whether a name that is typed right begins within a stretch and goes on after it: 市技改 holds 技改."""
    glossary = load_glossary()
    ends = range(at + length + 1, min(len(text), at + length + glossary.longest_name_chars) + 1)
    return any(text[begin:end] in glossary.by_name for begin in range(at + 1, at + length) for end in ends)


@lru_cache(maxsize=4)  # of a server's shelves, each with words of its own
def _names_by_sound(glossary: Glossary) -> dict[Sounds, tuple[str, ...]]:
    """Every name of the glossary, and the words of benefits, by their sounds."""
    names = [name for name in glossary.by_name if len(name) >= MIN_NAME_CHARS]
    by_sound: dict[Sounds, tuple[str, ...]] = {}
    for name in (*names, *word_list("measure_words")):
        sounds = _sounds(name)
        by_sound[sounds] = (*by_sound.get(sounds, ()), name)
    return by_sound


def _sounds(text: str) -> Sounds:
    """One syllable without its tone for each character; what is no Chinese character stands for itself."""
    return tuple(_sound(character) for character in text)


@lru_cache(maxsize=8_000)
def _sound(character: str) -> str:
    from pypinyin import lazy_pinyin

    return "".join(lazy_pinyin(character))
