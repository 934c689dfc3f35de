"""Questions to begin with: such as this shelf answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from threading import Lock

from assistant import Verdict, ask
from desk.service import Desk
from desk.tabs.texts import Say
from index import DocumentSummary, Shelf
from ingest import Status

LONGEST_TITLE_CHARS = 26  # a longer title makes an example that nobody reads
# Whom policies are most often about; the first two that the shelf has an answer for are offered.
_OF_SUPPORT = ("example_support", "example_small", "example_talent")
MAX_OF_SUPPORT = 2


class Examples:
    """The examples of one page, tried on the shelf once for each state of it."""

    def __init__(self, desk: Desk, say: Say) -> None:
        self._desk, self._say = desk, say
        self._lock = Lock()
        self._generation = -1
        self._found: tuple[str, ...] = ()

    def offered(self) -> tuple[str, ...]:
        """Questions that are answered, the broadest first."""
        with self._lock, self._desk.reading() as shelf:
            if self._generation != shelf.generation:
                self._found = tuple(_answered(shelf, self._say))
                self._generation = shelf.generation
            return self._found


def _answered(shelf: Shelf, say: Say) -> Iterator[str]:
    documents = shelf.documents()
    if not documents:
        return
    broad = 0
    for key in _OF_SUPPORT:
        if broad < MAX_OF_SUPPORT and _is_answered(shelf, say(key)):
            broad += 1
            yield say(key)
    yield from (question for question in _of_documents(documents, say) if _is_answered(shelf, question))


def _is_answered(shelf: Shelf, question: str) -> bool:
    return ask(shelf, question).verdict is Verdict.ANSWERED


def _of_documents(documents: Sequence[DocumentSummary], say: Say) -> list[str]:
    """About the commonest region and the newest documents in force."""
    found = []
    regions = [document.region for document in documents if document.region]
    if regions:
        found.append(say("example_region", region=max(sorted(set(regions)), key=regions.count)))
    newest = sorted(documents, key=lambda document: str(document.dated or ""), reverse=True)
    in_force = [document for document in newest if document.status is Status.IN_FORCE]
    numbered = [document.document_number for document in in_force if document.document_number]
    if numbered:
        found.append(say("example_number", number=numbered[0]))
    short = [document.title for document in in_force if len(document.title) <= LONGEST_TITLE_CHARS]
    if short:
        found.append(say("example_standing", title=short[0]))
    return found
