"""The index beside the catalog: opened as it was saved, and never believed where it is not current."""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from threading import Thread

import numpy as np
import pytest

from index import Shelf, check_shelf, keeping, lanes, open_shelf, reading_ahead
from index.arrays import open_arrays
from index.saved import MANIFEST_NAME, SAVED_FOLDER, discard_saved, read_manifest
from ingest import Ingested, ShelfError

MakeIngested = Callable[..., Ingested]
QUESTION = "奖励多少"
DOCUMENTS = 30


class CountingEncoder:
    """Vectors of letters: alike where texts are alike; this asks what is kept, not what it means."""

    name = identity = "letters"
    dimension = 8
    max_tokens = 512

    def count_tokens(self, texts: list[str]) -> list[int]:
        return [len(text) for text in texts]

    def encode_queries(self, texts: list[str]) -> np.ndarray:  # type: ignore[type-arg]
        return self.encode_passages(texts)

    def encode_sentences(self, texts: list[str]) -> np.ndarray:  # type: ignore[type-arg]
        return self.encode_passages(texts)

    def encode_passages(self, texts: list[str], progress: object = None) -> np.ndarray:  # type: ignore[type-arg]
        rows = [np.bincount([ord(letter) % 8 for letter in text] or [0], minlength=8) for text in texts]
        return np.stack([row / np.linalg.norm(row) for row in rows]).astype(np.float32)

    def encode_batches(self, texts: list[str]) -> Iterator[tuple[list[int], np.ndarray]]:  # type: ignore[type-arg]
        yield list(range(len(texts))), self.encode_passages(texts)


@pytest.fixture(autouse=True)
def _saved_from_the_first_passage(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "SAVE_FROM_PASSAGES", 1)


def open_(folder: Path) -> Shelf:
    return open_shelf(folder, create=True, encoder=CountingEncoder())  # type: ignore[arg-type]


@pytest.fixture
def folder(tmp_path: Path, make_ingested: MakeIngested) -> Path:
    with open_(tmp_path / "shelf") as shelf:
        shelf.add_ingested(document(make_ingested, number) for number in range(DOCUMENTS))
    return tmp_path / "shelf"


def document(make_ingested: MakeIngested, number: int) -> Ingested:
    return make_ingested(
        f"d{number}", f"第{number}条 奖励{number}万元", "附则", f"自2024年{number % 12 + 1}月起施行"
    )


def found(shelf: Shelf, query: str = QUESTION) -> list[tuple[str, float]]:
    return [(hit.text, hit.score) for hit in shelf.search(query, k=1000)]


def files(folder: Path) -> set[str]:
    return {path.name for path in (folder / SAVED_FOLDER).iterdir()}


def test_a_shelf_opens_from_its_files(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        pytest.fail("the index was built again")

    monkeypatch.setattr(lanes, "build_segment", refuse)
    with open_(folder) as shelf:
        assert len(found(shelf)) == 3 * DOCUMENTS


def test_what_was_opened_is_read_ahead_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[list[int]] = []

    def noted(arrays: Iterable[np.ndarray]) -> Thread | None:  # type: ignore[type-arg]
        chosen = list(arrays)
        read.append([array.nbytes for array in chosen])
        return reading_ahead.read_ahead(chosen)

    monkeypatch.setattr(keeping, "read_ahead", noted)
    with open_(folder) as shelf:
        found(shelf)
        found(shelf)
    assert [bool(sizes) for sizes in read] == [True, False]
    assert read[0][-1] == 3 * DOCUMENTS * 8 * 4  # the vectors come last


def test_building_the_index_is_followed(tmp_path: Path, make_ingested: MakeIngested) -> None:
    told: list[tuple[str, int, int]] = []
    with open_(tmp_path / "shelf") as shelf:
        shelf.add_ingested(
            (document(make_ingested, number) for number in range(2)), lambda *state: told.append(state)
        )
    assert told[-2:] == [("index", 1, 2), ("index", 2, 2)]


def test_what_was_saved_gives_what_was_built(folder: Path) -> None:
    with open_(folder) as shelf:
        saved = found(shelf)
    shutil.rmtree(folder / SAVED_FOLDER)
    with open_(folder) as shelf:
        assert found(shelf) == saved


def test_a_change_is_brought_forward(
    folder: Path, make_ingested: MakeIngested, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "SAVE_FROM_PASSAGES", 1000)  # so the change is in the catalog alone
    with open_(folder) as shelf:
        shelf.add_ingested([make_ingested("d3", "第3条 奖励改为99万元"), make_ingested("new", "奖励7万元")])
        shelf.remove(["d5"])
        changed = found(shelf)
    assert {"第3条 奖励改为99万元", "奖励7万元"} <= {text for text, _ in changed}
    assert not {"第3条 奖励3万元", "第5条 奖励5万元"} & {text for text, _ in changed}
    with open_(folder) as shelf:
        assert found(shelf) == changed
    shutil.rmtree(folder / SAVED_FOLDER)
    with open_(folder) as shelf:
        assert found(shelf) == changed


def test_a_catalog_put_back_from_a_copy_is_not_taken_for_the_newer_one(
    folder: Path, make_ingested: MakeIngested, tmp_path: Path
) -> None:
    shutil.copytree(folder, tmp_path / "copy")
    with open_(folder) as shelf:
        shelf.add_ingested([make_ingested("x", "奖励乙 一"), make_ingested("y", "奖励乙 二", "附则 二")])
    for name in ("catalog.sqlite3", "seal.json"):
        shutil.copy(tmp_path / "copy" / name, folder / name)
    with open_(folder) as shelf:  # rows and ids that the saved files know come again
        shelf.add_ingested([make_ingested("z", "奖励甲 三", "附则 三"), make_ingested("y", "奖励甲 二")])
        texts = {text for text, _ in found(shelf)}
    assert {"奖励甲 三", "奖励甲 二"} <= texts
    assert not any("乙" in text for text in texts)


def test_small_segments_are_joined_and_their_files_removed(folder: Path, make_ingested: MakeIngested) -> None:
    with open_(folder) as shelf:
        for number in range(40):
            shelf.add_ingested([make_ingested(f"n{number}", f"奖励新{number}万元")])
    manifest = read_manifest(folder)
    assert manifest is not None
    assert len(manifest.files) <= 4
    assert files(folder) == {MANIFEST_NAME, *(file.name for file in manifest.files)}


def test_another_process_that_reads_is_not_disturbed(folder: Path, make_ingested: MakeIngested) -> None:
    with open_(folder) as reader, open_(folder) as writer:
        before = found(reader)
        for number in range(40):
            writer.add_ingested([make_ingested(f"n{number}", f"奖励新{number}万元")])
        assert len(found(reader)) == len(before) + 40
        assert found(reader) == found(writer)


def test_an_index_made_by_another_program_is_made_anew(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = files(folder)
    monkeypatch.setattr(keeping, "LAYOUT", keeping.LAYOUT + 1)
    with open_(folder) as shelf:
        assert len(found(shelf)) == 3 * DOCUMENTS
    assert not files(folder) & before - {MANIFEST_NAME}


@pytest.mark.parametrize("damage", ["header", "cut", "gone", "manifest"])
def test_damaged_files_are_told_and_built_again(
    folder: Path, damage: str, caplog: pytest.LogCaptureFixture
) -> None:
    with open_(folder) as shelf:
        healthy = found(shelf)
    (segment,) = (folder / SAVED_FOLDER).glob("*.segment")
    content = segment.read_bytes()
    if damage == "header":
        segment.write_bytes(content[:20] + b"x" + content[21:])
    elif damage == "cut":
        segment.write_bytes(content[:-1])
    elif damage == "gone":
        segment.unlink()
    else:
        (folder / SAVED_FOLDER / MANIFEST_NAME).write_text("{}", encoding="utf-8")
    with open_(folder) as shelf:
        assert found(shelf) == healthy
    assert "cannot be used" in caplog.text
    assert check_shelf(folder).ok  # saved anew by the search


def test_any_flipped_byte_is_found_and_mended(folder: Path) -> None:
    rng = np.random.default_rng(3)
    for path in list((folder / SAVED_FOLDER).iterdir()):
        content = path.read_bytes()
        for position in [0, len(content) - 1, *rng.integers(len(content), size=20).tolist()]:
            path.write_bytes(content[:position] + bytes([content[position] ^ 4]) + content[position + 1 :])
            assert not check_shelf(folder).ok, (path.name, position)
        path.write_bytes(content)
    assert check_shelf(folder).ok
    with open_(folder) as shelf:
        healthy = found(shelf)
    path.write_bytes(content[:-9] + b"123456789")
    report = check_shelf(folder, repair=True)
    assert (report.ok, report.repaired) == (True, ("discarded the damaged search index: it is built again",))
    with open_(folder) as shelf:
        assert found(shelf) == healthy


def test_a_search_that_meets_damage_says_what_to_do(folder: Path) -> None:
    (segment,) = (folder / SAVED_FOLDER).glob("*.segment")
    arrays, _ = open_arrays(segment)
    slots = arrays["rare_slots"]
    start = slots.ctypes.data - arrays["rows"].ctypes.data  # the first array lies at a known place
    content = bytearray(segment.read_bytes())
    first = content.index(arrays["rows"].tobytes())
    content[first + start : first + start + slots.nbytes] = b"\x7f" * slots.nbytes
    segment.write_bytes(content)
    with open_(folder) as shelf, pytest.raises(ShelfError, match="run `wenzheng verify --repair`"):
        shelf.search("第7条 2024年8月 奖励")
    assert check_shelf(folder, repair=True).ok
    with open_(folder) as shelf:
        assert len(found(shelf)) == 3 * DOCUMENTS


def test_a_full_disk_costs_time_and_nothing_else(
    folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with open_(folder) as shelf:
        healthy = found(shelf)
    shutil.rmtree(folder / SAVED_FOLDER)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("index.saved.write_arrays", full)
    with caplog.at_level(logging.WARNING), open_(folder) as shelf:
        assert found(shelf) == healthy
        assert found(shelf) == healthy
    assert caplog.text.count("could not be saved (No space left on device)") == 1
    assert files(folder) == set()
    assert check_shelf(folder).ok


def test_a_shelf_that_may_only_be_read_is_searched_and_left_alone(
    folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with open_(folder) as shelf:
        healthy = found(shelf)
    discard_saved(folder)
    before = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    monkeypatch.setattr(os, "access", lambda *_: False)

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("index.saved.write_arrays", refuse)  # whoever runs this may be root
    with open_(folder) as shelf:
        assert found(shelf) == healthy
        with pytest.raises(ShelfError, match="it is read-only: give yourself write permission"):
            shelf.remove(["d1"])
    assert "could not be saved (Permission denied)" in caplog.text
    assert files(folder) == set()
    assert {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()} == before


def test_files_that_nobody_names_are_cleared_away_when_they_are_old(
    folder: Path, make_ingested: MakeIngested
) -> None:
    old, new = (folder / SAVED_FOLDER / name for name in ("old.segment.new", "new.segment"))
    old.touch()
    new.touch()
    os.utime(old, (0, 0))
    with open_(folder) as shelf:
        shelf.add_ingested([make_ingested("n", "奖励")])
    assert not old.exists()
    assert new.exists()
