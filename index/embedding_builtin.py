"""The built-in encoder: multilingual-e5-small on onnxruntime, without torch."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt

from index.builtin_model import RUNTIME
from index.e5_blob import BLOB_SHA256, MODEL_NAME
from index.e5_folder import PASSAGE_PROMPT, QUERY_PROMPT
from index.encoder import Progress, Vectors, join_batches
from index.query_tokenizer import QueryTokenizer
from ingest import ModelError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession  # type: ignore[import-untyped]
    from tokenizers import Tokenizer

DIMENSION = 384
MAX_TOKENS = 512
PAD_ID = 1
# Texts of a batch. Each core works on a batch of its own, without waiting for the others, and two passages of
# 200 tokens stay in its cache: 0.16 s of CPU time a passage on a 2.4 GHz AVX2 machine, 0.19 in batches of 8,
# 0.24 in batches of 8 shared by two cores, 0.25-0.30 in sentence-transformers.
BATCH_TEXTS = 2
# Texts that are tokenized and sorted by length together: long enough for even batches, short enough that
# a shelf of millions is never tokenized as a whole.
WINDOW_TEXTS = 2048
# One question is little work: a second core takes it from 21 to 12 ms on a 2.4 GHz AVX2 machine, more cores
# wait for one another.
QUERY_THREADS = 2
REMEMBERED_SENTENCES = 4096  # 6 MB; the sentences that answer are few
REMEMBERED_QUERIES = 256  # a follow-up or a filter change asks the same question again

ORT_ERRORS_ONLY = 3


class _QueryParts(NamedTuple):
    session: InferenceSession
    tokenizer: QueryTokenizer


class BuiltinEncoder:
    """An ``Encoder`` over a folder that ``prepare_builtin_model`` made; parts load when first needed."""

    name = MODEL_NAME
    identity = f"{MODEL_NAME}@{BLOB_SHA256[:16]}"
    dimension = DIMENSION
    max_tokens = MAX_TOKENS

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = threading.RLock()
        self._query_parts: _QueryParts | None = None
        self._bulk_session: InferenceSession | None = None
        self._whole_tokenizer: Tokenizer | None = None
        self._query_vector = lru_cache(REMEMBERED_QUERIES)(partial(self._encode_at_once, QUERY_PROMPT))
        self._sentence_vector = lru_cache(REMEMBERED_SENTENCES)(partial(self._encode_at_once, PASSAGE_PROMPT))

    def warm_up(self) -> None:
        """Start loading what questions need and return at once; an error shows at the first question."""
        threading.Thread(target=self._warm_up, name="encoder-warm-up", daemon=True).start()

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text as a passage, prompt and ``<s>`` ``</s>`` included, before any cut."""
        return [len(ids) for ids in self._tokenize([PASSAGE_PROMPT + text for text in texts])]

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Vectors of questions, ``[texts, 384]``."""
        if not texts:
            return np.empty((0, DIMENSION), np.float32)
        return np.stack([self._query_vector(text) for text in texts])

    def encode_sentences(self, texts: Sequence[str]) -> Vectors:
        """Vectors of a few short passages for a question that waits, ``[texts, 384]``."""
        if not texts:
            return np.empty((0, DIMENSION), np.float32)
        return np.stack([self._sentence_vector(text) for text in texts])

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Vectors of passages, ``[texts, 384]``; what ``progress`` raises ends the work between batches."""
        return join_batches(self.encode_batches(texts), (len(texts), DIMENSION), progress)

    def encode_batches(self, texts: Sequence[str]) -> Iterator[tuple[list[int], Vectors]]:
        """Vectors batch by batch as (indexes into ``texts``, vectors); long texts of a window come first.

        Leaving the iteration stops the work after the batches that are being computed.
        """
        if not texts:
            return
        session = self._bulk()
        pool = ThreadPoolExecutor(usable_cores(), thread_name_prefix="encoder")
        try:
            for first in range(0, len(texts), WINDOW_TEXTS):
                tokens = self._passage_tokens(texts[first : first + WINDOW_TEXTS])
                order = sorted(range(len(tokens)), key=lambda index: -len(tokens[index]))
                batches = [order[start : start + BATCH_TEXTS] for start in range(0, len(order), BATCH_TEXTS)]
                work = [pool.submit(_run, session, [tokens[index] for index in batch]) for batch in batches]
                for batch, vectors in zip(batches, work, strict=True):
                    yield [first + index for index in batch], vectors.result()
        finally:
            pool.shutdown(cancel_futures=True)

    def _passage_tokens(self, texts: Sequence[str]) -> list[list[int]]:
        return [_cut(ids) for ids in self._tokenize([PASSAGE_PROMPT + text for text in texts])]

    def _encode_at_once(self, prompt: str, text: str) -> npt.NDArray[np.float32]:
        parts = self._query()
        prompted = prompt + text
        ids = parts.tokenizer.encode(prompted)
        if ids is None:
            ids = _cut(self._tokenize([prompted])[0])
        vector: npt.NDArray[np.float32] = _run(parts.session, [ids])[0]
        vector.setflags(write=False)  # it is remembered and shared
        return vector

    def _query(self) -> _QueryParts:
        with self._lock:
            if self._query_parts is None:
                self._query_parts = self._open_query_parts()
            return self._query_parts

    def _bulk(self) -> InferenceSession:
        with self._lock:
            if self._bulk_session is None:
                self._bulk_session = self._open_session(threads=1)
            return self._bulk_session

    def _tokenize(self, texts: list[str]) -> list[list[int]]:
        with self._lock:
            if self._whole_tokenizer is None:
                self._whole_tokenizer = self._open_tokenizer()
        return [encoding.ids for encoding in self._whole_tokenizer.encode_batch_fast(texts)]

    def _warm_up(self) -> None:
        with suppress(ModelError):
            self._query()

    def _open_query_parts(self) -> _QueryParts:
        """Session and vocabulary, loaded side by side: the session leaves Python free while it loads."""
        with ThreadPoolExecutor(1) as pool:
            session = pool.submit(self._open_session, min(QUERY_THREADS, usable_cores()))
            try:
                tokenizer = QueryTokenizer(self.folder / RUNTIME)
            except (OSError, ValueError, KeyError) as error:
                raise self._damaged(error) from error
            return _QueryParts(session.result(), tokenizer)

    def _open_session(self, threads: int) -> InferenceSession:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.log_severity_level = ORT_ERRORS_ONLY
        # A thread that waits by spinning takes the core from others who ask: 45 ms of CPU a question, not 25.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        # the graph is written in fused operators: there is nothing to optimise, and loading is quicker
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
        path = self.folder / RUNTIME / "model.onnx"
        try:
            return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
        except Exception as error:  # onnxruntime's own errors have no common base
            raise self._damaged(error) from error

    def _open_tokenizer(self) -> Tokenizer:
        from tokenizers import Tokenizer

        try:
            return Tokenizer.from_file(str(self.folder / "tokenizer.json"))
        except Exception as error:  # tokenizers raises plain Exception
            raise self._damaged(error) from error

    def _damaged(self, error: Exception) -> ModelError:
        return ModelError(
            f"The built-in model in {self.folder} is damaged ({error}); "
            "run `wenzheng verify --repair`, or delete that folder and it will be prepared anew"
        )


def usable_cores() -> int:
    """Processor cores that this process may run on, at least 1."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _cut(ids: list[int]) -> list[int]:
    """At most ``MAX_TOKENS`` ids, the end token kept."""
    return ids if len(ids) <= MAX_TOKENS else [*ids[: MAX_TOKENS - 1], ids[-1]]


def _run(session: InferenceSession, tokens: list[list[int]]) -> Vectors:
    """Vectors of texts given by their ids, padded to the longest."""
    longest = max(map(len, tokens))
    ids = np.full((len(tokens), longest), PAD_ID, np.int64)
    mask = np.zeros((len(tokens), longest), np.int64)
    for row, text_ids in enumerate(tokens):
        ids[row, : len(text_ids)] = text_ids
        mask[row, : len(text_ids)] = 1
    feeds: dict[str, Any] = {"input_ids": ids, "attention_mask": mask}
    vectors: Vectors = session.run(["sentence_embedding"], feeds)[0]
    return vectors
