"""A company against the measures of a shelf: the recipe."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from assistant.holdings import Holdings, holdings
from assistant.matching.deadlines import deadline_of
from assistant.matching.judging import Circumstances, Finding, judge, yuan_words
from assistant.matching.missing import find_missing
from assistant.matching.offers import (
    OTHER_REGION,
    Offer,
    has_measures,
    left_out_why,
    offers_of,
    rounds_of,
)
from assistant.matching.profile import Profile, read_profile
from assistant.matching.sectors import other_sector
from assistant.matching.supports import Supports
from assistant.matching.types import (
    ConditionStatus,
    Deadline,
    Judged,
    LeftOut,
    Match,
    MatchReport,
    MatchVerdict,
    Worth,
)
from assistant.matching.worth import work_out
from index import Shelf
from ingest import (
    Condition,
    ConditionKind,
    Kind,
    Level,
    Measure,
    RecipientKind,
    RuleKind,
    Status,
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
    with Supports(shelf) as supports:
        found = _look_through(shelf, held, supports, (company, family, day))
    matches = sorted(found.matches, key=_sort_key)
    took_ms = (time.perf_counter() - begun) * 1000
    told = company.values.get("name")
    return MatchReport(
        region=family[0],
        as_of=day,
        name=told if isinstance(told, str) else None,
        matches=tuple(matches),
        missing=tuple(find_missing(matches)),
        left_out=tuple(found.left_out),
        other_regions=found.other_regions,
        total_yuan=_total(matches),
        took_ms=took_ms,
    )


@dataclass
class _Found:
    """What a look through the documents of a shelf brought."""

    matches: list[Match] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    other_regions: int = 0


def _look_through(
    shelf: Shelf, held: Holdings, supports: Supports, asking: tuple[Profile, tuple[str, ...], date]
) -> _Found:
    """Every document for who is ``asking``: a company, its region and those it lies in, on a day."""
    company, family, day = asking
    found = _Found()
    rounds = rounds_of(shelf, supports, held.documents)
    guides = {one.summary.doc_id for applied in rounds.values() for one in applied}
    for summary in held.documents:
        why = left_out_why(summary, family)
        if why is None and summary.doc_id in guides:
            why = "guide"  # its table repeats the policy's sums; its window is told with them
        if why == OTHER_REGION:
            found.other_regions += 1
        elif why is not None:
            left = LeftOut(summary, why)
            found.left_out += [left] if has_measures(left, supports) else []
        else:
            at = Circumstances(company, family, summary.region, day)
            offers = offers_of(supports, summary, rounds.get(summary.doc_id, ()))
            found.matches += [_match(offer, at) for offer in offers]
    return found


def _family(profile: Profile, held: Holdings) -> tuple[str, ...]:
    named = held.places.official(profile.region) or _innermost(profile.region, held)
    if named is None:
        near = ", ".join(sorted(held.places.known)[:8])
        raise UsageError(
            f"region: {profile.region!r} is no region of this shelf's documents ({near}) or of China: "
            f"check the spelling. 没有“{profile.region}”这个地区"
        )
    above = [
        name
        for document in held.documents
        if document.region == named
        for name in (document.city, document.province)
        if name
    ]
    return tuple(dict.fromkeys((*held.places.family(named), *above)))


def _innermost(written: str, held: Holdings) -> str | None:
    """澜江省云川市望川区: the last of the shelf's regions in words that begin with one."""
    known = [name for name in held.places.parents if name in written]
    if not any(written.startswith(name) for name in known):
        return None
    return max(known, key=written.rfind)


def _sort_key(match: Match) -> tuple[int, Decimal, date, str, int]:
    day = match.deadline.day if match.deadline is not None and match.deadline.day else date.max
    return _ORDER.index(match.verdict), -match.sort_value, day, match.document.doc_id, match.citation.start


def _match(offer: Offer, at: Circumstances) -> Match:
    """The best sure rate of a measure, as a match."""
    options = [_judged(offer, measure, at) for measure in (offer.measure, *offer.tiers)]
    measure, judged = _applying(options)
    notes = [_tier_note(offer, *one) for one in options if one[0] is not measure]
    found = [*_of_sector(offer, measure, at.profile), *_with_recipient(offer, measure, judged)]
    deadline = deadline_of(offer, measure, at.as_of)
    found = [*_of_document(offer), *_closed(offer, deadline), *found]
    verdict = verdict_of(found)
    open_rates = [one for one, standing in options if verdict_of(standing) is not MatchVerdict.NOT_ELIGIBLE]
    worth = _worth(offer, measure, open_rates, at.profile)
    rules = tuple(
        offer.cite(rule.start, rule.end)
        for rule in offer.support.rules
        if rule.kind in (RuleKind.HIGHEST_ONLY, RuleKind.STACKABLE, RuleKind.REPAY)
    )
    return Match(
        title=measure.title,
        recipient=measure.recipient.value if measure.recipient is not None else None,
        verdict=verdict,
        conditions=tuple(found),
        worth=worth,
        deadline=deadline,
        citation=offer.cite(measure.start, measure.end),
        document=offer.summary,
        matter=_matter(offer, measure),
        rules=rules,
        notes_zh=tuple(zh for zh, _ in notes),
        notes_en=tuple(en for _, en in notes),
    )


def _applying(options: Sequence[tuple[Measure, list[Judged]]]) -> tuple[Measure, list[Judged]]:
    """The rate that is sure: of other rates whose conditions are met the last named, else the first rate."""
    sure = [one for one in options[1:] if verdict_of(one[1]) is MatchVerdict.ELIGIBLE]
    return sure[-1] if sure else options[0]


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


def _tier_note(offer: Offer, measure: Measure, judged: Sequence[Judged]) -> tuple[str, str]:
    words = " ".join(offer.document.text[measure.start : measure.end].split())
    verdict = verdict_of(judged)
    return f"另一档（{verdict.value}）：{words}", f"another rate ({verdict.value}): {words}"


def _of_document(offer: Offer) -> list[Judged]:
    """What is not known of the document itself: its region, whether it is in force."""
    title = offer.document.metadata.title
    start, end = (0, min(len(offer.document.text), 40))
    if title is not None and title.start is not None and title.end is not None:
        start, end = title.start, title.end
    told: list[tuple[str, str]] = []
    if offer.summary.region is None and offer.summary.level is not Level.NATIONAL:
        told.append(("文件没有写明是哪里的", "the document does not say which place it is for"))
    if offer.summary.status is Status.UNKNOWN:
        told.append(
            ("文件没有日期，是否有效不明", "the document bears no date: whether it is in force is unknown")
        )
    words = offer.document.text[start:end]
    condition = Condition(ConditionKind.DOCUMENT, start, end, words, general=True)
    cited = offer.cite(start, end)
    return [Judged(condition, ConditionStatus.UNKNOWN, zh, en, None, cited) for zh, en in told]


# Papers that take applications for one round: when it has closed, they give nothing any more.
_OF_ONE_ROUND = frozenset({Kind.GUIDE, Kind.NOTICE})


def _closed(offer: Offer, deadline: Deadline | None) -> list[Judged]:
    """That the round has closed which the measure's own paper takes applications for."""
    if deadline is None or deadline.day is not None or offer.summary.kind not in _OF_ONE_ROUND:
        return []
    if deadline.citation.document.doc_id != offer.summary.doc_id:
        return []
    start, end = deadline.citation.start, deadline.citation.end
    condition = Condition(ConditionKind.DOCUMENT, start, end, deadline.citation.quote, general=True)
    zh, en = f"申报已于{deadline.passed}截止", f"applications closed on {deadline.passed}"
    return [Judged(condition, ConditionStatus.NOT_MET, zh, en, None, deadline.citation)]


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
    if who is None:
        if not _to_nobody(measure):
            return judged
        span = (measure.start, measure.end)
    words = offer.document.text[slice(*span)]
    condition = Condition(ConditionKind.RECIPIENT, *span, words)
    status = ConditionStatus.NOT_MET if who is not None else ConditionStatus.UNKNOWN
    zh, en = who or ("文件没有写明给谁", "the document does not say to whom")
    return [Judged(condition, status, zh, en, None, offer.cite(*span)), *judged]


def _to_nobody(measure: Measure) -> bool:
    """Whether the measure's own words neither name whom it is for nor ask anything: never counted as met."""
    if any(not condition.general for condition in measure.conditions):
        return False
    named = measure.recipient
    if measure.recipient_kind is RecipientKind.UNNAMED or named is None or named.start is None:
        return True
    return not measure.start <= named.start < measure.end


def _of_sector(offer: Offer, measure: Measure, profile: Profile) -> list[Judged]:
    """That the measure is for a sector which the company is not of."""
    sector = other_sector(measure, offer.summary.title, profile)
    if sector is None:
        return []
    span = measure.start, measure.end
    words = offer.document.text[slice(*span)]
    condition = Condition(ConditionKind.INDUSTRY, *span, words, name=sector.zh)
    told = "、".join(profile.names("industry") or ())
    zh, en = f"这项面向{sector.zh}，企业的行业是{told}", f"for {sector.en}; the company's industry is {told}"
    return [Judged(condition, ConditionStatus.NOT_MET, zh, en, None, offer.cite(*span))]


def _worth(offer: Offer, measure: Measure, rates: Sequence[Measure], profile: Profile) -> Worth:
    """The sum by the rate that is sure; where a lower rate may hold, the lower sum is the sure one."""
    found = work_out(measure.grant, profile)
    cited = offer.cite(measure.grant.start, measure.grant.end)
    base = measure.grant.base.value if measure.grant.base is not None else ""
    value, working = found.value, found.working
    # A changed rate whose conditions are met replaces the first one, which then is no longer open.
    possible = [
        one for one in rates if one is measure or (one.tier_of is not None and measure.tier_of is None)
    ]
    sums = [work_out(one.grant, profile).value for one in possible]
    known = [one for one in sums if one is not None]
    if value is not None and known and min(known) < value:
        value, working = min(known), f"{working}；可能 perhaps {yuan_words(min(known))}"
    tops = [top for one in possible if (top := work_out(one.grant, profile).at_most) is not None]
    at_most = max(tops, default=found.at_most)
    words = " ".join(cited.quote.split())
    return Worth(words, value, at_most, working, found.per, found.missing, base, cited)


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
