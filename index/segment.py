"""A segment: some documents' passages in both lanes, as it lies in memory or in a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.dense import Codes, DensePart
from index.postings import Block, Ids, Lists, build_block, join_blocks

Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Contents:
    """The documents of a segment, by ascending row; a stamp tells two that had the same row apart."""

    rows: Ids  # of the catalog
    stamps: Ids
    counts: Ids  # passages of each

    @classmethod
    def of(cls, documents: Sequence[tuple[int, int, int]]) -> Contents:
        """``documents``: (row, stamp, passages) of each."""
        table = np.array(documents, dtype=np.int64).reshape(-1, 3)
        return cls(table[:, 0], table[:, 1], table[:, 2])

    def kept(self, wanted: NDArray[np.bool_]) -> Contents:
        """The documents where ``wanted`` is True."""
        return Contents(self.rows[wanted], self.stamps[wanted], self.counts[wanted])


@dataclass
class Segment:
    """Documents with their passages; those that were removed stay until it is joined with others."""

    contents: Contents
    block: Block
    dense: DensePart
    name: str | None = None  # of its file, None if it has none
    held: NDArray[np.bool_] = field(init=False)  # documents that were not removed

    def __post_init__(self) -> None:
        self.held = np.ones(len(self.contents.rows), dtype=np.bool_)

    @property
    def passages(self) -> int:
        """How many passages were not removed."""
        return int(np.count_nonzero(self.block.alive))

    def keep(self, stamps: Mapping[int, int]) -> None:
        """Remove the documents that are not in ``stamps`` (by row) with the stamp they have here."""
        found = self.contents
        held = np.array(
            [
                stamps.get(row) == stamp
                for row, stamp in zip(found.rows.tolist(), found.stamps.tolist(), strict=True)
            ],
            dtype=np.bool_,
        )
        if np.array_equal(held, self.held):
            return
        self.held = held
        self.block.remove(np.repeat(~held, found.counts))

    def held_rows(self) -> NDArray[np.int64]:
        """Rows of the documents that were not removed."""
        rows: NDArray[np.int64] = self.contents.rows[self.held]
        return rows


def build_segment(
    documents: Sequence[tuple[int, int, int]], ids: Ids, texts: Sequence[str], vectors: Vectors
) -> Segment:
    """A segment of ``documents`` (row, stamp, passages) with their passages in order."""
    return Segment(Contents.of(documents), build_block(ids, texts), DensePart(vectors))


def join_segments(segments: Sequence[Segment]) -> Segment:
    """What ``segments`` hold, as one; their ids must ascend throughout."""
    kept = [segment.contents.kept(segment.held) for segment in segments]
    contents = Contents(
        np.concatenate([found.rows for found in kept]),
        np.concatenate([found.stamps for found in kept]),
        np.concatenate([found.counts for found in kept]),
    )
    filled = [segment for segment in segments if segment.passages] or segments[:1]
    vectors = np.concatenate([segment.dense.vectors[segment.block.alive] for segment in filled])
    return Segment(contents, join_blocks([segment.block for segment in segments]), DensePart(vectors))


def segment_arrays(segment: Segment) -> dict[str, NDArray[Any]]:
    """All of ``segment`` as named arrays; a large one gets its codes now if it has none."""
    block, codes = segment.block, segment.dense.codes
    arrays: dict[str, NDArray[Any]] = {
        "rows": segment.contents.rows,
        "stamps": segment.contents.stamps,
        "counts": segment.contents.counts,
        "ids": block.ids,
        **{f"rare_{name}": array for name, array in block.rare._asdict().items()},
        "common": block.common,
        "common_rows": block.rows,
        "vectors": segment.dense.vectors,
    }
    if codes is not None:
        arrays |= {"codes": codes.codes, "codes_centre": codes.centre}
    return arrays


def arrays_by_use(segment: Segment) -> list[NDArray[Any]]:
    """What questions look things up in, what most of them touch first."""
    block = segment.block
    rare = block.rare
    return [rare.vocabulary, rare.offsets, block.rows, rare.slots, rare.steps, segment.dense.vectors]


def segment_from(arrays: Mapping[str, NDArray[Any]], name: str) -> Segment:
    """The segment of ``segment_arrays``; ``ValueError`` if the arrays do not fit together."""
    try:
        contents = Contents(arrays["rows"], arrays["stamps"], arrays["counts"])
        rare = Lists(*(arrays[f"rare_{part}"] for part in Lists._fields))
        block = Block(arrays["ids"], rare, arrays["common"], arrays["common_rows"])
        codes = Codes(arrays["codes_centre"], arrays["codes"]) if "codes" in arrays else None
        segment = Segment(contents, block, DensePart(arrays["vectors"], codes), name)
    except KeyError as error:
        raise ValueError(f"{name} has no {error.args[0]}") from error
    if not _fits(segment):
        raise ValueError(f"the arrays of {name} do not fit together")
    return segment


def _fits(segment: Segment) -> bool:
    found, block, rare = segment.contents, segment.block, segment.block.rare
    return (
        len(found.rows) == len(found.stamps) == len(found.counts)
        and len(block.ids) == len(segment.dense.vectors) == int(found.counts.sum())
        and block.rows.shape == (len(block.common), len(block.ids))
        and len(rare.offsets) == len(rare.vocabulary) + 1
        and len(rare.slots) == len(rare.steps) == int(rare.offsets[-1])
    )
