"""The built-in model is prepared whole or not at all, and damage to it is found and mended."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from index import builtin_model, check_shelf, open_shelf
from index.builtin_model import (
    MANIFEST,
    RUNTIME,
    model_folder,
    prepare_builtin_model,
    prepare_sentence_transformers_folder,
    verify_builtin_model,
)
from ingest import ModelError, UsageError

KILLED_HALF_WAY = """
import os, signal
from index.builtin_model import prepare_builtin_model

def kill(done, total):
    if done == 2:
        os.kill(os.getpid(), signal.SIGKILL)

prepare_builtin_model(kill)
"""


@pytest.fixture(scope="module")
def prepared() -> Path:
    return prepare_builtin_model()


@pytest.fixture
def own_copy(prepared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A prepared folder of the test's own; files are links until a test replaces one."""
    monkeypatch.setenv("WENZHENG_CACHE", str(tmp_path))
    for source in prepared.rglob("*"):
        target = model_folder() / source.relative_to(prepared)
        if source.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            target.symlink_to(source)
    return model_folder()


def replace_file(path: Path, content: bytes) -> None:
    path.unlink()
    path.write_bytes(content)


def test_a_killed_preparation_leaves_nothing_half_made_and_the_next_one_succeeds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WENZHENG_CACHE", str(tmp_path))
    killed = subprocess.run([sys.executable, "-c", KILLED_HALF_WAY], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert not model_folder().exists()
    (leftover,) = tmp_path.iterdir()
    an_hour_ago = time.time() - 3600
    os.utime(leftover, (an_hour_ago, an_hour_ago))

    steps: list[tuple[int, int]] = []
    folder = prepare_builtin_model(lambda done, total: steps.append((done, total)))

    assert steps == [(done, 6) for done in range(7)]
    assert list(tmp_path.iterdir()) == [folder]
    assert verify_builtin_model() == ()


def test_an_interrupted_preparation_cleans_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WENZHENG_CACHE", str(tmp_path))

    def interrupt(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        prepare_builtin_model(interrupt)

    assert list(tmp_path.iterdir()) == []


def test_a_prepared_model_is_not_prepared_again(prepared: Path) -> None:
    steps: list[tuple[int, int]] = []

    assert prepare_builtin_model(lambda done, total: steps.append((done, total))) == prepared
    assert steps == []


def test_a_flipped_byte_is_found_by_name(own_copy: Path) -> None:
    pieces = bytearray((own_copy / RUNTIME / "pieces.txt").read_bytes())
    pieces[1000] ^= 1
    replace_file(own_copy / RUNTIME / "pieces.txt", bytes(pieces))

    assert verify_builtin_model() == ("runtime/pieces.txt",)


def test_checking_a_shelf_checks_its_model(own_copy: Path, tmp_path: Path) -> None:
    open_shelf(tmp_path / "shelf", create=True).close()
    assert check_shelf(tmp_path / "shelf", model=True).problems == ()
    (own_copy / "config.json").unlink()
    damage = "the built-in model's config.json is damaged"
    assert check_shelf(tmp_path / "shelf", model=True).problems == (damage,)
    report = check_shelf(tmp_path / "shelf", model=True, repair=True)
    assert report.ok
    assert report.repaired == (
        "prepared the built-in model anew: the built-in model's config.json is damaged",
    )
    assert verify_builtin_model() == ()


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"[]", b"\xff"], ids=["empty", "no-files", "list", "not-utf8"]
)
def test_an_unreadable_manifest_is_damage(own_copy: Path, content: bytes) -> None:
    replace_file(own_copy / MANIFEST, content)

    assert verify_builtin_model() == (MANIFEST,)


def test_a_missing_file_has_the_model_prepared_anew(own_copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (own_copy / "config.json").unlink()
    rebuilt: list[Path] = []
    monkeypatch.setattr(builtin_model, "_write_model", lambda folder, progress: rebuilt.append(folder))

    prepare_builtin_model()

    assert len(rebuilt) == 1
    assert not (own_copy / RUNTIME).exists()  # what was damaged is gone


def test_a_model_that_was_never_prepared_is_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WENZHENG_CACHE", str(tmp_path / "nothing"))

    assert verify_builtin_model() == ()


def test_a_cache_that_cannot_be_written_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("WENZHENG_CACHE", str(tmp_path / "file"))

    with pytest.raises(ModelError, match=r"cannot be prepared in .*file .*set WENZHENG_CACHE"):
        prepare_builtin_model()


def test_the_sentence_transformers_folder_does_not_overwrite(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")

    with pytest.raises(UsageError, match="is not an empty folder"):
        prepare_sentence_transformers_folder(tmp_path)
