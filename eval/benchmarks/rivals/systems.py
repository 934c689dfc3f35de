"""The other systems, each as its documentation sets it up. Runs in their environment, without our code.

    python systems.py JOB.json RESULT.json

JOB: {"system", "model": folder, "documents": [{"id", "title", "text"}], "queries": [{"id", "text"}], "k"}
RESULT: {"passages", "index_s", "first_answer_s", "latency_ms", "peak_mib", "hits"}, hits being
{query: [[document, text of the passage], ...]}, best first.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

Document = dict[str, str]  # id, title, text
Found = list[tuple[str, str]]  # document id, text of the passage, best first


class System(Protocol):
    """A system that was given documents."""

    passages: int

    def search(self, query: str, k: int) -> Found:
        """The best passages for a query."""


class LangChain:
    """RecursiveCharacterTextSplitter (1000/200), HuggingFaceEmbeddings, FAISS: the RAG tutorial."""

    def __init__(self, model: str, documents: Sequence[Document]) -> None:
        from langchain_community.vectorstores import FAISS
        from langchain_core.documents import Document as Page
        from langchain_huggingface import HuggingFaceEmbeddings
        from langchain_text_splitters import RecursiveCharacterTextSplitter

        splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200)
        pages = [Page(page_content=_with_title(one), metadata={"id": one["id"]}) for one in documents]
        chunks = splitter.split_documents(pages)
        self.passages = len(chunks)
        self._store = FAISS.from_documents(chunks, HuggingFaceEmbeddings(model_name=model))

    def search(self, query: str, k: int) -> Found:
        """Nearest chunks."""
        pages = self._store.similarity_search(query, k=k)
        return [(page.metadata["id"], page.page_content) for page in pages]


class LlamaIndex:
    """VectorStoreIndex.from_documents with its default splitter (1024 tokens) and a HuggingFace embedding."""

    def __init__(self, model: str, documents: Sequence[Document]) -> None:
        from llama_index.core import Document as Page, Settings, VectorStoreIndex
        from llama_index.embeddings.huggingface import HuggingFaceEmbedding

        Settings.llm = None
        Settings.embed_model = HuggingFaceEmbedding(model_name=model)
        pages = [Page(text=_with_title(one), metadata={}, id_=one["id"]) for one in documents]
        self._index = VectorStoreIndex.from_documents(pages)
        self.passages = len(self._index.docstore.docs)

    def search(self, query: str, k: int) -> Found:
        """Nearest nodes."""
        nodes = self._index.as_retriever(similarity_top_k=k).retrieve(query)
        return [(str(node.node.ref_doc_id), node.node.get_content()) for node in nodes]


class Haystack:
    """The hybrid tutorial: splitter, in-memory BM25 and embedding retrievers joined by reciprocal rank."""

    def __init__(self, model: str, documents: Sequence[Document]) -> None:
        from haystack import Document as Page
        from haystack.components.joiners import DocumentJoiner
        from haystack.components.retrievers.in_memory import InMemoryBM25Retriever, InMemoryEmbeddingRetriever
        from haystack.document_stores.in_memory import InMemoryDocumentStore
        from haystack_integrations.components.embedders.sentence_transformers import (
            SentenceTransformersDocumentEmbedder,
            SentenceTransformersTextEmbedder,
        )

        store = InMemoryDocumentStore()
        splitter = self._splitter()
        embedder = SentenceTransformersDocumentEmbedder(model=model, progress_bar=False)
        self._embedder = SentenceTransformersTextEmbedder(model=model, progress_bar=False)
        for component in (splitter, embedder, self._embedder):
            component.warm_up()
        pages = [Page(content=_with_title(one), meta={"id": one["id"]}) for one in documents]
        chunks = embedder.run(splitter.run(pages)["documents"])["documents"]
        store.write_documents(chunks)
        self.passages = len(chunks)
        self._words = InMemoryBM25Retriever(store)
        self._meaning = InMemoryEmbeddingRetriever(store)
        self._joiner = DocumentJoiner(join_mode="reciprocal_rank_fusion")

    def _splitter(self) -> Any:
        from haystack.components.preprocessors import DocumentSplitter

        return DocumentSplitter(split_by="word", split_length=512, split_overlap=32)

    def search(self, query: str, k: int) -> Found:
        """Both lists as one."""
        vector = self._embedder.run(query)["embedding"]
        lists = [
            self._words.run(query=query, top_k=k)["documents"],
            self._meaning.run(query_embedding=vector, top_k=k)["documents"],
        ]
        return [(page.meta["id"], page.content) for page in self._joiner.run(lists, top_k=k)["documents"]]


class HaystackCharacters(Haystack):
    """The same with the splitter that counts characters: the tutorial's takes a Chinese line for a word."""

    def _splitter(self) -> Any:
        from haystack.components.preprocessors import RecursiveDocumentSplitter

        return RecursiveDocumentSplitter(
            split_length=512, split_overlap=32, split_unit="char", separators=["\n\n", "\n", "。", " "]
        )


class TxtAi:
    """Embeddings(hybrid=True, content=True), one entry a paragraph, as its Textractor cuts them."""

    def __init__(self, model: str, documents: Sequence[Document]) -> None:
        from txtai import Embeddings

        rows = [
            (f"{one['id']}\t{number}", f"{one['title']}\n{text}" if one["title"] else text)
            for one in documents
            for number, text in enumerate(filter(None, map(str.strip, one["text"].split("\n"))))
        ]
        self._embeddings = Embeddings(path=model, hybrid=True, content=True)
        self._embeddings.index(rows)
        self.passages = len(rows)

    def search(self, query: str, k: int) -> Found:
        """Its own weighted sum of both."""
        return [(row["id"].split("\t")[0], row["text"]) for row in self._embeddings.search(query, k)]


class Baisitong:
    """Its chunk_text, LocalTfidfEmbedder and HybridRetriever with their defaults; takes no other model."""

    def __init__(self, model: str, documents: Sequence[Document]) -> None:
        from baisitong.services.documents import chunk_text
        from baisitong.services.retriever import HybridRetriever, apply_synonyms

        del model
        rows = [
            {"document_id": one["id"], "doc_title": one["title"], "content": chunk, "embedding_json": None}
            for one in documents
            for chunk in chunk_text(_with_title(one))
        ]
        self._retriever = HybridRetriever()
        self._retriever.rebuild([{**row, "chunk_id": number} for number, row in enumerate(rows)])
        self._apply_synonyms = apply_synonyms
        self.passages = len(rows)

    def search(self, query: str, k: int) -> Found:
        """Both lists as one; nothing where both scores are low."""
        query = self._apply_synonyms(query)
        vector = self._retriever._tfidf.transform(query)
        hits = self._retriever.search(query, vector, top_k=k)
        return [(hit.document_id, hit.content) for hit in hits]


def _with_title(document: Document) -> str:
    return f"{document['title']}\n\n{document['text']}" if document["title"] else document["text"]


SYSTEMS: dict[str, Callable[[str, Sequence[Document]], System]] = {
    "langchain+faiss": LangChain,
    "llamaindex": LlamaIndex,
    "haystack hybrid": Haystack,
    "haystack hybrid, cut by characters": HaystackCharacters,
    "txtai hybrid": TxtAi,
    "baisitong": Baisitong,
}


def run(job: dict[str, Any], begun: float) -> dict[str, Any]:
    """Index the documents of ``job`` and put its questions."""
    started = time.perf_counter()
    system = SYSTEMS[job["system"]](job["model"], job["documents"])
    index_s = time.perf_counter() - started
    hits, latency_ms = {}, []
    first_answer_s = 0.0
    for number, query in enumerate(job["queries"]):
        asked = time.perf_counter()
        hits[query["id"]] = system.search(query["text"], job["k"])
        latency_ms.append((time.perf_counter() - asked) * 1000)
        if number == 0:
            first_answer_s = time.perf_counter() - begun
    return {
        "passages": system.passages,
        "index_s": index_s,
        "first_answer_s": first_answer_s,
        "latency_ms": latency_ms,
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "hits": hits,
    }


if __name__ == "__main__":
    BEGUN = time.perf_counter()
    told = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    Path(sys.argv[2]).write_text(json.dumps(run(told, BEGUN), ensure_ascii=False), encoding="utf-8")
