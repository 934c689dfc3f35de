"""The other systems, each as its documentation sets it up. Runs in their environment, without our code.

    python systems.py JOB.json RESULT.json

JOB: {"system", "model": folder, "documents": [{"id", "title", "text"}], "queries": [{"id", "text"}], "k",
"saved": folder, "started": seconds since 1970}. Where "saved" is empty the documents are indexed and saved
there, and RESULT is {"passages", "index_s", "latency_ms", "peak_mib", "hits"}, hits being
{query: [[document, text of the passage], ...]}, best first. Where it is not, the index is opened, the first
query put, and RESULT is {"cold_s"}, seconds since "started".
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
    """A system whose libraries and model are loaded."""

    def index(self, documents: Sequence[Document]) -> int:
        """Cut, embed and index; how many passages that makes."""

    def save(self, folder: Path) -> None:
        """Keep the index in an empty folder."""

    def open(self, folder: Path) -> None:
        """Take the index that was kept there."""

    def search(self, query: str, k: int) -> Found:
        """The best passages for a query."""


class LangChain:
    """RecursiveCharacterTextSplitter (1000/200), HuggingFaceEmbeddings, FAISS: the RAG tutorial."""

    def __init__(self, model: str) -> None:
        from langchain_community.vectorstores import FAISS
        from langchain_huggingface import HuggingFaceEmbeddings

        self._embedder = HuggingFaceEmbeddings(model_name=model)
        self._faiss = FAISS

    def index(self, documents: Sequence[Document]) -> int:
        """Split, embed, FAISS."""
        from langchain_core.documents import Document as Page
        from langchain_text_splitters import RecursiveCharacterTextSplitter

        splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200)
        pages = [Page(page_content=_with_title(one), metadata={"id": one["id"]}) for one in documents]
        chunks = splitter.split_documents(pages)
        self._store = self._faiss.from_documents(chunks, self._embedder)
        return len(chunks)

    def save(self, folder: Path) -> None:
        """FAISS file and pickled texts."""
        self._store.save_local(str(folder))

    def open(self, folder: Path) -> None:
        """Unpickles, which has to be allowed."""
        self._store = self._faiss.load_local(
            str(folder), self._embedder, allow_dangerous_deserialization=True
        )

    def search(self, query: str, k: int) -> Found:
        """Nearest chunks."""
        pages = self._store.similarity_search(query, k=k)
        return [(page.metadata["id"], page.page_content) for page in pages]


class LlamaIndex:
    """VectorStoreIndex.from_documents with its default splitter (1024 tokens) and a HuggingFace embedding."""

    def __init__(self, model: str) -> None:
        from llama_index.core import Settings
        from llama_index.embeddings.huggingface import HuggingFaceEmbedding

        Settings.llm = None
        Settings.embed_model = HuggingFaceEmbedding(model_name=model)

    def index(self, documents: Sequence[Document]) -> int:
        """From documents."""
        from llama_index.core import Document as Page, VectorStoreIndex

        pages = [Page(text=_with_title(one), metadata={}, id_=one["id"]) for one in documents]
        self._index: Any = VectorStoreIndex.from_documents(pages)
        return len(self._index.docstore.docs)

    def save(self, folder: Path) -> None:
        """JSON files."""
        self._index.storage_context.persist(str(folder))

    def open(self, folder: Path) -> None:
        """From its storage context."""
        from llama_index.core import StorageContext, load_index_from_storage

        self._index = load_index_from_storage(StorageContext.from_defaults(persist_dir=str(folder)))

    def search(self, query: str, k: int) -> Found:
        """Nearest nodes."""
        nodes = self._index.as_retriever(similarity_top_k=k).retrieve(query)
        return [(str(node.node.ref_doc_id), node.node.get_content()) for node in nodes]


class Haystack:
    """The hybrid tutorial: splitter, in-memory BM25 and embedding retrievers joined by reciprocal rank."""

    def __init__(self, model: str) -> None:
        from haystack.document_stores.in_memory import InMemoryDocumentStore
        from haystack_integrations.components.embedders.sentence_transformers import (
            SentenceTransformersDocumentEmbedder,
            SentenceTransformersTextEmbedder,
        )

        self._document_embedder = SentenceTransformersDocumentEmbedder(model=model, progress_bar=False)
        self._embedder = SentenceTransformersTextEmbedder(model=model, progress_bar=False)
        self._splitter = self._make_splitter()
        for component in (self._document_embedder, self._embedder, self._splitter):
            component.warm_up()
        self._use(InMemoryDocumentStore())

    def _make_splitter(self) -> Any:
        from haystack.components.preprocessors import DocumentSplitter

        return DocumentSplitter(split_by="word", split_length=512, split_overlap=32)

    def _use(self, store: Any) -> None:
        from haystack.components.joiners import DocumentJoiner
        from haystack.components.retrievers.in_memory import InMemoryBM25Retriever, InMemoryEmbeddingRetriever

        self._store = store
        self._words = InMemoryBM25Retriever(store)
        self._meaning = InMemoryEmbeddingRetriever(store)
        self._joiner = DocumentJoiner(join_mode="reciprocal_rank_fusion")

    def index(self, documents: Sequence[Document]) -> int:
        """Split, embed, store."""
        from haystack import Document as Page

        pages = [Page(content=_with_title(one), meta={"id": one["id"]}) for one in documents]
        chunks = self._document_embedder.run(self._splitter.run(pages)["documents"])["documents"]
        self._store.write_documents(chunks)
        return len(chunks)

    def save(self, folder: Path) -> None:
        """One JSON file."""
        self._store.save_to_disk(str(folder / "store.json"))

    def open(self, folder: Path) -> None:
        """Reads it, and counts the words again."""
        from haystack.document_stores.in_memory import InMemoryDocumentStore

        self._use(InMemoryDocumentStore.load_from_disk(str(folder / "store.json")))

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

    def _make_splitter(self) -> Any:
        from haystack.components.preprocessors import RecursiveDocumentSplitter

        return RecursiveDocumentSplitter(
            split_length=512, split_overlap=32, split_unit="char", separators=["\n\n", "\n", "。", " "]
        )


class TxtAi:
    """Embeddings(hybrid=True, content=True), one entry a paragraph, as its Textractor cuts them."""

    def __init__(self, model: str) -> None:
        from txtai import Embeddings

        self._embeddings = Embeddings(path=model, hybrid=True, content=True)

    def index(self, documents: Sequence[Document]) -> int:
        """Rows of id and text."""
        rows = [
            (f"{one['id']}\t{number}", f"{one['title']}\n{text}" if one["title"] else text)
            for one in documents
            for number, text in enumerate(filter(None, map(str.strip, one["text"].split("\n"))))
        ]
        self._embeddings.index(rows)
        return len(rows)

    def save(self, folder: Path) -> None:
        """Its own files."""
        self._embeddings.save(str(folder / "index"))

    def open(self, folder: Path) -> None:
        """Its own files; the model is named there."""
        self._embeddings.load(str(folder / "index"))

    def search(self, query: str, k: int) -> Found:
        """Its own weighted sum of both."""
        return [(row["id"].split("\t")[0], row["text"]) for row in self._embeddings.search(query, k)]


class Baisitong:
    """Its chunk_text, LocalTfidfEmbedder and HybridRetriever with their defaults; takes no other model."""

    def __init__(self, model: str) -> None:
        from baisitong.services.documents import chunk_text
        from baisitong.services.retriever import HybridRetriever, apply_synonyms

        del model
        self._chunk_text, self._apply_synonyms = chunk_text, apply_synonyms
        self._retriever = HybridRetriever()
        self._rows: list[dict[str, Any]] = []

    def index(self, documents: Sequence[Document]) -> int:
        """Chunks, then what it counts over them."""
        rows = [
            {"document_id": one["id"], "doc_title": one["title"], "content": chunk, "embedding_json": None}
            for one in documents
            for chunk in self._chunk_text(_with_title(one))
        ]
        self._rows = [{**row, "chunk_id": number} for number, row in enumerate(rows)]
        self._retriever.rebuild(self._rows)
        return len(rows)

    def save(self, folder: Path) -> None:
        """Its chunks, which it keeps in a database."""
        (folder / "rows.json").write_text(json.dumps(self._rows), encoding="utf-8")

    def open(self, folder: Path) -> None:
        """As it starts: everything is counted again."""
        self._retriever.rebuild(json.loads((folder / "rows.json").read_text(encoding="utf-8")))

    def search(self, query: str, k: int) -> Found:
        """Both lists as one; nothing where both scores are low."""
        query = self._apply_synonyms(query)
        vector = self._retriever._tfidf.transform(query)
        hits = self._retriever.search(query, vector, top_k=k)
        return [(hit.document_id, hit.content) for hit in hits]


def _with_title(document: Document) -> str:
    return f"{document['title']}\n\n{document['text']}" if document["title"] else document["text"]


SYSTEMS: dict[str, Callable[[str], System]] = {
    "langchain+faiss": LangChain,
    "llamaindex": LlamaIndex,
    "haystack hybrid": Haystack,
    "haystack hybrid, cut by characters": HaystackCharacters,
    "txtai hybrid": TxtAi,
    "baisitong": Baisitong,
}


def run(job: dict[str, Any]) -> dict[str, Any]:
    """Index, save and put the questions; or open what was saved and put the first."""
    saved = Path(job["saved"])
    system = SYSTEMS[job["system"]](job["model"])
    if any(saved.iterdir()):
        system.open(saved)
        system.search(job["queries"][0]["text"], job["k"])
        return {"cold_s": time.time() - job["started"]}
    begun = time.perf_counter()
    passages = system.index(job["documents"])
    index_s = time.perf_counter() - begun
    system.save(saved)
    hits, latency_ms = {}, []
    for query in job["queries"]:
        asked = time.perf_counter()
        hits[query["id"]] = system.search(query["text"], job["k"])
        latency_ms.append((time.perf_counter() - asked) * 1000)
    return {
        "passages": passages,
        "index_s": index_s,
        "latency_ms": latency_ms,
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "hits": hits,
    }


if __name__ == "__main__":
    told = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    Path(sys.argv[2]).write_text(json.dumps(run(told), ensure_ascii=False), encoding="utf-8")
