"""The vocabulary of conditions, read from ``data/conditions.toml``."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ingest.normalise import fold
from ingest.types import QuantityKind

VOCABULARY_PATH = Path(__file__).parent / "data" / "conditions.toml"

# Who grants a recognition, by the words before its name.
LEVEL_PREFIXES = {
    "国家级": "national",
    "国家": "national",
    "部级": "national",
    "省级": "provincial",
    "省": "provincial",
    "市级": "municipal",
    "市": "municipal",
    "县级": "county",
    "区级": "county",
}
_LEVEL = re.compile(r"^(?:国家级|国家|部级|省级|省|市级|市|县级|区级)(?=\S{2})")
_REGION_LEVEL = re.compile(r"^[\u4e00-\u9fff]{2,6}?(?P<level>省|市|县|区)级?(?=\S{3})")
_NOT_IN_NAMES = re.compile(r"[\s“”\"'‘’《》（）()「」]")


@dataclass(frozen=True, slots=True)
class FigureField:
    """A figure that conditions limit."""

    field: str
    kind: QuantityKind
    words: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class StatementField:
    """A statement that is true or false of a company."""

    field: str
    words: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Everything that the table holds, compiled."""

    figures: tuple[FigureField, ...]
    statements: tuple[StatementField, ...]
    negation: re.Pattern[str]
    good: re.Pattern[str]
    qualifications: dict[str, tuple[str, str]]  # name or alias, bare → (name, level or '*')
    recipients: dict[str, re.Pattern[str]]


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """The table, read once."""
    table = tomllib.loads(VOCABULARY_PATH.read_text(encoding="utf-8"))
    names: dict[str, tuple[str, str]] = {}
    for entry in table["qualification"]:
        for name in (entry["name"], *entry["also"]):
            names[bare_name(name)] = (entry["name"], entry["level"])
    return Vocabulary(
        figures=tuple(
            FigureField(entry["field"], QuantityKind(entry["kind"]), re.compile(entry["words"]))
            for entry in table["figure"]
        ),
        statements=tuple(
            StatementField(entry["field"], re.compile(entry["words"])) for entry in table["statement"]
        ),
        negation=re.compile(table["negation"]["words"]),
        good=re.compile(table["negation"]["good"]),
        qualifications=names,
        recipients={kind: re.compile(words) for kind, words in table["recipients"].items()},
    )


def bare_name(name: str) -> str:
    """A name without quotation marks, brackets and white space, folded."""
    return fold(_NOT_IN_NAMES.sub("", name))


@dataclass(frozen=True, slots=True)
class Qualification:
    """A recognition by name and by the level that grants it."""

    name: str  # the table's name, else the words without the level
    level: str | None  # national, provincial, municipal, county; None if the words do not tell

    @property
    def listed(self) -> bool:
        """Whether the table knows it."""
        return bare_name(self.name) in vocabulary().qualifications


def read_qualification(words: str) -> Qualification:
    """国家级专精特新“小巨人”企业 → (专精特新小巨人企业, national)."""
    bare = bare_name(words)
    known = vocabulary().qualifications
    level: str | None = None
    rest = bare
    if bare not in known:
        prefix = _LEVEL.match(bare)
        regional = None if prefix else _REGION_LEVEL.match(bare)
        if prefix:
            level, rest = LEVEL_PREFIXES[prefix[0]], bare[prefix.end() :]
        elif regional and bare[regional.end() :] in known:
            level, rest = LEVEL_PREFIXES[regional["level"]], bare[regional.end() :]
    name, granted = known.get(rest, (rest, "*"))
    if granted != "*":
        return Qualification(name, level or granted)
    return Qualification(name, level)
