"""Notes beside an answer: standing of the cited documents, level, what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from assistant.bearing import WRONG_YEAR, regions_meant
from assistant.compose import Quoter
from assistant.lookups import ending_clauses
from assistant.places import Gazetteer
from assistant.question import Question
from assistant.selection import Selection
from assistant.types import Citation, Language
from assistant.wording import note, place_name
from index import DocumentSummary
from ingest import ClauseKind, Document, Level, Status

_STATUS_NOTES = {
    Status.DRAFT: "draft",
    Status.REPLY: "reply",
    Status.EXPIRED: "expired",
    Status.REPEALED: "repealed",
    Status.NOT_YET: "not_yet",
}
_CLAUSES_BY_STATUS = {
    Status.DRAFT: (ClauseKind.DRAFT,),
    Status.EXPIRED: (ClauseKind.VALID_UNTIL, ClauseKind.VALID_FOR),
    Status.NOT_YET: (ClauseKind.EFFECTIVE_FROM,),
}
MAX_CLAUSE_CHARS = 120


def standing_notes(citations: Sequence[Citation], quoter: Quoter, language: Language) -> list[str]:
    """One note for each cited document that is not simply in force, with the clause that says so."""
    notes = []
    seen = set()
    for citation in citations:
        document = citation.document
        key = _STATUS_NOTES.get(document.status)
        if key is None or document.doc_id in seen:
            continue
        seen.add(document.doc_id)
        clause = _repealing_clause(quoter, document) if document.status is Status.REPEALED else None
        clause = clause or standing_clause(quoter.document(document.doc_id), document.status)
        notes.append(note(key, language, number=str(citation.number), clause=clause))
    return notes


def _repealing_clause(quoter: Quoter, document: DocumentSummary) -> str | None:
    """The words of the document that ended this one."""
    for hit, (start, end) in ending_clauses(quoter.shelf, document)[:1]:
        words = quoter.document(hit.document.doc_id).text[start:end]
        return " ".join(words.split())[:MAX_CLAUSE_CHARS]
    return None


def standing_clause(document: Document, status: Status) -> str:
    """The words of the document, or else its title, that give it its standing."""
    for kind in _CLAUSES_BY_STATUS.get(status, ()):
        for clause in document.metadata.clauses:
            if clause.kind is kind and clause.target is None:
                return " ".join(document.text[clause.start : clause.end].split())[:MAX_CLAUSE_CHARS]
    if status is Status.REPLY and document.metadata.title is None:
        at = max(document.text.find("答复如下"), 0)
        start = max(document.text.rfind("\n", 0, at), document.text.rfind("。", 0, at)) + 1
        return document.text[start : at + 4].strip()[:MAX_CLAUSE_CHARS] or document.title
    return document.title


def level_notes(
    question: Question, citations: Sequence[Citation], places: Gazetteer, language: Language
) -> list[str]:
    """Marks documents of a higher level than the region that was named."""
    regions = regions_meant(question, places)
    if len(regions) != 1:
        return []
    notes = []
    for citation in citations:
        document = citation.document
        higher = document.level in (Level.NATIONAL, Level.PROVINCIAL) and document.region not in regions
        if higher:
            place = place_name("national", language) if document.level is Level.NATIONAL else document.region
            notes.append(
                note(
                    "higher_level",
                    language,
                    number=str(citation.number),
                    place=place or "",
                    region=regions[0],
                )
            )
    return notes


def gap_notes(question: Question, selection: Selection, language: Language) -> list[str]:
    """What was asked for and is not there."""
    notes = [note(key, language) for key in selection.missing if key in _known_gaps()]
    notes += [note("no_region", language, region=region) for region in selection.missing_places]
    years = question.moments.years
    if years and all(sentence.year < WRONG_YEAR for sentence in selection.sentences):
        notes.append(note("no_year", language, year=str(years[0])))
    return notes


def _known_gaps() -> frozenset[str]:
    from assistant.wording import NOTES

    return frozenset(NOTES)


def as_of_note(day: date | None, language: Language) -> list[str]:
    """Says on which day's rules the answer rests."""
    return [note("as_of", language, day=day.isoformat())] if day else []
