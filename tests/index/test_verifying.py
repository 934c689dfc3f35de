"""A flipped byte anywhere in a shelf is found, and what can be rebuilt is."""

from __future__ import annotations

import random
import shutil
import sqlite3
from pathlib import Path

import pytest

from index import Encoder, check_shelf, open_shelf
from index.catalog_file import CATALOG_NAME
from index.seal import SEAL_NAME

FLIPS = 60  # positions tried after the 100 bytes of the header


@pytest.fixture(scope="module")
def healthy(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Path:
    """A closed shelf over two files."""
    folder = tmp_path_factory.mktemp("verify")
    for name in ("望溪市", "云川市"):
        text = f"{name}关于支持创新的通知\n一、奖励标准\n一次性奖励15万元。\n二、附则\n自印发之日起施行。\n"
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    with open_shelf(folder / "shelf", create=True, encoder=encoder) as shelf:
        assert shelf.add([folder / "望溪市.txt", folder / "云川市.txt"]).added == 2
    return folder / "shelf"


@pytest.fixture
def shelf_dir(healthy: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(healthy, tmp_path / "shelf"))


def flip(path: Path, position: int) -> None:
    content = bytearray(path.read_bytes())
    content[position] ^= 1
    path.write_bytes(content)


def change(shelf_dir: Path, statement: str) -> None:
    connection = sqlite3.connect(shelf_dir / CATALOG_NAME)
    with connection:
        connection.execute(statement)
    connection.close()


def test_a_healthy_shelf_has_no_problems(shelf_dir: Path) -> None:
    report = check_shelf(shelf_dir)
    assert (report.ok, report.problems, report.repaired) == (True, (), ())
    assert sorted(entry.name for entry in shelf_dir.iterdir()) == [CATALOG_NAME, SEAL_NAME]


def test_a_flipped_byte_is_found_wherever_it_is(shelf_dir: Path) -> None:
    for name in (CATALOG_NAME, SEAL_NAME):
        path = shelf_dir / name
        content = path.read_bytes()
        for position in [*range(100), *random.Random(1).sample(range(len(content)), FLIPS)]:
            flip(path, position)
            assert not check_shelf(shelf_dir).ok, (name, position)
            path.write_bytes(content)
    assert check_shelf(shelf_dir).ok


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE texts SET text = replace(text, '15万元', '16万元')",
        "UPDATE vectors SET vector = zeroblob(1536)",
        "DELETE FROM vectors",
        "DELETE FROM sections",
        "UPDATE passages SET start = start + 1",
    ],
)
def test_what_can_be_rebuilt_is(shelf_dir: Path, damage: str) -> None:
    with open_shelf(shelf_dir) as shelf:
        before = [(hit.text, round(hit.score, 4)) for hit in shelf.search("奖励多少")]
    change(shelf_dir, damage)
    report = check_shelf(shelf_dir, repair=True)
    assert report.problems == ()
    assert report.repaired
    assert check_shelf(shelf_dir).ok
    with open_shelf(shelf_dir) as shelf:
        assert [(hit.text, round(hit.score, 4)) for hit in shelf.search("奖励多少")] == before


def test_a_flipped_byte_that_holds_nothing_is_mended(shelf_dir: Path) -> None:
    size = (shelf_dir / CATALOG_NAME).stat().st_size
    with open_shelf(shelf_dir) as shelf:
        shelf.remove(["望溪市.txt"])
    assert (shelf_dir / CATALOG_NAME).stat().st_size == size  # so there are free pages
    flip(shelf_dir / CATALOG_NAME, size - 1000)
    assert not check_shelf(shelf_dir).ok
    assert check_shelf(shelf_dir, repair=True).ok
    assert check_shelf(shelf_dir).ok


def test_a_catalog_that_cannot_be_opened_is_built_from_the_files(shelf_dir: Path) -> None:
    (shelf_dir / CATALOG_NAME).write_bytes(b"lost" * 1000)
    assert not check_shelf(shelf_dir).ok
    report = check_shelf(shelf_dir, repair=True)
    assert report.problems == ()
    with open_shelf(shelf_dir) as shelf:
        assert len(shelf.documents()) == 2
        assert shelf.verify().ok


def test_what_cannot_be_rebuilt_is_named(shelf_dir: Path) -> None:
    change(shelf_dir, "UPDATE documents SET path = '/gone/' || doc_id")
    report = check_shelf(shelf_dir, repair=True)
    assert len(report.problems) == 2
    assert all("/gone/" in problem for problem in report.problems)
