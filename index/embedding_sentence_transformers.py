"""Any sentence-transformers model as an encoder, from a folder or the local Hugging Face cache."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from index.encoder import Progress, Vectors, join_batches
from ingest import ModelError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

BATCH_TEXTS = 32  # the library's own default
WINDOW_TEXTS = 1024  # sorted by length together, so that batches hold texts of like length
# Values of each weight that go into the fingerprint: evenly spaced, so that fine-tuning shows anywhere.
FINGERPRINT_VALUES = 64
# Models of the e5 family were trained with these prefixes, and older folders do not record them.
E5_NAME = re.compile(r"(?:^|[^a-z0-9])e5(?:[^a-z0-9]|$)", re.IGNORECASE)
E5_PROMPTS = ("query: ", "passage: ")
QUERY_PROMPT_NAMES = ("query",)
PASSAGE_PROMPT_NAMES = ("document", "passage", "corpus")


class SentenceTransformerEncoder:
    """An ``Encoder`` over a sentence-transformers model; nothing is fetched from the network."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._model = _load_model(name)
        dimension = self._model.get_embedding_dimension()
        if dimension is None:
            raise ModelError(f"The model {name} does not say how long its vectors are; choose another one")
        self.dimension: int = dimension
        self.max_tokens: int = self._model.max_seq_length or 512
        self._query_prompt, self._passage_prompt = _prompts(name, self._model)
        self.identity = f"{_short_name(name)}@{self._fingerprint()}"

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text as a passage, prompt and special tokens included, before any cut."""
        tokenizer: Any = self._model.tokenizer
        prompted = [self._passage_prompt + text for text in texts]
        return [len(ids) for ids in tokenizer(prompted, truncation=False, verbose=False)["input_ids"]]

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Vectors of questions, ``[texts, dimension]``."""
        return self._encode(list(texts), self._query_prompt)

    def encode_sentences(self, texts: Sequence[str]) -> Vectors:
        """Vectors of a few short passages for a question that waits, ``[texts, dimension]``."""
        return self.encode_passages(texts)

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Vectors of passages, ``[texts, dimension]``; what ``progress`` raises ends the work."""
        return join_batches(self.encode_batches(texts), (len(texts), self.dimension), progress)

    def encode_batches(self, texts: Sequence[str]) -> Iterator[tuple[list[int], Vectors]]:
        """Vectors batch by batch as (indexes into ``texts``, vectors); long texts of a window come first."""
        for first in range(0, len(texts), WINDOW_TEXTS):
            window = texts[first : first + WINDOW_TEXTS]
            order = sorted(range(len(window)), key=lambda index: -len(window[index]))
            for start in range(0, len(order), BATCH_TEXTS):
                chosen = order[start : start + BATCH_TEXTS]
                vectors = self._encode([window[index] for index in chosen], self._passage_prompt)
                yield [first + index for index in chosen], vectors

    def _encode(self, texts: list[str], prompt: str) -> Vectors:
        if not texts:
            return np.empty((0, self.dimension), np.float32)
        vectors = self._model.encode(
            texts,
            prompt=prompt,
            batch_size=BATCH_TEXTS,
            normalize_embeddings=True,
            convert_to_numpy=True,
            show_progress_bar=False,
        )
        return np.asarray(vectors, dtype=np.float32)

    def _fingerprint(self) -> str:
        """Hash of what makes the vectors: architecture, prompts, limits and a sample of every weight."""
        digest = hashlib.sha256(repr(self._model).encode())
        digest.update(repr((self._query_prompt, self._passage_prompt, self.max_tokens)).encode())
        for name, weight in sorted(self._model.state_dict().items()):
            flat = weight.flatten()
            step = max(1, flat.numel() // FINGERPRINT_VALUES)
            digest.update(f"{name} {tuple(weight.shape)}".encode())
            digest.update(flat[::step].float().cpu().numpy().tobytes())
        return digest.hexdigest()[:16]


def _load_model(name: str) -> SentenceTransformer:
    try:
        from sentence_transformers import SentenceTransformer
    except ImportError as error:
        raise ModelError(
            f"The model {name} needs sentence-transformers: pip install sentence-transformers"
        ) from error
    if Path(name).is_dir() and not any(
        (Path(name) / known).is_file() for known in ("modules.json", "config.json")
    ):
        raise ModelError(
            f"The folder {name} holds no sentence-transformers model (no modules.json, no config.json)"
        )
    try:
        return SentenceTransformer(name, local_files_only=True)
    except Exception as error:  # the libraries below raise whatever they like on a missing or broken model
        reason = str(error).strip().split("\n", 1)[0] or type(error).__name__
        raise ModelError(
            f"The model {name} could not be loaded without the network ({reason}); give a folder that "
            "holds it, fetch it into the Hugging Face cache first, or leave out --model"
        ) from error


def _prompts(name: str, model: SentenceTransformer) -> tuple[str, str]:
    """The model's own prompts for (queries, passages); e5's if it is one and records none."""
    prompts = {key: text for key, text in (model.prompts or {}).items() if text}
    if not prompts and E5_NAME.search(_known_as(name)):
        return E5_PROMPTS
    return _first(prompts, QUERY_PROMPT_NAMES), _first(prompts, PASSAGE_PROMPT_NAMES)


def _first(prompts: dict[str, str], names: tuple[str, ...]) -> str:
    return next((prompts[name] for name in names if name in prompts), "")


def _known_as(name: str) -> str:
    """The model's name, with the one that a folder's configuration was saved under."""
    try:
        configuration = json.loads((Path(name) / "config.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return _short_name(name)
    return f"{_short_name(name)} {configuration.get('_name_or_path', '')}"


def _short_name(name: str) -> str:
    """A folder's own name, so that moving it changes nothing; any other name as it is."""
    return Path(name).resolve().name if Path(name).is_dir() else name
