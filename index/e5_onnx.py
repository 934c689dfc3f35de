"""Lays the model out as an ONNX graph for onnxruntime.

Inputs ``input_ids`` and ``attention_mask`` (int64, ``[texts, tokens]``), output ``sentence_embedding``
(float32, ``[texts, 384]``, unit length). All arithmetic is fp32, on the dequantised weights. The word table
stays in 4 bits; the other weights are written out, since taking them apart at each question takes a
fifth of its time. Weights lie in a file of their own, which is mapped: loading takes half as long.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from index.e5_blob import BLOCK, E5Blob, nibbles, scales

MICROSOFT = "com.microsoft"
LAYER_NORM_EPSILON = 1e-12  # BERT's
OPSET, IR_VERSION = 21, 10  # 21 is the first opset with 4-bit tensors
ZERO_NIBBLES = 0x88  # two zero points of 8 in a byte
WEIGHTS_FILE = "model.weights"  # beside the graph
# Smaller tensors (biases, norms, axes) stay in the graph, where operators look at them while it is loaded.
WEIGHTS_FROM_BYTES = 1 << 14


def write_onnx(blob: E5Blob, path: Path) -> None:
    """Write the graph to ``path`` and its weights beside it."""
    import onnx

    onnx.save_model(
        _GraphBuilder(blob).model(),
        str(path),
        save_as_external_data=True,
        location=WEIGHTS_FILE,
        size_threshold=WEIGHTS_FROM_BYTES,
    )


class _GraphBuilder:
    """Collects nodes and weights; every method that adds a node returns the name of its output."""

    def __init__(self, blob: E5Blob) -> None:
        self.blob = blob
        self.nodes: list[Any] = []
        self.weights: list[Any] = []

    def model(self) -> Any:
        from onnx import TensorProto, helper

        hidden = self._embeddings()
        self._node("Cast", ["attention_mask"], "mask_i32", to=TensorProto.INT32)
        for layer in range(self.blob.layers):
            hidden = self._layer(hidden, f"l{layer}.")
        self._mean_pool(hidden)
        inputs = [
            helper.make_tensor_value_info(name, TensorProto.INT64, ["texts", "tokens"])
            for name in ("input_ids", "attention_mask")
        ]
        output = helper.make_tensor_value_info(
            "sentence_embedding", TensorProto.FLOAT, ["texts", self.blob.hidden]
        )
        graph = helper.make_graph(self.nodes, "multilingual_e5_small", inputs, [output], self.weights)
        opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(MICROSOFT, 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=IR_VERSION)

    def _node(
        self,
        operator: str,
        inputs: Sequence[str],
        output: str | list[str],
        *,
        domain: str = "",
        **attributes: Any,
    ) -> str:
        from onnx import helper

        outputs = [output] if isinstance(output, str) else output
        name = f"{operator}:{outputs[0]}"
        self.nodes.append(helper.make_node(operator, inputs, outputs, name=name, domain=domain, **attributes))
        return outputs[0]

    def _weight(self, name: str, values: npt.NDArray[Any]) -> str:
        from onnx import numpy_helper

        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def _integers(self, name: str, *values: int) -> str:
        return self._weight(name, np.array(values, np.int64))

    def _floats(self, name: str) -> str:
        return self._weight(name, self.blob.floats(name, -1))

    def _embeddings(self) -> str:
        """Words + positions + the one token type, normalised."""
        words = self._word_rows()
        hidden = self.blob.hidden
        positions = self.blob.floats("emb.pos", self.blob.positions, hidden)
        positions = positions + self.blob.floats("emb.type", self.blob.token_types, hidden)[0]
        self._node("Shape", ["input_ids"], "tokens_in_text", start=1, end=2)
        first, axis = self._integers("first_position", 0), self._integers("position_axis", 0)
        table = self._weight("positions", positions)
        here = self._node("Slice", [table, first, "tokens_in_text", axis], "positions_here")
        summed = self._node("Add", [words, here], "embedded")
        normal = [summed, self._floats("emb.ln.w"), self._floats("emb.ln.b")]
        return self._node("LayerNormalization", normal, "hidden", axis=-1, epsilon=LAYER_NORM_EPSILON)

    def _word_rows(self) -> str:
        """Rows of the word table, kept in 4 bits and dequantised as they are gathered."""
        from onnx import TensorProto, helper

        rows, columns = self.blob.vocabulary, self.blob.hidden
        blocks = self.blob.tensors["emb.word"]
        packed = _pack_pairs(nibbles(blocks)).tobytes()
        per_row = columns // BLOCK
        zeros = bytes([ZERO_NIBBLES]) * ((rows * per_row + 1) // 2)
        self.weights.append(helper.make_tensor("words", TensorProto.UINT4, [rows, columns], packed, raw=True))
        self.weights.append(
            helper.make_tensor("words_zero", TensorProto.UINT4, [rows, per_row], zeros, raw=True)
        )
        scale = self._weight("words_scale", scales(blocks).reshape(rows, per_row))
        return self._node(
            "GatherBlockQuantized",
            ["words", "input_ids", scale, "words_zero"],
            "word_rows",
            domain=MICROSOFT,
            gather_axis=0,
            quantize_axis=1,
            block_size=BLOCK,
        )

    def _linear(self, inputs: str, name: str, shape: tuple[int, int], output: str) -> str:
        """``inputs @ W.T`` for the tensor W of ``shape`` (outputs, inputs); no bias."""
        weights = self.blob.matrix(name, *shape, np.float32)
        return self._node("MatMul", [inputs, self._weight(name, weights.T)], output)

    def _layer(self, hidden: str, prefix: str) -> str:
        """One transformer layer (post-norm BERT)."""
        size, inner = self.blob.hidden, self.blob.feed_forward
        mixed = self._attention(hidden, prefix)
        projected = self._linear(mixed, prefix + "ao.w", (size, size), prefix + "attended")
        attended = self._add_and_norm(projected, hidden, prefix, ("ao.b", "aln"))
        widened = self._linear(attended, prefix + "fi.w", (inner, size), prefix + "wide")
        bias = self._floats(prefix + "fi.b")
        active = self._node("BiasGelu", [widened, bias], prefix + "active", domain=MICROSOFT)
        narrowed = self._linear(active, prefix + "fo.w", (size, inner), prefix + "narrow")
        return self._add_and_norm(narrowed, attended, prefix, ("fo.b", "oln"))

    def _attention(self, hidden: str, prefix: str) -> str:
        size, heads = self.blob.hidden, self.blob.heads
        names = [prefix + part for part in ("q", "k", "v")]
        stacked = [self.blob.matrix(f"{name}.w", size, size, np.float32).T for name in names]
        weights = self._weight(prefix + "qkv.w", np.concatenate(stacked, axis=1))
        biases = [self.blob.floats(f"{name}.b", -1) for name in names]
        bias = self._weight(prefix + "qkv.b", np.concatenate(biases))
        return self._node(
            "Attention",
            [hidden, weights, bias, "mask_i32"],
            prefix + "mixed",
            domain=MICROSOFT,
            num_heads=heads,
            scale=float((size // heads) ** -0.5),
        )

    def _add_and_norm(self, inputs: str, skipped: str, prefix: str, names: tuple[str, str]) -> str:
        bias, norm = names
        weights = [self._floats(prefix + name) for name in (norm + ".w", norm + ".b", bias)]
        return self._node(
            "SkipLayerNormalization",
            [inputs, skipped, *weights],
            prefix + norm,
            domain=MICROSOFT,
            epsilon=LAYER_NORM_EPSILON,
        )

    def _mean_pool(self, hidden: str) -> None:
        """Mean over the tokens that are not padding, scaled to unit length."""
        from onnx import TensorProto

        mask = self._node("Cast", ["attention_mask"], "mask_f32", to=TensorProto.FLOAT)
        last, tokens = self._integers("last_axis", 2), self._integers("token_axis", 1)
        column = self._node("Unsqueeze", [mask, last], "mask_column")
        masked = self._node("Mul", [hidden, column], "masked")
        total = self._node("ReduceSum", [masked, tokens], "total", keepdims=0)
        count = self._node("ReduceSum", [column, tokens], "count", keepdims=0)
        mean = self._node("Div", [total, count], "mean")
        self._node("LpNormalization", [mean], "sentence_embedding", axis=-1, p=2)


def _pack_pairs(values: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """Two neighbouring 4-bit values in a byte, the earlier one in the low half."""
    return np.asarray(values[:, 0::2] | (values[:, 1::2] << 4), dtype=np.uint8)
