"""A dossier: an answer with everything needed to check it again later.

Its contents are one JSON object, which every format carries whole; the words that a person reads are
made from it. To verify a dossier is to make them again and compare, then to hold every quote, header
field and standing against the shelf.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from assistant.citations import check_evidence, headings_at
from assistant.dossier_files import DOSSIER_SUFFIXES, read_contents, render
from assistant.fact_book import fact_book
from assistant.types import Answer, Citation, Language, Verdict
from assistant.wording import in_title_marks
from index import DocumentSummary, Shelf
from ingest import Document, UsageError, WenzhengError, write_atomically

Json = dict[str, Any]

DOSSIER_FORMAT = 1  # raise with every change of what a dossier holds or of how it looks
_HEADER_FIELDS = ("title", "document_number", "issuer", "region", "issued", "kind")


@dataclass(frozen=True, slots=True)
class DossierReport:
    """What verifying a dossier found; without problems every word of it still holds."""

    question: str
    quotes: int
    problems: tuple[str, ...]
    notes: tuple[str, ...] = ()  # what has changed without touching the dossier

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems


def dossier_contents(answer: Answer, shelf: Shelf, made: datetime) -> Json:
    """All that a dossier says: the answer, its sources with their digests, the state of the shelf."""
    day = answer.as_of or made.date()
    documents = {citation.document.doc_id for citation in answer.citations}
    digests = {doc_id: shelf.load_document(doc_id).sha256 for doc_id in documents}
    contents: Json = {
        "format": DOSSIER_FORMAT,
        "program": _program(),
        "made": made.isoformat(timespec="seconds"),
        "language": answer.language,
        "question": answer.question,
        "understood": answer.understood,
        "as_of": day.isoformat(),
        "verdict": answer.verdict,
        "text": answer.text,
        "notes": list(answer.notes),
        "citations": [
            _citation(citation, digests[citation.document.doc_id]) for citation in answer.citations
        ],
        "shelf": {"generation": shelf.generation, "documents": len(shelf.documents())},
    }
    return {**contents, "digest": _digest(contents)}


def write_dossier(answer: Answer, shelf: Shelf, path: Path, *, made: datetime | None = None) -> None:
    """Write ``answer`` to ``path`` as its suffix says: .docx, .html, .md or .json.

    UsageError for another suffix; WenzhengError if the file cannot be written, which leaves what was there.
    """
    suffix = _known_suffix(path)
    contents = dossier_contents(answer, shelf, made or datetime.now().astimezone())
    write_atomically(path, render(contents, suffix))


def verify_dossier(path: Path, shelf: Shelf) -> DossierReport:
    """Hold the dossier at ``path`` against ``shelf``; WenzhengError if it cannot be read as a dossier."""
    suffix = _known_suffix(path)
    try:
        written = path.read_bytes()
    except OSError as error:
        raise WenzhengError(f"{path} cannot be read: {error.strerror}. 无法读取该文件") from error
    contents = read_contents(written, suffix)
    if not isinstance(contents, dict) or contents.get("format") != DOSSIER_FORMAT:
        raise WenzhengError(
            f"{path} is no dossier of this version (format {DOSSIER_FORMAT}): export the answer again. "
            "不是本版本导出的答复卷宗"
        )
    try:
        problems = (*_tampering(contents, written, suffix), *_disagreements(contents, shelf))
        notes = _since(int(contents["shelf"]["generation"]), shelf.generation)
        return DossierReport(str(contents["question"]), len(contents["citations"]), problems, notes)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise WenzhengError(f"{path} has been changed: {error!r}. 卷宗已被改动") from error


def _known_suffix(path: Path) -> str:
    suffix = path.suffix.lower()
    if suffix not in DOSSIER_SUFFIXES:
        known = ", ".join(DOSSIER_SUFFIXES)
        raise UsageError(f"{path.name}: a dossier is one of {known}; name the file so. 请用以上后缀")
    return suffix


def _since(then: int, now: int) -> tuple[str, ...]:
    if now == then:
        return ()
    return (f"the shelf has changed since: generation {then}, now {now}. 导出后文档库有变动",)


def _program() -> str:
    """Who made it, with the library that decides how a .docx looks."""
    names = []
    for name in ("wenzheng", "python-docx"):
        try:
            names.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            names.append(name)
    return ", ".join(names)


def _digest(contents: Json) -> str:
    plain = json.dumps(contents, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()


def _header(document: DocumentSummary) -> Json:
    header = {name: getattr(document, name) for name in _HEADER_FIELDS}
    issued: date | None = document.issued
    return {**header, "issued": issued.isoformat() if issued else None}


def _citation(citation: Citation, sha256: str) -> Json:
    return {
        "number": citation.number,
        "doc_id": citation.document.doc_id,
        "file": Path(citation.document.path.replace("\\", "/")).name,
        "sha256": sha256,
        **_header(citation.document),
        "status": citation.document.status,
        "headings": list(citation.headings),
        "page": citation.page,
        "start": citation.start,
        "end": citation.end,
        "quote": citation.quote,
    }


def _tampering(contents: Json, written: bytes, suffix: str) -> Iterator[str]:
    """Whether the file is still what was made of its contents, and they are whole."""
    unsigned = {name: value for name, value in contents.items() if name != "digest"}
    if contents.get("digest") != _digest(unsigned):
        yield "the contents do not have the digest they were made with. 内容与校验值不符"
    if render(contents, suffix) != written:
        made_by = contents["program"]
        hint = "" if made_by == _program() else f" (it was made with {made_by}, this is {_program()})"
        yield f"the file is not what was written for its contents{hint}. 文件在导出后被改动"


def _disagreements(contents: Json, shelf: Shelf) -> Iterator[str]:
    """What the shelf says otherwise."""
    day = date.fromisoformat(contents["as_of"])
    held = {document.doc_id: document for document in shelf.documents(as_of=day)}
    citations = []
    for entry in contents["citations"]:
        name = f"[{entry['number']}] {in_title_marks(entry['title'])}"
        summary = held.get(entry["doc_id"])
        if summary is None:
            yield f"{name}: the document is no longer on the shelf. 文件已不在文档库中"
            continue
        document = shelf.load_document(entry["doc_id"])
        yield from (f"{name}: {problem}" for problem in _differences(entry, document, summary))
        span = (int(entry["start"]), int(entry["end"]))
        citations.append(
            Citation(
                number=entry["number"],
                document=summary,
                headings=(),
                start=span[0],
                end=span[1],
                quote=document.text[slice(*span)],
                passage_start=span[0],
                passage_end=span[1],
            )
        )
    if Language(contents["language"]) and Verdict(contents["verdict"]):
        for line in check_evidence(contents["text"], citations, fact_book(shelf).within):
            yield f"the answer says what its quotes do not: {line!r}. 答案中有引文不支持的内容"


def _differences(entry: Json, document: Document, summary: DocumentSummary) -> Iterator[str]:
    if document.sha256 != entry["sha256"]:
        yield "the file on the shelf is another one now (its digest differs). 文档库中的文件已不是当时那份"
    start, end = int(entry["start"]), int(entry["end"])
    if document.text[start:end] != entry["quote"]:
        yield f"the quote does not stand at {start}–{end} any more. 原文该处已不是这段引文"
    if list(headings_at(document.sections, start)) != entry["headings"]:
        yield "the section is another one. 章节不符"
    for name, value in {**_header(summary), "status": summary.status}.items():
        if value != entry[name]:
            yield f"{name} is {value!r}, the dossier says {entry[name]!r}. 与文档库不符"
