"""Words of one's own: a shelf's glossary.tsv, beside the built-in one, with what its keeper's people say.

A line names one thing: how documents write it, other names, English; columns by tab, names by '|'.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache, wraps
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from assistant.glossary import (
    Glossary,
    built_in_glossary,
    make_glossary,
    match_form,
    own_in_use,
    read_concept,
    use_glossary,
)
from assistant.question_terms import QUESTION_WORDS
from index import Shelf
from ingest import UsageError

OWN_GLOSSARY = "glossary.tsv"  # in the shelf's folder
COLUMNS = 3
NAME_CHARS = (2, 40)  # a single character stands in too many words; a longer name is a sentence
MOST_LINES = 20_000  # the largest dictionaries of a field; each question is looked up in all
SHOWN_FAULTS = 10

P = ParamSpec("P")
R = TypeVar("R")


def own_glossary_file(shelf: Path) -> Path:
    """Where the shelf in folder ``shelf`` keeps its own words, whether or not it has any."""
    return shelf / OWN_GLOSSARY


def read_glossary(path: Path) -> Glossary:
    """The built-in glossary with the words of ``path``; ``UsageError`` names the lines to mend."""
    try:
        stamp = path.stat()
    except OSError as error:
        raise UsageError(f"The glossary '{path}' cannot be read: {error.strerror}. 词表无法读取") from error
    return _read(path, stamp.st_mtime_ns, stamp.st_size)


@lru_cache(maxsize=4)
def _read(path: Path, changed_ns: int, size_bytes: int) -> Glossary:
    del changed_ns, size_bytes  # a file that was changed is read again
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise UsageError(
            f"The glossary '{path}' is not UTF-8 (byte {error.start}); save it as UTF-8. 请存为 UTF-8"
        ) from error
    except OSError as error:
        raise UsageError(f"The glossary '{path}' cannot be read: {error.strerror}. 词表无法读取") from error
    if len(lines) > MOST_LINES:
        raise UsageError(f"The glossary '{path}' has {len(lines)} lines; at most {MOST_LINES}. 词表过长")
    written = [(number, line) for number, line in enumerate(lines, start=1) if _says_something(line)]
    faults = list(_faults(written))
    if faults:
        shown = "".join(f"\n  {fault}" for fault in faults[:SHOWN_FAULTS])
        more = f"\n  … and {len(faults) - SHOWN_FAULTS} more" if len(faults) > SHOWN_FAULTS else ""
        raise UsageError(f"The glossary '{path.name}' has {len(faults)} faults 词表有误:{shown}{more}")
    own = [read_concept(line) for _, line in written]
    return make_glossary([*own, *built_in_glossary().concepts])


def _says_something(line: str) -> bool:
    return bool(line.strip()) and not line.startswith("#")


def _faults(lines: list[tuple[int, str]]) -> Iterator[str]:
    stands: dict[str, int] = {}
    for number, line in lines:
        columns = line.split("\t")
        names = [name.strip() for column in columns[:2] for name in column.split("|") if name.strip()]
        english = [name for name in "".join(columns[2:3]).split("|") if name.strip()]
        if len(columns) > COLUMNS:
            yield f"line {number}: has {len(columns)} columns; {COLUMNS} are read: name, other names, English"
        if not columns[0].strip():
            yield f"line {number}: has no name in the first column; write how documents call it there"
        elif len(names) + len(english) < 2:
            yield f"line {number}: gives no other name for {names[0]}; write it after a tab, several by '|'"
        if any(not word.isascii() for word in english):
            yield f"line {number}: the third column is for English; put Chinese names into the second"
        for name in names:
            yield from _name_faults(number, name, stands)


def _name_faults(number: int, name: str, stands: dict[str, int]) -> Iterator[str]:
    form, (fewest, most) = match_form(name), NAME_CHARS
    if not fewest <= len(form) <= most:
        yield f"line {number}: '{name}' has {len(form)} characters; {fewest} to {most} make a name"
    if form in QUESTION_WORDS:
        yield f"line {number}: '{name}' is a word of any question and names nothing; leave it out"
    if stands.setdefault(form, number) != number:
        yield f"line {number}: '{name}' stands on line {stands[form]} too; join the two lines"


def with_own_words(
    function: Callable[Concatenate[Shelf, P], R],
) -> Callable[Concatenate[Shelf, P], R]:
    """A function of a shelf, for which the shelf's own words hold unless others were put to use."""

    @wraps(function)
    def asked(shelf: Shelf, /, *args: P.args, **kwargs: P.kwargs) -> R:
        path = own_glossary_file(shelf.directory)
        if own_in_use() or not path.is_file():
            return function(shelf, *args, **kwargs)
        with use_glossary(read_glossary(path)):
            return function(shelf, *args, **kwargs)

    return asked
