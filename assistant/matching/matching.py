"""A company against the measures of a shelf: the recipe."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from assistant.holdings import Holdings, holdings
from assistant.matching.deadlines import deadline_of
from assistant.matching.judging import Circumstances, Finding, judge
from assistant.matching.offers import Offer, applies, left_out_why, offers_of
from assistant.matching.profile import Profile, fields, read_profile
from assistant.matching.types import (
    ConditionStatus,
    Judged,
    LeftOut,
    Match,
    MatchReport,
    MatchVerdict,
    Missing,
    Worth,
)
from assistant.matching.worth import work_out
from index import Shelf
from ingest import (
    Condition,
    ConditionKind,
    Measure,
    RecipientKind,
    RuleKind,
    UsageError,
    read_qualification,
)

_ORDER = (MatchVerdict.ELIGIBLE, MatchVerdict.UNKNOWN, MatchVerdict.NOT_ELIGIBLE)


def match_profile(shelf: Shelf, profile: Profile | Path | str, *, as_of: date | None = None) -> MatchReport:
    """What the company may get under the shelf's measures on ``as_of`` (today).

    1. Find the company's region and those it lies in. 2. Take the measures of their documents that are in
    force. 3. Judge every condition: met, not met or unknown. 4. Of several rates of a measure take the best
    that is sure. 5. Work out the sum and the deadline. 6. Sort, and ask for what is missing.

    UsageError for a region that neither the shelf nor China has.
    """
    begun = time.perf_counter()
    company = read_profile(profile) if isinstance(profile, Path | str) else profile
    day = as_of or date.today()
    held = holdings(shelf, day)
    family = _family(company, held)
    company = replace(company, region=family[0])
    matches: list[Match] = []
    left_out: list[LeftOut] = []
    for summary in held.documents:
        why = left_out_why(summary, family)
        if why is not None:
            left_out.append(LeftOut(summary, why))
            continue
        at = Circumstances(company, family, summary.region, day)
        for offer in offers_of(shelf, summary):
            matches.append(_match(offer, at))
    matches.sort(key=_sort_key)
    took_ms = (time.perf_counter() - begun) * 1000
    told = company.values.get("name")
    return MatchReport(
        region=family[0],
        as_of=day,
        name=told if isinstance(told, str) else None,
        matches=tuple(matches),
        missing=tuple(_missing(matches)),
        left_out=tuple(one for one in left_out if applies(one, shelf)),
        total_yuan=_total(matches),
        took_ms=took_ms,
    )


def _family(profile: Profile, held: Holdings) -> tuple[str, ...]:
    named = held.places.official(profile.region)
    if named is None:
        near = ", ".join(sorted(held.places.known)[:8])
        raise UsageError(
            f"region: {profile.region!r} is no region of this shelf's documents ({near}) or of China: "
            f"check the spelling. 没有“{profile.region}”这个地区"
        )
    return held.places.family(named)


def _sort_key(match: Match) -> tuple[int, Decimal, date, str, int]:
    day = match.deadline.day if match.deadline is not None and match.deadline.day else date.max
    return _ORDER.index(match.verdict), -match.sort_value, day, match.document.doc_id, match.citation.start


def _match(offer: Offer, at: Circumstances) -> Match:
    """The best sure rate of a measure, as a match."""
    options = [_judged(offer, measure, at) for measure in (offer.measure, *offer.tiers)]
    base = options[0]
    sure = [one for one in options[1:] if verdict_of(one[1]) is MatchVerdict.ELIGIBLE]
    measure, judged = base
    if verdict_of(base[1]) is MatchVerdict.ELIGIBLE and sure:
        measure, judged = max(sure, key=lambda one: _rate(one[0]))
        lower = [one for one in sure if _rate(one[0]) < _rate(base[0])]
        if lower:
            measure, judged = lower[0]
    others = [one for one in options if one[0] is not measure]
    notes = [_tier_note(offer, one, judged_one) for one, judged_one in others]
    found = _with_recipient(offer, measure, judged)
    verdict = verdict_of(found)
    worth = _worth(offer, measure, at.profile)
    rules = tuple(
        offer.cite(rule.start, rule.end)
        for rule in offer.support.rules
        if rule.kind in (RuleKind.HIGHEST_ONLY, RuleKind.STACKABLE, RuleKind.REPAY)
    )
    return Match(
        title=measure.title,
        verdict=verdict,
        conditions=tuple(found),
        worth=worth,
        deadline=deadline_of(offer, measure, at.as_of),
        citation=offer.cite(measure.start, measure.end),
        document=offer.summary,
        matter=_matter(offer, measure),
        rules=rules,
        notes_zh=tuple(zh for zh, _ in notes),
        notes_en=tuple(en for _, en in notes),
    )


def _judged(offer: Offer, measure: Measure, at: Circumstances) -> tuple[Measure, list[Judged]]:
    return measure, [_judged_one(offer, condition, judge(condition, at)) for condition in measure.conditions]


def _judged_one(offer: Offer, condition: Condition, found: Finding) -> Judged:
    cited = offer.cite(condition.start, condition.end)
    return Judged(condition, found.status, found.zh, found.en, found.missing, cited)


def verdict_of(judged: Sequence[Judged]) -> MatchVerdict:
    """Not eligible if a condition (of alternatives: all) is not met, else unknown if one is."""
    statuses = [one.status for one in judged if one.condition.alternative is None]
    groups: dict[int, list[ConditionStatus]] = {}
    for one in judged:
        if one.condition.alternative is not None:
            groups.setdefault(one.condition.alternative, []).append(one.status)
    statuses += [_best(group) for group in groups.values()]
    if ConditionStatus.NOT_MET in statuses:
        return MatchVerdict.NOT_ELIGIBLE
    return MatchVerdict.UNKNOWN if ConditionStatus.UNKNOWN in statuses else MatchVerdict.ELIGIBLE


def _best(group: Sequence[ConditionStatus]) -> ConditionStatus:
    for status in (ConditionStatus.MET, ConditionStatus.UNKNOWN):
        if status in group:
            return status
    return ConditionStatus.NOT_MET


def _rate(measure: Measure) -> Decimal:
    grant = measure.grant
    return (
        grant.ratio.value if grant.ratio is not None else grant.amount.value if grant.amount else Decimal(0)
    )


def _tier_note(offer: Offer, measure: Measure, judged: Sequence[Judged]) -> tuple[str, str]:
    words = " ".join(offer.document.text[measure.start : measure.end].split())
    verdict = verdict_of(judged)
    return f"另一档（{verdict.value}）：{words}", f"another rate ({verdict.value}): {words}"


_WHO = {
    RecipientKind.PERSON: ("这项给个人，不给企业", "this is paid to persons, not to a company"),
    RecipientKind.BANK: ("这项给银行或担保机构", "this is paid to banks or guarantors"),
    RecipientKind.GOVERNMENT: ("这项给地方或园区", "this is paid to places"),
}


def _with_recipient(offer: Offer, measure: Measure, judged: list[Judged]) -> list[Judged]:
    """The conditions with that of being of the sort that receives."""
    who = _WHO.get(measure.recipient_kind)
    recipient = measure.recipient
    span = (measure.start, measure.end)
    if recipient is not None and recipient.start is not None and recipient.end is not None:
        span = recipient.start, recipient.end
    if who is None and not (measure.recipient_kind is RecipientKind.UNNAMED and not judged):
        return judged
    words = offer.document.text[slice(*span)]
    condition = Condition(ConditionKind.RECIPIENT, *span, words)
    status = ConditionStatus.NOT_MET if who is not None else ConditionStatus.UNKNOWN
    zh, en = who or ("文件没有写明给谁", "the document does not say to whom")
    missing = None if who is not None else "answers"
    return [Judged(condition, status, zh, en, missing, offer.cite(*span)), *judged]


def _worth(offer: Offer, measure: Measure, profile: Profile) -> Worth | None:
    found = work_out(measure.grant, profile)
    cited = offer.cite(measure.grant.start, measure.grant.end)
    words = " ".join(cited.quote.split())
    return Worth(words, found.value, found.at_most, found.working, found.per, found.missing, cited)


def _matter(offer: Offer, measure: Measure) -> str:
    """Two measures of one region for one recognition or one base are one matter: paid once, the higher."""
    named = [one for one in measure.conditions if one.kind is ConditionKind.QUALIFICATION and not one.general]
    base = measure.grant.base_field
    if measure.grant.ratio is not None and base is not None:
        about = f"share of {base}"
    elif named and named[0].name is not None and len(measure.conditions) - len(named) <= 0:
        read = read_qualification(named[0].name)
        about = f"{named[0].recognition.value} {read.level or ''} {read.name}"
    else:
        about = f"{offer.summary.doc_id} {measure.ordinal}"
    return f"{offer.summary.region or ''}: {about}"


def _total(matches: Iterable[Match]) -> Decimal:
    best: dict[str, Decimal] = {}
    for match in matches:
        value = match.worth.value_yuan if match.worth is not None else None
        if match.verdict is MatchVerdict.ELIGIBLE and value is not None:
            best[match.matter] = max(best.get(match.matter, Decimal(0)), value)
    return sum(best.values(), Decimal(0))


def _missing(matches: Sequence[Match]) -> list[Missing]:
    """The fields that measures of unknown verdict wait for, the most wanted first."""
    wanted: dict[tuple[str, str], int] = {}
    for match in matches:
        if match.verdict is MatchVerdict.NOT_ELIGIBLE:
            continue
        asked: dict[tuple[str, str], None] = {}
        for one in match.conditions:
            if one.status is ConditionStatus.UNKNOWN and one.missing is not None:
                asked[one.missing, one.condition.words if one.missing == "answers" else ""] = None
        if match.worth is not None and match.worth.missing is not None:
            base = match.worth.text if match.worth.missing == "answers" else ""
            asked.setdefault((match.worth.missing, base), None)
        for key in asked:
            wanted[key] = wanted.get(key, 0) + 1
    order = list(fields())
    found = [_asked(name, words, count) for (name, words), count in wanted.items()]
    return sorted(found, key=lambda one: (-one.measures, order.index(one.name), one.words))


def _asked(name: str, words: str, count: int) -> Missing:
    field = fields()[name]
    zh, en = field.zh, field.en
    if words:
        zh, en = f"是否符合：“{words}”", f"Does this hold: “{words}”"
    return Missing(name, zh, en, field.type, count, words)
