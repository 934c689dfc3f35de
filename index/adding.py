"""From files to a changed catalog: read, encode, commit, one document at a time."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index.catalog import Catalog
from index.correcting import Prepared, corrections_of, prepare
from ingest import Ingested, Skipped, discover, ingest_files

if TYPE_CHECKING:
    from index.encoder import Encoder

ShelfProgress = Callable[[str, int, int], None]  # (phase, done, total)
GetEncoder = Callable[[], "Encoder"]

READING, OCR, ENCODING = "read", "OCR pages", "encode"  # phases of progress
# Below the shelf's folder while files are read: pages that OCR has done, for a run that was interrupted.
OCR_PAGES = "ocr-pages"
# New passages that are encoded together: enough for even batches, and few enough that the first
# documents can be found soon.
ENCODE_PASSAGES = 512
# Vectors that are kept at once: about five seconds of work is lost when the process is killed.
SAVE_VECTORS = 128


@dataclass
class AddOutcome:
    """What an add did, by path and doc_id."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    skipped: list[Skipped] = field(default_factory=list)
    doc_ids: list[str] = field(default_factory=list)  # added and updated, in order
    gone: list[str] = field(default_factory=list)  # doc_ids of files that are no longer in their folder


def add_files(
    catalog: Catalog,
    paths: Sequence[Path],
    get_encoder: GetEncoder,
    progress: ShelfProgress,
    *,
    again: bool = False,
) -> AddOutcome:
    """Bring the documents under ``paths`` into the catalog.

    1. list the files; 2. leave out those whose bytes are stored already, unless ``again``; 3. read the
    others; 4. encode what was never encoded, keeping vectors as they come; 5. commit each document in one
    transaction; 6. take off the documents whose files have gone from the folders given.
    """
    files, skipped = discover(paths)
    outcome = AddOutcome(skipped=list(skipped))
    hashes = {} if again else catalog.hashes()
    with closing(_read_changed(catalog, files, hashes, outcome, progress)) as documents:  # ends the readers
        _bring(catalog, documents, get_encoder, outcome, progress)
    shutil.rmtree(catalog.folder / OCR_PAGES, ignore_errors=True)  # all is stored: nothing to go on with
    if files:  # an empty folder may be a disk that is not mounted
        _drop_gone(catalog, [path.absolute() for path in paths if path.is_dir()], outcome)
    return outcome


def _drop_gone(catalog: Catalog, folders: Sequence[Path], outcome: AddOutcome) -> None:
    """Remove the documents that were read below ``folders`` and are no longer there."""
    for path, doc_id in catalog.doc_ids().items():
        file = Path(path)
        if any(folder in file.parents and not _is_there(file, folder) for folder in folders):
            with catalog.write():
                catalog.delete(doc_id)
            outcome.gone.append(doc_id)


def _is_there(file: Path, folder: Path) -> bool:
    """True if ``file`` exists, or lies in an archive below ``folder`` that does."""
    return file.exists() or any(parent.is_file() for parent in file.parents if folder in parent.parents)


def add_ingested(
    catalog: Catalog,
    documents: Iterable[Ingested],
    get_encoder: GetEncoder,
    progress: ShelfProgress,
    *,
    again: bool = False,
) -> AddOutcome:
    """Bring documents that were read already into the catalog, as ``add_files`` does.

    One whose sha256 is stored already is left alone unless ``again``; vectors are never made twice.
    """
    outcome = AddOutcome()
    hashes = {} if again else catalog.hashes()

    def new() -> Iterator[Prepared]:
        for ingested in documents:
            if hashes.get(ingested.document.path) == ingested.document.sha256:
                outcome.unchanged += 1
            else:
                yield _prepared(catalog, ingested)

    _bring(catalog, new(), get_encoder, outcome, progress)
    return outcome


def _bring(
    catalog: Catalog,
    documents: Iterable[Prepared],
    get_encoder: GetEncoder,
    outcome: AddOutcome,
    progress: ShelfProgress,
) -> None:
    """Store ``documents``, so many at a time as fill a round of encoding."""
    pending: list[Prepared] = []
    waiting = 0
    for read in documents:
        pending.append(read)
        waiting += len(read.texts)
        if waiting >= ENCODE_PASSAGES:
            _store(catalog, pending, get_encoder, outcome, progress)
            pending, waiting = [], 0
    _store(catalog, pending, get_encoder, outcome, progress)


def _read_changed(
    catalog: Catalog,
    files: Sequence[Path],
    hashes: Mapping[str, str],
    outcome: AddOutcome,
    progress: ShelfProgress,
) -> Generator[Prepared]:
    """The documents of files that are new or changed, counting the others; a zip gives several."""
    results = ingest_files(
        files, hashes, progress=_page_progress(progress), kept_pages=catalog.folder / OCR_PAGES
    )
    for done, result in enumerate(results, start=1):
        if isinstance(result, Ingested):
            yield _prepared(catalog, result)
        elif isinstance(result, Skipped):
            outcome.skipped.append(result)
        else:
            outcome.unchanged += 1
        progress(READING, min(done, len(files)), len(files))


def _page_progress(progress: ShelfProgress) -> Callable[[str, int, int], None]:
    """Pages read by OCR, of all scans that were begun together; called from several threads."""
    pages: dict[str, tuple[int, int]] = {}

    def tell(name: str, page: int, of: int) -> None:
        pages[name] = page, of
        counts = list(pages.values())
        progress(OCR, sum(done for done, _ in counts), sum(total for _, total in counts))

    return tell


def _prepared(catalog: Catalog, ingested: Ingested) -> Prepared:
    """With what people corrected when the file was read before."""
    return prepare(ingested, corrections_of(catalog, ingested.document.doc_id))


def _store(
    catalog: Catalog,
    pending: Sequence[Prepared],
    get_encoder: GetEncoder,
    outcome: AddOutcome,
    progress: ShelfProgress,
) -> None:
    """Encode what has no vector yet, then commit each document."""
    if not pending:
        return
    encoder = get_encoder()
    texts = dict(
        zip(chain(*(read.keys for read in pending)), chain(*(read.texts for read in pending)), strict=True)
    )
    stored = catalog.stored_keys(texts)
    encode_new(catalog, encoder, {key: text for key, text in texts.items() if key not in stored}, progress)
    for read in pending:
        document = read.ingested.document
        with catalog.write():
            existed = catalog.put(read.ingested, read.keys, read.as_read)
        if existed:
            outcome.updated += 1
        else:
            outcome.added += 1
        outcome.doc_ids.append(document.doc_id)


def encode_new(catalog: Catalog, encoder: Encoder, texts: dict[bytes, str], progress: ShelfProgress) -> None:
    """Encode ``texts`` and store the vectors under their keys, as they come."""
    keys = list(texts)
    done = 0
    for batch_keys, vectors in _gathered(encoder.encode_batches(list(texts.values())), keys):
        with catalog.write():
            catalog.put_vectors(batch_keys, vectors)
        done += len(batch_keys)
        progress(ENCODING, done, len(keys))


def _gathered(
    batches: Iterable[tuple[list[int], np.ndarray[tuple[int, ...], np.dtype[np.float32]]]], keys: list[bytes]
) -> Iterator[tuple[list[bytes], np.ndarray[tuple[int, ...], np.dtype[np.float32]]]]:
    """The encoder's small batches, several together."""
    names: list[bytes] = []
    parts = []
    for indexes, vectors in batches:
        names += [keys[index] for index in indexes]
        parts.append(vectors)
        if len(names) >= SAVE_VECTORS:
            yield names, np.concatenate(parts)
            names, parts = [], []
    if names:
        yield names, np.concatenate(parts)
