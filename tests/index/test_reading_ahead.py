"""What lies in a mapped file is brought into memory, as far as that pays and there is room."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index import reading_ahead
from index.arrays import open_arrays, write_arrays
from index.reading_ahead import PAGE_BYTES, read_ahead, touch, worth_reading


def test_every_page_is_touched(tmp_path: Path) -> None:
    path = tmp_path / "a.arrays"
    write_arrays(path, {"one": np.arange(PAGE_BYTES, dtype=np.int64).reshape(2, -1)}, {})
    arrays, _ = open_arrays(path)

    assert touch([arrays["one"], np.zeros(1, np.uint8), np.zeros((0, 4), np.float32)]) == 8 + 1 + 0


def test_a_small_index_is_not_worth_a_thread() -> None:
    assert read_ahead([np.zeros(10, np.uint8)]) is None


def test_a_large_one_is_read_by_a_thread_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_ahead, "WORTHWHILE_BYTES", 10)

    thread = read_ahead([np.zeros(10, np.uint8)])

    assert thread is not None and thread.daemon
    thread.join(timeout=10)
    assert not thread.is_alive()


def test_what_has_no_room_is_read_when_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_ahead, "WORTHWHILE_BYTES", 20)
    monkeypatch.setattr(reading_ahead, "MOST_BYTES", 25)

    def chosen(*sizes: int) -> list[int]:
        return [len(array) for array in worth_reading(np.zeros(size, np.uint8) for size in sizes)]

    assert chosen(10, 15, 1) == [10, 15]
    assert chosen(10, 16, 1) == []  # ten are not worth it
    assert chosen() == []
