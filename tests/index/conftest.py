"""Small documents for the index, and one real encoder."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date

import pytest

from index.embedding import Encoder, load_encoder
from ingest import Document, Ingested, Kind, Level, Located, Metadata, Passage, Region, Section

MakeIngested = Callable[..., Ingested]


def _make_ingested(name: str, *lines: str, metadata: Metadata | None = None) -> Ingested:
    """A document with a section and a passage per line."""
    text = "\n".join(lines)
    sections, passages, start = [], [], 0
    for ordinal, line in enumerate(lines):
        end = start + len(line)
        sections.append(Section(ordinal, None, 0, "", "", start, min(end + 1, len(text))))
        passages.append(Passage(name, ordinal, ordinal, (), start, end))
        start = end + 1
    digest = hashlib.sha256(text.encode()).hexdigest()
    found = metadata or Metadata(title=Located(f"{name}的通知"))
    return Ingested(Document(name, f"/in/{name}.txt", digest, text, tuple(sections), found), tuple(passages))


@pytest.fixture
def make_ingested() -> MakeIngested:
    return _make_ingested


@pytest.fixture
def city_metadata() -> Callable[..., Metadata]:
    """Header fields of a city's or county's document."""

    def make(name: str, level: Level, city: str, issued: date, kind: Kind = Kind.NOTICE) -> Metadata:
        region = Region(name, level, province="青川省", city=city)
        return Metadata(
            title=Located(f"{name}支持创新的通知"),
            region=Located(region),
            issued=Located(issued),
            kind=Located(kind),
        )

    return make


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    return load_encoder()
