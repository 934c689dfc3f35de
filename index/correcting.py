"""Corrections in the catalog: a log that nothing is taken from, and documents stored as it says.

What counts is stored with the document, so every reader, filter and index uses it as if it had been
read; what was read lies beside it in ``as_read``, and a file that is read again is corrected again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from index.catalog import Catalog
from index.corrections import Correction, Plain, apply, current, parse_value
from index.embedded_text import embedded_texts, vector_key
from index.records import CORRECTION_COLUMNS, checksum
from ingest import Document, Ingested, ShelfError, UsageError

LOG_CHECKSUM = "corrections"  # the setting that holds the checksum of the whole log
MAX_NAME_CHARS = 64  # of who corrects: what the users file allows
_RESTORED = None  # how the column ``value`` says that what was read counts again


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document as it is stored: corrected, with what was read where that differs."""

    ingested: Ingested
    as_read: Document | None
    texts: tuple[str, ...]  # embedded text of each passage
    keys: tuple[bytes, ...]  # names of their vectors


def prepare(ingested: Ingested, log: Sequence[Correction]) -> Prepared:
    """``ingested`` with the corrections of ``log``; one without any is stored as it was read."""
    values = current(log)
    document, facts = ingested.document, ingested.facts
    as_read = document if values else None
    if log:
        applied = apply(document, facts, values)
        document, facts = applied.document, applied.facts
    texts = tuple(embedded_texts(document, ingested.passages))
    return Prepared(
        Ingested(document, ingested.passages, facts), as_read, texts, tuple(map(vector_key, texts))
    )


def stored_as_read(catalog: Catalog, row: int) -> Ingested:
    """What was read of the document in ``row``, whatever has been corrected."""
    document = catalog.document_as_read(row)
    passages = tuple(catalog.passages(row, document.doc_id))
    return Ingested(document, passages, tuple(catalog.facts(row)))


# Changes


def correct_document(
    catalog: Catalog,
    doc_id: str,
    values: Mapping[str, Plain],
    *,
    restore: Sequence[str] = (),
    by: str,
    encode: Callable[[dict[bytes, str]], None],
) -> bool:
    """Set the fields in ``values`` and take back what was corrected in ``restore``; False if nothing changes.

    ``encode`` stores the vectors of texts that have none yet, by their keys. ``UsageError`` for a value
    that cannot be; ``ShelfError`` if the document was changed meanwhile.
    """
    row = catalog.row_of(doc_id)
    read = stored_as_read(catalog, row)
    log = corrections_of(catalog, doc_id)
    new = _new_entries(log, values, restore, read.document.text, _checked_name(by))
    if not new:
        return False
    prepared = prepare(read, [*log, *new])
    texts = dict(zip(prepared.keys, prepared.texts, strict=True))
    missing = texts.keys() - catalog.stored_keys(texts)
    if missing:
        encode({key: text for key, text in texts.items() if key in missing})
    with catalog.write():
        if catalog.row("SELECT 1 FROM documents WHERE id = ? AND doc_id = ?", row, doc_id) is None:
            raise ShelfError(
                f"{doc_id} was changed by somebody else meanwhile: try again. 文件刚被他人改动,请重试"
            )
        _append(catalog, [(doc_id, *_log_values(made)) for made in new])
        catalog.put(prepared.ingested, prepared.keys, prepared.as_read)
    return True


def _checked_name(by: str) -> str:
    name = " ".join(by.split())
    if not name or not name.isprintable() or len(name) > MAX_NAME_CHARS:
        raise UsageError(f"say who corrects in at most {MAX_NAME_CHARS} characters: {by!r}. 请写明更正人")
    return name


def _new_entries(
    log: Sequence[Correction], values: Mapping[str, Plain], restore: Sequence[str], text: str, by: str
) -> list[Correction]:
    both = set(values) & set(restore)
    if both:
        raise UsageError(f"{', '.join(sorted(both))} cannot be set and restored at once. 不能同时更正与撤销")
    now, at = current(log), datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    made = []
    for field, given in values.items():
        value = parse_value(field, given, text)
        if field not in now or now[field] != value:
            made.append(Correction(field, value, by, at))
    for field in restore:
        parse_value(field, None, text)  # knows the names
        if field in now:
            made.append(Correction(field, None, by, at, restored=True))
    return made


def forget_corrections(catalog: Catalog, doc_ids: Iterable[str]) -> None:
    """Remove all that was corrected in documents that a person takes off; inside ``write``."""
    for doc_id in doc_ids:
        catalog.execute("DELETE FROM corrections WHERE doc_id = ?", doc_id)
    _seal_log(catalog)


# The log


def corrections_of(catalog: Catalog, doc_id: str) -> list[Correction]:
    """What was corrected in a document, oldest first."""
    rows = catalog.rows(f"SELECT {CORRECTION_COLUMNS} FROM corrections WHERE doc_id = ? ORDER BY id", doc_id)
    return [_entry(row) for row in rows]


def restore_log(catalog: Catalog, log: Iterable[Sequence[str | None]]) -> None:
    """Replace the log by ``log``; inside ``write``."""
    catalog.execute("DELETE FROM corrections")
    _append(catalog, [tuple(row) for row in log])


def check_corrections(catalog: Catalog) -> list[str]:
    """What is wrong with the log, and which documents are not as it says."""
    found = []
    rows = catalog.rows(f"SELECT {CORRECTION_COLUMNS}, checksum FROM corrections ORDER BY id")
    for *values, stored in rows:
        if checksum([tuple(values)]) != stored:
            found.append(f"correction of {values[1]} in document {values[0]} is not what was stored")
    found += _not_as_corrected(catalog)
    if not found and (catalog.setting(LOG_CHECKSUM) or _EMPTY_LOG) != _log_checksum(catalog):
        found.append("corrections: one is missing, or was not made by this program")
    return found


def _not_as_corrected(catalog: Catalog) -> list[str]:
    wanted: dict[str, list[Correction]] = {}
    for entry in catalog.correction_log():
        wanted.setdefault(entry[0], []).append(_entry(entry))
    places = {
        doc_id: row for row, doc_id in catalog.rows("SELECT id, doc_id FROM documents") if doc_id in wanted
    }
    stored = catalog.describe(places.values())
    return [
        f"document {doc_id} is not as it was corrected"
        for doc_id, row in places.items()
        if set(stored[row].metadata.corrected) != set(current(wanted[doc_id]))
    ]


def drop_damaged_corrections(catalog: Catalog) -> int:
    """Remove the entries that are not what was stored and accept the others; inside ``write``. How many."""
    rows = catalog.rows(f"SELECT id, {CORRECTION_COLUMNS}, checksum FROM corrections")
    damaged = [row for row, *values, stored in rows if checksum([tuple(values)]) != stored]
    for row in damaged:
        catalog.execute("DELETE FROM corrections WHERE id = ?", row)
    _seal_log(catalog)
    return len(damaged)


def _append(catalog: Catalog, rows: Iterable[tuple[str | None, ...]]) -> None:
    for values in rows:
        catalog.execute(
            f"INSERT INTO corrections ({CORRECTION_COLUMNS}, checksum) VALUES (?, ?, ?, ?, ?, ?)",
            *values,
            checksum([values]),
        )
    _seal_log(catalog)


def _seal_log(catalog: Catalog) -> None:
    catalog.set_setting(LOG_CHECKSUM, _log_checksum(catalog))


def _log_checksum(catalog: Catalog) -> str:
    return checksum(catalog.rows(f"SELECT {CORRECTION_COLUMNS} FROM corrections ORDER BY id")).hex()


def _log_values(made: Correction) -> tuple[str, str | None, str, str]:
    value = _RESTORED if made.restored else json.dumps(made.value, ensure_ascii=False)
    return made.field, value, made.by, made.at


def _entry(row: Sequence[str]) -> Correction:
    _, field, value, by, at = row
    if value is _RESTORED:
        return Correction(field, None, by, at, restored=True)
    return Correction(field, json.loads(value), by, at)


_EMPTY_LOG = checksum([]).hex()
