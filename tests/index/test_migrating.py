"""A shelf of an earlier format goes on as it is; what fails leaves it untouched."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from index import Encoder, migrating, open_shelf
from index.catalog import Catalog
from index.catalog_file import CATALOG_NAME
from index.checking import check_catalog
from index.schema import FORMAT_VERSION, TABLES
from ingest import Ingested, ShelfError

MakeIngested = Callable[..., Ingested]
# Written by the program when format 1 was today's: two documents; two others were removed, one the last.
FORMAT_3 = Path(__file__).parent / "data" / "format3.sql"  # when format 3 was: one notice, added from a file
FORMAT_1 = Path(__file__).parent / "data" / "format1.sql"


def loaded(dump: Path, folder: Path) -> Path:
    folder.mkdir()
    connection = sqlite3.connect(folder / CATALOG_NAME)
    connection.executescript(dump.read_text(encoding="utf-8"))
    connection.close()
    return folder


@pytest.fixture
def old_shelf(tmp_path: Path) -> Path:
    return loaded(FORMAT_1, tmp_path / "shelf")


def test_a_shelf_of_format_3_goes_on_and_can_be_corrected(tmp_path: Path, encoder: Encoder) -> None:
    folder = loaded(FORMAT_3, tmp_path / "shelf")
    with open_shelf(folder, encoder=encoder) as shelf:
        found = shelf.search("高新技术企业奖励多少", 1)[0]
        assert (found.text.count("20万元"), found.document.status, found.document.corrected) == (
            1,
            "expired",
            (),
        )
        assert shelf.outdated() == 1  # nobody knows by which rules it was read
        assert check_catalog(shelf._catalog) == []
        corrected = shelf.correct("临政〔2021〕7号", {"expires": None}, by="lin")
        assert (corrected.status, corrected.corrected) == ("in_force", ("expires",))
    connection = sqlite3.connect(folder / CATALOG_NAME)
    assert connection.execute("SELECT value FROM settings WHERE key = 'format'").fetchone() == ("5",)
    connection.close()


def names_and_columns(connection: sqlite3.Connection) -> dict[str, list[str]]:
    tables = connection.execute("SELECT name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'").fetchall()
    return {
        name: [row[1] for row in connection.execute(f"PRAGMA table_info({name})")]
        for (name,) in sorted(tables)
    }


def test_the_documents_are_as_they_were(old_shelf: Path, make_ingested: MakeIngested) -> None:
    catalog = Catalog.open(old_shelf)
    first, second = (
        make_ingested("a", "一、奖励", "给予15万元。"),
        make_ingested("b", "二、条件", "成立满一年。", "附则"),
    )
    for ingested in (first, second):
        row = catalog.row_of(ingested.document.doc_id)
        assert catalog.document(row) == ingested.document
        assert tuple(catalog.passages(row, ingested.document.doc_id)) == ingested.passages
    described = catalog.describe(catalog.document_rows())
    assert [(one.chars, one.sections, one.passages) for one in described.values()] == [(12, 2, 2), (14, 3, 3)]
    assert len({one.stamp for one in described.values()}) == 2
    assert catalog.vectors(3).shape == (3, 8)
    assert (catalog.setting("format"), catalog.generation) == (str(FORMAT_VERSION), 10)
    assert check_catalog(catalog) == []
    catalog.close()


def test_the_tables_are_those_of_a_new_shelf(old_shelf: Path) -> None:
    Catalog.open(old_shelf).close()
    new = sqlite3.connect(":memory:")
    for statement in TABLES:
        new.execute(statement)
    migrated = sqlite3.connect(old_shelf / CATALOG_NAME)
    assert names_and_columns(migrated) == names_and_columns(new)
    migrated.close()
    new.close()


def test_no_row_is_given_twice(old_shelf: Path, make_ingested: MakeIngested) -> None:
    catalog = Catalog.open(old_shelf)
    with catalog.write():
        catalog.put(make_ingested("new", "新文"), [b"x"])
    assert catalog.row_of("new") == 5  # 4 was removed
    catalog.close()


def test_deleting_still_takes_all_that_hangs_on_a_document(old_shelf: Path) -> None:
    catalog = Catalog.open(old_shelf)
    with catalog.write():
        catalog.delete("a")
    assert [catalog.rows(f"SELECT count(*) FROM {table}")[0][0] for table in ("passages", "vectors")] == [
        3,
        3,
    ]
    assert check_catalog(catalog) == []
    catalog.close()


def test_a_migration_that_fails_changes_nothing(old_shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrating, "MIGRATIONS", {1: (*migrating.FROM_1, "DROP TABLE nowhere")})
    with pytest.raises(ShelfError, match=r"cannot be brought to 5 .*nothing was changed"):
        Catalog.open(old_shelf)
    connection = sqlite3.connect(old_shelf / CATALOG_NAME)
    assert connection.execute("SELECT value FROM settings WHERE key = 'format'").fetchone() == ("1",)
    assert connection.execute("SELECT length(text) FROM documents").fetchall() == [(12,), (14,)]
    connection.close()
    monkeypatch.undo()
    catalog = Catalog.open(old_shelf)
    assert check_catalog(catalog) == []
    catalog.close()


def test_two_processes_may_open_an_old_shelf(old_shelf: Path) -> None:
    first = Catalog.open(old_shelf)
    second = Catalog.open(old_shelf)
    assert (first.generation, second.generation) == (10, 10)
    second.close()
    first.close()


@pytest.mark.parametrize("version", ["6", "0", "x"])
def test_a_format_without_a_way_here_is_refused(old_shelf: Path, version: str) -> None:
    connection = sqlite3.connect(old_shelf / CATALOG_NAME)
    with connection:
        connection.execute("UPDATE settings SET value = ? WHERE key = 'format'", (version,))
    connection.close()
    with pytest.raises(ShelfError, match=f"has format {version}, this program reads up to 5.*请升级程序"):
        Catalog.open(old_shelf)
