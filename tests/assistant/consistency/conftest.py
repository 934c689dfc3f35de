"""Small papers to check: a city's rules with the sentences that a test is about."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from assistant import ConsistencyReport, check_documents
from ingest import Ingested, ingest_text

DAY = date(2026, 6, 1)


def paper(
    *sentences: str, city: str = "青原市", number: int = 1, year: int = 2024, title: str = "科技创新若干措施"
) -> Ingested:
    """A paper of a city, in force, with a section for each sentence."""
    numerals = "一二三四五六七八九"
    sections = "\n\n".join(
        f"{mark}、工作任务{mark}\n\n{words}" for mark, words in zip(numerals, sentences, strict=False)
    )
    text = (
        f"{city}人民政府关于印发{city}{title}的通知\n\n{city[0]}政〔{year}〕{number}号\n\n"
        f"各县、区人民政府：\n\n现将有关措施印发给你们，请遵照执行。\n\n{city}人民政府\n{year}年3月5日\n\n"
        f"{city}{title}\n\n{sections}\n"
    )
    return ingest_text(f"{city}-{year}-{number}.txt", text)


def checked(*papers: Ingested, day: date = DAY) -> ConsistencyReport:
    """The report on papers that are on no shelf."""
    return check_documents(papers, as_of=day)


@pytest.fixture(scope="session")
def make_paper() -> Callable[..., Ingested]:
    """``paper``, as tests call it."""
    return paper


@pytest.fixture(scope="session")
def check() -> Callable[..., ConsistencyReport]:
    """``checked``, as tests call it."""
    return checked
