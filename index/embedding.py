"""Texts to vectors: the door to the built-in model and to any other.

The built-in model needs no torch: onnxruntime and a small tokenizer answer questions, and the whole
tokenizer is loaded for documents. Any sentence-transformers model can take its place.
"""

from __future__ import annotations

from index.builtin_model import (
    prepare_builtin_model,
    prepare_sentence_transformers_folder,
    verify_builtin_model,
)
from index.e5_blob import MODEL_NAME
from index.embedding_builtin import BuiltinEncoder
from index.encoder import Encoder, Progress, Vectors

__all__ = [
    "BuiltinEncoder",
    "Encoder",
    "Progress",
    "Vectors",
    "load_encoder",
    "prepare_builtin_model",
    "prepare_sentence_transformers_folder",
    "verify_builtin_model",
]


def load_encoder(name: str | None = None, progress: Progress | None = None) -> Encoder:
    """The built-in multilingual-e5-small, or the sentence-transformers model ``name`` (a name or a folder).

    ``progress`` follows the one-time preparation of the built-in model. Raises ``ModelError``.
    """
    if name is None or name == MODEL_NAME:
        return BuiltinEncoder(prepare_builtin_model(progress))
    from index.embedding_sentence_transformers import SentenceTransformerEncoder

    return SentenceTransformerEncoder(name)
