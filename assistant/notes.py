"""Notes beside an answer: standing of the cited documents, level, what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import combinations

from assistant.asking import VALUE_ASKED
from assistant.bearing import MIN_PLACE, WRONG_YEAR, regions_meant
from assistant.claims import Claim
from assistant.compose import Quoter
from assistant.consistency import Value, differ, value_of
from assistant.ending import ending_clauses
from assistant.evidence import Sentence
from assistant.figures import pick_figures
from assistant.glossary import match_form
from assistant.groups import Selection, able_sentences
from assistant.near_misses import place_at_head
from assistant.places import Gazetteer
from assistant.question import Question
from assistant.question_terms import NOUN_ROLE
from assistant.types import Citation, Language
from assistant.weighing import Weights, is_measure_word
from assistant.wording import in_title_marks, note, place_name
from index import DocumentSummary
from ingest import ClauseKind, Document, Level, Status

_STATUS_NOTES = {
    Status.DRAFT: "draft",
    Status.REPLY: "reply",
    Status.EXPIRED: "expired",
    Status.REPEALED: "repealed",
    Status.NOT_YET: "not_yet",
    Status.UNKNOWN: "end_unknown",
}
_CLAUSES_BY_STATUS = {
    Status.DRAFT: (ClauseKind.DRAFT,),
    Status.EXPIRED: (ClauseKind.VALID_UNTIL, ClauseKind.VALID_FOR),
    Status.NOT_YET: (ClauseKind.EFFECTIVE_FROM,),
    Status.UNKNOWN: (ClauseKind.VALID_WHILE, ClauseKind.VALID_FOR),
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
        if document.status is Status.REPEALED and (later := _later_edition(quoter, document)):
            notes.append(note("superseded", language, number=str(citation.number), clause=later))
            continue
        if document.status is Status.EXPIRED and "expires" in document.corrected and document.expires:
            day = document.expires.isoformat()
            notes.append(note("expired_as_corrected", language, number=str(citation.number), day=day))
            continue
        clause = _repealing_clause(quoter, document) if document.status is Status.REPEALED else None
        clause = clause or standing_clause(quoter.document(document.doc_id), document.status)
        if document.status is Status.UNKNOWN and clause == document.title:
            continue  # it bears no date and says nothing of its end: the line of the citation tells
        notes.append(note(key, language, number=str(citation.number), clause=clause))
    return notes


def _later_edition(quoter: Quoter, document: DocumentSummary) -> str | None:
    """The words by which a later edition of the same title took this one's place."""
    for relation in quoter.shelf.relations():
        if relation.implied and relation.target == document.doc_id:
            words = quoter.document(relation.source).text[relation.start : relation.end]
            return " ".join(words.split())[:MAX_CLAUSE_CHARS]
    return None


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
    notes += [note("no_year", language, year=year) for year in selection.missing_years]
    absent = [] if selection.complete else _absent_terms(question, selection)
    if absent:
        notes.append(note("missing_terms", language, terms="、".join(absent)))
    years = question.moments.years
    if (
        years
        and not selection.missing_years
        and all(sentence.year < WRONG_YEAR for sentence in selection.sentences)
    ):
        notes.append(note("no_year", language, year=str(years[0])))
    return notes


MAX_ABSENT_NAMED = 3


def _absent_terms(question: Question, selection: Selection) -> list[str]:
    """The words of the question that stand nowhere in what is shown, its headings and its titles."""
    shown = match_form(
        " ".join(
            part
            for sentence in selection.sentences
            for part in (sentence.text, sentence.hit.document.title, *sentence.hit.passage.headings)
        )
    )
    named = (term for term in question.terms if term.role >= NOUN_ROLE and not is_measure_word(term))
    return [term.text for term in named if term.found_in(shown) is None][:MAX_ABSENT_NAMED]


def _known_gaps() -> frozenset[str]:
    from assistant.wording import NOTES

    return frozenset(NOTES)


def answer_notes(
    question: Question, selection: Selection, quoter: Quoter, places: Gazetteer, as_of: date | None
) -> list[str]:
    """The notes beside an answer, full or partial."""
    language = question.language
    several = len({s.hit.document.region for s in selection.sentences}) > 1
    named = bool(question.places) or place_at_head(question.form) is not None
    open_region = several and not named and question.level is None
    return [
        *gap_notes(question, selection, language),
        *([note("several_regions", language)] if open_region else []),
        *level_notes(question, quoter.citations, places, language),
        *standing_notes(quoter.citations, quoter, language),
        *as_of_note(as_of, language),
    ]


# A sentence about another region that says this much of the question is worth a word in a refusal.
MIN_FOREIGN_CORE = 0.7
MIN_FOREIGN_OWN = 0.5
MAX_NAMED = 3


def refusal_notes(question: Question, regions: Sequence[str], sentences: Sequence[Sentence]) -> list[str]:
    """Why a question about a region was refused, and which other regions' documents speak of its subject."""
    if not regions:
        return []
    language = question.language
    named = "、".join(regions)
    notes = [note("no_region", language, region=named)]
    foreign = [
        sentence.hit.document.region
        for sentence in sentences
        if sentence.place < MIN_PLACE
        and sentence.core >= MIN_FOREIGN_CORE
        and sentence.own >= MIN_FOREIGN_OWN
    ]
    others = list(dict.fromkeys(region for region in foreign if region))[:MAX_NAMED]
    if others:
        notes.append(note("other_region", language, other="、".join(others), region=named))
    return notes


# Another document's sentence this near to the best one speaks of the same thing.
DISAGREEMENT_GAP = 0.2


def disagreeing(
    question: Question, selection: Selection, sentences: Sequence[Sentence], weights: Weights
) -> list[tuple[Sentence, str]]:
    """Sentences of documents in force of one region that give different figures, with these as written.

    The first is the one that is shown; [] where the figures agree.
    """
    if question.asked not in VALUE_ASKED or not selection.sentences:
        return []
    best = selection.sentences[0]
    shown = pick_figures(question, best, weights)
    said: dict[str, tuple[Sentence, str, Value]] = {}
    for sentence in [best, *able_sentences(question, sentences)]:
        document = sentence.hit.document
        same_region = document.region == best.hit.document.region and document.status is Status.IN_FORCE
        if not same_region or sentence.core < best.core - DISAGREEMENT_GAP:
            continue
        claims = pick_figures(question, sentence, weights)
        near = sentence.score >= best.score - DISAGREEMENT_GAP or _same_label(best, shown, sentence, claims)
        if claims and near:
            written = sentence.text[slice(*claims[-1].value)]
            value = value_of(claims[-1].quantity, sentence.text)
            said.setdefault(document.title, (sentence, written, value))
    values = [value for _, _, value in said.values()]
    if not any(differ(one, other) for one, other in combinations(values, 2)):
        return []
    return [(sentence, written) for sentence, written, _ in said.values()]


def _same_label(one: Sentence, its: Sequence[Claim], other: Sentence, others: Sequence[Claim]) -> bool:
    """Whether two figures are stated to be of the same: 首次认定的高新技术企业."""
    labels = [
        match_form(sentence.text[slice(*claims[-1].subject)]) if claims and claims[-1].subject else ""
        for sentence, claims in ((one, its), (other, others))
    ]
    return bool(labels[0]) and labels[0] == labels[1]


def disagreement_notes(found: Sequence[tuple[Sentence, str]], language: Language) -> list[str]:
    """Warns that documents in force give different figures."""
    if not found:
        return []
    figures = "；".join(
        f"{written}（{in_title_marks(sentence.hit.document.title)}）" for sentence, written in found
    )
    return [note("disagree", language, figures=figures)]


def as_of_note(day: date | None, language: Language) -> list[str]:
    """Says on which day's rules the answer rests."""
    return [note("as_of", language, day=day.isoformat())] if day else []
