"""Finding what is wrong with a shelf's files, and mending what can be rebuilt."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from index.adding import add_files, add_ingested
from index.catalog import Catalog
from index.catalog_file import CATALOG_NAME
from index.checking import (
    check_database,
    check_document,
    check_vectors,
    check_vectors_are_there,
    drop_damaged_vectors,
)
from index.connection import is_nonsense
from index.correcting import check_corrections, drop_damaged_corrections, restore_log, stored_as_read
from index.embedded_text import embedded_texts, vector_key
from index.saved import check_saved, discard_saved
from index.seal import SEAL_NAME, Seal, file_crc32, read_seal
from ingest import Ingested, ReadError, ShelfError

if TYPE_CHECKING:
    from index.encoder import Encoder

GetEncoder = Callable[[], "Encoder"]


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """What was found and what was done about it."""

    problems: tuple[str, ...] = ()  # what is still wrong
    repaired: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """True if nothing is wrong any more."""
        return not self.problems


@dataclass(slots=True)
class _Findings:
    """What is wrong, by what can mend it."""

    database: list[str] = field(default_factory=list)  # the database's own structure
    documents: dict[int, str] = field(default_factory=dict)  # by row: not what was stored
    vectors: list[str] = field(default_factory=list)  # damaged or missing
    corrections: list[str] = field(default_factory=list)  # the log of them, or documents not as it says
    file: list[str] = field(default_factory=list)  # bytes of the file that hold nothing
    uploads: list[str] = field(default_factory=list)  # originals kept in the shelf that have changed
    index: list[str] = field(default_factory=list)  # saved segments

    def all(self) -> tuple[str, ...]:
        documents = self.documents.values()
        log = self.corrections
        return (*self.database, *documents, *self.vectors, *log, *self.file, *self.uploads, *self.index)


def verify_shelf(catalog: Catalog, get_encoder: GetEncoder, *, repair: bool) -> VerifyReport:
    """Check the shelf; with ``repair`` mend it and check again.

    1. the database's structure; 2. each document against its checksum; 3. each vector against its
    checksum and dimension; 4. what people corrected, and that documents are as it says; 5. every byte of
    the file against the seal; 6. uploads against their sha256; 7. every byte of the saved search index
    against its manifest.
    Damaged documents are read again from their files, damaged vectors are encoded again, and the file is
    written anew where bytes that hold nothing have changed.
    """
    findings = _find(catalog)
    if not repair or not findings.all():
        return VerifyReport(findings.all())
    repaired = _mend(catalog, findings, get_encoder)
    left = _find(catalog)
    return VerifyReport(left.all(), tuple(repaired))


def rebuild_shelf(catalog: Catalog, aside: Path, get_encoder: GetEncoder) -> VerifyReport:
    """Fill a new catalog from the files that the seal of the lost one, now in ``aside``, names."""
    seal = _seal_or_none(catalog.folder)
    if seal is None:
        return VerifyReport((f"the catalog and {SEAL_NAME} are lost: add the documents again",))
    files = [Path(path) for path in seal.documents]
    with catalog.write():
        restore_log(catalog, seal.corrections)
    outcome = add_files(catalog, [file for file in files if file.is_file()], get_encoder, lambda *_: None)
    lost = [f"document {file} is lost: its file is gone" for file in files if not file.is_file()]
    lost += [f"document {skipped.path} is lost: {skipped.reason}" for skipped in outcome.skipped]
    done = (
        f"set the damaged catalog aside as {aside.name} and read {outcome.added} documents from their files"
    )
    return VerifyReport(tuple(lost), (done,))


def sealed_model(folder: Path) -> str | None:
    """The model that the seal names; None for the built-in one or if there is no seal."""
    seal = _seal_or_none(folder)
    return (seal.model or None) if seal else None


def _seal_or_none(folder: Path) -> Seal | None:
    try:
        return read_seal(folder)
    except ValueError:
        return None


def set_aside(folder: Path) -> Path:
    """Move a catalog that cannot be opened out of the way; its new place."""
    target = next(
        place for number in count(1) if not (place := folder / f"{CATALOG_NAME}.damaged{number}").exists()
    )
    (folder / CATALOG_NAME).rename(target)
    for ending in ("-wal", "-shm"):  # they belong to the damaged one
        (folder / f"{CATALOG_NAME}{ending}").unlink(missing_ok=True)
    (folder / CATALOG_NAME).touch()  # the folder stays a shelf whatever happens next
    return target


def is_damaged(folder: Path, error: ShelfError) -> bool:
    """True if ``error``, met on opening the shelf, comes from changed bytes and not from its use."""
    if isinstance(error.__cause__, sqlite3.OperationalError) and not is_nonsense(error.__cause__):
        return False
    seal = _seal_or_none(folder)
    return isinstance(error.__cause__, sqlite3.DatabaseError) or (
        seal is not None and not _fits(seal, folder)
    )


def _fits(seal: Seal, folder: Path) -> bool:
    path = folder / CATALOG_NAME
    return (path.stat().st_size, file_crc32(path)) == (seal.size, seal.crc32)


def _find(catalog: Catalog) -> _Findings:
    findings = _Findings()
    with catalog.read():
        try:
            findings.database = check_database(catalog)
            findings.vectors = check_vectors(catalog)
            for row in catalog.document_rows():
                problem = check_document(catalog, row)
                if problem:
                    findings.documents[row] = problem
            findings.vectors += check_vectors_are_there(catalog)
            findings.corrections = check_corrections(catalog)
            findings.file = _check_file(catalog)
            findings.uploads = _check_uploads(catalog)
            findings.index = check_saved(catalog.folder)
        except ShelfError as error:
            findings.database.append(str(error))
    return findings


def _check_file(catalog: Catalog) -> list[str]:
    try:
        seal = read_seal(catalog.folder)
    except ValueError as error:
        return [str(error)]
    if seal is None or seal.generation != catalog.generation:
        return []
    if not _fits(seal, catalog.folder):
        return [f"{CATALOG_NAME} has changed since it was closed"]
    return []


def _check_uploads(catalog: Catalog) -> list[str]:
    problems = []
    for name, sha256 in catalog.hashes().items():
        path = Path(name)
        if catalog.folder.absolute() not in path.parents:
            continue
        if not path.is_file():
            problems.append(f"upload {path} is missing")
        elif hashlib.sha256(path.read_bytes()).hexdigest() != sha256:
            problems.append(f"upload {path} is not what was added")
    return problems


def _mend(catalog: Catalog, findings: _Findings, get_encoder: GetEncoder) -> list[str]:
    """Mend what can be mended; what was done."""
    done = []
    for row, problem in findings.documents.items():
        outcome = _read_again(catalog, row, get_encoder)
        if outcome:
            done.append(f"{problem}: {outcome}")
    if findings.vectors:
        with catalog.write():
            drop_damaged_vectors(catalog)
        add_ingested(catalog, _stored(catalog), get_encoder, lambda *_: None, again=True)
        done.append(f"encoded {len(findings.vectors)} vectors again")
    if findings.corrections:
        done.append(_mend_corrections(catalog, get_encoder))
    if findings.index:
        discard_saved(catalog.folder)
        done.append("discarded the damaged search index: it is built again")
    if findings.database or findings.file:
        catalog.rewrite()
        done.append("wrote the catalog's file anew")
    catalog.seal()
    return done


def _read_again(catalog: Catalog, row: int, get_encoder: GetEncoder) -> str | None:
    """Replace the document in ``row`` by what its file holds now; None if that is not possible."""
    from ingest import ingest_file

    doc_id, path = catalog.name_of(row)
    try:
        ingested = ingest_file(Path(path))
    except ReadError:
        return None
    with catalog.write():
        catalog.delete(doc_id)
    add_ingested(catalog, [ingested], get_encoder, lambda *_: None, again=True)
    return "read again from its file"


def _mend_corrections(catalog: Catalog, get_encoder: GetEncoder) -> str:
    """Take the log from the seal, or leave out what is damaged, and store the documents as it says."""
    seal = _seal_or_none(catalog.folder)
    touched = {entry[0] for entry in catalog.correction_log()}
    with catalog.write():
        if seal is not None and seal.generation == catalog.generation:
            restore_log(catalog, seal.corrections)
            done = "took the corrections from the seal"
        else:
            lost = drop_damaged_corrections(catalog)
            done = f"left out {lost} damaged corrections: make them again"
    touched |= {entry[0] for entry in catalog.correction_log()}
    rows = [row for row, one in catalog.describe(catalog.document_rows()).items() if one.doc_id in touched]
    again = [stored_as_read(catalog, row) for row in rows]
    add_ingested(catalog, again, get_encoder, lambda *_: None, again=True)
    return done


def _stored(catalog: Catalog) -> list[Ingested]:
    """The documents of which a passage has no vector."""
    found = []
    for row in catalog.document_rows():
        document = catalog.document(row)
        passages = tuple(catalog.passages(row, document.doc_id))
        keys = [vector_key(text) for text in embedded_texts(document, passages)]
        if len(catalog.stored_keys(keys)) < len(set(keys)):
            found.append(stored_as_read(catalog, row))
    return found
