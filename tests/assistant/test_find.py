"""Finding says the question in the documents' words too, and leaves what was asked as it is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from assistant import find_passages
from index import Filters, Lane, Shelf, open_shelf
from ingest import Status, UsageError, ingest_text

QUESTION = "How much is paid for an academician workstation?"


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    folder: Path = tmp_path_factory.mktemp("find") / "shelf"
    with open_shelf(folder, create=True) as made:
        made.add_ingested(
            [
                ingest_text("a", "对新建的院士工作站，一次性给予50万元补助。"),
                ingest_text("b", "How much is paid depends on the contract."),
            ]
        )
        yield made


def test_english_finds_the_words_of_chinese_documents(shelf: Shelf) -> None:
    hits, took_ms = find_passages(shelf, QUESTION)
    assert hits[0].document.path == "a"
    assert took_ms > 0


def test_only_the_lexical_lane_reads_what_was_spelled_out(shelf: Shelf) -> None:
    spelled = {hit.document.path: hit for hit in find_passages(shelf, QUESTION)[0]}
    asked = {hit.document.path: hit for hit in shelf.search(QUESTION)}
    meant = {hit.document.path: hit for hit in shelf.search("院士工作站", lanes=(Lane.LEXICAL,))}
    assert spelled["a"].dense == asked["a"].dense
    assert asked["a"].lexical == 0
    assert 0 < (spelled["a"].lexical or 0) < (meant["a"].lexical or 0)


def test_an_empty_question_is_refused(shelf: Shelf) -> None:
    with pytest.raises(UsageError, match="empty"):
        find_passages(shelf, "  ")


def test_as_of_a_day_what_did_not_hold_yet_is_left_out(sample_shelf: Shelf) -> None:
    day = date(2020, 1, 1)
    hits, _ = find_passages(sample_shelf, "高新技术企业奖励", as_of=day)
    assert hits
    assert Status.NOT_YET not in {hit.document.status for hit in hits}
    asked, _ = find_passages(
        sample_shelf, "高新技术企业奖励", as_of=day, filters=Filters(statuses=(Status.NOT_YET,))
    )
    assert {hit.document.status for hit in asked} == {Status.NOT_YET}
