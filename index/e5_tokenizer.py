"""Builds the model's tokenizer (SentencePiece Unigram) from its pieces and normaliser map."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any

import numpy as np

from index.e5_blob import E5Blob

if TYPE_CHECKING:
    from tokenizers import Tokenizer

SPACE_MARK = "▁"  # SentencePiece's visible space
_VALUE = -1  # key of a trie node under which the offset of its replacement is kept
# How far back the search for free room starts again: trades a slightly larger table for a far shorter search.
_SEARCH_BACK = 64
_MAX_BASE = 1 << 21  # a Darts unit has 21 bits for its offset


def build_tokenizer(blob: E5Blob) -> Tokenizer:
    """The tokenizer, equal to the model's own over all code points; adds ``<s>`` and ``</s>`` itself."""
    import tokenizers
    from tokenizers import AddedToken, decoders, models, normalizers, pre_tokenizers, processors

    tokenizer = tokenizers.Tokenizer(
        models.Unigram(list(blob.pieces), unk_id=blob.unknown_id, byte_fallback=False)
    )
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.Precompiled(compile_charsmap(blob.replacements)),
            normalizers.Replace(tokenizers.Regex(" {2,}"), " "),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(SPACE_MARK, prepend_scheme="always", split=True)
    tokenizer.decoder = decoders.Metaspace(SPACE_MARK, prepend_scheme="always", split=True)
    names = blob.special_pieces
    begin, end = names["bos_token"], names["eos_token"]
    specials = (begin, names["pad_token"], end, names["unk_token"])
    tokenizer.add_special_tokens(
        [AddedToken(name, special=True, normalized=False) for name in specials]
        + [AddedToken(names["mask_token"], special=True, normalized=False, lstrip=True)]
    )
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{begin} $A {end}",
        pair=f"{begin} $A {end} {end} $B {end}",
        special_tokens=[(begin, blob.begin_id), (end, blob.end_id)],
    )
    return tokenizer


def compile_charsmap(replacements: dict[int, str]) -> bytes:
    """A map of code points as SentencePiece's ``precompiled_charsmap``.

    That is: u32 size of the trie, a Darts double array over UTF-8 bytes whose values are offsets, and the
    replacements as NUL-ended strings.
    """
    strings = bytearray()
    offsets: dict[str, int] = {}
    trie: dict[int, Any] = {}
    for code_point, replacement in replacements.items():
        if replacement not in offsets:
            offsets[replacement] = len(strings)
            strings += replacement.encode() + b"\0"
        node = trie
        for byte in chr(code_point).encode():
            node = node.setdefault(byte, {})
        node[_VALUE] = offsets[replacement]
    table = _DoubleArray(trie).as_bytes()
    return struct.pack("<I", len(table)) + table + bytes(strings)


class _DoubleArray:
    """A byte trie laid out as Darts units: 32 bits each, a child lies at ``node ^ offset ^ byte``."""

    def __init__(self, trie: dict[int, Any]) -> None:
        self.units: dict[int, int] = {0: 0}
        self.taken = {0}
        self.bases: set[int] = set()
        self.search_from = 1
        self._place(trie, 0)

    def as_bytes(self) -> bytes:
        """The units, padded to whole 256-unit blocks so that ``base ^ byte`` never leaves the table."""
        table = np.zeros((max(self.units) | 0xFF) + 1, "<u4")
        for index, unit in self.units.items():
            table[index] = unit
        return table.tobytes()

    def _place(self, node: dict[int, Any], index: int) -> None:
        labels = sorted(key for key in node if key != _VALUE)
        has_value = _VALUE in node
        base = self._free_base(labels + [0] * has_value)
        offset = index ^ base
        if offset >= _MAX_BASE:
            raise ValueError("the normaliser map is too large for a double array")
        self.units[index] = self.units.get(index, 0) | (offset << 10) | (has_value << 8)
        if has_value:
            self.units[base] = node[_VALUE] | (1 << 31)
        for label in labels:
            self.units[base ^ label] = label
        for label in labels:
            self._place(node[label], base ^ label)

    def _free_base(self, slots: list[int]) -> int:
        base = first = self.search_from
        while base in self.bases or any((base ^ slot) in self.taken for slot in slots):
            base += 1
        self.bases.add(base)
        self.taken.update(base ^ slot for slot in slots)
        if base - first > _SEARCH_BACK:
            self.search_from = base - _SEARCH_BACK
        return base
