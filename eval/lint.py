"""Faults of a question set, each with its line, its field and what to do."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

Entry = Mapping[str, Any]  # one line of a set, as its JSON has it


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a line of a set, and how to mend it."""

    line: int
    field: str
    message: str
    mend: str

    def __str__(self) -> str:
        return f"line {self.line}, {self.field}: {self.message}; {self.mend}"


def lint_names(number: int, prefix: str, entry: Entry, known: tuple[str, ...]) -> Iterator[Problem]:
    """Fields that are not among ``known``."""
    for name in entry:
        if name not in known:
            close = difflib.get_close_matches(name, known, n=1)
            mend = f"did you mean {close[0]}?" if close else f"known are {', '.join(known)}"
            yield Problem(number, f"{prefix}{name}", "is not a field", mend)


def lint_choice(
    number: int, field: str, value: object, choices: Iterable[str], *, required: bool = False
) -> Iterator[Problem]:
    """A value that is none of ``choices``; None is left out, which may be a fault too."""
    options = tuple(map(str, choices))
    if value is None and required:
        yield Problem(number, field, "is missing", f"write one of {', '.join(options)}")
    elif value is not None and value not in options:
        yield Problem(number, field, f"is {value!r}", f"write one of {', '.join(options)}")


def lint_words(number: int, entry: Entry, fields: Iterable[str]) -> Iterator[Problem]:
    """Fields that are given and are not words."""
    for field in fields:
        if entry.get(field) is not None and not is_words(entry[field]):
            yield Problem(number, field, f"is {entry[field]!r}", "write a word in quotes or leave it out")


def lint_day(number: int, field: str, value: object) -> Iterator[Problem]:
    """A value that is given and is not a date."""
    if value is not None and not is_day(value):
        yield Problem(number, field, f"is {value!r}", "write a date as 2024-06-30")


def is_words(value: object) -> bool:
    """Whether a value is text that says something."""
    return isinstance(value, str) and bool(value.strip())


def is_word_list(value: object) -> bool:
    """Whether a value is a list of such texts."""
    return isinstance(value, list) and all(is_words(item) for item in value)


def is_day(value: object) -> bool:
    """Whether a value is a date as 2024-06-30."""
    try:
        date.fromisoformat(str(value))
    except ValueError:
        return False
    return True
