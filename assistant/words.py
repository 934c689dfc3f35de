"""Word lists kept as data in data/words.toml."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files


@lru_cache(maxsize=1)
def _lists() -> dict[str, str]:
    kept: dict[str, str] = tomllib.loads(files("assistant").joinpath("data/words.toml").read_text("utf-8"))
    return kept


def word_list(name: str) -> tuple[str, ...]:
    """The words of a list, in its order."""
    return tuple(_lists()[name].split())
