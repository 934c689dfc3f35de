"""What people correct in a document's header fields: which fields, what values, what follows from them.

A correction names a field and its value; the words of the document stay as they are. A value of None
says that the document has no such field, which is something else than taking a correction back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from index.status_clauses import clause_values, clauses_of, parse_clauses, redated
from ingest import (
    Document,
    Fact,
    Kind,
    Located,
    Metadata,
    Region,
    Source,
    UsageError,
    find_region,
    leading_region,
    normalise_number,
)

Plain = Any  # what JSON can say: None, a string, a list of strings, a list of clauses
MAX_VALUE_CHARS = 500  # of a title or a name; the longest real title seen has 180
MAX_ISSUERS = 30  # joint notices of more than twenty departments exist


@dataclass(frozen=True, slots=True)
class Correction:
    """One change that a person made to a field, or took back."""

    field: str
    value: Plain  # None: the document has none
    by: str  # who
    at: str  # when, UTC to the second: 2026-01-31T08:00:00Z
    restored: bool = False  # what was read counts again; ``value`` is None then


def current(log: Sequence[Correction]) -> dict[str, Plain]:
    """The values that count after ``log``, oldest first: by field, without what was taken back."""
    values: dict[str, Plain] = {}
    for made in log:
        values.pop(made.field, None)
        if not made.restored:
            values[made.field] = made.value
    return values


# Reading what a person gives


def parse_value(field: str, given: Plain, text: str) -> Plain:
    """``given`` as it is kept; ``UsageError`` for an unknown field or a value that is none of its kind.

    ``text`` is the document's, in which a status clause must stand.
    """
    parse = _PARSERS.get(field)
    if parse is None:
        raise UsageError(f"there is no field {field!r} to correct: choose {', '.join(FIELDS)}. 没有这个字段")
    if field == "clauses":
        return parse_clauses(given, text)
    if given is None or (isinstance(given, str | list) and not given):
        return None
    return parse(field, given)


def _line(field: str, given: Plain) -> str:
    if not isinstance(given, str):
        raise UsageError(f"{field} is a line of text, not {given!r}. {field} 应为一行文字")
    line = " ".join(given.split())
    if not line or not line.isprintable() or len(line) > MAX_VALUE_CHARS:
        raise UsageError(f"{field} is one printable line of at most {MAX_VALUE_CHARS} characters. 文字不合规")
    return line


def _number(field: str, given: Plain) -> str:
    line = _line(field, given)
    return normalise_number(line) or line


def _names(field: str, given: Plain) -> list[str]:
    names = given.split("、") if isinstance(given, str) else given
    if not isinstance(names, list) or len(names) > MAX_ISSUERS:
        raise UsageError(
            f"{field} are at most {MAX_ISSUERS} names, joined by 、. 发文机关最多 {MAX_ISSUERS} 个"
        )
    return [_line(field, name) for name in names]


def _day(field: str, given: Plain) -> str:
    try:
        return date.fromisoformat(given).isoformat()
    except (TypeError, ValueError):
        raise UsageError(f"{field} is a day like 2026-01-31, not {given!r}. 日期应形如 2026-01-31") from None


def _kind(field: str, given: Plain) -> str:
    if given not in set(Kind):
        raise UsageError(f"{field} is one of {', '.join(Kind)}, not {given!r}. 没有这种文件类型")
    return str(Kind(given))


def _region_name(field: str, given: Plain) -> str:
    return region_named(_line(field, given)).name


def region_named(name: str) -> Region:
    """The division of this name: of the table, else by the form of the name; ``UsageError`` if neither."""
    found = find_region(name)
    if found is None:
        mention = leading_region(name)
        found = mention.region if mention and mention.end == len(name) else None
    if found is None:
        raise UsageError(
            f"{name!r} is no division that is known: write 全国, 河南省 or 驻马店市 in full. 没有这个地区"
        )
    return found


_PARSERS: Mapping[str, Callable[[str, Plain], Plain]] = {
    "title": _line,
    "document_number": _number,
    "issuers": _names,
    "region": _region_name,
    "kind": _kind,
    "issued": _day,
    "published": _day,
    "effective": _day,
    "expires": _day,  # the first day out of force
    "clauses": lambda _, given: given,  # has a way of its own, which needs the text
}
FIELDS = tuple(_PARSERS)


# Applying


@dataclass(frozen=True, slots=True)
class Applied:
    """A document with the corrections that count, and its facts in agreement with it."""

    document: Document
    facts: tuple[Fact, ...]


def apply(document: Document, facts: Sequence[Fact], values: Mapping[str, Plain]) -> Applied:
    """``document`` as it was read, with ``values`` in place of what was read.

    Days that the document counts from its day of issue or of effect move with that. A clause whose
    words the text no longer holds is left out, and a warning says so. ``document`` itself is untouched.
    """
    given = {name: _typed(name, values[name]) for name in FIELDS if name in values and name != "clauses"}
    metadata = replace(document.metadata, **given)
    warnings = document.warnings
    if "clauses" in values:
        clauses, lost = clauses_of(values["clauses"], document.text)
        metadata = replace(metadata, clauses=clauses)
        warnings = (
            *warnings,
            *(f"更正的条款已不在文中 (corrected clause is gone): {quote}" for quote in lost),
        )
    else:
        metadata = redated(document.metadata, metadata, document.text, fixed=frozenset(given))
    metadata = replace(metadata, corrected=tuple(name for name in FIELDS if name in values))
    changed = replace(document, metadata=metadata, warnings=warnings)
    return Applied(changed, tuple(_placed(fact, document.metadata, metadata) for fact in facts))


def _typed(field: str, value: Plain) -> Any:
    """A plain value as ``Metadata`` has it."""
    if field == "issuers":
        return tuple(Located(name, source=Source.USER) for name in value or ())
    if value is None:
        return None
    if field == "region":
        return Located(region_named(value), source=Source.USER)
    if field == "kind":
        return Located(Kind(value), source=Source.USER)
    if field in ("title", "document_number"):
        return Located(value, source=Source.USER)
    return Located(date.fromisoformat(value), source=Source.USER)


def _placed(fact: Fact, as_read: Metadata, metadata: Metadata) -> Fact:
    """``fact`` in its document's region; facts of their own region stay where they are."""
    of_document = fact.region == as_read.region or (fact.region and fact.region.source is Source.USER)
    return replace(fact, region=metadata.region) if of_document else fact


def plain_value(metadata: Metadata, field: str, text: str) -> Plain:
    """The value of ``field`` in ``metadata`` as a person would give it."""
    if field == "clauses":
        return clause_values(metadata.clauses, text)
    if field == "issuers":
        return [issuer.value for issuer in metadata.issuers] or None
    located = getattr(metadata, field)
    if located is None:
        return None
    value = located.value
    return value.name if isinstance(value, Region) else str(value)
