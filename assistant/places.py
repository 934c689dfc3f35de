"""Regions in questions: official and short names, those of the shelf's own documents, and pinyin."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.glossary import match_form
from index import DocumentSummary
from ingest import Level, Region, divisions, find_region, find_regions

_CLASS_WORD = re.compile(r"(?:自治区|自治州|自治县|自治旗|特别行政区|省|市|地区|盟|县|区|旗)$")
_LATIN_RUN = re.compile(r"[a-z][a-z']*(?:[ -][a-z][a-z']*){0,5}")
MIN_SHORT_NAME_CHARS = 2

# A question may name a level instead of a place: 国家对高新技术企业有什么政策.
LEVEL_WORDS: tuple[tuple[Level, str], ...] = (
    (
        Level.NATIONAL,
        r"^(?:在)?(?:国家|全国|中央)(?:层面|政策|对|有|的|出台|规定)|国务院"
        r"|\bnational (?:government|policy|policies)\b|\bcentral government\b",
    ),
    (
        Level.PROVINCIAL,
        r"^(?:在)?(?:省里|省政府|省厅|我省|全省)|\bprovincial government\b|\bthe province\b(?! of)",
    ),
)
_LEVELS = tuple((level, re.compile(pattern)) for level, pattern in LEVEL_WORDS)


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A region named in a question."""

    name: str  # official name
    start: int  # span into the match form of a Chinese question, the folded one of an English question
    end: int
    on_shelf: bool  # whether a document of the shelf belongs to it


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """The regions that a shelf's documents belong to, by every name a question may use."""

    by_name: dict[str, str]  # match form of an official or short name → official name
    parents: dict[str, tuple[str, ...]]  # official name → its city and province
    known: frozenset[str]  # official names that documents bear

    def family(self, name: str) -> tuple[str, ...]:
        """The region itself, then the city and province it lies in."""
        parents = self.parents.get(name)
        if parents is None:
            region = find_region(name)
            parents = tuple(parent for parent in (region.city, region.province) if parent) if region else ()
        return (name, *(parent for parent in parents if parent != name))

    def official(self, name: str) -> str | None:
        """The official name of a region given by any of its names; None if there is no such region."""
        known = self.by_name.get(match_form(name))
        if known is not None:
            return known
        region = find_region(name)
        return region.name if region else None


def short_name(name: str) -> str:
    """``驻马店市`` → ``驻马店``; a name that would become too short stays whole."""
    short = _CLASS_WORD.sub("", name)
    return short if len(short) >= MIN_SHORT_NAME_CHARS else name


def gazetteer(documents: Iterable[DocumentSummary]) -> Gazetteer:
    """The names of all regions of the documents, and of the cities and provinces they lie in."""
    by_name: dict[str, str] = {}
    parents: dict[str, tuple[str, ...]] = {}
    known: set[str] = set()
    for document in documents:
        if document.region is None or document.level is Level.NATIONAL:
            continue
        known.add(document.region)
        above = tuple(dict.fromkeys(name for name in (document.city, document.province) if name))
        parents[document.region] = above
        if document.city and document.province and document.city != document.province:
            parents.setdefault(document.city, (document.city, document.province))
        for name in (document.region, *above):
            by_name.setdefault(match_form(name), name)
            by_name.setdefault(match_form(short_name(name)), name)
    return Gazetteer(by_name, parents, frozenset(known))


def find_places(form: str, places: Gazetteer) -> list[PlaceMention]:
    """Regions named in the match form of a Chinese question, left to right, without overlaps."""
    mentions = [
        PlaceMention(name, match.start(), match.end(), on_shelf=True)
        for written, name in places.by_name.items()
        for match in re.finditer(re.escape(written), form)
    ]
    for found in find_regions(form):
        mentions.append(_mention(found.region, found.start, found.end, places))
    mentions.sort(key=lambda mention: (mention.start, -mention.end, not mention.on_shelf))
    kept: list[PlaceMention] = []
    for mention in mentions:
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return _merge_chains(kept, places)


def _mention(region: Region, start: int, end: int, places: Gazetteer) -> PlaceMention:
    name = places.by_name.get(match_form(region.name), region.name)
    return PlaceMention(name, start, end, on_shelf=name in places.by_name.values())


def _merge_chains(mentions: Sequence[PlaceMention], places: Gazetteer) -> list[PlaceMention]:
    """河南省驻马店市 is one mention, of the city."""
    merged: list[PlaceMention] = []
    for mention in mentions:
        outer = merged[-1] if merged else None
        if outer and outer.end == mention.start and outer.name in places.parents.get(mention.name, ()):
            merged[-1] = PlaceMention(mention.name, outer.start, mention.end, mention.on_shelf)
        else:
            merged.append(mention)
    return merged


@lru_cache(maxsize=20_000)
def pinyin(name: str) -> str:
    """``驻马店`` → ``zhumadian``."""
    from pypinyin import lazy_pinyin

    return "".join(lazy_pinyin(name, v_to_u=False)).lower()


@lru_cache(maxsize=1)
def _spelled_divisions() -> dict[str, str]:
    """Pinyin of the provinces and cities of China; a province goes before a city spelled alike."""
    regions = sorted(divisions(), key=lambda region: region.level is not Level.PROVINCIAL)
    spelled: dict[str, str] = {}
    for region in regions:
        if region.level in (Level.PROVINCIAL, Level.MUNICIPAL):
            spelled.setdefault(pinyin(short_name(region.name)), region.name)
    return spelled


# Names that English writes in another way than pinyin does.
ENGLISH_NAMES = {
    "shaanxi": "陕西省",
    "inner mongolia": "内蒙古自治区",
    "tibet": "西藏自治区",
    "hong kong": "香港特别行政区",
    "macao": "澳门特别行政区",
    "macau": "澳门特别行政区",
    "harbin": "哈尔滨市",
    "urumqi": "乌鲁木齐市",
    "hohhot": "呼和浩特市",
    "lhasa": "拉萨市",
}


def find_english_places(folded: str, places: Gazetteer) -> list[PlaceMention]:
    """Regions named in pinyin in the folded form of an English question."""
    spelled = dict(_spelled_divisions())
    spelled |= {pinyin(short_name(name)): name for name in sorted(set(places.by_name.values()))}
    spelled |= {english.replace(" ", ""): name for english, name in ENGLISH_NAMES.items()}
    mentions: list[PlaceMention] = []
    for run in _LATIN_RUN.finditer(folded):
        mentions.extend(_spelled_in(run[0], run.start(), spelled, places))
    return mentions


def _spelled_in(text: str, offset: int, spelled: dict[str, str], places: Gazetteer) -> list[PlaceMention]:
    """Names that whole words of ``text`` spell: 'zhu ma dian' and 'zhumadian' alike."""
    words = list(re.finditer(r"[a-z]+", text))
    found: list[PlaceMention] = []
    i = 0
    while i < len(words):
        for j in range(min(len(words), i + 4), i, -1):
            name = spelled.get("".join(word[0] for word in words[i:j]))
            if name is not None:
                start, end = offset + words[i].start(), offset + words[j - 1].end()
                found.append(PlaceMention(name, start, end, name in places.by_name.values()))
                i = j - 1
                break
        i += 1
    return found


_BESIDE = (
    (Level.NATIONAL, re.compile(r"国家(?:级|财政|层面)?(?=[和与、及跟同])|[和与、及跟同]国家(?:财政|层面)")),
    (Level.PROVINCIAL, re.compile(r"省(?:里|级|级财政)?(?=[和与、及跟同])|[和与、及跟同]省(?:里|级财政)")),
)


def levels_beside(folded: str) -> tuple[Level, ...]:
    """Levels that a question sets beside a region: 省里和云川市各给多少."""
    return tuple(level for level, pattern in _BESIDE if pattern.search(folded))


def named_level(folded: str) -> Level | None:
    """The level that a question asks about without naming a place, or None."""
    return next((level for level, pattern in _LEVELS if pattern.search(folded)), None)
