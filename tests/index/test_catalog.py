"""The catalog keeps what it is given, whole or not at all, and says in words what it refuses."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from index import connection
from index.catalog import Catalog
from index.catalog_file import CATALOG_NAME
from index.checking import check_catalog
from ingest import Ingested, ShelfError

MakeIngested = Callable[..., Ingested]
DIMENSION = 3


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    made = Catalog.create(tmp_path / "shelf")
    with made.write():
        made.set_setting("dimension", str(DIMENSION))
    yield made
    made.close()


def keys_of(ingested: Ingested) -> list[bytes]:
    return [f"{ingested.document.sha256}{index}".encode() for index, _ in enumerate(ingested.passages)]


def put(catalog: Catalog, ingested: Ingested) -> bool:
    keys = keys_of(ingested)
    vectors = np.arange(len(keys) * DIMENSION, dtype=np.float32).reshape(-1, DIMENSION)
    with catalog.write():
        catalog.put_vectors(keys, vectors)
        return catalog.put(ingested, keys)


def read(catalog: Catalog, doc_id: str) -> Ingested:
    row = catalog.row_of(doc_id)
    return Ingested(catalog.document(row), tuple(catalog.passages(row, doc_id)), tuple(catalog.facts(row)))


def test_a_document_comes_back_equal(catalog: Catalog, make_ingested: MakeIngested) -> None:
    ingested = make_ingested("a", "一、奖励", "给予15万元。")
    put(catalog, ingested)
    assert read(catalog, "a") == ingested
    assert catalog.vectors(catalog.row_of("a")).tolist() == [[0, 1, 2], [3, 4, 5]]


def test_a_changed_document_replaces_the_old_one(catalog: Catalog, make_ingested: MakeIngested) -> None:
    old, new = make_ingested("a", "旧文", "二"), make_ingested("a", "新文")
    assert put(catalog, old) is False
    old_row = catalog.row_of("a")
    assert put(catalog, new) is True
    assert read(catalog, "a") == new
    assert catalog.row_of("a") > old_row
    assert catalog.stored_keys(keys_of(old)) == set()


def test_removing_leaves_nothing_behind(catalog: Catalog, make_ingested: MakeIngested) -> None:
    ingested = make_ingested("a", "一", "二")
    put(catalog, ingested)
    with catalog.write():
        assert catalog.delete("a") is True
        assert catalog.delete("a") is False
    assert catalog.document_rows() == []
    assert catalog.stored_keys(keys_of(ingested)) == set()


def test_each_change_raises_the_generation(catalog: Catalog, make_ingested: MakeIngested) -> None:
    before = catalog.generation
    put(catalog, make_ingested("a", "一"))
    assert catalog.generation == before + 1


def test_a_change_that_fails_leaves_the_old_state(catalog: Catalog, make_ingested: MakeIngested) -> None:
    old = make_ingested("a", "旧文")
    put(catalog, old)
    before = catalog.generation
    with pytest.raises(RuntimeError), catalog.write():
        catalog.put(make_ingested("a", "新文"), [b"x"])
        raise RuntimeError
    assert (read(catalog, "a"), catalog.generation) == (old, before)


def test_a_full_disk_is_told_and_loses_nothing(catalog: Catalog, make_ingested: MakeIngested) -> None:
    old = make_ingested("a", "旧文")
    put(catalog, old)
    pages = catalog._connection.execute("PRAGMA page_count").fetchone()[0]
    catalog._connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(ShelfError, match="the disk is full"):
        put(catalog, make_ingested("b", "长" * 100_000))
    assert read(catalog, "a") == old
    assert check_catalog(catalog) == []


def test_a_second_writer_is_told(
    catalog: Catalog, make_ingested: MakeIngested, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "WRITER_WAIT_S", 0.1)
    second = Catalog.open(catalog.folder)
    with catalog.write(), pytest.raises(ShelfError, match="another process is writing"), second.write():
        pass
    second.close()


def test_readers_see_one_state_while_another_writes(catalog: Catalog, make_ingested: MakeIngested) -> None:
    put(catalog, make_ingested("a", "一"))
    reader = Catalog.open(catalog.folder)
    with reader.read():
        assert len(reader.document_rows()) == 1
        put(catalog, make_ingested("b", "二"))
        assert len(reader.document_rows()) == 1
    assert len(reader.document_rows()) == 2
    reader.close()


def test_a_healthy_catalog_has_no_problems(catalog: Catalog, make_ingested: MakeIngested) -> None:
    put(catalog, make_ingested("a", "一", "二"))
    assert check_catalog(catalog) == []


@pytest.mark.parametrize(
    ("damage", "problem"),
    [
        ("UPDATE texts SET text = replace(text, '15', '16')", "is not what was stored"),
        ("UPDATE passages SET end = end - 1 WHERE ordinal = 1", "is not what was stored"),
        ("UPDATE sections SET heading = 'x'", "is not what was stored"),
        ("DELETE FROM sections WHERE ordinal = 0", "is not what was stored"),
        ("UPDATE vectors SET vector = zeroblob(12)", "vector .* is damaged"),
        ("UPDATE vectors SET vector = zeroblob(8)", "vector .* is damaged"),
        ("DELETE FROM vectors", "2 passages have no vector"),
    ],
)
def test_damage_is_found(catalog: Catalog, make_ingested: MakeIngested, damage: str, problem: str) -> None:
    put(catalog, make_ingested("a", "一、奖励", "给予15万元。"))
    with sqlite3.connect(catalog.folder / CATALOG_NAME) as other:
        other.execute(damage)
    other.close()
    assert any(re.search(problem, found) for found in check_catalog(catalog))


def test_a_folder_with_other_things_is_refused(tmp_path: Path) -> None:
    (tmp_path / "holiday.jpg").write_bytes(b"x")
    with pytest.raises(ShelfError, match="is not a shelf: choose another folder"):
        Catalog.open(tmp_path)
    with pytest.raises(ShelfError, match="is not a shelf and not empty"):
        Catalog.create(tmp_path)
    assert [entry.name for entry in tmp_path.iterdir()] == ["holiday.jpg"]


def test_a_missing_shelf_is_told(tmp_path: Path) -> None:
    with pytest.raises(ShelfError, match="There is no shelf at"):
        Catalog.open(tmp_path / "none")
    assert not (tmp_path / "none").exists()


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / CATALOG_NAME).write_bytes(b"not a database" * 1000)
    with pytest.raises(ShelfError, match="its catalog is not a database"):
        Catalog.open(tmp_path)


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / CATALOG_NAME)
    other.execute("CREATE TABLE settings (key, value)")
    other.close()
    with pytest.raises(ShelfError, match="holds another program's database"):
        Catalog.open(tmp_path)


def test_another_format_is_refused(catalog: Catalog) -> None:
    with catalog.write():
        catalog.set_setting("format", "99")
    with pytest.raises(ShelfError, match="has format 99, this program reads up to 5"):
        Catalog.open(catalog.folder)


def test_creating_goes_on_where_it_was_killed(tmp_path: Path) -> None:
    (tmp_path / CATALOG_NAME).touch()
    catalog = Catalog.create(tmp_path)
    assert (catalog.generation, check_catalog(catalog)) == (0, [])
    catalog.close()
