"""Which documents end or change which others, and how a document stands on a given day."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from ingest import ClauseKind, Kind, Metadata, Reference, Status, StatusClause, fold

# Papers that only speak of a repeal: it is made by the document they speak of.
WITHOUT_FORCE = frozenset({Kind.DRAFT, Kind.REPLY, Kind.INTERPRETATION, Kind.REPORT})
# A title shorter than this is shared by many places (《管理办法》); without a region it proves nothing.
MIN_TELLING_TITLE_CHARS = 8

# Rules, of which one wording holds at a time. A plan or notice of the same title may be of another year.
REPLACED_BY_TITLE = frozenset({Kind.LAW, Kind.MEASURES})
# (2019年修正): what a title says of its own edition.
_EDITION = re.compile(r"\((?:19|20)?\d{0,4}年?(?:\d+月\d+日)?(?:第.次)?(?:修订|修正|修改)[^)]{0,6}\)$")
_CARRIED = re.compile(
    r"(?:印发|发布|公布|下发|颁布|转发)[《「]?(?P<inner>.+?)[》」]?的(?:通知|公告|通告|决定|令)$"
)
_ISSUER = re.compile(r"^[^《》「」]{2,60}?(?=关于)")
# 行动方案（2023—2025年）, 到2025年: the years a title gives to its document.
_PERIOD = re.compile(r"(?<!\d)20\d{2}年?[—–－\-~～至到]{1,2}(20\d{2})(?!\d)|[到至](20\d{2})年(?!\d)")


@dataclass(frozen=True, slots=True)
class Relation:
    """One document of a shelf ends or changes another, in a clause that can be quoted."""

    kind: ClauseKind  # REPEALS, AMENDS, or VALID_UNTIL for a new last day
    source: str  # doc_id of the document that says so
    target: str  # doc_id of the document it is said of
    start: int  # span of the clause in the source's text
    end: int
    day: date | None  # from which it holds; None if the source bears no date
    until: date | None = None  # the last day of validity that VALID_UNTIL sets
    implied: bool = False  # by being a later edition of the target; the clause says only from when


def status_on(metadata: Metadata, day: date, relations: Iterable[Relation] = ()) -> Status:
    """How a document stands on ``day``; ``relations`` are those of which it is the target.

    Replies and drafts are that, whatever their dates. Otherwise, in this order:

    - ``unknown``: neither a day of effect nor one of issue (or publication) is known, unless the
      document is known to have ended;
    - ``not_yet``: before its day of effect, or before it was issued if it names none;
    - ``repealed``: from the day of effect of the document that repeals it (its day of issue if it names
      none; always, if it bears no date);
    - ``expired``: from the first day out of the validity it states or a later document sets, or from
      the new year after the last year of the period in its title (2023—2025年);
    - ``unknown``: valid until an event (应急响应解除) of which no day is written;
    - ``in_force``: everything else. A notice, measure or plan without a stated end holds until another
      document ends it, so a day of issue is enough.
    """
    if metadata.kind is not None and metadata.kind.value in (Kind.DRAFT, Kind.REPLY):
        return Status.DRAFT if metadata.kind.value is Kind.DRAFT else Status.REPLY
    begin = starts_on(metadata)
    if begin is not None and day < begin:
        return Status.NOT_YET
    relations = tuple(relations)
    repeals = [relation for relation in relations if relation.kind is ClauseKind.REPEALS]
    if any(relation.day is None or relation.day <= day for relation in repeals):
        return Status.REPEALED
    later = [one.until for one in relations if one.until and (one.day is None or one.day <= day)]
    end = max(later) + timedelta(days=1) if later else ends_on(metadata)
    if end is not None and end <= day:
        return Status.EXPIRED
    if end is None and any(clause.kind is ClauseKind.VALID_WHILE for clause in metadata.clauses):
        return Status.UNKNOWN
    return Status.IN_FORCE if begin is not None else Status.UNKNOWN


def starts_on(metadata: Metadata) -> date | None:
    """The day from which a document counts: of effect, else of issue, else of publication."""
    first = metadata.effective or metadata.issued or metadata.published
    return first.value if first is not None else None


def ends_on(metadata: Metadata) -> date | None:
    """The first day out of force by the document's own words, None if it states no end."""
    if metadata.expires is not None:
        return metadata.expires.value
    years = _PERIOD.search(metadata.title.value) if metadata.title is not None else None
    return date(int(years[1] or years[2]) + 1, 1, 1) if years else None


@dataclass(frozen=True, slots=True)
class Mention:
    """One document of a shelf names another, wherever in its text."""

    source: str  # doc_id of the document that names
    target: str
    start: int  # span of the name in the source's text
    end: int


def find_mentions(documents: Mapping[str, Metadata]) -> tuple[Mention, ...]:
    """Every naming of one document by another, by source and place; found as ``find_relations`` does."""
    by_number, by_title = _by_name(documents)
    return tuple(
        Mention(doc_id, target, reference.start, reference.end)
        for doc_id, metadata in documents.items()
        for reference in metadata.references
        for target in _resolve(reference, doc_id, documents, by_number, by_title)
    )


def _by_name(documents: Mapping[str, Metadata]) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """The documents by folded number, and by the forms of their title."""
    by_number: dict[str, list[str]] = defaultdict(list)
    by_title: dict[str, list[str]] = defaultdict(list)
    for doc_id, metadata in documents.items():
        if metadata.document_number is not None:
            by_number[fold(metadata.document_number.value)].append(doc_id)
        if metadata.title is not None:
            for key in title_keys(metadata.title.value):
                by_title[key].append(doc_id)
    return by_number, by_title


def find_relations(documents: Mapping[str, Metadata]) -> tuple[Relation, ...]:
    """Repeals, amendments and extensions among the documents of a shelf (by doc_id), by source and place.

    A cited document is found by its number, else by its title (with or without its issuer, or the paper
    that a notice carries) in the same region and no newer than the one that cites it. A later edition of a
    rule ends the one before it, though it does not say so.
    """
    by_number, by_title = _by_name(documents)
    relations: set[Relation] = set(_editions(documents))
    for doc_id, metadata in documents.items():
        if metadata.kind is not None and metadata.kind.value in WITHOUT_FORCE:
            continue
        for clause in metadata.clauses:
            if clause.target is None:
                continue
            until = clause.day if clause.kind is ClauseKind.VALID_UNTIL else None
            day = starts_on(metadata)
            for target in _resolve(clause.target, doc_id, documents, by_number, by_title):
                span = clause.start, clause.end
                relations.add(Relation(clause.kind, doc_id, target, *span, day, until))
    return tuple(sorted(relations, key=lambda one: (one.source, one.start, one.target, one.kind)))


def find_repeals(documents: Mapping[str, Metadata]) -> tuple[tuple[str, StatusClause], ...]:
    """Every clause by which a document that has force ends another, by doc_id and place."""
    return tuple(
        (doc_id, clause)
        for doc_id, metadata in sorted(documents.items())
        if metadata.kind is None or metadata.kind.value not in WITHOUT_FORCE
        for clause in metadata.clauses
        if clause.kind is ClauseKind.REPEALS
    )


def _editions(documents: Mapping[str, Metadata]) -> Iterator[Relation]:
    """For each edition of a rule the next one: same title, place and issuers, of a later day.

    The clause quoted is the one by which the later edition takes effect, else its date, else its title.
    """
    editions: dict[tuple[str, str], list[tuple[date, str]]] = defaultdict(list)
    for doc_id, metadata in documents.items():
        day = _edition_day(metadata)
        ruling = metadata.kind is not None and metadata.kind.value in REPLACED_BY_TITLE
        if ruling and day is not None and metadata.title is not None and metadata.region is not None:
            title = _EDITION.sub("", fold("".join(metadata.title.value.split())))
            editions[title, metadata.region.value.name].append((day, doc_id))
    for rules in editions.values():
        rules.sort()
        for (earlier, old), (later, new) in pairwise(rules):
            span = _taking_effect(documents[new])
            if earlier < later and span is not None and _may_follow(documents[old], documents[new]):
                yield Relation(ClauseKind.REPEALS, new, old, *span, later, implied=True)


def _edition_day(metadata: Metadata) -> date | None:
    """The day from which this wording counts: of effect, or of the last revision if that is later."""
    days = [found.value for found in (metadata.effective, metadata.issued) if found is not None]
    return max(days, default=None)


def _may_follow(old: Metadata, new: Metadata) -> bool:
    """Whether the same bodies issued both, as far as both say, and they are not two copies of one paper.

    A revised law keeps the number of the order that first issued it; measures never do.
    """
    names = [{found.value for found in metadata.issuers} for metadata in (old, new)]
    numbers = [m.document_number.value if m.document_number else None for m in (old, new)]
    lawlike = new.kind is not None and new.kind.value is Kind.LAW
    copies = numbers[0] is not None and fold(numbers[0]) == fold(numbers[1] or "") and not lawlike
    return not copies and (not all(names) or names[0] == names[1])


def _taking_effect(metadata: Metadata) -> tuple[int, int] | None:
    for clause in metadata.clauses:
        if clause.kind is ClauseKind.EFFECTIVE_FROM and clause.target is None:
            return clause.start, clause.end
    for found in (metadata.issued, metadata.title):
        if found is not None and found.start is not None and found.end is not None:
            return found.start, found.end
    return None


def title_keys(title: str) -> frozenset[str]:
    """The folded forms under which a title is cited: whole, without its issuer, what it carries."""
    whole = fold("".join(title.split()))
    keys = {whole, _ISSUER.sub("", whole)}
    carried = _CARRIED.search(whole)
    if carried is not None:
        keys.add(carried["inner"])
    return frozenset(key.strip("《》") for key in keys if key)


def _resolve(
    reference: Reference,
    source: str,
    documents: Mapping[str, Metadata],
    by_number: Mapping[str, Sequence[str]],
    by_title: Mapping[str, Sequence[str]],
) -> list[str]:
    if reference.document_number is not None:
        numbered = by_number.get(fold(reference.document_number), ())
        if numbered:
            return [doc_id for doc_id in numbered if doc_id != source]
    if reference.title is None:
        return []
    found: dict[str, None] = {}
    for key in title_keys(reference.title):
        for doc_id in by_title.get(key, ()):
            if doc_id != source and _fits(reference, key, documents[source], documents[doc_id]):
                found[doc_id] = None
    return list(found)


def _fits(reference: Reference, key: str, source: Metadata, target: Metadata) -> bool:
    """Whether a document of the cited title can be the one meant."""
    if reference.document_number is not None and target.document_number is not None:
        return False  # both bear numbers, and they differ
    newer = starts_on(source), starts_on(target)
    if newer[0] is not None and newer[1] is not None and newer[1] >= newer[0]:
        return False
    if source.region is None or target.region is None:
        return len(key) >= MIN_TELLING_TITLE_CHARS
    return source.region.value.name == target.region.value.name
