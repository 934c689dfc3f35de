"""What the code that reads documents is made of, so that what older code has read can be told."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from importlib.resources.abc import Traversable

RULES = (".py", ".toml", ".tsv")  # endings of the files that rules and word lists are in
_READER_CHARS = 16  # of the digest


def digest_of(folders: Iterable[Traversable], endings: tuple[str, ...]) -> bytes:
    """SHA-256 that changes with any file in ``folders``, or below them, whose name ends so."""
    digest = hashlib.sha256()
    for folder in folders:
        for name, source in _files(folder, endings):
            digest.update(name.encode() + b"\0" + source.read_bytes())
    return digest.digest()


def _files(
    folder: Traversable, endings: tuple[str, ...], before: str = ""
) -> Iterator[tuple[str, Traversable]]:
    for entry in sorted(folder.iterdir(), key=lambda one: one.name):
        if entry.is_dir():
            yield from _files(entry, endings, f"{before}{entry.name}/")
        elif entry.name.endswith(endings):
            yield before + entry.name, entry


@lru_cache(maxsize=1)
def reader_digest() -> str:
    """Names the rules and word lists by which documents are read; hex."""
    return digest_of([files("ingest")], RULES).hex()[:_READER_CHARS]


def program_version() -> str:
    """The version of the program; ``"0"`` where it runs from a checkout that is not installed."""
    try:
        return version("wenzheng")
    except PackageNotFoundError:
        return "0"
