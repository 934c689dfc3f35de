"""What was read of measures is kept beside the shelf, and read again where the document has changed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assistant import MatchReport, match_profile, parse_profile
from assistant.matching import supports
from assistant.matching.supports import AT_HAND, FILE_NAME, Supports
from index import Shelf, from_json, open_shelf, to_json
from ingest import Support, UsageError, find_support

DAY = date(2026, 11, 23)
COMPANY = parse_profile("{region: 云川市, qualifications: [高新技术企业], revenue_wan: 5000}")


def match(shelf: Shelf) -> MatchReport:
    return match_profile(shelf, COMPANY, as_of=DAY)


@pytest.fixture(autouse=True)
def _nothing_at_hand() -> None:
    supports._AT_HAND.clear()


def refuse(*_: object) -> None:
    pytest.fail("a document was read again")


def test_what_is_kept_comes_back_the_same(sample_shelf: Shelf) -> None:
    read = [
        find_support(sample_shelf.load_document(one.doc_id), sample_shelf.facts(one.doc_id))
        for one in sample_shelf.documents()
    ]
    assert sum(len(support.measures) for support in read) > 50
    assert [from_json(Support, to_json(support)) for support in read] == read


def test_another_process_reads_nothing_again(own_shelf_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_shelf(own_shelf_dir) as shelf:
        first = match(shelf)
    supports._AT_HAND.clear()
    monkeypatch.setattr(supports, "find_support", refuse)
    with open_shelf(own_shelf_dir) as shelf:
        second = match(shelf)
        assert shelf.verify().problems == ()
    assert len(first.matches) > 10
    assert (second.matches, second.left_out) == (first.matches, first.left_out)


def test_a_corrected_document_is_read_again(own_shelf_dir: Path) -> None:
    with open_shelf(own_shelf_dir) as shelf:
        first = match(shelf)
        doc_id = first.matches[0].document.doc_id
        shelf.correct(doc_id, {"title": "改过的名称"}, by="甲")
        with Supports(shelf) as found:
            support = found.of(doc_id)
        assert support is not None
        title = support[0].metadata.title
        assert title is not None and title.value == "改过的名称"


def test_readings_of_documents_that_are_gone_are_dropped(own_shelf_dir: Path) -> None:
    with open_shelf(own_shelf_dir) as shelf:
        gone = match(shelf).matches[0].document.doc_id
        size = _kept(own_shelf_dir)
        shelf.remove([gone])
        match(shelf)
    assert _kept(own_shelf_dir) == size - 1


def test_a_damaged_file_costs_time_only(own_shelf_dir: Path) -> None:
    (own_shelf_dir / FILE_NAME).write_bytes(b"no database" * 100)
    with open_shelf(own_shelf_dir) as shelf:
        assert len(match(shelf).matches) > 10


def test_a_broken_run_forgets_nothing(own_shelf_dir: Path) -> None:
    with open_shelf(own_shelf_dir) as shelf:
        match(shelf)
        size = _kept(own_shelf_dir)
        with pytest.raises(UsageError), Supports(shelf):
            raise UsageError("stopped")
    assert _kept(own_shelf_dir) == size


def test_few_documents_are_at_hand(sample_shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supports, "AT_HAND", 2)
    match(sample_shelf)
    assert AT_HAND > 2
    assert len(supports._AT_HAND) == 2


def _kept(folder: Path) -> int:
    import sqlite3

    with sqlite3.connect(folder / FILE_NAME) as database:
        return int(database.execute("SELECT count(*) FROM readings").fetchone()[0])
