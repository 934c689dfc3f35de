"""Which document a person means by a file name, a number, or a title with or without its year."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from assistant.comparing.editions import bare_title
from index import DocumentSummary, Shelf
from ingest import UsageError, fold

MIN_TITLE_CHARS = 4  # fewer stand in too many titles
MAX_CHOICES = 8
_YEAR = re.compile(r"[（(]?(?P<year>(?:19|20)\d{2})(?:年)?(?:修订|修正|版|本|施行|印发|发布)*[）)]?")


def choose_document(shelf: Shelf, words: str) -> DocumentSummary:
    """The document that ``words`` name; UsageError that lists the choices where there is not exactly one."""
    try:
        return shelf.find_document(words)
    except UsageError as error:
        found = _by_title(shelf.documents(), words)
        if len(found) == 1:
            return found[0]
        if not found:
            raise _unknown(shelf.documents(), words, error) from None
        listed = "; ".join(map(_shown, found[:MAX_CHOICES]))
        raise UsageError(
            f"{words!r} means {len(found)} documents: add the year to the title, or give a file name or a "
            f"number. “{words}”有{len(found)}份文件，请写明年份、文件名或文号: {listed}"
        ) from None


def _by_title(documents: Sequence[DocumentSummary], words: str) -> list[DocumentSummary]:
    """The documents of a title, those of the very name first; with a year only those of that year."""
    years = [match["year"] for match in _YEAR.finditer(words)]
    title = bare_title(_YEAR.sub("", words) if years else words)
    if len(title) < MIN_TITLE_CHARS:
        return []
    named = [one for one in documents if bare_title(one.title) == title or fold(one.title) == title]
    named = named or [one for one in documents if title in _plain(one.title)]
    named = named or [one for one in documents if Path(one.path).stem == words]
    if years:
        named = [one for one in named if years[-1] in _years(one)]
    return sorted(named, key=lambda one: (str(one.dated), one.doc_id))


def _plain(title: str) -> str:
    return fold("".join(title.split()))


def _years(document: DocumentSummary) -> set[str]:
    """The years that people tell a document by: of its days, of its number, in its title or file name."""
    days = (document.issued, document.effective, document.published)
    written = " ".join((document.title, document.document_number or "", Path(document.path).stem))
    return {str(day.year) for day in days if day} | set(re.findall(r"(?:19|20)\d{2}", written))


def _shown(document: DocumentSummary) -> str:
    told = (document.title, document.document_number, document.dated, Path(document.path).name)
    return " · ".join(str(part) for part in told if part)


def _unknown(documents: Sequence[DocumentSummary], words: str, error: UsageError) -> UsageError:
    """The shelf's own message, with the nearest titles."""
    from rapidfuzz.fuzz import partial_ratio

    title = bare_title(_YEAR.sub("", words)) or words
    near = sorted(documents, key=lambda one: -partial_ratio(title, _plain(one.title)))[:3]
    listed = "; ".join(map(_shown, near))
    return UsageError(f"{error}. Nearest 最接近的: {listed}" if near else str(error))
