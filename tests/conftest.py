"""Shared set-up: one shelf over the samples, built once with the real model."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from index import Shelf, open_shelf

# The same examples at every run of continuous integration; a person's runs look for new ones.
settings.register_profile("ci", derandomize=True, deadline=None)
if os.environ.get("CI"):
    settings.load_profile("ci")

SAMPLES = Path(__file__).resolve().parent.parent / "samples"


@pytest.fixture(scope="session")
def sample_shelf_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shelf folder over samples/; read only, copy it before writing to it."""
    directory = tmp_path_factory.mktemp("shelves") / "samples"
    with open_shelf(directory, create=True) as shelf:
        report = shelf.add([SAMPLES])
    assert report.added == len(list(SAMPLES.glob("*.txt")))
    return directory


@pytest.fixture
def own_shelf_dir(sample_shelf_dir: Path, tmp_path: Path) -> Path:
    """A copy of the sample shelf that a test may change."""
    return Path(shutil.copytree(sample_shelf_dir, tmp_path / "shelf"))


@pytest.fixture(scope="session")
def sample_shelf(sample_shelf_dir: Path) -> Iterator[Shelf]:
    """The sample shelf, open."""
    with open_shelf(sample_shelf_dir) as shelf:
        yield shelf
