"""Killed at any moment, a shelf is in its old or its new state, and goes on."""

from __future__ import annotations

import importlib.util
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from index import check_shelf, open_shelf
from index.saved import MANIFEST_NAME, SAVED_FOLDER

WRITER = Path(__file__).with_name("crash_writer.py")
# In CI a few; WENZHENG_KILLS=300 for the whole test.
KILLS = int(os.environ.get("WENZHENG_KILLS", "15"))
LONGEST_LIFE_S = 0.25  # covers opening, several changes, sealing and closing


@pytest.fixture(scope="module")
def writer_module() -> ModuleType:
    spec = importlib.util.spec_from_file_location("crash_writer", WRITER)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def writers() -> Iterator[subprocess.Popen[str]]:
    environment = {**os.environ, "PYTHONPATH": str(WRITER.parents[2]), "OMP_NUM_THREADS": "1"}
    with subprocess.Popen(
        [sys.executable, str(WRITER)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    ) as process:
        yield process
        assert process.stdin
        process.stdin.close()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and SIGKILL")
def test_a_killed_writer_leaves_the_old_or_the_new_state(
    writers: subprocess.Popen[str], writer_module: ModuleType, tmp_path: Path
) -> None:
    assert writers.stdin
    assert writers.stdout
    rng = random.Random(7)
    folder, generation, changed = tmp_path / "shelf", 0, 0
    for _ in range(KILLS):
        writers.stdin.write(f"{folder}\n")
        writers.stdin.flush()
        child = int(writers.stdout.readline())
        time.sleep(rng.uniform(0, LONGEST_LIFE_S))
        os.kill(child, signal.SIGKILL)
        assert writers.stdout.readline() == "gone\n"
        if not (folder / "catalog.sqlite3").exists():
            continue  # killed before it began
        with open_shelf(folder, create=True, encoder=writer_module.HashEncoder()) as shelf:
            assert shelf.verify().problems == ()
            assert shelf.generation >= generation
            changed += shelf.generation > generation
            generation = shelf.generation
            found = shelf.search("第1段", k=1000)
            stored = {summary.doc_id: shelf.load_document(summary.doc_id) for summary in shelf.documents()}
        for name, document in stored.items():
            number = int(document.text.split("第")[1].split("版")[0])
            assert document == writer_module.edition(name, number).document
        expected = sorted(line for document in stored.values() for line in document.text.split("\n"))
        assert sorted(hit.text for hit in found) == expected
    assert changed > 0
    assert (folder / SAVED_FOLDER / MANIFEST_NAME).exists()
    assert check_shelf(folder).ok
