"""The sentence in which a finding explains itself, in Chinese and English."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files

from assistant.consistency.types import Finding, FindingKind, Quoted
from assistant.wording import in_title_marks

MAX_HEADING_CHARS = 24  # a heading names a place; a longer one is a sentence of its own


@lru_cache(maxsize=1)
def templates() -> dict[str, dict[str, str]]:
    """The rules' sentences by rule and language."""
    source = files("assistant").joinpath("data/consistency_rules.toml")
    return tomllib.loads(source.read_text("utf-8"))


def summary(finding: Finding, citations: Sequence[Quoted], language: str) -> str:
    """The sentence of a finding in ``zh`` or ``en``."""
    first = citations[0].document
    slots = {
        "subject": finding.subject,
        "title": first.title,
        "region": first.region or ("该发文机关" if language == "zh" else "this issuer's area"),
        "values": _values(finding, citations, language),
        **dict(finding.slots),
    }
    return templates()[finding.rule][language].format_map(slots)


def _values(finding: Finding, citations: Sequence[Quoted], language: str) -> str:
    """《甲》为10%、500万元；《乙》为8%、300万元."""
    inside = finding.kind is FindingKind.INTERNAL
    parts = []
    for citation in citations:
        figures = "、".join(citation.quote[slice(*mark)] for mark in citation.marks)
        if language == "zh":
            place = f"“{_place(citation)}”处" if inside else in_title_marks(citation.document.title)
            parts.append(f"{place}为{figures}")
        else:
            place = f"at “{_place(citation)}”" if inside else f"in “{citation.document.title}”"
            parts.append(f"{figures} {place}")
    return "；".join(parts) if language == "zh" else "; ".join(parts)


def _place(citation: Quoted) -> str:
    heading = citation.headings[-1] if citation.headings else citation.document.title
    return heading if len(heading) <= MAX_HEADING_CHARS else f"{heading[:MAX_HEADING_CHARS]}…"
