"""Measures of a sector that the company is not of: 养老机构 for a maker of glass."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from assistant.matching.profile import Profile
from ingest import Measure, RecipientKind

SECTORS_PATH = Path(__file__).parent.parent / "data" / "sectors.toml"


@dataclass(frozen=True, slots=True)
class Sector:
    """A sector by the words that name nobody else."""

    zh: str
    en: str
    words: re.Pattern[str]
    titles: re.Pattern[str]
    own: re.Pattern[str]


@lru_cache(maxsize=1)
def sectors() -> tuple[Sector, ...]:
    """The table, read once."""
    table = tomllib.loads(SECTORS_PATH.read_text(encoding="utf-8"))
    return tuple(
        Sector(
            one["zh"],
            one["en"],
            re.compile(one["words"]),
            re.compile(one["titles"]),
            re.compile(one["own"]),
        )
        for one in table["sector"]
    )


def other_sector(measure: Measure, title: str, profile: Profile) -> Sector | None:
    """The sector that a measure is for, if the company tells its industry and it is another."""
    told = profile.names("industry")
    if not told or measure.recipient_kind not in (RecipientKind.COMPANY, RecipientKind.UNNAMED):
        return None
    named = " ".join((*told, *(profile.names("qualifications") or ()), str(profile.values.get("name", ""))))
    recipient = measure.recipient.value if measure.recipient is not None else ""
    words = " ".join(
        (recipient, measure.title, *(one.words for one in measure.conditions if not one.general))
    )
    return next(
        (
            sector
            for sector in sectors()
            if (sector.words.search(words) or sector.titles.search(title)) and not sector.own.search(named)
        ),
        None,
    )
