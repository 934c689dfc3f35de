"""Arrays come back as they were, and a damaged file is refused."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from index.arrays import ALIGNMENT, open_arrays, write_arrays
from index.seal import file_crc32

ARRAYS = {
    "ids": np.arange(5),
    "none": np.zeros((0, 3), np.float32),
    "steps": np.arange(7, dtype=np.uint8),
    "vectors": np.full((2, 3), 0.5, np.float32),
}


@settings(max_examples=30)
@given(
    st.sampled_from([np.int32, np.int64, np.uint64, np.uint8, np.float32]).flatmap(
        lambda kind: arrays(kind, array_shapes(max_dims=2, max_side=50))
    )
)
def test_an_array_comes_back_equal(tmp_path_factory: pytest.TempPathFactory, array: np.ndarray) -> None:  # type: ignore[type-arg]
    path = tmp_path_factory.mktemp("arrays") / "one"
    write_arrays(path, {"array": array}, {"made": "here"})
    found, facts = open_arrays(path)
    assert found["array"].dtype == array.dtype
    np.testing.assert_array_equal(found["array"], array)
    assert facts == {"made": "here"}


def test_several_arrays_lie_aligned_and_read_only(tmp_path: Path) -> None:
    written = write_arrays(tmp_path / "file", ARRAYS, {})
    assert (written.size, written.crc32) == (
        (tmp_path / "file").stat().st_size,
        file_crc32(tmp_path / "file"),
    )
    found, _ = open_arrays(tmp_path / "file")
    for name, array in ARRAYS.items():
        np.testing.assert_array_equal(found[name], array)
        assert found[name].ctypes.data % ALIGNMENT == 0
        assert not found[name].flags.writeable


def test_a_changed_header_is_refused_wherever_it_changed(tmp_path: Path) -> None:
    path = tmp_path / "file"
    write_arrays(path, ARRAYS, {})
    content = path.read_bytes()
    header_bytes = 16 + int.from_bytes(content[8:12], "little")
    for position in range(header_bytes):
        path.write_bytes(content[:position] + bytes([content[position] ^ 1]) + content[position + 1 :])
        with pytest.raises(ValueError, match="is damaged"):
            open_arrays(path)


@pytest.mark.parametrize("length", [0, 10, 100, -1])
def test_a_file_that_is_cut_off_is_refused(tmp_path: Path, length: int) -> None:
    path = tmp_path / "file"
    write_arrays(path, ARRAYS, {})
    path.write_bytes(path.read_bytes()[:length])
    with pytest.raises(ValueError, match=r"is cut off|is damaged"):
        open_arrays(path)


def test_a_write_that_fails_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "file"
    write_arrays(path, ARRAYS, {})
    before = path.read_bytes()

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write_arrays(path, {"ids": np.arange(9)}, {})
    assert [entry.name for entry in tmp_path.iterdir()] == ["file"]
    assert path.read_bytes() == before


def test_objects_are_never_written(tmp_path: Path) -> None:
    with pytest.raises(TypeError, match="not kept in files"):
        write_arrays(tmp_path / "file", {"objects": np.array([{}])}, {})
