"""A kept shelf is used again, filled again where reading changed, and gone on with where it was stopped."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from eval.beir import load_benchmark
from eval.shelves import benchmark_shelf, cache_folder, code_digest, folder_shelf
from ingest import UsageError


@pytest.fixture
def folder(documents_dir: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(documents_dir, tmp_path / "documents"))


def marker_of(directory: Path) -> Path:
    return directory.with_name(f"{directory.name}.complete.json")


def progress_of(folder: Path) -> list[str]:
    """The phases of work that opening the shelf took."""
    phases: list[str] = []
    with folder_shelf(folder, progress=lambda phase, done, total: phases.append(phase)):
        return phases


def test_a_second_run_has_nothing_to_do(folder: Path) -> None:
    assert "encode" in progress_of(folder)
    assert progress_of(folder) == []


def test_where_reading_changed_the_vectors_stay(folder: Path) -> None:
    with folder_shelf(folder) as (shelf, _):
        marker, generation = marker_of(shelf.directory), shelf.generation
    marker.write_text(json.dumps({"code": "older", "skipped": []}), encoding="utf-8")
    assert "encode" not in progress_of(folder)
    with folder_shelf(folder) as (shelf, _):
        assert shelf.generation > generation
    assert json.loads(marker.read_text(encoding="utf-8"))["code"] == code_digest()


def test_a_build_that_was_stopped_goes_on(folder: Path) -> None:
    with folder_shelf(folder) as (shelf, _):
        marker_of(shelf.directory).unlink()
        shelf.remove(["安居.txt"])
    with folder_shelf(folder) as (shelf, _):
        assert sorted(Path(summary.path).name for summary in shelf.documents()) == ["安居.txt", "措施.txt"]


def test_a_corpus_whose_encoding_was_interrupted_keeps_its_vectors(tmp_path: Path) -> None:
    entries = [{"id": str(number), "text": f"补贴{number}元。"} for number in range(200)]
    (tmp_path / "corpus.jsonl").write_text("\n".join(map(json.dumps, entries)), encoding="utf-8")
    (tmp_path / "queries.jsonl").write_text('{"id": "q", "text": "补贴多少？"}', encoding="utf-8")
    (tmp_path / "qrels.tsv").write_text("q\t7\t1\n", encoding="utf-8")
    benchmark = load_benchmark(tmp_path)
    encoded: list[tuple[int, int]] = []

    def stop(phase: str, done: int, total: int) -> None:
        if phase == "encode":
            encoded.append((done, total))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), benchmark_shelf(benchmark, progress=stop):
        pass
    ((kept, every),) = encoded
    assert 0 < kept < every == 200

    rest: list[int] = []
    tell = lambda phase, _, total: rest.append(total) if phase == "encode" else None  # noqa: E731
    with benchmark_shelf(benchmark, progress=tell) as (shelf, skipped):
        assert (len(shelf.documents()), skipped) == (200, ())
    assert set(rest) == {every - kept}


def test_a_changed_file_gets_another_shelf(folder: Path) -> None:
    with folder_shelf(folder) as (shelf, _):
        before = shelf.directory
    (folder / "措施.txt").write_text("东岭市新措施\n奖励20万元。\n", encoding="utf-8")
    with folder_shelf(folder) as (shelf, _):
        assert shelf.directory != before
        assert shelf.directory.parent == before.parent == cache_folder()


def test_a_damaged_shelf_is_built_again(folder: Path) -> None:
    with folder_shelf(folder) as (shelf, _):
        directory = shelf.directory
    for path in directory.iterdir():
        path.write_bytes(b"no database")
    with folder_shelf(folder) as (shelf, _):
        assert len(shelf.documents()) == 2


def test_a_folder_with_nothing_to_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "空.txt").write_bytes(b"")
    with pytest.raises(UsageError, match="holds no document that can be read"), folder_shelf(tmp_path):
        pass
