"""The documents whose clauses are joined: the nearest that a search found, of the place asked about."""

from __future__ import annotations

from assistant.bearing import MIN_PLACE, place_match
from assistant.glossary import match_form
from assistant.inquiry import Inquiry, Seen
from index import Hit

MAX_DOCUMENTS = 4  # further ones speak of something else


def nearest_documents(inquiry: Inquiry, seen: Seen) -> list[Hit]:
    """The best hit of each of the nearest documents of the place asked about, best first."""
    best: dict[str, Hit] = {}
    for hit in seen.hits:
        form = match_form(hit.text)
        if place_match(inquiry.question, hit, form, inquiry.held.places) >= MIN_PLACE:
            best.setdefault(hit.document.doc_id, hit)
    return list(best.values())[:MAX_DOCUMENTS]
