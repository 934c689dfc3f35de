"""Whether a sentence speaks of the place and the year that are asked about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from assistant.asked_facts import ROW
from assistant.asking import Asked
from assistant.demands import asks_for_gift
from assistant.glossary import match_form
from assistant.moments import FIVE_YEAR_PLANS
from assistant.places import Gazetteer, short_name
from assistant.question import Question
from index import DocumentSummary, Hit
from ingest import Level, Status

# How well a document's place fits the region asked about; below NAMED_PLACE it is not the region's own rule.
NAMED_PLACE = 0.95  # a sentence that names the region, in a document of what it lies in
WITHIN_PLACE = 0.75  # of a county of the city, a city of the province
ABOVE_PLACE = 0.7  # of the province or the nation
OTHERS_PLACE = 0.4  # another city's document that names the region: no rule of the region
MIN_PLACE = 0.5  # below it a sentence is no evidence
UNKNOWN_PLACE = 0.6
SPOKEN_OF_PLACE = 0.85  # of no stated region, in a passage that names the one asked about
OTHER_LEVEL = 0.6  # a level was asked about, and this is another

IN_FORCE_YEAR = 0.9  # of a rule that was in force in the year asked about and names no year
WRONG_YEAR = 0.5  # below it a sentence is about another year

# How far back in its paragraph the year stands that a figure of a time is of: 2023年共兑付…;惠及企业94家.
YEAR_REACH_CHARS = 120

_YEARS = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:年?\s*[-~至到]+\s*((?:19|20)?\d\d))?(?=年|[-~至到]|\))")
_HEAD_YEARS = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_FIVE_YEARS = re.compile(r"十([一二三四五])五(?:时期|期间|末|规划)")
# Between two regions that are asked about side by side: 省和市各给多少, A市与B市.
_BESIDE = re.compile(r"^[和与及跟或比、,;]|[和与及跟或比、,;]$|还是|相比|\b(?:and|or|vs|versus|than)\b")
_STATES = frozenset({Asked.FIGURE, Asked.RATIO, Asked.AMOUNT})
_ACTS = re.compile(r"[对给在为向]|支持|奖|补|(?:gives?|pays?|supports?)\b")
# Questions that a province's cities answer together.
_GATHERING = frozenset({Asked.LIST, Asked.SOURCE, Asked.COMPARISON})


def regions_meant(question: Question, places: Gazetteer) -> tuple[str, ...]:
    """The regions whose rules are asked for.

    Beside a region of the shelf, one that is not on it is a circumstance (在北京设立研究院,驻马店给多少),
    unless regions are compared.
    """
    naming = _naming_a_class(question, places)
    regions = tuple(name for name in question.regions if name not in naming)
    on_shelf = tuple(name for name in regions if name in places.by_name.values())
    return on_shelf or regions


def _naming_a_class(question: Question, places: Gazetteer) -> frozenset[str]:
    """Regions that only name a class of firms: the province, in 某市对某省科技小巨人企业奖多少.

    Such a region encloses the one named beside it, is not set beside it as another, and does nothing itself
    (某省对某市的企业).
    """
    if question.asked is Asked.COMPARISON:
        return frozenset()
    apart = [
        (first, second)
        for first, second in zip(question.places, question.places[1:], strict=False)
        if not _BESIDE.search(question.form[first.end : second.start])
    ]
    after = {outer.name for inner, outer in apart if outer.name in places.family(inner.name)[1:]}
    before = {
        outer.name
        for outer, inner in apart
        if outer.name in places.family(inner.name)[1:] and not _ACTS.match(question.form, outer.end)
    }
    return frozenset(after | before)


def place_match(question: Question, hit: Hit, form: str, places: Gazetteer) -> float:
    """1 for the region asked about, less for what lies above or in it, 0 for another.

    Where the document bears no region, a passage or title that names the one asked about speaks for it.
    """
    document = hit.document
    if question.level is not None:
        return 1.0 if document.level is question.level else OTHER_LEVEL
    regions = regions_meant(question, places)
    if not regions or document.region in regions or document.level in question.levels:
        return 1.0
    above = document.level is Level.NATIONAL or any(
        document.region in places.family(region) for region in regions
    )
    fits = [0.0]
    if document.region is None:
        around = match_form(f"{document.title} {hit.text}")
        fits = [SPOKEN_OF_PLACE if any(_names(around, region) for region in regions) else UNKNOWN_PLACE]
    within = any(region in (document.city, document.province) for region in regions)
    if any(_names(form, region) for region in regions):
        fits.append(NAMED_PLACE if above or within or document.region is None else OTHERS_PLACE)
    if within:
        fits.append(NAMED_PLACE if question.asked in _GATHERING else WITHIN_PLACE)
    if above:
        fits.append(ABOVE_PLACE)
    return max(fits)


def _names(form: str, region: str) -> bool:
    """Whether a match form names a region, not an institution called after it (郑州大学)."""
    return bool(re.search(re.escape(match_form(short_name(region))) + r"(?!大学|学院|银行|铁路|海关)", form))


def year_match(question: Question, hit: Hit, form: str, before: str, rules_of: date | None) -> float:
    """1 for the year asked about, 0 for another.

    A sentence without a year takes it from its headings, from what stands ``before`` it in its paragraph
    (到2020年,…), from its document's date, or from being in force on the day ``rules_of``. What stands before
    a table's row is its header, with a column for each year.
    """
    years = question.moments.years or _year_of_state(question)
    stated = _ranges(form)
    if not years or _hold(stated, years):
        return 1.0
    headed = _ranges(match_form(" ".join((hit.document.title, *hit.passage.headings))))
    if stated:  # in a plan for 2023 to 2027, what is to be by 2025 is not what is to be by 2026
        headed = [(first, last) for first, last in headed if first == last]
    if _hold(headed, years):
        return 0.9
    if ROW in form and any(str(year) in _HEAD_YEARS.findall(before) for year in years):
        return 0.95
    if stated:
        return 0.0
    if _hold(_ranges(before)[-1:], years):
        return 0.95
    another = _is_of_a_time(question) and bool(_ranges(before[-YEAR_REACH_CHARS:]))
    return 0.0 if another else _by_document(hit.document, years, rules_of)


def _year_of_state(question: Question) -> tuple[int, ...]:
    """The year whose end is asked about, where not a rule but how things stood is: 2023年底有多少家."""
    day = question.moments.as_of
    return (day.year,) if day is not None and _is_of_a_time(question) else ()


def _is_of_a_time(question: Question) -> bool:
    """Whether a figure is asked for of which each year has its own; a rule holds until it is changed."""
    if question.asked is Asked.COUNT:
        return True
    return question.asked in _STATES and not asks_for_gift(question.form)


def _by_document(document: DocumentSummary, years: Sequence[int], rules_of: date | None) -> float:
    if document.dated is None:
        return WRONG_YEAR  # nothing says that it is another year
    if document.dated.year in years:
        return 0.9
    if rules_of is not None and in_force(document, rules_of):
        return IN_FORCE_YEAR
    return 0.0


def in_force(document: DocumentSummary, day: date) -> bool:
    """Whether a document governed on a day; one without dates is not taken to."""
    begun = document.effective or document.dated
    if begun is None or begun > day or (document.expires is not None and document.expires <= day):
        return False
    return document.status in (Status.IN_FORCE, Status.EXPIRED, Status.UNKNOWN)


def _ranges(form: str) -> list[tuple[int, int]]:
    """First and last year of every year or span of years in a match form."""
    plans = (FIVE_YEAR_PLANS[match[1]] for match in _FIVE_YEARS.finditer(form))
    return [_range(match) for match in _YEARS.finditer(form)] + [(last - 4, last) for last in plans]


def _range(match: re.Match[str]) -> tuple[int, int]:
    first = int(match[1])
    if not match[2]:
        return first, first
    last = int(match[2]) if len(match[2]) == 4 else first // 100 * 100 + int(match[2])
    return first, max(first, last)


def _hold(ranges: Sequence[tuple[int, int]], years: Sequence[int]) -> bool:
    return any(first <= year <= last for year in years for first, last in ranges)
